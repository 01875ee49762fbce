import type { RecordTexts, RowPlaces, ScanOutput, TextPlace } from "../scan/column_block.ts";
import { type KeptRecord, recordsIn } from "../scan/record_texts.ts";

/** Records of a stretch that the scan kept whole, as it gave them. */
export interface KeptTexts {
  /** Why they were kept. */
  readonly kind: "samples" | "traced";
  /** Number of the member. */
  readonly member: number;
  /** The records. */
  readonly texts: RecordTexts;
  /** Which of them count; null: all. */
  readonly isKept: ((place: TextPlace) => boolean) | null;
}

/** What the scan kept whole of a stretch. */
export type TextOutput = KeptTexts | Extract<ScanOutput, { readonly kind: "requests" | "watched" }>;

/** Holds the texts of a stretch until its rows come: these tell which of them another file already had. */
export class WaitingTexts {
  #outputs: TextOutput[] = [];

  /** Takes texts, which come before their rows. */
  add(output: TextOutput): void {
    this.#outputs.push(output);
  }

  /** Gives those that wait, without the ones whose rows are marked; all of them when no rows came. */
  release(rows: RowPlaces | null, marks: Uint8Array | null): TextOutput[] {
    const outputs = this.#outputs;
    this.#outputs = [];
    if (rows === null || marks === null || outputs.length === 0) return outputs;
    const marked = new Set(rows.byteOffset.filter((_, row) => marks[row] === 1));
    return outputs.map((output) => without(output, ({ byteOffset }) => !marked.has(byteOffset)));
  }
}

/** The records that count. */
export function recordsOf({ texts, member, isKept }: KeptTexts): KeptRecord[] {
  const records = recordsIn(texts, member);
  return isKept === null ? records : records.filter(isKept);
}

function without(output: TextOutput, isKept: (place: TextPlace) => boolean): TextOutput {
  switch (output.kind) {
    case "samples":
    case "traced":
      return { ...output, isKept };
    case "requests":
      return { ...output, samples: output.samples.filter(isKept) };
    case "watched":
      return { ...output, records: output.records.filter(isKept) };
  }
}
