import { gzipSync } from "node:zlib";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../../../lib/std/assert.ts";
import { filesIn, withFolder } from "../../helpers/temporary_folder.ts";
import { tarHeader } from "../../helpers/tar_builder.ts";
import { withWorkplace, type Workplace } from "../fetch/run_with_ops_manager.ts";

const FILE_NAME = "om-logs_1747000000.tar.gz";
/** Synthetic: no member, and the two blocks at the end. */
const ARCHIVE = gzipSync(
  new Uint8Array([...tarHeader({ name: "application/om-1.log" }), ...new Uint8Array(1024)]),
);
const SERVERS = ["om-1", "om-2"].map((serverId) => ({
  serverId,
  serverType: "MMS_SERVER",
  lastPing: "2026-05-11",
}));
const SETUP = { servers: SERVERS, archive: ARCHIVE, fileName: FILE_NAME };
const ID = "66f000000000000000000001";
const child = (serverId: string, status: string, errorMessage: string | null = null) => ({
  serverId,
  logCollectionType: "APPLICATION",
  status,
  errorMessage,
  uncompressedDiskspaceBytes: status === "SUCCESS" ? 9 : 0,
});
const DONE = {
  id: ID,
  status: "SUCCESS",
  creationDate: "2026-05-10T08:00:00Z",
  expirationDate: "2026-05-17T08:00:00Z",
  childJobs: [child("om-1", "SUCCESS")],
};

/** What a new job becomes when the second server fails, or all do. */
const failing = (isFailed: (serverId: unknown) => boolean) => (job: Record<string, unknown>) => ({
  ...job,
  status: "FAILURE",
  childJobs: (job["childJobs"] as Record<string, unknown>[]).map((child) =>
    isFailed(child["serverId"])
      ? { ...child, status: "FAILURE", errorMessage: "timed out" }
      : { ...child, status: "SUCCESS", uncompressedDiskspaceBytes: 9 }
  ),
});

/** The requests that were let in, without their query. */
function asked({ server }: Workplace, method: string): string[] {
  return server.requests.filter((request) => request.method === method && request.authorized)
    .map(({ path }) => path.replace("/api/public/v1.0/admin/omLogCollectionJobs", ""));
}

Deno.test("omlens collect creates a job, waits for it, and downloads it with its document", () =>
  withWorkplace(SETUP, (place) =>
    withFolder(async (folder) => {
      const args = ["--log-type", "application,http_access", "--since=-1d", "--size=1GB", "--server=om-1"];
      const { code, out, err } = await place.run(["collect", ...args, "--out", folder, "--json"]);
      assertEquals(code, 0, err);
      const [request] = place.server.requests.filter(({ method, authorized }) =>
        method === "POST" && authorized
      );
      assertEquals(JSON.parse(request?.body ?? ""), {
        servers: ["om-1"],
        logTypes: ["APPLICATION", "HTTP_ACCESS"],
        sizeRequestedPerFileBytes: 1_000_000_000,
        logCollectionFromDate: "2026-05-10T08:00:00Z",
        logCollectionToDate: "2026-05-11T08:00:00Z",
      });
      const { path, sizeBytes, problems, job } = JSON.parse(out);
      assertEquals([path, sizeBytes, problems, job.status], [
        `${folder}/${FILE_NAME}`,
        ARCHIVE.length,
        [],
        "SUCCESS",
      ]);
      assertEquals(await Deno.readFile(path), new Uint8Array(ARCHIVE));
      assertEquals(await filesIn(folder), [FILE_NAME, `${FILE_NAME}.job.json`]);
      assertEquals(err, `omlens: job ${job.id} is created; omlens collect --job ${job.id} goes on with it\n`);
    })));

Deno.test("omlens collect shows on a terminal how far it is, and takes the line away", () =>
  withWorkplace(SETUP, (place) =>
    withFolder(async (folder) => {
      const { err } = await place.run(["collect", "--out", folder], { terminal: true });
      const [, ...rewritten] = err.split("\r\x1b[2K");
      assertMatch(rewritten.join("|"), /^collecting, 0 of 2 parts done, \d+ m?s\|.*\|$/);
      const quiet = await place.run(["collect", "--out", folder, "--force", "--quiet"], { terminal: true });
      assertMatch(quiet.err, /^omlens: job \w{24} is created; .*\n$/);
    })));

Deno.test("omlens collect --no-wait prints the id, and --job goes on with it", () =>
  withWorkplace(SETUP, (place) =>
    withFolder(async (folder) => {
      const { out } = await place.run(["collect", "--no-wait"]);
      assertMatch(out, /^\w{24}\n$/);
      assertEquals(asked(place, "GET"), []);
      const { code } = await place.run(["collect", "--job", out.trim(), "--out", folder]);
      assertEquals([code, asked(place, "POST")], [0, [""]]);
      assertEquals(await filesIn(folder), [FILE_NAME, `${FILE_NAME}.job.json`]);
    })));

Deno.test("omlens collect --no-download waits and says what there is", () =>
  withWorkplace(SETUP, async (place) => {
    const { code, out } = await place.run(["collect", "--no-download"]);
    assertEquals(code, 0);
    assertMatch(out, /^status +SUCCESS$/m);
    assertEquals(asked(place, "GET").filter((path) => path.endsWith(":download")), []);
  }));

Deno.test("omlens collect downloads what there is of a job that failed in part, and says what is missing", () =>
  withWorkplace(
    { ...SETUP, finished: failing((id) => id === "om-2") },
    (place) =>
      withFolder(async (folder) => {
        const { code, out } = await place.run(["collect", "--out", folder, "--json"]);
        assertEquals([code, JSON.parse(out).problems], [0, [
          "APPLICATION of om-2 is missing (FAILURE: timed out)",
        ]]);
      }),
  ));

Deno.test("omlens collect says which part failed and why when nothing was collected", () =>
  withWorkplace({ ...SETUP, finished: failing(() => true) }, (place) =>
    withFolder(async (folder) => {
      const { code, out, err } = await place.run(["collect", "--out", folder]);
      assertEquals([code, out, await filesIn(folder)], [5, "", []]);
      assertStringIncludes(err, "omlens: APPLICATION of om-1 is missing (FAILURE: timed out)\n");
      assertMatch(err, /every part of it failed.*\ntry: .*omlens collect --retry \w{24}\n$/);
    })));

Deno.test("omlens collect names the job when Ctrl-C ends the wait", () => {
  const waits: number[] = [];
  return withWorkplace({ ...SETUP, pollsUntilDone: 1e6 }, async (place) => {
    const { code, err } = await place.run(["collect"]);
    const id = place.server.jobs[0]?.["id"];
    assertEquals(code, 130);
    assertEquals(
      err,
      `omlens: job ${id} is created; omlens collect --job ${id} goes on with it\n` +
        `omlens: interrupted: job ${id} is still there\ntry: omlens collect --job ${id}\n`,
    );
  }, (io) => waits.push(1) === 20 && assert(io.interrupt()));
});

Deno.test("omlens collect --retry collects again what failed, then downloads", () => {
  const jobs = [{
    ...DONE,
    status: "FAILURE",
    childJobs: [child("om-1", "SUCCESS"), child("om-2", "FAILURE")],
  }];
  return withWorkplace({ ...SETUP, jobs }, (place) =>
    withFolder(async (folder) => {
      const { code, out, err } = await place.run(["collect", "--retry", ID, "--out", folder, "--json"]);
      assertEquals([code, asked(place, "POST")], [0, [`/${ID}:retry`]]);
      assertEquals(JSON.parse(out).problems, []);
      assertEquals(err, `omlens: job ${ID}: collects 1 failed part again\n`);
    }));
});

const VERSIONS: [version: string, warned: boolean][] = [
  ["8.0.24.500.20260601T0000Z", true],
  ["7.0.99.500.20260601T0000Z", true],
  ["8.0.25.500.20260601T0000Z", false],
  ["8.1.0.500.20260601T0000Z", false],
  ["9.0.1", false],
];

for (const [version, warned] of VERSIONS) {
  Deno.test(`omlens collect --retry ${warned ? "warns" : "does not warn"} of ${version}`, () => {
    const jobs = [{ ...DONE, status: "FAILURE", childJobs: [child("om-2", "FAILURE")] }];
    const serviceVersion = `gitHash=00; versionString=${version}`;
    return withWorkplace({ ...SETUP, jobs, serviceVersion }, async (place) => {
      const { code, out, err } = await place.run(["collect", "--retry", ID, "--no-wait"]);
      assertEquals([code, out], [0, `${ID}\n`]);
      assertEquals(err.includes("before 8.0.25 a retry may do nothing"), warned);
    });
  });
}

Deno.test("omlens collect --retry says when nothing failed, and downloads what there is", () =>
  withWorkplace({ ...SETUP, jobs: [DONE] }, (place) =>
    withFolder(async (folder) => {
      const { code, err } = await place.run(["collect", "--retry", ID, "--out", folder]);
      assertEquals([code, asked(place, "POST")], [0, []]);
      assertEquals(err, `omlens: job ${ID}: nothing failed, nothing is retried\n`);
    })));

const EXTENDED: [args: string[], until: string][] = [
  [[], "2026-06-07T08:00:00Z"],
  [["--expires", "2026-05-30"], "2026-05-30T00:00:00Z"],
  [["--expires", "10d"], "2026-05-21T08:00:00Z"],
];

for (const [args, until] of EXTENDED) {
  Deno.test(`omlens collect --extend ${args.join(" ")} keeps the archive until ${until}`, () =>
    withWorkplace({ ...SETUP, jobs: [DONE] }, async (place) => {
      const { code, out, err } = await place.run(["collect", "--extend", ID, ...args]);
      assertEquals([code, err], [0, ""]);
      // The clock goes on by the pace of the requests.
      assertMatch(out, new RegExp(`^job ${ID} is kept until ${until.slice(0, -4)}`));
      assertEquals(place.server.jobs[0]?.["expirationDate"], out.trim().split(" ").at(-1));
    }));
}

Deno.test("omlens collect --extend refuses what Ops Manager would refuse", () =>
  withWorkplace({ ...SETUP, jobs: [DONE] }, async (place) => {
    for (const expires of ["2026-05-10", "2026-07-01"]) {
      const { code } = await place.run(["collect", "--extend", ID, "--expires", expires]);
      assertEquals([code, asked(place, "PATCH")], [2, []]);
    }
  }));

Deno.test("omlens collect --delete deletes a job, but none that runs", () => {
  const running = { ...DONE, id: ID.replace(/1$/, "2"), status: "IN_PROGRESS" };
  return withWorkplace({ ...SETUP, jobs: [running, DONE] }, async (place) => {
    assertEquals((await place.run(["collect", "--delete", ID])).out, `${ID} is deleted\n`);
    const { code, err } = await place.run(["collect", "--delete", running.id]);
    assertEquals(code, 2);
    assertStringIncludes(err, `cannot delete job ${running.id}: it is still being collected`);
    assertEquals(place.server.jobs.map(({ id }) => id), [running.id]);
  });
});

Deno.test("omlens collect never creates a second job when Ops Manager does not answer", () => {
  const fault = ({ method, authorized }: { method: string; authorized: boolean }) =>
    method === "POST" && authorized ? { kind: "reset" } as const : undefined;
  return withWorkplace({ ...SETUP, fault }, async (place) => {
    const { code, err } = await place.run(["collect"]);
    assertEquals([code, asked(place, "POST")], [5, [""]]);
    assertMatch(
      err,
      /^omlens: a job may be there all the same: omlens fetch jobs lists them\nomlens: cannot create /,
    );
  });
});

const MAYBE = "omlens: a job may be there all the same: omlens fetch jobs lists them\n";
const created = (body: string) => ({ kind: "answer", status: 201, body }) as const;
for (
  const [how, fault, isTold] of [
    ["answers without a job", created("{}"), true],
    ["answers nothing", created(""), true],
    ["fails", { kind: "answer", status: 500, body: "{}" }, true],
    ["refuses", { kind: "answer", status: 413, body: "{}" }, false],
  ] as const
) {
  Deno.test(`omlens collect ${isTold ? "says" : "does not say"} that a job may be there when Ops Manager ${how}`, () =>
    withWorkplace({
      ...SETUP,
      fault: ({ method, authorized }) => method === "POST" && authorized ? fault : undefined,
    }, async (place) => {
      const { code, err } = await place.run(["collect"]);
      assertEquals([code, err.startsWith(MAYBE)], [5, isTold], err);
    }));
}

Deno.test("omlens collect does not say that a job may be there when nothing listens", async () => {
  const url = await withWorkplace(SETUP, ({ server }) => Promise.resolve(server.url));
  await withWorkplace(SETUP, async (place) => {
    const { code, err } = await place.run(["collect"], { variables: { OMLENS_BASE_URL: url } });
    assertEquals([code, err.includes("may be there")], [5, false], err);
    assertStringIncludes(err, "refuses the connection");
  });
});

Deno.test("omlens collect that is interrupted while it creates a job sends to the list of jobs", () => {
  let press = () => {};
  const fault = ({ method }: { method: string }) => {
    if (method === "POST") press();
    return { kind: "hang" } as const;
  };
  const onInterrupt = (listener: () => void) => {
    press = listener;
    return () => {};
  };
  return withWorkplace({ ...SETUP, fault }, async (place) => {
    assertEquals(await place.run(["collect"], { onInterrupt }), {
      code: 130,
      out: "",
      err: "omlens: interrupted: a job may be there all the same\ntry: omlens fetch jobs\n",
    });
  });
});
