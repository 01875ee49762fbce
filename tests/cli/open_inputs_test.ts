import { inputTitle, openFiles, openInputs } from "../../lib/cli/open_inputs.ts";
import { InputError, UsageError } from "../../lib/errors.ts";
import { assert, assertEquals, assertRejects } from "../../lib/std/assert.ts";
import { withFolder } from "../helpers/temporary_folder.ts";
import { fakeIo } from "./fake_io.ts";

const IO = fakeIo();

async function contentOf({ open }: { open(): AsyncIterable<Uint8Array> }): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of open()) text += decoder.decode(bytes, { stream: true });
  return text;
}

async function writeFiles(root: string, contents: Record<string, string>): Promise<void> {
  for (const [name, content] of Object.entries(contents)) {
    const folder = `${root}/${name}`.replace(/\/[^/]+$/, "");
    await Deno.mkdir(folder, { recursive: true });
    await Deno.writeTextFile(`${root}/${name}`, content);
  }
}

Deno.test("openInputs() opens a file by its base name", () =>
  withFolder(async (root) => {
    await writeFiles(root, { "a.tar.gz": "content" });
    const { inputs: [input], totalBytes } = await openInputs([`${root}/a.tar.gz`], IO, "out");
    assertEquals([input?.name, input?.kind, totalBytes], ["a.tar.gz", "file", 7]);
    assertEquals(await contentOf(input!.files[0]!), "content");
    assertEquals(await contentOf(input!.files[0]!), "content", "it can be opened again");
  }));

Deno.test("openInputs() reads a file larger than one piece", () =>
  withFolder(async (root) => {
    const content = "0123456789".repeat(100_000);
    await writeFiles(root, { "a.log": content });
    const { inputs: [input] } = await openInputs([`${root}/a.log`], IO, "out");
    assert(await contentOf(input!.files[0]!) === content);
  }));

Deno.test("openInputs() lists a folder sorted by path, without links and results", () =>
  withFolder(async (root) => {
    await writeFiles(root, {
      "in/om-2/application/mms0.log": "22",
      "in/om-1/application/mms0.log": "1",
      "in/om-1.log": "333",
      "in/case/report.html": "not input",
      "in/other.omlens/analysis.json": "not input",
      "secret": "not input",
    });
    await Deno.symlink(`${root}/secret`, `${root}/in/link.log`);
    await Deno.symlink(root, `${root}/in/loop`);
    const { inputs: [input], totalBytes } = await openInputs([`${root}/in/`], IO, `${root}/in/case`);
    assertEquals([input?.name, input?.kind, totalBytes], ["in", "folder", 6]);
    assertEquals(input?.files.map(({ name }) => name), [
      "om-1.log",
      "om-1/application/mms0.log",
      "om-2/application/mms0.log",
    ]);
    assertEquals(await contentOf(input!.files[2]!), "22");
  }));

Deno.test("openInputs() keeps inputs of the same name apart", () =>
  withFolder(async (root) => {
    await writeFiles(root, { "a/x.log": "1", "b/x.log": "2" });
    const { inputs } = await openInputs([`${root}/a/x.log`, `${root}/b/x.log`], IO, "out");
    assertEquals(inputs.map(({ name }) => name), ["x.log", "x.log (2)"]);
  }));

Deno.test("openInputs() takes standard input as a stream of unknown size", async () => {
  const stdin = { bytes: () => ReadableStream.from([new TextEncoder().encode("piped")]), isTerminal: false };
  const { inputs: [input], totalBytes } = await openInputs(["-"], fakeIo({ stdin }), "out");
  assertEquals([input?.name, input?.kind, totalBytes], ["stdin", "stream", null]);
  assertEquals(await contentOf(input!.files[0]!), "piped");
});

Deno.test("openInputs() does not wait for a person to type a log", async () => {
  const stdin = { bytes: () => ReadableStream.from([]), isTerminal: true };
  await assertRejects(() => openInputs(["-"], fakeIo({ stdin }), "out"), UsageError, "it is a terminal");
});

Deno.test("openInputs() says why an input cannot be read", () =>
  withFolder(async (root) => {
    await Deno.mkdir(`${root}/empty`);
    const missing = await assertRejects(
      () => openInputs([`${root}/nope.tar.gz`], IO, "out"),
      InputError,
      "it does not exist",
    );
    assertEquals(missing.input, `${root}/nope.tar.gz`);
    await assertRejects(
      () => openInputs([`${root}/empty`], IO, "out"),
      InputError,
      "the folder holds no file",
    );
    await assertRejects(() => openFiles([`${root}/empty`], IO), InputError, "it is a folder");
  }));

Deno.test("openInputs() and inputTitle() refuse an empty path, as of a variable that is not set", async () => {
  await assertRejects(() => openInputs([""], IO, "out"), UsageError, "its path is empty");
  await assertRejects(() => inputTitle("", IO), UsageError, "its path is empty");
});

for (
  const [error, why] of [
    [new Deno.errors.PermissionDenied("Permission denied"), "the system denies access"],
    [new Deno.errors.NotCapable("Requires read access"), "Deno was not given the permission"],
  ] as const
) {
  Deno.test(`openInputs() explains a ${error.name}`, async () => {
    const io = fakeIo({ fs: { ...Deno, stat: () => Promise.reject(error) } });
    await assertRejects(() => openInputs(["x"], io, "out"), InputError, why);
  });
}

Deno.test("openInputs() of a folder says which file cannot be read when its turn comes", () =>
  withFolder(async (root) => {
    await writeFiles(root, { "a.log": "1", "b.log": "2", "c/d.log": "3" });
    const denied = new Deno.errors.PermissionDenied("Permission denied");
    const fs = {
      ...Deno,
      open: (path: string | URL, options?: Deno.OpenOptions) =>
        /\/(b\.log|c)$/.test(`${path}`) ? Promise.reject(denied) : Deno.open(path, options),
      readDir: (path: string | URL) => {
        if (`${path}`.endsWith("/c")) throw denied;
        return Deno.readDir(path);
      },
    };
    const { inputs: [input] } = await openInputs([root], fakeIo({ fs }), "out");
    assertEquals(input?.files.map(({ name }) => name), ["a.log", "b.log", "c"]);
    const [good, ...bad] = input!.files;
    assertEquals(await contentOf(good!), "1");
    for (const file of bad) {
      await assertRejects(
        () => contentOf(file),
        InputError,
        `Cannot read "${file.name}": the system denies access`,
      );
    }
  }));

Deno.test("openInputs() of a folder leaves out what is gone when it is looked at, or has no name that can be used", () =>
  withFolder(async (root) => {
    await writeFiles(root, { "a.log": "1", "gone.log": "2", "bad\ufffd/c.log": "3" });
    const gone = new Deno.errors.NotFound("No such file or directory");
    const isGone = (path: string | URL) => /\/(gone\.log|bad\ufffd)$/.test(`${path}`);
    const fs = {
      ...Deno,
      stat: (path: string | URL) => isGone(path) ? Promise.reject(gone) : Deno.stat(path),
      open: (path: string | URL) => isGone(path) ? Promise.reject(gone) : Deno.open(path),
      readDir: (path: string | URL) => {
        if (isGone(path)) throw gone;
        return Deno.readDir(path);
      },
    };
    const { inputs: [input], totalBytes } = await openInputs([root], fakeIo({ fs }), "out");
    const [good, unnamed, missing] = input!.files;
    assertEquals([await contentOf(good!), totalBytes], ["1", 1]);
    await assertRejects(() => contentOf(unnamed!), InputError, `"bad\ufffd": its name is not UTF-8`);
    await assertRejects(() => contentOf(missing!), InputError, `"gone.log": it does not exist`);
  }));

const TITLES: [path: string, title: string][] = [
  ["-", "stdin"],
  ["a/om-logs_20260412T000000Z.tar.gz", "om-logs_20260412T000000Z"],
  ["x.tgz", "x"],
  ["x.tar", "x"],
  ["mms0.20260412.log.gz", "mms0.20260412"],
  ["folder/", "folder"],
  ["/", "root"],
  [".gz", ".gz"],
];

for (const [path, title] of TITLES) {
  Deno.test(`inputTitle() of ${path} is ${title}`, async () =>
    assertEquals(await inputTitle(path, IO), title));
}

Deno.test("inputTitle() of . is the name of the folder", () =>
  withFolder(async (root) => {
    const io = fakeIo({ fs: { ...Deno, realPath: () => Promise.resolve(`${root}/case-4711`) } });
    assertEquals(await inputTitle(".", io), "case-4711");
    assertEquals(await inputTitle("..", io), "case-4711");
  }));
