import { cannotWrite } from "../../../lib/cli/files/explain_write.ts";
import { assertEquals } from "../../../lib/std/assert.ts";

for (
  const [name, cause, reason, remedy] of [
    [
      "a disk that is full",
      new Error("No space left on device (os error 28)"),
      "No space left on device (os error 28)",
      "make room and run it again, or --out DIR on another disk",
    ],
    [
      "a folder in a file",
      new Deno.errors.NotADirectory("Not a directory (os error 20): mkdir 'a/b'"),
      "it is not a folder",
      "--out DIR with a folder that can be written",
    ],
  ] as const
) {
  Deno.test(`cannotWrite() of ${name} says what to do`, () => {
    const { message, remedy: told } = cannotWrite("a/b", cause);
    assertEquals([message, told], [`Cannot write to "a/b": ${reason}`, remedy]);
  });
}
