import { digit } from "./line_bytes.ts";

const AMPERSAND = 38;
const EQUALS = 61;
const NAMES = ["ah", "ahs", "av", "at"] as const;
/** Bytes of the longest name with its equals sign. */
const MAX_NAME_BYTES = 4;

/** Where the value of a parameter is. */
export interface ParameterValue {
  /** First byte. */
  readonly start: number;
  /** End; never the start. */
  readonly end: number;
}

/** What an agent tells about itself in a query, as sent. */
export interface AgentParameters {
  /** Its host: the full name (`ah`), or else the short one (`ahs`). */
  readonly host: ParameterValue | null;
  /** Its version (`av`). */
  readonly version: ParameterValue | null;
  /** Its clock (`at`). */
  readonly clock: ParameterValue | null;
}

/** Finds the agent's parameters (`ops-manager-api.md` §6) between `from` and `to`; the first of one name counts. */
export function agentParameters(b: Uint8Array, from: number, to: number): AgentParameters {
  const values = new Map<string, ParameterValue>();
  let start = from;
  for (let i = from; i <= to; i++) {
    if (i < to && b[i] !== AMPERSAND) continue;
    const name = nameAt(b, start, i);
    if (name !== null && !values.has(name)) values.set(name, { start: start + name.length + 1, end: i });
    start = i + 1;
  }
  const told = (name: typeof NAMES[number]) => {
    const value = values.get(name);
    return value === undefined || value.start === value.end ? null : value;
  };
  return { host: told("ah") ?? told("ahs"), version: told("av"), clock: told("at") };
}

/** The agent's clock, epoch milliseconds; NaN: a time has 12 to 14 digits, whatever else is there is none. */
export function clockValue(b: Uint8Array, clock: ParameterValue | null): number {
  if (clock === null || clock.end - clock.start < 12 || clock.end - clock.start > 14) return NaN;
  let value = 0;
  for (let i = clock.start; i < clock.end; i++) {
    const next = digit(b[i]!);
    if (next < 0) return NaN;
    value = value * 10 + next;
  }
  return value;
}

function nameAt(b: Uint8Array, start: number, end: number): typeof NAMES[number] | null {
  if (b[start] !== 97) return null;
  let name = "";
  for (let i = start; i < Math.min(end, start + MAX_NAME_BYTES); i++) {
    if (b[i] === EQUALS) return NAMES.find((known) => known === name) ?? null;
    name += String.fromCharCode(b[i]!);
  }
  return null;
}
