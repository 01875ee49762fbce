import { randomBytes } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { UsageError } from "../errors.ts";
import type { Analysis } from "../analyze/analysis.ts";
import { openCase } from "../case/open_case.ts";
import { createReportApp } from "../serve/create_report_app.ts";
import type { GuardOptions } from "../serve/security/guarded_app.ts";
import { createWaitingApp } from "../serve/waiting/create_waiting_app.ts";
import { type CaseProgress, ProgressBoard } from "../serve/waiting/progress_board.ts";
import { VERSION } from "../version.ts";
import { runAnalyze } from "./analyze_command.ts";
import { CASE_FILE } from "./case_file.ts";
import type { CliIo } from "./cli_io.ts";
import { describeFailure } from "./describe_failure.ts";
import { ExitCode } from "./exit_code.ts";
import { given } from "./flags/given.ts";
import { parseCommandLine } from "./flags/parse_command_line.ts";
import { inputTitle } from "./open_inputs.ts";
import { readAnalysis } from "./read_analysis.ts";
import { openDoor, type ServeDoor, type ServeMachine, warningOf } from "./serve_door.ts";
import { DEFAULT_BIND, LISTEN_FLAGS, SERVE_FLAGS, type ServeValues } from "./serve_flags.ts";
import type { AnswerRequest } from "./answer_node.ts";
import { listen } from "./web_server.ts";

const MACHINE: ServeMachine = { makeToken: () => randomBytes(32).toString("base64url"), listen };
const SQLITE_HEAD = "SQLite format 3\0";
const UNREADABLE = [Deno.errors.NotFound, Deno.errors.PermissionDenied, Deno.errors.NotCapable];

/** `omlens serve`: shows a case as a web page until Ctrl-C; analyses first when it is given something else. */
export async function runServe(
  args: readonly string[],
  io: CliIo,
  machine: ServeMachine = MACHINE,
): Promise<number> {
  const { values, operands } = parseCommandLine("serve", args, SERVE_FLAGS);
  const path = await findCase(operands, io);
  if (path !== null) checkFlags(path, values);
  const against = values.against === undefined ? null : await readAnalysis(values.against, io);
  const request = { values, against, machine };
  if (path === null) return await analyzeAndServe(args, operands, request, io);
  return await serve(path, request, io, (showFirst) => openDoor(values, machine, showFirst));
}

/** What is the same for a case that is there and one that is made first. */
interface ServeRequest {
  readonly values: Partial<ServeValues>;
  readonly against: Analysis | null;
  readonly machine: ServeMachine;
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

/** Analyses while whoever has the address sees how far it is, and serves the new case. */
async function analyzeAndServe(
  args: readonly string[],
  operands: readonly string[],
  request: ServeRequest,
  io: CliIo,
): Promise<number> {
  const { values, machine } = request;
  if (values.input !== undefined) {
    throw new UsageError("Cannot serve with --input: there is no case yet", { remedy: "leave out --input" });
  }
  const title = await inputTitle(operands[0] ?? "", io);
  const out = values.out ?? `${title}.omlens`;
  const board = new ProgressBoard(io.now);
  const opened: { door?: ServeDoor } = {};
  const begin = async (totalBytes: number | null) => {
    board.tell({ kind: "progress", phase: "reading", doneBytes: 0, totalBytes });
    opened.door = await openDoor(
      values,
      machine,
      (guard) => createWaitingApp(board, { title, ...guard }).fetch,
    );
    if (!values.quiet) io.stderr.write(`${title} is being read; see how far it is at\n${opened.door.url}\n`);
  };
  try {
    const update = (doneBytes: number) => board.tell(progressAt(doneBytes, board.progress));
    await runAnalyze([`--out=${out}`, ...withoutListenFlags(args)], io, { watch: { begin, update } });
    io.stdout.write("\n");
    return await serve(out, request, io, (showFirst) => {
      // Nothing is analysed before the door is open.
      const door = opened.door!;
      door.show(showFirst(door.guard));
      board.tell({ kind: "done" });
      return Promise.resolve(door);
    });
  } catch (error) {
    const { message, remedy } = describeFailure(error);
    board.tell({ kind: "failed", message, remedy });
    await opened.door?.stop();
    throw error;
  }
}

function progressAt(doneBytes: number, last: CaseProgress): CaseProgress {
  const totalBytes = last.kind === "progress" ? last.totalBytes : null;
  const isRead = totalBytes !== null && doneBytes >= totalBytes;
  return { kind: "progress", phase: isRead ? "analyzing" : "reading", doneBytes, totalBytes };
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

/** Opens the case and shows it at a door, until Ctrl-C. */
async function serve(
  path: string,
  { values, against }: ServeRequest,
  io: CliIo,
  openOrShow: (showFirst: (guard: GuardOptions) => AnswerRequest) => Promise<ServeDoor>,
): Promise<number> {
  const title = await titleOf(path, io);
  const reader = openCase(path, given({ input: values.input }));
  const { promise: interrupted, resolve } = Promise.withResolvers<void>();
  const stopListening = io.onInterrupt(resolve);
  try {
    const { stop, url } = await openOrShow((guard) =>
      createReportApp(reader, { ...guard, version: VERSION, ...(against === null ? {} : { against }) }).fetch
    );
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

async function titleOf(path: string, { fs }: CliIo): Promise<string> {
  return basename((await fs.stat(path)).isDirectory ? path : dirname(await fs.realPath(path)));
}
