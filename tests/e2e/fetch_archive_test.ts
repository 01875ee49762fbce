import { assertEquals, assertMatch } from "../../lib/std/assert.ts";
import { ARCHIVE, downloadsOf, inTurn, JOB, JOB_ID, NAME } from "../cli/fetch/archive/archive_download.ts";
import { type OpsManagerServer, variablesOf, withOpsManager } from "../helpers/ops_manager_server.ts";
import { filesIn, withFolder } from "../helpers/temporary_folder.ts";
import { type FetchRun, runFetch, startFetch } from "./run_fetch.ts";

/** `omlens fetch archive` with what it needs, and no more. */
function archiveRun(server: OpsManagerServer, cwd: string): FetchRun {
  const { host } = new URL(server.url);
  return {
    args: ["fetch", "archive", "--job", "latest", "--out", "out"],
    cwd,
    env: variablesOf(server),
    permissions: [
      `--allow-net=${host}`,
      "--allow-env=OMLENS_BASE_URL,OMLENS_PUBLIC_KEY,OMLENS_PRIVATE_KEY",
      "--allow-read=out",
      "--allow-write=out",
    ],
  };
}

/** Waits until a file has at least so many bytes. */
async function waitForBytes(folder: string, path: string, leastBytes: number): Promise<void> {
  const hasEnough = async () => await Deno.stat(path).then(({ size }) => size >= leastBytes, () => false);
  using watcher = Deno.watchFs(folder, { recursive: true });
  if (await hasEnough()) return;
  for await (const _ of watcher) if (await hasEnough()) return;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`omlens fetch archive keeps what came until ${signal}, and another process goes on with it`, () =>
    withFolder((root) => {
      const fault = inTurn({ kind: "stall", afterBytes: 200_000 });
      return withOpsManager({ jobs: [JOB], archive: ARCHIVE, fault }, async (server) => {
        const part = `${root}/out/${JOB_ID}.part`;
        const child = startFetch(archiveRun(server, root));
        const ended = child.output();
        await waitForBytes(root, part, 100_000);
        child.kill(signal);
        const { code, stderr } = await ended;
        assertEquals([code, await filesIn(`${root}/out`)], [130, [`${JOB_ID}.part`, `${JOB_ID}.part.json`]]);
        assertMatch(
          new TextDecoder().decode(stderr),
          /^omlens: \d+ kB stay in "out\/\w+\.part": the next download of this job goes on from there\nomlens: interrupted\n/,
        );
        const { size } = await Deno.stat(part);
        const again = await runFetch(archiveRun(server, root));
        assertEquals([again.code, again.err], [0, ""]);
        assertEquals(await filesIn(`${root}/out`), [NAME, `${NAME}.job.json`]);
        assertEquals((await Deno.stat(`${root}/out/${NAME}`)).size, ARCHIVE.length);
        const last = downloadsOf(server).at(-1);
        assertEquals([last?.status, last?.headers["range"]], [206, `bytes=${size}-`]);
      });
    }));
}

Deno.test("omlens fetch archive names the permission that is missing", () =>
  withFolder((root) =>
    withOpsManager({ jobs: [JOB], archive: ARCHIVE }, async (server) => {
      const run = archiveRun(server, root);
      const permissions = run.permissions.filter((permission) => !permission.startsWith("--allow-write"));
      const { err } = await runFetch({ ...run, permissions });
      assertMatch(err, /Deno was not given the permission\ntry: deno run --allow-write=/);
      assertEquals(await filesIn(root), []);
    })
  ));
