/** The shapes of what a rule looks for in one record or request. */
import { compileExpression, type Engine } from "../expression/compile_expression.ts";
import { ExpressionError } from "../expression/expression_error.ts";
import {
  described,
  exactText,
  listOf,
  mapping,
  optional,
  optionalList,
  type Shape,
  text,
} from "../node_shape.ts";
import type { RequestSelection, Selection } from "../rule.ts";

/** A shorter literal would be found everywhere. */
export const LITERAL: Shape<string> = exactText({ min: 3, max: 256 });

const NAMED_GROUP = /\(\?<[A-Za-z_$]/;
/** Expression of one or two lines at most: a longer one is a mistake, or an attack. */
const PATTERN_TEXT = exactText({ min: 1, max: 1000 });
const STATUS = text({ form: [/^[1-5](?:\d\d|xx)$/, "a status like 429, or a class like 5xx"] });
const METHOD = text({ form: [/^[A-Z]{1,20}$/, "a method like GET"] });
const ROUTE_PART = exactText({ min: 1, max: 256 });

/** Requests by status and route. */
export const REQUEST: Shape<RequestSelection> = mapping<RequestSelection>("request selection", {
  status: { shape: listOf(STATUS, { min: 1 }), about: "Status codes (429) and classes of them (5xx)" },
  methods: { ...optionalList(METHOD), about: "Methods; left out: any" },
  path: {
    ...optional(ROUTE_PART),
    about: "Text that must be in the route, for example /backup/wtcheckpoint/",
  },
  notPath: { ...optional(ROUTE_PART), about: "Text that must not be in the route" },
});

/** An expression that is only run for its named groups. */
export function captureShape(engine: Engine): Shape<string> {
  const pattern = patternShape(engine);
  return described((node, report) => {
    const capture = pattern(node, report);
    if (capture === undefined || NAMED_GROUP.test(capture)) return capture;
    report(
      node.place,
      'Cannot read capture: the pattern has no named group, expected one like "(?<address>…)"',
    );
  }, { ...pattern.schema, pattern: NAMED_GROUP.source });
}

/** A text to find. A literal that the pattern does not spell out would hide what the pattern matches. */
export function selectionShape(engine: Engine): Shape<Selection> {
  const fields = mapping<Selection>("selection", {
    literal: { shape: LITERAL, about: "Text that must be there for the pattern to match" },
    pattern: {
      ...optional(patternShape(engine)),
      about: "ECMAScript expression; left out: the literal suffices",
    },
  });
  return described((node, report) => {
    const selection = fields(node, report);
    if (!selection?.pattern) return selection;
    const spelled = selection.pattern.replace(/\\(\W)/g, "$1");
    if (spelled.includes(selection.literal)) return selection;
    report(
      node.place,
      `Cannot read selection: literal ${JSON.stringify(selection.literal)} is not in its pattern`,
    );
  }, fields.schema);
}

function patternShape(engine: Engine): Shape<string> {
  return described((node, report) => {
    const pattern = PATTERN_TEXT(node, report);
    if (pattern === undefined) return undefined;
    try {
      compileExpression(pattern, { engine });
      return pattern;
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      const where = error.offset === null ? "" : ` (character ${error.offset + 1} of the pattern)`;
      report(node.place, `Cannot read pattern: ${error.message}${where}`);
    }
  }, { type: "string", minLength: 1, maxLength: 1000 });
}
