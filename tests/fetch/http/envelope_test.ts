import { openEnvelope } from "../../../lib/fetch/http/envelope.ts";
import { assertEquals } from "../../../lib/std/assert.ts";

for (
  const [name, value, opened] of [
    ["a single document", { status: 200, content: { id: "1" } }, { status: 200, content: { id: "1" } }],
    ["an empty one", { status: 204, content: null }, { status: 204, content: null }],
    ["a list", { status: 200, results: [] }, { status: 200, content: { status: 200, results: [] } }],
    ["a job, whose status is a word", { status: "SUCCESS", id: "1" }, {
      status: null,
      content: { status: "SUCCESS", id: "1" },
    }],
    ["a document without status", { id: "1" }, { status: null, content: { id: "1" } }],
    ["a list without an object around", [{ status: 200 }], { status: null, content: [{ status: 200 }] }],
    ["null", null, { status: null, content: null }],
  ] as const
) {
  Deno.test(`openEnvelope() takes out ${name}`, () => assertEquals<unknown>(openEnvelope(value), opened));
}
