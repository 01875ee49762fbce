import { activityIn } from "../../case/activity/activity_in.ts";
import { textParameter, timeParameter } from "../../view/params/parameter.ts";
import { type ApiRoute, apiRoute } from "./api_route.ts";
import { listSchema, objectSchema, schemaOf } from "./api_schema.ts";

/** What hosts logged in a time. */
export const ACTIVITY_ROUTE: ApiRoute = apiRoute({
  path: "/activity",
  summary: "Records, levels, failed requests and p95 over time, by host and category: the shorter, the finer",
  parameters: {
    since: timeParameter("from this time; left out: from the start of the logs"),
    until: timeParameter("up to this time, included; left out: to the end of the logs"),
    host: textParameter("only this host"),
  },
  schema: objectSchema({ activity: listSchema(schemaOf("Activity")) }),
  answer: ({ reader, index: { analysis: { span } } }, { since, until, host }) => {
    const window = {
      startMs: since ?? Date.parse(span?.start ?? ""),
      endMs: until ?? Date.parse(span?.end ?? ""),
    };
    return { activity: activityIn(reader, window, host === undefined ? {} : { hosts: new Set([host]) }) };
  },
});
