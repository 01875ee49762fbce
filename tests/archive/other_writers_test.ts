/** What GNU tar writes, in each of its formats. It is asked when it is there. */
import { createHash } from "node:crypto";
import { assertEquals } from "../../lib/std/assert.ts";
import { readAll } from "../helpers/read_all.ts";
import { noise } from "../helpers/tar_builder.ts";

const FORMATS = ["v7", "oldgnu", "gnu", "ustar", "posix"] as const;
const EXTRAS = [[], ["--sparse"], ["--gzip"]] as const;

function run(command: string, args: readonly string[], cwd = "."): Uint8Array | undefined {
  try {
    const { success, stdout } = new Deno.Command(command, { args: [...args], cwd, stderr: "null" })
      .outputSync();
    return success ? stdout : undefined;
  } catch {
    return undefined;
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Writes `text` at the end of a file that is a hole before it. */
function writeFile(path: string, size: number, text: Uint8Array): void {
  Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  using file = Deno.openSync(path, { create: true, write: true });
  file.truncateSync(size);
  file.seekSync(size - text.length, Deno.SeekMode.Start);
  file.writeSync(text);
}

/** The archive that the command writes, and the hashes of the files in it. */
function archiveOf(
  args: readonly string[],
  longName: string,
): { tar: Uint8Array; hashes: Record<string, string> } {
  const folder = Deno.makeTempDirSync();
  const sizes = {
    "host/application/mms0.log": 3000,
    [longName]: 3000,
    "empty.log": 0,
    "sparse.log": 2_000_000,
  };
  const hashes: Record<string, string> = {};
  try {
    for (const [path, size] of Object.entries(sizes)) {
      const text = noise(Math.min(size, 3000));
      writeFile(`${folder}/${path}`, size, text);
      const bytes = new Uint8Array(size);
      bytes.set(text, size - text.length);
      hashes[`./${path}`] = hashOf(bytes);
    }
    Deno.symlinkSync("empty.log", `${folder}/link.log`);
    return { tar: run("tar", ["-cf", "-", ...args, "."], folder) ?? new Uint8Array(0), hashes };
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

const isGnuTar = new TextDecoder().decode(run("tar", ["--version"])).includes("GNU tar");

for (const format of FORMATS) {
  for (const extra of EXTRAS) {
    const args = [`--format=${format}`, ...extra];
    Deno.test({
      name: `readArchive() reads what GNU tar writes with ${args.join(" ")} (skipped without GNU tar)`,
      // v7 and ustar cannot hold sparse files.
      ignore: !isGnuTar || (args.includes("--sparse") && (format === "v7" || format === "ustar")),
      fn: async () => {
        const { tar, hashes } = archiveOf(
          args,
          `${"long-folder-name/".repeat(format === "v7" ? 2 : 8)}é.log`,
        );
        const { members, diagnostics } = await readAll(tar);
        assertEquals(
          Object.fromEntries(members.map(({ path, bytes }) => [path, hashOf(bytes)]).sort()),
          hashes,
        );
        assertEquals(diagnostics.map(({ code, member }) => [code, member]), [[
          "member.skipped-link",
          "./link.log",
        ]]);
      },
    });
  }
}
