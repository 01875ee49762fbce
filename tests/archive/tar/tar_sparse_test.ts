import { assertEquals } from "../../../lib/std/assert.ts";
import { codes, readAll, showMembers } from "../../helpers/read_all.ts";
import {
  bytesOf,
  concat,
  octal,
  padded,
  paxEntry,
  paxRecord,
  tarEntry,
  tarHeader,
  tarOf,
} from "../../helpers/tar_builder.ts";

const LAST = tarEntry({ name: "last" }, "z");

/** A GNU sparse header whose map says that `text` lies at 1000 of 3000 bytes. */
function gnuSparse(text: string, patch: Record<number, string> = {}): Uint8Array {
  const map = { 386: octal(1000, 12), 398: octal(text.length, 12), 483: octal(3000, 12) };
  return tarEntry({ format: "gnu", typeflag: "S", patch: { ...map, ...patch } }, text);
}

const SPARSE_RECORDS = {
  "GNU.sparse.name": "a.log",
  "GNU.sparse.size": "3000",
  "GNU.sparse.realsize": "3000",
};
const SPARSE: Readonly<Record<string, Uint8Array>> = {
  "old GNU": gnuSparse("text"),
  "old GNU with more blocks": concat(
    tarHeader({
      format: "gnu",
      typeflag: "S",
      size: 4,
      patch: { 386: octal(1000, 12), 398: octal(1, 12), 482: "\x01", 483: octal(3000, 12) },
    }),
    padded(concat(bytesOf(octal(1001, 12) + octal(3, 12)), new Uint8Array(24 * 20))),
    padded(bytesOf("text")),
  ),
  "pax 0.0": concat(
    tarEntry(
      { typeflag: "x" },
      concat(
        paxRecord("GNU.sparse.size", "3000"),
        paxRecord("GNU.sparse.offset", "1000"),
        paxRecord("GNU.sparse.numbytes", "4"),
      ),
    ),
    tarEntry({}, "text"),
  ),
  "pax 0.1": concat(
    paxEntry({ ...SPARSE_RECORDS, "GNU.sparse.map": "1000,4" }),
    tarEntry({ name: "x" }, "text"),
  ),
  "pax 1.0": concat(
    paxEntry({ ...SPARSE_RECORDS, "GNU.sparse.major": "1", "GNU.sparse.minor": "0" }),
    tarEntry({ name: "x" }, concat(padded(bytesOf("1\n1000\n4\n")), bytesOf("text"))),
  ),
};

for (const [version, entry] of Object.entries(SPARSE)) {
  Deno.test(`TarDecoder fills the holes of a sparse file of version ${version} with zeros`, async () => {
    const result = await readAll(tarOf(entry, LAST));
    assertEquals(codes(result), []);
    assertEquals(result.members.map(({ path, sizeBytes }) => [path, sizeBytes]), [["a.log", 3000], [
      "last",
      1,
    ]]);
    assertEquals(
      result.members[0]?.bytes,
      concat(new Uint8Array(1000), bytesOf("text"), new Uint8Array(1996)),
    );
  });
}

const BAD_SPARSE: Readonly<Record<string, Uint8Array>> = {
  "a map that is longer than the file": gnuSparse("text", { 483: octal(1000, 12) }),
  "a map that is longer than what is stored": gnuSparse("text", { 398: octal(5, 12) }),
  "a map that is no numbers": gnuSparse("text", { 386: "zzz" }),
  "no map": concat(paxEntry({ "GNU.sparse.realsize": "3000" }), tarEntry({}, "text")),
  "a map of more segments than are believed": concat(
    paxEntry({ ...SPARSE_RECORDS, "GNU.sparse.major": "1" }),
    tarEntry({}, padded(bytesOf("99999999\n"))),
  ),
  "holes without end": gnuSparse("text", { 483: octal(8 ** 11 - 1, 12) }),
};

for (const [what, entry] of Object.entries(BAD_SPARSE)) {
  Deno.test(`TarDecoder passes over a sparse file with ${what}`, async () => {
    const result = await readAll(tarOf(entry, LAST));
    assertEquals(codes(result), ["tar.sparse"]);
    assertEquals(showMembers(result), ["last: z"]);
  });
}
