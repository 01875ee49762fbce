import { UsageError } from "../errors.ts";
import type { CliIo } from "./cli_io.ts";
import { COMMANDS } from "./commands.ts";
import { describeFailure, renderFailure } from "./describe_failure.ts";
import { ExitCode } from "./exit_code.ts";
import { commandHelp, programHelp } from "./help_text.ts";
import { VERSION } from "../version.ts";
import { nearestName } from "../rules/nearest_name.ts";

/** Runs a command line; prints everything, never throws, never ends the process. Gives the exit code. */
export async function runCli(args: readonly string[], io: CliIo): Promise<number> {
  try {
    return await dispatch(args, io);
  } catch (error) {
    const debug = await io.env("OMLENS_DEBUG") === "1";
    const failure = describeFailure(error);
    io.stderr.write(renderFailure(failure, debug && error instanceof Error ? stackOf(error) : undefined));
    return failure.exitCode;
  }
}

async function dispatch(args: readonly string[], io: CliIo): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    throw new UsageError("Cannot read the command line: no command is given", { remedy: "omlens help" });
  }
  if (name === "help" || name === "--help" || name === "-h") return printHelp(rest, io);
  if (name === "version" || name === "--version" || name === "-V") {
    io.stdout.write(`omlens ${VERSION}\n`);
    return ExitCode.done;
  }
  const command = findCommand(name);
  const end = rest.indexOf("--");
  const flags = end < 0 ? rest : rest.slice(0, end);
  if (flags.some((arg) => arg === "--help" || arg === "-h")) return printHelp(args, io);
  const run = await command.load();
  return await run(rest, io);
}

function findCommand(name: string): (typeof COMMANDS)[string] {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command !== undefined) return command;
  const nearest = nearestName(name.replace(/^-+/, ""), [...Object.keys(COMMANDS), "help", "version"]);
  throw new UsageError(
    `Cannot read the command line: there is no ${name.startsWith("-") ? "flag" : "command"} "${name}"`,
    { remedy: nearest === null ? "omlens help" : `omlens ${nearest}, or omlens help` },
  );
}

function printHelp([name, action = ""]: readonly string[], { stdout }: CliIo): number {
  stdout.write(
    name === undefined || name === "help" ? programHelp(VERSION, COMMANDS) : helpOf(name, action),
  );
  return ExitCode.done;
}

/** An action that is not known gets the help of its command, which lists those there are. */
function helpOf(name: string, action: string): string {
  const command = findCommand(name);
  const { actions = {} } = command;
  const known = Object.hasOwn(actions, action) ? actions[action] : undefined;
  return known === undefined ? commandHelp(name, command) : commandHelp(`${name} ${action}`, known);
}

function stackOf(error: Error): string {
  const { stack = String(error), cause } = error;
  return cause instanceof Error ? `${stack}\ncaused by: ${stackOf(cause)}` : stack;
}
