import { assertEquals } from "../lib/std/assert.ts";

const ROOT = new URL("../", import.meta.url);
const MAX_LINES = 300;
/** Which rooms each room may import, besides itself; type imports count. "." is the files directly in lib/. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  ".": ["archive", "parse", "scan", "events", "rules", "analyze", "case", "report"],
  std: [],
  archive: [],
  parse: [],
  events: [],
  fetch: [],
  scan: ["parse"],
  rules: ["parse"],
  analyze: ["parse", "scan", "rules", "events"],
  // Of events and rules only the words of an analysis: EventRow, Severity.
  report: ["analyze", "events", "rules"],
  case: ["archive", "parse", "scan", "events", "rules", "analyze"],
  query: ["parse", "scan", "events", "rules", "analyze", "case", "report"],
  // What it takes of cases and queries are words and the filter language: the page's script runs without Deno.
  view: [".", "parse", "events", "rules", "analyze", "case", "query", "report"],
  serve: [".", "view", "parse", "events", "rules", "analyze", "case", "query", "report"],
  sample: ["std"],
  cli: [
    ".",
    "std",
    "archive",
    "parse",
    "events",
    "fetch",
    "rules",
    "analyze",
    "case",
    "query",
    "report",
    "view",
    "serve",
    "sample",
  ],
};
/** Importable from everywhere; imports nothing. */
const VOCABULARY = "lib/errors.ts";
/** Rooms that touch the machine. */
const MAY_USE_DENO: readonly string[] = ["case", "cli", "scan"];
const IMPORT_REGEXP = /^(?:import|export)\s(?:[^"';]*?\sfrom\s*)?"([^"]+)"|\bimport\(\s*"([^"]+)"/gm;
const ANY_REGEXP = new RegExp(String.raw`(?:\bas|[:<|&,]) any\b|<any\b`);
const PINNED_NPM_REGEXP = /^npm:(@[^/@]+\/[^/@]+|[^/@]+)@\d+\.\d+\.\d+(?:\/[\w./-]+)?$/;

interface SourceText {
  /** Path from the root, "/" separated. */
  readonly path: string;
  readonly text: string;
  /** The text without comments. */
  readonly code: string;
}

async function* sourceFiles(folder: string): AsyncGenerator<SourceText> {
  for await (const { name, isDirectory } of Deno.readDir(new URL(folder, ROOT))) {
    const path = `${folder}${name}`;
    if (isDirectory) yield* sourceFiles(`${path}/`);
    else if (name.endsWith(".ts")) {
      const text = await Deno.readTextFile(new URL(path, ROOT));
      yield { path, text, code: text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, "") };
    }
  }
}

function roomOf(path: string): string {
  return /^lib\/([^/]+)\//.exec(path)?.[1] ?? ".";
}

function importsOf({ code }: SourceText): string[] {
  return [...code.matchAll(IMPORT_REGEXP)].map(([, specifier, lazy]) => specifier ?? lazy ?? "");
}

function targetOf(path: string, specifier: string): string {
  return new URL(specifier, new URL(path, ROOT)).href.slice(ROOT.href.length);
}

const lib = await Array.fromAsync(sourceFiles("lib/"));
const tests = await Array.fromAsync(sourceFiles("tests/"));
const rooms = new Set(lib.map(({ path }) => roomOf(path)));

Deno.test("lib/ has only rooms whose imports are decided", () => {
  assertEquals([...rooms].filter((room) => !Object.hasOwn(MAY_IMPORT, room)), []);
});

Deno.test("lib/ rooms import only the rooms they may", () => {
  const violations = lib.flatMap((file) =>
    importsOf(file)
      .filter((specifier) => specifier.startsWith("."))
      .map((specifier) => targetOf(file.path, specifier))
      // The version of the program is in deno.json.
      .filter((target) => target !== "deno.json" || file.path !== "lib/version.ts")
      .filter((target) => {
        if (file.path === VOCABULARY || !target.startsWith("lib/")) return true;
        const [from, to] = [roomOf(file.path), roomOf(target)];
        return target !== VOCABULARY && from !== to && !MAY_IMPORT[from]?.includes(to);
      })
      .map((target) => `${file.path} imports ${target}`)
  );
  assertEquals(violations, []);
});

Deno.test("lib/ imports nothing but relative files, node: and exactly pinned npm: packages, each in one file", () => {
  const filesByPackage = new Map<string, string[]>();
  const violations: string[] = [];
  for (const file of lib) {
    for (const specifier of importsOf(file)) {
      if (/^(?:\.{1,2}\/|node:)/.test(specifier)) continue;
      const name = PINNED_NPM_REGEXP.exec(specifier)?.[1];
      if (name === undefined) violations.push(`${file.path} imports ${specifier}`);
      else filesByPackage.set(name, [...filesByPackage.get(name) ?? [], file.path]);
    }
  }
  for (const [name, files] of filesByPackage) {
    if (files.length > 1) violations.push(`${name} is imported in ${files}`);
  }
  assertEquals(violations, []);
});

Deno.test("lib/ uses Deno and console only in the rooms that touch the machine", () => {
  const violations = lib.filter(({ path, code }) =>
    !MAY_USE_DENO.includes(roomOf(path)) && /\b(?:Deno|console)\s*[.[]/.test(code)
  );
  assertEquals(violations.map(({ path }) => path), []);
});

Deno.test("lib/ and tests/ have no barrels, default exports, grab-bag names, oversized files or odd file names", () => {
  const violations = [...lib, ...tests].flatMap(({ path, text, code }) => [
    ...(/^export \*/m.test(code) ? [`${path} uses export *`] : []),
    ...(/^export default\b/m.test(code) ? [`${path} has a default export`] : []),
    ...(/(?:^|\/)(?:utils?|helpers?|common|misc|index|types)\.ts$/.test(path)
      ? [`${path} is a grab-bag name`]
      : []),
    ...(/(?:^|\/)[a-z0-9_]+(?:\.as)?\.ts$/.test(path) ? [] : [`${path} is not in snake_case`]),
    ...(text.split("\n").length - 1 > MAX_LINES ? [`${path} is over ${MAX_LINES} lines`] : []),
  ]);
  assertEquals(violations, []);
});

Deno.test("lib/ and tests/ have no any and no ignored errors", () => {
  const violations = [...lib, ...tests].flatMap(({ path, text, code }) => [
    ...(ANY_REGEXP.test(code.replace(/"[^"\n]*"|`[^`]*`/g, '""')) ? [`${path} uses any`] : []),
    // A bench prints.
    ...(/\/[/*]\s*(?:@ts-|deno-lint-ignore)/.test(text) && !path.startsWith("tests/bench/")
      ? [`${path} ignores an error`]
      : []),
  ]);
  assertEquals(violations, []);
});

Deno.test("lib/std/ exports no function or class that nobody uses", () => {
  const unused = lib.filter(({ path }) => roomOf(path) === "std").flatMap(({ path, code }) =>
    [...code.matchAll(/^export (?:async )?(?:function|class|const) (\w+)/gm)]
      .map(([, name = ""]) => name)
      .filter((name) => {
        const users = [...lib, ...tests].filter((file) =>
          importsOf(file).some((to) => targetOf(file.path, to) === path)
        );
        return !users.some((file) => new RegExp(`\\b${name}\\b`).test(file.code));
      })
      .map((name) => `${path} exports ${name}`)
  );
  assertEquals(unused, []);
});

Deno.test("deno.jsr.json maps every file of lib/std/ to a real @std package, and nothing else", async () => {
  const { imports } = JSON.parse(await Deno.readTextFile(new URL("deno.jsr.json", ROOT)));
  const files = lib.filter(({ path }) => roomOf(path) === "std").map(({ path }) => `./${path}`);
  assertEquals(Object.keys(imports).sort(), files.sort());
  const odd = Object.entries<string>(imports).filter(([file, target]) =>
    !target.startsWith(`jsr:@std/${file.slice("./lib/std/".length, -".ts".length)}@`)
  );
  assertEquals(odd, []);
});
