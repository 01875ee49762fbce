import { createHash } from "node:crypto";
import { UsageError } from "../../../../lib/errors.ts";
import { assert, assertEquals, assertMatch, assertRejects } from "../../../../lib/std/assert.ts";
import { withBytes } from "../../../helpers/tar_builder.ts";
import { filesIn } from "../../../helpers/temporary_folder.ts";
import { fakeIo } from "../../fake_io.ts";
import { ARCHIVE, type DownloadPlace, NAME, withArchive } from "./archive_download.ts";

/** A file of the archive's name is there before. */
function withFile(
  bytes: Uint8Array,
  use: (place: DownloadPlace & { path: string }) => Promise<void>,
): Promise<void> {
  return withArchive({}, async (place) => {
    const path = `${place.folder}/${NAME}`;
    await Deno.mkdir(place.folder);
    await Deno.writeFile(path, bytes);
    await use({ ...place, path });
    assertEquals(await filesIn(place.folder), [NAME]);
  });
}

const CRC_WRONG = withBytes(ARCHIVE, ARCHIVE.length - 8, "????");

Deno.test("downloadArchive finds the archive there already, whole, and verifies it", () =>
  withFile(ARCHIVE, async ({ download }) => {
    const { wasThere, sha256, sizeBytes } = await download();
    const wanted = createHash("sha256").update(ARCHIVE).digest("hex");
    assertEquals([wasThere, sha256, sizeBytes], [true, wanted, ARCHIVE.length]);
  }));

Deno.test("downloadArchive keeps another file of that name", () =>
  withFile(ARCHIVE.slice(0, 12_345), async ({ download, path }) => {
    const { message, remedy } = await assertRejects(() => download(), UsageError);
    assertMatch(message, /^Cannot download to ".*": it is there with 12,345 bytes, not \d{3},\d{3}$/);
    assertMatch(remedy, /^--force /);
    assertEquals((await Deno.stat(path)).size, 12_345);
  }));

Deno.test("downloadArchive keeps a file of the right name and size that is damaged, and says so", () =>
  withFile(CRC_WRONG, async ({ download }) => {
    const { message } = await assertRejects(() => download(), UsageError);
    assertMatch(message, /^Cannot download to ".*": it is there, but cannot verify gzip member: CRC is/);
  }));

Deno.test("downloadArchive replaces what is there with --force", () =>
  withFile(CRC_WRONG, async ({ download, path }) => {
    assert(!(await download({ force: true })).wasThere);
    assertEquals((await Deno.stat(path)).size, ARCHIVE.length);
    assertEquals((await Deno.readFile(path)).at(-8), ARCHIVE.at(-8));
  }));

Deno.test("downloadArchive does not replace a folder, with --force neither", () =>
  withArchive({}, async ({ download, folder }) => {
    await Deno.mkdir(`${folder}/${NAME}`, { recursive: true });
    const { message } = await assertRejects(() => download({ force: true }), UsageError);
    assertMatch(message, /it is there and is no file$/);
    assertEquals(await filesIn(folder), [`${NAME}/`]);
  }));

Deno.test("downloadArchive says that its folder is none, or may not be written", () =>
  withArchive({}, async ({ download, folder }) => {
    const refuse = () => Promise.reject(new Deno.errors.PermissionDenied("Permission denied (os error 13)"));
    const denied = await assertRejects(
      () => download({ io: fakeIo({ fs: { ...Deno, open: refuse } }) }),
      UsageError,
    );
    assertMatch(denied.message, /^Cannot write to ".*": the system denies access$/);
    await Deno.writeTextFile(folder, "");
    const none = await assertRejects(() => download(), UsageError);
    assertMatch(none.message, /^Cannot write to ".*out": /);
    assertMatch(none.remedy, /^--out DIR/);
  }));

Deno.test("downloadArchive says that the disk is full, and goes on when it is not any more", () =>
  withArchive({}, async ({ download, folder }) => {
    const open: typeof Deno.open = async (path, options) => {
      const file = await Deno.open(path, options);
      let left = 2;
      const write = file.write.bind(file);
      file.write = (bytes) =>
        left-- > 0 ? write(bytes) : Promise.reject(new Error("No space left on device (os error 28)"));
      return file;
    };
    const io = fakeIo({ fs: { ...Deno, open } });
    const { message, remedy } = await assertRejects(() => download({ io }), UsageError);
    assertMatch(message, /^Cannot write to ".*\.part": No space left on device/);
    assertMatch(remedy, /^make room/);
    assertMatch(io.printed.err, /stay in .*\.part/);
    assertEquals((await download()).sizeBytes, ARCHIVE.length);
    assertEquals(await filesIn(folder), [NAME]);
  }));
