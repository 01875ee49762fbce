import { SpillFile } from "../../../lib/case/store/spill_file.ts";
import { UsageError } from "../../../lib/errors.ts";
import { assertEquals, assertStringIncludes, assertThrows } from "../../../lib/std/assert.ts";
import { filesIn, withFolder } from "../../helpers/temporary_folder.ts";

function numbers(length: number, from: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, i) => from + i);
}

Deno.test("SpillFile gives back what was put, whole and in part, in any order", () =>
  withFolder((root) => {
    const spill = new SpillFile(`${root}/x.spill`);
    const places = [numbers(100, 0), numbers(7, 100), numbers(50, 107)].map((bytes) => spill.put(bytes));
    assertEquals(spill.get(places[2]!, 50), numbers(50, 107));
    assertEquals(spill.get(places[0]! + 40, 10), numbers(10, 40));
    assertEquals(spill.get(places[1]!, 7), numbers(7, 100));
    const into = numbers(10, 0);
    spill.read(places[2]! + 3, into.subarray(2, 5));
    assertEquals(into, Uint8Array.of(0, 1, 110, 111, 112, 5, 6, 7, 8, 9));
    assertEquals(spill.get(spill.put(numbers(3, 9)), 3), numbers(3, 9));
    spill.close();
    return Promise.resolve();
  }));

Deno.test("SpillFile makes no file before there is something to keep", () =>
  withFolder(async (root) => {
    const spill = new SpillFile(`${root}/x.spill`);
    spill.close();
    assertEquals(await filesIn(root), []);
  }));

Deno.test("SpillFile says what it could not write, and what helps", () =>
  withFolder((root) => {
    const spill = new SpillFile(`${root}/not-there/x.spill`);
    const error = assertThrows(() => spill.put(numbers(1, 0)), UsageError, "Cannot write");
    assertStringIncludes(error.remedy, "--memory");
    return Promise.resolve();
  }));
