import { accessBlock, applicationBlock, ROW_BYTES } from "./block_columns.ts";
import { AGENT_LINES_BYTES } from "./agent_lines.ts";
import type { ApplicationColumns } from "./block_writer.ts";
import type { AccessBlock } from "./column_block.ts";
import type { HashDictionary } from "./hash_dictionary.ts";
import { QuietTable } from "./quiet_table.ts";
import { SCAN_WASM } from "./scan_wasm.ts";
import { type KeptBytes, keptBytes, type KeptToken } from "./template_hasher.ts";

/** Records there is room for in one place, as in an area: `assembly/application_rows.as.ts` has the same number. */
const MAX_RECORDS = 26_208;
/** Requests likewise: `assembly/access_rows.as.ts` has the same number. */
const MAX_REQUESTS = 14_976;
/** Known URLs; each has four numbers: both lanes of its key, route, agent. */
export const URL_TABLE_BYTES: number = 16 * 131_072;
/** Known requests, which come after the known URLs, as `assembly/known_requests.as.ts` has them. */
const KNOWN_REQUEST_BYTES = 512 * 4096;
const DICTIONARIES = ["templates", "scopes", "threads", "clients", "users"] as const;
/** Odd lines of one call. */
export const MAX_ODD_LINES = 1024;
/** Words of an odd line: kind, from, to, line, rows before it. */
export const ODD_LINE_WORDS = 5;
/** Words of a new name: kind, from, to. */
export const NAME_WORDS = 3;
/** New names of one call. */
export const MAX_NAMES = 2048;
const PAGE_BYTES = 65_536;
/** Ids of templates and threads, and 0. */
const FLAGS = 50_001;
/** So much beyond an end may be loaded, whatever it is. */
const PADDING_BYTES = 640;
/** No continuation line is longer that is hashed. */
const MAX_LINE_BYTES = 65_536;
/** What `assembly/application_scan.as.ts` needs to remember names, and to look ahead. */
const ROOM_BYTES = 1_507_328;
/** What `assembly/access_scan.as.ts` needs to remember clients and users. */
const ACCESS_ROOM_BYTES = 65_536;
const ALIGNMENT_BYTES = 64;
const TEXTS = ["[Starting Logging - App Version: ", "backup.jobs.", "marker=", "Caused by: "] as const;

interface ExportedNumber {
  readonly value: number;
}

/** What the module exports. */
export interface ScanExports {
  readonly nameCount: ExportedNumber;
  readonly oddLineCount: ExportedNumber;
  readonly rowCount: ExportedNumber;
  readonly lines: ExportedNumber;
  readonly hasOwner: ExportedNumber;
  readonly overflow: ExportedNumber;
  useColumns(at: number, rows: number): void;
  setResults(oddLinesAt: number, namesAt: number): void;
  setTables(templates: number, scopes: number, threads: number, headerAt: number, jobAt: number): void;
  setWindow(sinceMs: number, untilMs: number): void;
  setMarker(at: number): void;
  setTexts(keptAt: number, count: number, causedByAt: number, lettersAt: number): void;
  setRoom(at: number): void;
  beginRegion(from: number, to: number, offset: number, lines: number, hasOwner: number): void;
  scanApplication(): number;
  readonly requestCount: ExportedNumber;
  readonly requestLines: ExportedNumber;
  readonly requestPosition: ExportedNumber;
  readonly latencyMs: ExportedNumber;
  readonly firstRecordMs: ExportedNumber;
  readonly lastRecordMs: ExportedNumber;
  setQuietRecords(quiet: number, watched: number, traced: number, serving: number): void;
  nextGap(times: number, from: number, to: number, previousMs: number): number;
  nextLoud(
    times: number,
    templates: number,
    scopes: number,
    threads: number,
    from: number,
    to: number,
  ): number;
  readonly firstRequestMs: ExportedNumber;
  readonly lastRequestMs: ExportedNumber;
  readonly requestOverflow: ExportedNumber;
  setRequestColumns(at: number, rows: number): void;
  setAgentLines(tableAt: number): void;
  setQuietRequests(at: number): void;
  setAccessTables(clients: number, users: number, urls: number, urlSlots: number): void;
  setAccessRoom(at: number): void;
  setAccessWindow(sinceMs: number, untilMs: number): void;
  beginAccessRegion(from: number, to: number, offset: number, lines: number, tailColumns: number): void;
  skipTo(at: number, lines: number): void;
  scanAccess(): number;
}

/** What a scan in WebAssembly works on. */
export interface AssembledOptions {
  /** Bytes of the buffer for a member. */
  readonly bufferBytes: number;
  /** Tokens that are not masked. */
  readonly keptTokens: readonly KeptToken[];
  /** Records before it are left out, epoch milliseconds. */
  readonly sinceMs: number | null;
  /** Records after it are left out, epoch milliseconds. */
  readonly untilMs: number | null;
  /** Dictionaries, which move into the memory. */
  readonly dictionaries: Readonly<Record<typeof DICTIONARIES[number], HashDictionary>>;
  /** Moves the known URLs into a table. */
  readonly moveUrls: (table: Int32Array) => void;
  /** Moves the lines of agents to a place. */
  readonly moveAgentLines: (memory: ArrayBufferLike, at: number) => void;
  /** Has the quiet times of requests put into a table as well. */
  readonly mirrorRequests: (table: QuietTable) => void;
  /** Has those of records put into a table as well. */
  readonly mirrorRecords: (table: QuietTable) => void;
  /** Moves which templates are watched. */
  readonly moveWatched: (templates: Uint8Array) => void;
  /** Moves which templates tell failures, and which threads serve requests. */
  readonly moveTraced: (templates: Uint8Array, threads: Uint8Array) => void;
}

/**
 * An instance of the WebAssembly scanner and what lies in its memory, beside what is shared: tables, results, and a buffer
 * for what is too long for a slot. All of it has its place from the start, so that no view is ever lost; pages that are not
 * touched cost nothing.
 */
export class AssembledMemory {
  /** What the module exports. */
  readonly exports: ScanExports;
  /** The whole memory. */
  readonly bytes: Uint8Array;
  /** The buffer for a member. */
  readonly buffer: Uint8Array;
  /** Columns for records where no area is free. */
  readonly records: ApplicationColumns;
  /** Where they begin. */
  readonly recordsAt: number;
  /** Columns for requests where no area is free. */
  readonly requests: AccessBlock;
  /** Where they begin. */
  readonly requestsAt: number;
  /** Odd lines of the last call. */
  readonly oddLines: Uint32Array;
  /** New names of the last call. */
  readonly names: Uint32Array;

  /** Instantiates a module with a memory, which grows. */
  constructor(module: WebAssembly.Module, wasmMemory: WebAssembly.Memory, options: AssembledOptions) {
    const instance = new WebAssembly.Instance(module, { env: { memory: wasmMemory } });
    this.exports = instance.exports as unknown as ScanExports;
    const kept = keptBytes(options.keptTokens);
    const places = placesFor(wasmMemory.buffer.byteLength, options, keptTableBytes(kept));
    wasmMemory.grow(Math.ceil((places.end - wasmMemory.buffer.byteLength) / PAGE_BYTES));
    const memory = wasmMemory.buffer;
    this.bytes = new Uint8Array(memory);
    this.buffer = this.bytes.subarray(places.buffer, places.buffer + options.bufferBytes);
    this.recordsAt = places.records;
    this.records = applicationBlock({ buffer: memory, at: places.records, rows: MAX_RECORDS }, MAX_RECORDS);
    this.oddLines = new Uint32Array(memory, places.oddLines, ODD_LINE_WORDS * MAX_ODD_LINES);
    this.names = new Uint32Array(memory, places.names, NAME_WORDS * MAX_NAMES);
    this.#setTables(options, places);
    this.#setNotes(options, places);
    this.#setTexts(kept, places);
    this.requestsAt = places.requests;
    this.requests = accessBlock({ buffer: memory, at: places.requests, rows: MAX_REQUESTS }, MAX_REQUESTS);
    this.exports.setResults(places.oddLines, places.names);
    this.exports.setWindow(options.sinceMs ?? -Infinity, options.untilMs ?? Infinity);
    this.exports.setAccessWindow(options.sinceMs ?? -Infinity, options.untilMs ?? Infinity);
  }

  #setTables(options: AssembledOptions, places: Places): void {
    const { dictionaries, moveUrls, moveAgentLines } = options;
    const memory = this.bytes.buffer;
    for (const name of DICTIONARIES) {
      const dictionary = dictionaries[name];
      dictionary.moveTo(new Int32Array(memory, places[name], dictionary.fullBytes / 4));
    }
    moveUrls(new Int32Array(memory, places.urls, URL_TABLE_BYTES / 4));
    this.exports.setAccessTables(places.clients, places.users, places.urls, URL_TABLE_BYTES / 16);
    moveAgentLines(memory, places.agentLines);
    this.exports.setAgentLines(places.agentLines);
  }

  #setNotes(
    { mirrorRequests, mirrorRecords, moveWatched, moveTraced }: AssembledOptions,
    places: Places,
  ): void {
    const memory = this.bytes.buffer;
    const { quietRecords, watched, traced, serving, quietRequests } = places;
    mirrorRequests(new QuietTable(memory, quietRequests));
    mirrorRecords(new QuietTable(memory, quietRecords));
    moveWatched(this.bytes.subarray(watched, watched + FLAGS));
    moveTraced(this.bytes.subarray(traced, traced + FLAGS), this.bytes.subarray(serving, serving + FLAGS));
    this.exports.setQuietRequests(quietRequests);
    this.exports.setQuietRecords(quietRecords, watched, traced, serving);
  }

  #setTexts(kept: readonly KeptBytes[], places: Places): void {
    const encoder = new TextEncoder();
    const addresses: number[] = [];
    let at = places.texts;
    for (const text of TEXTS) {
      addresses.push(at);
      at += encoder.encodeInto(text, this.bytes.subarray(at)).written;
    }
    const [header = 0, job = 0, marker = 0, causedBy = 0] = addresses;
    writeKeptTable(this.bytes, places.kept, kept);
    const { exports } = this;
    exports.setTables(places.templates, places.scopes, places.threads, header, job);
    exports.setMarker(marker);
    exports.setRoom(places.room);
    exports.setAccessRoom(places.accessRoom);
    exports.setTexts(places.kept, kept.length, causedBy, places.letters);
  }
}

/** Compiles the scanner; null: this host has no WebAssembly, or none with SIMD. */
export function compileScan(): WebAssembly.Module | null {
  try {
    return new WebAssembly.Module(Uint8Array.from(atob(SCAN_WASM), (char) => char.charCodeAt(0)));
  } catch {
    return null;
  }
}

/** Where everything lies. */
interface Places {
  readonly texts: number;
  readonly kept: number;
  readonly letters: number;
  readonly room: number;
  readonly accessRoom: number;
  readonly records: number;
  readonly requests: number;
  readonly oddLines: number;
  readonly names: number;
  readonly templates: number;
  readonly scopes: number;
  readonly threads: number;
  readonly clients: number;
  readonly users: number;
  readonly urls: number;
  readonly agentLines: number;
  readonly quietRequests: number;
  readonly quietRecords: number;
  readonly watched: number;
  readonly traced: number;
  readonly serving: number;
  readonly buffer: number;
  readonly end: number;
}

function placesFor(from: number, options: AssembledOptions, keptBytes: number): Places {
  let end = from;
  const reserve = (bytes: number) => {
    const at = end;
    end = Math.ceil((at + bytes) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    return at;
  };
  const places = {
    texts: reserve(TEXTS.join("").length),
    kept: reserve(keptBytes),
    letters: reserve(MAX_LINE_BYTES + PADDING_BYTES),
    room: reserve(ROOM_BYTES),
    accessRoom: reserve(ACCESS_ROOM_BYTES),
    records: reserve(ROW_BYTES.application * MAX_RECORDS),
    oddLines: reserve(4 * ODD_LINE_WORDS * MAX_ODD_LINES),
    names: reserve(4 * NAME_WORDS * MAX_NAMES),
    requests: reserve(ROW_BYTES.access * MAX_REQUESTS),
    templates: reserve(options.dictionaries.templates.fullBytes),
    scopes: reserve(options.dictionaries.scopes.fullBytes),
    threads: reserve(options.dictionaries.threads.fullBytes),
    clients: reserve(options.dictionaries.clients.fullBytes),
    users: reserve(options.dictionaries.users.fullBytes),
    urls: reserve(URL_TABLE_BYTES + KNOWN_REQUEST_BYTES),
    agentLines: reserve(AGENT_LINES_BYTES),
    quietRequests: reserve(QuietTable.BYTES),
    quietRecords: reserve(QuietTable.BYTES),
    watched: reserve(FLAGS),
    traced: reserve(FLAGS),
    serving: reserve(FLAGS),
    buffer: reserve(options.bufferBytes + PADDING_BYTES),
  };
  return { ...places, end };
}

function keptTableBytes(kept: readonly KeptBytes[]): number {
  return 4 * 256 + kept.reduce((sum, { before, token }) => sum + 16 + before.length + token.length, 0);
}

/** Lengths by first byte, four words a token, then the texts they point to. */
function writeKeptTable(bytes: Uint8Array, at: number, kept: readonly KeptBytes[]): void {
  const lengths = new Uint32Array(bytes.buffer, at, 256);
  let text = at + 4 * 256 + 16 * kept.length;
  for (const [i, { token, before }] of kept.entries()) {
    lengths[token[0]!]! |= 1 << Math.min(token.length, 31);
    const entry = new Uint32Array(bytes.buffer, at + 4 * 256 + 16 * i, 4);
    entry.set([text, token.length, text + token.length, before.length]);
    bytes.set(token, text);
    bytes.set(before, text + token.length);
    text += token.length + before.length;
  }
}
