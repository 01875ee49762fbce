/** What columns and dictionaries decide about the rows of a block, before any text is read. */
import type { CaseBlock, CaseMember } from "../../case/case_reader.ts";
import type { AccessBlock, ApplicationBlock } from "../../scan/column_block.ts";
import {
  type AmongTerm,
  type CompareTerm,
  type Filter,
  type LikeTerm,
  numberTest,
  type RegexpTerm,
} from "../filter.ts";
import type { NumberField, TextField } from "../filter_field.ts";
import { judgeFilter } from "./judge_filter.ts";
import { KIND_FIELDS, type NameTables } from "./name_tables.ts";
import { textTest } from "./text_test.ts";
import { MAYBE, NO, type Plan, type Verdict, YES } from "./verdict.ts";

/** A block about to be judged. */
export interface BlockView {
  /** Its member. */
  readonly member: CaseMember;
  /** What the index says of it. */
  readonly block: CaseBlock;
  /** Its columns; null: they were not read yet. */
  readonly columns: ApplicationBlock | AccessBlock | null;
  /** What the ids in them stand for. */
  readonly tables: NameTables;
}

/** Judges the rows of a block as far as columns can. */
export function planBlock(filter: Filter, view: BlockView): Plan {
  return judgeFilter(filter, {
    text: (term) => planText(term, view),
    number: (term) => planNumber(term, view),
  });
}

function planText(term: LikeTerm | RegexpTerm, { member, block, columns, tables }: BlockView): Plan {
  const constant = memberValue(member, term.field);
  if (constant !== null) return textTest(term)(constant) ? YES : NO;
  if (!KIND_FIELDS[block.kind].has(term.field)) return NO;
  return columns === null ? MAYBE : tables.plan(term, columns, member.layout);
}

function memberValue(member: CaseMember, field: TextField): string | null {
  switch (field) {
    case "host":
    case "category":
    case "input":
      return member[field];
    case "member":
      return member.path;
    default:
      return null;
  }
}

function planNumber(term: AmongTerm | CompareTerm, { member, block, columns, tables }: BlockView): Plan {
  if (!KIND_FIELDS[block.kind].has(term.field)) return NO;
  if (term.field === "time") {
    const verdict = verdictBetween(term, block.startMs, block.endMs);
    if (verdict !== MAYBE) return verdict;
  }
  if (columns === null) return MAYBE;
  if (term.field === "level") return tables.plan(term, columns, member.layout);
  const column = numberColumn(columns, term.field);
  if (column === null) return NO;
  const judge = JUDGES[term.field](term, numberTest(term));
  return (row) => judge(column[row]!);
}

/** Verdict on all numbers between two; MAYBE when they differ. */
function verdictBetween(term: AmongTerm | CompareTerm, least: number, most: number): Verdict {
  if (term.kind === "compare") {
    const fits = numberTest(term);
    return fits(least) === fits(most) ? (fits(least) ? YES : NO) : MAYBE;
  }
  if (term.ranges.some(({ from, to }) => from <= least && most <= to)) return YES;
  return term.ranges.every(({ from, to }) => to < least || most < from) ? NO : MAYBE;
}

type Numbers = Float64Array | Float32Array | Uint32Array | Uint16Array;

function numberColumn(
  columns: ApplicationBlock | AccessBlock,
  field: Exclude<NumberField, "level">,
): Numbers | null {
  if (field === "time") return columns.timeMs;
  if (field === "line") return columns.line;
  return columns.kind === "access" ? columns[field] : null;
}

type Judge = (value: number) => Verdict;
type MakeJudge = (term: AmongTerm | CompareTerm, fits: (value: number) => boolean) => Judge;

const JUDGES: Readonly<Record<Exclude<NumberField, "level">, MakeJudge>> = {
  time: exactJudge,
  line: exactJudge,
  // 0: the line has none.
  status: (_, fits) => (value) => value !== 0 && fits(value) ? YES : NO,
  // 0: none, or none sent.
  responseBytes: (_, fits) => (value) => !fits(value) ? NO : value === 0 ? MAYBE : YES,
  latencyMs: (term, fits) => {
    const bounds = term.kind === "compare" ? [term.value] : term.ranges.flatMap(({ from, to }) => [from, to]);
    // The column has 24 bits of it.
    const rounded = bounds.map(Math.fround);
    return (value) => Number.isNaN(value) ? NO : rounded.includes(value) ? MAYBE : fits(value) ? YES : NO;
  },
};

function exactJudge(_: AmongTerm | CompareTerm, fits: (value: number) => boolean): Judge {
  return (value) => fits(value) ? YES : NO;
}
