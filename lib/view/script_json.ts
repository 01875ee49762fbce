import { utf8Length } from "./utf8_length.ts";

/** What could end a script, and what an editor would not show. */
const HIDDEN_REGEXP = /[<\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
/** Stretches that may hold such characters: JSON has no control characters, and most of it is ASCII. */
const RARE_REGEXP = /[<\u007f-\uffff]+/g;

/** JSON that may stand inside a `<script>` element: nothing in it can end the element, or reorder what one reads. */
export function scriptJson(value: unknown): string {
  return escapeJson(JSON.stringify(value) ?? "null");
}

/** Bytes of JSON in a file, once it may stand inside a `<script>` element, as UTF-8. */
export function scriptJsonBytes(json: string): number {
  return utf8Length(escapeJson(json));
}

function escapeJson(json: string): string {
  return json.replace(RARE_REGEXP, (rare) => rare.replace(HIDDEN_REGEXP, escapeUnits));
}

function escapeUnits(character: string): string {
  let escaped = "";
  for (let i = 0; i < character.length; i++) {
    escaped += `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`;
  }
  return escaped;
}
