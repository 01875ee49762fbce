/**
 * The tables of a case, as they are made and as they are checked.
 *
 * Sizes and offsets are bytes, times milliseconds since the epoch (UTC), lines count from 1, ids of dictionaries from 1
 * (0 in a column: none, or beyond the cap). What is compressed is so with zstd.
 *
 * @module
 */

/** `application_id` of a case: "omln". */
export const APPLICATION_ID = 0x6f6d6c6e;
/** `user_version` of a case that is complete. */
export const CASE_VERSION = 2;

/** The tables. */
export const TABLES_SQL: string = `
-- What was analysed. place: where it was, from the folder of the case, "/" between names; NULL: it cannot be found again.
CREATE TABLE input (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT, sha256 TEXT, size_bytes INTEGER, place TEXT);
-- The files of a folder by path; any other input is one file with path ''. sha256 is NULL when it could not be read to its end.
CREATE TABLE file (
  id INTEGER PRIMARY KEY, input INTEGER NOT NULL, path TEXT NOT NULL,
  sha256 TEXT, size_bytes INTEGER, mtime_ms REAL);
-- Seek index: number 0 is the file itself, the others are gzip streams in it.
CREATE TABLE stream (
  id INTEGER PRIMARY KEY, file INTEGER NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL);
CREATE INDEX stream_of_file ON stream (file, number);
-- Where the compressed bytes of a gzip stream lie: stretches of another stream (source) of the file, in order.
CREATE TABLE stream_span (
  id INTEGER PRIMARY KEY, file INTEGER NOT NULL, stream INTEGER NOT NULL,
  source INTEGER NOT NULL, byte_offset INTEGER NOT NULL, byte_length INTEGER NOT NULL);
CREATE INDEX stream_span_of_stream ON stream_span (file, stream);
-- Where inflating can start again: byte in_offset of the compressed bytes, of which bit_offset bits are used already, gives
-- byte out_offset of the stream; window: up to 32 KiB of the stream before it.
CREATE TABLE point (
  id INTEGER PRIMARY KEY, file INTEGER NOT NULL, stream INTEGER NOT NULL,
  out_offset INTEGER NOT NULL, in_offset INTEGER NOT NULL, bit_offset INTEGER NOT NULL, window BLOB NOT NULL);
CREATE INDEX point_of_stream ON point (file, stream);
-- Log files and what else was found. size_bytes is not compressed; layout is NULL when it is no known log.
CREATE TABLE member (
  id INTEGER PRIMARY KEY, file INTEGER NOT NULL, path TEXT NOT NULL, host TEXT NOT NULL, category TEXT NOT NULL,
  layout TEXT, size_bytes INTEGER, lines INTEGER, records INTEGER, rejected_lines INTEGER);
-- Where the bytes of a member lie: stretches of streams of its file, in order; stream -1: zeros.
CREATE TABLE member_span (
  id INTEGER PRIMARY KEY, member INTEGER NOT NULL,
  stream INTEGER NOT NULL, byte_offset INTEGER NOT NULL, byte_length INTEGER NOT NULL);
CREATE INDEX member_span_of_member ON member_span (member);
-- The bytes of a member, each block but the last a MiB, compressed: only in a case that needs no archive. first_line is the
-- line that its first byte belongs to.
CREATE TABLE text_block (
  id INTEGER PRIMARY KEY, member INTEGER NOT NULL, number INTEGER NOT NULL,
  first_line INTEGER NOT NULL, bytes BLOB NOT NULL);
CREATE INDEX text_block_of_member ON text_block (member, number);
-- Records in order of their place in a member: bytes byte_offset to byte_end, excluded; kind is application or access. Their
-- columns are apart, so that this table is small; how they are packed: lib/case/columns/plain_packer.ts.
CREATE TABLE block (
  id INTEGER PRIMARY KEY, member INTEGER NOT NULL, kind TEXT NOT NULL, row_count INTEGER NOT NULL,
  start_ms REAL NOT NULL, end_ms REAL NOT NULL, first_line INTEGER NOT NULL,
  byte_offset INTEGER NOT NULL, byte_end INTEGER NOT NULL);
CREATE TABLE block_columns (id INTEGER PRIMARY KEY, columns BLOB NOT NULL);
-- Dictionaries. A text with a zero byte in it is a BLOB.
CREATE TABLE scope (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE route (id INTEGER PRIMARY KEY, method TEXT, route TEXT);
CREATE TABLE client (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE thread (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE user (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE agent (id INTEGER PRIMARY KEY, host TEXT, version TEXT, group_id TEXT);
CREATE TABLE template (id INTEGER PRIMARY KEY, signature TEXT, level TEXT, logger TEXT, text TEXT);
-- analysis.json: one row for each element of its lists, kind is the name of the list; kind 'analysis' is the rest.
CREATE TABLE part (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, position INTEGER NOT NULL, json TEXT NOT NULL);
CREATE INDEX part_of_kind ON part (kind, position);
`;

/** The views: for people and their tools; nothing here reads them. */
export const VIEWS_SQL: string = [
  view("findings", "id rule title severity confidence hosts count first last onset explanation remediation"),
  view("incidents", 'id start "end" severity title hosts findings narrative'),
  view("events", "id time type role summary groupId host replicaSet cluster user remoteAddress"),
  view("signatures", "id level logger template exception count first last hosts novel"),
  view("coverage", 'host category start "end" files gaps'),
].join("");

/** Columns that a case must have, by table. */
export const COLUMNS_BY_TABLE: ReadonlyMap<string, readonly string[]> = new Map(
  [...TABLES_SQL.matchAll(/CREATE TABLE (\w+) \(([^;]+)\);/g)].map(([, table = "", columns = ""]) => [
    table,
    columns.split(",").map((column) => column.trim().split(" ")[0]!.replaceAll('"', "")),
  ]),
);

/** One column for each field; fields of lists and objects as JSON. */
function view(kind: string, fields: string): string {
  const columns = fields.split(" ").map((field) =>
    `json_extract(json, '$.${field.replaceAll('"', "")}') AS ${field}`
  );
  return `CREATE VIEW ${kind} AS SELECT ${
    columns.join(", ")
  } FROM part WHERE kind = '${kind}' ORDER BY position;\n`;
}
