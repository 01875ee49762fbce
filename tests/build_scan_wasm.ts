/** `deno task build:wasm`: compiles the scanner to WebAssembly and writes it where the program imports it from. */
import { assembleScan } from "./helpers/assemble_scan.ts";

Deno.writeTextFileSync(new URL("../lib/scan/scan_wasm.ts", import.meta.url), await assembleScan());
