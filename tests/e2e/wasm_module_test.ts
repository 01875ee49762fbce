import { assertEquals } from "../../lib/std/assert.ts";
import { assembleModule, inRepository, WASM_MODULES } from "../helpers/wasm_module.ts";

for (const module of WASM_MODULES) {
  const { constant, file, folder } = module;

  Deno.test(`${constant} is what ${folder} compiles to`, async () => {
    const committed = await Deno.readTextFile(inRepository(file));
    assertEquals(committed, await assembleModule(module), "deno task build:wasm brings them together");
  });

  Deno.test(`${constant} compiles on this host, and asks for nothing but memory and what it calls of ours`, async () => {
    const { [constant]: base64 }: Record<string, string> = await import(inRepository(file).href);
    const imports = WebAssembly.Module.imports(
      await WebAssembly.compile(Uint8Array.fromBase64(base64!.trim().replaceAll("\n", ""))),
    );
    // What the compiler itself would call is of module "env", such as `abort`.
    assertEquals(imports.filter(({ module, kind }) => module === "env" && kind !== "memory"), []);
  });
}
