import { alertEvents, confirmations } from "../../../lib/analyze/causes/confirmations.ts";
import type { FindingDraft } from "../../../lib/analyze/finding_draft.ts";
import { replicaSetMembers } from "../../../lib/analyze/causes/replica_set_members.ts";
import type { EventRow } from "../../../lib/events/event_row.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { draftAt, rowAt } from "../finding_case.ts";
import { PROJECTS } from "../log_case.ts";

const [A, B] = PROJECTS as [string, string];

/** Numbers of the events that confirm a finding which lasts from minute 100 to 110. */
function confirmed(finding: Partial<FindingDraft>, ...events: readonly EventRow[]): string[] {
  return confirmations(draftAt(100, finding), alertEvents(events), replicaSetMembers(events));
}

Deno.test("confirmations() are alerts of the project, from the onset to half an hour after the end", () => {
  const alerts = [90, 99.5, 104, 139, 141].map((minute) =>
    rowAt(minute, "AUTOMATION_AGENT_DOWN", { groupId: A })
  );
  assertEquals(confirmed({ groupIds: [A] }, ...alerts), [
    "AUTOMATION_AGENT_DOWN@99.5",
    "AUTOMATION_AGENT_DOWN@104",
    "AUTOMATION_AGENT_DOWN@139",
  ]);
});

Deno.test("confirmations() are no changes, no recoveries and no alerts of another project", () => {
  const events = [
    rowAt(101, "AGENT_API_KEY_DELETED", { groupId: A }),
    rowAt(102, "AUTOMATION_AGENT_UP", { groupId: A }),
    rowAt(103, "AUTOMATION_AGENT_DOWN", { groupId: B }),
  ];
  assertEquals(confirmed({ groupIds: [A], confirmingTypes: ["AUTOMATION_AGENT_DOWN"] }, ...events), []);
});

Deno.test("confirmations() are no measures and standings of the project", () => {
  const events = [
    "OUTSIDE_METRIC_THRESHOLD",
    "MONITORING_AGENT_VERSION_BEHIND",
    "HOST_SSL_CERTIFICATE_STALE",
  ];
  assertEquals(confirmed({ groupIds: [A] }, ...events.map((type) => rowAt(101, type, { groupId: A }))), []);
});

Deno.test("confirmations() are the types that the rule names", () => {
  const finding = { rule: "cron.job-failed", confirmingTypes: ["CRON_JOB_FAILED"] };
  assertEquals(confirmed(finding, rowAt(105, "CRON_JOB_FAILED"), rowAt(105, "BALANCER_ON")), [
    "CRON_JOB_FAILED@105",
  ]);
});

Deno.test("confirmations() of AppDB trouble are alerts about the backing databases", () => {
  const alert = rowAt(105, "BACKING_DATABASE_PROCESS_DOWN", { host: "elsewhere:27017" });
  assertEquals(confirmed({ rule: "appdb.auth-failed" }, alert).length, 1);
  assertEquals(confirmed({ rule: "smtp.unreachable" }, alert).length, 0);
  const warning = rowAt(105, "BACKING_DATABASE_PROCESS_STARTUP_WARNINGS", { host: "elsewhere:27017" });
  assertEquals(confirmed({ rule: "appdb.auth-failed" }, warning).length, 0);
});

Deno.test("confirmations() are alerts of the replica set whose members the records name", () => {
  const member = { groupId: B, host: "appdb-1.example.com:27017", replicaSet: "appdb" };
  const events = [
    rowAt(99, "PRIMARY_ELECTED", member),
    rowAt(104, "NO_PRIMARY", { groupId: B, replicaSet: "appdb" }),
    rowAt(104, "NO_PRIMARY", { groupId: A, replicaSet: "appdb", id: "same name in another project" }),
  ];
  const finding = { rule: "appdb.not-primary", addresses: ["appdb-1.example.com:27017"] };
  assertEquals(confirmed(finding, ...events), ["NO_PRIMARY@104"]);
});

Deno.test("confirmations() of trouble of all backup are states of backup, not the agents'", () => {
  const events = [
    rowAt(103, "BLOCKSTORE_JOB_TOO_MANY_RETRIES", { groupId: A }),
    rowAt(104, "BACKUP_AGENT_DOWN", { groupId: A }),
    rowAt(105, "NO_PRIMARY", { groupId: A, replicaSet: "rs0" }),
  ];
  const loggers = ["com.xgen.svc.brs.san.BlockStore"];
  assertEquals(confirmed({ loggers }, ...events), ["BLOCKSTORE_JOB_TOO_MANY_RETRIES@103"]);
  assertEquals(confirmed({ loggers, groupIds: [B] }, ...events), []);
  assertEquals(confirmed({}, ...events), []);
});
