import { compareText } from "../../analyze/compare_text.ts";
import type { Analysis } from "../../analyze/analysis.ts";
import type { Evidence } from "../../analyze/finding.ts";
import { type AccessLayout, compileAccessLayout } from "../../parse/access_layout.ts";
import { type Category, memberOrigin } from "../../parse/member_origin.ts";
import type { RecordRow } from "../../query/query_row.ts";
import { RecordView } from "../../query/record_view.ts";
import { accessFields, applicationFields } from "../../query/row_fields.ts";
import type { RowPosition } from "../../query/row_position.ts";

/** A log file of which there are lines. */
export interface CarriedMember {
  /** Name of the input. */
  readonly input: string;
  /** Path in it. */
  readonly path: string;
  /** Host whose log it is. */
  readonly host: string;
  /** Kind of log. */
  readonly category: Category;
}

/** A record that is evidence. */
export interface CarriedRecord extends RowPosition {
  /** Where it is, and its text. */
  readonly evidence: Evidence;
  /** Its log file. */
  readonly member: CarriedMember;
  /** Time as the host logged it, epoch milliseconds; NaN: it has none. */
  readonly timeMs: number;
  /** Ids of the findings that it proves. */
  readonly findings: ReadonlySet<string>;
  /** Ids of the signatures that it is a sample of. */
  readonly signatures: ReadonlySet<string>;
  /** For the terms of a filter. */
  readonly view: RecordView;
}

/** All evidence of an analysis, each line once. */
export interface CarriedRecords {
  /** Log files, by input and path; the place of one is its number. */
  readonly members: readonly CarriedMember[];
  /** By log file and place. */
  readonly records: readonly CarriedRecord[];
}

interface Draft {
  readonly evidence: Evidence;
  readonly findings: Set<string>;
  readonly signatures: Set<string>;
}

/** Gathers the evidence of an analysis. Nothing of it is parsed before it is asked for, unless it has no time. */
export function carriedRecords(analysis: Analysis): CarriedRecords {
  const drafts = gather(analysis);
  const members = membersOf(drafts, analysis);
  const numbers = new Map(members.map(({ input, path }, number) => [keyOf(input, path), number]));
  const layout = layoutOf(analysis);
  const records = drafts.map((draft) => {
    const number = numbers.get(keyOf(draft.evidence.input, draft.evidence.member)) ?? 0;
    // Each has its member in the list, which was made of them.
    return carriedRecord(draft, { number, member: members[number]!, layout });
  });
  return { members, records: records.sort((a, b) => a.rank - b.rank || a.place - b.place) };
}

function gather({ findings, incidents, signatures, restarts, backups, traces }: Analysis): Draft[] {
  const drafts = new Map<string, Draft>();
  const add = (evidence: Evidence | null): Draft | null => {
    if (evidence === null) return null;
    const key = keyOf(evidence.input, evidence.member, evidence.byteOffset);
    let draft = drafts.get(key);
    if (draft === undefined) {
      drafts.set(key, draft = { evidence, findings: new Set(), signatures: new Set() });
    }
    return draft;
  };
  for (const { id, evidence } of findings) for (const one of evidence) add(one)?.findings.add(id);
  for (const { id, evidence } of signatures) for (const one of evidence) add(one)?.signatures.add(id);
  for (const { causes } of [...findings, ...incidents]) for (const { origin } of causes) add(origin);
  for (const { evidence } of [...restarts, ...backups]) evidence.forEach(add);
  for (const { request, records } of traces) [request, ...records].forEach(add);
  return [...drafts.values()];
}

function keyOf(...parts: readonly (string | number)[]): string {
  return parts.join("\0");
}

function membersOf(drafts: readonly Draft[], { coverage }: Analysis): CarriedMember[] {
  const covered = new Map(
    coverage.flatMap(({ host, category, files }) =>
      files.map(({ member }) => [member, { host, category }] as const)
    ),
  );
  const members = new Map<string, CarriedMember>();
  for (const { evidence: { input, member: path } } of drafts) {
    const key = keyOf(input, path);
    if (members.has(key)) continue;
    const { host, category } = covered.get(path) ?? memberOrigin(path);
    members.set(key, { input, path, host, category });
  }
  return [...members.values()].sort((a, b) => compareText(a.input, b.input) || compareText(a.path, b.path));
}

/** The pattern that was given for all access logs; else each line tells its own. */
function layoutOf({ options: { accessLayout } }: Analysis): AccessLayout | null {
  return typeof accessLayout === "string" ? compileAccessLayout(accessLayout) : null;
}

function carriedRecord(
  { evidence, findings, signatures }: Draft,
  { number, member, layout }: {
    readonly number: number;
    readonly member: CarriedMember;
    readonly layout: AccessLayout | null;
  },
): CarriedRecord {
  const source = {
    member: { ...member, id: number, layout: null, sizeBytes: 0 },
    kind: member.category === "http_access" ? "access" : "application",
    line: evidence.line,
    signature: signatures.values().next().value ?? null,
    text: evidence.text,
    layout,
  } as const;
  const unplaced = new RecordView({ ...source, timeMs: Number.NaN });
  const timeMs = evidence.time === null
    ? (unplaced.application ?? unplaced.access)?.timeMs ?? Number.NaN
    : Date.parse(evidence.time);
  return {
    evidence,
    member,
    timeMs,
    orderMs: timeMs,
    rank: number + 1,
    place: evidence.byteOffset,
    findings,
    signatures,
    view: new RecordView({ ...source, timeMs }),
  };
}

/** The record as a query tells it. */
export function carriedRow({ evidence, member, timeMs, view }: CarriedRecord, cursor: string): RecordRow {
  const { input, line, byteOffset, byteLength, text } = evidence;
  const { application, access } = view;
  return {
    kind: "record",
    cursor,
    isMatch: true,
    time: new Date(timeMs).toISOString(),
    timeMs,
    host: member.host,
    category: member.category,
    input,
    member: member.path,
    line,
    byteOffset,
    byteLength,
    text,
    fields: application !== null
      ? applicationFields(application)
      : access === null
      ? null
      : accessFields(access),
  };
}
