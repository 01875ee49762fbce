import { assert, assertEquals, assertStringIncludes } from "../../../../lib/std/assert.ts";
import { TEST_PRIVATE_KEY, TEST_PUBLIC_KEY, withOpsManager } from "../../../helpers/ops_manager_server.ts";
import { withFolder } from "../../../helpers/temporary_folder.ts";
import { runCli } from "../../../../lib/cli/run_cli.ts";
import { fakeIo, type FakeIoOptions } from "../../fake_io.ts";
import { withWorkplace } from "../run_with_ops_manager.ts";

const ELSEWHERE = "http://127.0.0.1:9";

Deno.test("openClient() takes a flag before the environment, and that before the profile", () =>
  withWorkplace({}, ({ run, server }) =>
    withFolder(async (home) => {
      const profile =
        `[om]\nops_manager_url = "${ELSEWHERE}"\npublic_api_key = "profile"\nprivate_api_key = "no"\n`;
      await writeProfile(home, profile);
      const variables = { HOME: home };
      const all = ["fetch", "jobs", "--profile", "om"];
      assertEquals((await run(all, { variables })).code, 0);
      const wrong = { ...variables, OMLENS_BASE_URL: ELSEWHERE, OMLENS_PUBLIC_KEY: "wrong" };
      const flags = ["--base-url", server.url, "--public-key", TEST_PUBLIC_KEY];
      assertEquals((await run([...all, ...flags], { variables: wrong })).code, 0);
      assertEquals(
        new Set(server.requests.map(({ username }) => username)),
        new Set([null, TEST_PUBLIC_KEY]),
      );
    })));

Deno.test("openClient() takes all of a profile when nothing else is given", () =>
  withOpsManager({}, (server) =>
    withFolder(async (home) => {
      await writeProfile(
        home,
        `[om]\nops_manager_url = "${server.url}/"\npublic_api_key = "${TEST_PUBLIC_KEY}"\nprivate_api_key = "${TEST_PRIVATE_KEY}"\n`,
      );
      const io = fakeIo({ variables: { HOME: home }, ...clock() });
      assertEquals(await runCli(["fetch", "jobs", "--json", "--profile", "om"], io), 0);
      assertEquals(io.printed, { out: "[]\n", err: "" });
    })));

const NOT_MEANT: [publicKey: string, isElsewhere: boolean, why: string][] = [
  ["other", false, "another public key"],
  [TEST_PUBLIC_KEY, true, "another Ops Manager"],
];

for (const [publicKey, isElsewhere, why] of NOT_MEANT) {
  Deno.test(`openClient() asks for the private key when that of the profile is for ${why}`, () =>
    withOpsManager({}, (server) =>
      withFolder(async (home) => {
        const url = isElsewhere ? ELSEWHERE : server.url;
        await writeProfile(
          home,
          `[om]\nops_manager_url = "${url}"\npublic_api_key = "${publicKey}"\nprivate_api_key = "no"\n`,
        );
        const questions: string[] = [];
        const readSecret = (question: string) => {
          questions.push(question);
          return Promise.resolve(` ${TEST_PRIVATE_KEY}\n`);
        };
        const io = fakeIo({ variables: { HOME: home }, readSecret, ...clock() });
        const flags = ["--public-key", TEST_PUBLIC_KEY, "--base-url", server.url];
        assertEquals(await runCli(["fetch", "jobs", "--json", "--profile", "om", ...flags], io), 0);
        assertEquals(questions, [
          `Private key for ${TEST_PUBLIC_KEY} at ${server.url.slice("http://".length)}`,
        ]);
        assertEquals(
          io.printed.err,
          `omlens: the private key of profile om is for ${why}, and not used here\n`,
        );
      })));
}

const MISSING: [options: FakeIoOptions, args: string[], says: string[]][] = [
  [{}, [], ["its address is not given", "--base-url URL", "--allow-env=OMLENS_BASE_URL", "--profile NAME"]],
  [{}, ["--base-url", "om.example.com"], ["it has no scheme"]],
  [{}, ["--base-url", "https://me:key@om.example.com"], ["user name or password"]],
  [{}, ["--base-url", "http://om.example.com"], ["plain http"]],
  [{}, ["--base-url", ELSEWHERE], ["the public key is not given", "--allow-env=OMLENS_PUBLIC_KEY"]],
  [{ readSecret: () => Promise.resolve(" ") }, ["--base-url", ELSEWHERE, "--public-key", "p"], [
    "the private key is empty",
  ]],
  [{}, ["--base-url", ELSEWHERE, "--public-key", "p", "--ca-cert", "/nowhere/ca.pem"], ["it does not exist"]],
  [{ variables: { OMLENS_PUBLIC_KEY: "p:5ecre7" } }, ["--base-url", ELSEWHERE], ["no colon"]],
];

for (const [options, args, says] of MISSING) {
  Deno.test(`openClient() says "${says[0]}" before it asks for a key`, async () => {
    const io = fakeIo(options);
    assertEquals(await runCli(["fetch", "jobs", ...args], io), 2);
    for (const text of says) assertStringIncludes(io.printed.err, text);
    assert(!/nobody answers|me:key|5ecre7/.test(io.printed.err), io.printed.err);
  });
}

Deno.test("openClient() traces requests under OMLENS_DEBUG=1, and no header or key", () =>
  withWorkplace({}, async ({ run, server }) => {
    const { err } = await run(["fetch", "jobs", "--json"], { variables: { OMLENS_DEBUG: "1" } });
    const lines = err.trimEnd().split("\n").map((line) => line.replace(server.url, ""));
    assertEquals(lines.map((line) => line.split(/[ ?]/, 2).join(" ")), [
      "GET /api/public/v1.0/admin/omLogCollectionJobs",
      "GET /api/public/v1.0/admin/omLogCollectionJobs",
    ]);
    assertEquals(lines.map((line) => / (\d{3}) \d+ ms$/.exec(line)?.[1]), ["401", "200"]);
    assert(!/Digest|5ecre7/i.test(err));
  }));

for (
  const [terminal, args, says] of [[true, [], true], [false, [], false], [true, ["--quiet"], false]] as const
) {
  const where = terminal ? "on a terminal" : "elsewhere";
  Deno.test(`openClient() ${says ? "says" : "does not say"} why it waits ${where} ${args}`, () => {
    const storm = { kind: "answer", status: 429, headers: { "retry-after": "7" } } as const;
    const fault = ({ n }: { n: number }) => n === 2 ? storm : undefined;
    return withWorkplace({ fault }, async ({ run }) => {
      const { code, err } = await run(["fetch", "jobs", "--json", ...args], { terminal });
      assertEquals(code, 0);
      assertEquals(/omlens: waits 7 s: .*429/.test(err), says);
    });
  });
}

async function writeProfile(home: string, text: string): Promise<void> {
  await Deno.mkdir(`${home}/.config/mongocli`, { recursive: true });
  await Deno.writeTextFile(`${home}/.config/mongocli/config.toml`, text);
}

/** Goes on only while somebody waits. */
function clock(): Pick<FakeIoOptions, "now" | "delay"> {
  let nowMs = 0;
  return { now: () => nowMs, delay: (ms) => Promise.resolve(void (nowMs += ms)) };
}

for (
  const [action, why] of [["archive", "of which job"], ["bundle", "of which job"], [
    "events",
    "no file",
  ]] as const
) {
  Deno.test(`omlens fetch ${action} checks its flags before it asks for a key`, async () => {
    const io = fakeIo({ readSecret: () => Promise.reject(new Error("asked")) });
    const code = await runCli(["fetch", action, "--base-url", ELSEWHERE, "--public-key", "abcdefgh"], io);
    assertEquals(code, 2);
    assertStringIncludes(io.printed.err, why);
  });
}
