import { assert, assertEquals, assertStringIncludes, assertThrows } from "../../../lib/std/assert.ts";
import { AddressError } from "../../../lib/view/address_error.ts";
import { SIGNATURE_VIEW } from "../../../lib/view/signature/signature_view.ts";
import { SIGNATURES_VIEW } from "../../../lib/view/signature/signatures_view.ts";
import { fakeAnalysis } from "../../helpers/fake_analysis.ts";
import { at, fakeEvidence, fakeFinding, HOSTILE, signature } from "../../helpers/fake_finding.ts";
import { loadFrom, renderFrom } from "../view_case.ts";

const QUIET = { start: at(0), bucketMs: 3_600_000, counts: [4, 0, 0, 4, 1] };
const ANALYSIS = fakeAnalysis({
  signatures: [
    { ...signature(0), series: QUIET },
    { ...signature(1), level: "ERROR", hosts: ["om-1.example"], first: at(3), last: at(3, 30) },
    signature(2),
    { ...signature(4), exception: null },
  ],
});

function idsAt(address: string): string[] {
  // Of what is loaded, the ids of the rows.
  const { page } = loadFrom(SIGNATURES_VIEW, ANALYSIS, address) as { page: { rows: { id: string }[] } };
  return page.rows.map(({ id }) => id);
}

Deno.test("/signatures has those that fit its filters, most frequent first or as asked", () => {
  const all = ["sig-0", "sig-1", "sig-2", "sig-4"];
  assertEquals(idsAt("/signatures"), all);
  assertEquals(idsAt("/signatures?sort=count"), all.toReversed());
  assertEquals(idsAt("/signatures?sort=level"), ["sig-1", "sig-0", "sig-2", "sig-4"]);
  assertEquals(idsAt("/signatures?level=ERROR"), ["sig-1"]);
  assertEquals(idsAt("/signatures?host=om-2.example"), ["sig-0", "sig-2", "sig-4"]);
  assertEquals(idsAt("/signatures?novel=true"), ["sig-4"]);
  assertEquals(idsAt("/signatures?q=sockettimeout"), ["sig-0"]);
});

Deno.test("/signatures keeps to the window: by their course, else from first to last", () => {
  assertEquals(idsAt(`/signatures?since=${at(1)}&until=${at(3)}`), ["sig-1", "sig-2", "sig-4"]);
  assertEquals(idsAt(`/signatures?since=${at(2)}&until=${at(3, 10)}`), ["sig-0", "sig-1", "sig-2", "sig-4"]);
  assertEquals(idsAt(`/signatures?since=${at(3, 31)}`), ["sig-0", "sig-2", "sig-4"]);
});

Deno.test("/signatures shows templates as text, and leads to each", () => {
  const { title, body } = renderFrom(SIGNATURES_VIEW, ANALYSIS, "/signatures");
  assertEquals(title, "Signatures");
  assert(!/<script|<img|style=/.test(body.markup));
  assertEquals(body.markup.match(/href="\/signatures\/sig-\d"/g)?.length, 4);
});

Deno.test("/signatures/{id} tells its course, its lines and the findings that show them", () => {
  const line = fakeEvidence("synthetic", { byteOffset: 77 });
  const analysis = fakeAnalysis({
    signatures: [{ ...signature(2), series: QUIET, evidence: [line] }],
    findings: [
      fakeFinding({ id: "f-same", title: HOSTILE, evidence: [line] }),
      fakeFinding({ id: "f-other", evidence: [{ ...line, byteOffset: 78 }] }),
    ],
  });
  const { body: { markup } } = renderFrom(SIGNATURE_VIEW, analysis, "/signatures/sig-2");
  assertEquals(markup.match(/href="\/findings\/[^"]+"/g), ['href="/findings/f-same"']);
  assertStringIncludes(markup, 'href="/search?signature=sig-2"');
  assertStringIncludes(markup, 'data-live="time-chart"');
  assertStringIncludes(markup, line.text);
  assert(!/<script|<img|style=/.test(markup));
});

Deno.test("/signatures/{id} says that there is none", () => {
  const error = assertThrows(() => loadFrom(SIGNATURE_VIEW, ANALYSIS, "/signatures/none"), AddressError);
  assertEquals([error.status, error.message], [404, 'Cannot find signature "none": there is none']);
});
