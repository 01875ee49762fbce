/** `deno task build:wasm`: compiles what is WebAssembly and writes it where the program imports it from. */
import { assemblePacker, assembleScan } from "./helpers/assemble_scan.ts";

Deno.writeTextFileSync(new URL("../lib/scan/scan_wasm.ts", import.meta.url), await assembleScan());
Deno.writeTextFileSync(new URL("../lib/case/columns/pack_wasm.ts", import.meta.url), await assemblePacker());
