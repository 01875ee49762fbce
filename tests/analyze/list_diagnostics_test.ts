import { listDiagnostics } from "../../lib/analyze/list_diagnostics.ts";
import type { Diagnostic } from "../../lib/errors.ts";
import { assertEquals } from "../../lib/std/assert.ts";

function note(input: string, member: string, byteOffset?: number, code = "member.not-a-log"): Diagnostic {
  return {
    code,
    severity: "note",
    message: "m",
    input,
    member,
    ...(byteOffset === undefined ? {} : { byteOffset }),
  };
}

Deno.test("listDiagnostics() orders by input as given, member, offset, code", () => {
  const given = [
    note("b", "x"),
    note("a", "y", 7),
    note("a", "y", 3),
    note("a", "y", 3, "a.b"),
    note("events", "x"),
  ];
  assertEquals(
    listDiagnostics(given, ["b", "a"]).map(({ input, member, byteOffset, code }) =>
      [input, member, byteOffset, code].join(" ")
    ),
    [
      "b x  member.not-a-log",
      "a y 3 a.b",
      "a y 3 member.not-a-log",
      "a y 7 member.not-a-log",
      "events x  member.not-a-log",
    ],
  );
});

Deno.test("listDiagnostics() counts what is beyond a hundred of one code and input", () => {
  const many = Array.from({ length: 130 }, (_, i) => note("a", `m${String(i).padStart(3, "0")}`));
  const listed = listDiagnostics([...many, note("b", "z")], ["a", "b"]);
  assertEquals(listed.length, 102);
  assertEquals(listed.find(({ member }) => member === undefined), {
    code: "member.not-a-log",
    severity: "note",
    message: "30 more diagnostics like these (member.not-a-log)",
    input: "a",
    count: 30,
  });
  assertEquals(listed.filter(({ input }) => input === "b").length, 1);
});
