/** A share in words that people read. */
export function percent(share: number): string {
  return share >= 0.995 ? "all" : share < 0.01 ? "under 1 %" : `${Math.round(share * 100)} %`;
}
