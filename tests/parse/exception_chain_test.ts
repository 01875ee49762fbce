import { exceptionChain } from "../../lib/parse/exception_chain.ts";
import { parseJavaException } from "../../lib/parse/java_exception.ts";
import { assertEquals, assertExists } from "../../lib/std/assert.ts";

Deno.test("exceptionChain() names the classes, outermost first", () => {
  const exception = parseJavaException(
    "a.XException: m\n\tat a.B.c(B.java:1)\nCaused by: b.Y\n\tat b.C.d(C.java:2)",
  );
  assertExists(exception);
  assertEquals(exceptionChain(exception), "a.XException < b.Y");
});
