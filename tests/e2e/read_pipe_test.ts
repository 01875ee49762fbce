import { readFileBytes } from "../../lib/cli/files/read_file_bytes.ts";
import { assertEquals } from "../../lib/std/assert.ts";

Deno.test("readFileBytes() reads a pipe", {
  ignore: Deno.build.os === "windows",
}, async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/pipe`;
    await new Deno.Command("mkfifo", { args: [path] }).output();
    const writing = new Deno.Command("sh", { args: ["-c", `printf 'a line' > ${path}`] }).output();
    const texts: string[] = [];
    for await (const piece of readFileBytes(path, Deno)) texts.push(new TextDecoder().decode(piece));
    await writing;
    assertEquals(texts.join(""), "a line");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
