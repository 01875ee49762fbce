import { BUILTIN_RULE_FILES } from "../../lib/rules/builtin_rules.ts";
import { loadRules } from "../../lib/rules/load_rules.ts";
import { PROGRAM_RULE_IDS, refersTo } from "../../lib/rules/rule.ts";
import { loadVersionHints } from "../../lib/rules/load_version_hints.ts";
import { versionHints } from "../../lib/rules/version_hints.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";

const hints = loadVersionHints();

/** Rule, version, and a piece of each hint that must be given, in order. */
const ANSWERS: readonly (readonly [string, string | null, ...string[]])[] = [
  ["smtp.unreachable", "6.0.27", "Sending mail"],
  ["smtp.unreachable", "7.0.16", "Sending mail"],
  ["smtp.unreachable", "7.0.17"],
  ["smtp.unreachable", "8.0.0", "Sending mail"],
  ["smtp.unreachable", "8.0.11", "Sending mail"],
  ["smtp.unreachable", "8.0.12"],
  ["smtp.unreachable", "9.0.0"],
  ["smtp.unreachable", null],
  ["smtp.auth-failed", "7.0.16"],
  ["jvm.gc-pressure", "8.0.26", "Session documents"],
  ["jvm.gc-pressure", "8.0.27"],
  ["jvm.gc-pressure", "9.0.0", "Session documents"],
  ["jvm.gc-pressure", "9.0.1"],
  ["jvm.gc-pressure", "8.0.12", "Session documents", "directory of logs"],
  ["tls.name-mismatch", "8.0.26", "queryable backup"],
  ["tls.name-mismatch", "8.0.27"],
  ["upgrade.migration-failed", "8.0.11"],
  ["upgrade.migration-failed", "8.0.14", "does not complete"],
  ["upgrade.migration-failed", "7.0.18", "are missing"],
  ["upgrade.migration-failed", "7.0.2", "SNMP", "webhook"],
  ["startup.gen-key-mismatch", "8.0.23", "proxy user"],
  ["startup.gen-key-mismatch", "8.0.24", "before migrations"],
  ["startup.gen-key-mismatch", "9.1.0", "before migrations"],
  ["s3.access-denied", "8.0.8", "do not resolve", "IAM", "AWS SDK"],
  ["jvm.large-buffer", "8.0.8"],
];

for (const [rule, version, ...pieces] of ANSWERS) {
  const what = pieces.length === 0 ? "nothing" : pieces.map((piece) => `"${piece}"`).join(", ");
  Deno.test(`versionHints() says of ${rule} on ${version ?? "an unknown version"}: ${what}`, () => {
    const texts = versionHints(rule, version, hints).map(({ text }) => text);
    assertEquals(texts.map((text, index) => text.includes(pieces[index] ?? "\0")), pieces.map(() => true));
  });
}

Deno.test("loadVersionHints() reads the conditions that only a finding can meet", () => {
  const find = (piece: string) => {
    const hint = hints.find(({ text }) => text.includes(piece));
    const { categories, contains, afterUpgrade, lowersTo } = hint ?? {};
    return { categories, contains, afterUpgrade, lowersTo };
  };
  const none = { categories: [], contains: [], afterUpgrade: false, lowersTo: null };
  assertEquals<unknown>(find("mongot"), none);
  assertEquals<unknown>(find("applyOps"), { ...none, categories: ["daemon"] });
  assertEquals<unknown>(find("access log may stay empty"), { ...none, categories: ["http_access"] });
  assertEquals<unknown>(find("minBlockSize"), { ...none, contains: ["ClassCastException"] });
  assertEquals<unknown>(find("driver is 5.4.0"), { ...none, afterUpgrade: true });
  assertEquals<unknown>(find("NoSuchKey"), { ...none, lowersTo: "low" });
});

Deno.test("loadVersionHints() names findings that there are, in one plain sentence", () => {
  const { rules } = loadRules(BUILTIN_RULE_FILES);
  const ids = [...PROGRAM_RULE_IDS, ...rules.map(({ id }) => id)];
  const unknown = hints.flatMap(({ findings }) =>
    findings.filter((reference) => !ids.some((id) => refersTo(reference, id)))
  );
  assertEquals(unknown, []);
  assertEquals(hints.filter(({ text }) => !/^\S.{10,300}\.$/.test(text)), []);
});

const KNOWN_ISSUES = new URL("../../../shared/domain/known-issues.md", import.meta.url);
const knownIssues = await Deno.readTextFile(KNOWN_ISSUES).catch(() => "");
const ignore = knownIssues === "";
const VERSION = /\d+\.\d+\.\d+/g;

function versionsIn(cell: string): string[] {
  return [...cell.matchAll(VERSION)].map(([version]) => version);
}

/** The release before; the first of a line has none. */
function releaseBefore(version: string): string[] {
  const [, line = "", patch = "0"] = /^(.*\.)(\d+)$/.exec(version) ?? [];
  return patch === "0" ? [] : [`${line}${Number(patch) - 1}`];
}

/** Versions that a row concerns, and versions that it does not. */
function examples(changedIn: readonly string[], affected: string): readonly [string[], string[]] {
  const before = changedIn.flatMap(releaseBefore);
  if (affected.startsWith("from")) return [[...changedIn], before];
  if (affected.includes("before")) return [before, [...changedIn]];
  return [versionsIn(affected), [...changedIn]];
}

Deno.test({
  name: `loadVersionHints() has each row of the list of known issues${
    ignore ? " (skipped: ../shared is not there)" : ""
  }`,
  ignore,
}, () => {
  const section = knownIssues.split(/^(?=## )/m).find((part) => part.startsWith("## 6.")) ?? "";
  const rows = section.split("\n").filter((line) => /^\| \d/.test(line)).map((line) =>
    line.slice(2, -2).split(" | ")
  );
  assert(rows.length >= 45);
  const problems = rows.flatMap(([changed = "", affected = "", , findings = ""]) => {
    const changedIn = versionsIn(changed).sort();
    const [inside, outside] = examples(changedIn, affected);
    const own = hints.filter((hint) => hint.changedIn.join() === changedIn.join());
    const ids = [...findings.matchAll(/`([a-z0-9]+\.[a-z0-9*-]+)`/g)].map(([, id = ""]) => id);
    // Another row of the same release may concern the same finding the other way around.
    const isMissing = (id: string) =>
      !own.some((hint) =>
        inside.every((version) => versionHints(id, version, [hint]).length > 0) &&
        outside.every((version) => versionHints(id, version, [hint]).length === 0)
      );
    return own.length === 0
      ? [`${changed}: no hint`]
      : ids.filter(isMissing).map((id) => `${changed}, ${affected}: ${id}`);
  });
  assertEquals(problems, []);
});
