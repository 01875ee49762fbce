import {
  readChoices,
  readDuration,
  readInteger,
  readSize,
  readTime,
} from "../../lib/cli/flags/flag_values.ts";
import { UsageError } from "../../lib/errors.ts";
import { assertEquals, assertThrows } from "../../lib/std/assert.ts";

interface Case {
  readonly name: string;
  readonly read: (text: string) => unknown;
  readonly good: readonly (readonly [text: string, value: unknown])[];
  readonly bad: readonly string[];
}

const CASES: readonly Case[] = [
  {
    name: "readSize()",
    read: readSize,
    good: [
      ["65536", 65_536],
      ["1B", 1],
      ["200MB", 200_000_000],
      ["200mb", 200_000_000],
      ["200 MB", 200_000_000],
      ["1.5GiB", 1_610_612_736],
      ["2k", 2000],
      ["2Ki", 2048],
      ["1T", 1_000_000_000_000],
    ],
    bad: ["", "0", "-1", "12XB", "MB", "1e9", "1ib", "0.1", "99999999TB", "1.5.5MB", "1 2MB", "Infinity"],
  },
  {
    name: "readDuration()",
    read: readDuration,
    good: [["250ms", 250], ["90s", 90_000], ["30m", 1_800_000], ["30min", 1_800_000], ["2h", 7_200_000], [
      "1.5d",
      129_600_000,
    ], ["0s", 0]],
    bad: ["", "30", "m", "-2h", "2 weeks", "1h30m", "9999999999d"],
  },
  {
    name: "readTime()",
    read: readTime,
    good: [
      "2026-04-12",
      "2026-04-12T03:00Z",
      "2026-04-12T03:14:15.926Z",
      "2026-04-12 03:00",
      "2026-04-12T03:00+02:00",
      "-2h",
      "-90m",
    ]
      .map((text) => [text, text] as const),
    bad: [
      "",
      "yesterday",
      "2026-13-01",
      "2026-04-12T25:00Z",
      "12.04.2026",
      "1775962455",
      "2h",
      "--2h",
      "-2x",
    ],
  },
  {
    name: "readInteger(1)",
    read: readInteger(1),
    good: [["1", 1], ["200000", 200_000]],
    bad: ["", "0", "-1", "1.5", "1e3", "x", "9999999999999999"],
  },
  {
    name: "readChoices()",
    read: readChoices(["json", "html", "md"]),
    good: [["json", ["json"]], ["md,json", ["md", "json"]], ["md, md", ["md"]]],
    bad: ["", "pdf", "json,", "JSON", "__proto__"],
  },
];

for (const { name, read, good, bad } of CASES) {
  for (const [text, value] of good) {
    Deno.test(`${name} reads "${text}"`, () => assertEquals(read(text), value));
  }
  for (const text of bad) {
    Deno.test(`${name} refuses "${text}"`, () => {
      assertThrows(() => read(text), UsageError);
    });
  }
}

Deno.test("readChoices() names what exists and suggests the nearest", () => {
  const error = assertThrows(() => readChoices(["json", "html", "md"])("htlm"), UsageError, "json, html, md");
  assertEquals(error.remedy, "use html");
});
