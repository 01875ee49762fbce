import { ACCESS_LAYOUTS, type AccessLayout, compileAccessLayout } from "../parse/access_layout.ts";
import { AccessLayoutDetector } from "../parse/access_layout_detector.ts";
import { parseAccessLine } from "../parse/access_line.ts";
import { formatOf } from "../parse/log_format.ts";
import type { Category } from "../parse/member_origin.ts";

/** How a member is to be scanned. */
export type DetectedLayout =
  | { readonly kind: "application" }
  | { readonly kind: "access"; readonly layout: AccessLayout }
  | { readonly kind: "plain"; readonly name: "legacy" | "startup" | null };

const MAX_LINES = 1000;
/** No record's first fields are longer; expressions see no more of a line. */
const MAX_LINE_LENGTH = 4096;

/**
 * Decides from the first lines of a member how its lines are read: by what they are, and by folder and name only when
 * they tell nothing. Once decided it holds for the whole member.
 */
export function detectLayout(text: string, category: Category, accessPattern: string | null): DetectedLayout {
  const lines = text.split("\n", MAX_LINES).map((line) => line.slice(0, MAX_LINE_LENGTH)).filter((line) =>
    line.trim() !== ""
  );
  const formats = lines.map((line) => formatOf(line)?.name ?? null);
  const count = (name: string) => formats.filter((format) => format === name).length;
  const layout = accessPattern === null ? accessLayoutOf(lines) : compileAccessLayout(accessPattern);
  const requests = layout === null
    ? 0
    : lines.filter((line) => parseAccessLine(line, layout) !== null).length;
  if (requests > count("application") && layout !== null) return { kind: "access", layout };
  if (count("application") > 0) return { kind: "application" };
  if (category === "http_access") return { kind: "access", layout: layout ?? ACCESS_LAYOUTS.find(isCommon)! };
  if (count("legacy") > 0) return { kind: "plain", name: "legacy" };
  if (category !== "other" || count("header") > 0) return { kind: "application" };
  return { kind: "plain", name: count("startup") > 0 ? "startup" : null };
}

function isCommon({ name }: AccessLayout): boolean {
  return name === "common";
}

function accessLayoutOf(lines: readonly string[]): AccessLayout | null {
  const detector = new AccessLayoutDetector();
  for (const line of lines) if (detector.add(line) !== null) break;
  return detector.finish();
}
