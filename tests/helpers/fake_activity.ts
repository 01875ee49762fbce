import type { Activity } from "../../lib/analyze/activity/activity.ts";
import { at, series } from "./fake_finding.ts";

const LENGTH = 54;
const BUCKET_MS = 300_000;

/** Synthetic: an application log whose errors rise in four of its buckets, quiet in the four before. */
export function fakeApplicationActivity(host: string): Activity {
  const error = series(LENGTH, (i) => i >= 38 && i < 42 ? 40 : 0);
  const warn = series(LENGTH, (i) => i % 4);
  const info = series(LENGTH, (i) => i >= 34 && i < 38 ? 0 : 200 + (i * 37) % 50);
  const other = series(LENGTH, () => 1);
  return {
    host,
    category: "application",
    start: at(0),
    bucketMs: BUCKET_MS,
    records: series(LENGTH, (i) => error[i]! + warn[i]! + info[i]! + other[i]!),
    levels: { error, warn, info, other },
    http: null,
  };
}

/** Synthetic: an access log whose requests fail and take long in four of its buckets. */
export function fakeAccessActivity(host: string): Activity {
  return {
    host,
    category: "http_access",
    start: at(0),
    bucketMs: BUCKET_MS,
    records: series(LENGTH, (i) => 3000 + (i * 71) % 400),
    levels: null,
    http: {
      errors4xx: series(LENGTH, (i) => i % 3),
      errors5xx: series(LENGTH, (i) => i >= 38 && i < 42 ? 150 : 0),
      p95Ms: Array.from({ length: LENGTH }, (_, i) => i === 7 ? null : i >= 38 && i < 42 ? 5000 : 80 + i),
    },
  };
}
