import { UsageError } from "../errors.ts";
import type { CliIo } from "./cli_io.ts";
import type { Command, CommandHelp } from "./command.ts";
import { ExitCode } from "./exit_code.ts";
import { COMPLETIONS_FLAGS } from "./completions_flags.ts";
import { nearestName } from "../rules/nearest_name.ts";
import { parseCommandLine } from "./flags/parse_command_line.ts";

/** A word that a shell completes, and what can follow it. */
interface Word {
  readonly name: string;
  readonly about: string;
  /** With leading dashes. `takesValue`: what follows is a value, mostly a file. */
  readonly flags: readonly { readonly name: string; readonly about: string; readonly takesValue: boolean }[];
  /** Of which one must follow at once; none: there are none. */
  readonly actions: readonly Word[];
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
  const commands = Object.entries(all).map(([name, { actions = {}, ...help }]) => ({
    ...wordOf(name, help),
    actions: Object.entries(actions).map(([action, help]) => wordOf(action, help)),
  }));
  const helped = commands.map((word) => ({ ...word, flags: [], actions: [] }));
  return [
    ...commands,
    { name: "help", about: "what there is", flags: [], actions: helped },
    { name: "version", about: "print the version", flags: [], actions: [] },
  ];
}

function wordOf(name: string, { about, flags }: CommandHelp): Word {
  const own = Object.entries(flags).map(([flag, { about, placeholder }]) => ({
    name: `--${flag}`,
    about,
    takesValue: placeholder !== null,
  }));
  return {
    name,
    about,
    flags: [...own, { name: "--help", about: "its options", takesValue: false }],
    actions: [],
  };
}

function bash(all: readonly Word[]): string {
  const cases = all.flatMap(({ name, flags, actions }) => [
    ...actions.map((action) => `    "${name} ${action.name}") flags="${namesOf(action.flags)}" ;;`),
    `    "${name} "*) flags="${namesOf(flags)}" ;;`,
  ]);
  const withActions = all.filter(({ actions }) => actions.length > 0);
  return [
    "# omlens completions bash > ~/.local/share/bash-completion/completions/omlens",
    "_omlens() {",
    '  local word="${COMP_WORDS[COMP_CWORD]}" flags="" actions=""',
    "  COMPREPLY=()",
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    mapfile -t COMPREPLY < <(compgen -W "${namesOf(all)}" -- "$word")`,
    "    return",
    "  fi",
    '  case "${COMP_WORDS[1]}" in',
    ...withActions.map(({ name, actions }) => `    ${name}) actions="${namesOf(actions)}" ;;`),
    "  esac",
    '  case "${COMP_WORDS[1]} ${COMP_WORDS[2]}" in',
    ...cases,
    "  esac",
    '  case "$COMP_CWORD $word" in',
    '    *" -"*) mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$word") ;;',
    '    "2 "*) mapfile -t COMPREPLY < <(compgen -W "$actions" -- "$word") ;;',
    "  esac",
    "}",
    "complete -o default -F _omlens omlens",
    "",
  ].join("\n");
}

function namesOf(words: readonly { readonly name: string }[]): string {
  return words.map(({ name }) => name).join(" ");
}

function zsh(all: readonly Word[]): string {
  return [
    "#compdef omlens",
    "# omlens completions zsh > a folder of $fpath, as _omlens",
    "_omlens() {",
    "  local -a words_here",
    ...zshChoice(all, "  "),
    "}",
    'if [ "$funcstack[1]" = "_omlens" ]; then _omlens "$@"; else compdef _omlens omlens; fi',
    "",
  ].join("\n");
}

/** One of some words, and then what can follow it. */
function zshChoice(words: readonly Word[], indent: string): string[] {
  const described = words.map(({ name, about }) => quoted(`${name}:${about.replaceAll(":", "\\:")}`));
  return [
    "if (( CURRENT == 2 )); then",
    "  words_here=(",
    ...described.map((word) => `    ${word}`),
    "  )",
    "  _describe command words_here",
    "  return",
    "fi",
    "shift words; (( CURRENT-- ))",
    "case $words[1] in",
    ...words.flatMap((word) =>
      word.actions.length === 0
        ? [`  ${word.name}) ${zshArguments(word)} ;;`]
        : [`  ${word.name})`, ...zshChoice(word.actions, "    "), "    ;;"]
    ),
    "esac",
  ].map((line) => indent + line);
}

function zshArguments({ flags }: Word): string {
  const specs = flags.map((flag) =>
    quoted(`${flag.name}[${bracketed(flag.about)}]${flag.takesValue ? ":value:_files" : ""}`)
  );
  return `_arguments ${[...specs, "'*:file:_files'"].join(" ")}`;
}

function fish(all: readonly Word[]): string {
  return [
    "# omlens completions fish > ~/.config/fish/completions/omlens.fish",
    ...all.map((word) => fishWord(word, "__fish_use_subcommand")),
    ...all.flatMap(fishFollowers),
    "",
  ].join("\n");
}

function fishWord({ name, about }: Word, condition: string): string {
  return `complete -c omlens -n ${quoted(condition)} -f -a ${name} -d ${quoted(about)}`;
}

/** What can follow a command: one of its actions, its flags, and those that only an action has. */
function fishFollowers({ name, flags, actions }: Word): string[] {
  const seen = `__fish_seen_subcommand_from ${name}`;
  const shared = new Set(flags.map((flag) => flag.name));
  return [
    ...actions.map((action) =>
      fishWord(action, `${seen}; and not __fish_seen_subcommand_from ${namesOf(actions)}`)
    ),
    ...flags.map((flag) => fishFlag(flag, seen)),
    ...actions.flatMap((action) =>
      action.flags.filter((flag) => !shared.has(flag.name)).map((flag) =>
        fishFlag(flag, `${seen}; and __fish_seen_subcommand_from ${action.name}`)
      )
    ),
  ];
}

function fishFlag({ name, about, takesValue }: Word["flags"][number], condition: string): string {
  return `complete -c omlens -n ${quoted(condition)} -l ${name.slice(2)}${takesValue ? " -r" : ""} -d ${
    quoted(about)
  }`;
}

/** A word of any of the shells. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function bracketed(text: string): string {
  return text.replace(/[[\]\\:]/g, (character) => `\\${character}`);
}
