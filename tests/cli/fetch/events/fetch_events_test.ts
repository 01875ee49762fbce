import { readScopes } from "../../../../lib/cli/fetch/events/fetch_events.ts";
import { UsageError } from "../../../../lib/errors.ts";
import { assertEquals, assertMatch, assertStringIncludes, assertThrows } from "../../../../lib/std/assert.ts";
import type { Fault, RecordedRequest } from "../../../helpers/ops_manager_server.ts";
import { filesIn, withFolder } from "../../../helpers/temporary_folder.ts";
import { idsIn, ORG, PROJECT, type SourceEvent } from "./event_source.ts";
import { withWorkplace } from "../run_with_ops_manager.ts";

/** Where the clock of a workplace begins. */
const START_MS = Date.parse("2026-05-11T08:00:00Z");

/** An event, synthetic, so many seconds before the clock of the server begins. */
function eventBefore(seconds: number, id: string): SourceEvent {
  const created = new Date(START_MS - seconds * 1000).toISOString().replace(".000Z", "Z");
  return { id, created, eventTypeName: "HOST_DOWN", orgId: ORG.id, raw: { severity: "WARNING" } };
}

/** So many events, newest first, three a second, with ids in the order of time. */
function manyEvents(count: number): SourceEvent[] {
  return Array.from(
    { length: count },
    (_, i) => eventBefore(60 + Math.floor(i / 3), String(count - i).padStart(24, "0")),
  );
}

const fetchArgs = (
  path: string,
  ...more: string[]
) => ["fetch", "events", "--org", ORG.id, "--out", path, ...more];
const isPage = ({ authorized }: RecordedRequest) => authorized;

Deno.test("omlens fetch events writes 100,000 events of 200 pages while others arrive: none lost, none twice", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/events.ndjson`;
    const events = manyEvents(100_000);
    let late = 0;
    // One with the second that the run began in, which moves all rows, and one that is newer.
    const fault = (request: RecordedRequest) => {
      if (isPage(request) && late < 200) {
        server?.publish(eventBefore(0, `late${++late}`));
        server?.publish(eventBefore(-3600, `new${late}`));
      }
      return undefined;
    };
    let server: { publish: (event: object) => void } | undefined;
    await withWorkplace({ events, fault }, async (workplace) => {
      server = workplace.server;
      const first = await workplace.run(fetchArgs(path, "--include-raw"));
      assertEquals(first.code, 0);
      const ids = await idsIn(path);
      const old = ids.filter((id) => !id?.startsWith("late"));
      assertEquals(old, events.map(({ id }) => id).reverse());
      assertEquals(new Set(ids).size, ids.length);

      const second = await workplace.run(fetchArgs(path, "--include-raw", "--json"));
      const { count, added, problems } = JSON.parse(second.out);
      assertEquals([count, added, problems], [100_200, 100_200 - ids.length, []]);
      assertEquals(new Set(await idsIn(path)).size, 100_200);
      assertEquals(second.err, `${added} new, 100,200 in the file\n`);
    });
  });
});

Deno.test("omlens fetch events takes the time that the rate allows and no more", async () => {
  await withFolder(async (folder) => {
    for (const rate of [2, 8]) {
      let nowMs = START_MS;
      const now = () => nowMs;
      await withWorkplace({ events: manyEvents(10_000), now }, async ({ server, run }) => {
        const delay = (ms: number) => Promise.resolve(void (nowMs += ms));
        const { code } = await run(fetchArgs(`${folder}/${rate}`, "--rate", String(rate)), { delay, now });
        assertEquals(code, 0);
        // 20 pages, and the challenge before the first.
        assertEquals(server.requests.length, 21);
        assertEquals(nowMs - START_MS, 20 * 1000 / rate);
      });
    }
  });
});

Deno.test("omlens fetch events survives storms of 429 and stale nonces", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/e`;
    let n = 0;
    const storm: Fault = {
      kind: "answer",
      status: 429,
      headers: { "retry-after": "7" },
      body: { error: 429, errorCode: "RATE_LIMITED" },
    };
    const faults: readonly (Fault | undefined)[] = [
      storm,
      { kind: "stale" },
      storm,
      undefined,
      storm,
      storm,
      storm,
    ];
    const fault = (request: RecordedRequest) => isPage(request) ? faults[n++ % faults.length] : undefined;
    await withWorkplace({ events: manyEvents(2000), fault }, async ({ run }) => {
      assertEquals((await run(fetchArgs(path))).code, 0);
      assertEquals((await idsIn(path)).length, 2000);
    });
  });
});

Deno.test("omlens fetch events ends with 5 at a page that repeats for ever, and writes no file", async () => {
  await withFolder(async (folder) => {
    const bytes = JSON.stringify({ results: manyEvents(500), totalCount: 1_000_000 });
    const fault = (request: RecordedRequest): Fault | undefined =>
      isPage(request) ? { kind: "body", bytes } : undefined;
    await withWorkplace({ fault }, async ({ run }) => {
      const { code, err } = await run(fetchArgs(`${folder}/e`));
      assertEquals(code, 5);
      assertMatch(
        err,
        /^omlens: 500 events kept in .*\nomlens: cannot .*page 3 is the same.*\ntry: .*\n$/,
      );
      assertEquals(await filesIn(folder), ["e.part"]);
    });
  });
});

Deno.test("omlens fetch events asks the paths of its scopes, with every type, and prints what it did", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/my events`;
    const eventsByPath = {
      [`/orgs/${ORG.id}/events`]: [eventBefore(1, "a"), eventBefore(2, "b")],
      [`/groups/${PROJECT.id}/events`]: [eventBefore(2, "b")],
      "/globalEvents": [eventBefore(3, "c")],
    };
    await withWorkplace({ eventsByPath }, async ({ server, run }) => {
      const types = ["--type", "HOST_DOWN", "--type", "HOST_UP"];
      const { code, out, err } = await run(
        fetchArgs(path, "--project", PROJECT.id, "--global", "--since", "-6h", ...types),
      );
      assertEquals([code, err], [0, "3 new, 3 in the file\n"]);
      assertEquals(
        out,
        `Events    ${path}\n` +
          "          3 events, from 2026-05-11T07:59:57.000Z to 2026-05-11T07:59:59.000Z\n" +
          `Try       omlens analyze ARCHIVE --events '${path}'\n`,
      );
      assertEquals(await idsIn(path), ["c", "b", "a"]);
      const pages = server.requests.filter(isPage);
      assertEquals(
        pages.map(({ path }) => path.replace("/api/public/v1.0", "")).sort(),
        Object.keys(eventsByPath).sort(),
      );
      for (const { query } of pages) {
        assertEquals(query.getAll("eventType"), ["HOST_DOWN", "HOST_UP"]);
        assertEquals([query.get("minDate"), query.get("itemsPerPage")], ["2026-05-11T02:00:00Z", "500"]);
      }
    });
  });
});

Deno.test("omlens fetch events keeps what came of one scope when another is refused", async () => {
  await withFolder(async (folder) => {
    const eventsByPath = { [`/orgs/${ORG.id}/events`]: [eventBefore(1, "a")] };
    await withWorkplace({ eventsByPath }, async ({ run }) => {
      const { code, err } = await run(fetchArgs(`${folder}/e`, "--project", PROJECT.id));
      assertEquals([code, await filesIn(folder)], [5, ["e.part"]]);
      assertStringIncludes(err, "GROUP_NOT_FOUND");
    });
  });
});

Deno.test("omlens fetch events refuses what it cannot do before it asks anything", async () => {
  await withFolder(async (folder) => {
    const out = ["--out", `${folder}/e`];
    const cases: readonly (readonly [readonly string[], string])[] = [
      [["--org", ORG.id], "no file is given"],
      [["--org", ORG.id, "--out", "-"], "cannot fetch events to standard output"],
      [out, "no organization is given"],
      [[...out, "--org", "acme"], "acme"],
      [[...out, "--org", ORG.id, "--since", "yesterday"], '"yesterday" is not a time'],
      [[...out, "--org", ORG.id, "--since", "-1h", "--until", "-2h"], "-1h is not before -2h"],
    ];
    await withWorkplace({ events: [] }, async ({ server, run }) => {
      for (const [args, why] of cases) {
        const { code, out, err } = await run(["fetch", "events", ...args]);
        assertEquals([code, out], [2, ""]);
        assertStringIncludes(err, why);
      }
      assertEquals([server.requests.length, await filesIn(folder)], [0, []]);
    });
  });
});

Deno.test("readScopes() takes what is named, else what the profile has", () => {
  const profile = { orgId: ORG.id, projectId: PROJECT.id };
  const none = { orgId: null, projectId: null };
  const other = { kind: "organization", id: "d".repeat(24) } as const;
  assertEquals(readScopes({ org: [other.id] }, profile), [other]);
  assertEquals(readScopes({ global: true }, profile), [{ kind: "global" }]);
  assertEquals(readScopes({}, profile), [ORG, PROJECT]);
  assertEquals(readScopes({}, { ...none, projectId: PROJECT.id }), [PROJECT]);
  assertThrows(() => readScopes({}, none), UsageError, "no organization is given");
});
