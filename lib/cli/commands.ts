import { ANALYZE_FLAGS } from "./analyze_flags.ts";
import type { Command } from "./command.ts";
import { COMPLETIONS_FLAGS } from "./completions_flags.ts";
import { COLLECT_FLAGS } from "./collect/collect_flags.ts";
import { CONNECTION_FLAGS } from "./fetch/connection/connection_flags.ts";
import { FETCH_ACTIONS } from "./fetch/fetch_actions.ts";
import { DIFF_FLAGS } from "./diff_flags.ts";
import { QUERY_FLAGS } from "./query_flags.ts";
import { RULES_ACTIONS } from "./rules_actions.ts";
import { RULES_FLAGS } from "./rules_flags.ts";
import { REPORT_FLAGS } from "./report_flags.ts";
import { SAMPLE_FLAGS } from "./sample_flags.ts";
import { SERVE_FLAGS } from "./serve_flags.ts";

/** The commands by name, in the order of the help. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  analyze: {
    usage: "INPUT... [options]",
    about: "read log archives and events, write findings and reports",
    flags: ANALYZE_FLAGS,
    examples: [
      ["omlens analyze om-logs_20260412.tar.gz", "reports in om-logs_20260412.omlens/"],
      ["omlens analyze om-logs_20260412.tar.gz --events events.json", "and what people changed"],
      ["omlens analyze unpacked/ mms0.log.gz --since -6h --out case", "several inputs, the last six hours"],
      ["ssh om-1 cat mms0.log | omlens analyze - --json", "standard input, analysis.json on stdout"],
    ],
    load: async () => (await import("./start_analyze.ts")).startAnalyze,
  },
  serve: {
    usage: "CASE|INPUT... [options]",
    about: "browse a case in a local web page; analyses archives first",
    flags: SERVE_FLAGS,
    examples: [
      ["omlens serve om-logs_20260412.omlens", "prints an address to open in a browser; Ctrl-C ends it"],
      ["omlens serve om-logs_20260412.tar.gz --events events.json", "analyses first"],
    ],
    load: async () => (await import("./serve_command.ts")).runServe,
  },
  fetch: {
    usage: "servers|jobs|archive|events|bundle [options]",
    about: "read log collection jobs, archives and events from an Ops Manager",
    flags: CONNECTION_FLAGS,
    actions: FETCH_ACTIONS,
    examples: [
      [
        "omlens fetch jobs --base-url https://om.example.com:8443 --public-key abcdefgh",
        "asks for the private key",
      ],
      [
        "omlens fetch jobs --profile om --job latest",
        "all of one job; connection and keys from mongocli's profile",
      ],
      [
        "omlens fetch archive --profile om --job latest --out logs",
        "whole and verified; goes on where it was cut",
      ],
      ["omlens fetch events --profile om --since -7d --out events.ndjson", "run again: adds what is new"],
      [
        "omlens fetch bundle --profile om --job latest --out bundle",
        "all of it in one folder: omlens analyze bundle",
      ],
    ],
    load: async () => (await import("./fetch/fetch_command.ts")).runFetch,
  },
  collect: {
    usage: "[options]",
    about: "have Ops Manager collect its logs, wait for them, download them",
    flags: COLLECT_FLAGS,
    examples: [
      ["omlens collect --profile om --since -1d --out logs", "the last day of all servers"],
      ["omlens collect --profile om --log-type application,http_access --size 1GB", "less"],
      ["omlens collect --profile om --job 66f000000000000000000001", "goes on with a job that is there"],
      [
        "omlens collect --profile om --extend 66f000000000000000000001 --expires 10d",
        "keeps it ten days from now",
      ],
    ],
    load: async () => (await import("./collect/collect_command.ts")).runCollect,
  },
  rules: {
    usage: "list | show ID | test [PATH...] | check PATH... [options]",
    about: "list, show, test and check the rules of known issues",
    flags: RULES_FLAGS,
    actions: RULES_ACTIONS,
    examples: [
      ["omlens rules list", "all rules that come with omlens"],
      ["omlens rules show appdb.timeout", "what it means, what to do, what it looks for"],
      ["omlens rules check ours.yaml", "everything that is wrong with it, as file:line:column"],
      ["omlens rules test ours.yaml", "run the tests in rule files; exit 1 when one fails"],
      ["omlens rules check --schema > rules.schema.json", "for editors that complete YAML"],
    ],
    load: async () => (await import("./rules_command.ts")).runRules,
  },
  query: {
    usage: "CASE [FILTER] [options]",
    about: "print log records and events of a case, merged in time order",
    flags: QUERY_FLAGS,
    examples: [
      [
        `omlens query demo.omlens 'level>=WARN host:om-1* text~"Timed out"'`,
        "all terms must hold; or, not, ( )",
      ],
      [
        "omlens query demo.omlens 'status:5xx,429 route!:/agents/*' --format csv",
        "requests, for a spreadsheet",
      ],
      ["omlens query --fields", "how filters are written"],
      ["omlens query demo.omlens --around 2026-04-12T03:14Z --context 3", "what happened then, on all hosts"],
    ],
    load: async () => (await import("./query_command.ts")).runQuery,
  },
  report: {
    usage: "CASE [options]",
    about: "write reports again from a case, in any format",
    flags: REPORT_FLAGS,
    examples: [
      ["omlens report om-logs_20260412.omlens --format sarif,junit", "for code scanning and build servers"],
      ["omlens report om-logs_20260412.omlens --incident 1", "the worst incident as Markdown, for a ticket"],
      ["omlens report --schema", "the JSON Schema of analysis.json"],
    ],
    load: async () => (await import("./report_command.ts")).runReport,
  },
  diff: {
    usage: "CASE CASE [options]",
    about: "what is new, gone, worse, better between two cases",
    flags: DIFF_FLAGS,
    examples: [
      ["omlens diff om-logs_20260411.omlens om-logs_20260412.omlens", "the earlier one first"],
      ["omlens diff before.omlens after.omlens --format md --out diff.md", "for an issue or a ticket"],
      ["omlens diff before/analysis.json after/case.db --fail-on high", "exit 1 when it got that bad"],
    ],
    load: async () => (await import("./diff_command.ts")).runDiff,
  },
  sample: {
    usage: "[options]",
    about: "write a synthetic archive and events with a known incident",
    flags: SAMPLE_FLAGS,
    examples: [
      ["omlens sample --out demo --analyze", "make one, analyse it, say where the report is"],
      ["omlens sample --incident agent-key --seed 7 --size 20MB", "another incident, another world"],
    ],
    load: async () => (await import("./sample_command.ts")).runSample,
  },
  completions: {
    usage: "bash|zsh|fish",
    about: "print a script that completes commands and flags in a shell",
    flags: COMPLETIONS_FLAGS,
    examples: [
      [
        "omlens completions bash > ~/.local/share/bash-completion/completions/omlens",
        "for every bash from then on",
      ],
    ],
    load: async () => {
      const { runCompletions } = await import("./completions_command.ts");
      return (args, io) => runCompletions(args, io, COMMANDS);
    },
  },
};
