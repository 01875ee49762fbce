import type { PlantedRecord } from "../log/application_log.ts";
import { type RecordTemplate, recordTemplate } from "../log/record_template.ts";
import type { Blackout, IncidentScene, IncidentStory } from "./incident_story.ts";

const START_SENTENCES: readonly (readonly [logger: string, caller: string, message: string])[] = [
  ["com.xgen.svc.core.CheckRunner", "CheckRunner.java:all:51", "Checking @{n} conditions before the start"],
  ["com.xgen.svc.core.CheckRunner", "CheckRunner.java:all:77", "All conditions hold"],
  ["com.xgen.svc.core.ServerBoot", "ServerBoot.java:run:90", "Reading settings"],
  ["com.xgen.svc.core.ServerBoot", "ServerBoot.java:run:104", "Opening the databases"],
  ["com.xgen.svc.core.CronLedger", "CronLedger.java:open:39", "Took over @{n} cron entries"],
  ["com.xgen.svc.core.ServerBoot", "ServerBoot.java:run:131", "Serving on port 8443 after @{ms} ms"],
];

/** How many of the sentences the checks before a start write; they are a process of their own. */
const CHECK_SENTENCES = 2;

const START_RECORDS: readonly RecordTemplate[] = START_SENTENCES.map(([logger, caller, message]) =>
  recordTemplate({ level: "INFO", thread: "main", logger, caller, withProject: false, message })
);

/** Two processes start one after the other, each with its header line. */
function startUp(scene: IncidentScene, host: number, startMs: number): PlantedRecord[] {
  let timeMs = startMs;
  return START_RECORDS.flatMap((template, index) => {
    timeMs += 30 + scene.random.below(700);
    const record = { timeMs, host, template, project: null };
    const opens = index === 0 || index === CHECK_SENTENCES;
    return opens ? [{ ...record, template: null }, record] : [record];
  });
}

/** One server dies and comes back, several times. */
export function restartLoop(scene: IncidentScene): IncidentStory {
  const { random, fleet, fromMs, toMs, causeMs: timeMs } = scene;
  const host = random.below(fleet.hosts.length);
  const count = 4 + random.below(3);
  const deaths = Array.from(
    { length: count },
    (_, index) =>
      Math.floor(fromMs + (toMs - fromMs) * index / count + (index === 0 ? 0 : random.below(60_000))),
  );
  const starts = deaths.map((deathMs) => deathMs + 5000 + random.below(20_000));
  const blackouts = deaths.map((deathMs, index): Blackout => {
    return { host, logs: "all", fromMs: deathMs, toMs: (starts[index] ?? deathMs) + 5000 };
  });
  return {
    hosts: [host],
    projects: [],
    planted: starts.flatMap((startMs) => startUp(scene, host, startMs)),
    access: [],
    blackouts,
    cause: {
      timeMs,
      type: "DAEMON_CONFIG_CHANGE",
      actor: random.pick(fleet.actors),
      request: `PUT /api/public/v1.0/admin/backup/daemon/configs/${fleet.hosts[host]}`,
      fields: { hostname: fleet.hosts[host] },
    },
    confirming: [],
  };
}

/** One server goes on serving but logs nothing. */
export function silence(scene: IncidentScene): IncidentStory {
  const { random, fleet, fromMs, toMs, causeMs: timeMs } = scene;
  const host = random.below(fleet.hosts.length);
  return {
    hosts: [host],
    projects: [],
    planted: [],
    access: [],
    blackouts: [{ host, logs: "application", fromMs, toMs }],
    cause: {
      timeMs,
      type: "LOG_LEVEL_CHANGE",
      actor: random.pick(fleet.actors.filter((actor) => actor.kind === "person")),
      request: "POST /admin/general/loglevels",
    },
    confirming: [],
  };
}

/** Nothing happens. */
export function nothing(): IncidentStory {
  return { hosts: [], projects: [], planted: [], access: [], blackouts: [], cause: null, confirming: [] };
}
