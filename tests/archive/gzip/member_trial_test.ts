import { PortableInflater } from "../../../lib/archive/gzip/portable_inflater.ts";
import { isGzipMember } from "../../../lib/archive/gzip/member_trial.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { bytesOf, concat, gzip, noise, withBytes } from "../../helpers/tar_builder.ts";

const ONE = gzip("one\n");

const TRIALS: readonly (readonly [what: string, bytes: Uint8Array, expected: boolean])[] = [
  ["a member and nothing", ONE, true],
  ["a member, zeros and nothing", concat(ONE, new Uint8Array(9)), true],
  ["a member, zeros and a member", concat(ONE, new Uint8Array(9), ONE), true],
  ["a member and what is not gzip", concat(ONE, bytesOf("tar")), false],
  ["a member with a wrong CRC", withBytes(ONE, ONE.length - 8, "zzzz"), false],
  ["a member without its trailer", ONE.slice(0, -1), false],
  ["a header alone", ONE.slice(0, 9), false],
  ["a header before invalid data", concat(ONE.slice(0, 10), Uint8Array.of(7)), false],
  ["no header", bytesOf("not a header"), false],
  ["the beginning of a long member", gzip(noise(5000)).slice(0, 3000), true],
  ["a member of more than is tried", concat(gzip(new Uint8Array(3_000_000)), bytesOf("tar")), true],
];

for (const [what, bytes, expected] of TRIALS) {
  Deno.test(`isGzipMember() says ${expected} to ${what}`, () => {
    assertEquals(
      isGzipMember(new PortableInflater(), concat(bytesOf("x"), bytes), 1, bytes.length + 1),
      expected,
    );
  });
}
