import { createHash } from "node:crypto";
import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "../../../../lib/std/assert.ts";
import { RemoteError } from "../../../../lib/errors.ts";
import { concat, gzip, withBytes } from "../../../helpers/tar_builder.ts";
import { filesIn } from "../../../helpers/temporary_folder.ts";
import { fakeIo } from "../../fake_io.ts";
import {
  ARCHIVE,
  CHILD,
  type DownloadPlace,
  downloadsOf,
  inTurn,
  JOB,
  JOB_ID,
  NAME,
  withArchive,
} from "./archive_download.ts";

const SHA256 = createHash("sha256").update(ARCHIVE).digest("hex");
const CRC_WRONG = withBytes(ARCHIVE, ARCHIVE.length - 8, "????");
const cutAt = (afterBytes: number) => ({ kind: "cut", afterBytes }) as const;

/** The archive is there, and nothing else. */
async function assertWhole(
  { folder }: Pick<DownloadPlace, "folder">,
  wanted: Uint8Array = ARCHIVE,
  name = NAME,
): Promise<void> {
  assertEquals(await filesIn(folder), [name]);
  const bytes = await Deno.readFile(`${folder}/${name}`);
  // Not compared byte by byte: a difference would be printed.
  assertEquals([bytes.length, sha256(bytes)], [wanted.length, sha256(wanted)]);
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

const rangesOf = (place: DownloadPlace) =>
  downloadsOf(place.server).map(({ headers }) => headers["range"] ?? null);
const statusesOf = (place: DownloadPlace) => downloadsOf(place.server).map(({ status }) => status);

Deno.test("downloadArchive writes the archive under its name and says what it is", () =>
  withArchive({}, async (place) => {
    assertEquals(await place.download(), {
      path: `${place.folder}/${NAME}`,
      fileName: NAME,
      sizeBytes: ARCHIVE.length,
      sha256: SHA256,
      problems: [],
      wasThere: false,
    });
    await assertWhole(place);
    assertEquals(statusesOf(place), [200]);
  }));

for (let tenth = 0; tenth < 10; tenth++) {
  Deno.test(`downloadArchive goes on after a cut at ${tenth}0 %`, () =>
    withArchive({ fault: inTurn(cutAt(Math.floor(ARCHIVE.length * tenth / 10))) }, async (place) => {
      assertEquals((await place.download()).sha256, SHA256);
      await assertWhole(place);
      assertEquals(statusesOf(place).length, 2);
      if (tenth > 0) assertEquals(statusesOf(place), [200, 206]);
    }));
}

Deno.test("downloadArchive goes on after a cut at every tenth in a row, and asks for no byte twice", () => {
  const cuts = Array.from({ length: 10 }, () => cutAt(Math.ceil(ARCHIVE.length / 10)));
  return withArchive({ fault: inTurn(...cuts) }, async (place) => {
    assertEquals((await place.download()).sha256, SHA256);
    await assertWhole(place);
    const [first, ...rest] = rangesOf(place);
    assertEquals(first, null);
    const starts = rest.map((range) => Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1]));
    assert(starts.length >= 9);
    assert(starts.every((start, i) => start > (starts[i - 1] ?? 0)));
  });
});

Deno.test("downloadArchive starts again when the server gives no ranges", () =>
  withArchive({ acceptRanges: false, fault: inTurn(cutAt(100_000), cutAt(200_000)) }, async (place) => {
    assertEquals((await place.download()).sha256, SHA256);
    await assertWhole(place);
    assertEquals(statusesOf(place), [200, 200, 200]);
  }));

Deno.test("downloadArchive gives up when the line brings next to nothing, and keeps what came", () =>
  withArchive({ fault: inTurn(cutAt(100_000), "repeat", cutAt(10)) }, async (place) => {
    const io = fakeIo();
    const error = await assertRejects(() => place.download({ io }), RemoteError);
    assertStringIncludes(error.message, `Cannot download the archive of job ${JOB_ID}`);
    assertEquals(await filesIn(place.folder), [`${JOB_ID}.part`, `${JOB_ID}.part.json`]);
    assertMatch(
      io.printed.err,
      /^omlens: [\d.]+ k?B stay in ".*\/66f000000000000000000001\.part": the next download of this job goes on from there\n$/,
    );
    assertEquals(statusesOf(place).length, 6);
  }));

Deno.test("downloadArchive gives up with a server that has no ranges and always cuts at the same place", () =>
  withArchive({ acceptRanges: false, fault: inTurn("repeat", cutAt(100_000)) }, async (place) => {
    await assertRejects(() => place.download(), RemoteError);
    assertEquals(statusesOf(place), Array(6).fill(200));
  }));

Deno.test("downloadArchive gets the right archive from a Content-Length that is too long", () =>
  withArchive({ fault: inTurn({ kind: "length", contentLength: ARCHIVE.length + 1000 }) }, async (place) => {
    assertEquals((await place.download()).sha256, SHA256);
    await assertWhole(place);
    assertEquals(statusesOf(place), [200, 416]);
  }));

Deno.test("downloadArchive gives up on a Content-Length that is always too long when there are no ranges", () => {
  const fault = inTurn("repeat", { kind: "length", contentLength: ARCHIVE.length + 1000 });
  return withArchive({ acceptRanges: false, fault }, async (place) => {
    await assertRejects(() => place.download(), RemoteError);
    assert(!(await filesIn(place.folder)).includes(NAME));
  });
});

const DAMAGES = [
  ["a CRC that is wrong", { kind: "body", bytes: CRC_WRONG }, /CRC is [\da-f]{8}, expected 3f3f3f3f/],
  [
    "a page in place of the archive",
    { kind: "body", bytes: "<html>Sign in</html>" },
    /it is no gzip: it begins with "<html"/,
  ],
  ["an empty body", { kind: "body", bytes: "" }, /it is empty/],
  [
    "a page behind the archive",
    { kind: "body", bytes: concat(ARCHIVE, new TextEncoder().encode("<html>")) },
    /not gzip/,
  ],
  [
    "a Content-Length that is too short",
    { kind: "length", contentLength: ARCHIVE.length - 1000 },
    /input ends/,
  ],
] as const;

for (const [what, fault, told] of DAMAGES) {
  Deno.test(`downloadArchive tries once more after ${what}`, () =>
    withArchive({ fault: inTurn(fault) }, async (place) => {
      assertEquals((await place.download()).sha256, SHA256);
      await assertWhole(place);
    }));

  Deno.test(`downloadArchive keeps nothing of ${what}, when it comes again`, () =>
    withArchive({ fault: inTurn("repeat", fault) }, async (place) => {
      const error = await assertRejects(() => place.download(), RemoteError);
      assertMatch(
        error.message,
        /^Cannot keep the archive of job 66f000000000000000000001: .*\(it was downloaded 2 times\)$/,
      );
      assertMatch(error.message, told);
      assertEquals([await filesIn(`${place.folder}/..`), downloadsOf(place.server).length], [[], 2]);
    }));
}

Deno.test("downloadArchive says before trying that a job runs or has expired", async () => {
  for (
    const [status, told] of [["IN_PROGRESS", "still being collected"], ["EXPIRED", "has expired"]] as const
  ) {
    await withArchive({ jobs: [{ ...JOB, status }] }, async (place) => {
      const { message } = await assertRejects(() => place.download(), RemoteError);
      assertStringIncludes(message, told);
      assertEquals(statusesOf(place), []);
    });
  }
});

Deno.test("downloadArchive says what is missing from the archive of a job that failed in part", () => {
  const childJobs = [
    { ...CHILD, sizeLimitHit: true },
    { ...CHILD, serverId: "om-2", status: "FAILURE", errorMessage: "timed out" },
    { ...CHILD, serverId: "om-3", status: "FAILURE", errorMessage: "null" },
  ];
  return withArchive(
    { jobs: [{ ...JOB, status: "FAILURE", sizeLimitHit: true, childJobs }] },
    async ({ download }) => {
      assertEquals((await download()).problems, [
        "APPLICATION of om-2 is missing (FAILURE: timed out)",
        "APPLICATION of om-3 is missing (FAILURE)",
        "APPLICATION of om-1.example.com was cut at the size limit",
      ]);
    },
  );
});

Deno.test("downloadArchive keeps gzip that is right around a tar that is odd, and says so", () =>
  withArchive({ archive: gzip("no tar at all") }, async (place) => {
    const { problems } = await place.download();
    assertMatch(problems[0] ?? "", /^Cannot find a file in the archive/);
    assertEquals(await filesIn(place.folder), [NAME]);
  }));

const NAMES = [
  'attachment; filename="../../evil.tar.gz"',
  'attachment; filename="/etc/evil.tar.gz"',
  'attachment; filename="..\\\\..\\\\evil.tar.gz"',
  'attachment; filename="CON.tar.gz"',
  'attachment; filename=".hidden.tar.gz"',
  `attachment; filename="${"n".repeat(300)}.tar.gz"`,
  "attachment; filename*=UTF-8''..%2F..%2Fa%0A%00b%E2%80%AE.tar.gz",
  "attachment; filename",
  null,
];

for (const contentDisposition of NAMES) {
  Deno.test(`downloadArchive writes nothing outside its folder: ${contentDisposition?.slice(0, 60)}`, () =>
    withArchive({ contentDisposition }, async ({ download, folder }) => {
      const { path, fileName } = await download();
      assertEquals(path, `${folder}/${fileName}`);
      await assertWhole({ folder }, ARCHIVE, fileName);
      assertEquals(await filesIn(`${folder}/..`), ["out/", `out/${fileName}`].sort());
      assert(/^[^./\\\p{C}][^/\\\p{C}]*\.gz$/u.test(fileName) && fileName.length <= 200);
    }));
}
