import { AnswerSeconds } from "../../../lib/analyze/access/answer_seconds.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

Deno.test("AnswerSeconds notes the seconds of slots that are asked for, and nothing else", () => {
  const answers = new AnswerSeconds([[0xffff_ffff, 3], [0xffff_ffff, 2]]);
  for (const second of [48, 63, 64, 47]) answers.note(0xffff_ffff, second);
  answers.note(0xffff_fffe, 50);
  assertEquals([3, 2, 4].map((slot) => answers.of(0xffff_ffff, slot)), [1 | 1 << 15, 1 << 15, 0]);
});

Deno.test("AnswerSeconds tells slots apart whose hashes or times are the same", () => {
  const hash = fc.constantFrom(0, 1, 2, 2 ** 31, 2 ** 32 - 1);
  const slot = fc.tuple(hash, fc.nat(3));
  const slots = fc.array(slot, { maxLength: 20 });
  fc.assert(fc.property(slots, fc.array(fc.tuple(hash, fc.nat(63))), (asked, noted) => {
    const answers = new AnswerSeconds(asked);
    for (const [hash, second] of noted) answers.note(hash, second);
    for (const [hash, slot] of asked) {
      const seconds = noted.filter((one) => one[0] === hash && one[1] >> 4 === slot);
      const expected = seconds.reduce((bits, [, second]) => bits | 1 << (second & 15), 0);
      assertEquals(answers.of(hash, slot), expected);
    }
  }));
});
