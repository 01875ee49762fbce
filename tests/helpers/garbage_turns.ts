/** V8 marks bit by bit while the program goes on. */
export const MOST_TURNS = 100;

/** Makes small objects, as any program does. */
export function nextTurn(): Promise<void> {
  Array.from({ length: 20_000 }, (_, i) => ({ i }));
  return new Promise((resolve) => setTimeout(resolve, 0));
}
