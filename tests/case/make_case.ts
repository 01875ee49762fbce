/** Writes synthetic inputs and a case of them, the way the program does. */
import { dirname, join } from "node:path";
import type { Analysis } from "../../lib/analyze/analysis.ts";
import { analyzeArchive } from "../../lib/analyze_archive.ts";
import type { AnalyzeOptions } from "../../lib/analyze_options.ts";
import { CaseWriter } from "../../lib/case/case_writer.ts";
import { applicationLine, timeAfter } from "../helpers/log_builder.ts";
import { rechunk } from "../helpers/read_all.ts";
import { bytesOf } from "../helpers/tar_builder.ts";

/** One input: a file, the files of a folder by path, or a stream. */
export type CaseInput =
  | { readonly kind: "file" | "stream"; readonly content: string | Uint8Array }
  | { readonly kind: "folder"; readonly files: Readonly<Record<string, string | Uint8Array>> };

/** How a case is made. */
export interface MakeOptions extends AnalyzeOptions {
  /** Keep the lines in the case. */
  readonly embed?: boolean;
  /** Starts a worker for that. @default {() => null} */
  readonly startTextWorker?: () => Worker | null;
}

/** Folder of the case, in the folder that a test has. */
export const CASE_FOLDER = "logs.omlens";

/** Writes the inputs to `folder`, and a case of them to its subfolder; gives the case's path and the analysis. */
export async function makeCase(
  folder: string,
  inputs: Readonly<Record<string, CaseInput>>,
  { embed = false, startTextWorker = () => null, ...options }: MakeOptions = {},
): Promise<{ path: string; analysis: Analysis }> {
  const home = join(folder, CASE_FOLDER);
  const path = join(home, "case.db");
  await Deno.mkdir(home, { recursive: true });
  const places = new Map<string, string | null>();
  for (const [name, input] of Object.entries(inputs)) {
    places.set(name, input.kind === "stream" ? null : join(folder, name));
    await writeInput(folder, name, input);
  }
  const sink = new CaseWriter(path, { folder: home, places, embed, startTextWorker });
  try {
    const analysis = await analyzeArchive(
      Object.entries(inputs).map(([name, input]) => ({
        name,
        kind: input.kind,
        files: Object.entries(filesOf(name, input)).map(([name, content]) => ({
          name,
          open: () => rechunk(bytesOf(content), 100_000),
        })),
      })),
      { useWorker: false, builtinRules: false, ...options, sink },
    );
    return { path, analysis };
  } finally {
    sink.abort();
  }
}

/** Synthetic application records, a second apart. */
export function manyLines(count: number, text = "Synthetic done"): string {
  return Array.from(
    { length: count },
    (_, i) => applicationLine({ time: timeAfter(i * 1000), message: `${text} ${i}` }) + "\n",
  ).join("");
}

function filesOf(name: string, input: CaseInput): Readonly<Record<string, string | Uint8Array>> {
  return input.kind === "folder" ? input.files : { [name]: input.content };
}

async function writeInput(folder: string, name: string, input: CaseInput): Promise<void> {
  if (input.kind === "stream") return;
  const home = input.kind === "folder" ? join(folder, name) : folder;
  for (const [path, content] of Object.entries(filesOf(name, input))) {
    await Deno.mkdir(dirname(join(home, path)), { recursive: true });
    await Deno.writeFile(join(home, path), bytesOf(content));
  }
}
