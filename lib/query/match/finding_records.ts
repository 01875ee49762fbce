import type { Evidence, Finding } from "../../analyze/finding.ts";
import type { CaseBlock, CaseMember, CaseReader } from "../../case/case_reader.ts";
import type { AccessBlock, ApplicationBlock } from "../../scan/column_block.ts";
import { projectOfScope } from "../record_view.ts";
import type { RowSelection } from "./block_matcher.ts";
import type { BlockView } from "./column_plan.ts";
import { MAYBE, NO, type Plan, YES } from "./verdict.ts";

/** Findings of these areas are about the logs as such: their records are their evidence. */
const BARE_AREA = /^(?:log|coverage|clock)\./;
/** These are about whoever sends requests, whatever the route. */
const ANY_ROUTE = /^(?:access\.(?:auth-burst|client-flood)|agent\.unauthorized)$/;
/** This one is about the routes that it names. */
const NAMED_ROUTES = "access.errors-burst";
const ANY_STATUS = "access.client-flood";

/**
 * The records behind a finding: its evidence, and those of its hosts and kinds of log from its first to its last record
 * that are like its evidence: of one signature, or requests of one route and status, or what the finding is about
 * instead; of its projects, agents and clients, where it has any.
 */
export class FindingRecords implements RowSelection {
  readonly #finding: Finding;
  readonly #reader: CaseReader;
  readonly #fromMs: number;
  readonly #toMs: number;
  /** Rows that are evidence, by block. */
  readonly #evidence = new Map<CaseBlock, Set<number>>();
  readonly #signatures = new Set<string>();
  /** Route and status. */
  readonly #requests = new Set<string>();
  readonly #statuses = new Set<number>();

  /** Finds the evidence in the case. */
  constructor(finding: Finding, reader: CaseReader) {
    this.#finding = finding;
    this.#reader = reader;
    this.#fromMs = Date.parse(finding.first);
    this.#toMs = Date.parse(finding.last);
    for (const evidence of finding.evidence) this.#addEvidence(evidence);
  }

  plan({ member, block, columns }: BlockView): Plan {
    const evidence = this.#evidence.get(block);
    const isLike = this.#isLike(member, block);
    if (columns === null || (evidence === undefined && !isLike)) {
      return evidence === undefined && !isLike ? NO : MAYBE;
    }
    const fits = columns.kind === "application" ? this.#recordTest(columns) : this.#requestTest(columns);
    const { timeMs } = columns;
    return (row) => {
      if (evidence?.has(row)) return YES;
      return isLike && timeMs[row]! >= this.#fromMs && timeMs[row]! <= this.#toMs && fits(row) ? YES : NO;
    };
  }

  /** Whether a block may hold records that are like the evidence. */
  #isLike({ host, category }: CaseMember, { startMs, endMs }: CaseBlock): boolean {
    const { rule, hosts, categories } = this.#finding;
    return !BARE_AREA.test(rule) && endMs >= this.#fromMs && startMs <= this.#toMs && hosts.includes(host) &&
      (categories.length === 0 || categories.includes(category));
  }

  #recordTest({ template, scope }: ApplicationBlock): (row: number) => boolean {
    const { templates, scopes } = this.#reader.names;
    const { groupIds } = this.#finding;
    return (row) =>
      this.#signatures.has(templates[template[row]!]?.signature ?? "") &&
      (groupIds.length === 0 || scope[row] === 0 ||
        groupIds.includes(projectOfScope(scopes[scope[row]!] ?? "")));
  }

  #requestTest({ route, status, agent, client }: AccessBlock): (row: number) => boolean {
    const { agents: agentNames, clients: clientNames } = this.#reader.names;
    const { agents, captures } = this.#finding;
    const { client: clients = captures["address"] ?? [] } = captures;
    const isMeant = this.#routeTest();
    return (row) =>
      isMeant(route[row]!, status[row]!) &&
      (agents.length === 0 || agents.includes(agentNames[agent[row]!]?.host ?? "")) &&
      (clients.length === 0 || clients.includes(clientNames[client[row]!] ?? ""));
  }

  #routeTest(): (route: number, status: number) => boolean {
    const { rule, captures: { route: routes = [], status: statuses = [] } } = this.#finding;
    if (rule === ANY_STATUS) return () => true;
    if (ANY_ROUTE.test(rule)) return (_, status) => this.#statuses.has(status);
    if (rule !== NAMED_ROUTES || routes.length === 0) {
      return (route, status) => this.#requests.has(`${route} ${status}`);
    }
    const { routes: names } = this.#reader.names;
    return (route, status) => routes.includes(names[route]?.route ?? "") && statuses.includes(String(status));
  }

  #addEvidence(evidence: Evidence): void {
    const found = findRow(evidence, this.#reader);
    if (found === null) return;
    const { block, row } = found;
    this.#evidence.set(block, (this.#evidence.get(block) ?? new Set()).add(row));
    const columns = this.#reader.rows(block);
    if (columns.kind === "access") {
      this.#requests.add(`${columns.route[row]} ${columns.status[row]}`);
      this.#statuses.add(columns.status[row]!);
    } else {
      const signature = this.#reader.names.templates[columns.template[row]!]?.signature;
      if (signature) this.#signatures.add(signature);
    }
  }
}

/** The row of a piece of evidence; null: it is no record, or not in the case. */
function findRow(
  { input, member: path, line, byteOffset }: Evidence,
  reader: CaseReader,
): { block: CaseBlock; row: number } | null {
  const member = reader.members.find((one) => one.input === input && one.path === path);
  if (member === undefined) return null;
  const block = reader.blocks.findLast((one) => one.member === member.id && one.firstLine <= line);
  const row = block === undefined ? -1 : reader.rows(block).byteOffset.indexOf(byteOffset);
  return block === undefined || row < 0 ? null : { block, row };
}
