import { assert, assertEquals, assertStringIncludes } from "../../../../lib/std/assert.ts";
import type { OpsManagerSetup } from "../../../helpers/ops_manager_server.ts";
import { filesIn } from "../../../helpers/temporary_folder.ts";
import {
  ARCHIVE,
  downloads,
  EVENT_DOCUMENTS,
  eventPages,
  EVENTS,
  JOB_DOCUMENT,
  manifestOf,
  NAMES,
  NOW,
  ORG,
  withPlace,
} from "./bundle_place.ts";

Deno.test("omlens fetch bundle that runs again fetches nothing that is there and as it was", () =>
  withPlace({}, async (place) => {
    await place.fetch();
    const { files, ...before } = await manifestOf(place.root);
    const counts = [downloads(place), eventPages(place)];
    assertEquals((await place.fetch()).exitCode, 0);
    assertEquals([downloads(place), eventPages(place)], counts);
    const { files: again, ...after } = await manifestOf(place.root);
    assertEquals([after, again], [before, files]);
  }));

Deno.test("omlens fetch bundle that runs again mends what was changed", () =>
  withPlace({}, async (place) => {
    await place.fetch();
    const { root } = place;
    await Deno.writeFile(`${root}/support/${ARCHIVE.name}`, ARCHIVE.bytes.subarray(0, 1000));
    await Deno.writeTextFile(`${root}/support/events.ndjson`, "{}\n");
    const [archives, pages] = [downloads(place), eventPages(place)];
    assertEquals((await place.fetch()).exitCode, 0);
    assertEquals([downloads(place), eventPages(place)], [archives + 1, pages + 1]);
    assertEquals(await Deno.readFile(`${root}/support/${ARCHIVE.name}`), ARCHIVE.bytes);
    assertEquals(
      await Deno.readTextFile(`${root}/support/events.ndjson`),
      new TextDecoder().decode(EVENTS.bytes),
    );
  }));

Deno.test("omlens fetch bundle that failed at the events leaves no manifest and goes on without a second download", () => {
  let isDown = true;
  const fault: OpsManagerSetup["fault"] = ({ path }) =>
    isDown && path.endsWith("/events")
      ? {
        kind: "answer",
        status: 401,
        body: { error: 401, errorCode: "NOT_ORG_ADMIN", reason: "Unauthorized" },
      }
      : undefined;
  return withPlace({ fault }, async (place) => {
    const { root, fetch } = place;
    assertEquals((await fetch()).exitCode, 5);
    assertEquals(await filesIn(`${root}/support`), ["manifest.json.part", ARCHIVE.name].sort());
    isDown = false;
    assertEquals((await fetch(undefined, { now: () => Date.parse(NOW) + 1000 })).exitCode, 0);
    assertEquals([downloads(place), await filesIn(`${root}/support`)], [1, NAMES]);
  });
});

Deno.test("omlens fetch bundle goes on with the window of events that an interrupted run had", () => {
  let isDown = true;
  const finishDate = "2026-04-19T23:59:00Z";
  const fault: OpsManagerSetup["fault"] = ({ path }) =>
    isDown && path.endsWith("/events") ? { kind: "answer", status: 403, body: {} } : undefined;
  return withPlace({ fault, jobs: [{ ...JOB_DOCUMENT, finishDate }] }, async ({ root, fetch }) => {
    await fetch();
    isDown = false;
    await fetch(undefined, { now: () => Date.parse(NOW) + 7_200_000 });
    assertEquals(
      (await manifestOf(root))["events"]!["until"],
      "2026-04-20T00:00:00Z",
      "bounded by that run's now",
    );
  });
});

Deno.test("omlens fetch bundle fetches the events again when others are asked for", () =>
  withPlace({}, async (place) => {
    await place.fetch();
    const since = "2026-04-06T12:00:00Z";
    await place.fetch(["--org", ORG, "--since", since]);
    const events = (await manifestOf(place.root))["events"];
    const wanted = EVENT_DOCUMENTS.filter(({ created }) => String(created) >= since).length;
    assertEquals([events?.["since"], events?.["count"], downloads(place)], [since, wanted, 1]);
    assert(wanted > 0 && wanted < EVENT_DOCUMENTS.length);
  }));

Deno.test("omlens fetch bundle leaves a folder alone that holds something else", () =>
  withPlace({}, async ({ root, fetch }) => {
    await Deno.mkdir(`${root}/support`);
    await Deno.writeTextFile(`${root}/support/events.ndjson`, "mine\n");
    const { exitCode, err } = await fetch();
    assertEquals([exitCode, await Deno.readTextFile(`${root}/support/events.ndjson`)], [2, "mine\n"]);
    assertStringIncludes(err, "--force");
    assertEquals((await fetch(["--org", ORG, "--force"])).exitCode, 0);
  }));

Deno.test("omlens fetch bundle does not mix two jobs in one folder", () =>
  withPlace({}, async ({ root, fetch, server }) => {
    await fetch();
    const id = "67aaaaaaaaaaaaaaaaaaaaaa";
    server.jobs.unshift({ ...JOB_DOCUMENT, id, creationDate: "2026-04-19T00:00:00Z" });
    server.state.contentDisposition = 'attachment; filename="other.tar.gz"';
    const { exitCode, err } = await fetch();
    assertEquals([exitCode, (await manifestOf(root))["job"]!["id"]], [2, JOB_DOCUMENT["id"]]);
    assertStringIncludes(err, `job ${JOB_DOCUMENT["id"]}`);
    assertEquals((await fetch(["--org", ORG, "--force"])).exitCode, 0);
    const names = NAMES.map((name) => name === ARCHIVE.name ? "other.tar.gz" : name).sort();
    assertEquals([(await manifestOf(root))["job"]!["id"], await filesIn(`${root}/support`)], [id, names]);
  }));

Deno.test("omlens fetch bundle does not take events of another time for those of now after an interruption", () => {
  let isDown = false;
  const fault: OpsManagerSetup["fault"] = ({ path }) =>
    isDown && path.endsWith("/events") ? { kind: "answer", status: 403, body: {} } : undefined;
  return withPlace({ fault }, async ({ root, fetch }) => {
    const since = "2026-04-06T12:00:00Z";
    await fetch();
    isDown = true;
    const all = await Deno.readFile(`${root}/support/events.ndjson`);
    const refused = await fetch(["--org", ORG, "--since", since]);
    assertEquals(refused.exitCode, 5);
    assertStringIncludes(
      refused.err,
      `the archive stays in "${root}/support": the next run goes on from there\n`,
    );
    // As if the run had been killed before it could remove them.
    await Deno.writeFile(`${root}/support/events.ndjson`, all);
    isDown = false;
    assertEquals((await fetch(["--org", ORG, "--since", since])).exitCode, 0);
    const wanted = EVENT_DOCUMENTS.filter(({ created }) => String(created) >= since).length;
    assertEquals((await manifestOf(root))["events"]!["count"], wanted);
  });
});

Deno.test("omlens fetch bundle that is interrupted ends at once, and goes on when it runs again", () => {
  let press = () => {};
  let isPressed = false;
  const fault: OpsManagerSetup["fault"] = ({ path }) => {
    if (isPressed || !path.endsWith("/events")) return undefined;
    isPressed = true;
    press();
    return { kind: "hang" };
  };
  const onInterrupt = (listener: () => void) => {
    press = listener;
    return () => {};
  };
  return withPlace({ fault }, async (place) => {
    const { root, fetch } = place;
    assertEquals((await fetch(["--org", ORG], { onInterrupt })).exitCode, 130);
    assert(!(await filesIn(`${root}/support`)).includes("manifest.json"));
    assertEquals((await fetch()).exitCode, 0);
    assertEquals([downloads(place), await filesIn(`${root}/support`)], [1, NAMES]);
  });
});
