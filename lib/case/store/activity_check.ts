import type { Activity, ActivityHttp, ActivityLevels } from "../../analyze/activity/activity.ts";
import { listOf, number, orNull, positive, shape, text, time, type ValueCheck } from "./value_check.ts";

const counts = listOf(number);

/** Checks the numbers of a host and category; `category` checks the latter. */
export function activityCheck(category: ValueCheck): ValueCheck {
  return shape<Activity>({
    host: text,
    category,
    start: time,
    bucketMs: positive,
    records: counts,
    levels: orNull(shape<ActivityLevels>({ error: counts, warn: counts, info: counts, other: counts })),
    http: orNull(
      shape<ActivityHttp>({ errors4xx: counts, errors5xx: counts, p95Ms: listOf(orNull(number)) }),
    ),
  });
}
