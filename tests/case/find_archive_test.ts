import { openCase } from "../../lib/case/open_case.ts";
import type { TextState } from "../../lib/case/case_reader.ts";
import { assert, assertEquals, assertStringIncludes } from "../../lib/std/assert.ts";
import { gzip } from "../helpers/tar_builder.ts";
import { withFolder } from "../helpers/temporary_folder.ts";
import { type CaseInput, makeCase, manyLines } from "./make_case.ts";

const LOG = manyLines(50);
const FIRST = LOG.slice(0, LOG.indexOf("\n"));

/** What a case says of its lines after something happened to its input, and the first line. */
async function after(
  input: CaseInput,
  happen: (folder: string, path: string) => Promise<{ input?: string; path?: string } | void>,
): Promise<{ text: TextState; line: string | undefined }> {
  return await withFolder(async (folder) => {
    const { path } = await makeCase(folder, { logs: input });
    const { path: moved = path, ...options } = await happen(folder, path) ?? {};
    const reader = openCase(moved, options);
    try {
      const { text } = reader;
      const line = reader.lines(0, 1, 1)[0]?.text;
      assertEquals(reader.analysis.totals.records, 50, "the rest works");
      assertEquals(reader.blocks.reduce((sum, block) => sum + reader.rows(block).length, 0), 50);
      return { text, line };
    } finally {
      reader.close();
    }
  });
}

const FILE: CaseInput = { kind: "file", content: gzip(LOG) };
const FOLDER: CaseInput = { kind: "folder", files: { "om-1/application/mms0.log": LOG, "x/empty": "" } };
const found: { text: TextState; line: string | undefined } = { text: { available: true }, line: FIRST };

for (const [name, input] of Object.entries({ file: FILE, folder: FOLDER })) {
  Deno.test(`openCase() finds a ${name} where it was, with the case moved along`, async () => {
    assertEquals(await after(input, async () => {}), found);
    assertEquals(
      await after(input, async (folder) => {
        await Deno.mkdir(`${folder}/new`);
        await Deno.rename(`${folder}/logs`, `${folder}/new/logs`);
        await Deno.rename(`${folder}/logs.omlens`, `${folder}/new/logs.omlens`);
        return { path: `${folder}/new/logs.omlens` };
      }),
      found,
    );
  });

  Deno.test(`openCase() finds a ${name} that was moved beside the case`, async () => {
    assertEquals(
      await after(input, (folder) => Deno.rename(`${folder}/logs`, `${folder}/logs.omlens/logs`)),
      found,
    );
  });

  Deno.test(`openCase() finds a ${name} at the place that is given, and in the folder that is given`, async () => {
    for (const given of ["else/where/logs", "else/where"]) {
      assertEquals(
        await after(input, async (folder) => {
          await Deno.mkdir(`${folder}/else/where`, { recursive: true });
          await Deno.rename(`${folder}/logs`, `${folder}/else/where/logs`);
          return { input: `${folder}/${given}` };
        }),
        found,
      );
    }
  });

  Deno.test(`openCase() says that a ${name} is missing`, async () => {
    const { text, line } = await after(input, (folder) => Deno.remove(`${folder}/logs`, { recursive: true }));
    assertEquals(text, {
      available: false,
      reason: '"logs" is not where it was, nor beside the case',
      remedy: "give it, or the folder it is in, with --input",
    });
    assertEquals(line, undefined);
  });
}

Deno.test("openCase() finds a file under another name at the place that is given", async () => {
  assertEquals(
    await after(FILE, async (folder) => {
      await Deno.rename(`${folder}/logs`, `${folder}/renamed.gz`);
      return { input: `${folder}/renamed.gz` };
    }),
    found,
  );
});

Deno.test("openCase() says that there is nothing at the place that is given either", async () => {
  const { text } = await after(FILE, async (folder) => {
    await Deno.remove(`${folder}/logs`);
    return { input: "no/where" };
  });
  assertEquals(
    text.available ? "" : text.reason,
    '"logs" is not where it was, nor beside the case, nor at "no/where"',
  );
});

Deno.test("openCase() takes a file that was only touched, by its SHA-256", async () => {
  assertEquals(await after(FILE, (folder) => Deno.utime(`${folder}/logs`, 1, 1)), found);
});

Deno.test("openCase() refuses a file of the same size with other content", async () => {
  const { text, line } = await after(FILE, async (folder) => {
    const bytes = await Deno.readFile(`${folder}/logs`);
    bytes[20]! ^= 1;
    await Deno.writeFile(`${folder}/logs`, bytes);
    await Deno.utime(`${folder}/logs`, 1, 1);
  });
  assert(!text.available);
  assertStringIncludes(text.reason, "SHA-256 differ");
  assertEquals(line, undefined);
});

Deno.test("openCase() refuses a folder of which one file has grown", async () => {
  const { text } = await after(FOLDER, (folder) => Deno.writeTextFile(`${folder}/logs/x/empty`, "no more"));
  assert(!text.available);
  assertStringIncludes(text.reason, "is not what was analysed");
});

Deno.test("openCase() prefers what fits to what is there", async () => {
  assertEquals(
    await after(FILE, async (folder) => {
      await Deno.rename(`${folder}/logs`, `${folder}/logs.omlens/logs`);
      await Deno.writeTextFile(`${folder}/logs`, "something else");
    }),
    found,
  );
});

Deno.test("CaseReader.bytes() gives nothing, and says why, when the archive is cut while it is open", async () => {
  await withFolder(async (folder) => {
    const content = gzip(manyLines(40_000), 0);
    const { path } = await makeCase(folder, { logs: { kind: "file", content } });
    const reader = openCase(path);
    assertEquals(reader.text, { available: true });
    await Deno.truncate(`${folder}/logs`, 100_000);
    assertEquals(reader.bytes(0, 2_000_000, 10).length, 0);
    assert(!reader.text.available);
    assertStringIncludes(reader.text.reason, "the archive cannot be read any more");
    reader.close();
  });
});

Deno.test("openCase() of several inputs gives the lines of those that are there", async () => {
  await withFolder(async (folder) => {
    const other = manyLines(20, "Other synthetic");
    const { path } = await makeCase(folder, {
      "one.log": { kind: "file", content: LOG },
      "two.log": { kind: "file", content: other },
      "three": { kind: "stream", content: LOG.replaceAll("2026-", "2025-") },
    });
    await Deno.remove(`${folder}/one.log`);
    const reader = openCase(path);
    assertEquals(reader.members.map(({ input }) => input), ["one.log", "two.log", "three"]);
    assert(!reader.text.available);
    assertStringIncludes(reader.text.reason, '"one.log"');
    const lines = [0, 1, 2].map((member) => reader.lines(member, 1, 1).map(({ text }) => text));
    assertEquals(lines, [[], [other.split("\n")[0]], [FIRST.replace("2026-", "2025-")]]);
    reader.close();
  });
});
