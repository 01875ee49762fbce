import type { Host, World } from "./world.ts";
import { writeRecord } from "./write_record.ts";

const MAIN = { thread: "main", level: "INFO" } as const;

/** A server stops and starts again: with a farewell or without; its log begins anew with a header. */
export function restartServer(
  world: World,
  host: Host,
  options: {
    readonly atMs: number;
    readonly downMs: number;
    readonly isClean: boolean;
    readonly header?: string;
  },
): void {
  const { atMs, downMs, isClean, header = world.header } = options;
  const server = { ...MAIN, logger: "com.xgen.svc.core.ServerMain" };
  if (isClean) {
    writeRecord(world, host, {
      ...server,
      timeMs: atMs - 900,
      method: "stop:310",
      message: "Stopping mms...",
    });
    writeRecord(world, host, { ...server, timeMs: atMs - 20, method: "stop:322", message: "Stopped mms" });
  }
  const upMs = atMs + downMs;
  host.down.push({ fromMs: atMs, toMs: upMs });
  writeHeader(host, upMs, header);
  const preflight = { ...MAIN, logger: "com.xgen.svc.core.PreFlightCheck" };
  writeRecord(world, host, {
    ...preflight,
    timeMs: upMs + 40,
    method: "run:61",
    message: "Starting pre-flight checks",
  });
  writeRecord(world, host, {
    ...preflight,
    timeMs: upMs + 1900,
    method: "run:70",
    message: "Successfully finished pre-flight checks",
  });
  writeHeader(host, upMs + 2600, header);
  writeRecord(world, host, {
    ...server,
    timeMs: upMs + 2700,
    method: "start:201",
    message: "Starting mms...",
  });
  const tookMs = world.random.whole(9000, 20_000);
  writeRecord(world, host, {
    ...server,
    timeMs: upMs + 2700 + tookMs,
    method: "start:244",
    message: `Started mms in: ${tookMs} (ms)`,
  });
}

function writeHeader(host: Host, timeMs: number, text: string): void {
  host.application.push({ writtenMs: Math.floor(timeMs + host.offsetMs), text, place: null });
}
