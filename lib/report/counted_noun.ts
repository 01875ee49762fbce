import type { Finding } from "../analyze/finding.ts";

/** What the count of a finding is of: where no log tells of it events do, and of logs that are not whole the logs count. */
export function countedNoun(
  { rule, count, hosts, categories }: Pick<Finding, "rule" | "count" | "hosts" | "categories">,
): "record" | "event" | "log" {
  if (count === 0) return "record";
  if (rule.startsWith("coverage.")) return "log";
  return hosts.length === 0 && categories.length === 0 ? "event" : "record";
}
