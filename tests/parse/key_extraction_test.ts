import { extractKeys, type RecordKeys } from "../../lib/parse/key_extraction.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";

const G = "5f0000000000000000000001";
const S = "622f207c2fb0101b37a23aeb";
const B = "75802d9c-5431-4792-bfc9-58a2024d5929";

/** Synthetic texts of the known shapes, and the keys that are not empty. */
const RECORDS: readonly [
  what: string,
  record: { gid?: string; logger?: string; text?: string },
  keys: Partial<RecordKeys>,
][] = [
  ["nothing", { text: "done" }, {}],
  ["the context", { gid: G }, { groupIds: [G] }],
  ["a backup logger", { logger: `backup.jobs.${G}.my-rs_0.a` }, {
    groupIds: [G],
    replicaSets: ["my-rs_0.a"],
  }],
  ["a logger of config servers", { logger: `backup.jobs.${G}.config-cfg-RS-${S}` }, {
    groupIds: [G],
    replicaSets: ["cfg-RS"],
    clusterIds: [S],
  }],
  ["a description request", { text: `Description request from ${G}/rs 1/${B} from ah=n2.x.int av=10.1` }, {
    groupIds: [G],
    agents: ["n2.x.int"],
    backupIds: [B],
    replicaSets: ["rs 1"],
  }],
  ["a progress", { text: `Snapshot: Snapshot: ${G}/rs @ 1623742793000, Regular` }, {
    groupIds: [G],
    replicaSets: ["rs"],
  }],
  ["a snapshot", { text: `Snapshot: ${S} BlockFile: x` }, { snapshotIds: [S] }],
  ["a start", { text: `started for groupId: ${G}, clusterId: ${S}, topology:` }, {
    groupIds: [G],
    clusterIds: [S],
  }],
  ["a post", { text: `Successful post x for groupId: ${G}, rsId: shard-0` }, {
    groupIds: [G],
    replicaSets: ["shard-0"],
  }],
  ["a target", { text: "TargetingSelection{_sessionKey='k', _hostnameAndPort='h:27018', _info=x}" }, {
    agents: ["h:27018"],
  }],
  ["a session", { text: `Group ID: ${G} Session: ${S} Hostname: h.x` }, { groupIds: [G], agents: ["h.x"] }],
  ["a URL", { text: `In GET /backup/wtcheckpoint/v1/${G}/call from ah=h.x av=1` }, {
    groupIds: [G],
    agents: ["h.x"],
  }],
  ["a backup id", { text: `cleanup (backupId: ${B})` }, { backupIds: [B] }],
  ["a discovery", { text: "Completed discovery for replica set om-db" }, { replicaSets: ["om-db"] }],
  ["prose about replica sets", { text: "The replica set is not ready yet" }, {}],
  ["a server", { text: "while waiting for a connection to server h.x:27017" }, { addresses: ["h.x:27017"] }],
  [
    "the driver's servers",
    {
      text:
        "[{address=b:2, type=UNKNOWN, state=CONNECTING}, {address=a:1, type=REPLICA_SET_PRIMARY, roundTripTime=1.0 ms, state=CONNECTED}]",
    },
    {
      addresses: ["a:1", "b:2"],
      servers: [
        { address: "a:1", type: "REPLICA_SET_PRIMARY", state: "CONNECTED" },
        { address: "b:2", type: "UNKNOWN", state: "CONNECTING" },
      ],
    },
  ],
];

const NO_KEYS: RecordKeys = {
  groupIds: [],
  replicaSets: [],
  agents: [],
  addresses: [],
  clusterIds: [],
  backupIds: [],
  snapshotIds: [],
  servers: [],
};

for (const [what, { gid = null, logger = "a.B", text = "" }, keys] of RECORDS) {
  Deno.test(`extractKeys() finds the keys of ${what}`, () => {
    assertEquals(extractKeys({ gid, logger, text }), { ...NO_KEYS, ...keys });
  });
}

Deno.test("extractKeys() is bounded", () => {
  const text = Array.from({ length: 9000 }, (_, n) => `ah=h${n} {address=h${n}:1, type=A, state=B}`).join(
    " ",
  );
  const keys = extractKeys({ gid: null, logger: "a.B", text });
  assertEquals([keys.agents.length, keys.servers.length], [256, 256]);
});

for (const piece of ["{address=a, type=b", "ah=", "replica set a", "a".repeat(24) + "/", "groupId: "]) {
  Deno.test(`extractKeys() reads 2 MB of ${JSON.stringify(piece)} in linear time`, () => {
    const started = performance.now();
    extractKeys({ gid: null, logger: "a.B", text: piece.repeat(2e6 / piece.length) });
    assert(performance.now() - started < 5000);
  });
}
