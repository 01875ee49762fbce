import { runCli } from "../../../lib/cli/run_cli.ts";
import { assert, assertEquals, assertStringIncludes } from "../../../lib/std/assert.ts";
import { bytesOf } from "../../helpers/tar_builder.ts";
import { withFolder } from "../../helpers/temporary_folder.ts";
import { fakeIo } from "../fake_io.ts";
import { madeFiles, madeManifest, tarBundle, writeBundle } from "./made_bundle.ts";

const FILES = await madeFiles();
const [ARCHIVE, EVENTS] = FILES;
const MANIFEST = madeManifest(FILES);
const LISTED = MANIFEST["files"] as Record<string, unknown>[];
/** No file of the bundle may be read through it. */
const SECRET = "synthetic secret outside of the bundle";

async function analyze(path: string, out: string) {
  const opened: string[] = [];
  const fs = {
    ...Deno,
    open: (path: string | URL, options?: Deno.OpenOptions) => {
      opened.push(String(path));
      return Deno.open(path, options);
    },
  };
  const io = fakeIo({ fs });
  const exitCode = await runCli(["analyze", path, "--out", out, "--quiet", "--json"], io);
  return { exitCode, ...io.printed, opened };
}

function withEvents(over: Record<string, unknown>): Record<string, unknown> {
  return {
    ...MANIFEST,
    files: LISTED.map((file) => file["role"] === "events" ? { ...file, ...over } : file),
  };
}

const REFUSED: readonly (readonly [what: string, manifest: unknown, exitCode: number, words: string])[] = [
  ["a name that leads up", withEvents({ name: "../secret" }), 3, "files[1].name is not the name of a file"],
  ["a name that is absolute", withEvents({ name: "/etc/passwd" }), 3, "files[1].name"],
  ["a name with backslashes", withEvents({ name: "..\\secret" }), 3, "files[1].name"],
  ["a name on another drive", withEvents({ name: "C:secret" }), 3, "files[1].name"],
  ["a name with NUL", withEvents({ name: "a\0b" }), 3, "files[1].name"],
  ["the name ..", withEvents({ name: ".." }), 3, "files[1].name"],
  ["its own name", withEvents({ name: "manifest.json" }), 3, "files[1].name"],
  ["a name that is a number", withEvents({ name: 7 }), 3, "files[1].name"],
  ["a size below zero", withEvents({ sizeBytes: -1 }), 3, "files[1].sizeBytes is not a size"],
  ["a size as text", withEvents({ sizeBytes: "12" }), 3, "files[1].sizeBytes"],
  ["no SHA-256", withEvents({ sha256: "abc" }), 3, "files[1].sha256"],
  ["a file twice", withEvents({ name: "job.json" }), 3, "lists a file twice"],
  ["no list of files", { ...MANIFEST, files: { length: 1e9 } }, 3, "files is not a list"],
  ["no archive", { ...MANIFEST, files: LISTED.slice(1) }, 3, "it lists 0 archives"],
  ["two archives", withEvents({ role: "archive" }), 3, "it lists 2 archives"],
  [
    "101 files",
    { ...MANIFEST, files: Array.from({ length: 101 }, (_, i) => ({ ...LISTED[1], name: `${i}` })) },
    3,
    "lists 101 files",
  ],
  ["more than a MiB", { ...MANIFEST, padding: "x".repeat(1024 * 1024) }, 3, "more than 1048576 bytes"],
  [
    "a later version",
    { ...MANIFEST, schema: "omlens.bundle/2" },
    2,
    "it is omlens.bundle/2, expected omlens.bundle/1",
  ],
];

for (const [what, manifest, exitCode, words] of REFUSED) {
  Deno.test(`omlens analyze refuses a bundle whose manifest has ${what}`, () =>
    withFolder(async (root) => {
      await Deno.writeTextFile(`${root}/secret`, SECRET);
      await writeBundle(`${root}/support`, FILES, manifest);
      await Deno.writeFile(`${root}/support.tar`, tarBundle(FILES, manifest));
      for (const path of [`${root}/support`, `${root}/support.tar`]) {
        const result = await analyze(path, `${root}/out`);
        assertEquals([result.exitCode, result.out], [exitCode, ""]);
        assertStringIncludes(result.err, words);
        assert(result.opened.every((file) => file.startsWith(`${root}/support`)), "nothing else was opened");
      }
    }));
}

Deno.test("omlens analyze refuses a bundle whose manifest is cut", () =>
  withFolder(async (root) => {
    await writeBundle(`${root}/support`, FILES);
    await Deno.writeTextFile(`${root}/support/manifest.json`, JSON.stringify(MANIFEST).slice(0, 300));
    const { exitCode, err } = await analyze(`${root}/support`, `${root}/out`);
    assertEquals(exitCode, 3);
    assertStringIncludes(err, "it is cut or damaged");
  }));

Deno.test("omlens analyze follows no link out of a bundle", () =>
  withFolder(async (root) => {
    const secret = JSON.stringify([{
      id: "e1",
      created: "2026-04-06T03:00:00Z",
      eventTypeName: "HOST_DOWN",
    }]);
    await Deno.writeTextFile(`${root}/secret`, secret);
    await writeBundle(`${root}/support`, FILES);
    await Deno.remove(`${root}/support/${EVENTS.name}`);
    await Deno.symlink(`${root}/secret`, `${root}/support/${EVENTS.name}`);
    const { exitCode, out, opened } = await analyze(`${root}/support`, `${root}/out`);
    assertEquals([exitCode, JSON.parse(out).events], [0, []]);
    assertStringIncludes(out, "bundle.missing-file");
    assert(!opened.some((path) => path.endsWith(EVENTS.name)));
  }));

Deno.test("omlens analyze of a tar whose manifest comes after 40 other files reads it as any tar", () =>
  withFolder(async (root) => {
    const others = Array.from(
      { length: 40 },
      (_, i) => ({ name: `${i}.txt`, role: "other", bytes: bytesOf("x\n") }),
    );
    const manifestFile = { name: "manifest.json", role: "other", bytes: bytesOf(JSON.stringify(MANIFEST)) };
    const all = tarBundle([ARCHIVE, manifestFile, ...others].toReversed(), "no manifest");
    await Deno.writeFile(`${root}/support.tar`, all);
    const { exitCode, out } = await analyze(`${root}/support.tar`, `${root}/out`);
    assertEquals([exitCode, JSON.parse(out).events], [0, []]);
  }));

Deno.test("omlens analyze refuses a bundle that is not complete, whatever is there of it", () =>
  withFolder(async (root) => {
    await writeBundle(`${root}/support`, FILES, { ...MANIFEST, files: [] });
    await Deno.rename(`${root}/support/manifest.json`, `${root}/support/manifest.json.part`);
    const { exitCode, out, err } = await analyze(`${root}/support`, `${root}/out`);
    assertEquals([exitCode, out], [3, ""]);
    assertStringIncludes(err, 'omlens: cannot read bundle "support": it is not complete\ntry: run the same');
  }));
