import { createWorld, type ScenarioSize } from "./create_world.ts";
import { addDecoys } from "./decoys.ts";
import { writeEverydayRecords } from "./everyday_records.ts";
import { sendEverydayTraffic } from "./everyday_traffic.ts";
import { javaTrace } from "./java_trace.ts";
import { seededRandom } from "./random.ts";
import { packArchive } from "./scenario_archive.ts";
import type { ScenarioKind } from "./scenario_kinds.ts";
import { runSnapshot } from "./snapshot_records.ts";
import { companyOf, type FindingDraft, type Trouble } from "./trouble.ts";
import type { ExpectedFinding, Truth } from "./truth.ts";
import type { World } from "./world.ts";

/** Logs and events in which something known happened. */
export interface Scenario {
  /** Kind, seed and size. */
  readonly name: string;
  /** Kind. */
  readonly kind: ScenarioKind;
  /** The logs, a `.tar.gz`. */
  readonly archive: Uint8Array;
  /** The events, one page of the API. */
  readonly events: string;
  /** What is the matter. */
  readonly truth: Truth;
}

const HOUR_MS = 3_600_000;

/** Makes a scenario; the same kind, seed and size give the same. */
export function makeScenario(kind: ScenarioKind, seed: number, size: ScenarioSize): Scenario {
  const random = seededRandom(seed);
  const world = createWorld(random, size, kind.needs);
  addRareFailures(world);
  const troubles = kind.makers.map((make) => make(world));
  const busy = troubles.flatMap((trouble) => trouble.busy);
  const near = troubles.flatMap(({ span }) => span === null ? [] : [span.fromMs]);
  addDecoys(world, {
    near,
    busy,
    count: kind.family === "no-cause" ? random.whole(2, 8) : random.whole(0, 6),
  });
  sendEverydayTraffic(world);
  writeEverydayRecords(world);
  takeSnapshots(world, busy);
  const { bytes, records } = packArchive(world, troubles.flatMap(({ missing = [] }) => missing));
  const events = world.events.toSorted((a, b) => String(b.created).localeCompare(String(a.created)));
  return {
    name: `${kind.name} seed=${seed} size=${size}`,
    kind,
    archive: bytes,
    events: JSON.stringify({ links: [], results: events, totalCount: events.length }),
    truth: truthOf(world, kind, troubles, records),
  };
}

/** Requests that fail now and then, for a reason nobody asks about. */
function addRareFailures(world: World): void {
  world.effects.push({
    ...world.span,
    matches: ({ method, url }) => method === "GET" && url.startsWith("/v2/"),
    share: 0.0008,
    status: 500,
    failure: (request) => ({
      gid: request.gid ?? undefined,
      level: "ERROR",
      logger: "com.xgen.svc.mms.res.ErrorMapper",
      method: "toResponse:58",
      message: "Unhandled exception of a page",
      more: javaTrace("java.util.ConcurrentModificationException", seededRandom(41)),
    }),
  });
}

function takeSnapshots(world: World, busy: readonly string[]): void {
  const { random, span } = world;
  for (const project of world.projects.slice(1).filter(({ gid }) => !busy.includes(gid))) {
    for (let at = span.fromMs + random.between(0, 3) * HOUR_MS; at < span.toMs - HOUR_MS; at += 6 * HOUR_MS) {
      runSnapshot(world, project, {
        startMs: at,
        target: random.pick(project.members),
      });
    }
  }
}

function truthOf(world: World, kind: ScenarioKind, troubles: readonly Trouble[], records: number): Truth {
  const clocks = world.hosts.map(({ name, offsetMs, twins }) => ({
    host: name,
    offsetMs,
    twins: world.hasAccess ? twins : 0,
  }));
  const { fromMs, toMs } = world.span;
  const anytime = { fromMs: fromMs - 2 * HOUR_MS, toMs: toMs + 2 * HOUR_MS };
  const areOff = clocks.some(({ offsetMs }) => Math.abs(offsetMs) >= 2000);
  const areFarOff = clocks.some(({ offsetMs }) => Math.abs(offsetMs) >= 50_000);
  const ofClocks = [...areOff ? ["clock.skew"] : [], ...areFarOff ? ["agent.clock-skew"] : []];
  return {
    expected: troubles.flatMap(({ expected }) => expected.map(settled)),
    acceptable: [...troubles.flatMap(companyOf), { rules: [...ofClocks, "coverage.*"], ...anytime }],
    isNull: kind.family !== "cause",
    clocks,
    failures: world.failures.flatMap(({ request, exception }) =>
      request.place === null || !exception?.place
        ? []
        : [{ request: request.place, exception: exception.place }]
    ),
    records,
    events: world.events.length,
  };
}

function settled({ onset, ...finding }: FindingDraft): ExpectedFinding {
  const onsetMs = onset !== null && typeof onset === "object" ? onset.firstMs ?? null : onset;
  return { ...finding, onsetMs };
}
