import { assert, assertEquals } from "../../lib/std/assert.ts";
import { scriptJson } from "../../lib/view/script_json.ts";
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
