import { concat, gzip, tarEntry, tarOf } from "../../helpers/tar_builder.ts";
import type { MissingLines } from "./trouble.ts";
import type { Host, LogLine, World } from "./world.ts";

const DAY_MS = 86_400_000;
const LOGS = [["application", "application"], ["access", "http_access"], ["daemon", "daemon"]] as const;

/** The logs as a `.tar.gz`; lines that are lost stay without a place. Gives also how many records are in it. */
export function packArchive(
  world: World,
  missing: readonly MissingLines[],
): { readonly bytes: Uint8Array; readonly records: number } {
  const { random } = world;
  const base = random.chance(0.75) ? "mms0" : "mms-hosted";
  const zipsRolled = random.chance(0.2);
  const entries: Uint8Array[] = [];
  let records = 0;
  for (const host of world.hosts) {
    for (const [log, folder] of LOGS) {
      if (log === "access" && !world.hasAccess) continue;
      const stem = log === "daemon" ? "daemon-hosted" : log === "access" ? `${base}-access` : base;
      let header = log === "access" ? null : world.header;
      for (const day of daysOf(remaining(host, log, missing))) {
        const isZipped = zipsRolled && day.suffix !== "";
        const name = `${host.name}/${folder}/${stem}${day.suffix}.log${isZipped ? ".gz" : ""}`;
        const text = fileText(day.lines, name, header);
        header = day.lines.findLast(isHeader)?.text ?? header;
        entries.push(tarEntry({ name }, isZipped ? gzip(text, 1) : text));
        records += day.lines.filter((line) => !isHeader(line)).length;
      }
    }
  }
  return { bytes: gzip(tarOf(concat(...entries)), 1), records };
}

function remaining(
  host: Host,
  log: "application" | "access" | "daemon",
  missing: readonly MissingLines[],
): LogLine[] {
  const lost = missing.filter((each) => each.host === host && (each.log ?? log) === log);
  return host[log].filter(({ writtenMs }) =>
    !lost.some(({ span }) =>
      writtenMs - host.offsetMs >= span.fromMs && writtenMs - host.offsetMs < span.toMs
    )
  ).sort((a, b) => a.writtenMs - b.writtenMs);
}

/** Lines by day of the host's clock; all but the last day are rolled files. */
function daysOf(
  lines: readonly LogLine[],
): { readonly suffix: string; readonly lines: readonly LogLine[] }[] {
  const days = Map.groupBy(lines, ({ writtenMs }) => Math.floor(writtenMs / DAY_MS));
  const last = Math.max(...days.keys());
  return [...days].map(([day, ofDay]) => ({
    suffix: day === last ? "" : `.${new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll("-", "")}`,
    lines: ofDay,
  }));
}

function fileText(lines: readonly LogLine[], member: string, header: string | null): string {
  const texts: string[] = [];
  let line = 1;
  if (header !== null && lines[0] !== undefined && !isHeader(lines[0])) {
    texts.push(header);
    line++;
  }
  for (const each of lines) {
    each.place = { member, line };
    texts.push(each.text);
    line += each.text.split("\n").length;
  }
  return `${texts.join("\n")}\n`;
}

function isHeader({ text }: LogLine): boolean {
  return text.startsWith("[Starting Logging");
}
