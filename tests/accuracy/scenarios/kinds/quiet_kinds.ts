import { createKey } from "../create_world.ts";
import { sendDigest } from "../everyday_traffic.ts";
import { javaTrace } from "../java_trace.ts";
import { seededRandom } from "../random.ts";
import { sendRequest } from "../send_request.ts";
import { projectOf, type Trouble } from "../trouble.ts";
import type { World } from "../world.ts";
import { writeRecord } from "../write_record.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const QUIET: Trouble = { expected: [], acceptable: ["coverage.*"], busy: [], span: null };

/** Nothing but the traffic of day and night. */
export function dailyRhythm(): Trouble {
  return QUIET;
}

/** A report asks for much each hour, and a job warns each hour. */
export function hourlySpikes(world: World): Trouble {
  const { random, span } = world;
  const reporter = createKey(random);
  const { gid } = projectOf(world);
  const minute = random.whole(0, 59);
  const requests = random.whole(30, 90);
  const warnings = random.whole(4, 15);
  for (
    let at = Math.floor(span.fromMs / HOUR_MS) * HOUR_MS + minute * 60_000;
    at < span.toMs;
    at += HOUR_MS
  ) {
    report(world, { at, requests, user: reporter.user, client: reporter.address, gid });
    for (let i = random.poisson(warnings); i > 0; i--) {
      writeRecord(world, random.pick(world.hosts), {
        timeMs: at + random.between(0, 40_000),
        thread: `mms_Worker-${random.whole(1, 50)}`,
        level: "WARN",
        logger: "com.xgen.svc.mms.cron.LicenseCron",
        method: "count:70",
        message: `Server ${random.hex(12)} reports no license data`,
      });
    }
  }
  return QUIET;
}

/** The log of one server begins much later than the others', as files are collected so. */
export function lateStart(world: World): Trouble {
  const { random, span } = world;
  const host = random.pick(world.hosts);
  const toMs = span.fromMs + (span.toMs - span.fromMs) * random.between(0.2, 0.5);
  return { ...QUIET, missing: [{ host, span: { fromMs: span.fromMs - DAY_MS, toMs } }] };
}

/** The rolled file of a whole day is not there. */
export function missingDay(world: World): Trouble {
  const { random, span } = world;
  const host = random.pick(world.hosts);
  const fromMs = (Math.floor(span.fromMs / DAY_MS) + 1) * DAY_MS - host.offsetMs;
  const log = random.pick(["application", "access"] as const);
  return { ...QUIET, missing: [{ host, log, span: { fromMs, toMs: fromMs + DAY_MS } }] };
}

/** Single errors of many kinds, each once or twice: life, not trouble. */
export function oneOffErrors(world: World): Trouble {
  const { random, span } = world;
  const words = ["quota", "digest", "cookie", "avatar", "webhook", "locale", "badge", "ticket"];
  for (const [number, word] of random.some(words, random.whole(3, 7)).entries()) {
    for (let i = random.whole(1, 2); i > 0; i--) {
      writeRecord(world, random.pick(world.hosts), {
        timeMs: random.between(span.fromMs, span.toMs),
        thread: `JettyHttpPool-${random.whole(20, 480)}`,
        level: random.pick(["WARN", "ERROR"]),
        logger: `com.xgen.svc.mms.res.${word}.${word.toUpperCase().slice(0, 1)}${word.slice(1)}Resource`,
        method: `get:${50 + number}`,
        message: `Cannot read ${word} ${random.hex(24)}`,
        ...(random.chance(0.5)
          ? { more: javaTrace(`java.lang.IllegalArgumentException: ${word}`, seededRandom(number), 6) }
          : {}),
      });
    }
  }
  return QUIET;
}

function report(
  world: World,
  { at, requests, user, client, gid }: {
    readonly at: number;
    readonly requests: number;
    readonly user: string;
    readonly client: string;
    readonly gid: string;
  },
): void {
  const { random } = world;
  const actor = { fields: {}, user, address: client, isKey: true };
  sendDigest(world, actor, { timeMs: at, method: "GET", url: `/api/public/v1.0/groups/${gid}/hosts`, gid });
  for (let i = 0; i < requests; i++) {
    sendRequest(world, {
      timeMs: at + random.between(500, 50_000),
      client,
      user,
      method: "GET",
      url: `/api/public/v1.0/groups/${gid}/hosts/${random.hex(32)}/measurements`,
      usualMs: 90,
      gid,
      agent: null,
      sender: "tool",
      userAgent: "python-requests/2.32.3",
    });
  }
}
