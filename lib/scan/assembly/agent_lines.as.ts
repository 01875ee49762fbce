/**
 * `AgentLines` in WebAssembly, on the same table: the number of agents that have a line and their ids, then of each agent two
 * times (of its last line, of the one that is held), latency, offset, route, client, user, status, line, bytes, place in the
 * region, state.
 *
 * @module
 */

const LIST_BYTES: u32 = 200_064;
const ENTRY_BITS: u32 = 6;
const HOLD_MS: f64 = 60_000;
const QUIET_MS: f64 = 300_000;
const HELD: u32 = 1;

let agents: u32 = 0;
let list: u32 = 0;

/** Says where the list is, which the table follows. */
export function setAgentLines(at: u32): void {
  list = at;
  agents = at + LIST_BYTES;
}

/** Takes note of a line of an agent; true: it is to be held. False, too, when {@linkcode wasSilent} is to be asked. */
// @inline
export function wantsLine(agent: u32, timeMs: f64): bool {
  const entry = agents + (agent << ENTRY_BITS);
  store<f64>(entry, timeMs);
  return load<u32>(entry, 60) == 0 || !(abs(timeMs - load<f64>(entry, 8)) < HOLD_MS);
}

/** Whether an agent was silent for long before a line. */
// @inline
export function wasSilent(agent: u32, timeMs: f64): bool {
  const entry = agents + (agent << ENTRY_BITS);
  return load<u32>(entry, 60) != 0 && !(timeMs - load<f64>(entry) < QUIET_MS);
}

/** Holds a line of an agent. */
export function holdLine(
  agent: u32,
  timeMs: f64,
  latencyMs: f64,
  byteOffset: f64,
  route: u32,
  client: u32,
  user: u32,
  status: u32,
  line: u32,
  byteLength: u32,
  from: u32,
): void {
  const entry = agents + (agent << ENTRY_BITS);
  if (load<u32>(entry, 60) == 0) {
    const count = load<u32>(list) + 1;
    store<u32>(list, count);
    store<u32>(list + (count << 2), agent);
  }
  store<f64>(entry, timeMs, 8);
  store<f64>(entry, latencyMs, 16);
  store<f64>(entry, byteOffset, 24);
  store<u32>(entry, route, 32);
  store<u32>(entry, client, 36);
  store<u32>(entry, user, 40);
  store<u32>(entry, status, 44);
  store<u32>(entry, line, 48);
  store<u32>(entry, byteLength, 52);
  store<u32>(entry, from, 56);
  store<u32>(entry, HELD, 60);
}
