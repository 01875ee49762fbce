/** Where values are drawn: each bucket is one unit wide, values grow up from a base line. */
export interface PathFrame {
  /** The base line. */
  readonly baseY: number;
  /** Pixels from the base line to {@linkcode top}; negative: values grow down. */
  readonly height: number;
  /** The value at the far edge. */
  readonly top: number;
  /** Least pixels of a value that is not zero. */
  readonly least?: number;
}

const [FEW, MANY] = [24, 160];

/** How wide a bar is, of the room it has: few have a narrow gap, many none, since it would be thinner than a pixel. */
export function barWidth(count: number): number {
  return count > MANY ? 1 : count < FEW ? 0.96 : 0.86;
}

/**
 * The path of bars, one unit apart. Those of a stack stand on the `under` of the ones below, pixels for each bucket,
 * which grows by what is drawn.
 */
export function barsPath(
  values: readonly (number | null)[],
  { baseY, height, top, least = 1 }: PathFrame,
  under?: number[],
): string {
  const width = barWidth(values.length);
  const sign = Math.sign(height);
  let path = "";
  values.forEach((value, i) => {
    if (value === null || value <= 0) return;
    const below = under?.[i] ?? 0;
    const tall = Math.min(Math.abs(height) - below, Math.max(least, Math.abs(height) * value / top));
    if (tall <= 0) return;
    if (under !== undefined) under[i] = below + tall;
    path += `M${Math.round(100 * i + 50 * (1 - width)) / 100} ${round(baseY - sign * below)}v${
      round(-sign * tall)
    }h${width}v${round(sign * tall)}z`;
  });
  return path;
}

/** The path of a line through the middle of buckets; where there is no value it is broken. */
export function linePath(values: readonly (number | null)[], { baseY, height, top }: PathFrame): string {
  let path = "";
  let isDown = false;
  values.forEach((value, i) => {
    if (value === null) return isDown = false;
    const y = round(baseY - height * Math.min(1, value / top));
    // A value between two that are missing is a dot.
    path += isDown ? `L${i + 0.5} ${y}` : `M${i + 0.5} ${y}h0`;
    isDown = true;
  });
  return path;
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
