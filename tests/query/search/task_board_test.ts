import type { SearchTask } from "../../../lib/query/search/search_tasks.ts";
import { searchMemory } from "../../../lib/query/search/search_memory.ts";
import { TaskBoard } from "../../../lib/query/search/task_board.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

function tasksOf(members: readonly number[]): SearchTask[] {
  return members.map((member, at) => ({ member, blocks: [at], orderMs: at }));
}

function boardOf(members: readonly number[]): TaskBoard {
  const memory = searchMemory({ tasks: members.length, members: 5, blocks: members.length });
  return new TaskBoard(tasksOf(members), memory);
}

Deno.test("TaskBoard.take() gives tasks in order, to each thread the log files it began", () => {
  const board = boardOf([1, 2, 3, 1, 2, 3, 1]);
  const taken = [0, 1, 0, 1, 0, 0, 1].map((thread) => board.take(thread));
  assertEquals(taken, [0, 1, 3, 4, 6, 2, 5]);
  assertEquals(board.take(0), null);
});

Deno.test("TaskBoard.take() gives what another began when nothing else is near", () => {
  const board = boardOf([1, 1, 1]);
  assertEquals([board.take(0), board.take(1), board.take(0)], [0, 1, 2]);
});

Deno.test("TaskBoard.take() looks only so far ahead for a log file that nobody began", () => {
  const board = boardOf([...Array(17).fill(1), 2]);
  assertEquals([board.take(1), board.take(0)], [0, 1]);
  const nearer = boardOf([...Array(16).fill(1), 2]);
  assertEquals([nearer.take(1), nearer.take(0)], [0, 16]);
});

Deno.test("TaskBoard gives a task once, to whichever board over the same memory asks first", () => {
  const counts = fc.array(fc.nat(4), { maxLength: 30 });
  fc.assert(fc.property(counts, fc.array(fc.nat(2), { maxLength: 40 }), (members, threads) => {
    const memory = searchMemory({ tasks: members.length, members: 5, blocks: 0 });
    const boards = [0, 1, 2].map(() => new TaskBoard(tasksOf(members), memory));
    const taken = [...threads, ...members.map(() => 0)].map((thread) => boards[thread]!.take(thread));
    const tasks = taken.filter((task) => task !== null).sort((a, b) => a - b);
    assertEquals(tasks, members.map((_, at) => at));
  }));
});

Deno.test("TaskBoard.waitFor() waits for no task that is free or over", () => {
  const board = boardOf([1, 2]);
  assertEquals(board.take(1), 0);
  assertEquals([board.isOpen(0), board.isOpen(1)], [true, true]);
  board.finish(0);
  assertEquals([board.isOpen(0), board.isOpen(1)], [false, true]);
  board.waitFor(0);
  board.waitFor(1);
});
