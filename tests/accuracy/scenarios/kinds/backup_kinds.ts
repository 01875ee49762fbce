import { act, observe } from "../change_events.ts";
import { anybody, processDiffs } from "../decoys.ts";
import { javaTrace } from "../java_trace.ts";
import { seededRandom } from "../random.ts";
import { abortSnapshot, runSnapshot } from "../snapshot_records.ts";
import { namesOf, projectOf, repeatRecord, type Trouble, troubleSpan, USUAL_COMPANY } from "../trouble.ts";
import type { World } from "../world.ts";

/** How a store fails: rule, message, exception. */
const STORE_FAILURES: readonly (readonly [rule: string, message: string, exception: string])[] = [
  [
    "s3.access-denied",
    "Failed to save an s3 object, bucket=om-snapshots",
    "software.amazon.awssdk.services.s3.model.S3Exception: Access Denied (Service: S3, Status Code: 403)",
  ],
  [
    "s3.credentials-rejected",
    "IOException while writing blocks",
    "software.amazon.awssdk.services.s3.model.S3Exception: The AWS Access Key Id you provided does not exist in our " +
    "records. (Service: S3, Status Code: 403, Error Code: InvalidAccessKeyId)",
  ],
  [
    "s3.no-such-bucket",
    "Failed to save an s3 object, bucket=om-snapshots-new",
    "software.amazon.awssdk.services.s3.model.NoSuchBucketException: The specified bucket does not exist " +
    "(Service: S3, Status Code: 404, Error Code: NoSuchBucket)",
  ],
  [
    "network.unknown-host",
    "Failure batch inserting blocks",
    "java.net.UnknownHostException: s3.storage-new.example.com",
  ],
  [
    "backup.store-unreachable",
    "Unable to obtain MongoSvc for checking free space on blockstore2",
    "java.lang.IllegalStateException: no client for blockstore2",
  ],
  [
    "backup.store-write-failed",
    "Non-retryable failure while saving block",
    "java.lang.IllegalArgumentException: store has no region",
  ],
];
const COMPANY = [...USUAL_COMPANY, "s3.*", "backup.*", "network.*", "tls.*", "cron.*"];

/** The configuration of a snapshot store is changed; writes to it fail in all projects that use it. */
export function storeChange(world: World): Trouble {
  const { random } = world;
  const span = troubleSpan(world, 15, 60);
  const causes = [act(world, anybody(world), {
    timeMs: span.fromMs - random.pick([60_000, 420_000, 1_200_000]) * random.between(0.3, 1),
    type: "SNAPSHOT_STORE_CONFIG_CHANGE",
  })];
  return storeTrouble(world, span, causes);
}

/** A store fails by itself. */
export function storeWithoutEvent(world: World): Trouble {
  return storeTrouble(world, troubleSpan(world, 15, 60), []);
}

/** The primary of a set changes while its snapshot is taken: the target is no more, the snapshot is aborted. */
export function snapshotAborted(world: World): Trouble {
  const { random } = world;
  const span = troubleSpan(world, 3, 12);
  const project = projectOf(world);
  const { gid, members, replicaSet } = project;
  const host = random.pick(world.hosts);
  const [before = "", after = ""] = random.some(members, 2);
  const electedMs = span.fromMs - random.between(6000, 90_000);
  const keys = { replicaSetName: replicaSet, port: 27017 };
  const causes = [
    observe(world, { timeMs: electedMs, type: "PRIMARY_ELECTED", gid, fields: { ...keys, hostname: after } }),
  ];
  if (random.chance(0.5)) {
    causes.push(
      observe(world, {
        timeMs: electedMs - 4000,
        type: "HOST_RESTARTED",
        gid,
        fields: { ...keys, hostname: before },
      }),
    );
  }
  if (random.chance(0.4)) {
    causes.push(act(world, anybody(world), {
      timeMs: electedMs - random.between(30_000, 90_000),
      type: "AUTOMATION_CONFIG_PUBLISHED_AUDIT",
      gid,
      fields: { diffs: processDiffs(before, "RESTART") },
    }));
  }
  runSnapshot(world, project, { startMs: span.fromMs - 600_000, target: before, untilMs: span.fromMs });
  const onset = abortSnapshot(world, project, { host, span, target: before });
  const rules = ["backup.targeting-mismatch", "backup.snapshot-aborted", "backup.agent-abort"];
  const finding = { rules, hosts: [host.name], gids: [gid], onset, causes };
  return { expected: [finding], acceptable: COMPANY, busy: [gid], span };
}

function storeTrouble(
  world: World,
  span: { fromMs: number; toMs: number },
  causes: readonly string[],
): Trouble {
  const { random } = world;
  const users = random.some(world.projects.slice(1), random.whole(1, 3));
  const [rule, message, exception] = random.pick(STORE_FAILURES);
  const [onset = span.fromMs] = repeatRecord(world, {
    span,
    perMinute: random.between(2, 10),
    make: () => ({
      thread: `WTDataBlockInserter-${random.whole(1, 30)}`,
      gid: random.chance(0.5) ? random.pick(users).gid : undefined,
      level: "ERROR",
      logger: "com.xgen.svc.brs.san.BlockFileSvc",
      method: "writeBlocks:402",
      message: `${message}: ${random.hex(24)}`,
      more: javaTrace(exception, seededRandom(9)),
    }),
  });
  const finding = { rules: [rule], hosts: namesOf(world.hosts), gids: null, onset, causes };
  return { expected: [finding], acceptable: COMPANY, busy: users.map(({ gid }) => gid), span };
}
