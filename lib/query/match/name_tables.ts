import type { CaseNames } from "../../case/case_reader.ts";
import type { AccessBlock, ApplicationBlock } from "../../scan/column_block.ts";
import { type AmongTerm, type CompareTerm, type LikeTerm, numberTest, type RegexpTerm } from "../filter.ts";
import { LEVELS, type NumberField, type TextField } from "../filter_field.ts";
import { projectOfScope } from "../record_view.ts";
import { textTest } from "./text_test.ts";
import { MAYBE, NO, type Plan, type Verdict, YES } from "./verdict.ts";

/** A term about something that has a name in a dictionary. */
export type NameTerm = LikeTerm | RegexpTerm | AmongTerm | CompareTerm;
type Field = TextField | NumberField;

const BOTH: readonly Field[] = ["time", "line", "text", "gid"];

/** Fields that records of a kind can have, besides those of their member. */
export const KIND_FIELDS: Readonly<Record<"application" | "access", ReadonlySet<Field>>> = {
  application: new Set<Field>([
    ...BOTH,
    "level",
    "thread",
    "jobId",
    "planId",
    "marker",
    "logger",
    "caller",
    "message",
    "exception",
    "signature",
  ]),
  access: new Set<Field>([
    ...BOTH,
    "client",
    "user",
    "method",
    "url",
    "route",
    "protocol",
    "status",
    "responseBytes",
    "latencyMs",
    "referer",
    "userAgent",
    "agent",
  ]),
};

/** A scan gives at least so many ids; where fewer are used, 0 means none. */
const FEWEST_IDS = 50_000;
/** Stands for what is not known, where null is what is known not to be there. */
const UNKNOWN = undefined;
type Name = string | null | undefined;
/** Route templates without an id of 24 hex digits. */
const HAS_NO_ID = /^(?!.*(?:\{gid\}|\{id\}|\{other\}|…))/;

/** A dictionary: its column, and what its ids stand for. */
interface Dictionary {
  readonly name: string;
  readonly column: Uint32Array;
  /** By id. */
  readonly values: () => readonly Name[];
}

/** Terms that names decide, judged once for each name and not for each row. */
export class NameTables {
  readonly #names: CaseNames;
  readonly #tables = new Map<NameTerm, Map<string, Uint8Array>>();

  /** Creates tables for the names of a case. */
  constructor(names: CaseNames) {
    this.#names = names;
  }

  /** Judges rows by the name in one of their columns; MAYBE where it is in none. */
  plan(term: NameTerm, columns: ApplicationBlock | AccessBlock, layout: string | null): Plan {
    if (columns.kind === "access" && term.field === "gid") return this.#planProject(term, columns, layout);
    const dictionary = columns.kind === "application"
      ? this.#ofApplication(term.field, columns)
      : this.#ofAccess(term.field, columns);
    if (dictionary === null) return MAYBE;
    const table = this.#table(term, dictionary);
    const { column } = dictionary;
    return (row) => (table[column[row]!] ?? MAYBE) as Verdict;
  }

  /** The project is known of agents; of other requests, only that their route has none. */
  #planProject(term: NameTerm, { agent, route }: AccessBlock, layout: string | null): Plan {
    // Where a column of the line has the project, the URL does not decide.
    if (layout === null || /groupId|custom/.test(layout)) return MAYBE;
    const { agents, routes } = this.#names;
    const byAgent = this.#table(term, { name: "agent", values: () => agents.map((one) => one.groupId) });
    const byRoute = this.#table(term, {
      name: "route",
      values: () => routes.map((one, id) => id > 0 && HAS_NO_ID.test(one.route) ? null : UNKNOWN),
    });
    return (row) => ((agent[row] === 0 ? byRoute[route[row]!] : byAgent[agent[row]!]) ?? MAYBE) as Verdict;
  }

  #ofApplication(field: Field, { template, scope, thread }: ApplicationBlock): Dictionary | null {
    const { templates, scopes, threads } = this.#names;
    switch (field) {
      case "level":
        return { name: field, column: template, values: () => templates.map((one) => one?.level || UNKNOWN) };
      case "logger":
        return { name: field, column: template, values: () => templates.map((one) => unmasked(one?.logger)) };
      case "signature":
        return {
          name: field,
          column: template,
          values: () => templates.map((one) => one?.signature || null),
        };
      case "thread":
        return { name: field, column: thread, values: () => [UNKNOWN, ...threads.slice(1)] };
      case "gid":
        return {
          name: field,
          column: scope,
          values: () => [noneOf(scopes), ...scopes.slice(1).map(projectOfScope)],
        };
      default:
        return null;
    }
  }

  #ofAccess(field: Field, { route, client, user, agent }: AccessBlock): Dictionary | null {
    const { routes, clients, users, agents } = this.#names;
    switch (field) {
      case "method":
        return {
          name: field,
          column: route,
          values: () => routes.map((one, id) => id === 0 ? UNKNOWN : methodOf(one)),
        };
      case "route":
        return {
          name: field,
          column: route,
          values: () => [UNKNOWN, ...routes.slice(1).map((one) => one.route)],
        };
      case "client":
        return { name: field, column: client, values: () => [UNKNOWN, ...clients.slice(1)] };
      case "user":
        return { name: field, column: user, values: () => [noneOf(users), ...users.slice(1)] };
      case "agent":
        return {
          name: field,
          column: agent,
          values: () => [noneOf(agents), ...agents.slice(1).map((one) => one.host)],
        };
      default:
        return null;
    }
  }

  #table(term: NameTerm, { name, values }: Omit<Dictionary, "column">): Uint8Array {
    let tables = this.#tables.get(term);
    if (tables === undefined) this.#tables.set(term, tables = new Map());
    let table = tables.get(name);
    if (table === undefined) {
      tables.set(
        name,
        table = Uint8Array.from(values(), (value) => verdictOn(term, value)),
      );
    }
    return table;
  }
}

function verdictOn(term: NameTerm, name: Name): Verdict {
  if (name === UNKNOWN) return MAYBE;
  if (name === null) return NO;
  if (term.kind === "like" || term.kind === "regexp") return textTest(term)(name) ? YES : NO;
  return numberTest(term)(LEVELS.findIndex((level) => level === name)) ? YES : NO;
}

/** Of backup jobs only the first part of the logger is in the template. */
function unmasked(logger: string | undefined): Name {
  return logger === undefined || logger === "" || logger.includes("#") ? UNKNOWN : logger;
}

function methodOf({ method }: { readonly method: string }): Name {
  return method === "-" ? null : method;
}

function noneOf(values: readonly unknown[]): Name {
  return values.length <= FEWEST_IDS ? null : UNKNOWN;
}
