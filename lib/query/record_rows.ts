import { CUT_MARK } from "../analyze/evidence.ts";
import type { CaseBlock, CaseReader } from "../case/case_reader.ts";
import { formatTime } from "../parse/timestamp.ts";
import type { AccessBlock, ApplicationBlock } from "../scan/column_block.ts";
import { evidenceTexts } from "./evidence_texts.ts";
import type { QueryOptions } from "./query_options.ts";
import type { MemberLayouts } from "./member_layouts.ts";
import type { RecordRow } from "./query_row.ts";
import { RecordView } from "./record_view.ts";
import {
  type AccessFields,
  accessFields,
  type ApplicationFields,
  applicationFields,
  columnFields,
} from "./row_fields.ts";
import { cursorOf } from "./row_position.ts";
import type { RecordPlace } from "./row_source.ts";
import { bytesIn, MAX_TEXT_BYTES, textPieces, textStretches } from "./text_pieces.ts";

/** What the rows are made of. */
export interface RecordRowParts {
  /** The case. */
  readonly reader: CaseReader;
  /** How access lines are read. */
  readonly layouts: MemberLayouts;
  /** Whether fields are wanted. */
  readonly options: Pick<QueryOptions, "fields">;
}

/** A place, and what the columns say of it. Of the columns themselves nothing is kept: rows may be in many blocks. */
interface Located {
  readonly place: RecordPlace;
  readonly timeMs: number;
  readonly line: number;
  /** When the text cannot be read. */
  readonly fields: ApplicationFields | AccessFields | null;
}

/** Makes the rows of some records; their texts are read together, in the order of the files. */
export function recordRows(
  places: readonly RecordPlace[],
  parts: RecordRowParts,
): Map<RecordPlace, RecordRow> {
  const rows = new Map<RecordPlace, RecordRow>();
  for (const [member, inMember] of Map.groupBy(places, ({ block }) => block.member)) {
    const located = locate(inMember, parts.reader);
    for (const [one, text] of textsOf(located, member, parts.reader)) {
      rows.set(one.place, recordRow(one, text || evidenceText(one.place, parts.reader), parts));
    }
  }
  return rows;
}

/** Without the archive a case has the lines that are evidence. */
function evidenceText({ block, place }: RecordPlace, { members, analysis, text }: CaseReader): string {
  if (text.available) return "";
  const { input, path } = members[block.member]!;
  return evidenceTexts(analysis)(input, path, place) ?? "";
}

/** In the order of the file: each block is asked for its columns once. */
function locate(places: readonly RecordPlace[], reader: CaseReader): Located[] {
  const sorted = places.toSorted((a, b) => a.place - b.place);
  let [block, columns]: [CaseBlock | null, AccessBlock | ApplicationBlock | null] = [null, null];
  const isReadable = reader.text.available;
  return sorted.map((place) => {
    if (columns === null || place.block !== block) columns = reader.rows(block = place.block);
    const { row } = place;
    return {
      place,
      timeMs: columns.timeMs[row]!,
      line: columns.line[row]!,
      fields: isReadable ? null : columnFields(columns, row, reader.names),
    };
  });
}

function* textsOf(
  located: readonly Located[],
  member: number,
  reader: CaseReader,
): Generator<readonly [Located, string]> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const stretches = textStretches(
    located.length,
    (index) => located[index]!.place.place,
    (index) => located[index]!.place.byteLength,
  );
  for (const piece of textPieces(reader, member, stretches)) {
    for (let index = piece.from; index < piece.to; index++) {
      const text = decoder.decode(bytesIn(piece, index));
      const isCut = text !== "" && located[index]!.place.byteLength > MAX_TEXT_BYTES;
      yield [located[index]!, isCut ? text + CUT_MARK : text];
    }
  }
}

function recordRow(
  { place, timeMs, line, fields }: Located,
  text: string,
  parts: RecordRowParts,
): RecordRow {
  const member = parts.reader.members[place.block.member]!;
  return {
    kind: "record",
    cursor: cursorOf(place),
    isMatch: place.isMatch,
    time: formatTime(timeMs),
    timeMs,
    host: member.host,
    category: member.category,
    input: member.input,
    member: member.path,
    line,
    byteOffset: place.place,
    byteLength: place.byteLength,
    text,
    fields: text === "" ? fields : parts.options.fields === false ? null : fieldsOf(text, place, parts),
  };
}

function fieldsOf(
  text: string,
  { block }: RecordPlace,
  { reader, layouts }: RecordRowParts,
): ApplicationFields | AccessFields | null {
  const member = reader.members[block.member]!;
  const layout = block.kind === "access" ? layouts.layoutOf(member) : null;
  const view = new RecordView({
    member,
    kind: block.kind,
    timeMs: 0,
    line: 0,
    signature: null,
    text,
    layout,
  });
  if (view.application !== null) return applicationFields(view.application);
  return view.access === null ? null : accessFields(view.access);
}
