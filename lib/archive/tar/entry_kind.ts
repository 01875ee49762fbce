/** What an entry is for a reader of files. A link or device is named, for people. */
export type EntryKind =
  | { readonly kind: "file" | "directory" | "meta" | "passed-over" }
  | { readonly kind: "link"; readonly noun: string };

/** pax headers (`x`, Solaris `X`, global `g`) and GNU long names of files (`L`) and link targets (`K`). */
const META_TYPES = "xXgLK";
/** GNU volume label, old long names, directory list; Solaris ACL and extended attributes; star's inode. */
const PASSED_OVER_TYPES = "VNDAEI";
const LINK_NOUNS: ReadonlyMap<string, string> = new Map([
  ["1", "hard link"],
  ["2", "symbolic link"],
  ["3", "character device"],
  ["4", "block device"],
  ["6", "fifo"],
]);

/** Tells the kind of an entry. Unknown types are files (POSIX ustar, "typeflag"). */
export function entryKind(typeflag: string, name: string): EntryKind {
  const noun = LINK_NOUNS.get(typeflag);
  if (noun !== undefined) return { kind: "link", noun };
  if (META_TYPES.includes(typeflag)) return { kind: "meta" };
  if (PASSED_OVER_TYPES.includes(typeflag)) return { kind: "passed-over" };
  // Before ustar a directory was a regular file whose name ends in a slash.
  const isDirectory = typeflag === "5" || ("0\0".includes(typeflag) && name.endsWith("/"));
  return { kind: isDirectory ? "directory" : "file" };
}
