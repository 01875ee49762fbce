import type { EventRow } from "../../events/event_row.ts";
import { hostOnly } from "../causes/event_links.ts";
import type { FindingDraft } from "../finding_draft.ts";
import type { MeasuredImpact } from "./measured_impact.ts";

/** What of a finding an effect is looked for in. */
export type AffectedFinding = Pick<
  FindingDraft,
  "rule" | "signatures" | "groupIds" | "hosts" | "agents" | "categories"
>;

/** How far a change shows in what a finding is about. */
export interface MeasuredEffect {
  /** 0 to 1: 0.5 where nothing was measured, less where nothing changed, more the larger the change. */
  readonly effect: number;
  /** What tells it most clearly; null: nothing was measured. */
  readonly impact: MeasuredImpact | null;
}

interface Course {
  readonly metrics: readonly string[];
  /** Whether the trouble shows in less of it. */
  readonly falls: boolean;
  /** Whether it may be a small part of what is measured: then no change there tells nothing. */
  readonly isPart: boolean;
}

const UNKNOWN = 0.5;
/** Measured on enough, and unchanged; measured on little. */
const NONE = 0.2;
const DOUBTFUL = 0.35;
/** Occurrences in which a doubling would have shown. */
const ENOUGH = 30;
/** A rate that grew so many times is as bad as it gets. */
const FULL_RATIO = 5;
/** Share of false discoveries among what counts as a change, however small. */
const CERTAIN = 0.05;
/** What grew so much without being significant tells nothing either way. */
const MIN_RATIO = 1.5;

/** What tells how a finding of a rule goes on; for other rules about requests their errors do. */
const COURSES: readonly { readonly rule: RegExp; readonly course: Course }[] = [
  { rule: /^access\.errors-burst$/, course: { metrics: ["errors5xx"], falls: false, isPart: false } },
  {
    rule: /^(?:access\.auth-burst|agent\.unauthorized|login\.brute-force)$/,
    course: { metrics: ["errors4xx"], falls: false, isPart: true },
  },
  { rule: /^access\.latency-shift$/, course: { metrics: ["p95LatencyMs"], falls: false, isPart: true } },
  { rule: /^access\.client-flood$/, course: { metrics: ["requests"], falls: false, isPart: true } },
  { rule: /^agent\.silent$/, course: { metrics: ["agentRequests"], falls: true, isPart: true } },
  { rule: /^log\.silence$/, course: { metrics: ["records"], falls: true, isPart: false } },
];
const ERRORS: Course = { metrics: ["errors5xx", "errors4xx"], falls: false, isPart: true };

/**
 * Looks in what was measured after a change for what a finding is about. What was measured on just what the change acts
 * on tells more than everything, when it is enough; but trouble that is the same everywhere does not speak for a change
 * of one project.
 */
export function effectOf(
  measured: readonly MeasuredImpact[],
  finding: AffectedFinding,
  event: Pick<EventRow, "groupId">,
): MeasuredEffect {
  const course = courseOf(finding);
  const own = measured.filter(({ metric, scope }) =>
    course.metrics.includes(metric) && isAbout(scope, finding)
  ).map((impact) => {
    const all = measured.find(({ metric, scope }) => metric === impact.metric && scope === "all");
    return { impact, effect: effectIn(impact, course, weightOf(impact, all ?? impact, event)) };
  });
  const narrow = own.filter(({ impact }) => impact.scope !== "all" && impact.count >= ENOUGH);
  const [best] = (narrow.length > 0 ? narrow : own).toSorted((a, b) => b.effect - a.effect);
  return best ?? { effect: UNKNOWN, impact: null };
}

/** One sentence about an effect. */
export function describeEffect({ effect, impact }: MeasuredEffect): string {
  if (impact === null) return "Nothing that this is about could be measured around the change.";
  const { metric, scope, before, after } = impact;
  const what = `${nameOf(metric)} ${scope === "all" ? "overall" : `of ${scope.replace(":", " ")}`}`;
  const unit = metric === "p95LatencyMs" ? "ms" : "a minute";
  const course = `The ${what} was ${before} before the change and ${after} ${unit} after it`;
  if (effect > UNKNOWN) return `${course}, which is more than chance (q = ${impact.qValue}).`;
  return effect < UNKNOWN
    ? `${course}: it did not get worse.`
    : `${course}, which speaks neither for the change nor against it.`;
}

function nameOf(metric: string): string {
  switch (metric) {
    case "errors5xx":
      return "rate of 5xx answers";
    case "errors4xx":
      return "rate of 4xx answers";
    case "p95LatencyMs":
      return "latency (p95)";
    case "agentRequests":
      return "rate of agent calls";
    case "requests":
      return "rate of requests";
    case "records":
      return "rate of log records";
    default:
      return "rate of these messages";
  }
}

function courseOf({ rule, signatures, categories }: AffectedFinding): Course {
  const known = COURSES.find((one) => one.rule.test(rule));
  if (known !== undefined) return known.course;
  if (signatures.length > 0) {
    return { metrics: signatures.map((id) => `signature:${id}`), falls: false, isPart: false };
  }
  return categories.length === 1 && categories[0] === "http_access" ? ERRORS : { ...ERRORS, metrics: [] };
}

/** Whether a scope is one that the finding is about, as far as it tells. */
function isAbout(scope: string, { groupIds, hosts, agents }: AffectedFinding): boolean {
  const [kind = "", name = ""] = scope.split(/:(.*)/s, 2);
  if (kind === "host") return hosts.length === 0 || hosts.includes(name);
  if (kind === "agent") return agents.length === 0 || agents.some((agent) => hostOnly(agent) === name);
  if (kind === "project" || kind === "replicaSet") {
    return groupIds.length === 0 || groupIds.includes(name.split("/", 1)[0]!);
  }
  return true;
}

/** Of what a change of one project shows: the more, the larger the part of all that belongs to what it acts on. */
function weightOf(own: MeasuredImpact, all: MeasuredImpact, { groupId }: Pick<EventRow, "groupId">): number {
  if (groupId === undefined) return 1;
  if (own.scope === "all") return 0;
  const share = (own.after - own.before) / (all.after - all.before);
  return Math.min(1, Math.max(0, share || 0));
}

function effectIn({ before, after, qValue, count }: MeasuredImpact, course: Course, weight: number): number {
  const worsening = course.falls ? before / after : after / before;
  if (worsening > 1 && qValue < CERTAIN) {
    const strength = Math.min(1, Math.log(worsening) / Math.log(FULL_RATIO));
    return UNKNOWN + (1 - UNKNOWN) * strength * weight;
  }
  // It may have grown by chance, or before.
  if (course.isPart || worsening >= MIN_RATIO) return UNKNOWN;
  return count >= ENOUGH ? NONE : DOUBTFUL;
}
