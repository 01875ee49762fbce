import { createGzip } from "node:zlib";
import { accessLine, applicationLine } from "./log_builder.ts";
import { tarHeader, zeroBlocks } from "./tar_builder.ts";

const HOSTS = 5;
const MINUTES = 24 * 60;
/** Minutes in which a backing database cannot be reached. */
const TROUBLE = { from: 600, to: 620 };
const BLOCK = 512;
/** Stands for hours and minutes until they are known. */
const CLOCK = "@@:@@";
const FILES = [
  { path: "application/mms0.log", line: applicationRecord },
  { path: "http_access/mms0-access.log", line: accessRecord },
];
const encoder = new TextEncoder();

/**
 * A synthetic `.tar.gz` of so many records: a day of five hosts, made as fast as it can be compressed, so that one minute
 * is like the other but for twenty minutes of trouble.
 */
export function bigArchive(records: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  const perMinute = Math.ceil(records / (HOSTS * FILES.length * MINUTES));
  const gzip = createGzip({ level: 1 });
  return ReadableStream.from(tarBytes(perMinute)).pipeThrough(
    new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>({
      start: (controller) =>
        void gzip.on("data", (bytes: Uint8Array) => controller.enqueue(new Uint8Array(bytes))),
      transform: (bytes) => new Promise((resolve) => void gzip.write(bytes, () => resolve())),
      flush: () => new Promise((resolve) => void gzip.once("end", resolve).end()),
    }),
  );
}

function* tarBytes(perMinute: number): Generator<Uint8Array> {
  for (let host = 0; host < HOSTS; host++) {
    for (const { path, line } of FILES) yield* fileBytes(`om-${host + 1}.example/${path}`, perMinute, line);
  }
  yield zeroBlocks();
}

function* fileBytes(path: string, perMinute: number, line: LineMaker): Generator<Uint8Array> {
  const [usual, troubled] = [minuteOf(perMinute, line, "usual"), minuteOf(perMinute, line, "trouble")];
  const minutes = Array.from(
    { length: MINUTES },
    (_, i) => i >= TROUBLE.from && i < TROUBLE.to ? troubled : usual,
  );
  const size = minutes.reduce((sum, parts) => sum + parts.join(CLOCK).length, 0);
  yield tarHeader({ name: path, size });
  for (const [i, parts] of minutes.entries()) {
    const clock = `${String(Math.floor(i / 60)).padStart(2, "0")}:${String(i % 60).padStart(2, "0")}`;
    yield encoder.encode(parts.join(clock));
  }
  yield new Uint8Array((BLOCK - size % BLOCK) % BLOCK);
}

/** What kind of minute it is. */
type Day = "usual" | "trouble";

/** Makes the record of a minute. */
type LineMaker = (i: number, second: string, day: Day) => string;

/** All records of a minute, cut where its clock stands. ASCII, so that characters are bytes. */
function minuteOf(perMinute: number, line: LineMaker, day: Day): string[] {
  const lines = Array.from({ length: perMinute }, (_, i) => {
    const second = (i * 60 / perMinute).toFixed(3).padStart(6, "0");
    return line(i, second, day) + "\n";
  });
  return lines.join("").split(CLOCK);
}

function applicationRecord(i: number, second: string, day: Day): string {
  const fails = day === "trouble" && i % 3 === 0;
  return applicationLine({
    time: `2026-04-12T${CLOCK}:${second}+0000`,
    thread: `JettyHttpPool-${i % 40}`,
    level: fails ? "ERROR " : i % 97 === 0 ? "WARN  " : "INFO  ",
    logger: `com.example.svc.Synthetic${i % 60}`,
    message: fails
      ? "Timed out after 20000 ms while waiting for a server that matches WritableServerSelector"
      : `Synthetic step ${i % 60} of job ${i} took ${(i * 37) % 900} ms`,
  });
}

function accessRecord(i: number, second: string, day: Day): string {
  return accessLine({
    client: `192.0.2.${i % 200 + 1}`,
    time: `12/Apr/2026:${CLOCK}:${second.slice(0, 2)} +0000`,
    request: `GET /agents/api/synthetic/v${i % 30}?ah=db-${i % 150}.example&av=108.0.2.8729 HTTP/1.1`,
    status: day === "trouble" && i % 3 === 0 ? "500" : "200",
    tail: ` "-" "synthetic/1" ${(i * 53) % 400}`,
  });
}
