import { described, type Shape, text } from "../node_shape.ts";

const MS_BY_UNIT: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION_TEXT = text({ form: [/^\d{1,6}[smhd]$/, "a duration like 90s, 5m, 2h or 1d"] });

/** A duration, read to milliseconds. */
export const DURATION: Shape<number> = described((node, report) => {
  const duration = DURATION_TEXT(node, report);
  return duration === undefined
    ? undefined
    : Number(duration.slice(0, -1)) * (MS_BY_UNIT[duration.slice(-1)] ?? 0);
}, DURATION_TEXT.schema);
