import type { BenchArchive } from "./bench_archive.ts";

/** A program that is measured. */
export interface Contender {
  /** What the table and `--only` call it. */
  readonly name: string;
  /** What the table says it does. */
  readonly title: string;
  /** Programs it needs; where one is missing it is left out, by name. */
  readonly needs: readonly string[];
  /** Archives it can do something with; default: all. */
  readonly archives?: readonly string[];
  /** What to run; `folder` is new, for what it writes. */
  command(archive: BenchArchive, folder: string): readonly string[];
  /** Its environment, besides that of the bench. */
  env?(folder: string): Readonly<Record<string, string>>;
}

/** What the others are compared with. */
export const BASE = "gzip";
const ANALYZE = [Deno.execPath(), "run", "--allow-read", "--allow-write", "--no-prompt", "cli.ts", "analyze"];
/** Combined layout with milliseconds at the end, as the synthetic access logs have it. */
const GOACCESS_FORMAT = '%h %^ %e [%d:%t %^] "%r" %s %b "%R" "%u" %L';
const LNAV_QUESTION = ";SELECT log_level, count(*) FROM all_logs GROUP BY log_level";

/** What people run: the analysis, with the events of the archive. */
export function analyzeCommand({ path, events }: BenchArchive, out: string): readonly string[] {
  return [...ANALYZE, path, "--events", events, "--out", out, "--quiet"];
}

/** A pipeline of a shell, with the archive as `$1` and the folder as `$2`. */
function piped(script: string): Contender["command"] {
  return ({ path }, folder) => ["sh", "-c", script, "sh", path, folder];
}

function unpacker(name: string): Contender {
  const title = `\`${name} -dc\``;
  return { name, title, needs: [name], command: ({ path }) => [name, "-dc", path] };
}

/** All programs, in the order in which they take turns. */
export const CONTENDERS: readonly Contender[] = [
  unpacker("gzip"),
  {
    name: "ours",
    title: "**`omlens analyze`**: case, reports",
    needs: [],
    command: (archive, folder) => analyzeCommand(archive, `${folder}/out`),
  },
  {
    name: "lean",
    title: "`omlens analyze --lean`: reports",
    needs: [],
    command: (archive, folder) => [...analyzeCommand(archive, `${folder}/out`), "--lean"],
  },
  {
    name: "one-core",
    title: "`omlens analyze` on one core",
    needs: ["taskset"],
    command: (archive, folder) => ["taskset", "-c", "0", ...analyzeCommand(archive, `${folder}/out`)],
  },
  {
    name: "tar",
    title: "`tar xzO | wc -l`",
    needs: ["tar", "wc"],
    command: piped('tar xzOf "$1" | wc -l'),
  },
  unpacker("igzip"),
  unpacker("pigz"),
  {
    name: "rg",
    title: "`rg -z -c --text ERROR`",
    needs: ["rg"],
    // Access logs do not have the word: then it ends with 1.
    command: ({ path }) => ["sh", "-c", 'rg -z -c --text ERROR "$0" || [ $? -eq 1 ]', path],
  },
  {
    name: "lnav",
    title: "lnav: records by level",
    needs: ["lnav"],
    archives: ["20MB", "200MB", "1400MB", "one-file", "traces"],
    command: ({ path }) => ["lnav", "-n", "-c", LNAV_QUESTION, path],
    // It keeps what it unpacked, for the next time.
    env: (folder) => ({ TMPDIR: folder, HOME: folder }),
  },
  {
    name: "goaccess",
    title: "goaccess: HTML, access logs alone",
    needs: ["goaccess", "tar"],
    archives: ["20MB", "200MB", "1400MB", "access"],
    command: piped(
      `tar xzOf "$1" --wildcards "*/http_access/*" | goaccess - --no-global-config --no-progress ` +
        `--log-format='${GOACCESS_FORMAT}' --date-format=%d/%b/%Y --time-format=%T -o "$2/report.html"`,
    ),
  },
];

/** Contenders that are here and fit the archive, and the programs that are missing. */
export interface Field {
  /** In the order in which they take turns. */
  readonly here: readonly Contender[];
  /** Programs that are not installed. */
  readonly missing: readonly string[];
}

/** Who takes part: of `only`, or of all when it is empty. The base always does. */
export function fieldFor(
  archive: string,
  only: readonly string[],
  isInstalled: (program: string) => boolean,
): Field {
  const unknown = only.find((name) => CONTENDERS.every((contender) => contender.name !== name));
  if (unknown !== undefined) {
    const names = CONTENDERS.map(({ name }) => name).join(", ");
    throw new Error(`Cannot measure "${unknown}": expected one of ${names}`);
  }
  const wanted = CONTENDERS.filter(({ name, archives }) =>
    (only.length === 0 || only.includes(name) || name === BASE) && (archives?.includes(archive) ?? true)
  );
  const missing = wanted.flatMap(({ needs }) => needs).filter((program) => !isInstalled(program));
  return {
    here: wanted.filter(({ needs }) => needs.every((program) => isInstalled(program))),
    missing: [...new Set(missing)],
  };
}
