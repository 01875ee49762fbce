import { gzipSync } from "node:zlib";
import { RemoteError } from "../../lib/errors.ts";
import { downloadProblem } from "../../lib/fetch/jobs/collection_job_document.ts";
import type { OpsManagerOptions } from "../../lib/fetch/http/api_session.ts";
import { OpsManagerClient } from "../../lib/fetch/ops_manager_client.ts";
import { Secret } from "../../lib/fetch/secret.ts";
import { assert, assertEquals, assertRejects, assertStringIncludes } from "../../lib/std/assert.ts";
import {
  type OpsManagerServer,
  type OpsManagerSetup,
  withOpsManager,
} from "../helpers/ops_manager_server.ts";

const ORG = "5b478b3afc4625789ce616a3";
const JOB = "66f000000000000000000001";
const NOW_MS = Date.UTC(2026, 10, 22, 12);

/** Runs a client with a clock that only its own waits move. */
function withClient<T>(
  setup: OpsManagerSetup,
  use: (client: OpsManagerClient, server: OpsManagerServer, waits: number[]) => Promise<T>,
  options: Partial<OpsManagerOptions> = {},
): Promise<T> {
  let nowMs = NOW_MS;
  const waits: number[] = [];
  const delay = (ms: number) => {
    nowMs += ms;
    waits.push(ms);
    return Promise.resolve();
  };
  return withOpsManager({ now: () => nowMs, ...setup }, (server) => {
    const privateKey = new Secret(server.privateKey);
    const given = { baseUrl: server.url, publicKey: server.publicKey, privateKey, now: () => nowMs, delay };
    return use(new OpsManagerClient({ ...given, ...options }), server, waits);
  });
}

function jobDocument(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return { id: JOB, status: "SUCCESS", creationDate: "2026-11-21T00:00:00Z", childJobs: [], ...fields };
}

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<number[]> {
  return (await Array.fromAsync(chunks)).flatMap((chunk) => [...chunk]);
}

const accepted = ({ requests }: OpsManagerServer) => requests.filter(({ authorized }) => authorized);

Deno.test("OpsManagerClient goes with a job from its creation to its end", async () => {
  const servers = [{ serverId: "om-1", serverType: "MMS_SERVER" }, {
    serverId: "om-2",
    serverType: "MMS_SERVER",
  }];
  await withClient({ servers }, async (client, server) => {
    assertEquals((await client.listServers()).map(({ serverId }) => serverId), ["om-1", "om-2"]);
    const { id } = await client.createJob({ servers: ["om-2"], logTypes: ["APPLICATION"] });
    const statuses = (await Array.fromAsync(client.watchJob(id))).map(({ status }) => status);
    assertEquals(statuses, ["IN_PROGRESS", "IN_PROGRESS", "SUCCESS"]);
    const job = await client.getJob("latest");
    assertEquals([job.id, job.childJobs.map(({ serverId }) => serverId)], [id, ["om-2"]]);
    const extended = await client.extendJob(id, "2026-12-01T00:00:00Z");
    assertEquals(extended.expirationDate, "2026-12-01T00:00:00Z");
    await client.deleteJob(id);
    assertEquals([await client.listJobs(), server.jobs], [[], []]);
    assertStringIncludes(client.serviceVersion ?? "", "versionString=8.0.27");
    assertEquals(client.apiUrl, `${server.url}/api/public/v1.0`);
  });
});

Deno.test("OpsManagerClient.retryJob() runs what failed again", async () => {
  const childJobs = [{ serverId: "om-1", logCollectionType: "APPLICATION", status: "FAILURE" }];
  const jobs = [jobDocument({ status: "FAILURE", childJobs })];
  await withClient({ jobs }, async (client) => {
    assert(downloadProblem(await client.getJob(JOB)) !== null);
    assertEquals((await client.retryJob(JOB)).status, "IN_PROGRESS");
    const last = (await Array.fromAsync(client.watchJob(JOB))).at(-1);
    assertEquals(last?.childJobs.map(({ status }) => status), ["SUCCESS"]);
    const error = await assertRejects(() => client.retryJob(JOB), RemoteError);
    assertEquals([error.status, error.errorCode], [400, "ONLY_FAILED_JOB_CAN_BE_RESTARTED"]);
  });
});

Deno.test("OpsManagerClient.getJob() says of an unknown id what to check", async () => {
  await withClient({}, async (client) => {
    const error = await assertRejects(
      () => client.getJob(JOB),
      RemoteError,
      `Cannot get collection job ${JOB}`,
    );
    assertEquals([error.status, error.errorCode], [404, "RESOURCE_NOT_FOUND"]);
    assertStringIncludes(error.remedy, "check the id");
    assertStringIncludes(error.remedy, "8.0.23");
  });
});

Deno.test("OpsManagerClient.watchJob() ends with the reason of the signal", async () => {
  const controller = new AbortController();
  const jobs = [jobDocument({ status: "IN_PROGRESS" })];
  const { signal } = controller;
  await withClient({ jobs }, async (client) => {
    const seen: string[] = [];
    const watch = async () => {
      for await (const { status } of client.watchJob(JOB)) {
        seen.push(status);
        controller.abort(new Error("interrupted"));
      }
    };
    await assertRejects(watch, Error, "interrupted");
    assertEquals(seen, ["IN_PROGRESS"]);
  }, { signal });
});

const ARCHIVE = new Uint8Array(gzipSync("x".repeat(100)));

Deno.test("OpsManagerClient.openArchive() sends the colon as it is and gives the bytes of the archive", async () => {
  await withClient({ jobs: [jobDocument()], archive: ARCHIVE, etag: '"v1"' }, async (client, server) => {
    const { bytes, ...rest } = await client.openArchive(JOB);
    assertEquals(await bytesOf(bytes), [...ARCHIVE]);
    const fileName = "om-logs_1747000000.tar.gz";
    assertEquals(rest, { fileName, fromByte: 0, totalBytes: ARCHIVE.length, validator: '"v1"' });
    const [request] = accepted(server);
    assertEquals(request?.path, `/api/public/v1.0/admin/omLogCollectionJobs/${JOB}:download`);
    assertEquals(request?.headers["accept-encoding"], "identity");
  });
});

for (const encoding of ["gzip", "br"]) {
  Deno.test(`OpsManagerClient.openArchive() does not decompress what is labelled Content-Encoding: ${encoding}`, async () => {
    const headers = { "content-encoding": encoding, "content-type": "application/gzip" };
    const setup: OpsManagerSetup = {
      jobs: [jobDocument()],
      fault: ({ authorized }) =>
        authorized ? { kind: "answer", status: 200, headers, body: ARCHIVE } : undefined,
    };
    await withClient(setup, async (client) => {
      const { bytes, totalBytes } = await client.openArchive(JOB);
      assertEquals([await bytesOf(bytes), totalBytes], [[...ARCHIVE], ARCHIVE.length]);
    });
  });
}

Deno.test("OpsManagerClient.openArchive() goes on, starts again, or has nothing to add", async () => {
  await withClient({ jobs: [jobDocument()], archive: ARCHIVE, etag: '"v1"' }, async (client) => {
    const cases = [
      { fromByte: 10, validator: '"v1"' },
      { fromByte: 10 },
      { fromByte: 10, validator: '"v0"' },
      { fromByte: ARCHIVE.length, validator: '"v1"' },
      { fromByte: ARCHIVE.length + 1, validator: '"v1"' },
    ];
    const got: (readonly [number, number])[] = [];
    for (const options of cases) {
      const { fromByte, bytes } = await client.openArchive(JOB, options);
      got.push([fromByte, (await bytesOf(bytes)).length]);
    }
    const size = ARCHIVE.length;
    assertEquals(got, [[10, size - 10], [10, size - 10], [0, size], [size, 0], [0, size]]);
  });
});

Deno.test("OpsManagerClient.openArchive() tells a cut line from an end", async () => {
  const setup: OpsManagerSetup = {
    jobs: [jobDocument()],
    archive: ARCHIVE,
    fault: ({ authorized }) => authorized ? { kind: "cut", afterBytes: 10 } : undefined,
  };
  await withClient(setup, async (client) => {
    const { bytes } = await client.openArchive(JOB);
    const error = await assertRejects(() => bytesOf(bytes), RemoteError);
    assert(error.isTransient);
  });
});

for (const status of ["IN_PROGRESS", "EXPIRED"]) {
  Deno.test(`OpsManagerClient.openArchive() of a job that is ${status} is refused by the server with a remedy`, async () => {
    await withClient({ jobs: [jobDocument({ status })] }, async (client) => {
      const error = await assertRejects(() => client.openArchive(JOB), RemoteError);
      assertEquals(error.status, 403);
      assertStringIncludes(error.errorCode ?? "", "CANNOT_DOWNLOAD");
    });
  });
}

function eventsOf(count: number): object[] {
  return Array.from({ length: count }, (_, n) => ({
    id: n.toString(16).padStart(24, "0"),
    created: new Date(NOW_MS - (n + 1) * 1000).toISOString().replace(".000Z", "Z"),
    eventTypeName: n % 2 === 0 ? "USER_LOGIN" : "HOST_DOWN",
    raw: { n },
  }));
}

Deno.test("OpsManagerClient.eventPages() walks pages that the server caps while events arrive", async () => {
  await withClient({ events: eventsOf(95), maxItemsPerPage: 20 }, async (client, server) => {
    const ids = new Set<unknown>();
    const pageNums: number[] = [];
    for await (const page of client.eventPages({ kind: "organization", id: ORG })) {
      for (const { id } of page.events) ids.add(id);
      pageNums.push(page.pageNum);
      const created = new Date(NOW_MS).toISOString().replace(".000Z", "Z");
      for (let n = 0; n < 3; n++) {
        server.publish({ id: `new-${page.pageNum}-${n}`, created, eventTypeName: "X" });
      }
    }
    assertEquals(pageNums, [1, 2, 3, 4, 5, 6]);
    assertEquals(eventsOf(95).filter((event) => !ids.has(Object.entries(event)[0]?.[1])), []);
  });
});

Deno.test("OpsManagerClient.eventPages() passes types, dates and raw on, for each scope", async () => {
  await withClient({ events: eventsOf(10) }, async (client, server) => {
    const minDate = new Date(NOW_MS - 4000).toISOString();
    const scopes = [{ kind: "organization", id: ORG }, { kind: "project", id: ORG }, {
      kind: "global",
    }] as const;
    for (const scope of scopes) {
      const options = { types: ["USER_LOGIN"], minDate, includeRaw: true };
      const pages = await Array.fromAsync(client.eventPages(scope, options));
      assertEquals(pages.flatMap(({ events }) => events.map(({ raw }) => raw)), [{ n: 0 }, { n: 2 }]);
    }
    const paths = new Set(accepted(server).map(({ path }) => path.slice("/api/public/v1.0".length)));
    assertEquals([...paths], [`/orgs/${ORG}/events`, `/groups/${ORG}/events`, "/globalEvents"]);
  });
});

Deno.test("OpsManagerClient.eventPages() takes the server's time when our clock is behind", async () => {
  const setup = { now: () => NOW_MS + 3_600_000, events: eventsOf(1) };
  await withClient(setup, async (client, server) => {
    const [page] = await Array.fromAsync(client.eventPages({ kind: "global" }));
    assertEquals(page?.maxDate, "2026-11-22T13:00:00Z");
    const asked = accepted(server).map(({ query }) => query.get("maxDate"));
    assertEquals(asked.length, 2);
    assertEquals(asked.at(-1), "2026-11-22T13:00:00Z");
  });
});

Deno.test("OpsManagerClient.eventPages() says what an unknown organization is", async () => {
  await withClient({}, async (client) => {
    const unknown = { kind: "organization", id: "f".repeat(24) } as const;
    const error = await assertRejects(() => client.eventPages(unknown).next(), RemoteError, "ORG_NOT_FOUND");
    assertStringIncludes(error.message, `Cannot list the events of organization ${unknown.id}`);
    assertStringIncludes(error.remedy, "check the id of the organization");
  });
});
