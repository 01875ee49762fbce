import type { Analysis } from "../../../lib/analyze/analysis.ts";
import { runCli } from "../../../lib/cli/run_cli.ts";
import { runServe } from "../../../lib/cli/serve_command.ts";
import type { ServeMachine } from "../../../lib/cli/serve_door.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../../../lib/std/assert.ts";
import { withBytes } from "../../helpers/tar_builder.ts";
import { withFolder } from "../../helpers/temporary_folder.ts";
import { fakeIo } from "../fake_io.ts";
import { madeFiles, madeManifest, tarBundle, writeBundle } from "./made_bundle.ts";

const [ARCHIVE, EVENTS, JOB] = await madeFiles();
const FILES = [ARCHIVE, EVENTS, JOB];

async function analyze(root: string, ...args: string[]) {
  const io = fakeIo();
  const exitCode = await runCli(["analyze", ...args, "--out", `${root}/out`, "--quiet"], io);
  const text = await Deno.readTextFile(`${root}/out/analysis.json`).catch(() => "null");
  return { exitCode, ...io.printed, text, analysis: JSON.parse(text) as Analysis };
}

function bundleProblems({ analysis }: { analysis: Analysis }): string[] {
  return analysis.diagnostics.filter(({ code }) => /^(?:bundle|job|events)\./.test(code))
    .map(({ code, severity, input, member }) => [code, severity, input, member ?? "-"].join(" "));
}

/** What must not depend on how the archive was packed. */
function withoutPlaces(analysis: Analysis, inBundle: string, input: string): unknown {
  const text = JSON.stringify({ ...analysis, inputs: [], totals: { ...analysis.totals, inputBytes: 0 } });
  return JSON.parse(text.replaceAll(inBundle, "").replaceAll(JSON.stringify(input), '"the input"'));
}

Deno.test("omlens analyze FOLDER of a bundle gives the same bytes as its archive with --events and --job", () =>
  withFolder(async (root) => {
    await writeBundle(`${root}/support`, FILES);
    const bundle = await analyze(root, `${root}/support`, "--strict");
    const [archive, events, job] = FILES.map(({ name }) => `${root}/support/${name}`);
    const apart = await analyze(root, archive!, "--events", events!, "--job", job!);
    assertEquals([bundle.exitCode, bundle.err], [0, ""]);
    assert(bundle.analysis.events.length > 10 && bundle.analysis.findings.length > 0);
    assert(bundle.text === apart.text);
    assert(!bundle.text.includes(root), "no path of the machine");
  }));

for (const prefix of ["", "./", "support/"]) {
  Deno.test(`omlens analyze BUNDLE.tar with "${prefix}" before its names finds what it finds in the folder`, () =>
    withFolder(async (root) => {
      await writeBundle(`${root}/support`, FILES);
      const folder = await analyze(root, `${root}/support`);
      await Deno.writeFile(`${root}/support.tar`, tarBundle(FILES, madeManifest(FILES), prefix));
      const tar = await analyze(root, `${root}/support.tar`, "--strict");
      assertEquals([tar.exitCode, tar.err, bundleProblems(tar)], [0, "", []]);
      assertEquals(
        withoutPlaces(tar.analysis, `${prefix}${ARCHIVE.name}!/`, "support.tar"),
        withoutPlaces(folder.analysis, "", ARCHIVE.name),
      );
    }));
}

Deno.test("omlens query --context shows lines of the archive inside BUNDLE.tar", () =>
  withFolder(async (root) => {
    await Deno.writeFile(`${root}/support.tar`, tarBundle(FILES));
    const { analysis } = await analyze(root, `${root}/support.tar`);
    const evidence = analysis.findings.flatMap((finding) => finding.evidence).find(({ line }) => line > 3);
    const io = fakeIo();
    const time = analysis.findings[0]!.first;
    const args = ["query", `${root}/out`, "--around", time, "--context", "2", "--limit", "20"];
    assertEquals([await runCli(args, io), io.printed.err], [0, ""]);
    assertStringIncludes(io.printed.out, `${ARCHIVE.name}!/`);
    assertMatch(evidence?.member ?? "", new RegExp(`^${ARCHIVE.name}!/`));
  }));

const TAMPERED: readonly (readonly [what: string, index: number, input: string])[] = [
  ["archive", 0, ARCHIVE.name],
  ["events", 1, "events.ndjson"],
  ["job document", 2, "job.json"],
];
for (const [what, index, input] of TAMPERED) {
  const file = FILES[index]!;
  // A letter inside a text, or the time in the header of a gzip stream: all of it can still be read.
  const at = index === 0 ? 4 : new TextDecoder("latin1").decode(file.bytes).indexOf('id":"') + 6;
  const tampered = { ...file, bytes: withBytes(file.bytes, at, index === 0 ? "\x07" : "0") };
  assert(tampered.bytes[at] !== file.bytes[at]);
  const files = FILES.map((one) => one === file ? tampered : one);

  Deno.test(`omlens analyze FOLDER says when the ${what} is not what the manifest says`, () =>
    withFolder(async (root) => {
      await writeBundle(`${root}/support`, files, madeManifest(FILES));
      const lax = await analyze(root, `${root}/support`);
      assertEquals([lax.exitCode, bundleProblems(lax)], [0, [`bundle.checksum error ${input} -`]]);
      assertEquals((await analyze(root, `${root}/support`, "--strict")).exitCode, 4);
    }));

  Deno.test(`omlens analyze BUNDLE.tar says when the ${what} is not what the manifest says`, () =>
    withFolder(async (root) => {
      await Deno.writeFile(`${root}/support.tar`, tarBundle(files, madeManifest(FILES)));
      const { exitCode, ...result } = await analyze(root, `${root}/support.tar`, "--strict");
      const place = index === 0 ? `support.tar ${ARCHIVE.name}` : `${input} -`;
      assertEquals([exitCode, bundleProblems(result)], [4, [`bundle.checksum error ${place}`]]);
    }));
}

Deno.test("omlens analyze goes on without a job document and events that are no such thing any more", () =>
  withFolder(async (root) => {
    const broken = FILES.map((file) =>
      file === ARCHIVE ? file : { ...file, bytes: new TextEncoder().encode("{x") }
    );
    await writeBundle(`${root}/support`, broken, madeManifest(FILES));
    const { exitCode, ...result } = await analyze(root, `${root}/support`);
    const codes = new Set(result.analysis.diagnostics.map(({ code }) => code));
    assertEquals([exitCode, result.analysis.events.length], [0, 0]);
    assert(codes.has("bundle.checksum") && codes.has("job.unreadable"));
  }));

Deno.test("omlens analyze says which file of a bundle is missing, and what the manifest does not list", () =>
  withFolder(async (root) => {
    await writeBundle(`${root}/support`, FILES);
    await Deno.remove(`${root}/support/events.ndjson`);
    await Deno.writeTextFile(`${root}/support/mms0.log`, "not read\n");
    const { exitCode, ...result } = await analyze(root, `${root}/support`, "--strict");
    assertEquals([exitCode, result.analysis.events.length], [4, 0]);
    assertEquals(bundleProblems(result), [
      `bundle.unlisted-file note ${ARCHIVE.name} -`,
      `bundle.missing-file error ${ARCHIVE.name} events.ndjson`,
    ]);
  }));

Deno.test("omlens analyze of a bundle without its archive fails, and says what is missing", () =>
  withFolder(async (root) => {
    await writeBundle(`${root}/support`, FILES);
    await Deno.remove(`${root}/support/${ARCHIVE.name}`);
    const { exitCode, err } = await analyze(root, `${root}/support`);
    assertEquals(exitCode, 3);
    assertStringIncludes(err, `its archive "${ARCHIVE.name}" is missing`);
  }));

Deno.test("omlens analyze reads all events of a bundle that has megabytes of them", () =>
  withFolder(async (root) => {
    const lines = Array.from({ length: 2000 }, (_, i) =>
      JSON.stringify({
        id: i.toString(16).padStart(24, "0"),
        created: new Date(Date.parse("2026-04-06T00:00:00Z") + i * 1000).toISOString(),
        eventTypeName: "HOST_UP",
        filler: "x".repeat(500),
      }));
    const many = { ...EVENTS, bytes: new TextEncoder().encode(lines.join("\n")) };
    const files = FILES.map((file) => file === EVENTS ? many : file);
    await writeBundle(`${root}/support`, files);
    await Deno.writeFile(`${root}/support.tar`, tarBundle(files));
    for (const form of ["support", "support.tar"]) {
      const { exitCode, analysis } = await analyze(root, `${root}/${form}`, "--strict");
      assertEquals([exitCode, analysis.events.length], [0, 2000]);
    }
  }));

Deno.test("omlens analyze adds the events and the job of a bundle to those that are given", () =>
  withFolder(async (root) => {
    await writeBundle(`${root}/support`, FILES);
    const event = {
      id: "5f00000000000000000000ff",
      created: "2026-04-06T03:00:00Z",
      eventTypeName: "HOST_DOWN",
    };
    await Deno.writeTextFile(`${root}/more.json`, JSON.stringify([event]));
    const alone = await analyze(root, `${root}/support`);
    const more = await analyze(root, `${root}/support`, "--events", `${root}/more.json`);
    assertEquals(more.analysis.events.length, alone.analysis.events.length + 1);
  }));

Deno.test("omlens analyze takes a bundle without any event for what it is", () =>
  withFolder(async (root) => {
    const files = FILES.map((file) => file === EVENTS ? { ...file, bytes: new Uint8Array() } : file);
    await writeBundle(`${root}/support`, files);
    const { exitCode, ...result } = await analyze(root, `${root}/support`, "--strict");
    assertEquals([exitCode, bundleProblems(result)], [0, []]);
  }));

Deno.test("omlens analyze takes a folder whose manifest.json is of something else for a folder of logs", () =>
  withFolder(async (root) => {
    await writeBundle(`${root}/support`, FILES, { schema: "somebody.else/1", files: [] });
    const { exitCode, analysis } = await analyze(root, `${root}/support`);
    assertEquals([exitCode, analysis.inputs[0]?.kind], [0, "folder"]);
  }));

for (const form of ["support", "support.tar"]) {
  Deno.test(`omlens serve ${form} shows the lines and the events of a bundle`, () =>
    withFolder(async (root) => {
      await writeBundle(`${root}/support`, FILES);
      await Deno.writeFile(`${root}/support.tar`, tarBundle(FILES));
      const io = fakeIo();
      const seen: string[] = [];
      const machine: ServeMachine = {
        makeToken: () => "synthetic-token",
        listen: (_options, answerOn) => {
          const answer = answerOn(4711);
          const ask = async (path: string) => {
            const headers = { authorization: "Bearer synthetic-token" };
            return await (await answer(new Request(`http://127.0.0.1:4711/api/v1${path}`, { headers })))
              .text();
          };
          const used = (async () => {
            // It ends when the case is there.
            await ask("/progress");
            seen.push(await ask("/records?limit=1"), await ask("/events?limit=1"));
            io.interrupt();
          })();
          return Promise.resolve({ port: 4711, stop: () => used });
        },
      };
      const args = [`${root}/${form}`, "--out", `${root}/out`, "--quiet"];
      assertEquals(await runServe(args, io, machine), 130);
      const text = seen.join("\n");
      assertMatch(text, /"text":"\d{4}-\d\d-\d\dT/);
      assertMatch(text, /"eventTypeName"|"type":"[A-Z_]+"/);
    }));
}
