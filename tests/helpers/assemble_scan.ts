import asc from "npm:assemblyscript@0.28.20/asc";

const FOLDER = new URL("../../lib/scan/assembly/", import.meta.url);
const ENTRY = "scan.as.ts";
const FLAGS = [
  "--optimizeLevel",
  "3",
  "--converge",
  "--noAssert",
  "--runtime",
  "stub",
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
export async function assembleScan(): Promise<string> {
  let binary = new Uint8Array(0);
  const { error, stderr } = await asc.main([ENTRY, "--outFile", "scan.wasm", ...FLAGS], {
    readFile: (name) => name.endsWith(".ts") ? readSource(name) : null,
    writeFile: (_name, contents) => void (binary = new Uint8Array(contents as Uint8Array<ArrayBuffer>)),
    listFiles: () => [],
  });
  if (error) throw new Error(`Cannot compile the scanner: ${error.message}: ${stderr.toString()}`);
  const lines = binary.toBase64().match(/.{1,106}/g) ?? [];
  return `/** The scanner in WebAssembly, in Base64: compiled from \`assembly/\` by \`deno task build:wasm\`. */
export const SCAN_WASM: string = \`
${lines.join("\n")}
\`;
`;
}

function readSource(name: string): string | null {
  try {
    return Deno.readTextFileSync(new URL(name, FOLDER));
  } catch (error) {
    // The compiler tries several names for an import.
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
