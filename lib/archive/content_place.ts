import type { ContentSpans } from "./seek/content_spans.ts";

/** Where some content lies. */
export interface ContentPlace {
  /** Path of the file it is. */
  readonly path: string;
  /** What goes before the paths of its members, if it is an archive. */
  readonly prefix: string;
  /** Number of containers around it. */
  readonly depth: number;
  /** Whether it is the input itself, inflated or not, and not a member of an archive. */
  readonly isInput: boolean;
  /** Its size, if known. */
  readonly sizeBytes: number | null;
  /** Where its bytes lie, when that is to be remembered. */
  readonly spans: ContentSpans | undefined;
}
