import { createHash } from "node:crypto";
import { assert, assertEquals, assertStringIncludes } from "../../lib/std/assert.ts";
import {
  type Fault,
  type OpsManagerSetup,
  type RecordedRequest,
  withOpsManager,
} from "../helpers/ops_manager_server.ts";
import { filesIn, withFolder } from "../helpers/temporary_folder.ts";
import { ARCHIVE, ARCHIVE_NAME, events, JOB, JOB_ID, ORG_ID, SERVER } from "./fetch_sample.ts";
import { type FetchResult, startFetch } from "./run_fetch.ts";

const PUBLIC_KEY = "secretpub";
const PRIVATE_KEY = "Zq7-unmistakable-PRIVATE-key-9f3b";
const bytes = new TextEncoder().encode(PRIVATE_KEY);

/** The characters of base64 that the key alone decides, when so many bytes stand before it. */
function base64After(before: number): string {
  const whole = new Uint8Array([...new Uint8Array(before), ...bytes]).toBase64();
  return whole.slice(Math.ceil(before * 8 / 6), Math.floor(whole.replace(/=+$/, "").length / 4) * 4 - 4);
}

/** The key in every form in which it could be found again; one character a byte. */
const FORMS: Readonly<Record<string, string>> = {
  "in its first half": PRIVATE_KEY.slice(0, PRIVATE_KEY.length / 2),
  "in its second half": PRIVATE_KEY.slice(-PRIVATE_KEY.length / 2),
  "as UTF-16": [...PRIVATE_KEY].join("\0"),
  "backwards": [...PRIVATE_KEY].reverse().join(""),
  "in hexadecimal": bytes.toHex(),
  "in base64": base64After(0),
  "in base64, one byte later": base64After(1),
  "in base64, two bytes later": base64After(2),
  // As good as the key itself: RFC 7616 §5.
  "as HA1": createHash("md5").update(`${PUBLIC_KEY}:MMS Public API:${PRIVATE_KEY}`).digest("hex"),
};

/** One run. */
interface SecretCase {
  readonly name: string;
  readonly args: readonly string[];
  readonly code: number;
  /** Called with requests whose credentials are right. */
  readonly fault?: (request: RecordedRequest, stop: () => void) => Fault | undefined;
  readonly setup?: OpsManagerSetup;
  /** Configuration of mongocli; the environment has no key then. */
  readonly config?: string;
  /** The user has put the key on the command line already, and nothing is sent. */
  readonly isTyped?: true;
}

/** What a server can do to make the key known: say it, also where a message is cut. */
const echoed = ({ headers }: RecordedRequest) =>
  [PRIVATE_KEY, btoa(PRIVATE_KEY), ...Array.from({ length: 20 }, (_, i) => "x".repeat(i) + PRIVATE_KEY)]
    .join(" ") + JSON.stringify(headers);
const isDownload = ({ path }: RecordedRequest) => path.endsWith(":download");
const EVENTS = ["fetch", "events", "--org", ORG_ID, "--out", "out/events.ndjson"];
const ARCHIVE_ARGS = ["fetch", "archive", "--job", JOB_ID, "--out", "out"];
const CONFIG =
  `[om]\nops_manager_url = "URL"\npublic_api_key = "${PUBLIC_KEY}"\nprivate_api_key = "${PRIVATE_KEY}"\n`;

const CASES: readonly SecretCase[] = [
  { name: "fetch servers", args: ["fetch", "servers", "--json"], code: 0 },
  { name: "fetch jobs", args: ["fetch", "jobs", "--job", JOB_ID], code: 0 },
  { name: "fetch archive", args: ARCHIVE_ARGS, code: 0 },
  { name: "fetch events", args: EVENTS, code: 0 },
  {
    name: "fetch bundle",
    args: ["fetch", "bundle", "--job", "latest", "--org", ORG_ID, "--out", "out/bundle"],
    code: 0,
  },
  { name: "collect", args: ["collect", "--no-wait"], code: 0 },
  { name: "collect --job", args: ["collect", "--job", JOB_ID, "--out", "out"], code: 0 },
  {
    name: "fetch servers with a profile",
    args: ["fetch", "servers", "--profile", "om"],
    config: CONFIG,
    code: 0,
  },
  {
    name: "fetch servers with a profile that is no TOML",
    args: ["fetch", "servers", "--profile", "om"],
    config: CONFIG.replace(/"\n$/, "\n"),
    code: 2,
  },
  {
    name: "fetch servers with another key than the server knows",
    args: ["fetch", "servers"],
    setup: { privateKey: "another" },
    code: 5,
  },
  {
    name: "fetch events with an error that repeats what was sent",
    args: EVENTS,
    fault: (request) => ({
      kind: "answer",
      status: 500,
      headers: { "x-mongodb-service-version": `versionString=${PRIVATE_KEY}` },
      body: { error: 500, errorCode: PRIVATE_KEY, reason: PRIVATE_KEY, detail: echoed(request) },
    }),
    code: 5,
  },
  {
    name: "fetch jobs with a page that repeats what was sent",
    args: ["fetch", "jobs"],
    fault: (request) => ({ kind: "answer", status: 403, body: `<html>${echoed(request)}` }),
    code: 5,
  },
  {
    name: "fetch jobs with garbage that repeats what was sent",
    args: ["fetch", "jobs"],
    fault: (request) => ({ kind: "body", bytes: echoed(request) }),
    code: 5,
  },
  {
    name: "fetch archive with a page that repeats what was sent",
    args: ARCHIVE_ARGS,
    fault: (request) => isDownload(request) ? { kind: "body", bytes: `<p>${echoed(request)}` } : undefined,
    code: 5,
  },
  {
    name: "fetch servers with a redirect that repeats what was sent",
    args: ["fetch", "servers"],
    fault: () => ({
      kind: "answer",
      status: 302,
      headers: { location: `http://x:${PRIVATE_KEY}@127.0.0.2/?${PRIVATE_KEY}` },
    }),
    code: 5,
  },
  {
    name: "fetch archive that is interrupted",
    args: ARCHIVE_ARGS,
    fault: (request, stop) => {
      if (!isDownload(request)) return undefined;
      if (request.headers["range"] === undefined) return { kind: "cut", afterBytes: 50_000 };
      stop();
      return { kind: "hang" };
    },
    code: 130,
  },
  {
    name: "fetch events that is interrupted",
    args: EVENTS,
    fault: ({ query }, stop) => {
      if (query.get("pageNum") !== "2") return undefined;
      stop();
      return { kind: "hang" };
    },
    code: 130,
  },
  {
    name: "fetch servers --private-key",
    args: ["fetch", "servers", "--private-key", PRIVATE_KEY],
    isTyped: true,
    code: 2,
  },
  {
    name: "fetch servers --private-key=",
    args: ["fetch", "servers", `--private-key=${PRIVATE_KEY}`],
    isTyped: true,
    code: 2,
  },
  {
    name: "fetch with the key where the action is",
    args: ["fetch", "--private-key", PRIVATE_KEY],
    isTyped: true,
    code: 2,
  },
  {
    name: "collect with the key behind the public one",
    args: ["collect", "--public-key", `${PUBLIC_KEY}:${PRIVATE_KEY}`],
    isTyped: true,
    code: 2,
  },
  {
    name: "fetch servers with the key in the address",
    args: ["fetch", "servers", "--base-url", `http://x:${PRIVATE_KEY}@127.0.0.1`],
    isTyped: true,
    code: 2,
  },
];

/** Every place of a text, one character a byte, in which the key is. */
function formsIn(place: string, text: string): string[] {
  return Object.entries(FORMS).filter(([, form]) => text.toLowerCase().includes(form.toLowerCase()))
    .map(([name]) => `${place} has the key ${name}`);
}

const latin1 = (content: Uint8Array) => new TextDecoder("latin1").decode(content);

async function formsInFolder(folder: string): Promise<string[]> {
  const files = (await filesIn(folder)).filter((name) => !name.endsWith("/"));
  const found = files.map(async (name) => [
    ...formsIn("a name", name),
    ...formsIn(name, latin1(await Deno.readFile(`${folder}/${name}`))),
  ]);
  return (await Promise.all(found)).flat();
}

/** As everybody on the machine sees it; Deno itself may not look. */
function commandLine(pid: number): string {
  return latin1(new Deno.Command("cat", { args: [`/proc/${pid}/cmdline`] }).outputSync().stdout);
}

/** Runs a case in a folder; gives the result and the command line while it talked to the server. */
async function runCase(
  { args, fault, setup, config }: SecretCase,
  { cwd, configFolder, debug }: { cwd: string; configFolder: string; debug: Record<string, string> },
): Promise<FetchResult & { commandLine: string | null }> {
  let seen: string | null = null;
  let child: Deno.ChildProcess | null = null;
  const sample = {
    jobs: [JOB],
    servers: [SERVER],
    archive: ARCHIVE,
    events: events(1200),
    fileName: ARCHIVE_NAME,
  };
  const keys = { publicKey: PUBLIC_KEY, privateKey: PRIVATE_KEY };
  const onRequest = (request: RecordedRequest) => {
    if (child !== null && Deno.build.os === "linux") seen ??= commandLine(child.pid);
    return request.authorized ? fault?.(request, () => child?.kill("SIGINT")) : undefined;
  };
  return await withOpsManager({ ...sample, ...keys, ...setup, fault: onRequest }, async ({ url }) => {
    if (config !== undefined) {
      await Deno.mkdir(`${configFolder}/mongocli`, { recursive: true });
      await Deno.writeTextFile(`${configFolder}/mongocli/config.toml`, config.replace("URL", url));
    }
    const given = config === undefined ? ["--base-url", url, "--public-key", PUBLIC_KEY] : [];
    child = startFetch({
      args: [
        ...args,
        ...given.filter((flag, i) => !args.includes(given[i - i % 2] ?? flag)),
        "--rate",
        "900",
      ],
      cwd,
      env: {
        XDG_CONFIG_HOME: configFolder,
        ...debug,
        ...(config === undefined ? { OMLENS_PRIVATE_KEY: PRIVATE_KEY } : {}),
      },
      permissions: [
        "--allow-net=127.0.0.1",
        "--allow-env=OMLENS_PRIVATE_KEY,OMLENS_DEBUG,XDG_CONFIG_HOME,HOME",
        `--allow-read=${cwd},${configFolder}`,
        `--allow-write=${cwd}`,
      ],
    });
    const { code, stdout, stderr } = await child.output();
    return { code, out: latin1(stdout), err: latin1(stderr), commandLine: seen };
  });
}

for (const test of CASES) {
  Deno.test(`omlens ${test.name} lets the private key get nowhere`, () =>
    withFolder(async (configFolder) => {
      for (const debug of [{}, { OMLENS_DEBUG: "1" }]) {
        await withFolder(async (cwd) => {
          await Deno.mkdir(`${cwd}/out`);
          const { code, out, err, commandLine } = await runCase(test, { cwd, configFolder, debug });
          assertEquals(code, test.code, err);
          const found = [
            ...formsIn("stdout", out),
            ...formsIn("stderr", err),
            ...formsIn("the process list", test.isTyped ? "" : commandLine ?? ""),
            ...await formsInFolder(cwd),
          ];
          assertEquals(found, []);
          if (commandLine !== null) assertStringIncludes(commandLine, "cli.ts");
        });
      }
    }));
}

Deno.test("the search for the private key finds each of its forms, in files too", () =>
  withFolder(async (folder) => {
    for (const [name, form] of Object.entries(FORMS)) {
      await Deno.writeFile(`${folder}/file`, Uint8Array.from(`\xff${form}`, (char) => char.charCodeAt(0)));
      assert((await formsInFolder(folder)).includes(`file has the key ${name}`), name);
    }
    const basic = btoa(`${PUBLIC_KEY}:${PRIVATE_KEY}`);
    assertEquals(formsIn("Basic", basic).length, 1, basic);
  }));
