import { runCli } from "../../../../lib/cli/run_cli.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../../../../lib/std/assert.ts";
import { TEST_PRIVATE_KEY, TEST_PUBLIC_KEY } from "../../../helpers/ops_manager_server.ts";
import { filesIn } from "../../../helpers/temporary_folder.ts";
import { fakeIo } from "../../fake_io.ts";
import {
  ARCHIVE,
  EVENT_DOCUMENTS,
  EVENTS,
  JOB_DOCUMENT,
  manifestOf,
  NAMES,
  NOW,
  ORG,
  withPlace,
} from "./bundle_place.ts";

const decoder = new TextDecoder();

Deno.test("omlens fetch bundle makes a folder that omlens analyze takes whole", () =>
  withPlace({}, async ({ root, fetch }) => {
    const { exitCode, out } = await fetch();
    assertEquals([exitCode, await filesIn(`${root}/support`)], [0, NAMES]);
    assertStringIncludes(out, `omlens analyze ${root}/support\n`);
    assertEquals(await Deno.readFile(`${root}/support/${ARCHIVE.name}`), ARCHIVE.bytes);
    assertEquals(await Deno.readTextFile(`${root}/support/events.ndjson`), decoder.decode(EVENTS.bytes));
    assertEquals(JSON.parse(await Deno.readTextFile(`${root}/support/job.json`)), JOB_DOCUMENT);
    const io = fakeIo();
    const args = ["analyze", `${root}/support`, "--out", `${root}/out`, "--strict", "--json"];
    assertEquals(await runCli(args, io), 0);
    const analysis = JSON.parse(io.printed.out);
    assertEquals(analysis.totals.events, EVENT_DOCUMENTS.length);
    assertEquals(analysis.inputs[0].name, ARCHIVE.name);
  }));

Deno.test("omlens fetch bundle writes a manifest that says what, from where, of which time", () =>
  withPlace({ serviceVersion: "gitHash=abc; versionString=8.0.27" }, async ({ root, fetch, server }) => {
    await fetch(["--org", ORG, "--global"]);
    const manifest = await manifestOf(root);
    const { tool, files, ...rest } = manifest;
    assertEquals(tool?.["name"], "omlens");
    assertEquals(
      rest,
      {
        schema: "omlens.bundle/1",
        createdAt: NOW,
        source: {
          apiUrl: `${server.url}/api/public/v1.0`,
          serviceVersion: "gitHash=abc; versionString=8.0.27",
        },
        job: {
          id: JOB_DOCUMENT["id"],
          status: "SUCCESS",
          creationDate: JOB_DOCUMENT["creationDate"],
          fromDate: "2026-04-06T00:00:00Z",
          toDate: "2026-04-07T00:00:00Z",
          serverCount: 2,
          problems: [],
        },
        events: {
          scopes: [{ kind: "organization", id: ORG }, { kind: "global" }],
          includeRaw: false,
          since: "2026-04-05T00:00:00Z",
          until: eventsEnd(),
          count: EVENT_DOCUMENTS.length,
          problems: [],
        },
      } as unknown as typeof rest,
    );
    assertEquals(
      (files as unknown as { name: string; role: string }[]).map(({ name, role }) => `${role} ${name}`),
      ["job job.json", "events events.ndjson", `archive ${ARCHIVE.name}`],
    );
  }));

/** One hour after the job finished. */
function eventsEnd(): string {
  const finishedMs = Date.parse(String(JOB_DOCUMENT["finishDate"]));
  return new Date(finishedMs + 3_600_000).toISOString().replace(".000Z", "Z");
}

Deno.test("omlens fetch bundle writes no key anywhere", () =>
  withPlace({}, async ({ root, fetch }) => {
    const { out, err } = await fetch(["--org", ORG, "--json"], {});
    const texts = await Promise.all(
      NAMES.filter((name) => name !== ARCHIVE.name).map((name) =>
        Deno.readTextFile(`${root}/support/${name}`)
      ),
    );
    for (const text of [out, err, ...texts]) {
      assert(!text.includes(TEST_PRIVATE_KEY) && !text.includes(TEST_PUBLIC_KEY));
    }
  }));

Deno.test("omlens fetch bundle writes a README whose sums sha256sum understands", () =>
  withPlace({}, async ({ root, fetch }) => {
    await fetch();
    const readme = await Deno.readTextFile(`${root}/support/README.txt`);
    const files = (await manifestOf(root))["files"] as unknown as { name: string; sha256: string }[];
    assertEquals(
      readme.split("\n").filter((line) => /^[0-9a-f]{64} {2}/.test(line)),
      files.map(({ name, sha256 }) => `${sha256}  ${name}`),
    );
    assertMatch(readme, /omlens analyze/);
    assertMatch(readme, /IP addresses/);
  }));

Deno.test("omlens fetch bundle says in manifest, README and output what the collection did not bring", () => {
  const children = JOB_DOCUMENT["childJobs"] as Record<string, unknown>[];
  const failed = { ...children[0], status: "FAILURE", errorMessage: "timed \x1b[31mout" };
  const job = { ...JOB_DOCUMENT, childJobs: [failed, ...children.slice(1)] };
  return withPlace({ jobs: [job] }, async ({ root, fetch }) => {
    const { exitCode, out } = await fetch();
    assertEquals(exitCode, 0);
    const readme = await Deno.readTextFile(`${root}/support/README.txt`);
    const [problem] = (await manifestOf(root))["job"]!["problems"] as string[];
    assertMatch(problem ?? "", /is missing \(FAILURE: timed/);
    for (const text of [out, readme]) {
      assertStringIncludes(text, "is missing (FAILURE: timed \\x1b[31mout)");
      assert(!text.includes("\x1b"));
    }
  });
});

for (
  const [what, status] of [["still runs", "IN_PROGRESS"], ["has expired", "EXPIRED"]] as const
) {
  Deno.test(`omlens fetch bundle of a job that ${what} makes no folder`, () =>
    withPlace({ jobs: [{ ...JOB_DOCUMENT, status }] }, async ({ root, fetch, server }) => {
      assertEquals((await fetch()).exitCode, 5);
      assertEquals(await filesIn(root), []);
      assert(server.requests.every(({ path }) => !path.includes("download")));
    }));
}

Deno.test("omlens fetch bundle --tar makes one file, the archive last, and the same bytes again", () =>
  withPlace({}, async ({ root, fetch }) => {
    const args = ["--org", ORG, "--tar"];
    assertEquals((await fetch(args)).exitCode, 0);
    assertEquals(await filesIn(root), ["support.tar"]);
    const first = await Deno.readFile(`${root}/support.tar`);
    const listed = await new Deno.Command("tar", { args: ["tf", `${root}/support.tar`] }).output();
    assertEquals(decoder.decode(listed.stdout).trim().split("\n"), [
      "manifest.json",
      "README.txt",
      "job.json",
      "events.ndjson",
      ARCHIVE.name,
    ]);
    assertEquals((await fetch(args)).exitCode, 2, "it is there");
    assertEquals((await fetch([...args, "--force"])).exitCode, 0);
    assertEquals(await Deno.readFile(`${root}/support.tar`), first);
    const io = fakeIo();
    assertEquals(await runCli(["analyze", `${root}/support.tar`, "--out", `${root}/out`, "--strict"], io), 0);
  }));

for (
  const [args, words] of [
    [["--out", "-"], "no folder"],
    [[], "no organization"],
    [["--org", ORG, "--since", "2026-04-08", "--until", "2026-04-07"], "--since"],
    [["--org", "not-an-id"], "not-an-id"],
  ] as const
) {
  Deno.test(`omlens fetch bundle ${args.join(" ")} is refused`, () =>
    withPlace({}, async ({ fetch }) => {
      const { exitCode, err } = await fetch(args);
      assertEquals(exitCode, 2);
      assertStringIncludes(err, words);
    }));
}
