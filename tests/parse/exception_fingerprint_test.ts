import { exceptionFingerprint } from "../../lib/parse/exception_fingerprint.ts";
import { parseJavaException } from "../../lib/parse/java_exception.ts";
import { assertEquals, assertExists, assertMatch, assertNotEquals } from "../../lib/std/assert.ts";

function fingerprint(text: string): string {
  const exception = parseJavaException(text);
  assertExists(exception);
  return exceptionFingerprint(exception);
}

function trace(...frames: string[]): string {
  return ["a.XException: m", ...frames.map((frame) => `\tat ${frame}`)].join("\n");
}

const BASE = trace("a.B.c(B.java:1)", "a.D.e(D.java:2)") +
  "\nCaused by: b.Y: n\n\tat a.F.g(F.java:3)\n\t... 4 more";

const SAME: readonly [what: string, one: string, other: string][] = [
  ["line numbers", BASE, BASE.replace(/:\d\)/g, ":99)")],
  ["file names", BASE, BASE.replace("B.java:1", "Unknown Source")],
  ["messages", BASE, BASE.replace(": m", ": other 17").replace(": n", "")],
  ["omitted frames", BASE, BASE.replace("4 more", "9 common frames omitted")],
  ["packaging", BASE, BASE.replace(/\)$/gm, ") ~[acme-1.0.jar:1.0]")],
  ["modules and loaders", BASE, BASE.replaceAll("at a.", "at app/acme@1.0/a.")],
  ["indentation", BASE, BASE.replaceAll("\t", "        ")],
  ["one line", BASE, BASE.replaceAll("\n", "\\n").replaceAll("\t", "\\t")],
  ["lambda numbers", trace("a.B.lambda$run$0(B.java:1)"), trace("a.B.lambda$run$17(B.java:1)")],
  [
    "lambda classes",
    trace("a.B$$Lambda$12/0x01.run(Unknown Source)", "a.B.c(B.java:1)"),
    trace("a.B$$Lambda/0x7f02.run(Unknown Source)", "a.B.c(B.java:1)"),
  ],
  [
    "hidden frames",
    trace("a.B$$Lambda$12/0x01.run(Unknown Source)", "a.B.c(B.java:1)"),
    trace("a.B.c(B.java:1)"),
  ],
  [
    "generated accessors",
    trace(
      "sun.reflect.GeneratedMethodAccessor12.invoke(Unknown Source)",
      "java.lang.reflect.Method.invoke(Method.java:498)",
      "a.B.c(B.java:1)",
    ),
    trace(
      "java.base/jdk.internal.reflect.DirectMethodHandleAccessor.invoke(DirectMethodHandleAccessor.java:1)",
      "a.B.c(B.java:1)",
    ),
  ],
  [
    "proxy numbers",
    trace("com.sun.proxy.$Proxy12.run(Unknown Source)"),
    trace("jdk.proxy2/jdk.proxy2.$Proxy7.run(Unknown Source)"),
  ],
  [
    "CGLIB ids",
    trace("a.B$$EnhancerBySpringCGLIB$$1a2b3c4d.run(<generated>)"),
    trace("a.B$$EnhancerBySpringCGLIB$$99ff.run(<generated>)"),
  ],
  [
    "Spring 6 ids",
    trace("a.B$$SpringCGLIB$$0.run(<generated>)"),
    trace("a.B$$SpringCGLIB$$1.run(<generated>)"),
  ],
  [
    "Clojure numbers",
    trace("a.core$map$fn__5851.invoke(core.clj:1)"),
    trace("a.core$map$fn__6001.invoke(core.clj:1)"),
  ],
  ["Scala numbers", trace("a.B$.$anonfun$main$1(B.scala:1)"), trace("a.B$.$anonfun$main$2(B.scala:1)")],
  ["Kotlin numbers", trace("a.BKt.main$lambda-0(B.kt:1)"), trace("a.BKt.main$lambda$3(B.kt:1)")],
  ["accessor numbers", trace("a.B.access$000(B.java:1)"), trace("a.B.access$1200(B.java:1)")],
  ["hexadecimal ids", trace("a.Gen_0a1b2c3d4e.run(B.java:1)"), trace("a.Gen_ffffffff00.run(B.java:1)")],
  [
    "the depth of a recursion",
    trace("a.B.c(B.java:1)", "a.B.d(B.java:1)"),
    trace("a.B.c(B.java:1)", "a.B.c(B.java:1)", "a.B.d(B.java:1)"),
  ],
];

for (const [what, one, other] of SAME) {
  Deno.test(`exceptionFingerprint() does not count ${what}`, () =>
    assertEquals(fingerprint(one), fingerprint(other)));
}

const DIFFERENT: readonly [what: string, other: string][] = [
  ["the class", BASE.replace("a.XException", "a.ZException")],
  ["the cause's class", BASE.replace("b.Y", "b.Z")],
  ["a method", BASE.replace("a.D.e", "a.D.f")],
  ["a class of a frame", BASE.replace("a.F.g", "a.H.g")],
  ["the cause", BASE.slice(0, BASE.indexOf("\nCaused"))],
  ["the order of frames", trace("a.D.e(D.java:2)", "a.B.c(B.java:1)") + BASE.slice(BASE.indexOf("\nCaused"))],
];

for (const [what, other] of DIFFERENT) {
  Deno.test(`exceptionFingerprint() counts ${what}`, () =>
    assertNotEquals(fingerprint(BASE), fingerprint(other)));
}

Deno.test("exceptionFingerprint() is 16 hex digits, the same in both orders of printing", () => {
  const outerFirst = "a.XException: m\n\tat a.B.c(B.java:1)\nCaused by: b.YException\n\tat a.D.e(D.java:1)";
  const rootFirst = "b.YException\n\tat a.D.e(D.java:1)\nWrapped by: a.XException: m\n\tat a.B.c(B.java:1)";
  assertMatch(fingerprint(outerFirst), /^[0-9a-f]{16}$/);
  assertEquals(fingerprint(outerFirst), fingerprint(rootFirst));
});
