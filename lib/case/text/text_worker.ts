/**
 * The worker that compresses the text of a case: that takes longer than the analysis.
 *
 * @module
 */
import { type SpooledText, type TextBatch, TextSpool } from "./text_spool.ts";

/** What the worker is told: first where the file is to be, then batches. */
export type TextOrder =
  | { readonly kind: "start"; readonly path: string }
  | { readonly kind: "batch"; readonly batch: TextBatch };

/** What the worker says of each batch, in order: its blocks, or why it gave up. */
export type TextReply =
  | { readonly kind: "blocks"; readonly blocks: readonly SpooledText[] }
  | { readonly kind: "failed"; readonly message: string };

declare const self: {
  onmessage: ((event: MessageEvent<TextOrder>) => void) | null;
  postMessage(reply: TextReply): void;
};

let spool: TextSpool | null = null;

self.onmessage = ({ data }) => {
  try {
    if (data.kind === "start") spool = new TextSpool(data.path);
    else self.postMessage({ kind: "blocks", blocks: spool!.add(data.batch) });
  } catch (error) {
    self.postMessage({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
};
