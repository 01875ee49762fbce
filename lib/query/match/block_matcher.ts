import type { CaseBlock, CaseMember, CaseReader } from "../../case/case_reader.ts";
import type { Diagnostic } from "../../errors.ts";
import type { AccessBlock, ApplicationBlock } from "../../scan/column_block.ts";
import type { Filter } from "../filter.ts";
import type { MemberLayouts } from "../member_layouts.ts";
import { RecordView } from "../record_view.ts";
import { bytesIn, textPieces, textStretches } from "../text_pieces.ts";
import { type BlockView, planBlock } from "./column_plan.ts";
import { type LiteralHits, literalHits } from "./literal_hits.ts";
import { NameTables } from "./name_tables.ts";
import { neededLiterals } from "./needed_literals.ts";
import { fitsRecord } from "./record_test.ts";
import { everyPlan, MAYBE, NO, type Plan, type Verdict, verdictOf, YES } from "./verdict.ts";

/** What records must be, besides what a filter can say. */
export interface RowSelection {
  /** Judges the rows of a block; YES or NO only, once columns are there. */
  plan(view: BlockView): Plan;
}

/** What a {@linkcode BlockMatcher} needs. */
export interface MatcherParts {
  /** The case. */
  readonly reader: CaseReader;
  /** The filter for the records of a member. */
  readonly filterFor: (member: CaseMember) => Filter;
  /** Further conditions. */
  readonly selection: RowSelection | null;
  /** How access lines are read. */
  readonly layouts: MemberLayouts;
  /** Takes what could not be done. */
  readonly report: (diagnostic: Diagnostic) => void;
}

const NONE = new Uint32Array(0);

/** Finds the rows of blocks that fit: by columns as far as they go, then by searching and reading the text. */
export class BlockMatcher {
  readonly #parts: MatcherParts;
  readonly #tables: NameTables;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #hits = new Map<Filter, LiteralHits>();
  #isMissingTold = false;

  /** Creates a matcher. */
  constructor(parts: MatcherParts) {
    this.#parts = parts;
    this.#tables = new NameTables(parts.reader.names);
  }

  /** Rows of a block that fit, in the order of the file. */
  match(block: CaseBlock): Uint32Array {
    const { reader, filterFor } = this.#parts;
    const member = reader.members[block.member]!;
    const filter = filterFor(member);
    const view = { member, block, tables: this.#tables };
    if (this.#plan(filter, { ...view, columns: null }) === NO) return NONE;
    const columns = reader.rows(block);
    const plan = this.#plan(filter, { ...view, columns });
    if (plan === NO) return NONE;
    const verdicts = new Uint8Array(columns.length);
    for (let row = 0; row < verdicts.length; row++) verdicts[row] = verdictOf(plan, row);
    if (verdicts.includes(MAYBE)) this.#decideByText(member, columns, verdicts);
    return rowsWith(verdicts, YES);
  }

  #plan(filter: Filter, view: BlockView): Plan {
    const { selection } = this.#parts;
    const plan = planBlock(filter, view);
    return selection === null || plan === NO ? plan : everyPlan([plan, selection.plan(view)]);
  }

  /** Turns MAYBE into YES where the text says so. */
  #decideByText(member: CaseMember, columns: ApplicationBlock | AccessBlock, verdicts: Uint8Array): void {
    const { reader, filterFor, layouts } = this.#parts;
    if (!reader.text.available) return this.#tellMissing(member);
    const rows = rowsWith(verdicts, MAYBE);
    const filter = filterFor(member);
    const layout = columns.kind === "access" ? layouts.layoutOf(member) : null;
    const { byteOffset, byteLength } = columns;
    const stretches = textStretches(
      rows.length,
      (index) => byteOffset[rows[index]!]!,
      (index) => byteLength[rows[index]!]!,
    );
    for (const piece of textPieces(reader, member.id, stretches)) {
      if (piece.bytes.length === 0) this.#tellMissing(member);
      for (const index of this.#hitsOf(filter)(piece)) {
        const row = rows[index]!;
        const text = this.#decoder.decode(bytesIn(piece, index));
        const record = new RecordView({
          member,
          kind: columns.kind,
          timeMs: columns.timeMs[row]!,
          line: columns.line[row]!,
          signature: columns.kind === "application" ? this.#signatureOf(columns.template[row]!) : null,
          text,
          layout,
        });
        if (fitsRecord(filter, record)) verdicts[row] = YES;
      }
    }
  }

  #signatureOf(template: number): string | null {
    return this.#parts.reader.names.templates[template]?.signature || null;
  }

  #hitsOf(filter: Filter): LiteralHits {
    let hits = this.#hits.get(filter);
    if (hits === undefined) this.#hits.set(filter, hits = literalHits(neededLiterals(filter)));
    return hits;
  }

  #tellMissing({ input, path }: CaseMember): void {
    if (this.#isMissingTold) return;
    this.#isMissingTold = true;
    const { text } = this.#parts.reader;
    const why = text.available ? "there are no lines at this place" : text.reason;
    this.#parts.report({
      code: "query.not-searched",
      severity: "warning",
      message: `Cannot search the text of records: ${why}; records whose columns do not decide are left out`,
      input,
      member: path,
    });
  }
}

function rowsWith(verdicts: Uint8Array, wanted: Verdict): Uint32Array {
  const rows = new Uint32Array(verdicts.length);
  let count = 0;
  for (let row = 0; row < verdicts.length; row++) if (verdicts[row] === wanted) rows[count++] = row;
  return rows.slice(0, count);
}
