import { AccessLayoutDetector } from "../../lib/parse/access_layout_detector.ts";
import { MemberLayouts } from "../../lib/query/member_layouts.ts";
import { assertEquals } from "../../lib/std/assert.ts";
import { accessLine } from "../helpers/log_builder.ts";
import { fakeCase } from "./fake_case.ts";

const LINES: readonly string[] = [
  accessLine(),
  accessLine({ tail: " 17" }),
  accessLine({ tail: ' "-" "synthetic/1"' }),
  accessLine({ tail: ' "-" "synthetic/1" 0.25 gid:5f0000000000000000000001 ?' }),
  accessLine({ tail: " rt=12ms 192.0.2.9" }),
  `om.example.com:8080 ${accessLine({ tail: ' "-" "synthetic/1" 3' })}`,
  `om.example.com:8080 ${accessLine({ tail: " 3" })}`,
  '192.0.2.1 - [12/Apr/2026:03:14:15 +0000] 200 512 "-" "synthetic/1" 5',
];

for (const line of LINES) {
  Deno.test(`MemberLayouts reads a file as the scan did: ${line.slice(0, 90)}`, () => {
    const detector = new AccessLayoutDetector();
    detector.add(line);
    const reader = fakeCase([{ text: `${line}\n`, category: "http_access" }]);
    const layout = new MemberLayouts(reader).layoutOf(reader.members[0]!);
    assertEquals(layout, detector.finish());
    assertEquals(reader.asked.bytes, 0);
  });
}

Deno.test("MemberLayouts reads a file by the pattern that it declares", () => {
  const text = `#logback.access pattern: %h %l %u [%t] "%r" %s %b %T\n${accessLine({ tail: " 2" })}\n`;
  const reader = fakeCase([{ text, category: "http_access" }]);
  assertEquals(reader.members[0]!.layout, "custom");
  assertEquals(new MemberLayouts(reader).layoutOf(reader.members[0]!)?.fields.at(-1), "latencyS");
});
