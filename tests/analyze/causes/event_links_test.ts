import { linkOf } from "../../../lib/analyze/causes/event_links.ts";
import type { LinkedFinding } from "../../../lib/analyze/causes/event_links.ts";
import type { EventRow } from "../../../lib/events/event_row.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { draftAt, rowAt } from "../finding_case.ts";
import { PROJECTS } from "../log_case.ts";

const [A, B] = PROJECTS as [string, string];
const CHANGE = "CONFIGURATION_CHANGED";

const CASES: readonly [
  name: string,
  finding: Partial<LinkedFinding>,
  event: Partial<EventRow>,
  link: number,
][] = [
  ["the same project", { groupIds: [A] }, { groupId: A }, 1],
  ["another project", { groupIds: [A] }, { groupId: B }, 0],
  ["another project though the replica set has the same name", { groupIds: [A], replicaSets: ["rs0"] }, {
    groupId: B,
    replicaSet: "rs0",
  }, 0],
  ["the same project, another replica set", { groupIds: [A], replicaSets: ["rs0"] }, {
    groupId: A,
    replicaSet: "rs1",
  }, 0.6],
  ["the replica set, when the finding names no project", { replicaSets: ["rs0"] }, {
    groupId: A,
    replicaSet: "rs0",
  }, 1],
  ["the host, whatever its domain, port and case", { hosts: ["om-1.example.com"] }, { host: "OM-1:8443" }, 1],
  ["one of several hosts", { hosts: ["om-1", "om-2"] }, { host: "om-1" }, 0.6],
  ["a database server that the records name", { addresses: ["db-1.example.com:27017"] }, {
    groupId: A,
    host: "db-1",
  }, 0.95],
  ["an address is not cut at its dots", { addresses: ["192.0.2.1:27017"] }, {
    groupId: A,
    host: "192.0.2.9:27017",
  }, 0.1],
  [
    "the same IPv6 address",
    { addresses: ["[2001:DB8::1]:27017"] },
    { groupId: A, host: "2001:db8::1" },
    0.95,
  ],
  ["another IPv6 address", { addresses: ["[2001:db8::1]:27017"] }, { groupId: A, host: "2001:db8::2" }, 0.1],
  ["another IPv6 address in full", { addresses: ["2001:db8::1"] }, { groupId: A, host: "2001:db8::2" }, 0.1],
  ["a captured name in the differences", { names: ["reporting-user"] }, {
    groupId: A,
    diffs: [{ name: "Reporting-User" }],
  }, 0.9],
  ["a captured name is no part of a word", { names: ["user"] }, {
    groupId: A,
    diffs: [{ name: "superuser" }],
  }, 0.1],
  ["a captured name is not cut at its dots", { names: ["storage.engine"] }, {
    groupId: A,
    diffs: ["storage.journal"],
  }, 0.1],
  ["names of three letters say nothing", { names: ["abc"] }, { groupId: A, diffs: [{ name: "abc" }] }, 0.1],
  ["a project and trouble of all", {}, { groupId: A }, 0.1],
  ["one of two projects", { groupIds: [A, B] }, { groupId: B }, 1 / 2],
  ["one of five projects", { groupIds: PROJECTS.slice(0, 5) }, { groupId: A }, 1 / 5],
  [
    "one of very many projects: never less than for what acts elsewhere",
    {
      groupIds: [A, ...Array.from({ length: 99 }, (_, at) => at.toString(16).padStart(24, "0"))],
    },
    { groupId: A },
    0.1,
  ],
  ["another replica set of one of several projects", { groupIds: [A, B], replicaSets: ["rs0"] }, {
    groupId: A,
    replicaSet: "rs1",
  }, 0.6],
];

for (const [name, finding, event, link] of CASES) {
  Deno.test(`linkOf() is ${link} for ${name}`, () => {
    assertEquals(linkOf(rowAt(1, CHANGE, event), draftAt(2, { hosts: [], ...finding }), new Map()), link);
  });
}

Deno.test("linkOf() goes by what a type acts on when no name is common", () => {
  const links = ["LOG_LEVEL_CHANGE", "OPLOG_STORE_CONFIG_CHANGE", "ORG_API_KEY_DELETED", "USER_DELETED_AUDIT"]
    .map((type) => linkOf(rowAt(1, type, { raw: { orgId: "0".repeat(24) } }), draftAt(2), new Map()));
  assertEquals(links, [0.7, 0.3, 0.3, 0.1]);
});

const STORE_CHANGE = "OPLOG_STORE_CONFIG_CHANGE";
const BACKUP_CASES: readonly [name: string, finding: Partial<LinkedFinding>, link: number][] = [
  ["a backup rule", { rule: "backup.stuck" }, 0.9],
  ["a rule about S3", { rule: "s3.slow-down" }, 0.9],
  ["a logger of backup", { loggers: ["com.xgen.svc.brs.SyntheticSvc"] }, 0.9],
  ["a route of backup", { captures: { route: ["POST /backup/oplog/v2/slices"] } }, 0.9],
  ["routes of backup, without methods", { captures: { route: ["/backup/a", "/backup/b"] } }, 0.9],
  ["a route of backup and another one", {
    captures: { route: ["POST /backup/oplog", "GET /agents/api/automation/conf/v1/{gid}"] },
  }, 0.3],
  ["a route that has backup further on", { captures: { route: ["GET /v2/backup/jobs"] } }, 0.3],
  ["a route that only begins so", { captures: { route: ["GET /backups/list"] } }, 0.3],
  ["no route", { captures: { route: [] } }, 0.3],
  ["what is not about backup", {}, 0.3],
];

for (const [name, finding, link] of BACKUP_CASES) {
  Deno.test(`linkOf() is ${link} for a change of a store and ${name}`, () => {
    assertEquals(linkOf(rowAt(1, STORE_CHANGE), draftAt(2, { hosts: [], ...finding }), new Map()), link);
  });
}

Deno.test("linkOf() is 0.1 for a daemon of another host and what is not about backup", () => {
  const event = rowAt(1, "DAEMON_CONFIG_CHANGE", { host: "om-9" });
  const links = ["signature.burst", "backup.stuck"].map((rule) =>
    linkOf(event, draftAt(2, { rule }), new Map())
  );
  assertEquals(links, [0.1, 0.9]);
});
