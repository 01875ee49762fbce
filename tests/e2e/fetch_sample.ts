import { gzip, noise, tarEntry, tarOf } from "../helpers/tar_builder.ts";

/** Id of the organization. */
export const ORG_ID = "5b478b3afc4625789ce616a3";
/** Id of the one job. */
export const JOB_ID = "66f000000000000000000001";
/** Name of its archive. */
export const ARCHIVE_NAME = "om-logs_1747000000.tar.gz";
/** About 300 kB that do not compress. */
export const ARCHIVE: Uint8Array = gzip(
  tarOf(tarEntry({ name: "om-1.example.com/application/mms0.log" }, noise(300_000))),
);

/** The job, done. */
export const JOB: { readonly id: string; readonly [field: string]: unknown } = {
  id: JOB_ID,
  status: "SUCCESS",
  creationDate: "2026-11-20T08:00:00Z",
  expirationDate: "2026-11-27T08:00:00Z",
  finishDate: "2026-11-20T08:02:30Z",
  servers: ["om-1.example.com"],
  logTypes: ["APPLICATION"],
  sizeLimitHit: false,
  uncompressedSizeTotalBytes: 300_000,
  childJobs: [{
    serverId: "om-1.example.com",
    logCollectionType: "APPLICATION",
    status: "SUCCESS",
    errorMessage: null,
    sizeLimitHit: false,
    uncompressedDiskspaceBytes: 300_000,
  }],
};

/** The server that the job collected from. */
export const SERVER: Readonly<Record<string, string>> = {
  serverId: "om-1.example.com",
  serverType: "MMS_SERVER",
  lastPing: "2026-11-20T08:00:00Z",
};

/** Events, newest first, one a second. */
export function events(count: number): Record<string, unknown>[] {
  const newestMs = Date.parse("2026-11-20T08:00:00Z");
  return Array.from({ length: count }, (_, i) => ({
    id: (0x66e000000000 + count - i).toString(16).padEnd(24, "0"),
    created: new Date(newestMs - i * 1000).toISOString().replace(".000Z", "Z"),
    eventTypeName: i % 2 === 0 ? "HOST_DOWN" : "HOST_UP",
    orgId: ORG_ID,
  }));
}
