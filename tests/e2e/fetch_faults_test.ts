import { denoIo } from "../../lib/cli/deno_io.ts";
import { runCli } from "../../lib/cli/run_cli.ts";
import { assert, assertEquals, assertMatch } from "../../lib/std/assert.ts";
import { fakeIo } from "../cli/fake_io.ts";
import {
  type Fault,
  type OpsManagerServer,
  type RecordedRequest,
  withOpsManager,
} from "../helpers/ops_manager_server.ts";
import { filesIn, withFolder } from "../helpers/temporary_folder.ts";
import { COMMANDS, EVENTS, FAULT_CASES, type FaultCase, said } from "./fault_cases.ts";
import { ARCHIVE, ARCHIVE_NAME, JOB, SERVER } from "./fetch_sample.ts";
import { runFetch } from "./run_fetch.ts";

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(
  test: FaultCase,
  { url, publicKey, privateKey }: OpsManagerServer,
  cwd: string,
): Promise<Ended> {
  const connection = ["--base-url", url, "--public-key", publicKey, "--rate", "900", ...test.flags ?? []];
  const args = [...COMMANDS[test.command], ...connection];
  const env = { OMLENS_PRIVATE_KEY: test.privateKey ?? privateKey };
  if (test.isPatient) {
    const io = fakeIo({ variables: env, now: Date.now, openFetch: denoIo().openFetch });
    const code = await runCli(args.map((arg) => arg.replace(/^out/, `${cwd}/out`)), io);
    return { code, ...io.printed };
  }
  const net = `--allow-net=127.0.0.1`;
  const permissions = [net, "--allow-env=OMLENS_PRIVATE_KEY", `--allow-read=${cwd}`, `--allow-write=${cwd}`];
  return await runFetch({ args, cwd, env, permissions });
}

async function checkData({ command }: FaultCase, { code, out, err }: Ended, cwd: string): Promise<void> {
  assertEquals(code, 0, err);
  if (command === "servers") assertMatch(out, /om-1\.example\.com/);
  if (command === "archive") assertEquals(await Deno.readFile(`${cwd}/out/${ARCHIVE_NAME}`), ARCHIVE);
  if (command === "events") {
    const lines = (await Deno.readTextFile(`${cwd}/out/events.ndjson`)).trimEnd().split("\n");
    assertEquals(lines.map((line) => JSON.parse(line).id), EVENTS.map(({ id }) => id).toReversed());
  }
}

async function checkFailure(says: RegExp, { code, out, err }: Ended, cwd: string): Promise<void> {
  assertEquals([code, out], [5, ""], err);
  assertMatch(err, says);
  const finished = (await filesIn(cwd)).filter((name) => /\.gz$|\.ndjson$|\.job\.json$/.test(name));
  assertEquals(finished, [], "nothing has its final name");
}

for (const test of FAULT_CASES) {
  const { name, command, says, mostRequests = Infinity } = test;
  const end = says === "right data" ? "ends in the right data" : "ends with exit code 5 and says why";
  Deno.test(`omlens fetch ${command}: ${name} ${end}`, () =>
    withFolder(async (cwd) => {
      let nth = 0;
      const setup = {
        jobs: [JOB],
        servers: [SERVER],
        archive: ARCHIVE,
        events: EVENTS,
        fileName: ARCHIVE_NAME,
      };
      const fault = (request: RecordedRequest) =>
        request.authorized ? test.fault?.(request, ++nth) : undefined;
      await Deno.mkdir(`${cwd}/out`);
      await withOpsManager({ ...setup, ...test.setup, fault }, async (server) => {
        const ended = await run(test, server, cwd);
        if (says === "right data") await checkData(test, ended, cwd);
        else await checkFailure(says, ended, cwd);
        assert(server.requests.length <= mostRequests, `${server.requests.length} requests went out`);
      });
    }));
}

Deno.test("omlens collect asks for a job once when the connection is reset", () =>
  withFolder((cwd) => {
    const failed = { ...JOB, childJobs: [{ serverId: "om-1.example.com", status: "FAILURE" }] };
    // The connection was used for the job document before: such a one fetch may try again by itself.
    const fault = ({ method, authorized }: RecordedRequest): Fault | undefined =>
      authorized && method === "POST" ? { kind: "reset" } : undefined;
    return withOpsManager({ jobs: [failed], fault }, async (server) => {
      const test = { name: "", command: "retry", says: "right data" } as const;
      await checkFailure(said("reset|closed|cut"), await run(test, server, cwd), cwd);
      const posts = server.requests.filter(({ method, nc }) => method === "POST" && nc !== null);
      assertEquals(posts.map(({ problem }) => problem), [null]);
    });
  }));

Deno.test("omlens fetch does not follow a redirect to another origin, and sends it nothing", () =>
  withFolder((cwd) =>
    withOpsManager({}, (other) => {
      const fault = ({ path }: RecordedRequest): Fault => ({
        kind: "answer",
        status: 302,
        headers: { location: other.url + path },
      });
      return withOpsManager({ servers: [SERVER], fault }, async (server) => {
        const test = { name: "", command: "servers", says: "right data" } as const;
        const ended = await run(test, server, cwd);
        await checkFailure(said("another origin"), ended, cwd);
        assert(ended.err.includes(new URL(other.url).host), ended.err);
        assertEquals(other.requests, []);
      });
    })
  ));
