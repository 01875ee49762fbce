import { nameScope, scopesOf } from "../../../lib/analyze/impact/impact_scope.ts";
import { replicaSetMembers } from "../../../lib/analyze/causes/replica_set_members.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import type { EventRow } from "../../../lib/events/event_row.ts";
import { rowAt } from "../finding_case.ts";

const HOSTS = ["om-1.example.com", "om-2.example.com"];
const MEMBER = rowAt(1, "HOST_NOW_PRIMARY", {
  groupId: "a",
  replicaSet: "rs0",
  host: "db-7.example.com:27017",
});

function show(event: EventRow): string[] {
  return scopesOf(event, { hosts: HOSTS, members: replicaSetMembers([MEMBER]) }).map(nameScope);
}

Deno.test("scopesOf names the project, the replica set and the agents on its hosts", () => {
  const started = rowAt(2, "INITIAL_SYNC_STARTED_AUDIT", { groupId: "a", replicaSet: "rs0" });
  assertEquals(show(started), ["all", "project:a", "replicaSet:a/rs0", "agent:db-7"]);
  assertEquals(show(rowAt(2, "GROUP_DELETED", { groupId: "b" })), ["all", "project:b"]);
});

Deno.test("scopesOf names the host of Ops Manager that is meant, all where all are", () => {
  assertEquals(show(rowAt(2, "DAEMON_CONFIG_CHANGE", { host: "om-2:27500" })), [
    "all",
    "host:om-2.example.com",
    "agent:om-2",
  ]);
  assertEquals(show(rowAt(2, "LOG_LEVEL_CHANGE")), ["all", ...HOSTS.map((host) => `host:${host}`)]);
  assertEquals(show(rowAt(2, "USER_DELETED_AUDIT")), ["all"]);
});
