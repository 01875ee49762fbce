import { assertEquals } from "../../../lib/std/assert.ts";
import { bytesOf, concat, noise, octal, tarEntry, tarHeader, tarOf } from "../../helpers/tar_builder.ts";
import {
  assertSeekable,
  type DeflateShape,
  gzipOf,
  type IndexOptions,
  linesOf,
  readIndexed,
  sparseEntry,
} from "./indexed_archive.ts";

const TEXT = linesOf(8000);
const OTHER = linesOf(3000, 7);
const TAR = tarOf(tarEntry({ name: "h/a.log" }, TEXT), tarEntry({ name: "h/b.log" }, OTHER));
const SPARSE = sparseEntry("s.log", [[0, OTHER.slice(0, 9000)], [70_000, TEXT.slice(0, 3000)]], 90_000);

/** Cut into gzip members of so many bytes, whatever is in them. */
function inMembers(bytes: Uint8Array, width: number, shape?: DeflateShape): Uint8Array {
  const count = Math.ceil(bytes.length / width);
  return concat(
    ...Array.from({ length: count }, (_, i) => gzipOf(bytes.subarray(i * width, (i + 1) * width), shape)),
  );
}

function withDamage(bytes: Uint8Array, at: number): Uint8Array {
  const copy = bytes.slice();
  copy.set(noise(40, at), at);
  return copy;
}

/** What it is, its bytes, how many gzip streams have members. */
const FORMS:
  readonly (readonly [what: string, bytes: Uint8Array, streams: number, options?: IndexOptions])[] = [
    ["a plain log", TEXT, 0],
    ["an empty log", new Uint8Array(0), 0],
    ["a plain tar", TAR, 0],
    ["a tar in a tar", tarOf(tarEntry({ name: "i.tar" }, TAR), tarEntry({ name: "z" }, OTHER)), 0],
    ["a compressed log", gzipOf(TEXT), 1],
    ["a log compressed twice", gzipOf(gzipOf(TEXT)), 2],
    ["a tar.gz", gzipOf(TAR), 1],
    ["a tar.gz of many gzip members", inMembers(TAR, 7777), 1],
    ["a tar.gz of gzip members that end in a tar header", inMembers(TAR, 100), 1],
    [
      "a tar.gz of gzip members with zeros and empty ones between",
      concat(
        gzipOf(TAR.subarray(0, 300)),
        new Uint8Array(5000),
        gzipOf(new Uint8Array(0)),
        gzipOf(new Uint8Array(0)),
        gzipOf(TAR.subarray(300)),
        new Uint8Array(512),
      ),
      1,
    ],
    [
      "compressed logs in a tar",
      tarOf(
        tarEntry({ name: "a.gz" }, gzipOf(TEXT)),
        tarEntry({ name: "b.gz" }, inMembers(OTHER, 50_000)),
        tarEntry({ name: "c" }, OTHER),
      ),
      2,
    ],
    [
      "compressed logs in a tar.gz",
      gzipOf(tarOf(
        tarEntry({ name: "a.gz" }, gzipOf(TEXT)),
        tarEntry({ name: "c" }, OTHER),
        tarEntry({ name: "b.gz" }, gzipOf(OTHER)),
      )),
      3,
    ],
    ["a tar.gz in a tar", tarOf(tarEntry({ name: "i.tgz" }, gzipOf(TAR)), tarEntry({ name: "z" }, OTHER)), 1],
    ["a sparse file in a tar.gz", gzipOf(tarOf(SPARSE, tarEntry({ name: "z" }, OTHER))), 1],
    [
      "a sparse file in a tar in a sparse file",
      tarOf(
        sparseEntry("i.tar", [[0, tarOf(SPARSE, tarEntry({ name: "z" }, TEXT)).slice(0, 100_000)]], 200_000),
      ),
      0,
    ],
    [
      "a compressed log with a hole in a tar",
      (() => {
        const log = gzipOf(bytesOf("\0".repeat(60_000)), { level: 0, memLevel: 8 });
        return tarOf(
          sparseEntry("s.gz", [[0, log.slice(0, 20_000)], [40_000, log.slice(40_000)]], log.length),
        );
      })(),
      1,
    ],
    ["an input that is cut", gzipOf(TAR).slice(0, 90_000), 1],
    ["a tar.gz that is damaged", withDamage(gzipOf(TAR), 60_000), 1],
    ["gzip members of which one is damaged", withDamage(inMembers(TAR, 40_000), 50_000), 1],
    ["gzip members of which the first is damaged at its beginning", withDamage(inMembers(TAR, 40_000), 4), 1],
    [
      "a gzip member that is cut, and others",
      concat(gzipOf(TEXT).slice(0, 40_000), inMembers(TAR, 90_000)),
      1,
    ],
    ["garbage between gzip members", concat(gzipOf(TEXT), noise(900), gzipOf(OTHER)), 1],
    [
      "a damaged log in a tar.gz",
      gzipOf(tarOf(
        tarEntry({ name: "a.gz" }, withDamage(inMembers(TEXT, 60_000), 30_000)),
        tarEntry({ name: "b" }, OTHER),
      )),
      2,
    ],
    [
      "a tar with a wrong header",
      tarOf(
        tarEntry({ name: "a" }, TEXT),
        tarEntry({ checksum: "wrong" }, OTHER),
        tarEntry({ name: "b" }, OTHER),
      ),
      0,
    ],
    ["members over a limit", gzipOf(TAR), 1, { limits: { maxBytes: 100_000 } }],
    [
      "a member that cannot be opened, before others",
      gzipOf(tarOf(
        tarEntry({ name: "zip.gz" }, gzipOf(concat(bytesOf("PK\x03\x04"), OTHER))),
        tarEntry({ name: "a.gz" }, gzipOf(TEXT)),
      )),
      2,
    ],
    ["links and directories", gzipOf(tarOf(tarHeader({ typeflag: "2" }), tarEntry({ name: "a" }, TEXT))), 1],
    [
      "old GNU sparse files",
      tarOf(tarEntry(
        {
          format: "gnu",
          typeflag: "S",
          patch: { 386: octal(1000, 12), 398: octal(4, 12), 483: octal(3000, 12) },
        },
        "text",
      )),
      0,
    ],
  ];

for (const [what, bytes, streams, options] of FORMS) {
  for (const inflate of ["fast", "portable"] as const) {
    Deno.test(`SeekReader reads ${what} as it was delivered (${inflate})`, async () => {
      const archive = await readIndexed(bytes, { ...options, inflate, width: 10_000 });
      assertEquals(archive.index.streams.length, 1 + streams);
      assertSeekable(archive, inflate);
    });
  }
}
