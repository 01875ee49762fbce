import { gzipSync } from "node:zlib";
import { openCase } from "../../lib/case/open_case.ts";
import type { FileSystem } from "../../lib/cli/cli_io.ts";
import { runCli } from "../../lib/cli/run_cli.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../../lib/std/assert.ts";
import { filesIn, withFolder } from "../helpers/temporary_folder.ts";
import { fakeIo, type FakeIoOptions } from "./fake_io.ts";

const REPORTS = ["analysis.json", "report.html", "report.md"];
const ALL_FILES = ["analysis.json", "case.db", "report.html", "report.md"];
/** Synthetic. */
const LOG = Array.from({ length: 50 }, (_, i) => {
  const second = String(i).padStart(2, "0");
  return `2026-04-12T03:14:${second}.926+0000 [main] INFO  com.example.Job [Job.java:run:7] - Step ${i} is done\n`;
}).join("") +
  "2026-04-12T03:15:00.000+0000 [main] ERROR com.example.Settings [Settings.java:read:9] - " +
  "Failed to refresh database properties \x1b[31m\u202e\u009b2J\n";

async function run(args: string[], options: FakeIoOptions = {}) {
  const io = fakeIo(options);
  const exitCode = await runCli(["analyze", ...args], io);
  return { exitCode, ...io.printed };
}

/** Calls `use` with a folder that has mms0.log, damaged copies of it and noise.bin, and with the options for an output in it. */
function withLogs(use: (root: string, out: string[]) => Promise<void>): Promise<void> {
  return withFolder(async (root) => {
    const zipped = gzipSync(LOG);
    await Deno.writeTextFile(`${root}/mms0.log`, LOG);
    await Deno.writeFile(`${root}/cut.log.gz`, zipped.subarray(0, zipped.length - 20));
    await Deno.writeFile(
      `${root}/tail.log.gz`,
      new Uint8Array([...zipped, ...new TextEncoder().encode("garbage")]),
    );
    await Deno.writeFile(
      `${root}/noise.bin`,
      Uint8Array.from({ length: 4096 }, (_, i) => (i * i * 31) % 251),
    );
    await use(root, ["--out", `${root}/out`]);
  });
}

Deno.test("omlens analyze writes the reports, and says what it read and where they are", () =>
  withLogs(async (root, out) => {
    const { exitCode, out: printed, err } = await run([`${root}/mms0.log`, ...out]);
    assertEquals([exitCode, err, await filesIn(`${root}/out`)], [0, "", ALL_FILES]);
    assertStringIncludes(printed, "51 records");
    assertStringIncludes(printed, `${root}/out/report.html\n`);
  }));

Deno.test("omlens analyze --json prints the content of analysis.json", () =>
  withLogs(async (root, out) => {
    const { exitCode, out: printed } = await run([`${root}/mms0.log`, "--json", ...out]);
    assertEquals([exitCode, printed], [0, await Deno.readTextFile(`${root}/out/analysis.json`)]);
  }));

Deno.test("omlens analyze gives the same bytes whatever the folder is called and however it is read", () =>
  withLogs(async (root, out) => {
    await run([`${root}/mms0.log`, ...out]);
    await run([`${root}/./mms0.log`, "--out", `${root}/deep/er`], { readable: false, now: () => 1e12 });
    for (const name of REPORTS) {
      assert(
        await Deno.readTextFile(`${root}/out/${name}`) === await Deno.readTextFile(`${root}/deep/er/${name}`),
        name,
      );
    }
  }));

Deno.test("omlens analyze prints no control character of a log on a terminal, and takes its progress away", () =>
  withLogs(async (root, out) => {
    for (const more of [[], ["--json"]]) {
      let nowMs = 0;
      const printed = await run([`${root}/mms0.log`, "--color", "never", ...more, ...out], {
        terminal: true,
        now: () => nowMs += 1000,
      });
      assertEquals(
        printed.out.match(/[\p{Cc}\p{Cf}]/gu)?.filter((character) => character !== "\n") ?? [],
        [],
      );
      const lines = printed.err.split("\r\x1b[2K");
      assertMatch(lines[1] ?? "", /^reading .* of /);
      assertEquals([lines[0], lines.at(-1)], ["", ""]);
    }
    const json = await run([`${root}/mms0.log`, "--json", ...out], { terminal: true });
    assertEquals(JSON.parse(json.out), JSON.parse(await Deno.readTextFile(`${root}/out/analysis.json`)));
  }));

const EXIT_CODES: [args: string[], exitCode: number, why: string][] = [
  [["mms0.log", "--fail-on", "high"], 1, "a finding is as bad as that"],
  [["mms0.log", "--fail-on", "critical"], 0, "no finding is as bad as that"],
  [["mms0.log", "--fail-on", "high", "--no-builtin-rules"], 0, "the rules are left out"],
  [["mms0.log", "--strict"], 0, "the input is complete"],
  [["cut.log.gz", "--strict"], 4, "the input is cut"],
  [["tail.log.gz", "--strict"], 4, "the input has a diagnostic, though it is complete"],
  [["cut.log.gz"], 0, "nobody asked whether the input is cut"],
  [["missing.tar.gz"], 3, "the input is not there"],
  [["noise.bin"], 3, "the input is neither archive nor log"],
  [["mms0.log", "--events", "missing.json"], 3, "the events are not there"],
  [["mms0.log", "--rules", "mms0.log"], 2, "the rules cannot be read"],
];

for (const [args, exitCode, why] of EXIT_CODES) {
  Deno.test(`omlens analyze ${args.join(" ")} gives ${exitCode}: ${why}`, () =>
    withLogs(async (root, out) => {
      const located = args.map((arg) => /^\w+(\.\w+)+$/.test(arg) ? `${root}/${arg}` : arg);
      const { exitCode: actual, err } = await run([...located, ...out]);
      assertEquals(actual, exitCode, err);
      const written = await filesIn(root);
      assertEquals(written.includes("out/"), ![2, 3].includes(exitCode), "results");
      assertEquals(/^omlens: .+\ntry: .+\n$/.test(err), [2, 3].includes(exitCode), "message");
    }));
}

Deno.test("omlens analyze --format writes what is asked for and does not leave the rest of an earlier run", () =>
  withLogs(async (root, out) => {
    await run([`${root}/mms0.log`, ...out]);
    await Deno.writeTextFile(`${root}/out/notes.txt`, "mine");
    const { out: printed } = await run([`${root}/mms0.log`, "--format", "md", ...out]);
    assertEquals(await filesIn(`${root}/out`), ["case.db", "notes.txt", "report.md"]);
    assertStringIncludes(printed, `${root}/out/report.md\n`);
  }));

for (const name of ["analysis.json", "report.md"]) {
  Deno.test(`omlens analyze leaves nothing and says why when ${name} cannot be written`, () =>
    withLogs(async (root, out) => {
      const refuse = () => Promise.reject(new Error("synthetic: the disk is full"));
      const fs: FileSystem = {
        ...Deno,
        writeTextFile: (path, ...rest) =>
          `${path}`.endsWith(name) ? refuse() : Deno.writeTextFile(path, ...rest),
        open: (path, options) =>
          `${path}`.endsWith(name) && options?.write ? refuse() : Deno.open(path, options),
      };
      const { exitCode, err } = await run([`${root}/mms0.log`, ...out], { fs });
      assertEquals([exitCode, (await filesIn(root)).includes("out/")], [3, false]);
      assertStringIncludes(err, "the disk is full");
    }));
}

Deno.test("omlens analyze does not remove files of others that are called like its own", () =>
  withLogs(async (root, out) => {
    await Deno.mkdir(`${root}/out`);
    await Deno.writeTextFile(`${root}/out/analysis.json`, '{"schema": "something else"}');
    await run([`${root}/mms0.log`, "--format", "md", ...out]);
    assertEquals(await filesIn(`${root}/out`), ["analysis.json", "case.db", "report.md"]);
  }));

Deno.test("omlens analyze of a folder does not read its own results", () =>
  withLogs(async (root, out) => {
    for (const name of ["noise.bin", "tail.log.gz"]) await Deno.remove(`${root}/${name}`);
    const first = await run([root, "--json", ...out]);
    const second = await run([root, "--json", ...out]);
    assertEquals([first.exitCode, second.exitCode], [0, 0]);
    assertEquals(JSON.parse(first.out).totals.members, 2);
    assert(first.out === second.out);
  }));

Deno.test("omlens analyze - reads standard input", () =>
  withLogs(async (root, out) => {
    const bytes = () => ReadableStream.from([new TextEncoder().encode(LOG)]);
    const { exitCode, out: printed } = await run(["-", "--json", ...out], {
      stdin: { bytes, isTerminal: false },
    });
    const { inputs, totals } = JSON.parse(printed);
    assertEquals([exitCode, inputs[0].name, inputs[0].kind, totals.records], [0, "stdin", "stream", 51]);
    assertEquals(await filesIn(`${root}/out`), ALL_FILES);
  }));

Deno.test("omlens analyze leaves earlier results as they are at Ctrl-C", () =>
  withLogs(async (root, out) => {
    await run([`${root}/mms0.log`, ...out]);
    const before = await Deno.readTextFile(`${root}/out/analysis.json`);
    const onInterrupt = (listener: () => void) => {
      listener();
      return () => {};
    };
    const { exitCode, out: printed, err } = await run([`${root}/cut.log.gz`, ...out], { onInterrupt });
    assertEquals([exitCode, printed], [130, ""]);
    assertMatch(err, /^omlens: interrupted: nothing was written\ntry: /);
    assertEquals(await filesIn(`${root}/out`), ALL_FILES);
    assert(before === await Deno.readTextFile(`${root}/out/analysis.json`));
  }));

Deno.test("omlens analyze --lean writes no case, and takes that of an earlier run away", () =>
  withLogs(async (root, out) => {
    await run([`${root}/mms0.log`, ...out]);
    const { exitCode, err } = await run([`${root}/mms0.log`, "--lean", ...out]);
    assertEquals([exitCode, err, await filesIn(`${root}/out`)], [0, "", REPORTS]);
  }));

Deno.test("omlens analyze says that it writes no case where it may not read, and writes the reports", () =>
  withLogs(async (root, out) => {
    const { exitCode, err } = await run([`${root}/mms0.log`, ...out], { readable: false });
    assertEquals([exitCode, await filesIn(`${root}/out`)], [0, REPORTS]);
    assertMatch(err, /^omlens: case.db is not written: .+\ntry: .+\n$/);
  }));

Deno.test("omlens analyze keeps the lines in the case with --embed and of standard input, else where they are", () =>
  withLogs(async (root) => {
    const stdin = {
      bytes: () => ReadableStream.from([new TextEncoder().encode(LOG)]),
      isTerminal: false,
    };
    await run([`${root}/mms0.log`, "--out", `${root}/plain`]);
    await run([`${root}/mms0.log`, "--embed", "--out", `${root}/embedded`]);
    await run(["-", "--out", `${root}/streamed`], { stdin });
    await Deno.rename(`${root}/mms0.log`, `${root}/elsewhere.txt`);
    const lineOf = (name: string) => {
      const reader = openCase(`${root}/${name}`);
      try {
        return reader.text.available ? reader.lines(0, 2, 2).map(({ text }) => text) : null;
      } finally {
        reader.close();
      }
    };
    const line = LOG.split("\n")[1]!;
    assertEquals([lineOf("plain"), lineOf("embedded"), lineOf("streamed")], [null, [line], [line]]);
  }));

const FILES: Readonly<Record<string, readonly [first: string, count: number]>> = {
  csv: ["findings.csv", 16],
  ndjson: ["timeline.ndjson", 2],
  sarif: ["findings.sarif", 1],
  junit: ["findings.junit.xml", 1],
};

for (const [format, [name, count]] of Object.entries(FILES)) {
  Deno.test(`omlens analyze --format ${format} writes its files alone, beside the case`, () =>
    withLogs(async (root, out) => {
      const { exitCode } = await run([`${root}/mms0.log`, "--format", format, ...out]);
      const files = await filesIn(`${root}/out`);
      assertEquals([exitCode, files.length, files.includes("case.db")], [0, count + 1, true]);
      assert((await Deno.readTextFile(`${root}/out/${name}`)).includes("appdb.properties-refresh-failed"));
    }));
}

Deno.test("omlens analyze --job takes what the job did not bring into the coverage", () =>
  withLogs(async (root, out) => {
    const child = {
      serverId: "om-9",
      logCollectionType: "DAEMON",
      status: "FAILURE",
      errorMessage: "timed out",
    };
    await Deno.writeTextFile(`${root}/job.json`, JSON.stringify({ status: "SUCCESS", childJobs: [child] }));
    const { out: printed } = await run([`${root}/mms0.log`, "--job", `${root}/job.json`, "--json", ...out]);
    const found = JSON.parse(printed).findings.filter(({ title }: { title: string }) =>
      title.startsWith("The collection job did not bring")
    );
    assertEquals(found.map(({ hosts, categories }: Record<string, unknown>) => [hosts, categories]), [
      [["om-9"], ["daemon"]],
    ]);
    await Deno.writeTextFile(`${root}/job.json`, JSON.stringify({ groupId: "x", childJobs: [] }));
    const refused = await run([`${root}/mms0.log`, "--job", `${root}/job.json`, ...out]);
    assertEquals(refused.exitCode, 2);
    assertStringIncludes(refused.err, "a job of a project");
  }));
