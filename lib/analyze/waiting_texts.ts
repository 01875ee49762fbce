import type { RowPlaces, ScanOutput } from "../scan/column_block.ts";
import { wantedTexts } from "../scan/record_texts.ts";

/** Records of a stretch that the scan kept whole, as it gave them. */
export type KeptTexts = Extract<ScanOutput, { readonly kind: "samples" | "traced" }>;

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
    return outputs.map((output) => without(output, (byteOffset) => !marked.has(byteOffset)));
  }
}

/** At once: what is left holds nothing that is as long as the stretch. */
function without(output: TextOutput, isKept: (byteOffset: number) => boolean): TextOutput {
  switch (output.kind) {
    case "samples":
    case "traced":
      return { ...output, texts: wantedTexts(output.texts, isKept) };
    case "requests":
      return { ...output, samples: output.samples.filter(({ byteOffset }) => isKept(byteOffset)) };
    case "watched":
      return { ...output, records: output.records.filter(({ byteOffset }) => isKept(byteOffset)) };
  }
}
