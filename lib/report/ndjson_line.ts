/** A line of NDJSON. Separators that are legal in JSON, but end a line for some readers, are escaped. */
export function ndjsonLine(value: object): string {
  return JSON.stringify(value).replace(
    /[\u2028\u2029\u0085]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  ) + "\n";
}
