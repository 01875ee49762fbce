import { createHash } from "node:crypto";
import { readArchive } from "../../lib/archive/read_archive.ts";
import { assert, assertEquals, assertRejects } from "../../lib/std/assert.ts";
import { codes, readAll, showMembers } from "../helpers/read_all.ts";
import {
  bytesOf,
  concat,
  gzip,
  noise,
  paxEntry,
  tarEntry,
  tarHeader,
  tarOf,
} from "../helpers/tar_builder.ts";

const INNER = tarOf(tarEntry({ name: "inner/a.log" }, "deep\n"));

Deno.test("readArchive() gives members, bytes and ends in order", async () => {
  const parts = readArchive(
    {
      name: "logs.tgz",
      open: () => oneChunk(gzip(tarOf(tarEntry({ name: "h/a.log" }, "text"), tarEntry({ name: "e" })))),
    },
    { input: "logs.tgz" },
  );
  const seen: unknown[] = [];
  for await (const part of parts) {
    seen.push(part.kind === "bytes" ? new TextDecoder().decode(part.bytes) : part);
  }
  assertEquals(seen, [
    { kind: "member", path: "h/a.log", sizeBytes: 4 },
    "text",
    { kind: "end", complete: true },
    { kind: "member", path: "e", sizeBytes: 0 },
    { kind: "end", complete: true },
  ]);
});

Deno.test("readArchive() gives a small member of a tar where it lies", async () => {
  const tar = tarOf(tarEntry({ name: "h/a.log" }, "text"), tarEntry({ name: "h/b.log" }, noise(20_000)));
  for await (const part of readArchive({ name: "a.tar", open: () => oneChunk(tar) }, { input: "a.tar" })) {
    if (part.kind === "bytes") assert(part.bytes.buffer === tar.buffer);
  }
});

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

Deno.test("readArchive() sums up what it read", async () => {
  const bytes = gzip(tarOf(tarEntry({ name: "a" }, "12"), tarEntry({ name: "b" }, "345")));
  const { summary: { firstBytes, ...summary } } = await readAll(bytes);
  assertEquals(summary, {
    container: "archive",
    sha256: createHash("sha256").update(bytes).digest("hex"),
    inputBytes: bytes.length,
    complete: true,
    members: 2,
    uncompressedBytes: 5,
  });
  assertEquals(firstBytes, tarHeader({ name: "a", size: 2 }));
});

/** What it is, the bytes of a file called `x`, its members, what it is found to be. */
const FORMS:
  readonly (readonly [what: string, bytes: Uint8Array, members: readonly string[], container: string])[] = [
    ["a plain log", bytesOf("line\n"), ["x: line\n"], "log"],
    ["an empty log", new Uint8Array(0), ["x: "], "log"],
    ["a compressed log", gzip("line\n"), ["x: line\n"], "log"],
    ["a log compressed twice", gzip(gzip("line\n")), ["x: line\n"], "log"],
    ["a tar", tarOf(tarEntry({}, "1")), ["a.log: 1"], "archive"],
    ["a compressed tar", gzip(tarOf(tarEntry({}, "1"))), ["a.log: 1"], "archive"],
    [
      "a compressed log in a tar, whose name stays",
      tarOf(tarEntry({ name: "a.gz" }, gzip("1"))),
      ["a.gz: 1"],
      "archive",
    ],
    ["a tar in a tar", tarOf(tarEntry({ name: "i.tar" }, INNER)), ["i.tar!/inner/a.log: deep\n"], "archive"],
    ["a tar.gz in a tar.gz", gzip(tarOf(tarEntry({ name: "i.tgz" }, gzip(INNER)), tarEntry({}, "1"))), [
      "i.tgz!/inner/a.log: deep\n",
      "a.log: 1",
    ], "archive"],
    ["members that are not text", tarOf(tarEntry({}, "\0\x01")), ["a.log: \0\x01"], "archive"],
  ];

for (const [what, bytes, members, container] of FORMS) {
  Deno.test(`readArchive() reads ${what}`, async () => {
    const result = await readAll(bytes, { name: "x" });
    assertEquals(showMembers(result), members);
    assertEquals(result.diagnostics, []);
    assertEquals(result.summary.container, container);
  });
}

Deno.test("readArchive() puts the file's name before the members of an archive in a folder", async () => {
  const options = { name: "old/logs.tgz", isInFolder: true };
  assertEquals(showMembers(await readAll(gzip(INNER), options)), ["old/logs.tgz!/inner/a.log: deep\n"]);
  assertEquals(showMembers(await readAll(gzip("line\n"), options)), ["old/logs.tgz: line\n"]);
});

Deno.test("readArchive() refuses what it cannot open, and says what to do", async () => {
  const { members, diagnostics, summary } = await readAll(bytesOf("PK\x03\x04rest"));
  assertEquals(members, []);
  assertEquals(diagnostics, [{
    code: "archive.unsupported",
    severity: "error",
    message: "Cannot read input: it is zip, expected gzip, tar or text; unpack it first",
    input: "input",
    byteOffset: 0,
  }]);
  assertEquals([summary.container, summary.complete], ["unknown", false]);
});

Deno.test("readArchive() passes over a member that it cannot open", async () => {
  const result = await readAll(
    tarOf(tarEntry({ name: "a.zip" }, "PK\x03\x04rest"), tarEntry({ name: "b" }, "1")),
  );
  assertEquals(showMembers(result), ["b: 1"]);
  assertEquals(result.diagnostics.map(({ code, member }) => [code, member]), [[
    "archive.unsupported",
    "a.zip",
  ]]);
});

Deno.test("readArchive() keeps members of the same path apart", async () => {
  const entries = ["a", "a (2)", "a", "a", "b"].map((name, i) => tarEntry({ name }, `${i}`));
  const result = await readAll(tarOf(...entries));
  assertEquals(showMembers(result), ["a: 0", "a (2): 1", "a (3): 2", "a (4): 3", "b: 4"]);
  assertEquals(codes(result), ["member.duplicate-path", "member.duplicate-path"]);
  assert(result.summary.complete);
});

Deno.test("readArchive() keeps a leading ./ so that other tools find the member", async () => {
  const result = await readAll(tarOf(tarEntry({ name: "./om1/a.log" }, "1")));
  assertEquals(showMembers(result), ["./om1/a.log: 1"]);
  assertEquals(codes(result), []);
});

Deno.test("readArchive() keeps long paths apart too", async () => {
  const entry = concat(paxEntry({ path: "p/".repeat(300) + "a" }), tarEntry({}, "1"));
  const { members } = await readAll(tarOf(entry, entry));
  assertEquals(members.map(({ path }) => path.slice(-6)), ["/p/p/a", "/a (2)"]);
});

Deno.test("readArchive() rewrites an unsafe path, and still reads the member", async () => {
  const result = await readAll(tarOf(tarEntry({ name: "../../etc/cron.d/evil" }, "1")));
  assertEquals(showMembers(result), ["etc/cron.d/evil: 1"]);
  assertEquals(result.diagnostics.map(({ code, severity, member }) => [code, severity, member]), [
    ["member.unsafe-path", "note", "etc/cron.d/evil"],
  ]);
});

Deno.test("readArchive() says where in a compressed member it is damaged", async () => {
  const inner = gzip(noise(5000)).slice(0, 3000);
  const result = await readAll(tarOf(tarEntry({ name: "a.gz" }, inner), tarEntry({ name: "b" }, "1")));
  const [first, second] = result.members;
  assertEquals(result.diagnostics.map(({ code, member, byteOffset }) => [code, member, byteOffset]), [
    ["gzip.truncated", "a.gz", first?.bytes.length],
  ]);
  assertEquals([first?.complete, second?.complete], [false, true]);
});

Deno.test("readArchive() calls nothing a log of which nothing came out", async () => {
  const { members, summary } = await readAll(gzip("line\n").slice(0, 10));
  assertEquals([members, summary.container, summary.complete], [[], "unknown", false]);
});

Deno.test("readArchive() counts diagnostics of one code beyond the first hundred", async () => {
  const links = Array.from({ length: 350 }, () => tarHeader({ typeflag: "2" }));
  const { diagnostics } = await readAll(tarOf(...links));
  assertEquals(diagnostics.length, 101);
  const { code, severity, count } = diagnostics[100]!;
  assertEquals([code, severity, count], ["member.skipped-link", "note", 250]);
});

Deno.test("readArchive() ends the source when it is not read to the end", async () => {
  let isEnded = false;
  async function* open(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield await Promise.resolve(gzip("line\n".repeat(100_000)));
    } finally {
      isEnded = true;
    }
  }
  for await (const part of readArchive({ name: "endless", open }, { input: "i" })) {
    if (part.kind === "bytes") break;
  }
  assert(isEnded);
});

Deno.test("readArchive() asks the source for no more than it needs", async () => {
  let asked = 0;
  async function* open(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(tarEntry({ name: "first" }, noise(20_000)));
    for (;;) {
      asked++;
      yield await Promise.resolve(new Uint8Array(512));
    }
  }
  const parts = readArchive({ name: "endless", open }, { input: "i" });
  assertEquals((await parts.next()).value, { kind: "member", path: "first", sizeBytes: 20_000 });
  assertEquals(asked, 0);
  await parts.return({} as never);
});

Deno.test("readArchive() throws the reason of its signal", async () => {
  const abort = new AbortController();
  const parts = readArchive({ name: "a", open: () => oneChunk(INNER) }, { input: "i", signal: abort.signal });
  await parts.next();
  abort.abort(new RangeError("enough"));
  await assertRejects(() => parts.next(), RangeError, "enough");
});

Deno.test("readArchive() throws what the source throws", async () => {
  async function* open(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(gzip("a"));
    throw new TypeError("disk failed");
  }
  await assertRejects(
    () => Array.fromAsync(readArchive({ name: "a", open }, { input: "i" })),
    TypeError,
    "disk failed",
  );
});
