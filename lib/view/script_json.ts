import { utf8Length } from "./utf8_length.ts";

/** What could end a script, and what an editor would not show. */
const HIDDEN_REGEXP = /[<\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** JSON that may stand inside a `<script>` element: nothing in it can end the element, or reorder what one reads. */
export function scriptJson(value: unknown): string {
  return (JSON.stringify(value) ?? "null").replace(HIDDEN_REGEXP, escapeUnits);
}

/** Bytes of it in a file, as UTF-8. */
export function scriptJsonBytes(value: unknown): number {
  return utf8Length(scriptJson(value));
}

function escapeUnits(character: string): string {
  let escaped = "";
  for (let i = 0; i < character.length; i++) {
    escaped += `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`;
  }
  return escaped;
}
