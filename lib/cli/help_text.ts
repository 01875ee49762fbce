import type { Command, CommandHelp } from "./command.ts";
import type { AnyFlagTable, Flag } from "./flags/flag.ts";
import { wrapText } from "../report/wrap_text.ts";

const WIDTH = 80;
const INDENT = "  ";
const MOST_NAME_WIDTH = 26;

/** The help of the program: what there is. */
export function programHelp(version: string, commands: Readonly<Record<string, Command>>): string {
  const rows = Object.entries(commands).map(([name, { about }]): Row => [name, about]);
  return [
    `omlens ${version}: analyses MongoDB Ops Manager log archives offline, with the`,
    "events of the organization",
    "",
    "Usage: omlens COMMAND [options]",
    "",
    "Commands:",
    ...table([...rows, ["help [COMMAND [ACTION]]", "this, or the options of a command"], [
      "version",
      "print the version",
    ]]),
    "",
    "Exit codes:",
    ...table([
      ["0", "done"],
      ["1", "findings at or above --fail-on"],
      ["2", "wrong usage"],
      ["3", "an input cannot be read at all"],
      ["4", "incomplete input, under --strict"],
      ["5", "Ops Manager cannot be reached, or refused"],
      ["130", "interrupted"],
    ]),
    "",
  ].join("\n");
}

/** The help of a command, or of an action of one: then the name has both words. */
export function commandHelp(
  name: string,
  { usage, about, flags, examples, actions }: CommandHelp & Pick<Command, "actions">,
): string {
  return [
    `omlens ${name}: ${about}`,
    "",
    `Usage: omlens ${name} ${usage}`,
    "",
    ...(actions === undefined ? ["Options:"] : [
      "Actions:",
      ...table(Object.entries(actions).map(([action, { about }]) => [action, about])),
      "",
      `Options (omlens help ${name} ACTION tells those of one):`,
    ]),
    ...table(flagRows(flags)),
    "",
    "Examples:",
    ...examples.flatMap(([line, says]) => [`${INDENT}${line}`, `${INDENT}${INDENT}${says}`]),
    "",
  ].join("\n");
}

type Row = readonly [name: string, about: string];

function flagRows(flags: AnyFlagTable): Row[] {
  return [...Object.entries(flags).map(flagRow), ["--help", "this"]];
}

function flagRow([name, { placeholder, about, repeatable }]: [string, Flag<unknown>]): Row {
  return [
    `--${name}${placeholder === null ? "" : ` ${placeholder}`}`,
    `${about}${repeatable ? " (repeatable)" : ""}`,
  ];
}

function table(rows: readonly Row[]): string[] {
  const width = Math.min(MOST_NAME_WIDTH, Math.max(...rows.map(([name]) => name.length))) + 2;
  const blank = INDENT + " ".repeat(width);
  return rows.flatMap(([name, about]) => {
    const [first = "", ...rest] = wrapText(about, WIDTH - blank.length);
    return [INDENT + name.padEnd(width) + first, ...rest.map((line) => blank + line)];
  });
}
