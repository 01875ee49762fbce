import type { RecordTexts, Sample } from "./column_block.ts";

const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });
const INITIAL_BYTES = 16_384;
const INITIAL_RECORDS = 64;
/** Numbers of a record: time, offset, length, line, template, scope, where its text ends. */
const WIDTH = 7;

/** The records of a member. */
export function recordsIn(texts: RecordTexts, member: number): KeptRecord[] {
  const records: KeptRecord[] = [];
  const length = texts.numbers.length / WIDTH;
  for (let at = 0; at < length; at++) records.push(new KeptRecord(texts, at, member));
  return records;
}

/** Those of the records that are wanted, told by their offsets; they hold nothing of the others. */
export function wantedTexts(texts: RecordTexts, isWanted: (byteOffset: number) => boolean): RecordTexts {
  const wanted = new RecordTextsWriter();
  for (const record of recordsIn(texts, 0)) {
    if (isWanted(record.byteOffset)) wanted.add(record, record.bytes);
  }
  return wanted.take();
}

/** A record that was kept, whose text is decoded when it is read. */
export class KeptRecord implements Sample {
  /** Number of the member. */
  readonly member: number;
  readonly #texts: RecordTexts;
  readonly #at: number;
  #text: string | null = null;

  /** The record at a place. */
  constructor(texts: RecordTexts, at: number, member: number) {
    this.#texts = texts;
    this.#at = WIDTH * at;
    this.member = member;
  }

  get timeMs(): number {
    return this.#texts.numbers[this.#at]!;
  }

  get byteOffset(): number {
    return this.#texts.numbers[this.#at + 1]!;
  }

  get byteLength(): number {
    return this.#texts.numbers[this.#at + 2]!;
  }

  get line(): number {
    return this.#texts.numbers[this.#at + 3]!;
  }

  get template(): number {
    return this.#texts.numbers[this.#at + 4]!;
  }

  get scope(): number {
    return this.#texts.numbers[this.#at + 5]!;
  }

  get text(): string {
    return this.#text ??= DECODER.decode(this.bytes);
  }

  /** The text as it is in the log, valid as long as the records. */
  get bytes(): Uint8Array {
    const { numbers, bytes } = this.#texts;
    const from = this.#at === 0 ? 0 : numbers[this.#at - 1]!;
    return bytes.subarray(from, numbers[this.#at + WIDTH - 1]);
  }
}

/** Collects records that are kept whole. */
export class RecordTextsWriter {
  #numbers = new Float64Array(0);
  #bytes = new Uint8Array(0);
  #length = 0;
  #filled = 0;

  /** Records so far. */
  get length(): number {
    return this.#length;
  }

  /** Adds a record; its text is copied. */
  add(row: Omit<Sample, "text">, text: Uint8Array): void {
    if (WIDTH * (this.#length + 1) > this.#numbers.length) this.#growNumbers();
    if (this.#filled + text.length > this.#bytes.length) this.#growBytes(text.length);
    this.#bytes.set(text, this.#filled);
    this.#filled += text.length;
    const at = WIDTH * this.#length++;
    this.#numbers[at] = row.timeMs;
    this.#numbers[at + 1] = row.byteOffset;
    this.#numbers[at + 2] = row.byteLength;
    this.#numbers[at + 3] = row.line;
    this.#numbers[at + 4] = row.template;
    this.#numbers[at + 5] = row.scope;
    this.#numbers[at + 6] = this.#filled;
  }

  /** The records so far; starts over. */
  take(): RecordTexts {
    const numbers = this.#numbers.slice(0, WIDTH * this.#length);
    const bytes = this.#bytes.slice(0, this.#filled);
    this.#length = this.#filled = 0;
    return { numbers, bytes };
  }

  #growNumbers(): void {
    const grown = new Float64Array(Math.max(WIDTH * INITIAL_RECORDS, 2 * this.#numbers.length));
    grown.set(this.#numbers);
    this.#numbers = grown;
  }

  #growBytes(byteLength: number): void {
    const grown = new Uint8Array(Math.max(INITIAL_BYTES, 2 * this.#bytes.length, this.#filled + byteLength));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
