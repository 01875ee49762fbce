import { createHash } from "node:crypto";
import type { MemberPlace } from "./analyze/log_tally.ts";
import type { Input } from "./analyze/analysis.ts";
import { readArchive, type ReadSummary } from "./archive/read_archive.ts";
import type { ReadLimits } from "./archive/read_limits.ts";
import type { AnalysisSink } from "./case/analysis_sink.ts";
import { type Diagnostic, InputError } from "./errors.ts";
import { noLogsError } from "./no_logs_error.ts";
import { checkNoted, hashedFile, type NotedFile } from "./noted_file.ts";
import { onlyInside } from "./only_inside.ts";
import { type Category, memberOrigin } from "./parse/member_origin.ts";
import type { ScanClient } from "./scan/scan_client.ts";

/** One thing to analyse: a file, a folder with its files, or a stream. */
export interface AnalyzeInput {
  /** Its name, without folders of the machine. */
  readonly name: string;
  /** What the user gave. */
  readonly kind: "file" | "folder" | "stream";
  /** The files of a folder by path, or the one file or stream. */
  readonly files: readonly NotedFile[];
  /** Path of the only member whose logs count, and of those inside it; left out: all do. */
  readonly only?: string;
}

/** How inputs are read. */
export interface ReadInputsOptions {
  /** Limits that are not the default ones. */
  readonly limits: Partial<ReadLimits>;
  /** Only these hosts; empty: all. */
  readonly hosts: readonly string[];
  /** Only these kinds of log; empty: all. */
  readonly categories: readonly Category[];
  /** Ends the reading. */
  readonly signal: AbortSignal | undefined;
  /** Called with the bytes read so far, as stored. */
  readonly onProgress: ((bytesRead: number) => void) | undefined;
}

/** Where what is read goes. */
export interface ReadTarget {
  /** Scans the members' bytes. */
  readonly scan: ScanClient;
  /** Told where the bytes of members are, and the bytes themselves when it wants them. */
  readonly sink: AnalysisSink | null;
  /** Begins a member and returns its number. */
  beginMember(place: MemberPlace): number;
  /** The member could not be read to its end. */
  markIncomplete(member: number): void;
  /** Takes what is to be reported. */
  report(diagnostic: Diagnostic): void;
}

interface HostTarget extends ReadTarget {
  /** Takes the hosts of all files. */
  readonly hosts: Set<string>;
}

/** What was read of all inputs. */
export interface ReadResult {
  /** In the order given. */
  readonly inputs: Input[];
  /** Regular files. */
  readonly members: number;
  /** Their bytes. */
  readonly uncompressedBytes: number;
  /** Hosts of all of them, also of those that were left out. */
  readonly hosts: ReadonlySet<string>;
}

/**
 * Reads inputs once and passes the bytes of their logs on.
 *
 * @throws {InputError} when an input cannot be read at all
 */
export async function readInputs(
  inputs: readonly AnalyzeInput[],
  options: ReadInputsOptions,
  target: ReadTarget,
): Promise<ReadResult> {
  const hosts = new Set<string>();
  const result = { inputs: [] as Input[], members: 0, uncompressedBytes: 0, hosts };
  let bytesRead = 0;
  const count = (bytes: number) => options.onProgress?.(bytesRead += bytes);
  for (const input of inputs) {
    const summaries: { name: string; summary: ReadSummary }[] = [];
    let isWhole = true;
    for (const file of input.files) {
      const summary = await readFileOf(counted(file, count), input, options, { ...target, hosts });
      if (summary === null) {
        isWhole = false;
        continue;
      }
      summaries.push({ name: file.name, summary });
      result.members += summary.members;
      result.uncompressedBytes += summary.uncompressedBytes;
    }
    result.inputs.push(toInput(input, summaries, isWhole));
  }
  return result;
}

/** A file of a folder that cannot be opened is left out and reported; one that was given by itself is an error. */
async function readFileOf(
  file: NotedFile,
  input: AnalyzeInput,
  options: ReadInputsOptions,
  target: HostTarget,
): Promise<ReadSummary | null> {
  try {
    return await readFile(file, input, options, target);
  } catch (error) {
    if (!(error instanceof InputError) || input.kind !== "folder") throw error;
    target.report({
      code: "input.unreadable",
      severity: "error",
      message: error.message,
      input: input.name,
      member: file.name,
    });
    return null;
  }
}

async function readFile(
  file: NotedFile,
  input: AnalyzeInput,
  options: ReadInputsOptions,
  target: HostTarget,
): Promise<ReadSummary> {
  const { limits, signal } = options;
  const isInFolder = input.kind === "folder";
  const seek = target.sink?.beginFile(input.name, file.name) ?? null;
  const hashed = file.noted?.part === undefined ? null : hashedFile(file);
  const all = readArchive(hashed?.file ?? file, {
    input: input.name,
    limits,
    isInFolder,
    ...(signal ? { signal } : {}),
    ...(seek ? { seek } : {}),
    ...(target.scan.slots ? { buffers: target.scan.slots } : {}),
  });
  const parts = input.only === undefined ? all : onlyInside(input.only, all);
  const problems: Diagnostic[] = [];
  let member: number | null = null;
  for (;;) {
    const { value: part, done } = await parts.next();
    if (done) {
      target.sink?.endFile(input.name, file.name, part.sha256, part.inputBytes);
      const digest = hashed === null ? { ...part, sizeBytes: part.inputBytes } : hashed.digest();
      checkNoted(file, digest, input.name).forEach((diagnostic) => target.report(diagnostic));
      return checked(part, input, problems);
    }
    if (part.kind === "member") member = beginMember(part.path, input.name, options, target);
    else if (part.kind === "bytes") {
      if (member === null) continue;
      if (target.sink?.wantsBytes) await target.sink.bytes(member, part.bytes);
      await target.scan.write(part.bytes);
    } else if (part.kind === "diagnostic") {
      problems.push(part.diagnostic);
      target.report(part.diagnostic);
    } else if (member !== null) {
      await target.scan.end();
      if (!part.complete) target.markIncomplete(member);
      member = null;
    }
  }
}

function beginMember(
  path: string,
  input: string,
  options: ReadInputsOptions,
  target: HostTarget,
): number | null {
  const origin = memberOrigin(path);
  target.hosts.add(origin.host);
  const { hosts, categories } = options;
  if (hosts.length > 0 && !hosts.includes(origin.host)) return null;
  if (categories.length > 0 && origin.category !== "other" && !categories.includes(origin.category)) {
    return null;
  }
  const member = target.beginMember({ input, path, ...origin });
  target.scan.begin(member, { path, host: origin.host, category: origin.category });
  return member;
}

/** A file of a folder may be anything; a file that was given by itself must be something. */
function checked(summary: ReadSummary, input: AnalyzeInput, problems: readonly Diagnostic[]): ReadSummary {
  if (summary.container !== "unknown" || input.kind === "folder") return summary;
  const problem = problems.find(({ severity }) => severity === "error");
  const otherwise = summary.inputBytes === 0 ? "it is empty" : "it is neither an archive nor a log";
  throw noLogsError(input.name, problem, otherwise);
}

function counted(file: NotedFile, count: (bytes: number) => void): NotedFile {
  return {
    ...file,
    async *open() {
      for await (const chunk of file.open()) {
        count(chunk.length);
        yield chunk;
      }
    },
  };
}

function toInput(
  input: AnalyzeInput,
  files: readonly { name: string; summary: ReadSummary }[],
  isWhole: boolean,
): Input {
  const first = files[0]?.summary;
  const kind = input.kind !== "file" ? input.kind : first?.container === "archive" ? "archive" : "log";
  return {
    name: input.name,
    kind,
    sha256: input.kind === "folder" || first === undefined ? folderHash(files) : first.sha256,
    inputBytes: files.reduce((sum, { summary }) => sum + summary.inputBytes, 0),
    complete: isWhole && files.every(({ summary }) => summary.complete),
  };
}

/** SHA-256 over a line `name NUL size NUL sha256` for each file, by name. */
function folderHash(files: readonly { name: string; summary: ReadSummary }[]): string {
  const lines = files.map(({ name, summary }) => `${name}\0${summary.inputBytes}\0${summary.sha256}\n`)
    .sort();
  return createHash("sha256").update(lines.join("")).digest("hex");
}
