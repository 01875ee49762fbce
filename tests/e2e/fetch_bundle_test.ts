import { generateSample } from "../../lib/sample/generate_sample.ts";
import { assertEquals, assertStringIncludes } from "../../lib/std/assert.ts";
import { type OpsManagerServer, variablesOf, withOpsManager } from "../helpers/ops_manager_server.ts";
import { filesIn, withFolder } from "../helpers/temporary_folder.ts";
import { type FetchResult, runFetch } from "./run_fetch.ts";
import { runOmlens } from "./run_omlens.ts";

const CREDENTIALS = ["OMLENS_BASE_URL", "OMLENS_PUBLIC_KEY", "OMLENS_PRIVATE_KEY"];

/** Runs `omlens fetch bundle` with its credentials and the permissions that it needs, and no other. */
function fetchBundle(server: OpsManagerServer, cwd: string, ...args: string[]): Promise<FetchResult> {
  return runFetch({
    args: ["fetch", "bundle", ...args],
    cwd,
    env: variablesOf(server),
    permissions: [
      `--allow-net=${new URL(server.url).host}`,
      `--allow-env=${CREDENTIALS.join(",")}`,
      "--allow-read=support,support.tar",
      "--allow-write=support,support.tar",
    ],
  });
}

/** Runs what the README says. */
async function checkSums(folder: string): Promise<number> {
  const readme = await Deno.readTextFile(`${folder}/README.txt`);
  const command = readme.split("\n").find((line) => line.includes("sha256sum"));
  const { code } = await new Deno.Command("sh", {
    args: ["-c", command ?? "false"],
    cwd: folder,
    stdout: "null",
  }).output();
  return code;
}

for (const form of ["folder", "tar"] as const) {
  Deno.test(`omlens fetch bundle, as a ${form}, and omlens analyze of it work as processes with few permissions`, () =>
    withFolder(async (root) => {
      const sample = generateSample({
        hosts: 1,
        days: 1,
        seed: 1,
        sizeBytes: 1_000_000,
        incident: "appdb-outage",
      });
      const archive = new Uint8Array(await new Response(sample.archive).arrayBuffer());
      const setup = { archive, fileName: sample.archiveName, jobs: [sample.job], events: sample.events };
      await withOpsManager(setup, async (server) => {
        const args = ["--job", "latest", "--global", "--out", "support", "--rate", "100"];
        const fetched = await fetchBundle(server, root, ...args, ...(form === "tar" ? ["--tar"] : []));
        assertEquals([fetched.err, fetched.code], ["", 0]);
        const path = form === "tar" ? "support.tar" : "support";
        assertStringIncludes(fetched.out, `omlens analyze ${path}\n`);
      });
      const path = form === "tar" ? "support.tar" : "support";
      if (form === "tar") assertEquals(await filesIn(root), ["support.tar"]);
      else if (Deno.build.os === "linux") assertEquals(await checkSums(`${root}/support`), 0);
      const permissions = [`--allow-read=${root}`, `--allow-write=${root}`];
      const analyzed = await runOmlens(["analyze", path, "--strict"], { permissions, cwd: root });
      assertEquals([analyzed.err, analyzed.code], ["", 0]);
      const { events, incidents } = JSON.parse(
        await Deno.readTextFile(`${root}/support.omlens/analysis.json`),
      );
      assertEquals([events.length, incidents.length > 0], [sample.events.length, true]);
    }));
}
