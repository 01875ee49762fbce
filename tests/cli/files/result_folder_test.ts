import { fillFolder } from "../../../lib/cli/files/result_folder.ts";
import { UsageError } from "../../../lib/errors.ts";
import { assert, assertEquals, assertRejects } from "../../../lib/std/assert.ts";
import { filesIn, withFolder } from "../../helpers/temporary_folder.ts";
import { fakeIo } from "../fake_io.ts";

const READABLE = fakeIo();

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

for (const [how, readable] of [["renaming", true], ["in place", false]] as const) {
  const io = fakeIo({ readable });

  Deno.test(`fillFolder() ${how} makes the folder and gives what the work gave`, () =>
    withFolder(async (root) => {
      const path = `${root}/a/b`;
      const result = await fillFolder(path, io, async (folder) => {
        await folder.write("x.txt", "new");
        await folder.write("y.bin", ReadableStream.from([new Uint8Array([1]), new Uint8Array([2])]));
        return 7;
      });
      assertEquals([result, await filesIn(path)], [7, ["x.txt", "y.bin"]]);
      assertEquals(await Deno.readTextFile(`${path}/x.txt`), "new");
      assertEquals(await Deno.readFile(`${path}/y.bin`), new Uint8Array([1, 2]));
    }));

  Deno.test(`fillFolder() ${how} writes a text that comes in pieces, some of them half a character`, () =>
    withFolder(async (root) => {
      const face = "\u{1f600}";
      const pieces = ["a", face[0]!, face[1]!, "\u00e9".repeat(300_000), "", face, "z"];
      await fillFolder(`${root}/a`, io, (folder) => folder.write("x.txt", pieces.values()));
      assert(await Deno.readTextFile(`${root}/a/x.txt`) === pieces.join(""), "It is another text");
      await fillFolder(`${root}/b`, io, (folder) => folder.write("x.txt", []));
      assertEquals(await Deno.readTextFile(`${root}/b/x.txt`), "");
    }));

  Deno.test(`fillFolder() ${how} leaves nothing when pieces cannot be made`, () =>
    withFolder(async (root) => {
      function* broken() {
        yield "x".repeat(400_000);
        throw new RangeError("too long");
      }
      const work = () => fillFolder(`${root}/a`, io, (folder) => folder.write("x.txt", broken()));
      await assertRejects(work, RangeError, "too long");
      assertEquals(await filesIn(root), []);
    }));

  Deno.test(`fillFolder() ${how} leaves nothing of a folder it made when the work fails`, () =>
    withFolder(async (root) => {
      await assertRejects(
        () =>
          fillFolder(`${root}/new`, io, async (folder) => {
            await folder.write("x.txt", "half");
            throw new Error("no");
          }),
        Error,
        "no",
      );
      assertEquals(await filesIn(root), []);
    }));

  Deno.test(`fillFolder() ${how} stops a write at Ctrl-C and leaves nothing`, () =>
    withFolder(async (root) => {
      const running = fakeIo({ readable });
      const endless = new ReadableStream<Uint8Array>({
        pull(controller) {
          controller.enqueue(new Uint8Array(1000));
          running.interrupt();
        },
      });
      const error = await assertRejects(() =>
        fillFolder(`${root}/new`, running, (folder) => folder.write("x.bin", endless))
      );
      assertEquals([error.name, await filesIn(root)], ["AbortError", []]);
      assert(!running.interrupt(), "somebody still listens");
    }));
}

Deno.test("fillFolder() replaces files only when all are complete, and leaves others alone", () =>
  withFolder(async (root) => {
    for (const name of ["x.txt", "old.txt", "mine.txt"]) {
      await Deno.writeTextFile(`${root}/${name}`, "before");
    }
    await assertRejects(() =>
      fillFolder(root, READABLE, async (folder) => {
        await folder.write("x.txt", "after");
        folder.outdate(["old.txt"]);
        assertEquals(await Deno.readTextFile(`${root}/x.txt`), "before");
        throw new Error("crash");
      })
    );
    assertEquals(await filesIn(root), ["mine.txt", "old.txt", "x.txt"]);
    assertEquals(await Deno.readTextFile(`${root}/x.txt`), "before");
    await fillFolder(root, READABLE, async (folder) => {
      await folder.write("x.txt", "after");
      folder.outdate(["old.txt", "x.txt"]);
    });
    assertEquals(await filesIn(root), ["mine.txt", "x.txt"]);
    assertEquals(await Deno.readTextFile(`${root}/x.txt`), "after");
  }));

Deno.test("fillFolder() clears away what an earlier crash left", () =>
  withFolder(async (root) => {
    await Deno.mkdir(`${root}/.omlens-partial`);
    await Deno.writeTextFile(`${root}/.omlens-partial/x.txt`, "half");
    await fillFolder(root, READABLE, (folder) => folder.write("y.txt", "whole"));
    assertEquals(await filesIn(root), ["y.txt"]);
  }));

Deno.test("fillFolder() refuses a file in the place of the folder, before any work", () =>
  withFolder(async (root) => {
    await Deno.writeTextFile(`${root}/file`, "mine");
    let worked = false;
    const error = await assertRejects(
      () => fillFolder(`${root}/file`, READABLE, () => Promise.resolve(worked = true)),
      UsageError,
      "it is not a folder",
    );
    assertEquals([worked, error.remedy], [false, "--out DIR with a folder that can be written"]);
    assert(await exists(`${root}/file`));
  }));
