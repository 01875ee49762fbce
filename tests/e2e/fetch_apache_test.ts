import { assert, assertEquals } from "../../lib/std/assert.ts";
import { type AccessLine, type ApacheSetup, withApache, WITHOUT_APACHE } from "../helpers/apache_server.ts";
import { type ProxyHooks, withProxy } from "../helpers/tcp_proxy.ts";
import { withFolder } from "../helpers/temporary_folder.ts";
import { ARCHIVE, ARCHIVE_NAME, events, JOB, JOB_ID, ORG_ID } from "./fetch_sample.ts";
import { runFetch } from "./run_fetch.ts";

const PAGES = 3;
const EVENTS = events(PAGES * 500 - 100);
const PRIVATE_KEY = "apache-private-key";
/** Nonces that outlive a test. */
const LONG_S = 300;

const SETUP: ApacheSetup = {
  publicKey: "apachepub",
  privateKey: PRIVATE_KEY,
  nonceLifetimeS: LONG_S,
  pages: Array.from({ length: PAGES }, (_, i) => {
    const rel = i + 1 < PAGES ? ["self", "next"] : ["self"];
    const links = rel.map((rel, ahead) => ({ rel, href: `https://om.invalid/?pageNum=${i + 1 + ahead}` }));
    return JSON.stringify({
      links,
      results: EVENTS.slice(i * 500, (i + 1) * 500),
      totalCount: EVENTS.length,
    });
  }),
  job: JOB,
  archive: ARCHIVE,
  fileName: ARCHIVE_NAME,
};

/** Runs one command against Apache, through a line with faults. */
async function fetchFromApache(
  args: readonly string[],
  { setup = SETUP, hooks = {}, privateKey = PRIVATE_KEY }: {
    setup?: ApacheSetup;
    hooks?: ProxyHooks;
    privateKey?: string;
  },
  check: (run: { folder: string; code: number; out: string; err: string }) => Promise<void>,
): Promise<AccessLine[]> {
  return await withFolder((folder) =>
    withApache(setup, (url) =>
      withProxy(Number(new URL(url).port), hooks, async (port) => {
        const connection = ["--base-url", `http://127.0.0.1:${port}`, "--public-key", setup.publicKey];
        const run = await runFetch({
          args: ["fetch", ...args, ...connection, "--rate", "100"],
          cwd: folder,
          env: { OMLENS_PRIVATE_KEY: privateKey },
          permissions: [
            `--allow-net=127.0.0.1:${port}`,
            "--allow-env=OMLENS_PRIVATE_KEY",
            `--allow-read=${folder}`,
            `--allow-write=${folder}`,
          ],
        });
        await check({ folder, ...run });
      }))
  );
}

const FETCH_EVENTS = ["events", "--org", ORG_ID, "--out", "events.ndjson"];
const FETCH_ARCHIVE = ["archive", "--job", JOB_ID, "--out", "out"];

async function checkEvents(
  { folder, code, err }: { folder: string; code: number; err: string },
): Promise<void> {
  assertEquals(code, 0, err);
  const lines = (await Deno.readTextFile(`${folder}/events.ndjson`)).trimEnd().split("\n");
  assertEquals(lines.map((line) => JSON.parse(line)), EVENTS.toReversed());
}

async function checkArchive(
  { folder, code, err }: { folder: string; code: number; err: string },
): Promise<void> {
  assertEquals(code, 0, err);
  assertEquals(await Deno.readFile(`${folder}/out/${ARCHIVE_NAME}`), ARCHIVE);
}

const countOf = (log: readonly AccessLine[], status: number) =>
  log.filter((line) => line.status === status).length;

function testWithApache(name: string, fn: () => Promise<void>): void {
  const why = WITHOUT_APACHE === null ? "" : ` (${WITHOUT_APACHE})`;
  Deno.test({ name: `omlens fetch from Apache: ${name}${why}`, ignore: WITHOUT_APACHE !== null, fn });
}

testWithApache("events of all pages, with one handshake for all of them", async () => {
  const log = await fetchFromApache(FETCH_EVENTS, {}, checkEvents);
  assertEquals(log.map(({ status }) => status), [401, 200, 200, 200]);
});

testWithApache("events although a nonce can be used only once", async () => {
  const log = await fetchFromApache(
    FETCH_EVENTS,
    { setup: { ...SETUP, nonceLifetimeS: 0 } },
    checkEvents,
  );
  assertEquals(countOf(log, 200), PAGES);
});

testWithApache("events although a nonce is stale in the middle", async () => {
  let held = 0;
  const log = await fetchFromApache(FETCH_EVENTS, {
    setup: { ...SETUP, nonceLifetimeS: 1 },
    hooks: {
      // The only clock that Apache knows is the real one.
      beforeSend: async (text) => {
        if (/pageNum=2&/.test(text) && held++ === 0) await new Promise((done) => setTimeout(done, 1200));
      },
    },
  }, checkEvents);
  const stale = log.findIndex(({ status, target }) => status === 401 && target.includes("pageNum=2"));
  assert(stale > 0, "page 2 was asked for with a stale nonce");
  assertEquals([log[stale + 1]?.status, log[stale + 1]?.target], [200, log[stale]?.target]);
});

testWithApache("an archive, whole", async () => {
  const log = await fetchFromApache(FETCH_ARCHIVE, {}, checkArchive);
  const downloads = log.filter(({ target, status }) => target.endsWith(":download") && status < 400);
  assertEquals(downloads.map(({ status, range }) => [status, range]), [[200, "-"]]);
});

testWithApache("an archive whose line was cut, with the rest by Range", async () => {
  const log = await fetchFromApache(FETCH_ARCHIVE, { hooks: { cutAfterBytes: 120_000 } }, checkArchive);
  const downloads = log.filter(({ target, status }) => target.endsWith(":download") && status < 400);
  assertEquals(downloads.map(({ status }) => status), [200, 206]);
  const from = Number(/^bytes=(\d+)-$/.exec(downloads[1]?.range ?? "")?.[1]);
  assert(from > 100_000 && from < 120_000, `the second request begins at ${from}`);
  assertEquals(downloads[1]?.sentBytes, ARCHIVE.length - from);
});

testWithApache("nothing with a wrong key, asked for once", async () => {
  const log = await fetchFromApache(FETCH_ARCHIVE, { privateKey: "wrong" }, (run) => {
    assertEquals([run.code, run.out], [5, ""]);
    return Promise.resolve();
  });
  assertEquals(log.map(({ status }) => status), [401, 401]);
});
