import { SEVERITIES } from "../../rules/rule.ts";
import type { JsonSchema } from "../analysis_schema.ts";
import { TIMELINE_KINDS, type TimelineRow } from "./timeline_row.ts";

const TEXTS = { type: "array", items: { type: "string" } } as const;
const TEXT_OR_NULL = { type: ["string", "null"] } as const;

const PROPERTIES = {
  time: { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$" },
  kind: { enum: TIMELINE_KINDS },
  title: { type: "string" },
  severity: { enum: [...SEVERITIES, null] },
  id: TEXT_OR_NULL,
  type: TEXT_OR_NULL,
  hosts: TEXTS,
  groupIds: TEXTS,
  evidence: {
    anyOf: [{ type: "null" }, {
      type: "object",
      properties: {
        input: { type: "string" },
        member: { type: "string" },
        line: { type: "integer", minimum: 1 },
      },
      required: ["input", "member", "line"],
      additionalProperties: false,
    }],
  },
} as const satisfies Record<keyof TimelineRow, JsonSchema>;

/** JSON Schema 2020-12 of a line of `timeline.ndjson`. */
export const timelineSchema: JsonSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  properties: PROPERTIES,
  required: Object.keys(PROPERTIES),
  additionalProperties: false,
};
