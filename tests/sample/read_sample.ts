/** Reads a generated sample back with means of its own: `node:zlib` and a walk over tar headers. */
import { gunzipSync } from "node:zlib";
import type { IncidentKind } from "../../lib/sample/incident_kind.ts";
import {
  generateSample,
  type Sample,
  type SampleOptions,
  type SampleTruth,
} from "../../lib/sample/generate_sample.ts";

export interface ReadSample {
  sample: Sample;
  truth: SampleTruth;
  archive: Uint8Array;
  /** Text by path; a `.gz` member is unpacked, its path kept. */
  members: Map<string, string>;
}

export async function readSample(
  options: Partial<SampleOptions> & { incident: IncidentKind },
): Promise<ReadSample> {
  const sample = generateSample({ hosts: 2, days: 1, seed: 1, sizeBytes: 2_000_000, ...options });
  const archive = new Uint8Array(await new Response(sample.archive).arrayBuffer());
  return { sample, truth: await sample.truth, archive, members: readTar(gunzipSync(archive)) };
}

function readTar(tar: Uint8Array): Map<string, string> {
  const ascii = new TextDecoder();
  const field = (at: number, length: number): string =>
    ascii.decode(tar.subarray(at, at + length)).split("\0")[0] ?? "";
  const members = new Map<string, string>();
  for (let at = 0; field(at, 100) !== "";) {
    const size = parseInt(field(at + 124, 12), 8);
    const body = tar.subarray(at + 512, at + 512 + size);
    members.set(field(at, 100), ascii.decode(field(at, 100).endsWith(".gz") ? gunzipSync(body) : body));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return members;
}

/** Lines of all members whose path contains the text. */
export function linesOf({ members }: ReadSample, path: string): string[] {
  return [...members].filter(([name]) => name.includes(path)).flatMap(([, text]) =>
    text.split("\n").slice(0, -1)
  );
}

/** Epoch milliseconds of a line of an application log that starts a record, else NaN. */
export function recordTime(line: string): number {
  return Date.parse(line.slice(0, 23) + "Z");
}

/** Epoch milliseconds of a line of an access log. */
export function accessTime(line: string): number {
  const match = /\[(\d\d)\/(\w{3})\/(\d{4}):(\d\d:\d\d:\d\d) \+0000\]/.exec(line);
  return match === null ? NaN : Date.parse(`${match[1]} ${match[2]} ${match[3]} ${match[4]} UTC`);
}

/** Whole records of an application log: first line and continuation lines. */
export function recordsOf(sample: ReadSample, path: string): { timeMs: number; text: string }[] {
  const records: { timeMs: number; text: string }[] = [];
  for (const line of linesOf(sample, path)) {
    const timeMs = recordTime(line);
    const last = records.at(-1);
    if (!Number.isNaN(timeMs)) records.push({ timeMs, text: line });
    else if (last !== undefined && !line.startsWith("[Starting")) last.text += "\n" + line;
  }
  return records;
}
