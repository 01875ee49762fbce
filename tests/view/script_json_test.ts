import { assert, assertEquals } from "../../lib/std/assert.ts";
import { scriptJson, scriptJsonBytes } from "../../lib/view/script_json.ts";
import { fc } from "../helpers/property.ts";

Deno.test("scriptJson() escapes what could end a script, and what cannot be seen", () => {
  assertEquals(
    scriptJson("</script>\u2028\u202e\u{e0041}\x7f"),
    '"\\u003c/script>\\u2028\\u202e\\udb40\\udc41\\u007f"',
  );
  assertEquals(scriptJson(undefined), "null");
});

Deno.test("scriptJson() is JSON of the same value, without any of these", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    const json = scriptJson(value);
    assertEquals(JSON.parse(json), JSON.parse(JSON.stringify(value)));
    assert(!/[<\p{Cc}\p{Cf}]/u.test(json));
  }));
});

Deno.test("scriptJson() escapes a character of two units whole, wherever the stretch of rare characters begins", () => {
  assertEquals(scriptJson("é\u{e0041}<é𝄞\u202e"), '"é\\udb40\\udc41\\u003cé𝄞\\u202e"');
});

Deno.test("scriptJsonBytes() is the length of what stands in the file", () => {
  const json = JSON.stringify("a<é€𝄞\u202e");
  assertEquals(scriptJsonBytes(json), new TextEncoder().encode('"a\\u003cé€𝄞\\u202e"').length);
});
