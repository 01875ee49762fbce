import type { Diagnostic } from "../errors.ts";
import type { Category } from "../parse/member_origin.ts";
import type {
  AccessBlock,
  ApplicationBlock,
  DictionaryEntries,
  MemberSummary,
  Sample,
  ScanOutput,
  TextPlace,
  WatchedRecord,
} from "../scan/column_block.ts";
import { recordsIn } from "../scan/record_texts.ts";
import { CATEGORIES } from "../rules/rule.ts";
import type { RequestFilter } from "./access/route_tally.ts";
import { ActivityTally, type FamilyActivity } from "./activity_tally.ts";
import { AccessTally } from "./access_tally.ts";
import { TimesReader } from "./block_times.ts";
import { DuplicateFilters } from "./duplicate_filters.ts";
import { HeaderFilter } from "./header_filter.ts";
import { HostNumbers } from "./host_numbers.ts";
import { LineFilter } from "./line_filter.ts";
import { type MemoryPlan, planMemory } from "./memory_plan.ts";
import { MinuteBudget } from "./minute_counts.ts";
import { NameBudget } from "./name_budget.ts";
import type { RowListener } from "./row_listener.ts";
import { SeriesStore } from "./series_store.ts";
import { SummaryBudget } from "./summary_budget.ts";
import { type KeptTexts, type TextOutput, WaitingTexts } from "./waiting_texts.ts";

/** Where a member comes from. */
export interface MemberPlace {
  /** Name of the input. */
  readonly input: string;
  /** Path inside it. */
  readonly path: string;
  /** Host name. */
  readonly host: string;
  /** Kind of log. */
  readonly category: Category;
  /** Name of the file without the parts that rotation adds. */
  readonly family: string;
  /** What rotation added to the name, for example `20260412`; null: the current file. */
  readonly rolled: string | null;
}

/** One scanned file. */
export interface MemberRecord extends MemberPlace {
  /** What the scan said at its end. */
  readonly summary: MemberSummary;
  /** Whether it could be read to its end. */
  readonly complete: boolean;
  /** Records that another file already had. */
  readonly duplicates: number;
}

/** A kept record and the file it is in. */
export interface PlacedSample extends Sample {
  /** Number of the member. */
  readonly member: number;
}

/** A record of a watched template and the file it is in. */
export interface PlacedRecord extends WatchedRecord {
  /** Number of the member. */
  readonly member: number;
}

/** A line of console output and the file it is in. */
export interface PlacedLine extends TextPlace {
  /** Number of the member. */
  readonly member: number;
}

/**
 * Everything counted while the logs go by once; nothing is kept per record but what finds duplicates.
 */
export class LogTally {
  /** Project id, or project and replica set, by scope id. */
  readonly scopes: string[] = [""];
  /** Host names by host number. */
  readonly hosts: string[];
  /** Files in order of reading. */
  readonly members: (MemberPlace | MemberRecord)[] = [];
  /** Failures that request threads logged, besides those among the kept records. */
  readonly traced: PlacedSample[] = [];
  /** All records of templates that correlations look at. */
  readonly watched: PlacedRecord[] = [];
  /** Lines of console output, in order. */
  readonly consoleLines: PlacedLine[] = [];
  /** Counts of application records. */
  readonly series: SeriesStore;
  /** Counts of requests. */
  readonly access: AccessTally;
  /** Activity by host and family. */
  readonly activity: Map<string, FamilyActivity>;
  readonly #times = new TimesReader();
  readonly #filters: DuplicateFilters;
  readonly #activity: ActivityTally;
  #headers = new HeaderFilter();
  #lines = new LineFilter();
  readonly #duplicates: number[] = [];
  readonly #hostNumbers = new HostNumbers();
  readonly #names = new NameBudget();
  readonly #summaries: SummaryBudget;
  readonly #waiting = new WaitingTexts();
  readonly #texts: KeptTexts[] = [];
  #samples: PlacedSample[][] | null = null;
  readonly #listener: RowListener | null;
  readonly #categories: readonly Category[];
  /** Members that are of no category that is wanted, as their lines told. */
  readonly #leftOut = new Set<number>();
  #scopeCounts: Int32Array | null = null;
  #member = -1;
  #host = 0;

  /**
   * Starts with nothing; `keepsRequest` tells which requests that did not fail are wanted with their times, `categories`
   * which kinds of log, none meaning all; `memory` is what there is.
   */
  constructor(
    listener?: RowListener | null,
    keepsRequest?: RequestFilter,
    categories: readonly Category[] = [],
    memory: MemoryPlan = planMemory(),
  ) {
    this.#listener = listener ?? null;
    this.#categories = categories;
    this.#filters = new DuplicateFilters(memory.keys);
    this.#activity = new ActivityTally(new MinuteBudget(memory.minuteBytes));
    this.hosts = this.#hostNumbers.names;
    this.series = new SeriesStore(memory.series);
    this.activity = this.#activity.families;
    this.#summaries = new SummaryBudget(memory.summaryBytes);
    this.access = new AccessTally(keepsRequest);
  }

  /** Kept records by template id, once everything was read. */
  get samples(): PlacedSample[][] {
    return this.#samples ??= byTemplate(this.#texts);
  }

  /** Application records by scope id, once everything was read. */
  get scopeCounts(): Int32Array {
    return this.#scopeCounts ??= this.series.countsByScope(this.scopes.length);
  }

  /** Begins a member and returns its number. */
  beginMember(place: MemberPlace): number {
    this.#duplicates.push(0);
    const member = this.members.push(place) - 1;
    this.#listener?.beginMember(member, place);
    return member;
  }

  /** Takes what a scan says. */
  add(output: ScanOutput): void {
    if (output.kind !== "dictionary" && this.#leftOut.has(output.member)) return;
    switch (output.kind) {
      case "begin":
        return this.#settleCategory(output.member, output.records);
      case "dictionary":
        return this.#addEntries(output.entries);
      case "block":
        return this.#addBlock(output.member, output.block, output.packed);
      case "samples":
      case "traced":
      case "requests":
      case "watched":
        this.#waiting.add(output);
        return;
      case "lines":
        return this.#addLines(output.member, output.lines);
      case "end":
        return this.#endMember(output.member, output.summary);
    }
  }

  #endMember(member: number, summary: MemberSummary): void {
    this.#waiting.release(null, null).forEach((output) => this.#keepTexts(output));
    const place = this.members[member]!;
    const headers = this.#headers.take(familyOf(place), member, summary.headers);
    const duplicates = this.#duplicates[member]!;
    const kept = this.#summaries.take({ ...summary, headers });
    this.members[member] = { ...place, summary: kept, complete: true, duplicates };
    this.#listener?.endMember(member, place, summary);
  }

  #addLines(member: number, lines: readonly TextPlace[]): void {
    const place = this.members[member]!;
    const file = `${familyOf(place)}\0${place.rolled}`;
    for (const line of this.#lines.take(file, member, lines)) this.consoleLines.push({ ...line, member });
  }

  /** Frees what finds duplicates, when everything was read; says what was beyond a limit. */
  endReading(): Diagnostic[] {
    this.#filters.release();
    this.#headers = new HeaderFilter();
    this.#lines = new LineFilter();
    const input = this.members[0]?.input ?? "";
    return [
      ...this.#filters.diagnostics(),
      ...this.#activity.diagnostics(input),
      ...this.#names.diagnostics(input),
      ...this.#hostNumbers.diagnostics(input),
      ...this.access.agents.diagnostics(input),
    ];
  }

  /** Files that were read and scanned. */
  finished(): MemberRecord[] {
    return this.members.filter((member) => "summary" in member);
  }

  /** Those of them that are logs. */
  logs(): MemberRecord[] {
    return this.finished().filter(({ summary, category }) => summary.layout !== null || category !== "other");
  }

  /** Says that a member could not be read to its end; after {@linkcode add} of its end. */
  markIncomplete(member: number): void {
    const record = this.members[member];
    if (record !== undefined && "summary" in record) this.members[member] = { ...record, complete: false };
  }

  /** What a file with a name that tells nothing holds is told by its lines. */
  #settleCategory(member: number, records: "application" | "access" | null): void {
    const place = this.members[member]!;
    const told = records === "access" ? "http_access" : records ?? "other";
    const category = place.category === "other" ? told : place.category;
    this.members[member] = { ...place, category };
    if (this.#categories.length > 0 && !this.#categories.includes(category)) this.#leftOut.add(member);
  }

  #addEntries(entries: DictionaryEntries): void {
    const short = this.#names.take(entries);
    for (const scope of short.scopes) this.scopes.push(scope);
    this.access.addEntries(short);
    this.#listener?.addEntries(entries);
  }

  #addBlock(member: number, block: ApplicationBlock | AccessBlock, packed: Uint8Array | undefined): void {
    const place = this.members[member]!;
    const family = familyOf(place);
    if (member !== this.#member) this.#enter(member, place, family);
    const times = this.#times.read(block.timeMs);
    const duplicates = this.#filters.add(block, times);
    if (duplicates !== null) { for (const mark of duplicates) this.#duplicates[member]! += mark; }
    this.#waiting.release(block, duplicates).forEach((output) => this.#keepTexts(output));
    const { startMs, endMs } = times;
    this.#listener?.addBlock(member, block, { startMs, endMs, duplicates, packed });
    const skip = this.#activity.add(family, place, times, duplicates);
    if (block.kind === "access") this.access.add(block, skip, this.#host);
    else this.series.addRecords(block, this.#host, skip, CATEGORIES.indexOf(place.category));
  }

  #keepTexts(output: TextOutput): void {
    const { kind, member } = output;
    if (kind === "requests") this.access.addSamples(member, output.samples);
    else if (kind === "watched") {
      for (const record of output.records) this.watched.push({ ...record, member });
    } else if (kind === "traced") this.traced.push(...recordsIn(output.texts, member));
    else this.#texts.push(output);
  }

  #enter(member: number, { host, input }: MemberPlace, family: string): void {
    this.#member = member;
    this.#host = this.#hostNumbers.of(host);
    this.#filters.nextFile(family, input);
  }
}

function familyOf({ host, category, family }: MemberPlace): string {
  return `${host}\0${category}\0${family}`;
}

function byTemplate(texts: readonly KeptTexts[]): PlacedSample[][] {
  const samples: PlacedSample[][] = [];
  for (const own of texts) {
    for (const sample of recordsIn(own.texts, own.member)) (samples[sample.template] ??= []).push(sample);
  }
  return samples;
}
