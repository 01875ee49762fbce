import { compileScan } from "../../lib/scan/assembled_memory.ts";
import { assertEquals, assertNotEquals } from "../../lib/std/assert.ts";
import { assemblePacker, assembleScan } from "../helpers/assemble_scan.ts";

Deno.test("SCAN_WASM is what lib/scan/assembly/ compiles to", async () => {
  const committed = await Deno.readTextFile(new URL("../../lib/scan/scan_wasm.ts", import.meta.url));
  assertEquals(committed, await assembleScan(), "deno task build:wasm brings them together");
});

Deno.test("PACK_WASM is what lib/case/columns/assembly/ compiles to", async () => {
  const committed = await Deno.readTextFile(
    new URL("../../lib/case/columns/pack_wasm.ts", import.meta.url),
  );
  assertEquals(committed, await assemblePacker(), "deno task build:wasm brings them together");
});

Deno.test("compileScan() compiles on this host, and asks for nothing but its own memory", () => {
  const module = compileScan();
  assertNotEquals(module, null);
  assertEquals(WebAssembly.Module.imports(module!), []);
});
