const encoder = new TextEncoder();

/** Bytes of a text as UTF-8. Most texts are ASCII and need no copy to know. */
export function utf8Length(text: string): number {
  return /[\u0080-\uffff]/.test(text) ? encoder.encode(text).length : text.length;
}
