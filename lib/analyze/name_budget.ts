import type { Diagnostic } from "../errors.ts";
import type { DictionaryEntries } from "../scan/column_block.ts";

/** No name that means something is longer. */
const MAX_LENGTH = 4096;
const SHORT_LENGTH = 64;
const MAX_CHARACTERS = 16 * 1024 * 1024;
const MARK = "…";

/** Cuts names that are kept for the whole run: an URL or an address may be a line of 64 KiB, in hundreds of thousands of forms. */
export class NameBudget {
  #left: number;
  #cut = 0;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder();

  /** Keeps so many characters of names whole. */
  constructor(characters: number = MAX_CHARACTERS) {
    this.#left = characters;
  }

  /** The entries with short names, as far as they are kept in memory. */
  take({ scopes, routes, clients, agents, users, ...others }: DictionaryEntries): DictionaryEntries {
    return {
      ...others,
      scopes: scopes.map((scope) => this.#short(scope)),
      routes: routes.map(({ method, route }) => ({ method: this.#short(method), route: this.#short(route) })),
      clients: clients.map((client) => this.#short(client)),
      users: users.map((user) => this.#short(user)),
      agents: agents.map(({ host, version, groupId }) => ({
        host: host === null ? null : this.#short(host),
        version: version === null ? null : this.#short(version),
        groupId: groupId === null ? null : this.#short(groupId),
      })),
    };
  }

  /** How many names were cut. */
  diagnostics(input: string): Diagnostic[] {
    return this.#cut === 0 ? [] : [{
      code: "limit.names",
      severity: "note",
      message:
        `Cut ${this.#cut} names of routes, clients, users, agents or projects: they are too long, or too many`,
      input,
      count: this.#cut,
    }];
  }

  #short(name: string): string {
    if (name.length <= MAX_LENGTH && name.length <= this.#left) {
      this.#left -= name.length;
      return name;
    }
    if (name.length <= SHORT_LENGTH) return name;
    this.#cut++;
    // A slice would keep the whole name in memory: this is a copy.
    return this.#decoder.decode(this.#encoder.encode(name.slice(0, SHORT_LENGTH))) + MARK;
  }
}
