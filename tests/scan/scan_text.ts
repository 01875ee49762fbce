import type { Category } from "../../lib/parse/member_origin.ts";
import type {
  AccessBlock,
  AgentEntry,
  ApplicationBlock,
  MemberSummary,
  RequestSample,
  Sample,
  ScanOutput,
  TextPlace,
  WatchedRecord,
} from "../../lib/scan/column_block.ts";
import { BlockAreas } from "../../lib/scan/block_areas.ts";
import { recordsIn } from "../../lib/scan/record_texts.ts";
import { MemberScanner } from "../../lib/scan/member_scanner.ts";
import type { ScanClient } from "../../lib/scan/scan_client.ts";
import { scanHere } from "../../lib/scan/scan_here.ts";
import { ScanContext, type ScanOptions } from "../../lib/scan/scan_context.ts";
import { createScanMemory, slotOf, SLOTS } from "../../lib/scan/scan_memory.ts";

/** Everything a scan of one member said, its blocks put together. */
export interface Scanned {
  /** Layout and kind of records. */
  readonly begin: { readonly layout: string | null; readonly records: string | null };
  /** Columns of all blocks by name. */
  readonly columns: Readonly<Record<string, number[]>>;
  /** Kept records. */
  readonly samples: readonly Sample[];
  /** Failures that request threads logged. */
  readonly traced: readonly Sample[];
  /** Kept requests. */
  readonly requests: readonly RequestSample[];
  /** Records of watched templates. */
  readonly watched: readonly WatchedRecord[];
  /** Lines of console output. */
  readonly lines: readonly TextPlace[];
  /** Scopes by id; 0: none. */
  readonly scopes: readonly string[];
  /** Routes by id, as `METHOD route`. */
  readonly routes: readonly string[];
  /** Clients by id. */
  readonly clients: readonly string[];
  /** Threads by id. */
  readonly threads: readonly string[];
  /** Users by id. */
  readonly users: readonly string[];
  /** Agents by id. */
  readonly agents: readonly (AgentEntry | null)[];
  /** What is known at the end. */
  readonly summary: MemberSummary;
}

/** How a member is scanned. */
export interface ScanTextOptions extends Partial<ScanOptions> {
  /** Kind of log its folder tells. @default {"application"} */
  readonly category?: Category;
  /** Bytes of each write, the last one for all that follow; by default all at once. */
  readonly widths?: readonly number[];
  /** Beyond this many bytes in all, lines are scanned in WebAssembly; Infinity: never. */
  readonly largeBytes?: number;
  /** Whether the bytes lie in slots, one after another, and rows go to areas. @default {false} */
  readonly isInSlots?: boolean;
}

/** Options of a scan without limits that matter. */
export const OPTIONS: ScanOptions = {
  maxLineBytes: 1024 * 1024,
  sinceMs: null,
  untilMs: null,
  accessLayout: null,
  keptTokens: [],
  watchLiterals: [],
};

/** Scans one member in this thread. */
export function scanText(content: string | Uint8Array, options: ScanTextOptions = {}): Scanned {
  const { category = "application", widths = [], largeBytes, isInSlots = false, ...rest } = options;
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const outputs: ScanOutput[] = [];
  const scanning = { ...OPTIONS, ...rest };
  const client = isInSlots
    ? scanInSlots(scanning, (output) => outputs.push(output), largeBytes)
    : scanHere(scanning, (output) => outputs.push(output), largeBytes);
  client.begin(0, { path: "synthetic.log", host: "host", category });
  const chunk = new Uint8Array(Math.max(1, ...widths));
  let turn = 0;
  for (let at = 0; at < bytes.length;) {
    const width = widths[Math.min(turn++, widths.length - 1)] ?? bytes.length;
    const piece = bytes.subarray(at, at + width);
    // A reused buffer, as the archive reader has one.
    if (widths.length > 0) chunk.fill(10).set(piece);
    client.write(widths.length > 0 ? chunk.subarray(0, piece.length) : piece);
    at += width;
  }
  client.end();
  return joinOutputs(outputs);
}

/** Scans in this thread what it puts into slots, each of which is another's as soon as it was scanned. */
function scanInSlots(
  options: ScanOptions,
  take: (output: ScanOutput) => void,
  largeBytes = 0,
): Pick<ScanClient, "begin" | "write" | "end"> {
  const memory = createScanMemory();
  const { buffer } = memory;
  const areas = new BlockAreas(memory);
  const context = new ScanContext(options, (output) => take(withoutArea(output, areas)), {
    memory,
    areas,
    largeBytes,
  });
  let scanner: MemberScanner | null = null;
  let turn = 0;
  return {
    begin: (member, origin) => void (scanner = new MemberScanner(context, member, origin)),
    write: (bytes) => {
      const slot = slotOf(buffer, turn++ % SLOTS);
      slot.set(bytes);
      scanner?.write(slot.subarray(0, bytes.length));
      slot.fill(10, 0, bytes.length);
      return Promise.resolve();
    },
    end: () => Promise.resolve(scanner?.end()),
  };
}

/** An output that stays as it is, when its area has been given back. */
export function withoutArea(output: ScanOutput, areas?: BlockAreas): ScanOutput {
  if (output.kind !== "block") return output;
  const columns = Object.entries(output.block).map(([name, column]) =>
    [name, typeof column === "object" ? column.slice() : column] as const
  );
  const area = areas?.areaOf(output.block);
  if (area !== undefined) areas?.giveBack(area);
  return { ...output, block: Object.fromEntries(columns) as unknown as ApplicationBlock | AccessBlock };
}

/** Puts what was said about one member together. */
export function joinOutputs(outputs: readonly ScanOutput[]): Scanned {
  const columns: Record<string, number[]> = {};
  const [samples, requests, watched]: [Sample[], RequestSample[], WatchedRecord[]] = [[], [], []];
  const traced: Sample[] = [];
  const names = { scopes: [""], routes: [""], clients: [""], threads: [""], users: [""] };
  const agents: (AgentEntry | null)[] = [null];
  const lines: TextPlace[] = [];
  let [begin, summary]: [Scanned["begin"] | null, MemberSummary | null] = [null, null];
  for (const output of outputs) {
    if (output.kind === "begin") begin = { layout: output.layout, records: output.records };
    else if (output.kind === "block") addColumns(columns, output.block);
    else if (output.kind === "samples") samples.push(...recordsIn(output.texts, output.member).map(plain));
    else if (output.kind === "traced") traced.push(...recordsIn(output.texts, output.member).map(plain));
    else if (output.kind === "requests") requests.push(...output.samples);
    else if (output.kind === "watched") watched.push(...output.records);
    else if (output.kind === "lines") lines.push(...output.lines);
    else if (output.kind === "end") summary = output.summary;
    else {
      const { entries } = output;
      names.routes.push(...entries.routes.map(({ method, route }) => `${method} ${route}`));
      for (const name of ["scopes", "clients", "threads", "users"] as const) {
        names[name].push(...entries[name]);
      }
      agents.push(...entries.agents);
    }
  }
  if (begin === null || summary === null) throw new Error("The scan did not say a beginning and an end");
  return { begin, columns, samples, traced, requests, watched, lines, ...names, agents, summary };
}

function plain({ timeMs, template, scope, line, byteOffset, byteLength, text }: Sample): Sample {
  return { timeMs, template, scope, line, byteOffset, byteLength, text };
}

function addColumns(columns: Record<string, number[]>, block: ApplicationBlock | AccessBlock): void {
  for (const [name, column] of Object.entries(block)) {
    if (typeof column !== "object") continue;
    if (column.length !== block.length) {
      throw new Error(`Column ${name} has ${column.length} of ${block.length} rows`);
    }
    (columns[name] ??= []).push(...column);
  }
}
