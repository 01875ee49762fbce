import { ACCESS_LAYOUTS, type AccessLayout, compileAccessLayout } from "../parse/access_layout.ts";
import { AccessLayoutDetector } from "../parse/access_layout_detector.ts";
import { parseAccessLine } from "../parse/access_line.ts";
import { formatOf, LOG_FORMATS } from "../parse/log_format.ts";
import type { Category } from "../parse/member_origin.ts";

/** How a member is to be scanned. */
export type DetectedLayout =
  | { readonly kind: "application" }
  | { readonly kind: "access"; readonly layout: AccessLayout }
  | { readonly kind: "plain"; readonly name: "legacy" | "startup" | null };

const MAX_LINES = 1000;
/** No record's first fields are longer; expressions see no more of a line. */
const MAX_LINE_LENGTH = 4096;
/** Lines of so many characters tell most files of records. */
const FIRST_LENGTH = 4096;
/** The formats before those of requests: which of them a line has does not depend on the others. */
const RECORD_FORMATS = LOG_FORMATS.slice(
  0,
  LOG_FORMATS.findIndex(({ categories }) => categories.includes("http_access")),
);

/**
 * Decides from the first lines of a member how its lines are read: by what they are, and by folder and name only when
 * they tell nothing. Once decided it holds for the whole member.
 */
export function detectLayout(text: string, category: Category, accessPattern: string | null): DetectedLayout {
  if (accessPattern === null && isPlainlyApplication(text)) return { kind: "application" };
  const lines = text.split("\n", MAX_LINES).map((line) => line.slice(0, MAX_LINE_LENGTH)).filter((line) =>
    line.trim() !== ""
  );
  const layout = accessPattern === null ? accessLayoutOf(lines) : compileAccessLayout(accessPattern);
  if (layout !== null && areRequests(lines, layout)) return { kind: "access", layout };
  const has = (name: string) => lines.some((line) => recordFormatOf(line) === name);
  if (has("application")) return { kind: "application" };
  if (category === "http_access") return { kind: "access", layout: layout ?? ACCESS_LAYOUTS.find(isCommon)! };
  if (has("legacy")) return { kind: "plain", name: "legacy" };
  if (category !== "other" || has("header")) return { kind: "application" };
  const isStartup = lines.some((line) => formatOf(line)?.name === "startup");
  return { kind: "plain", name: isStartup ? "startup" : null };
}

/**
 * Whether nothing is there that a request, or a line that declares a layout, has, and records are among the first lines: so
 * the others, which would have to be cut and looked at, tell nothing else.
 */
function isPlainlyApplication(text: string): boolean {
  if (text.includes('"') || text.includes("#")) return false;
  const first = text.slice(0, FIRST_LENGTH);
  const lines = first.slice(0, first.lastIndexOf("\n") + 1).split("\n");
  return lines.some((line) => recordFormatOf(line) === "application");
}

function isCommon({ name }: AccessLayout): boolean {
  return name === "common";
}

/** Whether more lines are requests than records: to count the first ones is enough where there are no others. */
function areRequests(lines: readonly string[], layout: AccessLayout): boolean {
  let missing = lines.filter((line) => recordFormatOf(line) === "application").length;
  return lines.some((line) => parseAccessLine(line, layout) !== null && missing-- === 0);
}

/** The format of a line that is no request: to try the expressions of those too would cost ten times as much. */
function recordFormatOf(line: string): string | null {
  return RECORD_FORMATS.find((format) => format.matches(line))?.name ?? null;
}

function accessLayoutOf(lines: readonly string[]): AccessLayout | null {
  const detector = new AccessLayoutDetector();
  for (const line of lines) {
    // Every layout has quotes; most lines of other logs have none.
    const mayTell = line.includes('"') || line.startsWith("#");
    if (mayTell && detector.add(line) !== null) break;
  }
  return detector.finish();
}
