/** A part of a whole: `12 %`, `0.3 %`; nothing when there is none. */
export function shareText(part: number, whole: number): string {
  if (part === 0 || whole === 0) return "";
  const percent = 100 * part / whole;
  if (percent < 0.1) return "< 0.1 %";
  return `${percent < 9.95 ? percent.toFixed(1) : Math.round(percent)} %`;
}

/** The same as a number for files and for sorting, percent. */
export function sharePercent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round(10_000 * part / whole) / 100;
}
