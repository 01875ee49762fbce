import type { HeaderLine, MemberSummary, RecordGap, Sample } from "../scan/column_block.ts";

/** What a text costs besides its characters: an object, and where it is. */
const TEXT_BYTES = 200;
const SHORT_LENGTH = 200;
const KEPT_GAPS = 3;

/**
 * Keeps what the scan tells of a file for the whole run, within a budget: an archive may hold 200 000 files, each with a
 * thousand header lines. Beyond it a header line has only the record before and the one after it, of gaps only the longest
 * are kept; beyond twice the budget header lines are left out, and counted.
 */
export class SummaryBudget {
  #left: number;
  readonly #bytes: number;

  /** Keeps texts of so many bytes. */
  constructor(bytes: number) {
    this.#bytes = this.#left = bytes;
  }

  /** The summary as far as it is kept. */
  take(summary: MemberSummary): MemberSummary {
    const bytes = bytesOf(summary);
    if (this.#left >= bytes) return this.#spend(summary, bytes);
    const short = shortened(summary);
    const shortBytes = bytesOf(short);
    if (this.#left + this.#bytes >= shortBytes) return this.#spend(short, shortBytes);
    return { ...short, headers: [], gaps: [], unwatched: short.unwatched + short.headers.length };
  }

  #spend(summary: MemberSummary, bytes: number): MemberSummary {
    this.#left -= bytes;
    return summary;
  }
}

function shortened(summary: MemberSummary): MemberSummary {
  const { headers, gaps, longLines, lastRecord } = summary;
  return {
    ...summary,
    headers: headers.map((header) => shortHeader(header)),
    gaps: longest(gaps),
    rejects: [],
    longLines: { ...longLines, first: null },
    lastRecord: lastRecord === null ? null : shortSample(lastRecord),
  };
}

/** More gaps of a family than these are usual for it, and no silence: see `silence.ts`. */
function longest(gaps: readonly RecordGap[]): RecordGap[] {
  const lengthMs = ({ before, after }: RecordGap) => after.timeMs - before.timeMs;
  return gaps.toSorted((a, b) => lengthMs(b) - lengthMs(a)).slice(0, KEPT_GAPS)
    .sort((a, b) => a.before.timeMs - b.before.timeMs)
    .map(({ before, after }) => ({ before: shortSample(before), after: shortSample(after) }));
}

function shortHeader(header: HeaderLine): HeaderLine {
  return {
    ...header,
    before: header.before.slice(-1).map(shortSample),
    after: header.after.slice(0, 1).map(shortSample),
  };
}

function shortSample(sample: Sample): Sample {
  return { ...sample, text: sample.text.slice(0, SHORT_LENGTH) };
}

function bytesOf({ headers, gaps, rejects, longLines, lastRecord }: MemberSummary): number {
  const texts = [
    ...headers.flatMap((header) => [header, ...header.before, ...header.after]),
    ...gaps.flatMap(({ before, after }) => [before, after]),
    ...rejects,
    ...(longLines.first === null ? [] : [longLines.first]),
    ...(lastRecord === null ? [] : [lastRecord]),
  ];
  return texts.reduce((sum, { text }) => sum + TEXT_BYTES + text.length, 0);
}
