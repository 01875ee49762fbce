/**
 * Which requests TypeScript looks at, since a text of theirs may be kept. All others are only taken note of, as
 * `AccessRequests` does it.
 *
 * @module
 */
import { QUIET_TEMPLATES } from "./record_notes.as";
import { holdLine, wantsLine, wasSilent } from "./agent_lines.as";

const ERROR_STATUS: u32 = 400;
const SLOW_MS: f64 = 256;
const CLASSES: u32 = 4;
const QUIET_BITS: u32 = 5;

/** Two times for each route and class of status: between them no request is kept that is neither slow nor an error. */
let quiet: u32 = 0;
/** Of the requests of a region: the earliest, the latest, how many are beyond the cap of a dictionary. */
export let firstRequestMs: f64 = Infinity;
export let lastRequestMs: f64 = -Infinity;
export let requestOverflow: u32 = 0;

/** Says where the quiet times are. */
export function setQuietRequests(at: u32): void {
  quiet = at;
}

/** Starts over. */
export function clearRequestNotes(): void {
  firstRequestMs = Infinity;
  lastRequestMs = -Infinity;
  requestOverflow = 0;
}

/** Takes note of a request; returns whether TypeScript has to look at it. */
// @inline
export function noteRequest(
  timeMs: f64,
  latencyMs: f64,
  byteOffset: f64,
  route: u32,
  client: u32,
  agent: u32,
  user: u32,
  status: u32,
  line: u32,
  byteLength: u32,
  from: u32,
): bool {
  if (timeMs < firstRequestMs) firstRequestMs = timeMs;
  if (timeMs > lastRequestMs) lastRequestMs = timeMs;
  if (route == 0 || client == 0) requestOverflow++;
  const kind = route * CLASSES + status / 100;
  if (status >= ERROR_STATUS || latencyMs >= SLOW_MS || kind >= QUIET_TEMPLATES) return true;
  const times = quiet + (kind << QUIET_BITS);
  if (!(timeMs > load<f64>(times) && timeMs < load<f64>(times, 8))) return true;
  if (agent == 0) return false;
  if (wasSilent(agent, timeMs)) return true;
  if (wantsLine(agent, timeMs)) {
    holdLine(agent, timeMs, latencyMs, byteOffset, route, client, user, status, line, byteLength, from);
  }
  return false;
}
