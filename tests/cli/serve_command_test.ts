import { runServe } from "../../lib/cli/serve_command.ts";
import type { ServeMachine } from "../../lib/cli/serve_door.ts";
import { runCli } from "../../lib/cli/run_cli.ts";
import type { AnswerRequest } from "../../lib/cli/answer_node.ts";
import type { ListenOptions } from "../../lib/cli/web_server.ts";
import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "../../lib/std/assert.ts";
import { InputError } from "../../lib/errors.ts";
import { withFolder } from "../helpers/temporary_folder.ts";
import { type FakeIo, fakeIo } from "./fake_io.ts";

const SMALL = ["--size", "1MB", "--hosts", "1", "--days", "1", "--quiet"];

interface Listening {
  readonly options: ListenOptions;
  readonly answer: AnswerRequest;
}

/** A machine without a socket: `use` is called when it listens, then Ctrl-C is pressed. */
function machine(
  io: FakeIo,
  use: (listening: Listening) => Promise<void>,
): ServeMachine & { stopped: number } {
  const made = {
    stopped: 0,
    makeToken: () => "synthetic-token",
    listen: (options: ListenOptions, answerOn: (port: number) => AnswerRequest) => {
      const port = options.port === 0 ? 4711 : options.port;
      const answer = answerOn(port);
      const used = Promise.resolve().then(() => use({ options, answer })).finally(() => void io.interrupt());
      return Promise.resolve({
        port,
        stop: async () => {
          made.stopped++;
          await used;
        },
      });
    },
  };
  return made;
}

async function statusAt(answer: AnswerRequest, url: string): Promise<number> {
  const response = await answer(new Request(url, { headers: { authorization: "Bearer synthetic-token" } }));
  await response.body?.cancel();
  return response.status;
}

/** Calls `use` with the paths of a sample archive and of a case of it. */
function withCase(use: (archive: string, folder: string) => Promise<void>): Promise<void> {
  return withFolder(async (root) => {
    assertEquals(await runCli(["sample", ...SMALL, "--analyze", "--out", root], fakeIo()), 0);
    const names = (await Array.fromAsync(Deno.readDir(root))).map(({ name }) => `${root}/${name}`);
    const find = (end: string) => names.find((name) => name.endsWith(end)) ?? "";
    await use(find(".tar.gz"), find(".omlens"));
  });
}

Deno.test("omlens serve CASE prints an address with the token, answers there, and ends at Ctrl-C with 130", () =>
  withCase(async (_archive, folder) => {
    for (const path of [folder, `${folder}/case.db`]) {
      const io = fakeIo();
      const statuses: number[] = [];
      const fake = machine(io, async ({ options, answer }) => {
        assertEquals(options, { hostname: "127.0.0.1", port: 8765, tries: 20 });
        for (const host of ["127.0.0.1:8765", "localhost:8765", "192.0.2.1:8765", "127.0.0.1:80"]) {
          statuses.push(await statusAt(answer, `http://${host}/`));
        }
      });
      assertEquals(await runServe([path], io, fake), 130);
      assertEquals([statuses, fake.stopped], [[200, 200, 421, 421], 1]);
      assertMatch(
        io.printed.out,
        /^om-logs_\d+T\d+Z\.omlens is open at\nhttp:\/\/127\.0\.0\.1:8765\/\?token=synthetic-token\n$/,
      );
      assertEquals(io.printed.err, "Ctrl-C ends it.\n");
    }
  }));

Deno.test("omlens serve INPUT analyses first, with the flags of analyze, and serves the new case", () =>
  withCase(async (archive) => {
    const io = fakeIo();
    const out = `${archive}-case`;
    const seen: unknown[] = [];
    const fake = machine(io, async ({ answer }) => {
      for (const path of ["/incidents", "/api/v1/case", "/assets/page.css"]) {
        seen.push(await statusAt(answer, `http://127.0.0.1:4711${path}`));
      }
      const events = await answer(
        new Request("http://127.0.0.1:4711/api/v1/progress", {
          headers: { authorization: "Bearer synthetic-token" },
        }),
      );
      const names = [...(await events.text()).matchAll(/^event: (.+)$/gm)].map(([, name]) => name);
      seen.push(names[0], names.at(-1));
      for (const path of ["/incidents", "/api/v1/case"]) {
        seen.push(await statusAt(answer, `http://127.0.0.1:4711${path}`));
      }
    });
    const events = archive.replace(/[^/]+$/, "events.json");
    const args = ["--port", "0", archive, "--events", events, "--out", out, "--quiet", "--bind=127.0.0.1"];
    assertEquals(await runServe(args, io, fake), 130);
    assertEquals(seen, [202, 503, 200, "progress", "done", 200, 200]);
    assertMatch(
      io.printed.out,
      /\n\nom-logs\S+-case is open at\nhttp:\/\/127.0.0.1:4711\/\?token=synthetic-token\n$/,
    );
    assertEquals([io.printed.err, fake.stopped], ["Ctrl-C ends it.\n", 1]);
    assert((await Deno.stat(`${out}/case.db`)).isFile);
    const { events: read } = JSON.parse(await Deno.readTextFile(`${out}/analysis.json`));
    assert(read.length > 5, `${read.length}`);
  }));

Deno.test("omlens serve INPUT says on stderr where one sees how far it is", () =>
  withCase(async (archive) => {
    const io = fakeIo();
    const fake = machine(io, async ({ answer }) => {
      const page = await answer(
        new Request("http://127.0.0.1:8765/findings?token=synthetic-token", {
          headers: { authorization: "Bearer synthetic-token" },
        }),
      );
      assertEquals([page.status, page.headers.get("location")], [303, "/findings"]);
    });
    // Ctrl-C comes while it reads: nothing is left.
    await assertRejects(() => runServe([archive, "--out", `${archive}-case`], io, fake), Error, "abort");
    assertMatch(io.printed.err, /^om-logs\S+ is being read; see how far it is at\nhttp:\S+:8765\/\?token=/);
    assertEquals([io.printed.out, fake.stopped], ["", 1]);
    await assertRejects(() => Deno.stat(`${archive}-case`), Deno.errors.NotFound);
  }));

Deno.test("omlens serve INPUT tells those who wait that it failed, and stops", () =>
  withFolder(async (root) => {
    await Deno.writeTextFile(`${root}/no.log`, "synthetic, and no log\n");
    const io = fakeIo();
    let told = "";
    const fake = machine(io, async ({ answer }) => {
      const events = await answer(
        new Request("http://127.0.0.1:8765/api/v1/progress", {
          headers: { authorization: "Bearer synthetic-token" },
        }),
      );
      told = await events.text();
    });
    await assertRejects(() => runServe([`${root}/no.log`, "--out", `${root}/case`], io, fake), InputError);
    assertMatch(told, /event: failed\ndata: \{"message":"cannot .+","remedy":".+"\}\n\n$/);
    assertEquals(fake.stopped, 1);
  }));

Deno.test("omlens serve --bind warns when others can reach it, and answers to addresses, not to names", () =>
  withCase(async (_archive, folder) => {
    for (
      const [bind, url, statuses] of [
        ["0.0.0.0", "http://127.0.0.1:9000/", [200, 200, 421]],
        ["192.0.2.7", "http://192.0.2.7:9000/", [421, 200, 421]],
        ["::", "http://127.0.0.1:9000/", [200, 200, 421]],
      ] as const
    ) {
      const io = fakeIo();
      const fake = machine(io, async ({ options, answer }) => {
        assertEquals(options, { hostname: bind, port: 9000, tries: 1 });
        const got: number[] = [];
        for (const host of ["localhost:9000", "192.0.2.7:9000", "evil.example:9000"]) {
          got.push(await statusAt(answer, `http://${host}/`));
        }
        assertEquals(got, [...statuses]);
      });
      assertEquals(await runServe([folder, "--bind", bind, "--port", "9000"], io, fake), 130);
      assertStringIncludes(io.printed.out, `${url}?token=`);
      assertStringIncludes(io.printed.err, `omlens: others on the network can reach ${bind}`);
    }
  }));

const WRONG: readonly (readonly [args: readonly string[], message: string, code: number])[] = [
  [[], "cannot serve: no CASE or INPUT is given\ntry: omlens serve om-logs_….omlens\n", 2],
  [
    ["CASE", "--since", "-2h"],
    "with --since: it is a case, so nothing is analysed\ntry: leave out --since, or give",
    2,
  ],
  [
    ["ARCHIVE", "--input", "x"],
    "cannot serve with --input: there is no case yet\ntry: leave out --input\n",
    2,
  ],
  [["nix"], 'cannot read "nix": it does not exist\n', 3],
  [
    ["CASE", "--port", "65536"],
    'cannot read --port: "65536" is not a port\ntry: give a port such as 8765\n',
    2,
  ],
  [["CASE", "--json"], '"serve" has no flag --json\n', 2],
];

for (const [args, message, code] of WRONG) {
  Deno.test(`omlens serve ${args.join(" ")} says what is wrong`, () =>
    withCase(async (archive, folder) => {
      const io = fakeIo();
      const given = args.map((arg) => arg === "CASE" ? folder : arg === "ARCHIVE" ? archive : arg);
      assertEquals(await runCli(["serve", ...given], io), code);
      assertStringIncludes(io.printed.err, message);
      assertEquals(io.printed.out, "");
    }));
}

Deno.test("omlens serve closes the case when it cannot listen", () =>
  withCase(async (_archive, folder) => {
    const listen = () => Promise.reject(new Error("synthetic"));
    await assertRejects(
      () => runServe([folder], fakeIo(), { makeToken: () => "t", listen }),
      Error,
      "synthetic",
    );
    // Sanitizers would tell of a file that is left open.
  }));
