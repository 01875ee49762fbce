import { HashedBytes } from "../../lib/scan/hashed_bytes.ts";
import { LINE_URL_STOPS, RequestUrl, WHOLE_URL_STOPS } from "../../lib/scan/request_url.ts";
import { viewBytes } from "../../lib/scan/viewed_bytes.ts";
import { assert, assertEquals, assertNotEquals } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";

const encoder = new TextEncoder();
const CLOCK = "1776000000000";
const BEFORE = "junk ";
const AFTER = ' HTTP/1.1" 200 512';

/** What is read of a URL that stands in an access line. */
function readInLine(url: string, method = "GET"): RequestUrl {
  const text = viewBytes(encoder.encode(`${BEFORE}${method} ${url}${AFTER}`));
  const read = new RequestUrl(LINE_URL_STOPS);
  read.read(text.view, BEFORE.length, BEFORE.length + method.length + 1, text.bytes.length);
  return read;
}

/** What is read of a URL that stands alone. */
function readWhole(url: string, method = "GET"): RequestUrl {
  const text = viewBytes(encoder.encode(`${method} ${url}`));
  const read = new RequestUrl(WHOLE_URL_STOPS);
  read.read(text.view, 0, method.length + 1, text.bytes.length);
  return read;
}

function keyOf({ keyHigh, keyLow }: RequestUrl): string {
  return `${keyHigh} ${keyLow}`;
}

const urls = fc.tuple(
  fc.string({ unit: fc.constantFrom(..."ab/.=%5!#$'\u00fc"), maxLength: 30 }),
  fc.constantFrom("", "?", "?a=b&", "?ah=h&at=", "?at=", "?x&at="),
  fc.constantFrom("", CLOCK, "177600000000", "17760000000001", "17760000000x0", `${CLOCK}&b=1`),
).map(([path, query, end]) => `/${path}${query}${end}`);

Deno.test("RequestUrl ends a URL in a line at a space, a quote, a backslash or a line feed", () => {
  for (const path of ["/", "/a", "/abcdefg", "/abcdefgh?i=j&k=l?m", "/\u00fc%20!#'[]"]) {
    for (const stop of [" ", '"', "\\", "\n"]) {
      const text = viewBytes(encoder.encode(`G ${path}${stop}${path}${AFTER}`));
      const read = new RequestUrl(LINE_URL_STOPS);
      read.read(text.view, 0, 2, text.bytes.length);
      assertEquals(read.end, 2 + encoder.encode(path).length, JSON.stringify(path + stop));
    }
  }
});

Deno.test("RequestUrl gives a URL one hash and one key, in a line or alone", () => {
  fc.assert(
    fc.property(urls, (url) => {
      const inLine = readInLine(url);
      const whole = readWhole(url);
      const length = encoder.encode(url).length;
      assertEquals([inLine.end - BEFORE.length, whole.end], [4 + length, 4 + length]);
      assertEquals([inLine.hash, keyOf(inLine), inLine.clockMs], [whole.hash, keyOf(whole), whole.clockMs]);
      assertEquals(inLine.clockStart - BEFORE.length, whole.clockStart);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("RequestUrl gives URLs that only the clock at the end tells apart one key and different hashes", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."abc/"), maxLength: 24 }), (path) => {
      const url = `/${path}?ah=h&at=`;
      const [first, second, none] = [url + CLOCK, `${url}1999999999999`, url].map((one) => readInLine(one));
      assert(first !== undefined && second !== undefined && none !== undefined);
      assertEquals([first.clockMs, second.clockMs, none.clockMs], [
        1_776_000_000_000,
        1_999_999_999_999,
        NaN,
      ]);
      assertEquals([keyOf(first), keyOf(second)], [keyOf(none), keyOf(none)]);
      assertEquals(new Set([first.hash, second.hash, none.hash]).size, 3);
    }),
  );
});

Deno.test("RequestUrl takes no clock from the midst of a URL, from a path, or of another length", () => {
  for (
    const end of [
      `?at=${CLOCK}&a=1`,
      `?bat=${CLOCK}`,
      `?at=${CLOCK}0`,
      "?at=177600000000",
      "?at=-77600000000",
      "?at=",
    ]
  ) {
    const read = readInLine(`/a${end}`);
    assertEquals([read.clockMs, read.clockStart], [NaN, read.end], end);
  }
  assertEquals(readInLine(`at=${CLOCK}`).clockMs, NaN);
});

Deno.test("RequestUrl keeps methods, paths and queries apart", () => {
  const requests = [["GET", "/a"], ["PUT", "/a"], ["GET", "/b"], ["GET", "/a?"], ["GET", "/a?b=1"], [
    "GET",
    "/a?b=2",
  ]] as const;
  const reads = requests.map(([method, url]) => readInLine(url, method));
  assertEquals(new Set(reads.map(({ hash }) => hash)).size, requests.length);
  assertEquals(new Set(reads.map(keyOf)).size, requests.length);
});

Deno.test("HashedBytes hashes a text the same wherever it stands, and tells similar ones apart", () => {
  const hashes = new Set<string>();
  const hashed = new HashedBytes();
  for (let i = 0; i < 40_000; i++) {
    const name = `qtp${i % 7}-${i}-${(i * 7919).toString(16)}`;
    const bytes = encoder.encode(`${"x".repeat(i % 5)}${name}yz`);
    hashed.set(viewBytes(bytes).view, i % 5, i % 5 + name.length);
    const { high, low } = hashed;
    hashed.set(viewBytes(encoder.encode(name)).view, 0, name.length);
    assertEquals([hashed.high, hashed.low], [high, low]);
    hashes.add(`${high} ${low}`);
  }
  assertEquals(hashes.size, 40_000);
  assertNotEquals(hashed.high, hashed.low);
});
