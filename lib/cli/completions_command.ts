import { UsageError } from "../errors.ts";
import type { CliIo } from "./cli_io.ts";
import type { Command } from "./command.ts";
import { ExitCode } from "./exit_code.ts";
import { COMPLETIONS_FLAGS } from "./completions_flags.ts";
import { nearestName } from "../rules/nearest_name.ts";
import { parseCommandLine } from "./flags/parse_command_line.ts";

/** A word that a shell completes after `omlens`, and the flags of that command. */
interface Word {
  readonly name: string;
  readonly about: string;
  /** With leading dashes. `takesValue`: what follows is a value, mostly a file. */
  readonly flags: readonly { readonly name: string; readonly about: string; readonly takesValue: boolean }[];
}

const SHELLS: Readonly<Record<string, (words: readonly Word[]) => string>> = { bash, zsh, fish };

/** `omlens completions`: a script for a shell, to be read by it at start. */
export function runCompletions(
  args: readonly string[],
  io: CliIo,
  commands: Readonly<Record<string, Command>>,
): Promise<number> {
  const { operands: [shell, ...rest] } = parseCommandLine("completions", args, COMPLETIONS_FLAGS);
  const script = shell !== undefined && Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
  if (script === undefined || rest.length > 0) throw unknownShell(shell, rest);
  io.stdout.write(script(wordsOf(commands)));
  return Promise.resolve(ExitCode.done);
}

function unknownShell(shell: string | undefined, rest: readonly string[]): UsageError {
  const nearest = nearestName(shell ?? "", Object.keys(SHELLS)) ?? "bash";
  const why = shell === undefined
    ? "no shell is given"
    : rest.length > 0
    ? "more than one shell is given"
    : `there is none for "${shell}", only for ${Object.keys(SHELLS).join(", ")}`;
  return new UsageError(`Cannot write completions: ${why}`, { remedy: `omlens completions ${nearest}` });
}

function wordsOf(all: Readonly<Record<string, Command>>): Word[] {
  const commands = Object.entries(all).map(([name, { about, flags }]) => ({
    name,
    about,
    flags: [
      ...Object.entries(flags).map(([flag, { about, placeholder }]) => ({
        name: `--${flag}`,
        about,
        takesValue: placeholder !== null,
      })),
      { name: "--help", about: "its options", takesValue: false },
    ],
  }));
  return [...commands, { name: "help", about: "what there is", flags: [] }, {
    name: "version",
    about: "print the version",
    flags: [],
  }];
}

function bash(all: readonly Word[]): string {
  const cases = all.map(({ name, flags }) =>
    `    ${name}) flags="${flags.map((flag) => flag.name).join(" ")}" ;;`
  );
  return [
    "# omlens completions bash > ~/.local/share/bash-completion/completions/omlens",
    "_omlens() {",
    '  local word="${COMP_WORDS[COMP_CWORD]}" flags=""',
    "  COMPREPLY=()",
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    mapfile -t COMPREPLY < <(compgen -W "${all.map(({ name }) => name).join(" ")}" -- "$word")`,
    "    return",
    "  fi",
    '  case "${COMP_WORDS[1]}" in',
    ...cases,
    "  esac",
    '  case "$word" in',
    '    -*) mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$word") ;;',
    "  esac",
    "}",
    "complete -o default -F _omlens omlens",
    "",
  ].join("\n");
}

function zsh(all: readonly Word[]): string {
  const described = all.map(({ name, about }) => `    ${quoted(`${name}:${about.replaceAll(":", "\\:")}`)}`);
  const cases = all.map(({ name, flags }) => {
    const specs = flags.map((flag) =>
      quoted(`${flag.name}[${bracketed(flag.about)}]${flag.takesValue ? ":value:_files" : ""}`)
    );
    return `    ${name}) _arguments ${[...specs, "'*:file:_files'"].join(" ")} ;;`;
  });
  return [
    "#compdef omlens",
    "# omlens completions zsh > a folder of $fpath, as _omlens",
    "_omlens() {",
    "  local -a commands",
    "  commands=(",
    ...described,
    "  )",
    "  if (( CURRENT == 2 )); then",
    "    _describe command commands",
    "    return",
    "  fi",
    "  local command=$words[2]",
    "  shift words; (( CURRENT-- ))",
    "  case $command in",
    ...cases,
    "  esac",
    "}",
    'if [ "$funcstack[1]" = "_omlens" ]; then _omlens "$@"; else compdef _omlens omlens; fi',
    "",
  ].join("\n");
}

function fish(all: readonly Word[]): string {
  const commands = all.map(({ name, about }) =>
    `complete -c omlens -n __fish_use_subcommand -f -a ${name} -d ${quoted(about)}`
  );
  const flags = all.flatMap(({ name, flags }) =>
    flags.map((flag) =>
      `complete -c omlens -n ${quoted(`__fish_seen_subcommand_from ${name}`)} -l ${flag.name.slice(2)}${
        flag.takesValue ? " -r" : ""
      } -d ${quoted(flag.about)}`
    )
  );
  return ["# omlens completions fish > ~/.config/fish/completions/omlens.fish", ...commands, ...flags, ""]
    .join("\n");
}

/** A word of any of the shells. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function bracketed(text: string): string {
  return text.replace(/[[\]\\:]/g, (character) => `\\${character}`);
}
