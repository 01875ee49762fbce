import { openCase } from "../../lib/case/open_case.ts";
import { createReportApp, type ReportApp } from "../../lib/serve/create_report_app.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../../lib/std/assert.ts";
import { bigAnalysis, emptyAnalysis, fakeAnalysis } from "../helpers/fake_analysis.ts";
import { HOSTILE } from "../helpers/fake_finding.ts";
import { emptyReader, hostileApp } from "./hostile_reader.ts";
import { ask, HOST, TOKEN, withSampleApp, withSampleFolder } from "./sample_case.ts";
import { ASSET_FILES } from "../../lib/serve/views/asset_files.ts";

const SCRIPT = `<script type="module" src="${ASSET_FILES["page.js"]?.address}" blocking="render">`;

const HOSTILE_PATHS = [
  "/",
  "/timeline",
  "/incidents",
  "/incidents/i-appdb",
  "/findings",
  "/findings/f-appdb",
  "/signatures",
  "/signatures/sig-2",
  "/access",
  "/agents",
  "/events",
  "/events/ev-publish",
  "/coverage",
  "/backups",
  "/diagnostics",
  "/search",
  "/search?q=Settings",
  "/lines?member=0&line=1",
  "/lines?member=1&line=2&to=2",
];

async function pageAt(app: ReportApp, path: string, status = 200): Promise<string> {
  const response = await ask(app, path);
  assertEquals([path, response.status], [path, status]);
  assertEquals(response.headers.get("content-type"), "text/html; charset=utf-8");
  return await response.text();
}

/** Scripts that run: those with data do not. */
function scriptsOf(page: string): string[] {
  return (page.match(/<script\b[^>]*>/g) ?? []).filter((tag) =>
    !/^<script type="application\/json" id="[a-z-]+">$/.test(tag)
  );
}

/** A page without the data in its scripts and without the values of attributes. */
function tagsOf(page: string): string {
  return page.replace(/(<script\b[^>]*>)[\s\S]*?<\/script>/g, "$1</script>").replace(/"[^"]*"/g, '""');
}

/** What is read, without tags. */
function plainText(page: string): string {
  const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
  return page.replace(/<[^>]*>/g, "").replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_all, name) => entities[name] ?? "",
  );
}

/** Every local address that a page leads to. */
function linksOf(page: string): string[] {
  return [...page.matchAll(/\shref="([^"]*)"/g)].map(([, href = ""]) =>
    href.replaceAll("&amp;", "&").replaceAll("&#39;", "'").replaceAll("&quot;", '"')
  ).filter((href) => href.startsWith("/") && !href.startsWith("/assets/"));
}

for (const path of HOSTILE_PATHS) {
  Deno.test(`createReportApp() shows hostile text at ${path} as text`, async () => {
    const page = await pageAt(hostileApp(), path);
    assertEquals(page.match(/<(?:iframe|object|embed|img|base|style|b>thread|svg onload)\b/gi), null);
    assertEquals(scriptsOf(page), [SCRIPT]);
    assertEquals(tagsOf(page).match(/<[^>]*\s(?:on\w+|style)=/gi), null);
    assert(!page.includes(HOSTILE));
    assert(!/(?![\n\t])[\p{Cc}\p{Cf}]/u.test(page));
    assert(!/href="(?!\/|#|https:\/\/www\.mongodb\.com\/|data:,)/.test(page));
    assertMatch(page, /^<!DOCTYPE html>\n<html lang="en">/);
  });
}

for (const query of [HOSTILE, `"><script>alert(1)</script>`, "a".repeat(9000), "\u202e\0"]) {
  Deno.test(`createReportApp() shows what was searched for as text: ${JSON.stringify(query.slice(0, 20))}`, async () => {
    for (const path of ["/search?q=", "/findings?q=", "/signatures/", "/nowhere/"]) {
      const response = await ask(hostileApp(), path + encodeURIComponent(query));
      const page = await response.text();
      assert(response.status < 500, `${response.status}`);
      assertEquals(scriptsOf(page), [SCRIPT]);
      assert(!/(?![\n\t])[\p{Cc}\p{Cf}]/u.test(page));
    }
  });
}

Deno.test("createReportApp() leads from the overview to the raw lines of the top incident with two links", () =>
  withSampleApp(async (app, reader) => {
    const [incident] = linksOf(await pageAt(app, "/")).filter((href) => href.startsWith("/incidents/"));
    const [lines = ""] = linksOf(await pageAt(app, incident ?? "")).filter((href) =>
      href.startsWith("/lines")
    );
    const page = await pageAt(app, lines);
    const { searchParams } = new URL(lines, `http://${HOST}`);
    const [member, line] = [searchParams.get("member") ?? "", Number(searchParams.get("line"))];
    const path = reader.members[Number(member)]?.path ?? member;
    const evidence = reader.analysis.findings.flatMap((finding) => [
      ...finding.causes.flatMap(({ origin }) => origin ?? []),
      ...finding.evidence,
    ]);
    const proof = evidence.find((one) => one.member === path && one.line === line);
    const [first = ""] = proof?.text.split("\n") ?? [];
    assert(first.length > 50, lines);
    assertStringIncludes(plainText(page), first);
    assertMatch(page, /data-scroll/);
  }));

Deno.test("createReportApp() has no link that leads nowhere", () =>
  withSampleApp(async (app) => {
    const seen = new Set<string>(["/"]);
    for (const href of seen) {
      const response = await ask(app, href);
      assertEquals([href, response.status], [href, 200]);
      const body = await response.text();
      if (response.headers.get("content-type")?.startsWith("text/html") !== true) continue;
      const fresh = linksOf(body).map((link) => link.replace(/#.*/, "")).filter((link) => !seen.has(link));
      // Of links of one kind a few are enough.
      for (const link of fresh) {
        if ([...seen].filter((one) => kindOf(one) === kindOf(link)).length < 2) seen.add(link);
      }
    }
    assert(seen.size > 40, `${seen.size} links`);
  }));

/** A path without its ids, and what is said behind it; several tables of a page sort in more ways than can be tried. */
function kindOf(link: string): string {
  const { pathname, searchParams } = new URL(link, "http://page");
  const names = [...searchParams.keys()];
  return `${pathname.replace(/[\d%].*/, "")} ${names.length > 1 ? "several" : names}`;
}

Deno.test("createReportApp() points at the character where a filter is wrong", async () => {
  const page = await pageAt(hostileApp(), "/search?q=level:WARN%20levl:x");
  assertStringIncludes(page, "Cannot read filter: &quot;levl&quot; is no field (character 12)");
  assertStringIncludes(page, "level:WARN <mark>l</mark>evl:x");
  assertStringIncludes(page, 'value="level:WARN levl:x"');
});

Deno.test("createReportApp() says why lines cannot be read, and what to do, and shows the evidence all the same", () =>
  withSampleFolder(async (folder) => {
    const archive = (await Array.fromAsync(Deno.readDir(`${folder}/..`))).find(({ name }) =>
      name.endsWith(".gz")
    );
    await Deno.remove(`${folder}/../${archive?.name}`);
    const reader = openCase(folder);
    try {
      const app = createReportApp(reader, { token: TOKEN, hosts: [HOST] });
      const finding = reader.analysis.findings.find(({ evidence }) => evidence.length > 0);
      for (
        const path of ["/", `/findings/${finding?.id}`, "/search?q=level>=WARN", "/lines?member=2&line=1"]
      ) {
        const page = await pageAt(app, path);
        assertStringIncludes(page, "Only lines of evidence can be shown:");
        assertMatch(page, /To see all, [^<]+\.<\/p>/);
      }
      const page = await pageAt(app, `/findings/${finding?.id}`);
      assertStringIncludes(page, "<pre>\n2026-");
      assertStringIncludes(await pageAt(app, "/search?q=level>=WARN"), "row-facts");
    } finally {
      reader.close();
    }
  }));

Deno.test("createReportApp() shows a case in which nothing was found", async () => {
  const app = createReportApp(emptyReader(emptyAnalysis()), { token: TOKEN, hosts: [HOST] });
  for (
    const path of [
      "/",
      "/timeline",
      "/incidents",
      "/findings",
      "/signatures",
      "/access",
      "/agents",
      "/events",
      "/coverage",
      "/search",
    ]
  ) {
    await pageAt(app, path);
  }
  assertStringIncludes(await pageAt(app, "/"), "No log record could be read");
  assertStringIncludes(await pageAt(app, "/timeline"), "No record, event or incident has a time.");
});

Deno.test("createReportApp() keeps the pages of a large case small, and tells how many there are", async () => {
  const [event] = fakeAnalysis().events;
  const events = Array.from({ length: 20_000 }, (_, i) => ({
    ...event!,
    id: `e-${i}`,
    time: new Date(Date.UTC(2026, 3, 12) + i * 1000).toISOString(),
  }));
  const analysis = { ...bigAnalysis(3000, 100), events };
  const app = createReportApp(emptyReader(analysis), { token: TOKEN, hosts: [HOST] });
  for (const path of ["/", "/timeline", "/incidents", "/findings", "/events", "/coverage", "/signatures"]) {
    const page = await pageAt(app, path);
    assert(page.length < 3_000_000, `${path}: ${page.length}`);
  }
  assertStringIncludes(await pageAt(app, "/findings"), "1 to 100 of 3,000");
  assertStringIncludes(await pageAt(app, "/findings?offset=2900"), "2,901 to 3,000 of 3,000");
  assertStringIncludes(await pageAt(app, "/events?q=e-19999"), "<h1>1 event</h1>");
});

const WRONG: readonly (readonly [path: string, status: number, message: string])[] = [
  ["/findings/nix", 404, "Cannot find finding &quot;nix&quot;: there is none"],
  ["/incidents/nix", 404, "Cannot find incident &quot;nix&quot;"],
  ["/signatures/nix", 404, "Cannot find signature &quot;nix&quot;"],
  ["/events/nix", 404, "Cannot find event &quot;nix&quot;"],
  ["/nix", 404, "Cannot find &quot;/nix&quot;: there is no such page"],
  ["/lines?member=9&line=1", 404, "Cannot find log file &quot;9&quot;"],
  ["/lines?member=0&line=99", 404, "Cannot find line 99 of"],
  ["/lines?line=1", 422, "Cannot read parameter &quot;member&quot;: it is missing"],
  ["/lines?member=0&line=-1", 422, "&quot;-1&quot; is not an integer from 1"],
  ["/findings?severity=bad", 422, "&quot;bad&quot; is not one of critical, high"],
  ["/findings?sevrity=high", 422, "it has no parameter &quot;sevrity&quot;"],
  ["/timeline?since=now", 422, "&quot;now&quot; is no ISO 8601 time"],
  ["/timeline?since=2026-04-12T04:00Z&until=2026-04-12T03:00Z", 422, "it is before &quot;since&quot;"],
  ["/search?cursor=x", 422, "it is no cursor of a row"],
  ["/search?signature=nix", 422, "the case has none with this id"],
];

for (const [path, status, message] of WRONG) {
  Deno.test(`createReportApp() answers ${status} to ${path}, and says why`, async () => {
    assertStringIncludes(await pageAt(hostileApp(), path, status), message);
  });
}

Deno.test("createReportApp() tells nothing of the machine when the program fails", async () => {
  const reader = emptyReader(emptyAnalysis());
  const failing = {
    ...reader,
    get members(): never {
      throw new TypeError("secret at /home/me/lib/x.ts");
    },
  };
  const app = createReportApp({ ...reader, rows: () => failing.members }, { token: TOKEN, hosts: [HOST] });
  assertEquals((await ask(app, "/")).status, 200);
  const broken = createReportApp({
    ...reader,
    lines: () => failing.members,
    members: [{ id: 0, input: "i", path: "p", host: "h", category: "other", layout: null, sizeBytes: 1 }],
  }, { token: TOKEN, hosts: [HOST] });
  const page = await pageAt(broken, "/lines?member=0&line=1", 500);
  assert(!page.includes("secret"), page);
  assertStringIncludes(page, "the program failed");
});
