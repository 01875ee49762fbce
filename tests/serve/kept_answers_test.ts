import { type KeptAnswer, KeptAnswers } from "../../lib/serve/answers/kept_answers.ts";
import { assert, assertEquals, assertRejects } from "../../lib/std/assert.ts";

const answerOf = (length: number): KeptAnswer => ({ headers: new Headers(), body: new Uint8Array(length) });

/** Asks for keys one after another; gives those that had to be made. */
async function madeOf(kept: KeptAnswers, keys: string, length: number): Promise<string> {
  let made = "";
  for (const key of keys) {
    await kept.get(key, () => {
      made += key;
      return Promise.resolve(answerOf(length));
    });
  }
  return made;
}

Deno.test("KeptAnswers drops those that were not asked for longest when its bytes are used up", async () => {
  // Each answer costs 1 KiB and its body.
  const kept = new KeptAnswers(3 * 2048);
  assertEquals(await madeOf(kept, "abcabacdcab", 1024), "abcdb");
  assert(kept.bytes <= 3 * 2048, `${kept.bytes}`);
});

Deno.test("KeptAnswers keeps none that is larger than all of it", async () => {
  const kept = new KeptAnswers(2048);
  assertEquals(await madeOf(kept, "aa", 1025), "aa");
  assertEquals(kept.bytes, 0);
});

Deno.test("KeptAnswers does not hand on a failure, nor an answer that is for one", async () => {
  const kept = new KeptAnswers();
  let calls = 0;
  const make = async () => {
    calls++;
    await Promise.resolve();
    if (calls === 1) throw new Error("synthetic");
    return calls === 2 ? new Response("for one") : answerOf(1);
  };
  const first = kept.get("a", make);
  const second = kept.get("a", make);
  await assertRejects(() => first, Error, "synthetic");
  assert(await second instanceof Response);
  assertEquals([await kept.get("a", make), await kept.get("a", make), calls], [answerOf(1), answerOf(1), 3]);
});
