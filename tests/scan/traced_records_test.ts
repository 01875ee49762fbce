import { TracedRecords } from "../../lib/scan/traced_records.ts";
import { assertEquals } from "../../lib/std/assert.ts";
import { applicationLine, timeAfter } from "../helpers/log_builder.ts";
import { type Scanned, scanText } from "./scan_text.ts";

const GID = "5f0000000000000000000001";

/** Synthetic failures, a second apart. */
function failures(count: number, thread: string, message = "Synthetic request failed"): string[] {
  return Array.from(
    { length: count },
    (_, at) =>
      `${
        applicationLine({ thread, level: "ERROR ", message: `${message} ${at}`, time: timeAfter(1000 * at) })
      }\njava.lang.IllegalStateException: synthetic\n\tat com.example.Synthetic.run(Synthetic.java:7)`,
  );
}

/** How many records are kept as samples, and how many to be traced: read in TypeScript, then in WebAssembly. */
function keptOf(lines: readonly string[]): string[] {
  const text = lines.map((line) => line + "\n").join("");
  return [Infinity, 0].map((largeBytes) => {
    const { samples, traced }: Scanned = scanText(text, { largeBytes });
    return `${samples.length} and ${traced.length}`;
  });
}

Deno.test("ApplicationScanner keeps every failure that a request thread logs, whoever logged one first", () => {
  assertEquals(keptOf(failures(100, "JettyHttpPool-7")), ["3 and 97", "3 and 97"]);
  assertEquals(keptOf(failures(100, "qtp1234-56")), ["3 and 97", "3 and 97"]);
  assertEquals(keptOf(failures(100, "mms_Worker-3")), ["3 and 0", "3 and 0"]);
  const both = [...failures(3, "mms_Worker-3"), ...failures(50, "JettyHttpPool-7"), ...failures(9, "main")];
  assertEquals(keptOf(both), ["3 and 50", "3 and 50"]);
});

Deno.test("ApplicationScanner keeps what is rare of the records of request threads that name a project", () => {
  const lines = (thread: string, context: string, seconds: number) =>
    Array.from(
      { length: 20 },
      (_, at) => applicationLine({ thread, context, time: timeAfter(1000 * seconds * at) }),
    );
  assertEquals(keptOf(lines("JettyHttpPool-7", `gid:${GID} `, 120)), ["20 and 0", "20 and 0"]);
  assertEquals(keptOf(lines("JettyHttpPool-7", `gid:${GID} `, 1)), ["4 and 0", "4 and 0"]);
  assertEquals(keptOf(lines("JettyHttpPool-7", "", 120)), ["6 and 0", "6 and 0"]);
  assertEquals(keptOf(lines("main", `gid:${GID} `, 120)), ["6 and 0", "6 and 0"]);
});

Deno.test("TracedRecords takes a thousand of a template, five thousand in all, and no more than 4 MiB", () => {
  const takenOf = (templates: number, each: number, byteLength: number) => {
    const traced = new TracedRecords();
    traced.addThread("JettyHttpPool-1");
    let taken = 0;
    for (let template = 1; template <= templates; template++) {
      traced.addTemplate(template, "t [x] ERROR a - b");
      for (let at = 0; at < each; at++) taken += traced.take({ template, thread: 1, byteLength }) > 0 ? 1 : 0;
    }
    return taken;
  };
  assertEquals(takenOf(1, 1500, 10), 1000);
  assertEquals(takenOf(100, 100, 10), 5000);
  assertEquals(takenOf(100, 100, 100_000), 4 * 1024);
});

Deno.test("TracedRecords tells failures by level, exception or frame", () => {
  const texts: readonly (readonly [string, boolean])[] = [
    ["2026 [t] ERROR a.B - x", true],
    ["2026 [t] WARN  a.B - x\njava.io.IOException: y", true],
    ["2026 [t] INFO  a.B - x\n\tat a.B.c(D.java:1)", true],
    ["2026 [t] INFO  a.B - no failure", false],
    [`2026 [t] INFO  a.B - ${"x".repeat(1000)} ERROR `, false],
  ];
  const traced = new TracedRecords();
  traced.addThread("JettyHttpPool-1");
  texts.forEach(([text], at) => traced.addTemplate(100 * at, text));
  const taken = texts.map((_, at) => traced.take({ template: 100 * at, thread: 1, byteLength: 5 }) > 0);
  assertEquals(taken, texts.map(([, isFailure]) => isFailure));
});
