/**
 * Text that is hard to show: too long, too high, in another direction, not visible, not valid, or taken for a number, a
 * command or a key of an object.
 *
 * @module
 */

/** Code points as text. */
function chars(...codes: readonly number[]): string {
  return codes.map((code) => String.fromCharCode(code)).join("");
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** A letter under as many marks. */
function tower(letter: string, marks: number): string {
  return letter + Array.from({ length: marks }, (_, i) => chars(0x300 + (i * 7) % 0x60)).join("");
}

/** Characters that turn the direction, alone and around text. */
const DIRECTIONS: readonly string[] = [
  ...[0x202a, 0x202b, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068].map((code) =>
    `left ${chars(code)}abc 123.log right`
  ),
  `gpj.${chars(0x202e)}exe.${chars(0x202c)}`,
  chars(0x202e).repeat(100) + "reversed",
  chars(0x2069, 0x202c, 0x200e, 0x200f, 0x061c) + "ends that nothing began",
  "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd",
  "\u0645\u0631\u062d\u0628\u0627 123 (abc) \u0628\u0627\u0644\u0639\u0627\u0644\u0645",
  "/\u05d0/\u05d1/\u05d2?x=1&\u05d3=2",
  "\ufdfd".repeat(40),
];

/** Characters that cannot be seen. */
const INVISIBLE: readonly string[] = [
  "a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg\u180eh\u034fi",
  "\u200b",
  "\ufeffbyte order mark",
  "\u3164",
  "\u115f\u1160\uffa0\u17b4\u17b5",
  "tag " + [..."hidden"].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join(""),
  "variation\ufe0f\u{e0100}selectors",
  "line\u2028separator\u2029paragraph",
  "\u00a0\u1680\u2000\u2007\u202f\u205f\u3000",
  "soft\u00ad".repeat(50),
];

/** Control characters, of terminals and others. */
const CONTROLS: readonly string[] = [
  ...[0, 8, 16, 24].map((from) => `c0 ${chars(...range(from, from + 7))}.`),
  `del \x7f c1 ${chars(...range(0x80, 0x9f))}`,
  "nul\0in the middle",
  "\0",
  "\x1b[31;1mred\x1b[0m",
  "\x1b[2J\x1b[H cleared",
  "\x1b]0;title\x07",
  "\x1b]8;;https://evil.example/\x1b\\link\x1b]8;;\x1b\\",
  "\x9b31m c1 colour",
  "\x1b[?1049h\x1b[6n\x1bc",
  "progress 1\rprogress 2\r\n",
  "bell\x07 backspace\x08\x08\x08 tab\t vertical\x0b form\x0c next\x85",
];

/** What is no valid text. */
const BROKEN: readonly string[] = [
  chars(0xd83d),
  chars(0xde00),
  `high ${chars(0xd800)} low ${chars(0xdfff)} swapped ${chars(0xde00, 0xd83d)}`,
  chars(0xd83d).repeat(20),
  "\ufffd\ufffe\uffff\u{1ffff}\u{10ffff}",
  "private \ue000\uf8ff\u{f0000}",
  "\u00c3\u00a9 \u00e2\u20ac\u2122 mojibake",
];

/** Scripts, marks and pictures. */
const SCRIPTS: readonly string[] = [
  tower("Z", 30) + tower("a", 60) + tower("l", 90),
  tower("x", 3000),
  Array.from("combining", (letter) => tower(letter, 12)).join(""),
  "\u0e01\u0e49\u0e49\u0e49\u0e49\u0e49\u0e49\u0e49\u0e49\u0e49\u0e49",
  "\u0f40\u0fb5\u0f72\u0f7c".repeat(20),
  "\u0915\u094d\u0937\u0924\u094d\u0930\u093f\u092f",
  "\u1100\u1161\u11a8".repeat(10),
  "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}",
  "\u{1f3f3}\ufe0f\u200d\u{1f308} \u{1f1e9}\u{1f1ea} \u{1f44d}\u{1f3ff} 1\ufe0f\u20e3",
  "\u{1f600}".repeat(500),
  "\uff26\uff35\uff2c\uff2c\u3000\uff37\uff29\uff24\uff34\uff28",
  "\u7530\u4e2d\u3055\u3093\u306b\u3042\u3052\u3066\u4e0b\u3055\u3044".repeat(20),
  "\u{20000}\u{2a6d6}",
  "\u0440\u0430\u0443\u0440\u0430l.example",
  "\u{1d4d7}\u{1d4ee}\u{1d4f5}\u{1d4f5}\u{1d4f8} \u24d7 \u02e2\u1d58\u1d56",
  "\u1820\u1828\u180e\u182d",
  "\u{12031}\u{12219}\u{1242b}",
  "\u0130 \u0131 \u00df \ufb00 \u01c6 \u1e9e",
  "A\u030a \u00c5 \u212b",
  "\u2554\u2550\u2557\u2588\u2591",
];

/** Long text of all kinds. */
const LONG: readonly string[] = [
  "W".repeat(300),
  "W".repeat(10_000),
  "i".repeat(10_000),
  "_".repeat(4000),
  "-".repeat(4000),
  "/path".repeat(1000),
  "word ".repeat(2000),
  " ".repeat(2000),
  "\n".repeat(300),
  "\t".repeat(300),
  "line\n".repeat(300),
  "no\u00a0break\u00a0".repeat(300),
  "a.b.c.D$E.".repeat(300),
  "<".repeat(2000),
  "&".repeat(2000),
  '"'.repeat(2000),
  "0".repeat(2000),
  `https://evil.example/${"x".repeat(3000)}`,
];

/** Words and numbers that programs take for something else. */
const WORDS: readonly string[] = [
  ..."null undefined NaN true false None nil void Infinity -Infinity __proto__ constructor prototype toString"
    .split(" "),
  ..."hasOwnProperty valueOf then length name __defineGetter__ [object Object] Invalid Date".split(" "),
  ..."0 -0 00 . , 1e309 -1e309 1e-400 0x10 0b1 0o7 1_000 1,000.00 9007199254740993 1/0 \u0661\u0662\u0663 \u00bd \u221e"
    .split(" "),
  ..."0000-00-00 9999-12-31T23:59:60Z +275760-09-13T00:00:00.001Z -271821-04-20 1970-01-01 2026-02-30T25:61:61Z"
    .split(" "),
  " ",
  "  leading and trailing  ",
  "",
];

/** What other programs would run. */
const COMMANDS: readonly string[] = [
  "'; DROP TABLE record; --",
  "1' OR '1'='1",
  '" OR 1=1 --',
  '{"$gt":""}',
  "*)(uid=*))(|(uid=*",
  "$(reboot) `reboot` ; reboot | reboot && reboot",
  "() { :;}; echo vulnerable",
  "a\r\nSet-Cookie: a=b\r\n\r\n<naughty>",
  "%s%s%n%x%d%p",
  "%00%0a",
  '<!ENTITY x SYSTEM "file:///etc/passwd">',
  '"}],"x":[{"',
  "')];canary();//",
  "\\\\\\",
  "(a+)+$",
  "[",
  "*?+",
  'level>=WARN OR text~"x" (((',
  "--help",
  "-rf",
];

/** All of them. */
export const NAUGHTY_TEXT: readonly string[] = [
  ...DIRECTIONS,
  ...INVISIBLE,
  ...CONTROLS,
  ...BROKEN,
  ...SCRIPTS,
  ...LONG,
  ...WORDS,
  ...COMMANDS,
];
