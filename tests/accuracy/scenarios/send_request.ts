import type { AffectedRequest, Effect } from "./effect.ts";
import type { Host, LogLine, World } from "./world.ts";
import { isUp, writeRecord } from "./write_record.ts";

/** A request as it is sent. */
export interface RequestParts {
  /** When it starts, on the API's clock. */
  readonly timeMs: number;
  /** Address of the client. */
  readonly client: string;
  /** User, `-` without. */
  readonly user: string;
  /** Verb. */
  readonly method: string;
  /** URL. */
  readonly url: string;
  /** Status when all is well. @default {200} */
  readonly status?: number;
  /** Usual duration in milliseconds. */
  readonly usualMs: number;
  /** Project; null: none. */
  readonly gid: string | null;
  /** Host of the agent; null: no agent. */
  readonly agent: string | null;
  /** Who sends it. */
  readonly sender: AffectedRequest["sender"];
  /** User agent header. */
  readonly userAgent: string;
  /** The server it must go to; left out: any. */
  readonly to?: Host | null;
}

/** What became of a request. */
export interface SentRequest {
  /** Server that answered. */
  readonly host: Host;
  /** Duration in milliseconds. */
  readonly tookMs: number;
  /** Status. */
  readonly status: number;
  /** Its line. */
  readonly line: LogLine;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Sends a request to a server that runs, under what effects there are; null when nobody answers. */
export function sendRequest(world: World, parts: RequestParts): SentRequest | null {
  const { random } = world;
  const host = serverFor(world, parts);
  if (host === null || parts.timeMs < world.span.fromMs || parts.timeMs > world.span.toMs) return null;
  const { timeMs, method, url, gid, agent, sender } = parts;
  const affected: AffectedRequest = { timeMs, host: host.name, method, url, gid, agent, sender };
  const effects = world.effects.filter((effect) => isAffected(world, effect, affected));
  if (effects.some(({ silent }) => silent)) return null;
  for (const effect of effects) effect.firstMs = Math.min(effect.firstMs ?? Infinity, timeMs);
  const slowdown = effects.reduce((factor, effect) => factor * (effect.slowdown ?? 1), 1);
  const tookMs = Math.max(1, Math.round(parts.usualMs * random.skewed() * slowdown));
  if (!isUp(host, timeMs + tookMs)) return null;
  const status = effects.find((effect) => effect.status !== undefined)?.status ?? parts.status ?? 200;
  const line = writeAccess(world, host, parts, { status, tookMs });
  const failure = effects.find((effect) => effect.failure !== undefined)?.failure?.(affected);
  const exception = failure === undefined ? null : writeRecord(world, host, {
    timeMs: timeMs + tookMs * random.between(0.3, 0.95),
    ...failure,
    thread: `JettyHttpPool-${random.whole(20, 480)}`,
  });
  if (status >= 500) world.failures.push({ request: line, exception });
  return { host, tookMs, status, line };
}

function isAffected({ random }: World, effect: Effect, request: AffectedRequest): boolean {
  return request.timeMs >= effect.fromMs && request.timeMs < effect.toMs &&
    (effect.matches?.(request) ?? true) && random.chance(effect.share ?? 1);
}

function serverFor({ random, hosts }: World, { to, timeMs }: RequestParts): Host | null {
  if (to && isUp(to, timeMs)) return to;
  const up = hosts.filter((host) => isUp(host, timeMs));
  return up.length === 0 ? null : random.pick(up);
}

function writeAccess(
  world: World,
  host: Host,
  parts: RequestParts,
  { status, tookMs }: { readonly status: number; readonly tookMs: number },
): LogLine {
  const { random } = world;
  const startMs = parts.timeMs + host.offsetMs;
  const bytes = status === 204 || status === 304 ? "-" : String(Math.round(400 * random.skewed() ** 3));
  const base = `${world.proxy ?? parts.client} - ${parts.user} [${clfTime(startMs)}] ` +
    `"${parts.method} ${parts.url} HTTP/1.1" ${status} ${bytes}`;
  const agentPart = world.layout === "common" ? "" : ` "-" "${parts.userAgent}"`;
  const text = `${base}${agentPart}${world.layout === "combined-time" ? ` ${tookMs}` : ""}`;
  const line: LogLine = { writtenMs: Math.floor(startMs + tookMs), text, place: null };
  host.access.push(line);
  return line;
}

function clfTime(timeMs: number): string {
  const [date = "", time = ""] = new Date(Math.floor(timeMs)).toISOString().split("T");
  const [year, month, day] = date.split("-");
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`;
}
