import type { AccessField, LayoutPiece } from "./conversion_word.ts";

/** Quoted, with backslash escapes; the first kind of loop never tries a character twice. */
const QUOTED = '([^"\\\\]*(?:\\\\.[^"\\\\]*)*)';
const TIME =
  "(\\d{1,2}/[A-Za-z]{3}/\\d{4}[: ][\\d:.,]{8,18}(?: ?[+-]\\d{2}:?\\d{2}| [A-Z]{3})?|\\d{4}-\\d\\d-\\d\\d[T ][\\d:.,]{5,18}(?: ?[+-]\\d{2}:?\\d{2}|Z)?|\\d{9,13}(?:\\.\\d{1,9})?)";
const TOKENS: Readonly<Partial<Record<AccessField, string>>> = {
  status: "(\\d{3}|-)",
  responseBytes: "(\\d+|-)",
  latencyMs: "(\\d+(?:\\.\\d+)?|-)",
  latencyUs: "(\\d+(?:\\.\\d+)?|-)",
  latencyS: "(\\d+(?:\\.\\d+)?|-)",
  request: "(-|\\S+ .{0,8192}? HTTP/\\d(?:\\.\\d)?)",
  query: '(\\?[^\\s"]*|-?)',
  vhost: "([\\w.-]*\\w)",
  port: "(\\d{1,5}|-)",
};
/** Fields that hold spaces also without quotes. Bounded, and once in a layout: two of them would multiply. */
const SPACED = "(.{0,2048}?)";

/** Makes the expression of a layout: a group for each field, and one for what follows. Linear on any line. */
export function compileFields(pieces: readonly LayoutPiece[]): RegExp {
  let source = "^";
  let spaced = false;
  let quotes = 0;
  for (const [at, piece] of pieces.entries()) {
    if (typeof piece === "string") {
      source += escapeLiteral(piece);
      quotes += piece.split('"').length - 1;
      continue;
    }
    const before = literalOf(pieces[at - 1]);
    const after = literalOf(pieces[at + 1]);
    const mayBeSpaced: boolean = !spaced && quotes % 2 === 0 &&
      /^(?:user|userAgent|forwardedFor)$/.test(piece.field);
    const group: string | null = groupOf(piece.field, before, after) ?? (mayBeSpaced ? SPACED : null);
    spaced ||= group === SPACED;
    source += group ?? (quotes % 2 === 1 ? '([^\\s"]*)' : "(\\S+)");
  }
  return new RegExp(`${source}(?![^\\s,;])(.*)$`, "s");
}

function groupOf(field: AccessField, before: string, after: string): string | null {
  if (field === "time") return before.endsWith("[") ? "([^\\]]{1,64})" : `\\[?${TIME}\\]?`;
  if (before.endsWith('"') && after.startsWith('"')) return QUOTED;
  if (before.endsWith("[") && after.startsWith("]")) return "([^\\]]*)";
  // After a virtual host; there `-` is the ident of a line without one.
  if (field === "client" && before !== "") return "((?!- )\\S+)";
  return TOKENS[field] ?? null;
}

function literalOf(piece: LayoutPiece | undefined): string {
  return typeof piece === "string" ? piece : "";
}

function escapeLiteral(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
