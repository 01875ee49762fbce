import { assertEquals, assertMatch, assertStringIncludes } from "../../../../lib/std/assert.ts";
import { withWorkplace } from "../run_with_ops_manager.ts";

const OLD = {
  id: "66f000000000000000000001",
  status: "SUCCESS",
  creationDate: "2026-05-09T08:00:00Z",
  childJobs: [],
};
const NEW = {
  id: "66f000000000000000000002",
  status: "IN_PROGRESS",
  creationDate: "2026-05-10T08:00:00Z",
  childJobs: [{ serverId: "om-1", logCollectionType: "DAEMON", status: "IN_PROGRESS" }],
};

Deno.test("omlens fetch jobs lists the jobs, newest first", () =>
  withWorkplace({ jobs: [NEW, OLD] }, async ({ run }) => {
    const { code, out, err } = await run(["fetch", "jobs"]);
    assertEquals([code, err], [0, ""]);
    assertEquals(out.split("\n").map((line) => line.split(/ {2,}/).slice(0, 3)), [
      ["ID", "STATUS", "CREATED"],
      [NEW.id, "IN_PROGRESS", "2026-05-10 08:00Z"],
      [OLD.id, "SUCCESS", "2026-05-09 08:00Z"],
      [""],
    ]);
  }));

Deno.test("omlens fetch jobs --json prints the documents as the API has them", () =>
  withWorkplace({ jobs: [NEW, OLD] }, async ({ run }) => {
    assertEquals(JSON.parse((await run(["fetch", "jobs", "--json"])).out), [NEW, OLD]);
    assertEquals(JSON.parse((await run(["fetch", "jobs", "--json", "--job", OLD.id])).out), OLD);
  }));

Deno.test("omlens fetch jobs says so when there is none", () =>
  withWorkplace({ jobs: [] }, async ({ run }) => {
    const { code, out, err } = await run(["fetch", "jobs"]);
    assertEquals([code, out], [0, ""]);
    assertEquals(err, "omlens: there is no log collection job; omlens collect makes one\n");
    assertEquals((await run(["fetch", "jobs", "--json"])).out, "[]\n");
  }));

Deno.test("omlens fetch jobs --job latest is the newest that has an archive, and says which are newer", () =>
  withWorkplace({ jobs: [NEW, OLD] }, async ({ run }) => {
    const { code, out, err } = await run(["fetch", "jobs", "--job", "latest"]);
    assertEquals(code, 0);
    assertMatch(out, new RegExp(`^job +${OLD.id}\n`));
    assertEquals(err, `omlens: job ${NEW.id} is newer, but has no archive: IN_PROGRESS\n`);
  }));

Deno.test("omlens fetch jobs --job ID shows the children", () =>
  withWorkplace({ jobs: [NEW, OLD] }, async ({ run }) => {
    assertMatch(
      (await run(["fetch", "jobs", "--job", NEW.id])).out,
      /\nom-1 {4}daemon {4}IN_PROGRESS {2}-\n$/,
    );
  }));

Deno.test("omlens fetch servers lists the servers that are up", () => {
  const servers = [{
    serverId: "om-1.example.com",
    serverType: "MMS_SERVER",
    lastPing: "2026-05-11T07:59:58Z",
  }];
  return withWorkplace({ servers }, async ({ run, server }) => {
    assertEquals(await run(["fetch", "servers"]), {
      code: 0,
      out: "SERVER            TYPE        LAST PING\nom-1.example.com  MMS_SERVER  2026-05-11T07:59:58Z\n",
      err: "",
    });
    assertEquals(JSON.parse((await run(["fetch", "servers", "--json"])).out), servers);
    server.state.servers = [];
    assertEquals((await run(["fetch", "servers"])).err, "omlens: no server of Ops Manager is up\n");
  });
});

const WRONG: [args: string[], says: string][] = [
  [
    [],
    '"fetch" needs one of servers, jobs, archive, events, bundle before its flags\ntry: omlens fetch jobs',
  ],
  [["--json", "jobs"], '"fetch" needs one of servers, jobs, archive, events, bundle before its flags'],
  [["job"], '"fetch" knows no "job"\ntry: omlens fetch jobs'],
  [["jobs", "--out", "x"], '"fetch jobs" has no flag --out'],
  [["--private-key=k"], '"fetch" has no flag --private-key\ntry: set OMLENS_PRIVATE_KEY'],
];

for (const [args, says] of WRONG) {
  Deno.test(`omlens fetch ${args.join(" ")} is wrong usage, and nothing is sent`, () =>
    withWorkplace({}, async ({ run, server }) => {
      const { code, err } = await run(["fetch", ...args]);
      assertEquals(code, 2);
      assertStringIncludes(err, says);
      assertEquals(server.requests.length, 0);
    }));
}
