import { createHash } from "node:crypto";
import { runCli } from "../../../../lib/cli/run_cli.ts";
import { assertEquals, assertMatch, assertStringIncludes } from "../../../../lib/std/assert.ts";
import { variablesOf } from "../../../helpers/ops_manager_server.ts";
import { gzip, tarEntry, tarOf } from "../../../helpers/tar_builder.ts";
import { filesIn } from "../../../helpers/temporary_folder.ts";
import { type FakeIo, fakeIo } from "../../fake_io.ts";
import {
  ARCHIVE,
  CHILD,
  type DownloadPlace,
  inTurn,
  JOB,
  JOB_ID,
  NAME,
  withArchive,
} from "./archive_download.ts";

const SHA256 = createHash("sha256").update(ARCHIVE).digest("hex");

/** Synthetic. */
const LINES = [
  "2026-05-11T07:00:00.000+0000 [main] INFO  com.example.Job [Job.java:run:7] - A step is done",
  "2026-05-11T07:59:00.000+0000 [main] INFO  com.example.Job [Job.java:run:7] - A step is done",
  "",
].join("\n");

/** Runs `omlens fetch archive` against the server. */
async function fetchArchive(
  { server, folder }: DownloadPlace,
  args: readonly string[] = ["--job", "latest"],
): Promise<{ code: number; io: FakeIo }> {
  const io = fakeIo({ variables: variablesOf(server) });
  return { code: await runCli(["fetch", "archive", "--out", folder, ...args], io), io };
}

Deno.test("omlens fetch archive writes archive and job document, and says how to go on", () =>
  withArchive({}, async (place) => {
    const { code, io } = await fetchArchive(place);
    const path = `${place.folder}/${NAME}`;
    assertEquals([code, io.printed.err], [0, ""]);
    assertEquals(
      io.printed.out,
      [
        `Archive   ${path}`,
        "          302 kB, whole",
        `          sha256 ${SHA256}`,
        `Job       ${JOB_ID}, SUCCESS, 2026-05-11T08:00:00Z`,
        `          ${path}.job.json`,
        `Try       omlens analyze ${path} --job ${path}.job.json`,
        "",
      ].join("\n"),
    );
    assertEquals(await filesIn(place.folder), [NAME, `${NAME}.job.json`]);
    assertEquals(JSON.parse(await Deno.readTextFile(`${path}.job.json`)), JOB);
  }));

Deno.test("omlens fetch archive writes a job document with which analyze tells what is missing", () => {
  const childJobs = [CHILD, { ...CHILD, serverId: "om-2", status: "FAILURE", errorMessage: "timed out" }];
  const archive = gzip(tarOf(tarEntry({ name: "om-1.example.com/application/mms0.log" }, LINES)));
  return withArchive({ jobs: [{ ...JOB, childJobs }], archive }, async (place) => {
    const { io } = await fetchArchive(place);
    assertStringIncludes(io.printed.out, "Problems  APPLICATION of om-2 is missing (FAILURE: timed out)\n");
    const path = `${place.folder}/${NAME}`;
    const analysis = fakeIo();
    const args = [path, "--job", `${path}.job.json`, "--out", `${place.folder}/case`, "--json"];
    await runCli(["analyze", ...args], analysis);
    const { findings } = JSON.parse(analysis.printed.out);
    const titles = findings.map(({ title }: { title: string }) => title);
    assertStringIncludes(titles.join("\n"), "The collection job did not bring application of om-2\n");
  });
});

Deno.test("omlens fetch archive --json prints what a script needs", () =>
  withArchive({}, async (place) => {
    const { code, io } = await fetchArchive(place, ["--job", JOB_ID, "--json"]);
    const path = `${place.folder}/${NAME}`;
    assertEquals(code, 0);
    assertEquals(JSON.parse(io.printed.out), {
      path,
      fileName: NAME,
      sizeBytes: ARCHIVE.length,
      sha256: SHA256,
      problems: [],
      job: JOB,
      jobPath: `${path}.job.json`,
    });
  }));

Deno.test("omlens fetch archive says that the archive is there already", () =>
  withArchive({}, async (place) => {
    await fetchArchive(place);
    const { code, io } = await fetchArchive(place);
    assertEquals(code, 0);
    assertStringIncludes(io.printed.out, "whole, was there already\n");
    assertStringIncludes(io.printed.out, SHA256);
  }));

Deno.test("omlens fetch archive --job latest passes over newer jobs without archive, and says so", () => {
  const running = {
    ...JOB,
    id: "66f000000000000000000002",
    status: "IN_PROGRESS",
    creationDate: "2026-05-12T08:00:00Z",
  };
  return withArchive({ jobs: [running, JOB] }, async (place) => {
    const { code, io } = await fetchArchive(place);
    assertEquals(code, 0);
    assertEquals(
      io.printed.err,
      "omlens: job 66f000000000000000000002 is newer, but has no archive: IN_PROGRESS\n",
    );
    assertStringIncludes(io.printed.out, `Job       ${JOB_ID}, SUCCESS`);
  });
});

const ENDINGS: readonly (readonly [what: string, args: readonly string[], code: number, told: RegExp])[] = [
  ["no job", [], 2, /^omlens: cannot fetch an archive: it is not said of which job\ntry: --job latest/],
  [
    "an id that is none",
    ["--job", "newest"],
    2,
    /^omlens: cannot read --job: "newest" is not the id of a job/,
  ],
  ["an unknown job", ["--job", "66f0000000000000000000ff"], 5, /^omlens: cannot get collection job .*404/],
];

for (const [what, args, code, told] of ENDINGS) {
  Deno.test(`omlens fetch archive ends with ${code} for ${what}, and writes nothing`, () =>
    withArchive({}, async (place) => {
      const ended = await fetchArchive(place, args);
      assertEquals(ended.code, code);
      assertMatch(ended.io.printed.err, told);
      assertEquals([ended.io.printed.out, await filesIn(`${place.folder}/..`)], ["", []]);
    }));
}

Deno.test("omlens fetch archive ends with 5 when the archive is damaged twice, and keeps nothing", () =>
  withArchive(
    { fault: inTurn("repeat", { kind: "body", bytes: ARCHIVE.slice(0, 100_000) }) },
    async (place) => {
      const { code, io } = await fetchArchive(place);
      assertEquals(code, 5);
      assertMatch(
        io.printed.err,
        /^omlens: cannot keep the archive of job .*: cannot read gzip data: .*\ntry: check that/,
      );
      assertEquals(await filesIn(`${place.folder}/..`), []);
    },
  ));

Deno.test("omlens fetch archive shows names and reasons of the server as text, whatever is in them", () => {
  const childJobs = [{ ...CHILD, serverId: "om\x1b[2J-2", status: "FAILURE", errorMessage: "a\nb\u202e" }];
  return withArchive({ jobs: [{ ...JOB, childJobs, uncompressedSizeTotalBytes: 5 }] }, async (place) => {
    const { io } = await fetchArchive(place);
    assertStringIncludes(
      io.printed.out,
      String.raw`APPLICATION of om\x1b[2J-2 is missing (FAILURE: a\x0ab\u202e)`,
    );
  });
});

Deno.test("omlens fetch archive prints a command that a shell reads back", () =>
  withArchive({ fileName: "om logs $(x) it's.tar.gz" }, async (place) => {
    const { io } = await fetchArchive(place);
    const [, word = ""] = /^Try {7}omlens analyze (.*) --job /m.exec(io.printed.out) ?? [];
    const shell = /^'.*'$/.test(word) ? word.slice(1, -1).replaceAll(`'\\''`, "'") : word;
    assertEquals(`${place.folder}/${(await filesIn(place.folder))[0]}`, shell);
  }));
