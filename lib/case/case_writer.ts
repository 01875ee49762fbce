import { isAbsolute, join, relative, resolve } from "node:path";
import type { Analysis } from "../analyze/analysis.ts";
import type { MemberPlace } from "../analyze/log_tally.ts";
import type { RowFacts } from "../analyze/row_listener.ts";
import type { TemplateEntry } from "../analyze/signature_table.ts";
import { SeekIndexBuilder } from "../archive/seek/seek_index_builder.ts";
import type { WindowStore } from "../archive/seek/spilled_point.ts";
import type { AccessBlock, ApplicationBlock, DictionaryEntries } from "../scan/column_block.ts";
import type { AnalysisSink, MemberFacts } from "./analysis_sink.ts";
import { BlockStore } from "./store/block_store.ts";
import { CaseTables } from "./store/case_tables.ts";
import { cannotWriteCase } from "./store/cannot_write_case.ts";
import { writeSeekRows } from "./store/seek_rows.ts";
import { splitAnalysis } from "./store/stored_analysis.ts";
import { TextBlockWriter } from "./text/text_block_writer.ts";

/** What a case is told before the work begins. */
export interface CaseWriterOptions {
  /** Folder the case will be in when it is complete: places of inputs are kept relative to it. */
  readonly folder: string;
  /** Where each input is, by its name; null: it is a stream, whose lines are kept in the case. */
  readonly places: ReadonlyMap<string, string | null>;
  /** Keep the lines of all inputs in the case. @default {false} */
  readonly embed?: boolean;
  /** Takes what would need much memory until a file is written. */
  readonly spill?: WindowStore;
  /** Starts a worker that compresses lines. */
  readonly startTextWorker?: () => Worker | null;
}

/** The file beside the case that lines are in until the end. */
const TEXT_SUFFIX = "-text";

interface OpenFile {
  readonly id: number;
  readonly input: number;
  readonly path: string;
  readonly mtimeMs: number | null;
  readonly seek: SeekIndexBuilder | null;
  readonly members: Map<string, number>;
  /** Members that were not scanned to their end yet. */
  openMembers: number;
  /** Null: it is being read. The hash is null when it could not be read to its end. */
  end: { readonly sha256: string | null; readonly sizeBytes: number | null } | null;
}

interface OpenMember {
  readonly file: number;
  readonly place: MemberPlace;
  readonly summary?: MemberFacts;
}

/** Writes a case while an analysis goes on. The file is a case once {@linkcode finish} is done. */
export class CaseWriter implements AnalysisSink {
  /** Whether any input's lines are kept. */
  readonly wantsBytes: boolean;
  readonly #options: CaseWriterOptions;
  readonly #tables: CaseTables;
  readonly #inputs: string[];
  readonly #members = new Map<number, OpenMember>();
  readonly #path: string;
  readonly #blocks: BlockStore;
  readonly #text: TextBlockWriter;
  /** By number, in order; a file that was written is not there any more. */
  readonly #files = new Map<number, OpenFile>();
  #lastFile = 0;

  /** Begins the file at `path`. @throws {UsageError} when it cannot be written */
  constructor(path: string, options: CaseWriterOptions) {
    this.#options = options;
    this.#inputs = [...options.places.keys()];
    this.wantsBytes = this.#inputs.some((input) => this.#keepsLines(input));
    this.#tables = new CaseTables(path);
    this.#blocks = new BlockStore(this.#tables);
    this.#path = path;
    this.#text = new TextBlockWriter(path + TEXT_SUFFIX, options.startTextWorker);
  }

  /** See {@linkcode AnalysisSink}. */
  beginFile(input: string, file: string): SeekIndexBuilder | null {
    this.#endFile(null, null);
    const place = this.#options.places.get(input) ?? null;
    const info = place === null ? null : fileInfo(place);
    const isFolder = info?.isDirectory ?? false;
    const own = isFolder ? fileInfo(join(place!, file)) : info;
    const opened: OpenFile = {
      id: ++this.#lastFile,
      input: this.#inputs.indexOf(input) + 1,
      path: isFolder ? file : "",
      mtimeMs: own?.mtime?.getTime() ?? null,
      seek: this.#keepsLines(input) ? null : this.#newSeekIndex(),
      members: new Map(),
      openMembers: 0,
      end: null,
    };
    this.#files.set(opened.id, opened);
    return opened.seek;
  }

  /** See {@linkcode AnalysisSink}. */
  beginMember(member: number, place: MemberPlace): void {
    const file = this.#files.get(this.#lastFile);
    if (file !== undefined) file.openMembers++;
    file?.members.set(place.path, member);
    this.#members.set(member, { file: file?.id ?? 0, place });
  }

  /** See {@linkcode AnalysisSink}. @throws {UsageError} when the lines cannot be written */
  async bytes(member: number, bytes: Uint8Array): Promise<void> {
    const place = this.#members.get(member)?.place;
    if (place === undefined || !this.#keepsLines(place.input)) return;
    await this.#explained(() => this.#text.write(member, bytes));
  }

  /** See {@linkcode AnalysisSink}. @throws {UsageError} when the lines cannot be written */
  async endBytes(): Promise<void> {
    await this.#explained(() => this.#text.end());
  }

  /** See {@linkcode AnalysisSink}. */
  addEntries({ scopes, routes, clients, threads, users, agents }: DictionaryEntries): void {
    for (const scope of scopes) this.#tables.add("scope", null, scope);
    for (const { method, route } of routes) this.#tables.add("route", null, method, route);
    for (const client of clients) this.#tables.add("client", null, client);
    for (const thread of threads) this.#tables.add("thread", null, thread);
    for (const user of users) this.#tables.add("user", null, user);
    for (const { host, version, groupId } of agents) {
      this.#tables.add("agent", null, host, version, groupId);
    }
  }

  /** See {@linkcode AnalysisSink}. */
  addBlock(member: number, block: ApplicationBlock | AccessBlock, facts: RowFacts): void {
    this.#blocks.add(member, block, facts);
  }

  /** See {@linkcode AnalysisSink}. */
  endMember(member: number, place: MemberPlace, summary: MemberFacts): void {
    const { layout, sizeBytes, lines, records, rejectedLines } = summary;
    const id = this.#members.get(member)?.file ?? 0;
    this.#members.set(member, {
      file: id,
      place,
      summary: { layout, sizeBytes, lines, records, rejectedLines },
    });
    const file = this.#files.get(id);
    if (file !== undefined) file.openMembers--;
    this.#writeFiles();
  }

  /** See {@linkcode AnalysisSink}. */
  endFile(_input: string, _file: string, sha256: string, sizeBytes: number): void {
    this.#endFile(sha256, sizeBytes);
  }

  /** Writes the rest, and closes the file. */
  finish(analysis: Analysis, templates: readonly TemplateEntry[]): void {
    this.#endFile(null, null);
    for (const file of this.#files.values()) file.openMembers = 0;
    this.#writeFiles();
    this.#addTexts();
    this.#addInputs(analysis);
    this.#addMembers();
    for (const { id, signature, level, logger, text } of templates) {
      this.#tables.add("template", id, signature, level, logger, text);
    }
    for (const { kind, position, json } of splitAnalysis(analysis)) {
      this.#tables.add("part", null, kind, position, json);
    }
    this.#tables.complete();
  }

  /** Closes the file, should it be open still: it is no case then. Does nothing after {@linkcode finish}. */
  abort(): void {
    this.#text.abort();
    this.#tables.close();
  }

  async #explained(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      throw cannotWriteCase(this.#path, cause);
    }
  }

  #keepsLines(input: string): boolean {
    return this.#options.embed === true || (this.#options.places.get(input) ?? null) === null;
  }

  #newSeekIndex(): SeekIndexBuilder {
    const { spill } = this.#options;
    return new SeekIndexBuilder(spill === undefined ? {} : { windows: spill });
  }

  #endFile(sha256: string | null, sizeBytes: number | null): void {
    const file = this.#files.get(this.#lastFile);
    if (file !== undefined) file.end ??= { sha256, sizeBytes };
    this.#writeFiles();
  }

  /**
   * Writes the files that were read, in order, each after the rows of its members: when a worker scans, the order in which
   * calls come is not always the same, but the bytes of a case are.
   */
  #writeFiles(): void {
    for (const { id, input, path, mtimeMs, seek, members, openMembers, end } of this.#files.values()) {
      if (end === null || (openMembers > 0 && end.sha256 !== null)) return;
      this.#files.delete(id);
      this.#tables.add("file", id, input, path, end.sha256, end.sizeBytes, mtimeMs);
      // What is known of a file that was not read to its end is of no use.
      if (seek !== null && end.sha256 !== null) writeSeekRows(this.#tables, id, seek.index(), members);
    }
  }

  /** All at the end: while they are compressed, nobody knows beside which rows they would come to lie. */
  #addTexts(): void {
    try {
      this.#text.forEach(({ member, number, firstLine }, bytes) => {
        this.#tables.add("text_block", null, member, number, firstLine, bytes);
      });
    } catch (cause) {
      throw cannotWriteCase(this.#path, cause);
    }
    this.#text.abort();
  }

  #addInputs({ inputs }: Analysis): void {
    for (const [at, name] of this.#inputs.entries()) {
      const known = inputs.find((input) => input.name === name);
      const place = this.#options.places.get(name) ?? null;
      this.#tables.add(
        "input",
        at + 1,
        name,
        known?.kind,
        known?.sha256,
        known?.inputBytes,
        place === null ? null : relativePlace(this.#options.folder, place),
      );
    }
  }

  #addMembers(): void {
    for (const [id, { file, place, summary = null }] of this.#members) {
      const values = [summary?.layout, summary?.sizeBytes, summary?.lines, summary?.records];
      const { path, host, category } = place;
      this.#tables.add("member", id, file, path, host, category, ...values, summary?.rejectedLines);
    }
  }
}

/** Null when it is not there, or may not be seen: it is told by its hash then. */
function fileInfo(path: string): Deno.FileInfo | null {
  try {
    return Deno.statSync(path);
  } catch {
    return null;
  }
}

/** As it is written on every system. On another drive there is no way from the one to the other. */
function relativePlace(folder: string, place: string): string {
  const path = relative(resolve(folder), resolve(place));
  return isAbsolute(path) ? path : path.replaceAll("\\", "/");
}
