import { runCli } from "../../lib/cli/run_cli.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../../lib/std/assert.ts";
import { accessLine, applicationLine, timeAfter } from "../helpers/log_builder.ts";
import { withFolder } from "../helpers/temporary_folder.ts";
import { type FakeIo, fakeIo } from "./fake_io.ts";

const EVENTS = [{
  id: "5f00000000000000000000e1",
  created: "2026-04-12T03:14:16Z",
  eventTypeName: "AUTOMATION_CONFIG_PUBLISHED_AUDIT",
  groupId: "5f0000000000000000000001",
}];

/** Analyses two synthetic logs and one event into `ROOT/case`. */
async function makeCase(root: string): Promise<void> {
  await Deno.mkdir(`${root}/in/om-1/application`, { recursive: true });
  await Deno.mkdir(`${root}/in/om-1/http_access`);
  const records = [0, 1, 2, 3].map((i) =>
    applicationLine({
      time: timeAfter(i * 1000),
      message: `Synthetic ${i}`,
      level: i === 2 ? "ERROR " : "INFO  ",
    })
  );
  await Deno.writeTextFile(`${root}/in/om-1/application/mms0.log`, records.join("\n") + "\n");
  const request = accessLine({ request: "GET /=evil,x HTTP/1.1", status: "503", names: "- =cmd()" });
  await Deno.writeTextFile(`${root}/in/om-1/http_access/mms0-access.log`, request + "\n");
  await Deno.writeTextFile(`${root}/events.json`, JSON.stringify(EVENTS));
  const args = [
    "analyze",
    `${root}/in`,
    "--events",
    `${root}/events.json`,
    "--out",
    `${root}/case`,
    "--quiet",
  ];
  assertEquals(await runCli(args, fakeIo()), 0);
}

async function query(...args: string[]): Promise<FakeIo & { code: number }> {
  const io = fakeIo();
  const code = await runCli(["query", ...args], io);
  return { ...io, code };
}

Deno.test("omlens query prints records and events of a case in time order", () =>
  withFolder(async (root) => {
    await makeCase(root);
    const { code, printed } = await query(`${root}/case`);
    assertEquals([code, printed.err], [0, ""]);
    assertEquals(
      printed.out.split("\n").map((line) => line.replace(/^(\S+):\d{4}-.*- /, "$1 ").slice(0, 44)),
      [
        "om-1/http_access/mms0-access.log:1:192.0.2.1 ",
        "om-1/application/mms0.log:1 Synthetic 0",
        "* 2026-04-12T03:14:16.000Z event AUTOMATION_C",
        "om-1/application/mms0.log:2 Synthetic 1",
        "om-1/application/mms0.log:3 Synthetic 2",
        "om-1/application/mms0.log:4 Synthetic 3",
        "",
      ].map((line) => line.slice(0, 44)),
    );
  }));

Deno.test("omlens query --color always colours records by level and status, events, and places", () =>
  withFolder(async (root) => {
    await makeCase(root);
    const { printed } = await query(`${root}/case`, "--color", "always", "level:ERROR or status:503");
    const [request = "", event = "", record = ""] = printed.out.replaceAll("\x1b", "^").split("\n");
    assertMatch(request, /^\^\[2mom-1\/http_access\/mms0-access\.log:1:\^\[0m\^\[31m192\.0\.2\.1 .*\^\[0m$/);
    assertMatch(event, /^\^\[36m\* .*\^\[0m$/);
    assertMatch(record, /^\^\[2mom-1\/application\/mms0\.log:3:\^\[0m\^\[31m.*Synthetic 2\^\[0m$/);
  }));

Deno.test("omlens query takes the filter as one argument or several, and the case as folder or file", () =>
  withFolder(async (root) => {
    await makeCase(root);
    const expected = /^om-1\/application\/mms0\.log:3:.*Synthetic 2\n$/;
    for (
      const words of [["level>=WARN message:2"], ["level>=WARN", "message:2"], ["level:ERROR", "--no-events"]]
    ) {
      for (const path of [`${root}/case`, `${root}/case/case.db`]) {
        assertMatch((await query(path, ...words, "--no-events")).printed.out, expected);
      }
    }
    const { printed } = await query(`${root}/case`, "message:1", "--context", "1", "--no-events");
    assertEquals(printed.out.split("\n").map((line) => /log([:-]\d+[:-])/.exec(line)?.[1]), [
      "-1-",
      ":2:",
      "-3-",
      undefined,
    ]);
  }));

Deno.test("omlens query takes times relative to the end of the logs", () =>
  withFolder(async (root) => {
    await makeCase(root);
    const { printed } = await query(`${root}/case`, "--since", "-1s", "--format", "ndjson", "--no-events");
    assertEquals(printed.out.trim().split("\n").map((line) => JSON.parse(line).message), [
      "Synthetic 2",
      "Synthetic 3",
    ]);
    const around = await query(
      `${root}/case`,
      "--around",
      "2026-04-12T03:15:17.926Z",
      "--limit",
      "1",
      "--no-events",
    );
    assertStringIncludes(around.printed.out, "Synthetic 2");
  }));

Deno.test("omlens query --format csv writes one header, and nothing that a spreadsheet would run", () =>
  withFolder(async (root) => {
    await makeCase(root);
    const { printed } = await query(`${root}/case`, "--format", "csv");
    const lines = printed.out.split("\r\n");
    assertEquals([lines.length, lines.filter((line) => line.startsWith("time,host,")).length], [8, 1]);
    assertStringIncludes(lines[1]!, ",'=cmd(),GET,");
    assert(!/(?:^|,)"?[=+@-]/m.test(printed.out), printed.out);
  }));

Deno.test("omlens query shows where a filter is wrong", () =>
  withFolder(async (root) => {
    const { code, printed } = await query(`${root}/nowhere`, "level:ERROR hots:om-1");
    assertEquals([code, printed.out], [2, ""]);
    assertEquals(printed.err.split("\n"), [
      "  level:ERROR hots:om-1",
      "              ^",
      'omlens: cannot read filter: "hots" is no field (character 13)',
      "try: write host, or put the text in double quotes",
      "",
    ]);
  }));

Deno.test("omlens query says what is missing", () =>
  withFolder(async (root) => {
    const cases: [string[], number, RegExp][] = [
      [[], 2, /^omlens: cannot query: no CASE is given\ntry: omlens query /],
      [[""], 2, /^omlens: cannot query: no CASE is given\n/],
      [[`${root}/nowhere`], 3, /nowhere/],
    ];
    for (const [args, code, message] of cases) {
      const result = await query(...args);
      assertEquals(result.code, code);
      assertMatch(result.printed.err, message);
    }
    await makeCase(root);
    const swapped = await query(`${root}/case`, "--since", "2026-04-13", "--until", "2026-04-12");
    assertEquals(swapped.code, 2);
    assertMatch(swapped.printed.err, /--since 2026-04-13 is not before --until 2026-04-12/);
    assertEquals((await query(`${root}/case`, "--finding", "nope")).code, 2);
  }));

Deno.test("omlens query without the archive tells evidence, else what columns say, and what to do", () =>
  withFolder(async (root) => {
    await makeCase(root);
    await Deno.rename(`${root}/in`, `${root}/moved`);
    const evidence = await query(`${root}/case`, "level:ERROR", "--no-events");
    assertMatch(evidence.printed.out, /mms0\.log:3:2026-04-12T03:14:17\.926\+0000 \[main\] ERROR .* 2\n$/);
    const gone = await query(`${root}/case`, "status:503", "--no-events");
    assertMatch(
      gone.printed.out,
      /^om-1\/http_access\/mms0-access\.log:1:2026-04-12T03:14:15\.000Z .*503.*\(line not available\)\n$/,
    );
    assertMatch(gone.printed.err, /^omlens: cannot read the lines of records: .*\ntry: .*\n$/);
    const found = await query(`${root}/case`, "level:ERROR", "--no-events", "--input", `${root}/moved`);
    assertMatch(found.printed.out, /Synthetic 2\n$/);
    assertEquals(found.printed.err, "");
  }));

Deno.test("omlens query --fields tells how filters are written", async () => {
  const { code, printed } = await query("--fields");
  assertEquals(code, 0);
  assert(["latencyMs", "around", "exception"].every((field) => printed.out.includes(`\n  ${field} `)));
  assertEquals(printed.out.split("\n").filter((line) => line.length > 100), []);
});
