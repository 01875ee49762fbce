import { parse } from "npm:content-disposition@3.0.0";

const MAX_NAME_BYTES = 200;
const ARCHIVE_EXTENSION_REGEXP = /\.(?:tar\.gz|tgz|tar|gz)$/i;
/** Controls, formats (bidi among them), lone surrogates, private use, line and paragraph separators. */
const INVISIBLE_REGEXP = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;
const RESERVED_CHARACTER_REGEXP = /[<>:"|?*]/g;
/** Names of devices, with any extension: Windows opens the device. */
const RESERVED_NAME_REGEXP =
  /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])\s*(?:\.|$)/i;
const ENCODER = new TextEncoder();

/**
 * Makes a name that came over the network safe to save an archive under: one path segment, visible, not hidden, no
 * name or character that Windows reserves, at most 200 bytes in UTF-8. It always ends as an archive does
 * (`.tar.gz` is added), so that it cannot take the place of another kind of file. Null: nothing is left of it.
 */
export function safeArchiveName(name: string): string | null {
  const clean = cleanName(name);
  if (clean === "" || ARCHIVE_EXTENSION_REGEXP.exec(clean)?.index === 0) return null;
  const plain = RESERVED_NAME_REGEXP.test(clean) ? `_${clean}` : clean;
  return withinLimit(ARCHIVE_EXTENSION_REGEXP.test(plain) ? plain : `${plain}.tar.gz`);
}

function cleanName(name: string): string {
  const segment = name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1);
  const visible = segment.replace(INVISIBLE_REGEXP, "").replace(RESERVED_CHARACTER_REGEXP, "_");
  // A shell takes a leading "-" for an option and "~" for a home folder; Windows drops what ends in "." or a space.
  return visible.replace(/\s+/g, " ").replace(/\.{2,}/g, ".").replace(/^[.\s~-]+/, "").replace(/[.\s]+$/, "");
}

function withinLimit(name: string): string {
  if (byteLength(name) <= MAX_NAME_BYTES) return name;
  const extension = ARCHIVE_EXTENSION_REGEXP.exec(name)?.[0] ?? "";
  const stem = name.slice(0, name.length - extension.length);
  return cutToBytes(stem, MAX_NAME_BYTES - extension.length).replace(/[.\s]+$/, "") + extension;
}

function byteLength(text: string): number {
  return ENCODER.encode(text).length;
}

function cutToBytes(text: string, maxBytes: number): string {
  const bytes = new Uint8Array(maxBytes);
  const { read } = ENCODER.encodeInto(text, bytes);
  return text.slice(0, read);
}

/** The name under which the archive of a job is saved: that of Content-Disposition (RFC 6266), made safe. */
export function archiveFileName(contentDisposition: string | null, jobId: string): string {
  const named = contentDisposition === null ? undefined : parse(contentDisposition).parameters["filename"];
  return safeArchiveName(named ?? "") ?? `om-logs_${jobId}.tar.gz`;
}
