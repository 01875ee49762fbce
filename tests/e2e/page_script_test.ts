import { join } from "node:path";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { withFolder } from "../helpers/temporary_folder.ts";

const ROOT = new URL("../../", import.meta.url);
const SCRIPT = "lib/view/assets/page_script.js";

/** Runs `deno task build:page` with another place for its output. */
async function buildPage(output: string): Promise<string> {
  const { tasks } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  const [program, ...args]: string[] = tasks["build:page"].split(" ");
  assertEquals(program, "deno");
  assert(args.includes(SCRIPT));
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: args.map((arg) => arg === SCRIPT ? output : arg),
    cwd: ROOT,
    stdout: "null",
    stderr: "piped",
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  return await Deno.readTextFile(output);
}

Deno.test("page_script.js is what lib/view/browser/ is bundled to", () =>
  withFolder(async (folder) => {
    const committed = await Deno.readTextFile(new URL(SCRIPT, ROOT));
    const built = await buildPage(join(folder, "page_script.js"));
    assert(committed === built, "deno task build:page brings them together");
  }));

Deno.test("page_script.js asks nothing of Deno, of Node, or of any other origin", async () => {
  const script = await Deno.readTextFile(new URL(SCRIPT, ROOT));
  // Settings of this repository are of no use to it, and would change it with every one of them.
  assertEquals(script.match(/"test:unit"|compilerOptions/g), null);
  assertEquals(script.match(/\bDeno\.|"node:[a-z]|\bprocess\.env|\brequire\(/g), null);
  // A method may be called so: `re2js` has one.
  assertEquals(script.match(/(?<![.}\w])eval\(|new Function\(|document\.write|<\/script/g), null);
  // Libraries say in a comment where they come from.
  const code = script.replace(/\/\*!?[\s\S]*?\*\//g, "");
  const hosts = [...code.matchAll(/https?:\/\/([\w.-]+)/g)].map(([, host]) => host);
  // The base of addresses that are only taken apart, and the namespace of SVG.
  assertEquals([...new Set(hosts)].filter((host) => host !== "page" && host !== "www.w3.org"), []);
});
