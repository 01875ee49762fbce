import { UsageError } from "../../../errors.ts";
import type { EventScope } from "../../../fetch/event_pages.ts";
import type { FileSystem } from "../../cli_io.ts";
import { type EventRecord, eventRecord, isOfTypes, mayBelong } from "./event_record.ts";
import type { EventSpool, EventWindow } from "./event_spool.ts";
import { readRangeBytes } from "../../files/read_file_range.ts";
import { statIfThere } from "../../files/if_there.ts";
import { BlockDivider, type SavedBlock, SavedBlocks } from "./saved_blocks.ts";
import { notWrittenHere, readSavedEventLines } from "./saved_event_lines.ts";

/** Where the blocks are described in the spool. */
const BLOCKS = "blocks";

/** The file, and what is asked for. */
export interface SavedFile {
  /** Where it is. */
  readonly path: string;
  /** What it was at first: it must stay so. Null: there was none. */
  readonly info: Deno.FileInfo | null;
  /** Whose events. */
  readonly scopes: readonly EventScope[];
  /** Only these types; empty: all. */
  readonly types: readonly string[];
}

/**
 * The events of the file. Those at the times of events that come are brought into the spool, a block at a time; the
 * others stay where they are, so that a large file to which a little is added is read through once, and no more.
 */
export class SavedEvents {
  /** What is not in the spool. */
  readonly blocks: SavedBlocks;
  /** Whether the file is as it would be written. */
  readonly isSorted: boolean;
  /** The file. */
  readonly file: SavedFile;
  readonly #spool: EventSpool;
  readonly #fs: FileSystem;

  /** Goes on with what {@linkcode scanSavedEvents} found. */
  constructor(file: SavedFile, spool: EventSpool, fs: FileSystem) {
    const blocks: SavedBlock[] = JSON.parse(spool.state(BLOCKS) ?? "[]");
    this.isSorted = blocks.length > 0;
    this.blocks = new SavedBlocks(blocks, (offset) => spool.state(takenKey(offset)) !== null);
    this.file = file;
    this.#spool = spool;
    this.#fs = fs;
  }

  /** Brings what the file has at the time of an event into the spool. */
  async loadAt(timeMs: number): Promise<void> {
    const block = this.blocks.at(timeMs);
    if (block !== null) await this.#load(block);
  }

  /** Brings all from a time on into the spool. */
  async loadSince(timeMs: number): Promise<void> {
    for (const block of this.blocks.since(timeMs)) await this.#load(block);
  }

  /** Events that will be written. */
  count(): number {
    return this.#spool.count("wanted") + this.blocks.count();
  }

  /** How many events a scope gave in a window; what the file has at both ends of it must be in the spool. */
  countIn(scope: number, window: EventWindow): number {
    return this.#spool.countIn(scope, window) + this.blocks.count(scope, window);
  }

  /** First and last time of the events that will be written, or of those that a scope gave; null: there are none. */
  span(scope: number | null, untilMs?: number): { firstMs: number; lastMs: number } | null {
    const spans = [
      this.#spool.span(untilMs === undefined ? { scope } : { scope, untilMs }),
      this.blocks.span(scope),
    ].filter((span) => span !== null);
    return spans.length === 0 ? null : {
      firstMs: Math.min(...spans.map(({ firstMs }) => firstMs)),
      lastMs: Math.max(...spans.map(({ lastMs }) => lastMs)),
    };
  }

  /** @throws {UsageError} when somebody else wrote the file since it was read */
  async checkUnchanged(): Promise<void> {
    const { path, info } = this.file;
    if (info === null) return;
    const now = await statIfThere(path, this.#fs);
    if (now?.size !== info.size || now.mtime?.getTime() !== info.mtime?.getTime()) {
      throw changedMeanwhile(path);
    }
  }

  async #load(block: SavedBlock): Promise<void> {
    const { path } = this.file;
    await this.checkUnchanged();
    const bytes = await readRangeBytes(path, { ...block, byteOffset: block.offset }, this.#fs);
    const lines = new TextDecoder().decode(bytes).trimEnd().split("\n");
    this.#spool.together(() => {
      for (const line of lines) addLine(readLine(line, path), this.file, this.#spool);
      this.#spool.setState(takenKey(block.offset), "");
    });
    this.blocks.take(block);
  }
}

/**
 * Reads the file once. What is sorted stays in the file, as blocks that the spool describes; else all of it goes into
 * the spool.
 *
 * @throws {UsageError} when it was not written by us
 */
export async function scanSavedEvents(file: SavedFile, spool: EventSpool, fs: FileSystem): Promise<void> {
  const divider = new BlockDivider();
  for await (const { record, event, sizeBytes } of readRecords(file.path, fs)) {
    const { id, createdMs } = record;
    const scopes = scopesOf(record, event, file);
    if (sizeBytes !== null && divider.add({ createdMs, id, sizeBytes, scopes })) continue;
    for await (const all of readRecords(file.path, fs)) addLine(all, file, spool);
    return;
  }
  spool.setState(BLOCKS, JSON.stringify(divider.blocks));
}

function changedMeanwhile(path: string): UsageError {
  return new UsageError(`Cannot add events to "${path}": it changed meanwhile`, { remedy: "run it again" });
}

async function* readRecords(
  path: string,
  fs: FileSystem,
): AsyncGenerator<{ record: EventRecord; event: object; sizeBytes: number | null }> {
  const file = await fs.open(path, { read: true });
  for await (const { lineNumber, text, event, sizeBytes } of readSavedEventLines(path, file.readable)) {
    const record = eventRecord(event, text);
    if (record === null) throw notWrittenHere(path, lineNumber);
    yield { record, event, sizeBytes };
  }
}

function readLine(text: string, path: string): { record: EventRecord; event: object } {
  try {
    const event: object = JSON.parse(text);
    const record = eventRecord(event, text);
    if (record !== null) return { record, event };
  } catch {
    // The same.
  }
  throw changedMeanwhile(path);
}

function addLine(
  { record, event }: { record: EventRecord; event: object },
  file: SavedFile,
  spool: EventSpool,
): void {
  spool.add(record, scopesOf(record, event, file).reduce((sum, number) => sum + 2 ** number, 0));
}

/** Numbers of the scopes that an event of the file is of. */
function scopesOf(record: EventRecord, event: object, { scopes, types }: SavedFile): number[] {
  if (!isOfTypes(record, types)) return [];
  return scopes.flatMap((scope, number) => mayBelong(event, scope) ? number : []);
}

function takenKey(offset: number): string {
  return `block at ${offset} is in the spool`;
}
