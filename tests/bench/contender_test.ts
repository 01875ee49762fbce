import { assertEquals, assertThrows } from "../../lib/std/assert.ts";
import { fieldFor } from "./contender.ts";

const namesOf = (archive: string, only: string[], isInstalled: (program: string) => boolean = () => true) =>
  fieldFor(archive, only, isInstalled).here.map(({ name }) => name);

Deno.test("fieldFor() always has the base", () => {
  assertEquals(namesOf("20MB", ["lean"]), ["gzip", "lean"]);
});

Deno.test("fieldFor() leaves out who can do nothing with the archive", () => {
  assertEquals(namesOf("traces", ["goaccess", "lnav"]), ["gzip", "lnav"]);
  assertEquals(namesOf("access", ["goaccess", "lnav"]), ["gzip", "goaccess"]);
});

Deno.test("fieldFor() names programs that are not installed", () => {
  const { here, missing } = fieldFor("20MB", ["ours", "pigz", "tar"], (program) => program === "gzip");
  assertEquals(here.map(({ name }) => name), ["gzip", "ours"]);
  assertEquals(missing, ["tar", "wc", "pigz"]);
});

Deno.test("fieldFor() refuses a name that nobody has", () => {
  assertThrows(() => fieldFor("20MB", ["gunzip"], () => true), Error, 'Cannot measure "gunzip"');
});
