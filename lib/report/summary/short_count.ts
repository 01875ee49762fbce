/** A count in at most five characters: `9999`, `12k`, `3.4M`. */
export function shortCount(count: number): string {
  if (count < 10_000) return String(count);
  const [divisor, unit] = count < 999_500 ? [1e3, "k"] : count < 999_500_000 ? [1e6, "M"] : [1e9, "G"];
  const value = count / divisor;
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)}${unit}`;
}
