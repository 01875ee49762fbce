import type { Diagnostic } from "../errors.ts";
import { decodeSavedBytes } from "./decode_saved_bytes.ts";
import type { EventRow } from "./event_row.ts";
import { SavedEvents } from "./saved_events.ts";
import { readSavedParts } from "./read_saved_parts.ts";

/** How a file of events is read. */
export interface LoadEventsOptions {
  /** Name of the file for diagnostics, without folders of the machine. */
  readonly name: string;
  /**
   * Largest size of the file in bytes, before and after decompression. All of it is held in memory.
   *
   * @default {268_435_456} (256 MiB)
   */
  readonly maxBytes?: number;
}

/** What a file of events holds. */
export interface LoadedEvents {
  /** By time, then id; each id once. */
  readonly events: EventRow[];
  /** What could not be read, in the order of the file. */
  readonly diagnostics: Diagnostic[];
}

const DEFAULT_MAX_BYTES = 268_435_456;

/**
 * Loads events as any tool saved them: API pages, arrays, NDJSON, single events, envelopes and error bodies, one
 * after another and mixed, as `curl --include` wrote them, compressed or not.
 *
 * A cut or damaged file gives what precedes the damage and a diagnostic, even when nothing precedes it; so does an
 * empty file, and one that holds nothing but a refusal of the API.
 *
 * @throws {InputError} if nothing in the file is events, the beginning of events, or an answer of the API
 */
export async function loadEvents(
  chunks: AsyncIterable<Uint8Array>,
  options: LoadEventsOptions,
): Promise<LoadedEvents> {
  const { name, maxBytes = DEFAULT_MAX_BYTES } = options;
  const { text, damage } = await decodeSavedBytes(chunks, { name, maxBytes });
  const saved = new SavedEvents(name, text);
  for (const part of readSavedParts(text)) saved.add(part);
  const diagnostics = saved.finish(damage);
  return { events: mergeEvents([saved.rows]), diagnostics };
}

/** Puts events of several files together: by time, then id. Of those with one id, the first given is kept. */
export function mergeEvents(lists: readonly (readonly EventRow[])[]): EventRow[] {
  const byId = new Map<string, EventRow>();
  for (const event of lists.flat()) if (!byId.has(event.id)) byId.set(event.id, event);
  return [...byId.values()].sort((a, b) => compare(a.time, b.time) || compare(a.id, b.id));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
