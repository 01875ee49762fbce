import { applicationBlock, ROW_BYTES } from "./block_columns.ts";
import type { AccessColumns, ApplicationColumns } from "./block_writer.ts";
import type { HashDictionary } from "./hash_dictionary.ts";
import { SCAN_WASM } from "./scan_wasm.ts";
import { type KeptBytes, keptBytes, type KeptToken } from "./template_hasher.ts";

/** Rows of one call, as `assembly/application_rows.as.ts` has them. */
const MAX_ROWS = 4096;
/** Requests of one call, and bytes of a request, as `assembly/access_rows.as.ts` has them. */
const MAX_REQUESTS = 2048;
const REQUEST_BYTES = 76;
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
/** So much beyond an end may be loaded, whatever it is. */
const PADDING_BYTES = 64;
/** No continuation line is longer that is hashed. */
const MAX_LINE_BYTES = 65_536;
/** What `assembly/application_scan.as.ts` needs to remember names, and to look ahead. */
const ROOM_BYTES = 786_432;
const ALIGNMENT_BYTES = 64;
const TEXTS = ["[Starting Logging - App Version: ", "backup.jobs.", "marker=", "Caused by: "] as const;

interface ExportedNumber {
  readonly value: number;
}

/** What the module exports. */
interface ScanExports {
  readonly nameCount: ExportedNumber;
  readonly oddLineCount: ExportedNumber;
  readonly rowCount: ExportedNumber;
  readonly lines: ExportedNumber;
  readonly hasOwner: ExportedNumber;
  readonly overflow: ExportedNumber;
  setResults(columnsAt: number, oddLinesAt: number, namesAt: number): void;
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
  setRequestColumns(at: number): void;
  setAccessTables(clients: number, users: number, urls: number, urlSlots: number): void;
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
  /** Rows of the last call. */
  readonly columns: ApplicationColumns;
  /** Requests of the last call. */
  readonly requests: AccessColumns;
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
    this.columns = applicationBlock({ buffer: memory, at: places.columns, rows: MAX_ROWS }, MAX_ROWS);
    this.oddLines = new Uint32Array(memory, places.oddLines, ODD_LINE_WORDS * MAX_ODD_LINES);
    this.names = new Uint32Array(memory, places.names, NAME_WORDS * MAX_NAMES);
    this.#setTables(options, places);
    this.#setTexts(kept, places);
    this.requests = requestsAt(memory, places.requests);
    this.exports.setResults(places.columns, places.oddLines, places.names);
    this.exports.setRequestColumns(places.requests);
    this.exports.setWindow(options.sinceMs ?? -Infinity, options.untilMs ?? Infinity);
    this.exports.setAccessWindow(options.sinceMs ?? -Infinity, options.untilMs ?? Infinity);
  }

  #setTables({ dictionaries, moveUrls }: AssembledOptions, places: Places): void {
    const memory = this.bytes.buffer;
    for (const name of DICTIONARIES) {
      const dictionary = dictionaries[name];
      dictionary.moveTo(new Int32Array(memory, places[name], dictionary.fullBytes / 4));
    }
    moveUrls(new Int32Array(memory, places.urls, URL_TABLE_BYTES / 4));
    this.exports.setAccessTables(places.clients, places.users, places.urls, URL_TABLE_BYTES / 16);
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
  readonly columns: number;
  readonly requests: number;
  readonly oddLines: number;
  readonly names: number;
  readonly templates: number;
  readonly scopes: number;
  readonly threads: number;
  readonly clients: number;
  readonly users: number;
  readonly urls: number;
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
    columns: reserve(ROW_BYTES.application * MAX_ROWS),
    oddLines: reserve(4 * ODD_LINE_WORDS * MAX_ODD_LINES),
    names: reserve(4 * NAME_WORDS * MAX_NAMES),
    requests: reserve(REQUEST_BYTES * MAX_REQUESTS),
    templates: reserve(options.dictionaries.templates.fullBytes),
    scopes: reserve(options.dictionaries.scopes.fullBytes),
    threads: reserve(options.dictionaries.threads.fullBytes),
    clients: reserve(options.dictionaries.clients.fullBytes),
    users: reserve(options.dictionaries.users.fullBytes),
    urls: reserve(URL_TABLE_BYTES + KNOWN_REQUEST_BYTES),
    buffer: reserve(options.bufferBytes + PADDING_BYTES),
  };
  return { ...places, end };
}

/** Five columns of eight bytes a row, then nine of four. */
function requestsAt(memory: ArrayBufferLike, at: number): AccessColumns {
  const wide = (index: number) => new Float64Array(memory, at + 8 * index * MAX_REQUESTS, MAX_REQUESTS);
  const narrow = (index: number) =>
    new Uint32Array(memory, at + (40 + 4 * index) * MAX_REQUESTS, MAX_REQUESTS);
  return {
    timeMs: wide(0),
    byteOffset: wide(1),
    responseBytes: wide(2),
    latencyMs: wide(3),
    agentTimeMs: wide(4),
    route: narrow(0),
    client: narrow(1),
    status: narrow(2),
    agent: narrow(3),
    user: narrow(4),
    request: narrow(5),
    key: narrow(6),
    byteLength: narrow(7),
    line: narrow(8),
  };
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
