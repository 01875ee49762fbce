import { BlockAreas } from "../../lib/scan/block_areas.ts";
import type { ScanOutput } from "../../lib/scan/column_block.ts";
import { MemberScanner } from "../../lib/scan/member_scanner.ts";
import { ScanContext } from "../../lib/scan/scan_context.ts";
import { createScanMemory, slotOf } from "../../lib/scan/scan_memory.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { accessLine, applicationLine } from "../helpers/log_builder.ts";
import { fc } from "../helpers/property.ts";
import { joinOutputs, OPTIONS, withoutArea } from "./scan_text.ts";

const START_MS = Date.UTC(2026, 3, 12, 3, 0, 0);
const LITERALS = ["Synthetic watched"];

/** One member: its host, and whether it is an access log. */
interface Member {
  readonly host: string;
  readonly isAccess: boolean;
  readonly text: string;
}

/** Scans members in slots, as a worker does; beyond `largeBytes` in all in WebAssembly. */
function scanMembers(members: readonly Member[], largeBytes: number): ReturnType<typeof joinOutputs>[] {
  const memory = createScanMemory();
  const areas = new BlockAreas(memory);
  const outputs: ScanOutput[][] = members.map(() => []);
  const take = (output: ScanOutput) => {
    const member = "member" in output ? output.member : -1;
    const whole = withoutArea(output, areas);
    for (const list of member < 0 ? outputs : [outputs[member]!]) list.push(whole);
  };
  const places = { memory, areas, largeBytes };
  const context = new ScanContext({ ...OPTIONS, watchLiterals: LITERALS }, take, places);
  for (const [member, { host, isAccess, text }] of members.entries()) {
    const category = isAccess ? "http_access" : "application";
    const scanner = new MemberScanner(context, member, { path: "synthetic.log", host, category });
    const slot = slotOf(memory.buffer, member % 3);
    const { written } = new TextEncoder().encodeInto(text, slot);
    scanner.write(slot.subarray(0, written));
    slot.fill(10, 0, written);
    scanner.end();
  }
  return outputs.map(joinOutputs);
}

/** Milliseconds from one line to the next: within a second, a minute, a silence; back; so far that nothing is quiet there. */
const step = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 3000 }) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 90_000 }) },
  { weight: 3, arbitrary: fc.constantFrom(59_000, 60_000, 300_000) },
  { weight: 1, arbitrary: fc.integer({ min: 200_000, max: 700_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: -400_000, max: 0 }) },
  { weight: 1, arbitrary: fc.constant(100_000_000) },
);

function times(steps: readonly number[]): Date[] {
  let ms = START_MS;
  return steps.map((more) => new Date(ms += more));
}

const request = fc.tuple(
  step,
  fc.constantFrom("/a", "/a", "/a?ah=h1", "/a?ah=h2", "/b?ah=h1", "/b", "/c?ah=h3"),
  fc.constantFrom(200, 200, 200, 200, 304, 99, 404, 500),
  fc.constantFrom("17", "17", "17", "255", "256", "5000", "-", "99999999999", "20000001"),
  fc.constantFrom("192.0.2.1", "192.0.2.1", "2001:db8::123:4567"),
  fc.constantFrom("-", "-", "ada@example.com", "ada b", "somebody@long.example.com"),
);
const accessText = fc.array(request, { maxLength: 100 }).map((requests) =>
  times(requests.map(([ms]) => ms)).map((time, i) => {
    const [, url, status, latency, client, user] = requests[i]!;
    const iso = time.toISOString();
    return `${
      accessLine({
        time: `${iso.slice(8, 10)}/Apr/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`,
        request: `${url === "/c?ah=h3" ? "POST" : "GET"} ${url} HTTP/1.1`,
        status: String(status).padStart(3, "0"),
        client,
        names: `- ${user}`,
        tail: ` "-" "synthetic/1" ${latency}`,
      })
    }\n`;
  }).join("")
);
const record = fc.tuple(
  step,
  fc.constantFrom("main", "qtp1-2", "JettyHttpPool-7"),
  fc.constantFrom("", "gid:5f0000000000000000000001 ", "gid:5f0000000000000000000002 "),
  fc.constantFrom("INFO  ", "INFO  ", "ERROR "),
  fc.constantFrom(
    "Synthetic done",
    "Synthetic done",
    "Synthetic watched",
    "Synthetic more",
    "Synthetic rest",
  ),
);
const applicationText = fc.array(record, { maxLength: 60 }).map((records) =>
  times(records.map(([ms]) => ms)).map((time, i) => {
    const [, thread, context, level, message] = records[i]!;
    const written = time.toISOString().replace("Z", "+0000");
    return `${applicationLine({ time: written, thread, context, level, message })}\n`;
  }).join("")
);
const member = fc.record({
  host: fc.constantFrom("om-1", "om-2"),
  text: fc.oneof(
    accessText.map((text) => ({ isAccess: true, text })),
    applicationText.map((text) => ({ isAccess: false, text })),
  ),
}).map(({ host, text }): Member => ({ host, ...text }));

Deno.test("AssembledScan keeps the texts that TypeScript keeps, of members of several hosts in any order", () => {
  fc.assert(
    fc.property(fc.array(member, { minLength: 1, maxLength: 6 }), (members) => {
      const plain = scanMembers(members, Infinity);
      assertEquals(scanMembers(members, 0), plain);
      // What is known moves into the memory of WebAssembly in the middle of it.
      assertEquals(scanMembers(members, 4000), plain);
    }),
    { numRuns: 150 },
  );
});

Deno.test("AssembledScan looks at every record of templates beyond those with quiet times", () => {
  const named = (i: number) =>
    `Synthetic ${"abcdefghij"[i % 10]}${i.toString(2).replace(/0/g, "x").replace(/1/g, "y")}`;
  const lines = Array.from({ length: 9000 }, (_, i) => applicationLine({ message: named(i) }));
  const text = `${[...lines, ...lines, ...lines, ...lines].join("\n")}\n`;
  const members = [{ host: "om-1", isAccess: false, text: text.slice(0, 1_000_000) }];
  const plain = scanMembers(members, Infinity);
  assert(Math.max(...plain[0]!.columns["template"]!) > 8192);
  assertEquals(scanMembers(members, 0), plain);
});
