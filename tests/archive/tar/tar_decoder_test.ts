import { assertEquals, assertStringIncludes } from "../../../lib/std/assert.ts";
import { codes, readAll, showMembers } from "../../helpers/read_all.ts";
import {
  bytesOf,
  concat,
  paxEntry,
  paxRecord,
  tarEntry,
  tarHeader,
  tarOf,
  zeroBlocks,
} from "../../helpers/tar_builder.ts";

/** Name of the quirk, the archive, its members, the codes of its diagnostics. */
type Quirk = readonly [what: string, tar: Uint8Array, members: readonly string[], codes: readonly string[]];

const LAST = tarEntry({ name: "last" }, "z");
const LONG = "long/".repeat(40) + "name.log";

const WELL_FORMED: readonly Quirk[] = [
  ["ustar", tarOf(tarEntry({ prefix: "h" }, "a"), LAST), ["h/a.log: a", "last: z"], []],
  ["v7", tarOf(tarEntry({ format: "v7", typeflag: "\0" }, "a")), ["a.log: a"], []],
  ["a contiguous file", tarOf(tarEntry({ typeflag: "7" }, "a")), ["a.log: a"], []],
  ["an unknown type as a file", tarOf(tarEntry({ typeflag: "Z" }, "a"), LAST), ["a.log: a", "last: z"], []],
  ["a pax path over the header's", tarOf(paxEntry({ path: "p/b" }), tarEntry({}, "a"), LAST), [
    "p/b: a",
    "last: z",
  ], []],
  ["a pax size over the header's", tarOf(paxEntry({ size: "3" }), tarEntry({ size: 0 }, "abc"), LAST), [
    "a.log: abc",
    "last: z",
  ], []],
  [
    "a Solaris pax header",
    tarOf(tarEntry({ typeflag: "X" }, paxRecord("path", "sun")), LAST),
    ["sun: z"],
    [],
  ],
  [
    "a global path, a local one, and one taken away",
    tarOf(
      paxEntry({ path: "global" }, "g"),
      tarEntry({}, "1"),
      paxEntry({ path: "local" }),
      tarEntry({}, "2"),
      paxEntry({ path: "" }),
      tarEntry({}, "3"),
    ),
    ["global: 1", "local: 2", "a.log: 3"],
    [],
  ],
  [
    "two pax headers for one entry",
    tarOf(paxEntry({ path: "1" }), paxEntry({ path: "2" }), LAST),
    ["2: z"],
    [],
  ],
  ["a GNU long name", tarOf(tarEntry({ name: "././@LongLink", typeflag: "L" }, `${LONG}\0`), LAST), [
    `${LONG}: z`,
  ], []],
  [
    "a pax path over a GNU long name",
    tarOf(paxEntry({ path: "p" }), tarEntry({ typeflag: "L" }, LONG), LAST),
    ["p: z"],
    [],
  ],
  ["a GNU long link name", tarOf(tarEntry({ typeflag: "K" }, LONG), LAST), ["last: z"], []],
  [
    "GNU volume labels, directory lists, old long names",
    tarOf(
      ...[..."VDN"].map((typeflag) => tarEntry({ name: "meta", typeflag }, "body")),
      LAST,
    ),
    ["last: z"],
    [],
  ],
  [
    "a size in base-256",
    tarOf(
      tarEntry({ patch: { 124: Uint8Array.of(0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3) } }, "abc"),
      LAST,
    ),
    ["a.log: abc", "last: z"],
    [],
  ],
  [
    "directories, by type and by their slash",
    tarOf(
      tarEntry({ name: "d", typeflag: "5" }),
      tarEntry({ name: "d/", format: "v7", typeflag: "\0" }),
      LAST,
    ),
    ["last: z"],
    [],
  ],
  [
    "a directory with a size and no body",
    tarOf(tarEntry({ typeflag: "5", size: 700 }), LAST),
    ["last: z"],
    [],
  ],
  ["a directory with a body", tarOf(tarEntry({ typeflag: "5" }, "x".repeat(700)), LAST), ["last: z"], []],
  ["an empty archive", zeroBlocks(20), [], []],
  ["an archive that ends in the middle of a record of zeros", concat(tarOf(LAST), zeroBlocks(16)), [
    "last: z",
  ], []],
];

const REMARKED: readonly Quirk[] = [
  [
    "links and devices, which are passed over",
    tarOf(
      ...[..."12346"].map((typeflag) => tarEntry({ typeflag })),
      LAST,
    ),
    ["last: z"],
    Array(5).fill("member.skipped-link"),
  ],
  ["a hard link with a size and no body", tarOf(tarEntry({ typeflag: "1", size: 9 }), LAST), ["last: z"], [
    "member.skipped-link",
  ]],
  ["a hard link with a body", tarOf(tarEntry({ typeflag: "1" }, "linked"), LAST), ["last: z"], [
    "member.skipped-link",
  ]],
  ["no zero blocks at the end", LAST, ["last: z"], ["tar.no-end"]],
  ["one zero block at the end", concat(LAST, zeroBlocks(1)), ["last: z"], ["tar.no-end"]],
  ["no padding at the end", concat(tarHeader({ size: 1 }), bytesOf("a")), ["a.log: a"], ["tar.no-end"]],
  ["one zero block in the middle", concat(tarEntry({}, "a"), zeroBlocks(1), tarOf(LAST)), [
    "a.log: a",
    "last: z",
  ], [
    "tar.zero-block",
  ]],
  ["zero blocks at the beginning", concat(zeroBlocks(2), tarOf(LAST)), ["last: z"], ["tar.zero-block"]],
  ["two archives in one", concat(tarOf(tarEntry({}, "a")), zeroBlocks(7), tarOf(LAST)), [
    "a.log: a",
    "last: z",
  ], [
    "tar.concatenated",
  ]],
  ["garbage after the end", concat(tarOf(LAST), bytesOf("garbage".repeat(200))), ["last: z"], [
    "tar.trailing-garbage",
  ]],
  ["little garbage after the end", concat(tarOf(LAST), bytesOf("garbage")), ["last: z"], [
    "tar.trailing-garbage",
  ]],
  ["garbage between two archives", concat(tarOf(tarEntry({}, "a")), bytesOf("x".repeat(999)), tarOf(LAST)), [
    "a.log: a",
    "last: z",
  ], ["tar.trailing-garbage"]],
  [
    "a continued file of a multi-volume archive",
    tarOf(tarEntry({ format: "gnu", typeflag: "M" }, "a"), LAST),
    [
      "a.log: a (cut)",
      "last: z",
    ],
    ["tar.multi-volume"],
  ],
  [
    "a malformed pax header, whose good part counts",
    tarOf(
      tarEntry({ typeflag: "x" }, concat(paxRecord("path", "good"), bytesOf("99 bad\n"))),
      LAST,
    ),
    ["good: z"],
    ["tar.extended-header"],
  ],
  [
    "a pax header too large to read",
    tarOf(
      tarEntry({ typeflag: "x" }, new Uint8Array(1_048_577).fill(0x31)),
      LAST,
    ),
    ["last: z"],
    ["tar.extended-header"],
  ],
  ["a pax header without an entry", tarOf(paxEntry({ path: "p" })), [], ["tar.extended-header"]],
];

const DAMAGED: readonly Quirk[] = [
  ["a wrong checksum", tarOf(tarEntry({ checksum: "wrong" }, "lost"), LAST), ["last: z"], ["tar.corrupt"]],
  ["a size that is no number", tarOf(tarEntry({ patch: { 124: "9z" } }, "lost"), LAST), ["last: z"], [
    "tar.corrupt",
  ]],
  ["a negative size", tarOf(tarEntry({ patch: { 124: new Uint8Array(12).fill(0xff) } }), LAST), ["last: z"], [
    "tar.corrupt",
  ]],
  ["a pax size that is no number", tarOf(paxEntry({ size: "-1" }), tarEntry({}, "a"), LAST), ["last: z"], [
    "tar.corrupt",
  ]],
  [
    "lost bytes before a header that is not aligned any more",
    concat(
      tarEntry({}, "a"),
      tarEntry({ name: "hit" }, "lost".repeat(99)).slice(0, 700),
      tarOf(LAST),
    ),
    ["a.log: a", `hit: ${"lost".repeat(47)}`, "last: z"],
    ["tar.corrupt"],
  ],
  ["a header cut short", concat(tarEntry({}, "a"), tarHeader().slice(0, 300)), ["a.log: a"], [
    "tar.truncated",
  ]],
  ["a body cut short", concat(tarEntry({}, "a"), tarHeader({ name: "b", size: 9 }), bytesOf("12345")), [
    "a.log: a",
    "b: 12345 (cut)",
  ], ["tar.truncated"]],
  ["a body that is not there at all", tarHeader({ size: 9 }), ["a.log:  (cut)"], ["tar.truncated"]],
  ["a pax header cut short", concat(LAST, paxEntry({ path: "p".repeat(600) }).slice(0, 900)), ["last: z"], [
    "tar.truncated",
  ]],
  ["a beginning that is lost", concat(bytesOf("b".repeat(1024)), tarOf(LAST)), ["last: z"], ["tar.corrupt"]],
];

for (const [what, tar, members, expected] of [...WELL_FORMED, ...REMARKED, ...DAMAGED]) {
  Deno.test(`TarDecoder reads ${what}`, async () => {
    const result = await readAll(tar);
    assertEquals(codes(result), expected);
    if (!what.startsWith("lost bytes")) assertEquals(showMembers(result), members);
    assertEquals(result.summary.container, "archive");
    assertEquals(result.summary.complete, !DAMAGED.some(([name]) => name === what));
  });
}

Deno.test("TarDecoder says where it is, what it found and what it wanted", async () => {
  const bad = tarHeader({ name: "b", checksum: "wrong" });
  const { diagnostics } = await readAll(tarOf(LAST, bad, LAST));
  const [{ message, ...place } = { message: "" }] = diagnostics;
  assertStringIncludes(message, "(entry 2, offset 1024); reading goes on with the header at offset 1536");
  const [actual = 0, stored = 0] = (/checksum is (\d+), expected (\d+)/.exec(message) ?? []).slice(1).map(
    Number,
  );
  assertEquals(stored - actual, 1);
  assertEquals(place, { code: "tar.corrupt", severity: "error", input: "input", byteOffset: 1024 });
});

Deno.test("TarDecoder names the member that is cut, and how much of it is there", async () => {
  const { diagnostics } = await readAll(concat(LAST, tarHeader({ name: "h/b", size: 9 }), bytesOf("12345")));
  assertEquals(diagnostics, [{
    code: "tar.truncated",
    severity: "error",
    message: "Cannot read tar member: 5 of 9 bytes are there, input ends there (entry 2, offset 1024)",
    input: "input",
    member: "h/b",
    byteOffset: 5,
  }]);
});
