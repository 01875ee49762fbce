import { generateSample } from "../../lib/sample/generate_sample.ts";
import { accessLine, applicationLine, timeAfter } from "./log_builder.ts";
import { NAUGHTY_STRINGS } from "./naughty_analysis.ts";
import { concat, gzip, paxEntry, tarEntry, zeroBlocks } from "./tar_builder.ts";

/** An archive and its events as they are saved. */
export interface NaughtyArchive {
  /** A `.tar.gz`. */
  readonly archive: Uint8Array;
  /** JSON. */
  readonly events: string;
}

const HOSTS = 8;
const STEP_MS = 700;
/** Fields of an event that decide how it is read. */
const KEPT_FIELDS = new Set(["id", "created", "eventTypeName", "groupId", "orgId"]);
/** Of the longest a file name holds no more. */
const NAME_LENGTH = 180;

/**
 * A synthetic archive and events with every hostile string in messages, exceptions, threads, loggers, context, URLs,
 * users, clients and user agents, in the names of hosts and log files, and in every field of events that is text.
 */
export function naughtyArchive(): NaughtyArchive {
  const hosts = NAUGHTY_STRINGS.filter((_, i) => i % Math.floor(NAUGHTY_STRINGS.length / HOSTS) === 0).map(
    fileName,
  );
  const entries = hosts.flatMap((host, h) => [
    ...file(`${host}/application/mms0.log`, lines(h, applicationRecord)),
    ...file(`${host}/http_access/mms0-access.log`, lines(h, accessRecord)),
    ...file(
      `${host}/daemon/daemon ${fileName(NAUGHTY_STRINGS[h * 31 + 5]!)}.log`,
      lines(h, applicationRecord).slice(0, 4000),
    ),
  ]);
  return { archive: gzip(concat(...entries, zeroBlocks())), events: JSON.stringify(naughtyEvents()) };
}

function file(path: string, content: string): Uint8Array[] {
  return [paxEntry({ path }), tarEntry({ name: "a" }, content)];
}

function fileName(text: string): string {
  // Half a surrogate pair cannot be in a file name.
  const name = text.toWellFormed().replace(/[/\0]/g, "_").slice(0, NAME_LENGTH).toWellFormed();
  return /^\.*$/.test(name) ? "dots" : name;
}

/** Every host tells of every string, each in an order of its own. */
function lines(host: number, record: (text: string, i: number) => string): string {
  return NAUGHTY_STRINGS.map((_, i) =>
    record(NAUGHTY_STRINGS[(i + host * 53) % NAUGHTY_STRINGS.length]!, i) + "\n"
  ).join("");
}

function applicationRecord(text: string, i: number): string {
  const other = oneLine(NAUGHTY_STRINGS[(i * 7 + 3) % NAUGHTY_STRINGS.length]!);
  const message = i % 3 === 0
    ? `Timed out after 20000 ms while waiting for a server that matches ${text}\n` +
      `com.mongodb.MongoTimeoutException: ${text}\n\tat com.example.Synthetic.run(Synthetic.java:7)`
    : text;
  return applicationLine({
    time: timeAfter(i * STEP_MS),
    level: ["ERROR ", "WARN  ", "INFO  "][i % 3]!,
    message,
    ...(i % 5 === 0 ? { thread: other } : {}),
    ...(i % 7 === 0 ? { logger: other.replaceAll(" ", "_") } : {}),
    ...(i % 11 === 0 ? { context: `gid:${other.replaceAll(" ", "_")} ` } : {}),
  });
}

function accessRecord(text: string, i: number): string {
  const at = new Date(Date.UTC(2026, 3, 12, 3, 14, 15) + i * STEP_MS).toISOString();
  const raw = oneLine(text).replaceAll('"', '\\"');
  return accessLine({
    time: `12/Apr/2026:${at.slice(11, 19)} +0000`,
    request: `GET /x/${raw}?ah=${encodeURIComponent(text.toWellFormed()).slice(0, 3000)}&av=${raw} HTTP/1.1`,
    names: i % 3 === 0 ? `- ${raw}` : "- -",
    status: i % 4 === 0 ? "500" : "200",
    tail: ` "${raw}" "${raw}" ${i}`,
    ...(i % 9 === 0 ? { client: raw.replaceAll(" ", "_") || "-" } : {}),
  });
}

function oneLine(text: string): string {
  return text.replace(/[\r\n]/g, " ");
}

function naughtyEvents(): unknown[] {
  const { events } = generateSample({
    hosts: 2,
    days: 1,
    seed: 1,
    sizeBytes: 500_000,
    incident: "appdb-outage",
  });
  const start = Date.UTC(2026, 3, 12, 3, 10);
  let next = 0;
  const fill = (value: unknown): unknown => {
    if (typeof value === "string") return NAUGHTY_STRINGS[next++ % NAUGHTY_STRINGS.length]!;
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, KEPT_FIELDS.has(key) ? one : fill(one)]),
    );
  };
  // As many as it takes for each string to be in some event.
  return Array.from({ length: 200 }, (_, i) => {
    const event: object = events[i % events.length]!;
    const created = new Date(start + i * 1500).toISOString();
    const [name, detail] = [
      NAUGHTY_STRINGS[i * 2 % NAUGHTY_STRINGS.length]!,
      NAUGHTY_STRINGS[(i * 2 + 1) % NAUGHTY_STRINGS.length]!,
    ];
    return {
      ...fill({ ...event, username: "", hostname: "", [name]: detail }) as object,
      id: i % 2 === 0 ? `naughty-${i}` : detail || `naughty-${i}`,
      created,
    };
  });
}
