import type { Diagnostic } from "../lib/errors.ts";
import { noLogsError } from "../lib/no_logs_error.ts";
import { assertEquals, assertStringIncludes } from "../lib/std/assert.ts";

function shown(problem?: Pick<Diagnostic, "code" | "message">): [message: string, remedy: string] {
  const full = problem && { ...problem, severity: "error" as const, input: "a.tar.gz" };
  const { message, remedy } = noLogsError("a.tar.gz", full, "it is empty");
  return [message, remedy];
}

Deno.test("noLogsError() tells the problem, and says Cannot once", () => {
  const message = "Cannot read gzip header: input ends 0 bytes into the member";
  const [told, remedy] = shown({ code: "gzip.truncated", message });
  assertEquals(told, "Cannot read a.tar.gz: cannot read gzip header: input ends 0 bytes into the member");
  assertStringIncludes(remedy, "om-logs_*.tar.gz");
  assertEquals(shown()[0], "Cannot read a.tar.gz: it is empty");
});

Deno.test("noLogsError() names the limit that is too low", () => {
  const message = "Cannot read more members: 1 were read, which is the limit";
  assertEquals(shown({ code: "limit.members", message })[1], "give a higher --max-members");
});
