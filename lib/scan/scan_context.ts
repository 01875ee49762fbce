import { AssembledLoan, LARGE_BYTES } from "./assembled_loan.ts";
import { AgentLines, MAX_AGENTS } from "./agent_lines.ts";
import type { Category } from "../parse/member_origin.ts";
import { HashDictionary } from "./hash_dictionary.ts";
import type { BlockAreas } from "./block_areas.ts";
import { accessBlock, applicationBlock } from "./block_columns.ts";
import { BlockSpace } from "./block_space.ts";
import type {
  AccessBlock,
  AgentEntry,
  ApplicationBlock,
  DictionaryEntries,
  ScanOutput,
  TextPlace,
} from "./column_block.ts";
import { RequestKeys } from "./request_keys.ts";
import type { ScanMemory } from "./scan_memory.ts";
import { RequestSampler } from "./request_sampler.ts";
import { Sampler } from "./sampler.ts";
import { type KeptToken, TemplateHasher } from "./template_hasher.ts";
import { TracedRecords } from "./traced_records.ts";
import { WatchList } from "./watch_list.ts";

/** What a scan is told. Plain data: it is posted to a worker. */
export interface ScanOptions {
  /** Longest line in bytes; what is beyond is dropped and reported. */
  readonly maxLineBytes: number;
  /** Records before it are left out, epoch milliseconds. */
  readonly sinceMs: number | null;
  /** Records after it are left out, epoch milliseconds. */
  readonly untilMs: number | null;
  /** Pattern of the access log, when it is not to be detected. */
  readonly accessLayout: string | null;
  /** Tokens with digits that rules depend on. */
  readonly keptTokens: readonly KeptToken[];
  /** Every record of a template is told when the template's first record contains one of these. */
  readonly watchLiterals: readonly string[];
  /** As well one of these, which snapshots are found by. @default {[]} */
  readonly backupLiterals?: readonly string[];
}

/** Where a scan works. */
export interface ScanPlaces {
  /** Memory in whose slots bytes of members lie. */
  readonly memory?: ScanMemory | null;
  /** Areas for columns. */
  readonly areas?: BlockAreas | null;
  /** With more bytes than these in all, lines are scanned in WebAssembly. */
  readonly largeBytes?: number;
}

/** A member about to be scanned. */
export interface MemberOrigin {
  /** Path inside the input. */
  readonly path: string;
  /** Host name. */
  readonly host: string;
  /** Kind of log. */
  readonly category: Category;
}

/** Templates kept apart; more are counted together. Guards against log lines made to explode them. */
export const MAX_TEMPLATES = 50_000;
const MAX_SCOPES = 50_000;
const MAX_ROUTES = 20_000;
const MAX_CLIENTS = 200_000;
const MAX_THREADS = 50_000;
const MAX_USERS = 50_000;
/** The layout of a member is decided by this much of it. */
export const SNIFF_BYTES = 65_536;
/** Longest kept text in bytes. */
export const MAX_SAMPLE_BYTES = 65_536;
/** Kept texts of one scan; each costs some 400 bytes besides its text. */
const MAX_SAMPLES = 400_000;
/** Kept texts of one scan in bytes; beyond, only the first of a template is kept, and short. */
const SAMPLE_BUDGET_BYTES = 64 * 1024 * 1024;
const SHORT_SAMPLE_BYTES = 1024;
/** The part of the budget that requests may take. */
const REQUEST_BUDGET_BYTES = 24 * 1024 * 1024;
const MAX_REQUEST_BYTES = 8192;

/** What all members of one scan share: dictionaries, sampler, text budget, where output goes. */
export class ScanContext {
  /** Templates. */
  readonly templates: HashDictionary = new HashDictionary(MAX_TEMPLATES);
  /** Scopes. */
  readonly scopes: HashDictionary = new HashDictionary(MAX_SCOPES);
  /** Routes. */
  readonly routes: HashDictionary = new HashDictionary(MAX_ROUTES);
  /** Clients. */
  readonly clients: HashDictionary = new HashDictionary(MAX_CLIENTS);
  /** Threads. */
  readonly threads: HashDictionary = new HashDictionary(MAX_THREADS);
  /** Users of requests. */
  readonly users: HashDictionary = new HashDictionary(MAX_USERS);
  /** Agents. */
  readonly agents: HashDictionary = new HashDictionary(MAX_AGENTS);
  /** Ids of what requests have in common. */
  readonly requestKeys: RequestKeys = new RequestKeys(this);
  /** Chooses which records are kept whole. */
  readonly sampler: Sampler = new Sampler();
  /** Chooses which requests are kept whole. */
  readonly requestSampler: RequestSampler = new RequestSampler();
  /** Lines of the agents of a member. */
  readonly agentLines: AgentLines = new AgentLines(this);
  /** Chooses failures that request threads log. */
  readonly traced: TracedRecords = new TracedRecords();
  /** Templates whose every record is told. */
  readonly watchList: WatchList;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #scratch = new Uint8Array(SNIFF_BYTES);
  readonly #emit: (output: ScanOutput) => void;
  readonly options: ScanOptions;
  /** Hashes records of all members, one record after another. */
  readonly hasher: TemplateHasher;
  /** Most bytes of a member that are held at a time. */
  readonly maxBufferBytes: number;
  /** Lends the memory of the WebAssembly scanner. */
  readonly assembled: AssembledLoan;
  /** Where rows of application logs go. */
  readonly applicationSpace: BlockSpace<ApplicationBlock>;
  /** Where requests go. */
  readonly accessSpace: BlockSpace<AccessBlock>;
  #entries = noEntries();
  #entryCount = 0;
  #sampleBytes = 0;
  #samples = 0;
  #requestBytes = 0;

  /** Creates the context of one scan. */
  constructor(
    options: ScanOptions,
    emit: (output: ScanOutput) => void,
    { memory = null, areas = null, largeBytes = LARGE_BYTES }: ScanPlaces = {},
  ) {
    this.options = options;
    this.#emit = emit;
    this.hasher = new TemplateHasher(options.keptTokens);
    this.maxBufferBytes = Math.max(options.maxLineBytes, SNIFF_BYTES);
    this.assembled = new AssembledLoan(this, memory, this.maxBufferBytes, largeBytes);
    this.applicationSpace = new BlockSpace("application", areas, applicationBlock);
    this.accessSpace = new BlockSpace("access", areas, accessBlock);
    this.watchList = new WatchList(options.watchLiterals, options.backupLiterals);
  }

  /** Passes output on; new dictionary entries always go before the blocks that use them. */
  emit(output: ScanOutput): void {
    if (this.#entryCount > 0) {
      this.#emit({ kind: "dictionary", entries: this.#entries });
      this.#entries = noEntries();
      this.#entryCount = 0;
    }
    this.#emit(output);
  }

  /** Adds a dictionary entry. */
  addScope(scope: string): void {
    this.#entries.scopes.push(scope);
    this.#entryCount++;
  }

  /** Adds a dictionary entry. */
  addRoute(method: string, route: string): void {
    this.requestSampler.addRoute(method, route);
    this.#entries.routes.push({ method, route });
    this.#entryCount++;
  }

  /** Adds a dictionary entry. */
  addClient(client: string): void {
    this.#entries.clients.push(client);
    this.#entryCount++;
  }

  /** Adds a dictionary entry. */
  addThread(thread: string): void {
    this.traced.addThread(thread);
    this.#entries.threads.push(thread);
    this.#entryCount++;
  }

  /** Adds a dictionary entry. */
  addUser(user: string): void {
    this.#entries.users.push(user);
    this.#entryCount++;
  }

  /** Adds a dictionary entry. */
  addAgent(agent: AgentEntry): void {
    this.#entries.agents.push(agent);
    this.#entryCount++;
  }

  /** Whether a record is outside the wanted window. */
  isOutside(timeMs: number): boolean {
    const { sinceMs, untilMs } = this.options;
    return (sinceMs !== null && timeMs < sinceMs) || (untilMs !== null && timeMs > untilMs);
  }

  /** Whether the budget for kept texts still allows more than one text a template. */
  get hasSampleBudget(): boolean {
    return this.#sampleBytes < SAMPLE_BUDGET_BYTES && this.#samples < MAX_SAMPLES;
  }

  /** Whether one more request may be kept whole. */
  get hasRequestBudget(): boolean {
    return this.hasSampleBudget && this.#requestBytes < REQUEST_BUDGET_BYTES;
  }

  /** Decodes the bytes of a request that is kept, within the budget. */
  keepRequest(buffer: Uint8Array, from: number, to: number): string {
    const end = Math.min(to, from + MAX_REQUEST_BYTES);
    this.#requestBytes += end - from;
    return this.keepText(buffer, from, end);
  }

  /** Decodes bytes that are kept for long, within the budget. */
  keepText(buffer: Uint8Array, from: number, to: number): string {
    return this.decode(buffer, from, this.keptEnd(from, to));
  }

  /** Where bytes that are kept for long end, within the budget. */
  keptEnd(from: number, to: number): number {
    const limit = this.hasSampleBudget ? MAX_SAMPLE_BYTES : SHORT_SAMPLE_BYTES;
    const end = Math.min(to, from + limit);
    this.#sampleBytes += end - from;
    this.#samples++;
    return end;
  }

  /** Decodes bytes as UTF-8. */
  decode(buffer: Uint8Array, from: number, to: number): string {
    const bytes = buffer.subarray(from, to);
    if (bytes.length > this.#scratch.length) return this.#decoder.decode(bytes);
    // What lies in shared memory is decoded at a third of the speed.
    this.#scratch.set(bytes);
    return this.#decoder.decode(this.#scratch.subarray(0, bytes.length));
  }
}

/** A text and where it is, for a stretch of `buffer` that starts at `baseOffset` in its member. */
export function placeOf(
  context: ScanContext,
  buffer: Uint8Array,
  at: { from: number; to: number; line: number; baseOffset: number },
): TextPlace {
  return {
    line: at.line,
    byteOffset: at.baseOffset + at.from,
    byteLength: at.to - at.from,
    text: context.keepText(buffer, at.from, at.to),
  };
}

type Entries = { -readonly [K in keyof DictionaryEntries]: DictionaryEntries[K][number][] };

function noEntries(): Entries {
  return { scopes: [], routes: [], clients: [], threads: [], users: [], agents: [] };
}
