import { AttemptError } from "../../../lib/fetch/http/timing/attempt_error.ts";
import { readBody } from "../../../lib/fetch/http/read_body.ts";
import { assert, assertEquals, assertRejects } from "../../../lib/std/assert.ts";
import { endlessWait } from "./fake_clock.ts";

const NEVER = new AbortController().signal;
const OPTIONS = {
  what: "download the archive",
  deadline: { timeoutMs: 30_000, wait: endlessWait },
  signal: NEVER,
};

interface Source {
  readonly body: ReadableStream<Uint8Array>;
  readonly state: { isCancelled: boolean; pulls: number };
}

/** Gives the chunks, then ends, breaks or falls silent. */
function sourceOf(chunks: readonly string[], end: "close" | "break" | "silence" = "close"): Source {
  const state = { isCancelled: false, pulls: 0 };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = chunks[state.pulls++];
      if (chunk !== undefined) controller.enqueue(new TextEncoder().encode(chunk));
      else if (end === "close") controller.close();
      else if (end === "break") controller.error(new TypeError("error reading a body from connection"));
    },
    cancel() {
      state.isCancelled = true;
    },
  }, { highWaterMark: 0 });
  return { body, state };
}

async function collect(chunks: AsyncIterable<Uint8Array>, into: string[] = []): Promise<string[]> {
  for await (const chunk of chunks) into.push(new TextDecoder().decode(chunk));
  return into;
}

Deno.test("readBody() gives all chunks", async () => {
  assertEquals(await collect(readBody(sourceOf(["ab", "", "c"]).body, OPTIONS)), ["ab", "", "c"]);
});

Deno.test("readBody() calls a cut a transient error, after the chunks that came", async () => {
  const got: string[] = [];
  const error = await assertRejects(
    () => collect(readBody(sourceOf(["ab", "c"], "break").body, OPTIONS), got),
    AttemptError,
    "Cannot download the archive: the answer is not whole: the connection is cut after 3 bytes",
  );
  assertEquals([got, error.isTransient, error.retry?.isUntouched], [["ab", "c"], true, false]);
});

Deno.test("readBody() calls a silence a transient error, and closes the connection", async () => {
  const { body, state } = sourceOf(["ab"], "silence");
  const silence = Promise.withResolvers<void>();
  const wait = () => silence.promise;
  const bytes = readBody(body, { ...OPTIONS, deadline: { timeoutMs: 30_000, wait } });
  assertEquals((await bytes.next()).value?.length, 2);
  silence.resolve();
  const error = await assertRejects(
    () => bytes.next(),
    AttemptError,
    "Cannot download the archive: the answer is not whole: it is silent for 30 s after 2 bytes",
  );
  assert(error.isTransient && state.isCancelled);
});

Deno.test("readBody() ends in the middle of a silence with the reason of the signal", async () => {
  const { body, state } = sourceOf(["ab"], "silence");
  const stop = new AbortController();
  const bytes = readBody(body, { ...OPTIONS, signal: stop.signal });
  await bytes.next();
  const next = bytes.next();
  const reason = new Error("enough");
  stop.abort(reason);
  assertEquals(await assertRejects(() => next), reason);
  assert(state.isCancelled);
});

Deno.test("readBody() closes the connection when nobody reads on, and reads no further than asked", async () => {
  const { body, state } = sourceOf(["ab", "c", "d"]);
  for await (const _chunk of readBody(body, OPTIONS)) break;
  assertEquals(state, { isCancelled: true, pulls: 1 });
});
