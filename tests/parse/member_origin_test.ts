import { memberOrigin } from "../../lib/parse/member_origin.ts";
import { assertEquals } from "../../lib/std/assert.ts";

const CASES: readonly [
  path: string,
  host: string,
  category: string,
  family: string,
  rolled: string | null,
][] = [
  ["om1.example.com/application/mms0.log", "om1.example.com", "application", "mms0", null],
  ["om1/application/mms0.20260412.log", "om1", "application", "mms0", "20260412"],
  ["om1/http_access/mms0-access.20260412.0.log.gz", "om1", "http_access", "mms0-access", "20260412.0"],
  ["./om1/migration/mms-migration.log", "om1", "migration", "mms-migration", null],
  ["om1/daemon/daemon-hosted.20260816.log.gz", "om1", "daemon", "daemon-hosted", "20260816"],
  ["om1/application/extra.log", "om1", "application", "extra", null],
  ["om-logs_20260412T0314/om1/application/mms1.log", "om1", "application", "mms1", null],
  ["case.tar.gz!/om1/application/mms0.log", "om1", "application", "mms0", null],
  ["case.tar.gz!/application/mms0.log", "unknown", "application", "mms0", null],
  ["om-logs_1/application/mms0.log", "unknown", "application", "mms0", null],
  ["logs/mms0.log", "unknown", "application", "mms0", null],
  ["logs/mms-hosted.log", "unknown", "application", "mms-hosted", null],
  ["opt/mongodb/mms/logs/mms0-access.log", "unknown", "http_access", "mms0-access", null],
  ["om1/opt/mongodb/mms/logs/mms-hosted-access.log", "om1", "http_access", "mms-hosted-access", null],
  ["om1/logs/mms0.log.20260412.gz", "om1", "application", "mms0", "20260412"],
  ["om1/logs/mms0.log.1", "om1", "application", "mms0", "1"],
  ["om1/logs/mms0.log-20260412.gz", "om1", "application", "mms0", "20260412"],
  ["om1/logs/mms0.2026-04-12.log", "om1", "application", "mms0", "2026-04-12"],
  ["mms0-startup.log", "unknown", "other", "mms0-startup", null],
  ["daemon-startup.log", "unknown", "other", "daemon-startup", null],
  ["daemon.log", "unknown", "daemon", "daemon", null],
  ["om1/var/mongod.log", "om1", "other", "mongod", null],
  ["application/application/mms0.log", "application", "application", "mms0", null],
  ["../../etc/passwd", "etc", "other", "passwd", null],
  ["", "unknown", "other", "", null],
];

for (const [path, host, category, family, rolled] of CASES) {
  Deno.test(`memberOrigin() reads ${JSON.stringify(path)}`, () => {
    const origin = memberOrigin(path);
    assertEquals<unknown>(origin, { host, category, family, rolled });
  });
}
