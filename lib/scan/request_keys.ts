import { agentQuery, routeTemplate } from "../parse/route_template.ts";
import type { AccessRow } from "./block_writer.ts";
import { HashDictionary } from "./hash_dictionary.ts";
import { HashedBytes } from "./hashed_bytes.ts";
import type { RequestUrl } from "./request_url.ts";
import { RouteHash } from "./route_hash.ts";
import type { ScanContext } from "./scan_context.ts";
import type { ViewedBytes } from "./viewed_bytes.ts";

const SLASH = 47;
const ID_BYTES = 24;
const MAX_KNOWN_PATHS = 65_536;
/** An escaped value is three times as long as what `parse/` keeps of it. */
const MAX_VALUE_BYTES = 1536;
const P = 0x85ebca6b | 0;
const Q = 0xc2b2ae35 | 0;

/** What is known of a path: its route, and the hash of the project in it. */
interface KnownPaths {
  readonly route: Uint32Array;
  readonly groupHigh: Uint32Array;
  readonly groupLow: Uint32Array;
}

/** Turns bytes of requests into ids; a text is made only of what is new. One for all members of a scan. */
export class RequestKeys {
  readonly #context: ScanContext;
  readonly #routeHash = new RouteHash();
  readonly #text = new HashedBytes();
  /** Agents ask for few different paths, many times each. */
  readonly #paths = new HashDictionary(MAX_KNOWN_PATHS);
  #known = knownPaths(1024);
  /** Whether the last request was the first of its agent. */
  isNewAgent = false;

  /** Creates the keys of one scan. */
  constructor(context: ScanContext) {
    this.#context = context;
  }

  /** Fills in what the URL tells; `methodStart` is where its method starts, one byte before the URL its end. */
  readUrl(text: ViewedBytes, methodStart: number, url: RequestUrl, row: AccessRow): void {
    const path = this.#pathId(text, methodStart, url.path);
    row.route = this.#known.route[path]!;
    row.request = url.hash;
    row.agentTimeMs = url.agentTimeMs;
    this.isNewAgent = false;
    row.agent = url.isAgent ? this.#agentId(text, path, url) : 0;
  }

  /** Id of a client. */
  clientId({ bytes, view }: ViewedBytes, from: number, to: number): number {
    const { clients } = this.#context;
    const known = clients.size;
    this.#text.set(view, from, to);
    const id = clients.idOf(this.#text.high, this.#text.low);
    if (clients.size > known) this.#context.addClient(this.#context.decode(bytes, from, to));
    return id;
  }

  /** Id of a user. */
  userId({ bytes, view }: ViewedBytes, from: number, to: number): number {
    const { users } = this.#context;
    const known = users.size;
    this.#text.set(view, from, to);
    const id = users.idOf(this.#text.high, this.#text.low);
    if (users.size > known) this.#context.addUser(this.#context.decode(bytes, from, to));
    return id;
  }

  /** Index into what is known of paths; 0 is the place of one that did not fit. */
  #pathId(text: ViewedBytes, methodStart: number, path: HashedBytes): number {
    const known = this.#paths.size;
    const id = this.#paths.idOf(path.high, path.low);
    if (this.#paths.size === known && id !== HashDictionary.OVERFLOW) return id;
    if (id >= this.#known.route.length) this.#known = widened(this.#known);
    this.#known.route[id] = this.#routeId(text, methodStart, path);
    const group = idSegment(text.bytes, path.start, path.end);
    this.#text.set(text.view, group, group < 0 ? group : group + ID_BYTES);
    this.#known.groupHigh[id] = this.#text.high;
    this.#known.groupLow[id] = this.#text.low;
    return id;
  }

  #routeId({ bytes }: ViewedBytes, methodStart: number, { start, end }: HashedBytes): number {
    const { routes } = this.#context;
    this.#routeHash.set(bytes, [methodStart, start - 1], [start, end]);
    const known = routes.size;
    const id = routes.idOf(this.#routeHash.high, this.#routeHash.low);
    if (routes.size > known) {
      const path = this.#context.decode(bytes, start, end);
      this.#context.addRoute(this.#context.decode(bytes, methodStart, start - 1), routeTemplate(path));
    }
    return id;
  }

  #agentId(
    { bytes }: ViewedBytes,
    path: number,
    { path: { start, end }, agentHost, agentVersion }: RequestUrl,
  ): number {
    const { agents } = this.#context;
    const high = Math.imul(agentHost.high ^ this.#known.groupHigh[path]!, P) ^ agentVersion.high;
    const low = Math.imul(agentHost.low ^ this.#known.groupLow[path]!, Q) ^ agentVersion.low;
    const known = agents.size;
    const id = agents.idOf(high ^ (high >>> 15), low ^ (low >>> 13));
    if (agents.size > known) {
      this.isNewAgent = true;
      const told = agentQuery(
        `?ah=${this.#valueOf(bytes, agentHost)}&av=${this.#valueOf(bytes, agentVersion)}`,
      );
      const group = idSegment(bytes, start, end);
      const groupId = group < 0 ? null : this.#context.decode(bytes, group, group + ID_BYTES);
      this.#context.addAgent({ host: told?.ah ?? null, version: told?.av ?? null, groupId });
    }
    return id;
  }

  #valueOf(b: Uint8Array, { start, end }: HashedBytes): string {
    return this.#context.decode(b, start, Math.min(end, start + MAX_VALUE_BYTES));
  }
}

/** Where the first segment of 24 hex digits starts; -1: there is none. */
function idSegment(b: Uint8Array, from: number, to: number): number {
  let start = from;
  for (let i = from; i <= to; i++) {
    if (i < to && b[i] !== SLASH) continue;
    if (i - start === ID_BYTES && isHex(b, start, i)) return start;
    start = i + 1;
  }
  return -1;
}

function isHex(b: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const byte = b[i]!;
    const isDigit = byte >= 48 && byte <= 57;
    if (!isDigit && !((byte | 32) >= 97 && (byte | 32) <= 102)) return false;
  }
  return true;
}

function knownPaths(size: number): KnownPaths {
  return { route: new Uint32Array(size), groupHigh: new Uint32Array(size), groupLow: new Uint32Array(size) };
}

function widened(known: KnownPaths): KnownPaths {
  const wider = knownPaths(known.route.length * 2);
  wider.route.set(known.route);
  wider.groupHigh.set(known.groupHigh);
  wider.groupLow.set(known.groupLow);
  return wider;
}
