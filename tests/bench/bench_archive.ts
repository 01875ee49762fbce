import { generateSample } from "../../lib/sample/generate_sample.ts";
import { note } from "./run_command.ts";
import { type SampleShape, shapedSample } from "./shaped_sample.ts";

const FOLDER = new URL("../../.bench/", import.meta.url);
/** Of an archive that differs in its shape. */
const SHAPED_BYTES = 400_000_000;
const SHAPES: Readonly<Record<SampleShape, string>> = {
  "many-files": "400 MB in 28,800 files, a quarter of them gzip in themselves",
  "one-file": "400 MB in one application log",
  traces: "400 MB of application logs, every record with a stack trace",
  access: "400 MB of access logs",
};
const SIZE_REGEXP = /^(\d+)(MB|GB)$/;

/** An archive to measure with, and the events that belong to it. */
export interface BenchArchive {
  /** Its folder in `.bench/`. */
  readonly name: string;
  /** What is special about it. */
  readonly title: string;
  /** Path of the archive. */
  readonly path: string;
  /** Path of the events. */
  readonly events: string;
  /** Compressed size. */
  readonly sizeBytes: number;
}

/** What is in an archive before there is one. */
interface Recipe {
  readonly title: string;
  make(): { archive: ReadableStream<Uint8Array>; events: readonly unknown[] };
}

/** Archives measured when none is named, in this order. */
export const USUAL_ARCHIVES: readonly string[] = [
  "20MB",
  "200MB",
  "1400MB",
  "many-files",
  "one-file",
  "traces",
  "access",
];
/** Archives that differ in size alone. */
export const GROWTH_ARCHIVES: readonly string[] = ["200MB", "1400MB", "6GB"];

function recipeFor(name: string): Recipe {
  const shape = (Object.keys(SHAPES) as SampleShape[]).find((one) => one === name);
  if (shape !== undefined) {
    return {
      title: SHAPES[shape],
      make: () => ({ archive: shapedSample(shape, SHAPED_BYTES), events: [] }),
    };
  }
  const sizeBytes = bytesOf(name);
  const options = { hosts: 3, days: 3, seed: 1, incident: "appdb-outage", sizeBytes } as const;
  return {
    title: `${sizeBytes / 1e6} MB of logs of 3 hosts over 3 days, 25 files`,
    make: () => generateSample(options),
  };
}

function bytesOf(name: string): number {
  const [, digits, unit] = SIZE_REGEXP.exec(name) ?? [];
  if (digits !== undefined) return Number(digits) * (unit === "GB" ? 1e9 : 1e6);
  const shapes = Object.keys(SHAPES).join(", ");
  throw new Error(`Cannot make archive "${name}": expected a size such as 1400MB, or one of ${shapes}`);
}

/** The synthetic archive of that name: a size such as `1400MB`, or a shape. It is made once and kept in `.bench/`. */
export async function benchArchive(name: string): Promise<BenchArchive> {
  const recipe = recipeFor(name);
  const folder = new URL(`${name}/`, FOLDER);
  const path = await findArchive(folder) ?? await makeArchive(folder, name, recipe);
  const { size: sizeBytes } = await Deno.stat(path);
  return { name, title: recipe.title, path, events: new URL("events.json", folder).pathname, sizeBytes };
}

async function findArchive(folder: URL): Promise<string | null> {
  try {
    for await (const { name } of Deno.readDir(folder)) {
      if (name.endsWith(".tar.gz")) return new URL(name, folder).pathname;
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return null;
}

/** Gives it its name only when it is complete: what an interrupted run leaves is not taken for an archive. */
async function makeArchive(folder: URL, name: string, recipe: Recipe): Promise<string> {
  note(`making ${name}: ${recipe.title}, once`);
  await Deno.mkdir(folder, { recursive: true });
  const { archive, events } = recipe.make();
  const path = new URL("om-logs_20260409T000000Z.tar.gz", folder).pathname;
  await Deno.writeTextFile(new URL("events.json", folder), JSON.stringify(events));
  await Deno.writeFile(`${path}.part`, archive);
  await Deno.rename(`${path}.part`, path);
  return path;
}
