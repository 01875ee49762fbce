const CHUNK_CHARACTERS = 1 << 17;

/** What a log file holds, counted while it is written. */
export interface LogTotals {
  /** Records: a record is one line or more. */
  records: number;
  /** Lines, also those of header lines and stack traces. */
  lines: number;
  /** Bytes, uncompressed. */
  bytes: number;
}

/** Writes the text of one log file in chunks and counts it into `totals`. The text is ASCII: a character is a byte. */
export type LogWriter = (totals: LogTotals) => Generator<string>;

/** Gathers lines to chunks worth encoding. */
export class LogText {
  #text = "";
  readonly #totals: LogTotals;

  /** Creates an empty text; what is taken is counted into `totals`. */
  constructor(totals: LogTotals) {
    this.#totals = totals;
  }

  /** Adds a record, line feed included. */
  addRecord(text: string, lines: number): void {
    this.#text += text;
    this.#totals.records += 1;
    this.#totals.lines += lines;
  }

  /** Adds a line that is no record. */
  addLine(line: string): void {
    this.#text += line + "\n";
    this.#totals.lines += 1;
  }

  /** Whether there is enough for a chunk. */
  get isFull(): boolean {
    return this.#text.length >= CHUNK_CHARACTERS;
  }

  /** Takes what was gathered. */
  take(): string {
    const text = this.#text;
    this.#text = "";
    this.#totals.bytes += text.length;
    return text;
  }
}
