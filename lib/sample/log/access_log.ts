import type { SampleActor, SampleFleet } from "../sample_fleet.ts";
import { SeededRandom } from "../seeded_random.ts";
import { type AgentPoll, agentPolls } from "./agent_polls.ts";
import { accessTime, type TimeWriter } from "./log_time.ts";
import { LogText, type LogWriter } from "./log_text.ts";
import { daytime, type Interval, type TrafficCurve } from "./traffic_curve.ts";

const HEALTH_WEIGHT = 0.06;
const API_WEIGHT = 0.05;
const PEOPLE_WEIGHT = 0.16;
const PROBERS = ["10.9.0.5", "10.9.0.6"];
const BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const TOOL = "mongocli/2.0.4 (linux;amd64)";
const BACKGROUND_5XX_SHARE = 0.0002;

/** Requests that the incident makes fail. */
export interface AccessEffect extends Interval {
  /** Indexes of the hosts. */
  readonly hosts: readonly number[];
  /** Only agents of this project; null: everybody but health probes. */
  readonly groupId: string | null;
  /** Share of those requests, 0 to 1. */
  readonly share: number;
  /** Status they get. */
  readonly status: number;
  /** Least and most time they take. */
  readonly latencyMs: readonly [number, number];
}

/** A request that made an event. */
export interface PlantedRequest {
  /** When it was done. */
  readonly timeMs: number;
  /** Index of the host that served it. */
  readonly host: number;
  /** Who made it. */
  readonly actor: SampleActor;
  /** Method and path. */
  readonly request: string;
}

/** One access log file. */
export interface AccessLogPlan {
  /** Seed and label of everything random in it. */
  readonly random: { readonly seed: number; readonly label: string };
  /** Who calls. */
  readonly fleet: SampleFleet;
  /** Index of the host. */
  readonly host: number;
  /** When. */
  readonly curve: TrafficCurve;
  /** Size, in bytes. */
  readonly budgetBytes: number;
  /** What fails. */
  readonly effects: readonly AccessEffect[];
  /** Requests to put in, by time. */
  readonly planted: readonly PlantedRequest[];
}

/** Weight of all requests at that time: agents and probes call all day, people and their tools by day. */
export function accessWeight(timeMs: number): number {
  return 1 + HEALTH_WEIGHT + (API_WEIGHT + PEOPLE_WEIGHT) * daytime(timeMs);
}

interface Answer {
  status: number;
  sizeBytes: number;
  latencyMs: number;
}

interface AccessScope {
  readonly plan: AccessLogPlan;
  readonly random: SeededRandom;
  readonly formatTime: TimeWriter;
  readonly polls: readonly AgentPoll[];
  readonly people: readonly SampleActor[];
  readonly keys: readonly SampleActor[];
  readonly text: LogText;
  nextPoll: number;
  doneBytes: number;
}

interface Request {
  readonly timeMs: number;
  readonly client: string;
  readonly user: string;
  readonly request: string;
  readonly agent: string;
}

function addLine(scope: AccessScope, { timeMs, client, user, request, agent }: Request, sent: Answer): void {
  const { status, sizeBytes, latencyMs } = sent;
  const head = `${client} - ${user} [${
    scope.formatTime(timeMs)
  }] "${request} HTTP/1.1" ${status} ${sizeBytes}`;
  const line = `${head} "-" "${agent}" ${latencyMs}\n`;
  scope.text.addRecord(line, 1);
  scope.doneBytes += line.length;
}

function answer(
  { plan, random }: AccessScope,
  timeMs: number,
  groupId: string | null,
  usual: Answer,
): Answer {
  for (const effect of plan.effects) {
    const concerned = timeMs >= effect.fromMs && timeMs < effect.toMs && effect.hosts.includes(plan.host) &&
      (effect.groupId === null || effect.groupId === groupId);
    if (!concerned || !random.chance(effect.share)) continue;
    const latencyMs = Math.floor(random.between(...effect.latencyMs));
    return { status: effect.status, sizeBytes: 180 + random.below(60), latencyMs };
  }
  return random.chance(BACKGROUND_5XX_SHARE) ? { ...usual, status: 500, sizeBytes: 214 } : usual;
}

function addPoll(scope: AccessScope, timeMs: number): void {
  const { polls, random } = scope;
  const poll = polls[scope.nextPoll];
  scope.nextPoll = (scope.nextPoll + 1) % polls.length;
  if (poll === undefined) return addProbe(scope, timeMs);
  const usual = {
    status: 200,
    sizeBytes: poll.sizeBytes + random.exponential(poll.sizeBytes / 2),
    latencyMs: 2 + random.exponential(25),
  };
  const sent = answer(scope, timeMs, poll.groupId, usual);
  const sentMs = timeMs - Math.min(sent.latencyMs, 40) - random.below(20);
  const request = poll.requestAt(sentMs);
  addLine(scope, { timeMs, client: poll.address, user: "-", request, agent: poll.userAgent }, sent);
}

function addProbe(scope: AccessScope, timeMs: number): void {
  const sent = { status: 200, sizeBytes: 2, latencyMs: scope.random.below(3) };
  const client = scope.random.pick(PROBERS);
  addLine(
    scope,
    { timeMs, client, user: "-", request: "GET /monitor/health", agent: "kube-probe/1.33" },
    sent,
  );
}

/** Tools ask without credentials first: every call of an API key is a 401 and then the answer. */
function addCall(scope: AccessScope, timeMs: number, actor: SampleActor, request: string): void {
  const { random } = scope;
  const call = { timeMs, client: actor.address, request, agent: actor.kind === "key" ? TOOL : BROWSER };
  if (actor.kind === "key") {
    addLine(scope, { ...call, user: "-" }, { status: 401, sizeBytes: 106, latencyMs: 1 + random.below(4) });
  }
  const usual = {
    status: 200,
    sizeBytes: 300 + random.exponential(2400),
    latencyMs: 8 + random.exponential(60),
  };
  addLine(scope, { ...call, user: actor.name }, answer(scope, timeMs, null, usual));
}

function addApiCall(scope: AccessScope, timeMs: number): void {
  const { random, plan, keys } = scope;
  const group = `/api/public/v1.0/groups/${random.pick(plan.fleet.projects).id}`;
  const path = random.pick([
    "/automationStatus",
    "/hosts?itemsPerPage=500",
    "/alerts?status=OPEN",
    "/clusters",
  ]);
  addCall(scope, timeMs, random.pick(keys), `GET ${group}${path}`);
}

function addPageView(scope: AccessScope, timeMs: number): void {
  const { random, plan, people } = scope;
  const page = `/v2/${random.pick(plan.fleet.projects).id}`;
  const path = random.pick([page, `${page}/hosts`, `${page}/backup`, "/static/app/main.js", "/user/login"]);
  addCall(scope, timeMs, random.pick(people), `GET ${path}`);
}

function addOrdinary(scope: AccessScope, timeMs: number): void {
  const choice = scope.random.unit() * accessWeight(timeMs);
  if (choice < 1) addPoll(scope, timeMs);
  else if (choice < 1 + HEALTH_WEIGHT) addProbe(scope, timeMs);
  else if (scope.random.chance(API_WEIGHT / (API_WEIGHT + PEOPLE_WEIGHT))) addApiCall(scope, timeMs);
  else addPageView(scope, timeMs);
}

function createScope(plan: AccessLogPlan, text: LogText): AccessScope {
  const random = new SeededRandom(plan.random.seed, plan.random.label);
  const polls = agentPolls(plan.fleet, plan.host, plan.random.seed);
  const people = plan.fleet.actors.filter((actor) => actor.kind === "person");
  const keys = plan.fleet.actors.filter((actor) => actor.kind === "key");
  const nextPoll = random.below(polls.length);
  return { plan, random, polls, people, keys, text, nextPoll, doneBytes: 0, formatTime: accessTime() };
}

/** Writes an access log, combined layout with the time taken in milliseconds at the end. */
export function accessLog(plan: AccessLogPlan): LogWriter {
  return function* (totals) {
    const text = new LogText(totals);
    const scope = createScope(plan, text);
    const planted = plan.planted[Symbol.iterator]();
    let next = planted.next();
    while (scope.doneBytes < plan.budgetBytes || !next.done) {
      const share = scope.doneBytes / plan.budgetBytes;
      const timeMs = share < 1 ? plan.curve.timeAt(share) : Infinity;
      if (!next.done && next.value.timeMs <= timeMs) {
        addCall(scope, next.value.timeMs, next.value.actor, next.value.request);
        next = planted.next();
      } else {
        addOrdinary(scope, timeMs);
      }
      if (text.isFull) yield text.take();
    }
    yield text.take();
  };
}
