/**
 * What comes out of a scan: columns of records, and the few texts that are kept. One block is one stretch of one
 * member; every array of a block has `length` rows.
 *
 * @module
 */

/** Where a text is in its member. */
export interface TextPlace {
  /** First line, 1-based. */
  readonly line: number;
  /** 0-based, in the uncompressed member. */
  readonly byteOffset: number;
  /** Bytes without the last line feed; `text` may hold fewer. */
  readonly byteLength: number;
  /** The bytes as UTF-8, cut at the scanner's sample limit. */
  readonly text: string;
}

/** A record kept whole because it may be wanted as evidence. */
export interface Sample extends TextPlace {
  /** Time as the host logged it, epoch milliseconds. */
  readonly timeMs: number;
  /** Its template. */
  readonly template: number;
  /** Its scope. */
  readonly scope: number;
}

/**
 * Records kept whole because they may be wanted as evidence: hardly any of their texts is ever read, so these stay bytes, and
 * their numbers lie in one array.
 */
export interface RecordTexts {
  /** Seven for each record, as `RecordTextsWriter` writes them. */
  readonly numbers: Float64Array;
  /** The texts one after another, as they are in the log, cut at the scanner's sample limit. */
  readonly bytes: Uint8Array;
}

/** A request kept whole because it may be wanted as evidence. */
export interface RequestSample extends TextPlace {
  /** Time as the host logged it, epoch milliseconds. */
  readonly timeMs: number;
  /** Its route; 0: beyond the cap. */
  readonly route: number;
  /** Its client; 0: beyond the cap. */
  readonly client: number;
  /** The agent that sent it; 0: none. */
  readonly agent: number;
  /** The user who signed it; 0: none, or beyond the cap. */
  readonly user: number;
  /** HTTP status; 0: none. */
  readonly status: number;
  /** Milliseconds; NaN: the layout has none. */
  readonly latencyMs: number;
}

/** A record of a watched template: every one is told. Its text is cut at 2 KiB. */
export interface WatchedRecord extends TextPlace {
  /** Time as the host logged it, epoch milliseconds. */
  readonly timeMs: number;
  /** Its template. */
  readonly template: number;
  /** Its scope. */
  readonly scope: number;
}

/** Where the rows of a block are in their member. */
export interface RowPlaces {
  /** 0-based, in the uncompressed member. */
  readonly byteOffset: Float64Array;
  /** Bytes without the last line feed, continuation lines included. */
  readonly byteLength: Uint32Array;
  /** First line, 1-based. */
  readonly line: Uint32Array;
}

/** Records of an application, migration or daemon log. */
export interface ApplicationBlock extends RowPlaces {
  /** Discriminates. */
  readonly kind: "application";
  /** Rows. */
  readonly length: number;
  /** Epoch milliseconds. */
  readonly timeMs: Float64Array;
  /** Template id; 0: beyond the cap. */
  readonly template: Uint32Array;
  /** Scope id (project, or project and replica set); 0: none. */
  readonly scope: Uint32Array;
  /** Thread id; 0: beyond the cap. */
  readonly thread: Uint32Array;
  /** Hash of what tells two records of one time apart. */
  readonly key: Uint32Array;
}

/** Requests of an access log. */
export interface AccessBlock extends RowPlaces {
  /** Discriminates. */
  readonly kind: "access";
  /** Rows. */
  readonly length: number;
  /** Epoch milliseconds; most layouts have whole seconds. */
  readonly timeMs: Float64Array;
  /** Route id (method and route template); 0: beyond the cap. */
  readonly route: Uint32Array;
  /** Client id; 0: beyond the cap. */
  readonly client: Uint32Array;
  /** HTTP status; 0: none. */
  readonly status: Uint16Array;
  /** Bytes sent. */
  readonly responseBytes: Float64Array;
  /** Milliseconds; NaN: the layout has none. */
  readonly latencyMs: Float32Array;
  /** Id of the agent that the query names; 0: none, or beyond the cap. */
  readonly agent: Uint32Array;
  /** The agent's clock (`at` of the query), epoch milliseconds; NaN: none. */
  readonly agentTimeMs: Float64Array;
  /** User id; 0: none, or beyond the cap. */
  readonly user: Uint32Array;
  /** Hash of method and URL as sent, query included: a Digest challenge and its answer have the same. */
  readonly request: Uint32Array;
  /** Hash of what tells two requests of one time apart. */
  readonly key: Uint32Array;
}

/** An agent in one project with one version, as the queries of its requests name it. */
export interface AgentEntry {
  /** Host name (`ah`, or else `ahs`). */
  readonly host: string | null;
  /** Version (`av`). */
  readonly version: string | null;
  /** Project id: the first segment of the path with 24 hex digits. */
  readonly groupId: string | null;
}

/** New dictionary entries, by id in ascending order without gaps; the first id of all is 1. */
export interface DictionaryEntries {
  /** Project id, or `project/replicaSet`. */
  readonly scopes: readonly string[];
  /** Method and route template. */
  readonly routes: readonly { readonly method: string; readonly route: string }[];
  /** Client addresses. */
  readonly clients: readonly string[];
  /** Thread names. */
  readonly threads: readonly string[];
  /** Authenticated users of requests. */
  readonly users: readonly string[];
  /** Agents. */
  readonly agents: readonly AgentEntry[];
}

/** A header line: the log file was opened, or the server process started. */
export interface HeaderLine extends TextPlace {
  /** The last records before it in this member, latest last. */
  readonly before: readonly Sample[];
  /** The first records after it, earliest first. */
  readonly after: readonly Sample[];
}

/** A long time without a record in a file. */
export interface RecordGap {
  /** Last record before it. */
  readonly before: Sample;
  /** First record after it. */
  readonly after: Sample;
}

/** A line that belongs to no record. */
export interface Reject extends TextPlace {
  /** Why, in words. */
  readonly reason: string;
}

/** What is known when a member ended. */
export interface MemberSummary {
  /** Lines. */
  readonly lines: number;
  /** Records. */
  readonly records: number;
  /** Lines that belong to no record. */
  readonly rejectedLines: number;
  /** The first few of them. */
  readonly rejects: readonly Reject[];
  /** Lines over the limit, and the first of them. */
  readonly longLines: { readonly count: number; readonly first: TextPlace | null };
  /** Continuation lines before the first record. */
  readonly orphanLines: number;
  /** Uncompressed bytes. */
  readonly sizeBytes: number;
  /** Name of the layout, null when the content is no known log. */
  readonly layout: string | null;
  /** Whether the last record ends with a line feed. */
  readonly endsWhole: boolean;
  /** Header lines. */
  readonly headers: readonly HeaderLine[];
  /** Long times without a record, with the records around them; the first hundred. */
  readonly gaps: readonly RecordGap[];
  /** The record at the end of the file. */
  readonly lastRecord: Sample | null;
  /** Earliest record, epoch milliseconds. */
  readonly startMs: number | null;
  /** Latest record, epoch milliseconds. */
  readonly endMs: number | null;
  /** Records that fell into the overflow of a dictionary. */
  readonly overflow: number;
  /** Records of watched templates, or lines of console output, that were not told: too many. */
  readonly unwatched: number;
}

/** Packs a block for whoever stores it, to the first bytes of some memory; gives how many these are, 0: there is no room. */
export type PackBlock = (block: ApplicationBlock | AccessBlock, into: Uint8Array) => number;

/** What a scan says, in order; for one stretch: dictionary, samples, traced, requests, watched, block. */
export type ScanOutput =
  | {
    readonly kind: "begin";
    readonly member: number;
    readonly layout: string | null;
    readonly records: "application" | "access" | null;
  }
  | {
    readonly kind: "block";
    readonly member: number;
    readonly block: ApplicationBlock | AccessBlock;
    /** The block as {@linkcode PackBlock} packed it, valid as long as the block; left out: it was not packed. */
    readonly packed?: Uint8Array;
  }
  | { readonly kind: "samples"; readonly member: number; readonly texts: RecordTexts }
  | { readonly kind: "traced"; readonly member: number; readonly texts: RecordTexts }
  | { readonly kind: "requests"; readonly member: number; readonly samples: readonly RequestSample[] }
  | { readonly kind: "watched"; readonly member: number; readonly records: readonly WatchedRecord[] }
  | { readonly kind: "lines"; readonly member: number; readonly lines: readonly TextPlace[] }
  | { readonly kind: "dictionary"; readonly entries: DictionaryEntries }
  | { readonly kind: "end"; readonly member: number; readonly summary: MemberSummary };
