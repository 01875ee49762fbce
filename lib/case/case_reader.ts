import type { Analysis } from "../analyze/analysis.ts";
import type { TemplateEntry } from "../analyze/signature_table.ts";
import type { Category } from "../parse/member_origin.ts";
import type { AccessBlock, AgentEntry, ApplicationBlock } from "../scan/column_block.ts";

/** A log file in a case. */
export interface CaseMember {
  /** Number of the member; index in {@linkcode CaseReader.members}. */
  readonly id: number;
  /** Name of the input. */
  readonly input: string;
  /** Path inside it. */
  readonly path: string;
  /** Host name. */
  readonly host: string;
  /** Kind of log. */
  readonly category: Category;
  /** Name of the layout its lines were read with; null: no known log. */
  readonly layout: string | null;
  /** Uncompressed bytes. */
  readonly sizeBytes: number;
}

/** A stretch of records of one member. */
export interface CaseBlock {
  /** Number of the block. */
  readonly id: number;
  /** {@linkcode CaseMember.id}. */
  readonly member: number;
  /** What its rows are. */
  readonly kind: "application" | "access";
  /** Rows. */
  readonly rows: number;
  /** Earliest row, epoch milliseconds. */
  readonly startMs: number;
  /** Latest row, epoch milliseconds. */
  readonly endMs: number;
  /** Line of the first row, 1-based. */
  readonly firstLine: number;
  /** Where the first row begins in the uncompressed member, 0-based. */
  readonly byteOffset: number;
  /** Where the last row ends; no other block has bytes before. */
  readonly byteEnd: number;
}

/** What the ids in columns stand for: index is the id, `[0]` is none or beyond the cap. */
export interface CaseNames {
  /** Project id, or `project/replicaSet`. */
  readonly scopes: readonly string[];
  /** Method and route template. */
  readonly routes: readonly { readonly method: string; readonly route: string }[];
  /** Client addresses. */
  readonly clients: readonly string[];
  /** Thread names. */
  readonly threads: readonly string[];
  /** Authenticated users. */
  readonly users: readonly string[];
  /** Agents. */
  readonly agents: readonly AgentEntry[];
  /** Message templates; an id that no signature has is a template without text. */
  readonly templates: readonly TemplateEntry[];
}

/** One line of a member. */
export interface CaseLine {
  /** Number, 1-based. */
  readonly line: number;
  /** Where it begins in the uncompressed member, 0-based. */
  readonly byteOffset: number;
  /** Bytes without the line feed; `text` may hold fewer. */
  readonly byteLength: number;
  /** The bytes as UTF-8, U+FFFD for what is not, without a final carriage return; cut at 64 KiB. */
  readonly text: string;
}

/** Whether lines can be read; if not, why, and what to do. */
export type TextState =
  | { readonly available: true }
  | { readonly available: false; readonly reason: string; readonly remedy: string };

/** What it takes to open a case that is open once more. It can be sent to a worker. */
export interface CaseOpening {
  /** The file. */
  readonly path: string;
  /** Where its archives were found, by their numbers: they are not looked for, nor checked, again. */
  readonly files: ReadonlyMap<number, string>;
}

/** A case that was opened: the analysis, the columns of its records, and the lines as far as the archive is there. */
export interface CaseReader {
  /** The analysis; read when first asked for. */
  readonly analysis: Analysis;
  /** Log files by id. */
  readonly members: readonly CaseMember[];
  /** What the ids in columns stand for. */
  readonly names: CaseNames;
  /** Blocks by member, then place. */
  readonly blocks: readonly CaseBlock[];
  /**
   * Columns of a block, decompressed; the last few are kept, so leave them as they are. The hashes `key` and `request`
   * are not in a case: their columns hold zeros.
   */
  rows(block: CaseBlock): ApplicationBlock | AccessBlock;
  /** Whether lines can be read. The first time it is asked for, an archive that was touched is hashed. */
  readonly text: TextState;
  /**
   * Bytes of a member, as many of them as there are, at most 64 MiB; none when its text is not available. Leave them as
   * they are.
   */
  bytes(member: number, byteOffset: number, byteLength: number): Uint8Array;
  /**
   * Copies bytes of a member into a buffer, as many as there are, and returns how many; none when its text is not
   * available. Unlike those of {@linkcode CaseReader.bytes} they are not kept: this is for reading much, once, in order.
   */
  readInto(member: number, byteOffset: number, into: Uint8Array): number;
  /**
   * Lines `from` to `to` (1-based, both included), as many of them as there are, at most 10,000; none when the text is
   * not available. Works for members without records, too.
   */
  lines(member: number, from: number, to: number): CaseLine[];
  /** How a worker opens the same case; null: it cannot. */
  readonly opening: CaseOpening | null;
  /** Closes the files. */
  close(): void;
}
