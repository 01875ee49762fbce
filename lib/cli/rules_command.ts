import { basename, join } from "node:path";
import { UsageError } from "../errors.ts";
import { describeAmount } from "../report/describe_quantity.ts";
import { visibleText } from "../report/visible_text.ts";
import { BUILTIN_RULE_FILES } from "../rules/builtin_rules.ts";
import { loadRules, RULE_FILE_SCHEMA, type RuleFile, type RuleProblem } from "../rules/load_rules.ts";
import type { Rule } from "../rules/rule.ts";
import { type RuleTestFailure, testRules } from "../rules/test_rules.ts";
import type { CliIo } from "./cli_io.ts";
import { describeRule } from "./describe_rule.ts";
import { ExitCode } from "./exit_code.ts";
import { jsonText } from "./json_text.ts";
import { parseCommandLine } from "./flags/parse_command_line.ts";
import { nearestName } from "../rules/nearest_name.ts";
import { readRuleFiles } from "./read_rule_files.ts";
import { RULES_FLAGS, type RulesValues } from "./rules_flags.ts";

/** What is asked for. */
interface Request {
  readonly operands: readonly string[];
  readonly values: Readonly<Partial<RulesValues>>;
  readonly io: CliIo;
}

type Action = (request: Request) => Promise<number>;

const ACTIONS: ReadonlyMap<string, Action> = new Map([
  ["list", runList],
  ["show", runShow],
  ["test", runTest],
  ["check", runCheck],
]);

/** `omlens rules`: lists, shows, tests and checks rules. */
export async function runRules(args: readonly string[], io: CliIo): Promise<number> {
  const { values, operands } = parseCommandLine("rules", args, RULES_FLAGS);
  const [name = "", ...rest] = operands;
  const action = ACTIONS.get(name);
  if (action !== undefined) return await action({ operands: rest, values, io });
  const names = [...ACTIONS.keys()];
  throw new UsageError(
    name === ""
      ? `Cannot read the command line: "rules" needs one of ${names.join(", ")}`
      : `Cannot read the command line: "rules" knows no "${name}"`,
    { remedy: `omlens rules ${nearestName(name, names) ?? "list"}` },
  );
}

async function runList({ operands, values, io }: Request): Promise<number> {
  const rules = (await usedRules(operands, values, io)).toSorted((a, b) => a.id < b.id ? -1 : 1);
  if (values.json) printJson(rules.map(toJson), io);
  else {
    const width = Math.max(...rules.map(({ id }) => id.length));
    io.stdout.write(
      rules.map(({ id, severity, title }) =>
        `${id.padEnd(width)}  ${severity.padEnd(8)}  ${visibleText(title)}\n`
      ).join(""),
    );
  }
  return ExitCode.done;
}

async function runShow({ operands, values, io }: Request): Promise<number> {
  const [id, ...rest] = operands;
  if (id === undefined || rest.length > 0) {
    throw new UsageError("Cannot show a rule: expected one id", { remedy: "omlens rules list" });
  }
  const rules = await usedRules([], values, io);
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule === undefined) {
    const nearest = nearestName(id, rules.map((candidate) => candidate.id));
    throw new UsageError(`Cannot show a rule: there is no "${id}"`, {
      remedy: nearest === null ? "omlens rules list" : `omlens rules show ${nearest}`,
    });
  }
  if (values.json) printJson(toJson(rule), io);
  else io.stdout.write(describeRule(rule));
  return ExitCode.done;
}

async function runTest({ operands, values, io }: Request): Promise<number> {
  const rules = await usedRules(operands, values, io);
  const failures = testRules(rules);
  const tests = rules.flatMap((rule) => [...rule.tests.match, ...rule.tests.noMatch]).length;
  if (values.json) printJson({ rules: rules.length, tests, failures }, io);
  else {
    const end = failures.length === 0 ? "all pass" : describeAmount(failures.length, "failure");
    const total = `${describeAmount(rules.length, "rule")}, ${describeAmount(tests, "test")}: ${end}`;
    io.stdout.write([...failures.map(describeTestFailure), total, ""].join("\n"));
  }
  return failures.length === 0 ? ExitCode.done : ExitCode.findings;
}

function describeTestFailure({ rule, list, index, message }: RuleTestFailure): string {
  return visibleText(`${rule}: ${list} ${index + 1}: ${message}`);
}

async function runCheck({ operands, values, io }: Request): Promise<number> {
  if (values.schema) {
    printJson(RULE_FILE_SCHEMA, io);
    return ExitCode.done;
  }
  if (operands.length === 0) {
    throw new UsageError("Cannot check rules: no file is given", { remedy: "omlens rules check PATH" });
  }
  const files = await filesAt([...values.rules ?? [], ...operands], io);
  const known = builtinFiles(values);
  const { rules, problems } = loadRules([...known, ...files]);
  const count = rules.length - loadRules(known).rules.length;
  if (values.json) printJson({ files: files.map(({ file }) => file), rules: count, problems }, io);
  else {
    const end = problems.length === 0 ? "no problem" : describeAmount(problems.length, "problem");
    const total = `${describeAmount(files.length, "file")}, ${describeAmount(count, "good rule")}: ${end}`;
    io.stdout.write([...problems.map(describeProblem), total, ""].join("\n"));
  }
  return problems.length === 0 ? ExitCode.done : ExitCode.usage;
}

function describeProblem({ file, line, column, message }: RuleProblem): string {
  return visibleText(`${file}:${line}:${column}: ${message}`);
}

/** The rules of the program and of the files; what is wrong with them ends the command. */
async function usedRules(
  operands: readonly string[],
  values: Request["values"],
  io: CliIo,
): Promise<readonly Rule[]> {
  const files = await filesAt([...values.rules ?? [], ...operands], io);
  const { rules, problems } = loadRules([...builtinFiles(values), ...files]);
  const [first] = problems;
  if (first === undefined) return rules;
  const more = problems.length === 1 ? "" : ` (and ${problems.length - 1} more)`;
  throw new UsageError(`Cannot load rules: ${describeProblem(first)}${more}`, {
    remedy: `omlens rules check ${first.file}`,
  });
}

function builtinFiles(values: Request["values"]): readonly RuleFile[] {
  return values["no-builtin-rules"] ? [] : BUILTIN_RULE_FILES;
}

/** Rule files under the names by which they are found again. */
async function filesAt(paths: readonly string[], io: CliIo): Promise<RuleFile[]> {
  const files = await Promise.all(paths.map(async (path) => {
    const found = await readRuleFiles([path], io);
    return found.map(({ file, text }) => ({ file: file === basename(path) ? path : join(path, file), text }));
  }));
  return files.flat();
}

/** A rule without what only runs it. */
function toJson({ engine: _, tests: __, ...rule }: Rule): unknown {
  return rule;
}

function printJson(value: unknown, io: CliIo): void {
  io.stdout.write(jsonText(value));
}
