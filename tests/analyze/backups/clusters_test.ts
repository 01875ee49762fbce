import type { Analysis } from "../../../lib/analyze/analysis.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { analyzeCase, background, fileOf, type LogLine, record } from "../log_case.ts";
import { abortLine, GROUP, stageLines } from "./snapshot_log.ts";

const CLUSTER = "65449d79a064331ae268a0ea";
const CONFIG = `config-csrs-${CLUSTER}`;
const SHARDS = ["shard_0", "shard_1", CONFIG];

function topologyOf(names: readonly string[]): string {
  return names.map((name) =>
    `WtShardedClusterTopology.Shard(_rsId=${name}, _shardName=${name}, _aborted=false)`
  )
    .join(", ");
}

function clusterLine(minute: number, topology: string): LogLine {
  const message =
    `Wtc clustershot started for groupId: ${GROUP}, clusterId: ${CLUSTER}, topology: WtShardedClusterTopology(_shards=[${topology}], _aborting=false)`;
  return record({ minute, message, gid: GROUP, logger: "com.xgen.svc.brs.slurp.res.WTCheckpointResource" });
}

/** A snapshot of every shard, and of a set that is no shard of it. */
function roundOf(minute: number, number: number, lastStage = 12): LogLine[] {
  return [
    ...SHARDS.flatMap((replicaSet, i) =>
      stageLines({ minute: minute + 1 + i, number: number + i, replicaSet, lastStage })
    ),
    ...stageLines({ minute: minute + 60, number: number + 9, replicaSet: "alone" }),
  ];
}

async function rowsOf(lines: readonly LogLine[]): Promise<Analysis["backups"]> {
  return (await analyzeCase({ files: { "mms0.log": fileOf(background(1, 0, 600, 1), lines) } })).backups;
}

Deno.test("assembleSnapshots() knows the shards of a cluster by its topology", async () => {
  const rows = await rowsOf([clusterLine(10, topologyOf(SHARDS)), ...roundOf(10, 10), ...roundOf(200, 20)]);
  assertEquals(rows.map(({ replicaSet, clusterId, stage }) => `${replicaSet} ${clusterId} ${stage}`), [
    `${CONFIG} ${CLUSTER} complete`,
    `shard_0 ${CLUSTER} complete`,
    `shard_1 ${CLUSTER} complete`,
    "alone null complete",
    // The topology of one round tells about all.
    `shard_0 ${CLUSTER} complete`,
    `shard_1 ${CLUSTER} complete`,
    `${CONFIG} ${CLUSTER} complete`,
    "alone null complete",
  ]);
  assertEquals(rows.map(({ stages }) => stages[0]!.stage), [
    ...Array(3).fill("cluster-started"),
    ...Array(5).fill("targeted"),
  ]);
});

Deno.test("assembleSnapshots() knows the shards of a cluster without names by their beginning", async () => {
  const rows = await rowsOf([clusterLine(10, ""), ...roundOf(10, 10)]);
  assertEquals(rows.map(({ replicaSet, clusterId }) => `${replicaSet} ${clusterId}`), [
    `shard_0 ${CLUSTER}`,
    `shard_1 ${CLUSTER}`,
    `${CONFIG} ${CLUSTER}`,
    "alone null",
  ]);
});

Deno.test("assembleSnapshots() calls config servers by their whole name, also where only their own is logged", async () => {
  const own = stageLines({ minute: 10, number: 1, replicaSet: CONFIG, without: [4, 6, 7] });
  const short = stageLines({ minute: 10, number: 1, replicaSet: "csrs" }).filter(({ stage }) =>
    [4, 6, 7].includes(stage)
  );
  const rows = await rowsOf([...own, ...short]);
  assertEquals(rows.map(({ replicaSet, stages }) => [replicaSet, stages.length]), [[CONFIG, 12]]);
});

Deno.test("abortRounds() says which shard was aborted first, and that it took the others with it", async () => {
  const lines = [
    clusterLine(10, topologyOf(SHARDS)),
    ...roundOf(10, 10, 9),
    abortLine(22, "Abort triggered by error from b(13.9): no such file", "shard_1"),
    abortLine(22.1, "Abort triggered on a sharded cluster", "shard_0"),
  ];
  const rows = await rowsOf(lines);
  assertEquals(
    rows.map(({ replicaSet, outcome, end, firstAborted }) => [replicaSet, outcome, end, firstAborted]),
    [
      [CONFIG, "aborted", "2026-04-12T00:22:00.000Z", "shard_1"],
      ["shard_0", "aborted", "2026-04-12T00:22:06.000Z", "shard_1"],
      ["shard_1", "aborted", "2026-04-12T00:22:00.000Z", "shard_1"],
      ["alone", "complete", "2026-04-12T01:22:00.000Z", null],
    ],
  );
});

Deno.test("abortRounds() finds the shard that an abort of the cluster names", async () => {
  const message = `Wtc cluster topology shard was aborted: [${topologyOf(["shard_0"])}]`;
  const rows = await rowsOf([
    clusterLine(10, topologyOf(SHARDS)),
    ...roundOf(10, 10, 9),
    record({ minute: 24, message, gid: GROUP }),
  ]);
  assertEquals(
    new Set(rows.map(({ outcome, firstAborted }) => `${outcome} ${firstAborted}`)),
    new Set([
      "aborted shard_0",
      "complete null",
    ]),
  );
});

Deno.test("abortRounds() takes all that is unfinished for aborted when the cluster is, whoever was first", async () => {
  const rows = await rowsOf([
    clusterLine(10, topologyOf(SHARDS)),
    ...roundOf(10, 10, 9),
    record({ minute: 24, message: "Abort triggered on a sharded cluster", gid: GROUP }),
  ]);
  assertEquals(rows.map(({ outcome, firstAborted }) => `${outcome} ${firstAborted}`), [
    "aborted null",
    "aborted null",
    "aborted null",
    "complete null",
  ]);
});

Deno.test("abortRounds() leaves shards alone that were complete before, and other rounds", async () => {
  const rows = await rowsOf([
    clusterLine(10, topologyOf(SHARDS)),
    ...stageLines({ minute: 11, number: 1, replicaSet: "shard_0" }),
    ...stageLines({ minute: 12, number: 2, replicaSet: "shard_1", minutes: 40, lastStage: 9 }),
    abortLine(50, "Abort triggered by error from b(13.9): no such file", "shard_1"),
    ...stageLines({ minute: 200, number: 3, replicaSet: "shard_0" }),
    ...stageLines({ minute: 201, number: 4, replicaSet: "shard_1" }),
  ]);
  assertEquals(
    rows.map(({ replicaSet, outcome, firstAborted }) => `${replicaSet} ${outcome} ${firstAborted}`),
    [
      "shard_0 complete null",
      "shard_1 aborted shard_1",
      "shard_0 complete null",
      "shard_1 complete null",
    ],
  );
});
