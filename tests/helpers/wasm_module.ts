import asc from "npm:assemblyscript@0.28.20/asc";

/** A module in WebAssembly: where its source is, and the file of the program that carries it. */
export interface WasmModule {
  /** Folder of the source, from the root of the repository. */
  readonly folder: string;
  /** Source file that exports what the program calls. */
  readonly entry: string;
  /** What the compiler is told besides what all have in common. */
  readonly flags: readonly string[];
  /** The file it is written to, from the root of the repository. */
  readonly file: string;
  /** Name of the constant in it. */
  readonly constant: string;
  /** What it is. */
  readonly comment: string;
}

/** A memory that is shared with another thread, and grows to what 32 bits can reach. */
const SHARED = ["--importMemory", "--sharedMemory", "--maximumMemory", "65536"];
/** What `lib/analyze/access/assembly/places.as.ts` needs. */
const COUNTER_PAGES = "1940";
/** Its memory has its size from the start; V8 takes what is not shared into account when it decides to collect garbage. */
const COUNTER = ["--sharedMemory", "--initialMemory", COUNTER_PAGES, "--maximumMemory", COUNTER_PAGES];
const FLAGS = ["--optimizeLevel", "3", "--converge", "--noAssert", "--runtime", "stub"];

/** All modules of the program. */
export const WASM_MODULES: readonly WasmModule[] = [
  {
    folder: "lib/archive/gzip/assembly/",
    entry: "inflate.as.ts",
    flags: [...SHARED, "--initialMemory", "1", "--enable", "simd,bulk-memory,threads"],
    file: "lib/archive/gzip/inflate_wasm.ts",
    constant: "INFLATE_WASM",
    comment: "The inflater in WebAssembly",
  },
  {
    folder: "lib/scan/assembly/",
    entry: "scan.as.ts",
    // To add a number to an address costs no check of its own as long as that is no more than the memory has at first.
    flags: [...SHARED, "--initialMemory", "16", "--enable", "simd,relaxed-simd,bulk-memory,threads"],
    file: "lib/scan/scan_wasm.ts",
    constant: "SCAN_WASM",
    comment: "The scanner in WebAssembly",
  },
  {
    folder: "lib/analyze/assembly/",
    entry: "series.as.ts",
    flags: ["--enable", "simd,bulk-memory"],
    file: "lib/analyze/series_wasm.ts",
    constant: "SERIES_WASM",
    comment: "The counts of records in WebAssembly",
  },
  {
    folder: "lib/analyze/assembly/",
    entry: "times.as.ts",
    flags: ["--enable", "simd,bulk-memory"],
    file: "lib/analyze/times_wasm.ts",
    constant: "TIMES_WASM",
    comment: "The reader of times in WebAssembly",
  },
  {
    folder: "lib/analyze/assembly/",
    entry: "rises.as.ts",
    flags: ["--enable", "simd,bulk-memory"],
    file: "lib/analyze/rises_wasm.ts",
    constant: "RISES_WASM",
    comment: "What looks for bursts in WebAssembly",
  },
  {
    folder: "lib/analyze/access/assembly/",
    entry: "count_requests.as.ts",
    flags: [...COUNTER, "--enable", "simd,relaxed-simd,bulk-memory,threads"],
    file: "lib/analyze/access/count_wasm.ts",
    constant: "COUNT_WASM",
    comment: "The counter of requests in WebAssembly",
  },
  {
    folder: "lib/case/columns/assembly/",
    entry: "pack.as.ts",
    flags: ["--enable", "simd,bulk-memory"],
    file: "lib/case/columns/pack_wasm.ts",
    constant: "PACK_WASM",
    comment: "The packer of columns in WebAssembly",
  },
];

/** Where a path from the root of the repository is. */
export function inRepository(path: string): URL {
  return new URL(`../../${path}`, import.meta.url);
}

/** Compiles a module and returns the text of its file. */
export async function assembleModule(module: WasmModule): Promise<string> {
  const folder = inRepository(module.folder);
  let binary = new Uint8Array(0);
  const { error, stderr } = await asc.main([
    module.entry,
    "--outFile",
    "out.wasm",
    ...FLAGS,
    ...module.flags,
  ], {
    readFile: (name) => name.endsWith(".ts") ? readSource(folder, name) : null,
    writeFile: (_name, contents) => void (binary = new Uint8Array(contents as Uint8Array<ArrayBuffer>)),
    listFiles: () => [],
  });
  if (error) throw new Error(`Cannot compile ${module.entry}: ${error.message}: ${stderr.toString()}`);
  const lines = binary.toBase64().match(/.{1,106}/g) ?? [];
  return `/** ${module.comment}, in Base64: compiled from \`assembly/\` by \`deno task build:wasm\`. */
export const ${module.constant}: string = \`
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
