import { assertEquals } from "../../lib/std/assert.ts";
import { Secret } from "../../lib/fetch/secret.ts";

const TEXT = "correct-horse-battery-staple";

Deno.test("Secret gives its text back by reveal() alone", () => {
  const secret = new Secret(TEXT);
  const shown = [
    `${secret}`,
    String(secret),
    JSON.stringify({ secret }),
    Deno.inspect(secret, { showHidden: true, depth: 9 }),
    Deno.inspect({ nested: [secret] }, { showHidden: true, depth: 9 }),
    JSON.stringify(Object.getOwnPropertyDescriptors(secret)),
    Deno.inspect(structuredClone(secret)),
  ];
  assertEquals(shown.filter((text) => text.includes(TEXT)), []);
  assertEquals(JSON.stringify({ secret }), '{"secret":"[secret]"}');
  assertEquals(secret.reveal(), TEXT);
});
