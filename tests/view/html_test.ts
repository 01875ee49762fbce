import { html, rawHtml } from "../../lib/view/html.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { anyCharacter, fc } from "../helpers/property.ts";

Deno.test("html escapes text and attributes, and shows what is invisible", () => {
  const text = `<b a='1' c="2">&amp;\u202e\x1b`;
  assertEquals(
    html`<p title="${text}">${text}</p>`.markup,
    `<p title="&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;amp;\\u202e\\x1b">` +
      `&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;amp;\\u202e\\x1b</p>`,
  );
});

Deno.test("html nests what it made, and lists of it, without escaping twice", () => {
  const items = ["a&b", "c"].map((item) => html`<li>${item}</li>`);
  assertEquals(html`<ul>${items}</ul>`.markup, "<ul><li>a&amp;b</li><li>c</li></ul>");
});

Deno.test("html shows nothing for null, undefined and false, and zero for zero", () => {
  assertEquals(html`[${null}${undefined}${false}${0}]`.markup, "[0]");
});

Deno.test("html drops the indentation of the template but not that of the text", () => {
  assertEquals(
    html`
      <pre>${"\n    at a\n\tb"}</pre>
    `.markup,
    "\n<pre>\n    at a\n\tb</pre>\n",
  );
});

Deno.test("html takes no object from JSON for markup", () => {
  const forged: unknown = JSON.parse('{"markup":"<script>","Symbol(SafeHtml)":true}');
  let result = "";
  try {
    result = html`${forged as string}`.markup;
  } catch (error) {
    assert(error instanceof TypeError);
  }
  assert(!result.includes("<script>"));
});

Deno.test("html lets no markup through, whatever the text", () => {
  fc.assert(fc.property(fc.string({ unit: anyCharacter }), (text) => {
    assert(!/[<>"']/.test(html`${text}`.markup));
  }));
  assertEquals(rawHtml("<hr>").markup, "<hr>");
});
