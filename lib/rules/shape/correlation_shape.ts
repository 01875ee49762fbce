/** The shape of a correlation in a rule file. */
import { DURATION } from "./duration_shape.ts";
import {
  described,
  integer,
  listOf,
  mapping,
  oneOf,
  optional,
  optionalList,
  type Shape,
  text,
} from "../node_shape.ts";
import { type Correlation, CORRELATION_TYPES, type CountCondition } from "../rule.ts";
import type { YamlNode } from "../yaml_tree.ts";

/** A correlation as it is written. */
type CorrelationFields = Omit<Correlation, "timespanMs"> & { readonly timespan: number };
/** What is wrong: the key, and a message that goes on after it. */
type Fault = readonly [key: string, message: string];

const COUNT = optional(integer({ min: 0, max: 1_000_000_000 }));
const MAX_RULES = 20;
const WORD = text({ max: 64, form: [/^[A-Za-z_$][\w$]*$/, "a word like host, or the name of a capture"] });
const ID = text({ max: 64, form: [/^[a-z0-9-]+\.[a-z0-9-]+$/, 'an id like "area.problem"'] });

const CONDITION = mapping<CountCondition>("condition", {
  gt: COUNT,
  gte: COUNT,
  lt: COUNT,
  lte: COUNT,
  eq: COUNT,
});

const FIELDS = mapping<CorrelationFields>("correlation", {
  type: { shape: oneOf(...CORRELATION_TYPES), about: "How hits must go together" },
  rules: {
    shape: listOf(ID, { min: 1, max: MAX_RULES }),
    fallback: [],
    about: "Ids of the rules whose hits are looked at; left out: this rule's own",
  },
  groupBy: {
    ...optionalList(WORD),
    about: "host, gid, replica_set, client, agent, logger or captures in which the hits must agree",
  },
  timespan: { shape: DURATION, about: "Longest time from the first hit to the last, for example 5m" },
  condition: { ...optional(CONDITION), about: "Bounds of the number, of event_count and value_count" },
  field: { ...optional(WORD), about: "What is counted by value_count: a word as in group_by" },
  only: { ...optional(oneOf("requests")), about: "requests: records of the rule raise it by each hit" },
});

/** A correlation. Without `rules` it has none: the rule it belongs to correlates itself. */
export const CORRELATION: Shape<Correlation> = described((node, report) => {
  const fields = FIELDS(node, report);
  if (fields === undefined) return undefined;
  const faults = faultsOf(fields);
  for (const [key, message] of faults) {
    report(keyPlace(node, key), `Cannot read correlation: "${key}" ${message}`);
  }
  const { timespan, ...rest } = fields;
  return faults.length > 0 ? undefined : { ...rest, timespanMs: timespan };
}, FIELDS.schema);

function faultsOf({ type, rules, timespan, condition, field }: CorrelationFields): Fault[] {
  const faults: Fault[] = [];
  const isCount = type === "event_count" || type === "value_count";
  if (timespan === 0) faults.push(["timespan", "is 0, expected a longer time"]);
  if (isCount && condition === null) faults.push(["condition", `is missing, ${type} needs it`]);
  if (!isCount && condition !== null) faults.push(["condition", `is not expected of ${type}`]);
  if (condition !== null && Object.values(condition).every((bound) => bound === null)) {
    faults.push(["condition", "is empty, expected gt, gte, lt, lte or eq"]);
  }
  if (type === "value_count" && field === null) faults.push(["field", `is missing, ${type} needs it`]);
  if (type !== "value_count" && field !== null) faults.push(["field", `is not expected of ${type}`]);
  if (type === "absence" && rules.length !== 2) {
    faults.push(["rules", `has ${rules.length} ids, expected 2: what happens, and what does not follow`]);
  } else if (!isCount && rules.length < 2) faults.push(["rules", `has ${rules.length} ids, ${type} needs 2`]);
  if (new Set(rules).size < rules.length) {
    faults.push(["rules", "names a rule twice, expected each once"]);
  }
  return faults;
}

/** Where the key is; where the mapping is, when it has no such key. */
function keyPlace(node: YamlNode, key: string): YamlNode["place"] {
  const entry = node.kind === "map" ? node.entries.find((candidate) => candidate.key === key) : undefined;
  return entry?.keyPlace ?? node.place;
}
