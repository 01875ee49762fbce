import { RemoteError, UsageError } from "../../../../lib/errors.ts";
import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "../../../../lib/std/assert.ts";
import type { Fault, OpsManagerSetup, RecordedRequest } from "../../../helpers/ops_manager_server.ts";
import { concat, gzip, noise, tarEntry, tarOf, withBytes } from "../../../helpers/tar_builder.ts";
import { filesIn } from "../../../helpers/temporary_folder.ts";
import { fakeIo } from "../../fake_io.ts";
import {
  ARCHIVE,
  archiveOf,
  type DownloadPlace,
  downloadsOf,
  inTurn,
  isDownload,
  JOB_ID,
  NAME,
  terminalIo,
  withArchive,
} from "./archive_download.ts";

const EXCLUSIVE = true;
const PART = `${JOB_ID}.part`;
const HALF = Math.floor(ARCHIVE.length / 2);
const REFUSED = {
  kind: "answer",
  status: 403,
  body: { error: 403, errorCode: "IP_ADDRESS_NOT_ON_ACCESS_LIST" },
} as const;
const OTHER = gzip(tarOf(tarEntry({ name: "other.log" }, noise(250_000, 3))));

/** A first run gets half of the archive and ends; `use` is what happens then. */
function withHalf(setup: OpsManagerSetup, use: (place: DownloadPlace) => Promise<void>): Promise<void> {
  const fault = inTurn({ kind: "cut", afterBytes: HALF }, REFUSED);
  return withArchive({ fault, ...setup }, async (place) => {
    await assertRejects(() => place.download(), RemoteError);
    assertEquals(await filesIn(place.folder), [PART, `${PART}.json`]);
    await use(place);
  });
}

/** The last request, and what became of it. */
function lastDownload({ server }: DownloadPlace): { status?: number; range?: string; ifRange?: string } {
  const { status, headers = {} } = downloadsOf(server).at(-1) ?? {};
  return {
    ...(status === undefined ? {} : { status }),
    ...(headers["range"] === undefined ? {} : { range: headers["range"] }),
    ...(headers["if-range"] === undefined ? {} : { ifRange: headers["if-range"] }),
  };
}

async function assertThere({ folder }: DownloadPlace, wanted: Uint8Array): Promise<void> {
  assertEquals(await filesIn(folder), [NAME]);
  const bytes = await Deno.readFile(`${folder}/${NAME}`);
  assert(bytes.length === wanted.length && bytes.every((byte, i) => byte === wanted[i]));
}

async function editNote({ folder }: DownloadPlace, changes: object): Promise<void> {
  const path = `${folder}/${PART}.json`;
  await Deno.writeTextFile(
    path,
    JSON.stringify({ ...JSON.parse(await Deno.readTextFile(path)), ...changes }),
  );
}

Deno.test("downloadArchive goes on where an earlier run stopped", () =>
  withHalf({}, async (place) => {
    const { size } = await Deno.stat(`${place.folder}/${PART}`);
    const { sizeBytes } = await place.download();
    assertEquals(sizeBytes, ARCHIVE.length);
    await assertThere(place, ARCHIVE);
    assertEquals(lastDownload(place), {
      status: 206,
      range: `bytes=${size}-`,
      ifRange: place.server.state.etag!,
    });
  }));

Deno.test("downloadArchive starts again when the ETag is another by now", () =>
  withHalf({}, async (place) => {
    place.server.state.archive = OTHER.slice();
    place.server.state.etag = '"other"';
    await place.download();
    await assertThere(place, OTHER);
    assertEquals(lastDownload(place).status, 200);
  }));

Deno.test("downloadArchive goes on without an ETag when the size is the same", () =>
  withHalf({ etag: null }, async (place) => {
    await place.download();
    await assertThere(place, ARCHIVE);
    const { status, ifRange } = lastDownload(place);
    assertEquals([status, ifRange], [206, undefined]);
  }));

Deno.test("downloadArchive starts again without an ETag when the size is another", () =>
  withHalf({ etag: null }, async (place) => {
    place.server.state.archive = OTHER.slice();
    await place.download();
    await assertThere(place, OTHER);
    assertEquals(lastDownload(place).range, undefined);
  }));

Deno.test("downloadArchive starts again when what was joined turns out wrong at the end", () =>
  withHalf({ etag: null }, async (place) => {
    const other = archiveOf(5);
    assertEquals(other.length, ARCHIVE.length);
    place.server.state.archive = other;
    await place.download();
    await assertThere(place, other);
    assertEquals(downloadsOf(place.server).slice(-2).map(({ status }) => status), [206, 200]);
  }));

Deno.test("downloadArchive starts again when what was left on the disk is damaged", () =>
  withHalf({}, async (place) => {
    const path = `${place.folder}/${PART}`;
    await Deno.writeFile(path, withBytes(await Deno.readFile(path), 5000, noise(100, 9)));
    await place.download();
    await assertThere(place, ARCHIVE);
    assertEquals(downloadsOf(place.server).slice(-2).map(({ status }) => status), [206, 200]);
  }));

const NOTES: readonly (readonly [what: string, changes: object])[] = [
  ["another job", { jobId: "66f000000000000000000002" }],
  ["another Ops Manager", { apiUrl: "https://other.example.com/api/public/v1.0" }],
  ["another program", { schema: "something/1" }],
  ["a name with folders", { fileName: "../evil.tar.gz" }],
  ["a size that is none", { totalBytes: "300000" }],
];

for (const [what, changes] of NOTES) {
  Deno.test(`downloadArchive starts again when the note is of ${what}`, () =>
    withHalf({}, async (place) => {
      await editNote(place, changes);
      await place.download();
      await assertThere(place, ARCHIVE);
      assertEquals(lastDownload(place), { status: 200 });
    }));
}

Deno.test("downloadArchive starts again when the note is gone, or garbage", () =>
  withHalf({}, async (place) => {
    await Deno.writeTextFile(`${place.folder}/${PART}.json`, "{");
    await place.download();
    await assertThere(place, ARCHIVE);
    assertEquals(lastDownload(place), { status: 200 });
  }));

Deno.test("downloadArchive finds that all bytes are there already, and gives them their name", () =>
  withHalf({}, async (place) => {
    await Deno.writeFile(`${place.folder}/${PART}`, ARCHIVE);
    const { fileName } = await place.download();
    assertEquals(fileName, NAME);
    await assertThere(place, ARCHIVE);
    assertEquals(lastDownload(place).status, 416);
  }));

/** The second download gets what it asked for, and more. */
function overrunning(request: RecordedRequest, nth: number): Fault | undefined {
  if (nth === 1) return { kind: "cut", afterBytes: HALF };
  if (nth > 2) return undefined;
  const from = Number(/\d+/.exec(request.headers["range"] ?? "")?.[0]);
  const headers = {
    "content-type": "application/gzip",
    "content-range": `bytes ${from}-${ARCHIVE.length - 1}/${ARCHIVE.length}`,
  };
  return { kind: "answer", status: 206, headers, body: concat(ARCHIVE.subarray(from), noise(500)) };
}

Deno.test("downloadArchive starts again when more bytes come than the server announced", () => {
  let count = 0;
  const fault = (request: RecordedRequest) => isDownload(request) ? overrunning(request, ++count) : undefined;
  return withArchive({ fault }, async (place) => {
    await place.download();
    await assertThere(place, ARCHIVE);
    assertEquals(downloadsOf(place.server).map(({ status }) => status), [200, 206, 200]);
  });
});

Deno.test("downloadArchive starts again when there are more bytes than the archive has", () =>
  withHalf({}, async (place) => {
    await Deno.writeFile(`${place.folder}/${PART}`, noise(100), { append: true });
    await Deno.truncate(`${place.folder}/${PART}`, ARCHIVE.length + 1);
    await place.download();
    await assertThere(place, ARCHIVE);
    assertEquals(lastDownload(place), { status: 200 });
  }));

Deno.test("downloadArchive leaves a part that another run is writing alone", () =>
  withHalf({}, async (place) => {
    using other = await Deno.open(`${place.folder}/${PART}`, { read: true, write: true });
    await other.lock(EXCLUSIVE);
    const before = downloadsOf(place.server).length;
    const { message } = await assertRejects(() => place.download(), UsageError);
    assertStringIncludes(message, "another run is writing it");
    assertEquals(await filesIn(place.folder), [PART, `${PART}.json`]);
    assertEquals(downloadsOf(place.server).length, before);
  }));

/** Presses Ctrl-C as soon as the terminal shows how far a download is. */
function interruptedIo(interruption: AbortController) {
  const io = terminalIo();
  const write = (text: string) => {
    io.stderr.write(text);
    if (text.includes("downloading")) interruption.abort();
  };
  return { ...io, stderr: { ...io.stderr, write } };
}

Deno.test("downloadArchive keeps what came until Ctrl-C, says where, and goes on from there", () =>
  withArchive({ fault: inTurn({ kind: "stall", afterBytes: HALF }) }, async (place) => {
    const interruption = new AbortController();
    const io = interruptedIo(interruption);
    const run = place.download({ io, signal: interruption.signal });
    const error: unknown = await run.catch((error) => error);
    assertEquals(error instanceof Error && error.name, "AbortError");
    assertEquals(await filesIn(place.folder), [PART, `${PART}.json`]);
    assertMatch(
      io.printed.err,
      /\d+ k?B stay in ".*\.part": the next download of this job goes on from there\n$/,
    );
    await place.download();
    await assertThere(place, ARCHIVE);
    assertEquals(lastDownload(place).status, 206);
  }));

Deno.test("downloadArchive leaves nothing at Ctrl-C before the first byte", () =>
  withArchive({ fault: inTurn({ kind: "stall", afterBytes: 0 }) }, async (place) => {
    const interruption = new AbortController();
    interruption.abort();
    const io = fakeIo();
    const error: unknown = await place.download({ io, signal: interruption.signal }).catch((error) => error);
    assertEquals(error instanceof Error && error.name, "AbortError");
    assertEquals([await filesIn(`${place.folder}/..`), io.printed.err], [[], ""]);
  }));

Deno.test("downloadArchive shows what is left to come, not what was there", () =>
  withHalf({}, async (place) => {
    const io = terminalIo();
    await place.download({ io });
    assertMatch(io.printed.err, /checking what is there: \d+ kB of \d+ kB, 100 %/);
    assertMatch(io.printed.err, /downloading the rest: [\d.]+ k?B of \d\d\d kB, \d+ %/);
  }));
