import { compilePacker } from "../../lib/case/columns/assembled_packer.ts";
import { compileScan } from "../../lib/scan/assembled_memory.ts";
import { assertEquals, assertExists } from "../../lib/std/assert.ts";
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

Deno.test("compileScan() and compilePacker() compile on this host, and ask for nothing but memory", () => {
  const [scan, packer] = [compileScan(), compilePacker()];
  assertExists(scan);
  assertExists(packer);
  assertEquals(WebAssembly.Module.imports(scan), [{ module: "env", name: "memory", kind: "memory" }]);
  assertEquals(WebAssembly.Module.imports(packer), []);
});
