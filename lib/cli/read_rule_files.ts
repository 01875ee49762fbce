import { basename, join } from "node:path";
import { InputError } from "../errors.ts";
import type { RuleFile } from "../rules/load_rules.ts";
import type { CliIo } from "./cli_io.ts";

const RULE_FILE_REGEXP = /\.ya?ml$/i;

/**
 * Reads rule files, and those of folders by name.
 *
 * @throws {InputError} when one cannot be read, or a folder has none.
 */
export async function readRuleFiles(
  paths: readonly string[],
  { fs }: Pick<CliIo, "fs">,
): Promise<RuleFile[]> {
  const files: RuleFile[] = [];
  for (const path of paths) {
    try {
      for (const file of await ruleFilesAt(path, fs)) {
        files.push({ file: basename(file), text: await fs.readTextFile(file) });
      }
    } catch (cause) {
      if (cause instanceof InputError) throw cause;
      const why = cause instanceof Deno.errors.NotFound ? "it does not exist" : String(cause);
      throw new InputError(`Cannot read rules from "${path}": ${why}`, {
        input: path,
        remedy: "check the path",
        cause,
      });
    }
  }
  return files;
}

async function ruleFilesAt(path: string, fs: CliIo["fs"]): Promise<string[]> {
  if (!(await fs.stat(path)).isDirectory) return [path];
  const names: string[] = [];
  for await (const { name, isFile } of fs.readDir(path)) {
    if (isFile && RULE_FILE_REGEXP.test(name)) names.push(join(path, name));
  }
  if (names.length > 0) return names.sort();
  throw new InputError(`Cannot read rules from "${path}": the folder holds no .yaml file`, {
    input: path,
    remedy: "give a rule file, or a folder of them",
  });
}
