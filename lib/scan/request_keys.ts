import { agentQuery, routeTemplate } from "../parse/route_template.ts";
import { agentParameters, clockValue, type ParameterValue } from "./agent_parameters.ts";
import { URL_TABLE_BYTES } from "./assembled_memory.ts";
import type { AccessRow } from "./block_writer.ts";
import type { HashDictionary } from "./hash_dictionary.ts";
import { HashedBytes } from "./hashed_bytes.ts";
import type { RequestUrl } from "./request_url.ts";
import { RouteHash } from "./route_hash.ts";
import type { ScanContext } from "./scan_context.ts";
import type { ViewedBytes } from "./viewed_bytes.ts";

const SLASH = 47;
const QUESTION = 63;
const ID_BYTES = 24;
/** Known URLs; each has four numbers: both lanes of its key, route, agent. */
const SLOTS = URL_TABLE_BYTES / 16;
/** An escaped value is three times as long as what `parse/` keeps of it. */
const MAX_VALUE_BYTES = 1536;
const P = 0x85ebca6b | 0;
const Q = 0xc2b2ae35 | 0;

/** Turns bytes of requests into ids; a text is made only of what is new. One for all members of a scan. */
export class RequestKeys {
  /** Whether the last request was the first of its agent. */
  isNewAgent = false;
  readonly #context: ScanContext;
  readonly #routeHash = new RouteHash();
  /**
   * Agents ask for few different URLs, many times each. A new one takes the place of another, which goes to the slot beside it:
   * with one place each, those of a thousand agents would push each other out.
   */
  #known: Int32Array = new Int32Array(4 * SLOTS);
  readonly #text = new HashedBytes();

  /** Creates the keys of one scan. */
  constructor(context: ScanContext) {
    this.#context = context;
  }

  /** Goes on with the known URLs in a table of zeros, which `assembly/access_scan.as.ts` reads. */
  moveTo(table: Int32Array): void {
    table.set(this.#known);
    this.#known = table;
  }

  /** Fills in what method and URL tell; the method is at `from`, and ends one byte before the URL. */
  readUrl(text: ViewedBytes, from: number, urlStart: number, url: RequestUrl, row: AccessRow): void {
    const { keyHigh, keyLow } = url;
    const first = 4 * ((keyLow ^ (keyHigh >>> 15)) & (SLOTS - 1));
    const slot = this.#isAt(first, url) ? first : first ^ 4;
    row.request = url.hash;
    if (this.#isAt(slot, url)) {
      row.route = this.#known[slot + 2]!;
      row.agent = this.#known[slot + 3]!;
      row.agentTimeMs = url.clockMs;
      this.isNewAgent = false;
    } else if (this.#readNew(text, from, urlStart, url, row)) {
      this.#known.copyWithin(slot, first, first + 4);
      this.#known.set([keyHigh, keyLow, row.route, row.agent], first);
    }
  }

  #isAt(slot: number, { keyHigh, keyLow }: RequestUrl): boolean {
    return this.#known[slot] === keyHigh && this.#known[slot + 1] === keyLow;
  }

  /** Id of a client. */
  clientId(text: ViewedBytes, from: number, to: number): number {
    const { clients } = this.#context;
    const known = clients.size;
    const id = this.#idOf(clients, text, from, to);
    if (clients.size > known) this.#context.addClient(this.#context.decode(text.bytes, from, to));
    return id;
  }

  /** Id of a user. */
  userId(text: ViewedBytes, from: number, to: number): number {
    const { users } = this.#context;
    const known = users.size;
    const id = this.#idOf(users, text, from, to);
    if (users.size > known) this.#context.addUser(this.#context.decode(text.bytes, from, to));
    return id;
  }

  #idOf(dictionary: HashDictionary, { view }: ViewedBytes, from: number, to: number): number {
    this.#text.set(view, from, to);
    return dictionary.idOf(this.#text.high, this.#text.low);
  }

  /** Reads a URL byte by byte; says whether its key alone tells its route and agent. */
  #readNew(text: ViewedBytes, from: number, urlStart: number, url: RequestUrl, row: AccessRow): boolean {
    const { bytes } = text;
    const mark = bytes.subarray(urlStart, url.end).indexOf(QUESTION);
    const pathEnd = mark < 0 ? url.end : urlStart + mark;
    const { host, version, clock } = agentParameters(bytes, pathEnd + 1, url.end);
    const group = idSegment(bytes, urlStart, pathEnd);
    this.isNewAgent = false;
    row.route = this.#routeId(bytes, [from, urlStart - 1], [urlStart, pathEnd]);
    row.agent = host === null && version === null ? 0 : this.#agentId(text, host, version, group);
    row.agentTimeMs = clockValue(bytes, clock);
    return Number.isNaN(url.clockMs) ? Number.isNaN(row.agentTimeMs) : clock?.start === url.clockStart;
  }

  #routeId(b: Uint8Array, method: readonly [number, number], path: readonly [number, number]): number {
    const { routes } = this.#context;
    this.#routeHash.set(b, method, path);
    const known = routes.size;
    const id = routes.idOf(this.#routeHash.high, this.#routeHash.low);
    if (routes.size > known) {
      this.#context.addRoute(
        this.#context.decode(b, ...method),
        routeTemplate(this.#context.decode(b, ...path)),
      );
    }
    return id;
  }

  #agentId(
    { bytes, view }: ViewedBytes,
    host: ParameterValue | null,
    version: ParameterValue | null,
    group: ParameterValue | null,
  ): number {
    const { agents } = this.#context;
    let high = 0;
    let low = 0;
    for (const part of [host, version, group]) {
      this.#text.set(view, part?.start ?? 0, part?.end ?? 0);
      high = Math.imul(high ^ (high >>> 15) ^ this.#text.high, P);
      low = Math.imul(low ^ (low >>> 13) ^ this.#text.low, Q);
    }
    const known = agents.size;
    const id = agents.idOf(high, low);
    if (agents.size > known) {
      this.isNewAgent = true;
      const told = agentQuery(`?ah=${this.#valueOf(bytes, host)}&av=${this.#valueOf(bytes, version)}`);
      const groupId = group === null ? null : this.#valueOf(bytes, group);
      this.#context.addAgent({ host: told?.ah ?? null, version: told?.av ?? null, groupId });
    }
    return id;
  }

  #valueOf(b: Uint8Array, value: ParameterValue | null): string {
    if (value === null) return "";
    return this.#context.decode(b, value.start, Math.min(value.end, value.start + MAX_VALUE_BYTES));
  }
}

/** The first segment of 24 hex digits. */
function idSegment(b: Uint8Array, from: number, to: number): ParameterValue | null {
  let start = from;
  for (let i = from; i <= to; i++) {
    if (i < to && b[i] !== SLASH) continue;
    if (i - start === ID_BYTES && isHex(b, start, i)) return { start, end: i };
    start = i + 1;
  }
  return null;
}

function isHex(b: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const byte = b[i]!;
    const letter = byte | 32;
    if (!(byte >= 48 && byte <= 57) && !(letter >= 97 && letter <= 102)) return false;
  }
  return true;
}
