import { createHash } from "node:crypto";
import { ArchiveCheck, type CheckedArchive } from "../../../../lib/cli/fetch/archive/archive_check.ts";
import { assertEquals, assertMatch, assertStringIncludes } from "../../../../lib/std/assert.ts";
import { fc } from "../../../helpers/property.ts";
import { concat, gzip, noise, tarEntry, tarOf, withBytes } from "../../../helpers/tar_builder.ts";

const LOG = "x".repeat(3000);
const TAR = tarOf(
  tarEntry({ name: "om-1/application/mms0.log" }, LOG),
  tarEntry({ name: "b.log" }, noise(40_000)),
);
const ARCHIVE = gzip(TAR);

function checked(bytes: Uint8Array, width = 65_536): CheckedArchive {
  const check = new ArchiveCheck();
  for (let at = 0; at < bytes.length; at += width) check.write(bytes.slice(at, at + width));
  return check.finish();
}

Deno.test("ArchiveCheck finds nothing wrong with a whole archive and gives its SHA-256", () => {
  assertEquals(checked(ARCHIVE), {
    sizeBytes: ARCHIVE.length,
    sha256: createHash("sha256").update(ARCHIVE).digest("hex"),
    damage: null,
    remarks: [],
  });
});

Deno.test("ArchiveCheck takes several gzip members and zeros behind them for one archive", () => {
  const archive = concat(gzip(TAR.subarray(0, 1000)), gzip(TAR.subarray(1000)), new Uint8Array(700));
  const { damage, remarks } = checked(archive);
  assertEquals([damage, remarks], [null, []]);
});

const crcAt = ARCHIVE.length - 8;
const sizeAt = ARCHIVE.length - 4;
const flip = (at: number) => withBytes(ARCHIVE, at, Uint8Array.of(ARCHIVE[at]! ^ 0x55));
const DAMAGES: readonly (readonly [what: string, bytes: Uint8Array, told: RegExp])[] = [
  ["nothing at all", new Uint8Array(0), /^it is empty$/],
  [
    "a page",
    new TextEncoder().encode("<!DOCTYPE html>\n<p>"),
    /^it is no gzip: it begins with "<!DOC"$/,
  ],
  ["two bytes", Uint8Array.of(0x50, 0x4b), /^it is no gzip: it begins with "PK"$/],
  ["a wrong CRC", flip(crcAt), /^cannot verify gzip member: CRC is [\da-f]{8}, expected [\da-f]{8}$/],
  ["a wrong length", flip(sizeAt), /^cannot verify gzip member: size is \d+, expected \d+ bytes$/],
  [
    "text behind it",
    concat(ARCHIVE, noise(500)),
    /^cannot read gzip member: data after the member is not gzip/,
  ],
  ["a page behind it", concat(ARCHIVE, new TextEncoder().encode("<html>502")), /is not gzip/],
  [
    "half a member behind it",
    concat(ARCHIVE, ARCHIVE.subarray(0, 900)),
    /^cannot read gzip data: input ends/,
  ],
  ["a wrong CRC in its first member", concat(flip(crcAt), ARCHIVE), /CRC/],
];

for (const [what, bytes, told] of DAMAGES) {
  Deno.test(`ArchiveCheck calls an archive damaged that has or is ${what}`, () => {
    assertMatch(checked(bytes).damage ?? "", told);
  });
}

Deno.test("ArchiveCheck calls an archive damaged wherever it is cut, and wherever a byte differs", () => {
  for (let tenth = 1; tenth < 10; tenth++) {
    const at = Math.floor(ARCHIVE.length * tenth / 10);
    assertStringIncludes(checked(ARCHIVE.subarray(0, at)).damage ?? "", "input ends");
    assertMatch(checked(flip(at)).damage ?? "", /^cannot (?:read|verify) gzip/);
  }
});

Deno.test("ArchiveCheck judges the same however the bytes arrive", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(ARCHIVE, flip(crcAt), concat(ARCHIVE, noise(500)), ARCHIVE.subarray(0, 9000)),
      fc.integer({ min: 1, max: 50_000 }),
      (bytes, width) => assertEquals(checked(bytes, width), checked(bytes)),
    ),
    { numRuns: 30 },
  );
});

Deno.test("ArchiveCheck keeps a tar that is odd inside gzip that is right, and says what is odd", () => {
  const cut = checked(gzip(TAR.subarray(0, 2000)));
  assertEquals(cut.damage, null);
  assertMatch(cut.remarks.join(), /^Cannot read tar member: \d+ of 3000 bytes are there, input ends there/);
  const page = checked(gzip("<html>".repeat(200)));
  assertEquals(page.damage, null);
  assertMatch(page.remarks.join(), /^Cannot find a file in the archive: .*Cannot read tar header/);
});

Deno.test("ArchiveCheck lists the first problems of a tar and counts the others", () => {
  const bad = tarEntry({ name: "x", checksum: "wrong" });
  const good = tarEntry({ name: "y" });
  const { remarks } = checked(gzip(tarOf(...Array.from({ length: 9 }, () => [good, bad]).flat(), good)));
  assertEquals(remarks.length, 4);
  assertEquals(remarks[3], "Cannot list all problems of the archive: 6 more follow");
});

Deno.test("ArchiveCheck has no limit of size or ratio, unlike the analysis", () => {
  const zeros = new Uint8Array(80 * 2 ** 20);
  const { damage, remarks, sizeBytes } = checked(gzip(tarOf(tarEntry({ name: "zeros.log" }, zeros))));
  assertEquals([damage, remarks, sizeBytes < zeros.length / 200], [null, [], true]);
});
