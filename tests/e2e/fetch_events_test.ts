import { assertEquals, assertStringIncludes } from "../../lib/std/assert.ts";
import { type OpsManagerServer, variablesOf, withOpsManager } from "../helpers/ops_manager_server.ts";
import { filesIn, withFolder } from "../helpers/temporary_folder.ts";
import { events, ORG_ID } from "./fetch_sample.ts";
import { type FetchRun, runFetch, startFetch } from "./run_fetch.ts";

const HEAP_MB = 40;
const MANY_EVENTS_URL = new URL("many_events.ts", import.meta.url);

/** `omlens fetch events` with what it needs, and no more. */
function eventsRun(server: OpsManagerServer, cwd: string): FetchRun {
  return {
    args: ["fetch", "events", "--org", ORG_ID, "--out", "out/events.ndjson", "--rate", "100"],
    cwd,
    env: variablesOf(server),
    permissions: [
      `--allow-net=${new URL(server.url).host}`,
      "--allow-env=OMLENS_BASE_URL,OMLENS_PUBLIC_KEY,OMLENS_PRIVATE_KEY",
      "--allow-read=out",
      "--allow-write=out",
    ],
  };
}

for (const signal of ["SIGKILL", "SIGINT"] as const) {
  Deno.test(`omlens fetch events goes on after ${signal} between pages, and loses nothing`, () =>
    withFolder(async (root) => {
      await Deno.mkdir(`${root}/out`);
      const { promise: waiting, resolve } = Promise.withResolvers<void>();
      const sent = events(2000);
      let hangs = true;
      const fault = ({ query, authorized }: { query: URLSearchParams; authorized: boolean }) => {
        if (!authorized || query.get("pageNum") !== "3" || !hangs) return undefined;
        resolve();
        return { kind: "hang" } as const;
      };
      await withOpsManager({ events: sent, fault }, async (server) => {
        const child = startFetch(eventsRun(server, root));
        const ended = child.output();
        await waiting;
        child.kill(signal);
        const { code, stderr } = await ended;
        assertEquals(code, signal === "SIGKILL" ? 137 : 130);
        if (signal === "SIGINT") {
          assertEquals(
            new TextDecoder().decode(stderr),
            'omlens: 1,000 events kept in "out/events.ndjson.part": the same command goes on from there\n' +
              "omlens: interrupted\ntry: run it again\n",
          );
        }
        const left = (await filesIn(`${root}/out`)).filter((name) => !name.endsWith("-journal"));
        assertEquals(left, ["events.ndjson.part"]);

        hangs = false;
        const before = server.requests.length;
        const again = await runFetch(eventsRun(server, root));
        assertEquals(again.code, 0);
        assertStringIncludes(again.err, "going on with 1,000 events of an interrupted run");
        const asked = server.requests.slice(before).filter(({ authorized }) => authorized);
        // 2: the last page that came. Then what is newer than the interrupted run: a count, the end, the beginning.
        assertEquals(asked.map(({ query }) => query.get("pageNum")), ["2", "3", "4", "1", "1", "1"]);
        assertEquals(await filesIn(`${root}/out`), ["events.ndjson"]);
        const lines = (await Deno.readTextFile(`${root}/out/events.ndjson`)).trim().split("\n");
        assertEquals(new Set(lines.map((line) => JSON.parse(line).id)).size, 2000);
        assertEquals(lines.length, 2000);
      });
    }));
}

Deno.test(`collectEvents() needs no more than ${HEAP_MB} MB of heap for 90 MB of events, also the second time`, () =>
  withFolder(async (root) => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "--no-prompt",
        "--no-lock",
        `--v8-flags=--max-old-space-size=${HEAP_MB}`,
        `--allow-read=${root}`,
        `--allow-write=${root}`,
        MANY_EVENTS_URL.href,
        `${root}/events.ndjson`,
      ],
    }).output();
    const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
    assertEquals([code, out, err], [0, "30000 30000\n30000 0\n", ""]);
  }));
