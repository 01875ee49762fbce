import { assert, assertEquals, assertStringIncludes } from "../../lib/std/assert.ts";
import { type OpsManagerServer, variablesOf, withOpsManager } from "../helpers/ops_manager_server.ts";
import { withFolder } from "../helpers/temporary_folder.ts";
import { ARCHIVE, ARCHIVE_NAME, events, JOB, JOB_ID, ORG_ID, SERVER } from "./fetch_sample.ts";
import { type FetchResult, runFetch } from "./run_fetch.ts";

/** A command, and the least that it needs; HOST is the server's. */
interface PermissionCase {
  readonly args: readonly string[];
  readonly least: readonly string[];
  /** Tells where the server is and who asks. */
  readonly connection?: "flags" | "environment" | "profile";
  /** For what is missing without a permission, when its message does not name it as it was given. */
  readonly named?: Readonly<Record<string, string>>;
}

const NET = "--allow-net=HOST";
const KEY = "--allow-env=OMLENS_PRIVATE_KEY";
const ALL_KEYS = "--allow-env=OMLENS_BASE_URL,OMLENS_PUBLIC_KEY,OMLENS_PRIVATE_KEY";
const PROFILE = "--allow-env=HOME,XDG_CONFIG_HOME";
const OUT = ["--allow-read=out", "--allow-write=out"];
const CONFIG = "--allow-read=config/mongocli/config.toml,config/mongocli.toml";

const CASES: readonly PermissionCase[] = [
  { args: ["fetch", "servers"], least: [NET, KEY] },
  { args: ["fetch", "jobs", "--job", "latest"], least: [NET, KEY] },
  { args: ["fetch", "archive", "--job", JOB_ID, "--out", "out"], least: [NET, KEY, ...OUT] },
  { args: ["fetch", "events", "--org", ORG_ID, "--out", "out/events.ndjson"], least: [NET, KEY, ...OUT] },
  {
    args: ["fetch", "bundle", "--job", "latest", "--org", ORG_ID, "--out", "out"],
    least: [NET, KEY, ...OUT],
  },
  { args: ["collect", "--no-wait"], least: [NET, KEY] },
  { args: ["collect", "--job", JOB_ID, "--out", "out"], least: [NET, KEY, ...OUT] },
  {
    args: ["fetch", "servers"],
    least: [NET, ALL_KEYS],
    connection: "environment",
    named: { [ALL_KEYS]: "--allow-env=OMLENS_BASE_URL" },
  },
  {
    args: ["fetch", "servers"],
    least: [NET, PROFILE, CONFIG],
    connection: "profile",
    named: { [PROFILE]: "--allow-env=HOME,XDG_CONFIG_HOME", [CONFIG]: "--allow-read=" },
  },
];

const sample = {
  jobs: [JOB],
  servers: [SERVER],
  archive: ARCHIVE,
  events: events(3),
  fileName: ARCHIVE_NAME,
};

/** Runs a command with these permissions and no others, in a folder of its own. */
function run(
  { args, connection = "flags" }: PermissionCase,
  permissions: readonly string[],
  check: (result: FetchResult, host: string) => void,
): Promise<void> {
  return withFolder((cwd) =>
    withOpsManager(sample, async (server) => {
      const { host } = new URL(server.url);
      await writeConfig(server, cwd);
      if (args.includes("events")) await Deno.mkdir(`${cwd}/out`);
      const given = {
        flags: ["--base-url", server.url, "--public-key", server.publicKey],
        environment: [],
        profile: ["--profile", "om"],
      }[connection];
      const env: Record<string, string> = {
        flags: { OMLENS_PRIVATE_KEY: server.privateKey },
        environment: variablesOf(server),
        profile: { XDG_CONFIG_HOME: `${cwd}/config` },
      }[connection];
      const result = await runFetch({
        args: [...args, ...given, "--rate", "900"],
        cwd,
        env,
        permissions: permissions.map((flag) => flag.replace("HOST", host)),
      });
      check(result, host);
    })
  );
}

async function writeConfig({ url, publicKey, privateKey }: OpsManagerServer, cwd: string): Promise<void> {
  await Deno.mkdir(`${cwd}/config/mongocli`, { recursive: true });
  await Deno.writeTextFile(
    `${cwd}/config/mongocli/config.toml`,
    `[om]\nops_manager_url = "${url}/"\npublic_api_key = "${publicKey}"\nprivate_api_key = "${privateKey}"\n`,
  );
}

for (const test of CASES) {
  const { args, least, connection = "flags", named = {} } = test;
  const title = `omlens ${args.slice(0, args[0] === "fetch" ? 2 : 1).join(" ")}` +
    (args.includes("--no-wait") ? " --no-wait" : "") +
    (connection === "flags" ? "" : ` by ${connection}`);
  Deno.test(`${title} needs ${least.join(" ")} and nothing else`, () =>
    run(test, least, ({ code, err }) => assertEquals(code, 0, err)));
  for (const missing of least) {
    Deno.test(`${title} without ${missing} names it`, () =>
      run(test, least.filter((flag) => flag !== missing), ({ code, err }, host) => {
        assert(code !== 0, err);
        assertStringIncludes(err, named[missing] ?? missing.replace("HOST", host).replace(/,.*$/, ""));
        assert(/^try: .*--allow-/m.test(err), err);
      }));
  }
}
