/** Longer names are not compared: the distance costs the product of both lengths. */
const MAX_LENGTH = 64;

/** The candidate with the fewest edits from `name`, if it is near enough to be what was meant. The first wins a tie. */
export function nearestName(name: string, candidates: Iterable<string>): string | null {
  let nearest: string | null = null;
  let limit = Math.max(1, Math.floor(name.length / 3)) + 1;
  if (name.length > MAX_LENGTH) return null;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= limit) continue;
    const distance = editDistance(name, candidate);
    if (distance < limit) [nearest, limit] = [candidate, distance];
  }
  return nearest;
}

/** Optimal string alignment distance, row by row: two swapped letters are one edit. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? (before[j - 2] ?? 0) + 1 : substituted;
      next.push(Math.min(substituted, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}
