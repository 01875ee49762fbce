/** `deno task build:wasm`: compiles what is WebAssembly and writes it where the program imports it from. */
import { assembleModule, inRepository, WASM_MODULES } from "./helpers/wasm_module.ts";

for (const module of WASM_MODULES) {
  await Deno.writeTextFile(inRepository(module.file), await assembleModule(module));
}
