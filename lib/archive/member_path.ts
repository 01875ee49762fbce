/** Longest path that is kept, in characters: Linux's own limit. */
const MAX_PATH = 4096;
/** A path that is safe as it is, beyond doubt: nearly all are. */
const PLAIN = /^[\w-][\w.-]{0,99}(?:\/[\w-][\w.-]{0,99}){0,9}$/;

/** A path for display that stays below its root, and whether it had to be changed for that. */
export interface MemberPath {
  /** As stored when that is safe, so that other tools find the member by it; else relative, without `..` segments. */
  readonly path: string;
  /** What was wrong with the stored name. */
  readonly unsafe: string | undefined;
}

/** Makes a stored name a safe relative path. Nothing is resolved upward: `..` segments are left out. */
export function safeMemberPath(name: string): MemberPath {
  if (PLAIN.test(name)) return { path: name, unsafe: undefined };
  const slashed = name.replaceAll("\\", "/");
  const withoutDrive = slashed.replace(/^[A-Za-z]:/, "");
  const segments = withoutDrive.split("/").filter((segment) => segment !== "" && segment !== ".");
  const kept = segments.filter((segment) => segment !== "..");
  const path = kept.join("/");
  const unsafe = kept.length < segments.length
    ? "it leads out of its folder"
    : withoutDrive !== slashed || withoutDrive.startsWith("/")
    ? "it is absolute"
    : slashed !== name
    ? "it has backslashes"
    : path === ""
    ? "it is empty"
    : path.length > MAX_PATH
    ? `it has ${path.length} characters, expected at most ${MAX_PATH}`
    : undefined;
  return {
    path: unsafe === undefined ? name.replace(/\/+$/, "") : path.slice(0, MAX_PATH) || "unnamed",
    unsafe,
  };
}
