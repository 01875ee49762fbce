import { safeMemberPath } from "../../lib/archive/member_path.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";

const PATHS: readonly (readonly [name: string, path: string, unsafe?: string])[] = [
  ["h/application/mms0.log", "h/application/mms0.log"],
  ["./h//a.log", "./h//a.log"],
  ["h/./a.log/", "h/./a.log"],
  ["h/..a/...", "h/..a/..."],
  ["/var/log/a.log", "var/log/a.log", "it is absolute"],
  ["//server/share/a", "server/share/a", "it is absolute"],
  ["../../etc/passwd", "etc/passwd", "it leads out of its folder"],
  ["h/../../a", "h/a", "it leads out of its folder"],
  ["C:\\logs\\a.log", "logs/a.log", "it is absolute"],
  ["c:a.log", "a.log", "it is absolute"],
  ["C:..\\a.log", "a.log", "it leads out of its folder"],
  ["h\\application\\a.log", "h/application/a.log", "it has backslashes"],
  ["..\\..\\a", "a", "it leads out of its folder"],
  ["", "unnamed", "it is empty"],
  [".", "unnamed", "it is empty"],
  ["..", "unnamed", "it leads out of its folder"],
  ["/", "unnamed", "it is absolute"],
  ["h/\u202egol.a\u0007", "h/\u202egol.a\u0007"],
];

for (const [name, path, unsafe] of PATHS) {
  Deno.test(`safeMemberPath() makes ${JSON.stringify(name)} ${JSON.stringify(path)}`, () => {
    assertEquals(safeMemberPath(name), { path, unsafe });
  });
}

Deno.test("safeMemberPath() cuts a path that no system has", () => {
  const { path, unsafe } = safeMemberPath("a".repeat(5000));
  assertEquals(path.length, 4096);
  assertEquals(unsafe, "it has 5000 characters, expected at most 4096");
});

Deno.test("safeMemberPath() stays below its root, and keeps what is safe", () => {
  const segment = fc.constantFrom("..", ".", "", "a", "b.log", "C:", "\\", "/", "..\\..", "\u202e");
  fc.assert(fc.property(fc.array(segment, { maxLength: 12 }), (segments) => {
    const { path } = safeMemberPath(segments.join("/"));
    assert(
      !path.split("/").includes("..") && !path.includes("\\") && !path.startsWith("/") && path !== "",
      path,
    );
    assertEquals(safeMemberPath(path).path, path.replace(/^[A-Za-z]:\/*/, "") || "unnamed");
  }));
});
