import { assertEquals } from "../../lib/std/assert.ts";
import { analyzeCase, background, fileOf } from "./log_case.ts";

const GOOD = fileOf(background(1, 0, 60, 2));
const LOG = "om-1/application/mms0.log";

const CASES: readonly { name: string; path: string; text: string; found: string }[] = [
  {
    name: "a line that has a time but not the layout",
    path: LOG,
    text: GOOD + "2026-04-12T02:00:00.000+0000 [main] nonsense\n",
    found: `warning log.rejected-lines`,
  },
  {
    name: "a file that starts inside a record",
    path: LOG,
    text: "\tat a.B.c(D.java:1)\n" + GOOD,
    found: "note log.starts-inside-record",
  },
  {
    name: "a line over the limit",
    path: LOG,
    text: GOOD.replace("\n", "x".repeat(700_000) + "\n"),
    found: "warning limit.line-bytes",
  },
  {
    name: "console output",
    path: "om-1/mms0-startup.log",
    text: "Starting pre-flight checks\n",
    found: "note log.no-times",
  },
  { name: "what is no log", path: "om-1/readme.md", text: "Hello\nWorld\n", found: "note member.not-a-log" },
];

for (const { name, path, text, found } of CASES) {
  Deno.test(`memberDiagnostics() reports ${name}`, async () => {
    const files = path === LOG ? { [path]: text } : { [LOG]: GOOD, [path]: text };
    const { diagnostics } = await analyzeCase({ files, limits: { maxLineBytes: 4096 } });
    const of = diagnostics.filter((diagnostic) => diagnostic.member === path);
    assertEquals(of.map(({ severity, code }) => `${severity} ${code}`), [found]);
    assertEquals(of[0]?.input, "case");
  });
}

Deno.test("memberDiagnostics() has nothing to say about a good file", async () => {
  const { diagnostics } = await analyzeCase({ files: { [LOG]: GOOD } });
  assertEquals(diagnostics.filter(({ code }) => code !== "rules.not-looked-for"), []);
});
