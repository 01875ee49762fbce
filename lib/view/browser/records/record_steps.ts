/// <reference lib="dom" />
/// <reference lib="dom.asynciterable" />
import type { Diagnostic } from "../../../errors.ts";
import type { QueryRow } from "../../../query/query_row.ts";
import type { PageFrame } from "../../page_frame.ts";

/** A line of what `GET /api/v1/records/stream` answers. */
export type RecordStep =
  | QueryRow
  | { readonly kind: "progress"; readonly searchedBytes: number; readonly totalBytes: number }
  | { readonly kind: "problem"; readonly problem: Diagnostic }
  | { readonly kind: "end"; readonly nextCursor: string | null; readonly rows: number }
  | { readonly kind: "error"; readonly error: { readonly message: string } };

/** Which rows of the search that the page shows. */
export interface RecordPart {
  /** Go on after the row with this cursor. */
  readonly cursor: string | undefined;
  /** Most rows. */
  readonly limit: number;
}

/** The parameters of the API for the search of a frame. */
function recordParameters({ values }: PageFrame, { cursor, limit }: RecordPart): URLSearchParams {
  const { q, cursor: _, patient: __, ...rest } = values;
  const given = Object.entries({ ...rest, filter: q, cursor, limit: String(limit) });
  return new URLSearchParams(given.flatMap(([name, value]) => value === undefined ? [] : [[name, value]]));
}

/**
 * Asks the server, which tells rows as it finds them; what arrives together comes together. Ends the search when nobody
 * reads on.
 *
 * @throws {Error} when the server refuses, cannot go on, or is cut off
 */
export async function* recordSteps(
  frame: PageFrame,
  part: RecordPart,
  signal: AbortSignal,
): AsyncGenerator<RecordStep[], void> {
  const response = await fetch(`/api/v1/records/stream?${recordParameters(frame, part)}`, { signal });
  if (!response.ok || response.body === null) throw new Error((await response.json()).error.message);
  let rest = "";
  let isWhole = false;
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    const steps = lines.map((line): RecordStep => JSON.parse(line));
    const last = steps.at(-1);
    if (last?.kind === "error") throw new Error(last.error.message);
    isWhole = last?.kind === "end";
    yield steps;
  }
  if (!isWhole) throw new Error("the connection was cut");
}
