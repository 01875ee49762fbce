import { AnswerSeconds } from "../../../lib/analyze/access/answer_seconds.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

Deno.test("AnswerSeconds notes the seconds of slots that are asked for, and nothing else", () => {
  const answers = new AnswerSeconds(2);
  answers.ask(0xffff_ffff, 3);
  for (const second of [48, 63, 64, 47]) answers.note(0xffff_ffff, second);
  answers.note(0xffff_fffe, 50);
  assertEquals([answers.of(0xffff_ffff, 3), answers.of(0xffff_ffff, 2)], [1 | 1 << 15, 0]);
});

Deno.test("AnswerSeconds tells slots apart that fall on one place of its table", () => {
  const hash = fc.constantFrom(0, 1, 2, 2 ** 31, 2 ** 32 - 1);
  const slot = fc.tuple(hash, fc.nat(3));
  const slots = fc.uniqueArray(slot, { selector: String, maxLength: 20 });
  fc.assert(fc.property(slots, fc.array(fc.tuple(hash, fc.nat(63))), (asked, noted) => {
    const answers = new AnswerSeconds(asked.length);
    for (const [hash, slot] of asked) answers.ask(hash, slot);
    for (const [hash, second] of noted) answers.note(hash, second);
    for (const [hash, slot] of asked) {
      const seconds = noted.filter((one) => one[0] === hash && one[1] >> 4 === slot);
      const expected = seconds.reduce((bits, [, second]) => bits | 1 << (second & 15), 0);
      assertEquals(answers.of(hash, slot), expected);
    }
  }));
});
