/** The shapes of the tests that a rule brings. */
import { DURATION } from "./duration_shape.ts";
import {
  described,
  exactText,
  type Field,
  integer,
  listOf,
  mapping,
  oneOf,
  optional,
  optionalList,
  recordOf,
  type Shape,
  text,
} from "../node_shape.ts";
import { CATEGORIES, type RuleTest, type RuleTests, type SequenceRecord, type TestRecord } from "../rule.ts";
import { VERSION } from "./version_shape.ts";
import type { Report, YamlNode } from "../yaml_tree.ts";

/** A record as it is written: a text, or a request with its status. */
type RecordFields = Omit<TestRecord, "text"> & { readonly text: string | null };
type Fields<T> = { readonly [K in keyof T]: Field<T[K]> };

interface SequenceFields extends RecordFields {
  readonly at: number;
  readonly host: string | null;
  readonly gid: string | null;
  readonly replicaSet: string | null;
  readonly client: string | null;
  readonly agent: string | null;
}

interface TestFields extends RecordFields {
  readonly captures: RuleTest["captures"];
  readonly records: readonly SequenceRecord[];
  readonly ends: number | null;
}

const TEST_LIMITS = { min: 0, max: 65_536 };
const WORD = optional(text({ max: 256 }));

const RECORD_FIELDS: Fields<RecordFields> = {
  text: { ...optional(exactText(TEST_LIMITS)), about: "Text of the record" },
  request: {
    ...optional(text({ max: 8192, form: [/^[A-Z]{1,20} \/\S*$/, 'a request like "GET /path"'] })),
    about: "Method and URL of a request as sent",
  },
  status: { ...optional(integer({ min: 100, max: 599 })), about: "Status of the request" },
  category: optional(oneOf(...CATEGORIES)),
  level: { shape: oneOf("TRACE", "DEBUG", "INFO", "WARN", "ERROR"), fallback: "INFO" },
  logger: WORD,
  version: optional(VERSION),
};

const SEQUENCE_FIELDS = mapping<SequenceFields>("record", {
  ...RECORD_FIELDS,
  at: { shape: DURATION, about: "When, after the start of the test" },
  host: WORD,
  gid: WORD,
  replicaSet: WORD,
  client: WORD,
  agent: WORD,
});

const SEQUENCE_RECORD: Shape<SequenceRecord> = described((node, report) => {
  const fields = SEQUENCE_FIELDS(node, report);
  if (fields === undefined || !isOneRecord(fields, node, report)) return undefined;
  const { at, host, gid, replicaSet, client, agent, ...record } = fields;
  const keys = { host, gid, replica_set: replicaSet, client, agent, logger: record.logger };
  return { ...record, text: record.text ?? "", atMs: at, keys };
}, SEQUENCE_FIELDS.schema);

const TEST_FIELDS = mapping<TestFields>("test", {
  ...RECORD_FIELDS,
  captures: {
    shape: recordOf(listOf(exactText(TEST_LIMITS))),
    fallback: {},
    about: "Captured values by name",
  },
  records: { ...optionalList(SEQUENCE_RECORD), about: "Several records, to try a correlation on" },
  ends: { ...optional(DURATION), about: "When the logs end; left out: at the last record" },
});

const PLAIN_TEXT = exactText(TEST_LIMITS);

/** A test that is only a text needs no mapping. */
const TEST: Shape<RuleTest> = described((node, report) => {
  if (node.kind === "text") return plainTest(node.text);
  const fields = TEST_FIELDS(node, report);
  if (fields === undefined) return undefined;
  const { ends, ...test } = fields;
  if (test.records.length === 0) {
    if (!isOneRecord(test, node, report)) return undefined;
  } else if (test.text !== null || test.request !== null || Object.keys(test.captures).length > 0) {
    report(
      node.place,
      'Cannot read test: it has "records" besides a record of its own, expected one of them',
    );
    return undefined;
  }
  return { ...test, text: test.text ?? "", endsMs: ends };
}, { anyOf: [PLAIN_TEXT.schema ?? {}, TEST_FIELDS.schema ?? {}] });

/** The tests of a rule. */
export const TESTS: Shape<RuleTests> = mapping<RuleTests>("tests", {
  match: { ...optionalList(TEST), about: "What the rule must hit" },
  noMatch: { ...optionalList(TEST), about: "What the rule must not hit" },
});

function plainTest(plain: string): RuleTest {
  return {
    text: plain,
    request: null,
    status: null,
    category: null,
    level: "INFO",
    logger: null,
    version: null,
    captures: {},
    records: [],
    endsMs: null,
  };
}

function isOneRecord({ text, request, status }: RecordFields, { place }: YamlNode, report: Report): boolean {
  if ((text === null) === (request === null)) {
    const found = text === null ? "neither" : "both";
    report(place, `Cannot read test: it has ${found} of "text" and "request", expected one of them`);
    return false;
  }
  if ((request === null) === (status === null)) return true;
  report(place, 'Cannot read test: "request" and "status" go together, expected both or none');
  return false;
}
