import type { CliIo } from "../../../../lib/cli/cli_io.ts";
import {
  downloadArchive,
  type DownloadedArchive,
} from "../../../../lib/cli/fetch/archive/download_archive.ts";
import { OpsManagerClient } from "../../../../lib/fetch/ops_manager_client.ts";
import { Secret } from "../../../../lib/fetch/secret.ts";
import {
  type Fault,
  type OpsManagerServer,
  type OpsManagerSetup,
  type RecordedRequest,
  withOpsManager,
} from "../../../helpers/ops_manager_server.ts";
import { gzip, noise, tarEntry, tarOf } from "../../../helpers/tar_builder.ts";
import { withFolder } from "../../../helpers/temporary_folder.ts";
import { type FakeIo, fakeIo } from "../../fake_io.ts";

/** Id of the one job. */
export const JOB_ID = "66f000000000000000000001";
/** Name that the server gives its archive. */
export const NAME = "om-logs_1747000000.tar.gz";
const STORED = 0;
/** About 300 kB that do not compress; other seeds give other bytes, as many. */
export function archiveOf(seed: number): Uint8Array<ArrayBuffer> {
  const entries = [
    tarEntry({ name: "om-1/application/mms0.log" }, noise(200_000, seed)),
    tarEntry({ name: "om-1/http_access/access.log" }, noise(99_000, seed + 1)),
  ];
  return gzip(tarOf(...entries), STORED).slice();
}
/** What the server has. */
export const ARCHIVE: Uint8Array = archiveOf(1);
/** What succeeded of the job. */
export const CHILD: Readonly<Record<string, unknown>> = {
  serverId: "om-1.example.com",
  logCollectionType: "APPLICATION",
  status: "SUCCESS",
  sizeLimitHit: false,
  uncompressedDiskspaceBytes: 299_000,
  errorMessage: null,
};
/** The job as the API tells of it. */
export const JOB: Readonly<Record<string, unknown>> = {
  id: JOB_ID,
  status: "SUCCESS",
  creationDate: "2026-05-11T08:00:00Z",
  servers: ["om-1.example.com"],
  logTypes: ["APPLICATION"],
  childJobs: [CHILD],
};

/** A server with one archive, and a folder for it. */
export interface DownloadPlace {
  /** The server. */
  readonly server: OpsManagerServer;
  /** Does not exist yet. */
  readonly folder: string;
  /** Starts a run of its own that downloads the archive. */
  readonly download: (run?: DownloadRun) => Promise<DownloadedArchive>;
}

/** How a run differs. */
export interface DownloadRun {
  readonly force?: boolean;
  readonly io?: CliIo;
  readonly signal?: AbortSignal;
}

/** Where the archive is to be downloaded from. Waits are over at once. */
export function withArchive<T>(
  setup: OpsManagerSetup,
  use: (place: DownloadPlace) => Promise<T>,
): Promise<T> {
  const whole = { jobs: [JOB], archive: ARCHIVE, ...setup };
  return withFolder((root) =>
    withOpsManager(whole, (server) => {
      const folder = `${root}/out`;
      const download = async (
        { force = false, io = fakeIo(), signal = new AbortController().signal }: DownloadRun = {},
      ) => {
        const client = clientOf(server);
        const job = await client.getJob("latest");
        return await downloadArchive({ client, job, folder, force, quiet: false, signal }, io);
      };
      return use({ server, folder, download });
    })
  );
}

function clientOf({ url, publicKey, privateKey }: OpsManagerServer): OpsManagerClient {
  return new OpsManagerClient({
    baseUrl: url,
    publicKey,
    privateKey: new Secret(privateKey),
    requestsPerSecond: 1000,
    delay: () => Promise.resolve(),
    random: () => 0,
  });
}

/** Downloads among the requests, those that were let in. */
export function downloadsOf({ requests }: OpsManagerServer): RecordedRequest[] {
  return requests.filter(isDownload);
}

/** Whether a request is for the archive, and is let in. */
export function isDownload({ path, authorized }: RecordedRequest): boolean {
  return path.endsWith(":download") && authorized;
}

/** Faults of the first, second, … download; what follows `repeat` goes on for ever. */
export function inTurn(
  ...faults: readonly (Fault | "repeat" | undefined)[]
): (request: RecordedRequest) => Fault | undefined {
  const repeat = faults.indexOf("repeat");
  const once = faults.slice(0, repeat < 0 ? faults.length : repeat);
  let count = 0;
  return (request) => {
    if (!isDownload(request)) return undefined;
    const fault = count < once.length || repeat < 0 ? faults[count] : faults[repeat + 1];
    count++;
    return fault === "repeat" ? undefined : fault;
  };
}

/** A machine with a terminal, and what it shows. */
export function terminalIo(): FakeIo {
  let clock = 0;
  return fakeIo({ terminal: true, now: () => clock += 250 });
}
