import asc from "npm:assemblyscript@0.28.20/asc";

const FOLDER = new URL("../../lib/scan/assembly/", import.meta.url);
const PACKER_FOLDER = new URL("../../lib/case/columns/assembly/", import.meta.url);
const ENTRY = "scan.as.ts";
const FLAGS = ["--optimizeLevel", "3", "--converge", "--noAssert", "--runtime", "stub"];
const PACKER_FLAGS = [...FLAGS, "--enable", "simd,bulk-memory"];
/** Its memory is shared with another thread, and grows to what 32 bits can reach. */
const SCAN_FLAGS = [
  ...FLAGS,
  "--enable",
  "simd,relaxed-simd,bulk-memory,threads",
  "--importMemory",
  "--sharedMemory",
  "--initialMemory",
  "1",
  "--maximumMemory",
  "65536",
];

/** Compiles `lib/scan/assembly/` and returns the text of `lib/scan/scan_wasm.ts`. */
export function assembleScan(): Promise<string> {
  return assemble(FOLDER, ENTRY, SCAN_FLAGS, { name: "SCAN_WASM", comment: "The scanner in WebAssembly" });
}

/** Compiles `lib/case/columns/assembly/` and returns the text of `lib/case/columns/pack_wasm.ts`. */
export function assemblePacker(): Promise<string> {
  const constant = { name: "PACK_WASM", comment: "The packer of columns in WebAssembly" };
  return assemble(PACKER_FOLDER, "pack.as.ts", PACKER_FLAGS, constant);
}

async function assemble(
  folder: URL,
  entry: string,
  flags: readonly string[],
  constant: { readonly name: string; readonly comment: string },
): Promise<string> {
  let binary = new Uint8Array(0);
  const { error, stderr } = await asc.main([entry, "--outFile", "out.wasm", ...flags], {
    readFile: (name) => name.endsWith(".ts") ? readSource(folder, name) : null,
    writeFile: (_name, contents) => void (binary = new Uint8Array(contents as Uint8Array<ArrayBuffer>)),
    listFiles: () => [],
  });
  if (error) throw new Error(`Cannot compile ${entry}: ${error.message}: ${stderr.toString()}`);
  const lines = binary.toBase64().match(/.{1,106}/g) ?? [];
  return `/** ${constant.comment}, in Base64: compiled from \`assembly/\` by \`deno task build:wasm\`. */
export const ${constant.name}: string = \`
${lines.join("\n")}
\`;
`;
}

function readSource(folder: URL, name: string): string | null {
  try {
    // Formatting takes decorators of functions away: they are in comments.
    return Deno.readTextFileSync(new URL(name, folder)).replaceAll("\n// @inline\n", "\n@inline\n");
  } catch (error) {
    // The compiler tries several names for an import.
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
