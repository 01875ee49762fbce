/** The incidents a sample can hold. */
export type IncidentKind =
  | "appdb-outage"
  | "appdb-auth"
  | "appdb-elections"
  | "backup-store"
  | "agent-key"
  | "config-push"
  | "restart-loop"
  | "silence"
  | "unexplained"
  | "none";

/** What there is to know about a kind of incident before it is made. */
export interface IncidentKindInfo {
  /** A few words. */
  readonly title: string;
  /** Rule of the finding that is planted; null when none is. */
  readonly rule: string | null;
  /** Rules that may hit as well, rightly. */
  readonly alsoRules: readonly string[];
  /** One line. */
  readonly story: string;
  /** How long it lasts, in minutes: least and most. */
  readonly minutes: readonly [number, number];
}

/** All kinds. */
export const INCIDENT_KINDS: Readonly<Record<IncidentKind, IncidentKindInfo>> = {
  "appdb-outage": {
    title: "Application database cannot be reached",
    rule: "appdb.timeout",
    alsoRules: [
      "appdb.connect-timeout",
      "appdb.properties-refresh-failed",
      "appdb.process-down",
      "access.errors-burst",
      "access.latency-shift",
      "signature.new",
      "signature.burst",
    ],
    story:
      "A configuration published for the AppDB's replica set makes all its members unreachable for a while",
    minutes: [10, 25],
  },
  "appdb-auth": {
    title: "Application database refuses the credentials",
    rule: "appdb.auth-failed",
    alsoRules: [
      "appdb.properties-refresh-failed",
      "appdb.process-down",
      "access.errors-burst",
      "access.latency-shift",
      "signature.new",
      "signature.burst",
    ],
    story: "The database user that Ops Manager signs in with is deleted or changed",
    minutes: [12, 30],
  },
  "appdb-elections": {
    title: "Application database keeps electing primaries",
    rule: "appdb.not-primary",
    alsoRules: [
      "appdb.properties-refresh-failed",
      "appdb.elections",
      "access.errors-burst",
      "access.latency-shift",
      "signature.new",
      "signature.burst",
    ],
    story: "A member of the AppDB's replica set restarts or wins an election, and writes fail in waves",
    minutes: [10, 25],
  },
  "backup-store": {
    title: "Snapshot store refuses blocks",
    rule: "signature.new",
    alsoRules: ["signature.burst"],
    story: "A changed snapshot store configuration makes every block write of every project fail",
    minutes: [20, 50],
  },
  "agent-key": {
    title: "Agents of one project are refused",
    rule: "signature.new",
    alsoRules: ["agent.unauthorized", "access.auth-burst", "signature.burst"],
    story: "The agent API key of a project is deleted while its agents still use it",
    minutes: [20, 50],
  },
  "config-push": {
    title: "A known error of one project jumps",
    rule: "signature.burst",
    alsoRules: [],
    story:
      "After a configuration is published, an error that this project always had occurs thirty times as often",
    minutes: [15, 40],
  },
  "restart-loop": {
    title: "One server restarts again and again",
    rule: "log.restart-loop",
    alsoRules: ["log.restart-abrupt"],
    story: "After a change of its daemon configuration one server dies and comes back several times",
    minutes: [20, 30],
  },
  "silence": {
    title: "One server stops logging",
    rule: "log.silence",
    alsoRules: [],
    story: "After a change of log levels one application log is silent, while the server goes on serving",
    minutes: [30, 60],
  },
  "unexplained": {
    title: "A known error jumps and nothing explains it",
    rule: "signature.burst",
    alsoRules: [],
    story: "As config-push, but no event is the cause: an honest answer names none",
    minutes: [15, 40],
  },
  "none": {
    title: "Nothing happens",
    rule: null,
    alsoRules: [],
    story: "Ordinary traffic and harmless changes only",
    minutes: [20, 20],
  },
};
