import { randomBytes } from "node:crypto";
import { isIP } from "node:net";
import { basename, dirname, join } from "node:path";
import { UsageError } from "../errors.ts";
import type { CaseReader } from "../case/case_reader.ts";
import { openCase } from "../case/open_case.ts";
import { createReportApp, type ReportAppOptions } from "../serve/create_report_app.ts";
import { runAnalyze } from "./analyze_command.ts";
import { CASE_FILE } from "./analyze_to_folder.ts";
import type { CliIo } from "./cli_io.ts";
import { ExitCode } from "./exit_code.ts";
import { given } from "./flags/given.ts";
import { parseCommandLine } from "./flags/parse_command_line.ts";
import { inputTitle } from "./open_inputs.ts";
import { DEFAULT_BIND, DEFAULT_PORT, LISTEN_FLAGS, SERVE_FLAGS, type ServeValues } from "./serve_flags.ts";
import { listen, type WebServer } from "./web_server.ts";

/** What `omlens serve` uses of the machine besides files, so that tests can do without a socket. */
export interface ServeMachine {
  /** A text that nobody can guess, fit for an address. */
  readonly makeToken: () => string;
  /** Opens the socket. */
  readonly listen: typeof listen;
}

const MACHINE: ServeMachine = { makeToken: () => randomBytes(32).toString("base64url"), listen };
const PORTS_TRIED = 20;
const SQLITE_HEAD = "SQLite format 3\0";
const UNREADABLE = [Deno.errors.NotFound, Deno.errors.PermissionDenied, Deno.errors.NotCapable];
const ANY_ADDRESS: readonly string[] = ["0.0.0.0", "::"];

/** `omlens serve`: shows a case as a web page until Ctrl-C; analyses first when it is given something else. */
export async function runServe(
  args: readonly string[],
  io: CliIo,
  machine: ServeMachine = MACHINE,
): Promise<number> {
  const { values, operands } = parseCommandLine("serve", args, SERVE_FLAGS);
  const path = await findCase(operands, io);
  if (path !== null) checkFlags(path, values);
  return await serve(path ?? await analyzeFirst(args, operands, values, io), values, io, machine);
}

/** The only operand, when it is a case; null: there is something to analyse. */
async function findCase(operands: readonly string[], { fs }: CliIo): Promise<string | null> {
  const [path, ...others] = operands;
  if (path === undefined) {
    throw new UsageError("Cannot serve: no CASE or INPUT is given", {
      remedy: "omlens serve om-logs_….omlens",
    });
  }
  if (path === "-" || others.length > 0) return null;
  try {
    const { isDirectory, isFile } = await fs.stat(path);
    if (!isDirectory && !isFile) return null;
    const file = isDirectory ? join(path, CASE_FILE) : path;
    using opened = await fs.open(file);
    const head = new Uint8Array(SQLITE_HEAD.length);
    await opened.read(head);
    return new TextDecoder().decode(head) === SQLITE_HEAD ? path : null;
  } catch (error) {
    // Whoever analyses says what is wrong with it.
    if (UNREADABLE.some((kind) => error instanceof kind)) return null;
    throw error;
  }
}

function checkFlags(path: string, values: Partial<ServeValues>): void {
  const name = Object.keys(values).find((name) => !Object.hasOwn(LISTEN_FLAGS, name) && name !== "quiet");
  if (name === undefined || name === "color") return;
  throw new UsageError(`Cannot serve "${path}" with --${name}: it is a case, so nothing is analysed`, {
    remedy: `leave out --${name}, or give the archive instead of the case`,
  });
}

/** Gives the folder of the new case. */
async function analyzeFirst(
  args: readonly string[],
  operands: readonly string[],
  values: Partial<ServeValues>,
  io: CliIo,
): Promise<string> {
  if (values.input !== undefined) {
    throw new UsageError("Cannot serve with --input: there is no case yet", { remedy: "leave out --input" });
  }
  const out = values.out ?? `${await inputTitle(operands[0] ?? "", io)}.omlens`;
  await runAnalyze([`--out=${out}`, ...withoutListenFlags(args)], io);
  io.stdout.write("\n");
  return out;
}

/** The arguments were parsed before: each of these flags has its value behind it. */
function withoutListenFlags(args: readonly string[]): string[] {
  const end = args.indexOf("--");
  const flags = end < 0 ? args : args.slice(0, end);
  const isListenFlag = (arg: string | undefined) =>
    arg !== undefined && Object.hasOwn(LISTEN_FLAGS, arg.slice(2));
  const others = flags.filter((arg, i) =>
    !isListenFlag(arg) && !isListenFlag(flags[i - 1]) && !isListenFlag(arg.split("=", 1)[0])
  );
  return [...others, ...args.slice(flags.length)];
}

async function serve(
  path: string,
  values: Partial<ServeValues>,
  io: CliIo,
  machine: ServeMachine,
): Promise<number> {
  const title = await titleOf(path, io);
  const reader = openCase(path, given({ input: values.input }));
  const { promise: interrupted, resolve } = Promise.withResolvers<void>();
  const stopListening = io.onInterrupt(resolve);
  try {
    const { stop, url } = open(reader, values, machine);
    io.stdout.write(`${title} is open at\n${url}\n`);
    io.stderr.write(`${warningOf(values.bind ?? DEFAULT_BIND)}Ctrl-C ends it.\n`);
    await interrupted;
    await stop();
  } finally {
    stopListening();
    reader.close();
  }
  return ExitCode.interrupted;
}

function open(
  reader: CaseReader,
  { bind = DEFAULT_BIND, port }: Partial<ServeValues>,
  { makeToken, listen }: ServeMachine,
): Pick<WebServer, "stop"> & { url: string } {
  const token = makeToken();
  const server = listen(
    { hostname: bind, port: port ?? DEFAULT_PORT, tries: port === undefined ? PORTS_TRIED : 1 },
    (port) => createReportApp(reader, { token, ...hostsOf(bind, port) }).fetch,
  );
  return { stop: server.stop, url: `${addressOf(bind, server.port)}?token=${token}` };
}

/** The `Host` values that lead here: a name that somebody else could lead here is none. */
function hostsOf(bind: string, port: number): Pick<ReportAppOptions, "hosts" | "anyAddress"> {
  const names = isLoopback(bind) || ANY_ADDRESS.includes(bind) ? ["127.0.0.1", "localhost", "[::1]"] : [];
  const own = isIP(bind) === 6 ? `[${bind}]` : bind;
  const hosts = [...new Set([own, ...names])].map((name) => port === 80 ? name : `${name}:${port}`);
  return { hosts, anyAddress: ANY_ADDRESS.includes(bind) };
}

function isLoopback(bind: string): boolean {
  return bind === "localhost" || bind === "::1" || /^127\./.test(bind);
}

/** A browser on this machine gets there. */
function addressOf(bind: string, port: number): string {
  const name = ANY_ADDRESS.includes(bind) ? DEFAULT_BIND : isIP(bind) === 6 ? `[${bind}]` : bind;
  return `http://${name}:${port}/`;
}

function warningOf(bind: string): string {
  if (isLoopback(bind)) return "";
  return `omlens: others on the network can reach ${bind}, and read along: what is sent is not encrypted\n`;
}

async function titleOf(path: string, { fs }: CliIo): Promise<string> {
  return basename((await fs.stat(path)).isDirectory ? path : dirname(await fs.realPath(path)));
}
