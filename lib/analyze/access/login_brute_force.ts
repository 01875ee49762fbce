import { bareFinding, marksOn } from "../bare_finding.ts";
import { durationWords } from "../duration_words.ts";
import { API_CLOCK, type FindingDraft, findingId } from "../finding_draft.ts";
import { sorted } from "../sorted.ts";
import type { AccessFacts } from "./access_facts.ts";
import type { PlacedRequest } from "./kept_requests.ts";
import {
  attacksInEvents,
  attacksInLogs,
  isLoginRefusal,
  locksOf,
  type LoginAttack,
  succeeded,
} from "./login_attempts.ts";
import { chooseRequests, requestEvidence } from "./request_finding.ts";

/** A success so long after the last failure belongs to the attempts. */
const AFTER_MS = 3_600_000;
/** Clocks of events and logs differ by some seconds. */
const SLACK_MS = 60_000;
const MAX_VALUES = 100;
/** More of them are one campaign, and nobody reads them one by one. */
const MAX_ATTACKS = 50;
const LOGIN_EVENT = /^(?:UNSUCCESSFUL_LOGIN|SUCCESSFUL_LOGIN|ACCOUNT_LOCKED)_AUDIT$/;

/** `login.brute-force`: many failing sign-ins of one user or from one address, as events and login routes tell. */
export function bruteForceFindings({ events, ...rest }: AccessFacts): FindingDraft[] {
  const facts = { ...rest, events: events.filter(({ type }) => LOGIN_EVENT.test(type)) };
  const told = attacksInEvents(facts.events).sort((a, b) => b.count - a.count).slice(0, MAX_ATTACKS);
  const seen = attacksInLogs(facts).filter((attack) =>
    !told.some((other) => overlap(attack, other) && addressesOf(facts, other).includes(attack.name))
  );
  return [...told, ...seen.slice(0, MAX_ATTACKS)].map((attack) => attackFinding(facts, attack));
}

function overlap(a: LoginAttack, b: LoginAttack): boolean {
  return a.fromMs <= b.toMs + SLACK_MS && b.fromMs <= a.toMs + SLACK_MS;
}

/** Addresses and users of the failing events of an attack. */
function addressesOf(facts: AccessFacts, attack: LoginAttack): string[] {
  if (attack.by === "address") return [attack.name];
  return sorted(failuresOf(facts, attack).flatMap(({ remoteAddress }) => remoteAddress ?? [])).slice(
    0,
    MAX_VALUES,
  );
}

function usersOf(facts: AccessFacts, attack: LoginAttack): string[] {
  if (attack.by === "user") return [attack.name];
  return sorted(failuresOf(facts, attack).flatMap(({ user }) => user ?? [])).slice(0, MAX_VALUES);
}

function failuresOf(
  { events }: AccessFacts,
  { by, name, fromMs, toMs }: LoginAttack,
): AccessFacts["events"][number][] {
  return events.filter((event) =>
    event.type === "UNSUCCESSFUL_LOGIN_AUDIT" &&
    (by === "user" ? event.user : event.remoteAddress) === name &&
    Date.parse(event.time) >= fromMs && Date.parse(event.time) <= toMs
  );
}

function attackFinding(facts: AccessFacts, attack: LoginAttack): FindingDraft {
  const { tally, span, events } = facts;
  const { by, name, fromMs, toMs, count } = attack;
  const addresses = addressesOf(facts, attack);
  const users = usersOf(facts, attack);
  const [success] = succeeded(events, attack, fromMs, toMs + AFTER_MS);
  const isLocked = users.some((user) =>
    locksOf(events, user).some(({ time }) =>
      Date.parse(time) >= fromMs && Date.parse(time) <= toMs + AFTER_MS
    )
  );
  const evidence = refusedRequests(facts, addresses, attack);
  const of = by === "user" ? `of ${name}` : `from ${name}`;
  const timesMs = attack.failures.map(({ timeMs }) => timeMs);
  return {
    ...bareFinding({
      hosts: sorted(evidence.map(({ member }) => tally.members[member]!.host)),
      categories: evidence.length === 0 ? [] : ["http_access"],
      onsetMs: fromMs,
      lastMs: toMs,
      count,
      series: marksOn(span, timesMs),
      evidence: requestEvidence(tally, evidence),
    }, {
      rule: "login.brute-force",
      title: `${count} sign-ins ${of} fail in ${durationWords(toMs - fromMs)}`,
      severity: success === undefined ? "medium" : "high",
      confidence: success === undefined ? "medium" : "high",
      explanation: `${count} sign-ins ${of} failed, faster than people type.${
        isLocked ? " The account was locked." : ""
      }${
        success === undefined
          ? " None succeeded in the hour after."
          : ` One succeeded at ${success.time}: a password may have been guessed.`
      }`,
      remediation: success === undefined
        ? "Find out what runs at the address; a script with an old password looks the same as an attack."
        : "Ask the user whether it was them; if not, lock the account, end its sessions and look at what it changed since.",
      references: [],
    }),
    id: findingId("login.brute-force", [], [by, name], fromMs),
    onsetHost: API_CLOCK,
    captures: {
      ...(users.length > 0 ? { user: users } : {}),
      ...(addresses.length > 0 ? { address: addresses } : {}),
    },
    names: users,
  };
}

function refusedRequests(
  { tally, offsetOf }: AccessFacts,
  addresses: readonly string[],
  { fromMs, toMs }: LoginAttack,
): PlacedRequest[] {
  const { names } = tally.access.clients;
  const apiMs = ({ member, timeMs }: PlacedRequest) => timeMs - offsetOf(tally.members[member]!.host);
  const samples = tally.access.groups().filter(isLoginRefusal).flatMap((group) => group.samples)
    .filter((sample) =>
      addresses.includes(names[sample.client]!) && apiMs(sample) >= fromMs - SLACK_MS &&
      apiMs(sample) <= toMs + SLACK_MS
    )
    .sort((a, b) => apiMs(a) - apiMs(b));
  return samples.length === 0
    ? []
    : chooseRequests({ parts: [], samples, fromMs: -Infinity, toMs: Infinity, onsetMs: -Infinity });
}
