import { oneLine } from "../../../../lib/fetch/http/errors/one_line.ts";
import { withoutSecret } from "../../../../lib/fetch/http/errors/without_secret.ts";
import { Secret } from "../../../../lib/fetch/secret.ts";
import { assert, assertEquals } from "../../../../lib/std/assert.ts";
import { fc } from "../../../helpers/property.ts";

Deno.test("withoutSecret() takes out the secret in every form in which it is repeated", () => {
  const plain = 'ab"c d/é';
  const bytes = new TextEncoder().encode(plain);
  const forms = [
    plain,
    JSON.stringify(plain).slice(1, -1),
    encodeURIComponent(plain),
    bytes.toBase64(),
    bytes.toHex(),
  ];
  for (const form of forms) {
    assertEquals(withoutSecret(`<${form}|${form}>`, new Secret(plain)), "<[private key]|[private key]>");
  }
});

Deno.test("withoutSecret() leaves no secret in any text around it", () => {
  // No letter of what stands in the place of the secret.
  const key = fc.string({ unit: fc.constantFrom(..."XYZ019"), minLength: 1 });
  fc.assert(fc.property(fc.array(fc.oneof(key, fc.constant("?"))), key, (texts, secret) => {
    assert(!withoutSecret(texts.join(secret), new Secret(secret)).includes(secret));
  }));
});

Deno.test("withoutSecret() takes out answers of Digest", () => {
  assertEquals(
    withoutSecret(
      'you sent Authorization: digest  username="u", response="00"\r\nHost: x',
      new Secret("k3y"),
    ),
    "you sent Authorization: Digest …\r\nHost: x",
  );
});

Deno.test("withoutSecret() leaves a text alone that has none", () => {
  assertEquals(withoutSecret("Digest is wanted", new Secret("k3y")), "Digest is wanted");
  assertEquals(withoutSecret("text", new Secret("")), "text");
});

Deno.test("oneLine() counts characters, and cuts none in two", () => {
  assertEquals([oneLine("ab", 2), oneLine("abc", 2), oneLine("😀😀😀", 2)], ["ab", "a…", "😀…"]);
  assertEquals(oneLine(" a\r\n\t b\u2028\u00a0c\u0007 ", 9), "a b c");
});
