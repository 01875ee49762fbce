/** Data for an attribute that the page's script reads. All of it is ASCII, so that no character is shown as an escape. */
export function jsonAttribute(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
