import type { CommandHelp } from "./command.ts";
import { RULES_FLAGS } from "./rules_flags.ts";

const { schema, ...FLAGS } = RULES_FLAGS;

/** What `omlens rules` does, by name, in the order of the help. */
export const RULES_ACTIONS: Readonly<Record<string, CommandHelp>> = {
  list: {
    usage: "[PATH...] [options]",
    about: "list the rules by id",
    flags: FLAGS,
    examples: [
      ["omlens rules list", "all rules that come with omlens"],
      ["omlens rules list ours.yaml --no-builtin-rules", "those of a file alone"],
    ],
  },
  show: {
    usage: "ID [options]",
    about: "tell what a rule means, what to do, what it looks for",
    flags: FLAGS,
    examples: [["omlens rules show appdb.timeout", "a rule that comes with omlens"]],
  },
  test: {
    usage: "[PATH...] [options]",
    about: "run the tests in rule files",
    flags: FLAGS,
    examples: [["omlens rules test ours.yaml", "and those that come with omlens; exit 1 when one fails"]],
  },
  check: {
    usage: "PATH... [options]",
    about: "tell everything that is wrong with rule files",
    flags: { ...FLAGS, schema },
    examples: [
      ["omlens rules check ours.yaml", "as file:line:column; exit 2 when something is wrong"],
      ["omlens rules check --schema > rules.schema.json", "for editors that complete YAML"],
    ],
  },
};
