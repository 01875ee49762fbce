/** Kind of log a member holds, by its folder or name. */
export type Category = "application" | "http_access" | "migration" | "daemon" | "other";

/** Where a log file comes from, told by its path inside the archive alone. */
export interface MemberOrigin {
  /** Host (or pod) name: the folder above the category folder; `unknown` when no folder can be one. */
  readonly host: string;
  /** Kind of log. */
  readonly category: Category;
  /** File name without rotation parts and extensions: `mms0`, `mms0-access`, `daemon-hosted`. */
  readonly family: string;
  /** Rotation parts as they are in the name (`20260412`, `20260412.0`, `1`); null for the current file. */
  readonly rolled: string | null;
}

const CATEGORY_FOLDERS: ReadonlyMap<string, Category> = new Map([
  ["application", "application"],
  ["http_access", "http_access"],
  ["migration", "migration"],
  ["daemon", "daemon"],
]);

/** First match wins: start-up files carry the names of the logs they belong to. */
const CATEGORY_NAMES: readonly (readonly [RegExp, Category])[] = [
  [/-startup(?:\.|$)/, "other"],
  [/^mms(?:-hosted|\d+)?-access/, "http_access"],
  [/^mms(?:-hosted|\d+)?-migration/, "migration"],
  [/^daemon/, "daemon"],
  [/^mms(?:-hosted|\d+|\.|$)/, "application"],
];

const ARCHIVE_NAME = /\.(?:tar|tgz|zip|gz|tar\.gz)!?$/i;
const COLLECTION_FOLDER = /^(?:logs?|om-logs.*)$/i;
/** Folders of an installation or of a support case, never a host. */
const ORDINARY_FOLDER =
  /^(?:opt|var|home|root|tmp|data|mnt|srv|usr|mongodb|mongodb-mms|mms|mms-backup-daemon|backup|conf|archives?)$/i;

/** Reads host, category and file family from a member's path (`/` separates; `!/` marks a nested archive). */
export function memberOrigin(path: string): MemberOrigin {
  const folders = path.split("/").filter((segment) => segment !== "" && segment !== "." && segment !== "..");
  const name = folders.pop() ?? "";
  const at = folders.findLastIndex((folder) => CATEGORY_FOLDERS.has(folder));
  const category = CATEGORY_FOLDERS.get(folders[at] ?? "") ?? categoryByName(name);
  return { host: hostOf(folders, at), category, ...familyOf(name) };
}

function categoryByName(name: string): Category {
  const lower = name.toLowerCase();
  return CATEGORY_NAMES.find(([pattern]) => pattern.test(lower))?.[1] ?? "other";
}

function hostOf(folders: readonly string[], categoryAt: number): string {
  const above = folders[categoryAt - 1];
  if (above !== undefined && !isContainer(above)) return above;
  const candidates = categoryAt < 0 ? folders : folders.slice(0, categoryAt);
  return candidates.findLast((folder) => !isContainer(folder) && !ORDINARY_FOLDER.test(folder)) ?? "unknown";
}

function isContainer(folder: string): boolean {
  return COLLECTION_FOLDER.test(folder) || ARCHIVE_NAME.test(folder);
}

const COMPRESSION = /\.(?:gz|zst|bz2|xz|z)$/i;
const ROTATION_PART = /^(?:\d{8}(?:[T_-]?\d{2,6}Z?)?|\d{4}-\d{2}-\d{2}(?:[T_-]\d{2,6})?|\d{1,4})$/;
const EXTENSION = /^(?:log|txt|out)$/i;

function familyOf(name: string): Pick<MemberOrigin, "family" | "rolled"> {
  // logrotate's `dateext` joins the date with a dash: mms0.log-20260412.
  const plain = name.replace(COMPRESSION, "").replace(/-(\d{8})(?=\.|$)/, ".$1");
  const [first = "", ...parts] = plain.split(".");
  const rolled = parts.filter((part) => ROTATION_PART.test(part));
  const rest = parts.filter((part) => !ROTATION_PART.test(part) && !EXTENSION.test(part));
  const family = [first, ...rest].join(".");
  return { family: family === "" ? name : family, rolled: rolled.length === 0 ? null : rolled.join(".") };
}
