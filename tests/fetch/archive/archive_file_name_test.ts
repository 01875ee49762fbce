import { archiveFileName, safeArchiveName } from "../../../lib/fetch/archive/archive_file_name.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { anyCharacter, fc } from "../../helpers/property.ts";

const JOB_ID = "66f000000000000000000001";
const FALLBACK = `om-logs_${JOB_ID}.tar.gz`;

const HEADERS: readonly (readonly [header: string | null, name: string])[] = [
  ['attachment; filename="om-logs_1747000000.tar.gz"', "om-logs_1747000000.tar.gz"],
  ["attachment; filename=om-logs.tar.gz", "om-logs.tar.gz"],
  [`attachment; filename="x.tar.gz"; filename*=UTF-8''om%2Dl%C3%B6gs.tar.gz`, "om-lögs.tar.gz"],
  [`attachment; filename*=UTF-8''first.tgz; filename="second.tgz"`, "first.tgz"],
  [`attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd`, "passwd.tar.gz"],
  [String.raw`attachment; filename="a\"b.tar.gz"`, "a_b.tar.gz"],
  ["attachment", FALLBACK],
  ["", FALLBACK],
  [null, FALLBACK],
  [';;;=;="', FALLBACK],
  ['attachment; filename=""', FALLBACK],
  ['attachment; filename="../"', FALLBACK],
];
for (const [header, name] of HEADERS) {
  Deno.test(`archiveFileName() makes ${name} of ${header}`, () => {
    assertEquals(archiveFileName(header, JOB_ID), name);
  });
}

const NAMES: readonly (readonly [name: string, safe: string | null])[] = [
  ["../../x", "x.tar.gz"],
  ["..\\..\\x.tar.gz", "x.tar.gz"],
  ["/etc/cron.d/x.tgz", "x.tgz"],
  ["C:\\Windows\\x.gz", "x.gz"],
  ["C:x.gz", "C_x.gz"],
  ["x.tar.gz:stream", "x.tar.gz_stream.tar.gz"],
  ["a..b.tar.gz", "a.b.tar.gz"],
  ["...hidden.tar.gz", "hidden.tar.gz"],
  [".bashrc", "bashrc.tar.gz"],
  ["-rf.tar.gz", "rf.tar.gz"],
  ["~root.tar.gz", "root.tar.gz"],
  ["a\nb\0c\x7f.tar.gz", "abc.tar.gz"],
  ["gz.\u202Erat.tar.gz", "gz.rat.tar.gz"],
  ["a\u200Bb\u2028c\uD800d.tar.gz", "abcd.tar.gz"],
  [".\u200B.\u200B/x.gz", "x.gz"],
  ["CON", "_CON.tar.gz"],
  ["con.tar.gz", "_con.tar.gz"],
  ["Lpt1 .tar.gz", "_Lpt1 .tar.gz"],
  ["COM¹.gz", "_COM¹.gz"],
  ["console.tar.gz", "console.tar.gz"],
  ["what?*<>|.tar.gz", "what_____.tar.gz"],
  ["manifest.json", "manifest.json.tar.gz"],
  ["dots. . .", "dots.tar.gz"],
  ["OM.TAR.GZ", "OM.TAR.GZ"],
  ["tar.gz", "tar.gz"],
  [".tar.gz", "tar.gz"],
  ["", null],
  ["..", null],
  ["a/", null],
  [" . ", null],
];
for (const [name, safe] of NAMES) {
  Deno.test(`safeArchiveName() makes ${JSON.stringify(safe)} of ${JSON.stringify(name)}`, () => {
    assertEquals(safeArchiveName(name), safe);
  });
}

Deno.test("safeArchiveName() cuts long names at a character and keeps the extension", () => {
  assertEquals(safeArchiveName(`${"a".repeat(300)}.tar.gz`), `${"a".repeat(193)}.tar.gz`);
  assertEquals(safeArchiveName(`${"€".repeat(100)}.tgz`), `${"€".repeat(65)}.tgz`);
  assertEquals(safeArchiveName("n".repeat(1_000_000))?.length, 200);
});

Deno.test("safeArchiveName() gives only names that are safe everywhere", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "..",
      "/",
      "\\",
      ".",
      " ",
      ".tar.gz",
      "con",
      "nul.",
      "\u202E",
      "\0",
      "-",
      "~",
      "a",
      "ü",
      ":",
    ),
    fc.string({ unit: anyCharacter, maxLength: 120 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      const safe = safeArchiveName(pieces.join(""));
      if (safe === null) return;
      assert(new TextEncoder().encode(safe).length <= 200);
      assert(/^[^.\s~-]/.test(safe) && /\.(?:tar|t?gz)$|^tar\.gz$|^t?gz$/i.test(safe), safe);
      assert(!/[\p{Cc}\p{Cf}\p{Cs}/\\<>:"|?*]|\.\./u.test(safe), safe);
      assert(!/^(?:con|nul)\s*(?:\.|$)/i.test(safe), safe);
      assertEquals(safeArchiveName(safe), safe);
    }),
    { numRuns: 500 },
  );
});
