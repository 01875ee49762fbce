import type { CaseBlock, CaseMember, CaseReader } from "../../case/case_reader.ts";
import type { Diagnostic } from "../../errors.ts";
import type { AccessBlock, ApplicationBlock } from "../../scan/column_block.ts";
import type { Filter } from "../filter.ts";
import type { MemberLayouts } from "../member_layouts.ts";
import { RecordView } from "../record_view.ts";
import { bytesIn, type TextPiece, textPieces, textStretches } from "../text_pieces.ts";
import { type BlockView, planBlock } from "./column_plan.ts";
import { columnsDecide } from "./columns_decide.ts";
import { type LiteralSearch, literalSearch } from "./literal_search.ts";
import { NameTables } from "./name_tables.ts";
import { neededLiterals } from "./needed_literals.ts";
import { neededScreen, screenSearch } from "./screen_search.ts";
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
/** A larger block is not searched before its columns are read: that takes memory. */
const MAX_SEARCHED_BYTES = 8 * 1024 * 1024;

/** How the records of some members are searched. */
interface Search {
  readonly literals: LiteralSearch;
  /** Whether a block is searched before its columns are read. */
  readonly isFirst: boolean;
}

/** Finds the rows of blocks that fit: by columns as far as they go, then by searching and reading the text. */
export class BlockMatcher {
  readonly #parts: MatcherParts;
  readonly #tables: NameTables;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #searches = new Map<Filter, Search>();
  #buffer = new Uint8Array(0);
  #isMissingTold = false;

  /** Creates a matcher. */
  constructor(parts: MatcherParts) {
    this.#parts = parts;
    this.#tables = new NameTables(parts.reader.names);
  }

  /** Whether a block may have rows that fit, as far as can be told without reading it. */
  mayFit(block: CaseBlock): boolean {
    const member = this.#parts.reader.members[block.member]!;
    const view = { member, block, tables: this.#tables, columns: null };
    return this.#plan(this.#parts.filterFor(member), view) !== NO;
  }

  /** Rows of a block that fit, in the order of the file. */
  match(block: CaseBlock): Uint32Array {
    if (!this.mayFit(block)) return NONE;
    const { reader, filterFor } = this.#parts;
    const member = reader.members[block.member]!;
    const filter = filterFor(member);
    const search = this.#searchOf(filter);
    const bytes = search.isFirst ? this.#readBlock(block) : null;
    if (bytes !== null && !search.literals.occursIn(bytes)) return NONE;
    const columns = reader.rows(block);
    const plan = this.#plan(filter, { member, block, tables: this.#tables, columns });
    if (plan === NO) return NONE;
    const verdicts = new Uint8Array(columns.length);
    for (let row = 0; row < verdicts.length; row++) verdicts[row] = verdictOf(plan, row);
    if (verdicts.includes(MAYBE)) {
      const all = bytes ?? this.#readBlock(block);
      const text = all === null ? null : { bytes: all, base: block.byteOffset };
      this.#decideByText(member, columns, { verdicts, text });
    }
    return rowsWith(verdicts, YES);
  }

  #plan(filter: Filter, view: BlockView): Plan {
    const { selection } = this.#parts;
    const plan = planBlock(filter, view);
    return selection === null || plan === NO ? plan : everyPlan([plan, selection.plan(view)]);
  }

  /** Turns MAYBE into YES where the text says so. */
  #decideByText(
    member: CaseMember,
    columns: ApplicationBlock | AccessBlock,
    { verdicts, text: known }: { verdicts: Uint8Array; text: Pick<TextPiece, "bytes" | "base"> | null },
  ): void {
    const { reader, filterFor, layouts } = this.#parts;
    const rows = rowsWith(verdicts, MAYBE);
    const filter = filterFor(member);
    const layout = columns.kind === "access" ? layouts.layoutOf(member) : null;
    const { byteOffset, byteLength } = columns;
    const stretches = textStretches(
      rows.length,
      (index) => byteOffset[rows[index]!]!,
      (index) => byteLength[rows[index]!]!,
    );
    const { literals } = this.#searchOf(filter);
    const pieces = known === null
      ? textPieces(reader, member.id, stretches)
      : [{ ...known, ...stretches, from: 0, to: rows.length }];
    for (const piece of pieces) {
      // Of several archives one may be missing.
      if (piece.bytes.length === 0) {
        this.#tellMissing(member);
        continue;
      }
      for (const index of literals.hits(piece)) {
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

  #searchOf(filter: Filter): Search {
    let search = this.#searches.get(filter);
    if (search === undefined) {
      const { reader, selection } = this.#parts;
      const needed = neededLiterals(filter);
      const screen = needed === null ? neededScreen(filter) : null;
      const literals = screen === null ? literalSearch(needed) : screenSearch(screen);
      const isFirst = (needed !== null || screen !== null) && selection === null && !columnsDecide(filter) &&
        reader.text.available;
      this.#searches.set(filter, search = { literals, isFirst });
    }
    return search;
  }

  /** All bytes of a block, valid until the next; null: they are too many, or not all there. */
  #readBlock({ member, byteOffset, byteEnd }: CaseBlock): Uint8Array | null {
    const length = byteEnd - byteOffset;
    if (!(length >= 0 && length <= MAX_SEARCHED_BYTES)) return null;
    if (this.#buffer.length < length) this.#buffer = new Uint8Array(length);
    const bytes = this.#buffer.subarray(0, length);
    return this.#parts.reader.readInto(member, byteOffset, bytes) === length ? bytes : null;
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
