/** What shippers write for a line feed before a stack frame, when they keep a record on one line. */
const ESCAPED_BREAK = /(?<!\\)\\{1,8}n(?:(?:\\{1,8}[tu])|\s){0,9}(?:0{2}09)?(?:at |Caused by: |Suppressed: )/;
const OCTAL_BREAK = /#012\s{0,9}(?:#011)?\s{0,9}(?:at |Caused by: )/;
/** A frame after something else on its line; only tried when no line begins with a frame. */
const FLAT_BREAK =
  /[ \t](?=(?:at [^\s()]{3,512}\([^()\s]{1,256}(?: Method| Source)?\)|Caused by: |\.\.\. \d{1,6} (?:more|common)))/g;
const PREFIXED_FRAME = /^([^\r\n]{1,200}?)[ \t]{1,64}at [^\s()]{3,512}\([^()\r\n]{1,256}\)/m;
const DOCKER_START = '{"log":"';
const DOCKER_LINE = /^\{"log":"(.*?)(?:\\n)?","stream":".*$/gm;
const LINE_FRAME = /(?:^|\n)[ \t]{0,256}at [^\s()]/;
const ESCAPE = "\u001b";
const ANSI = new RegExp(`${ESCAPE}\\[[0-9;:?]{0,32}[ -/]{0,4}[@-~]`, "g");

/** No trace is longer; every line is looked at several times. */
const MAX_LINES = 50_000;

const ESCAPES: ReadonlyMap<string, string> = new Map([["n", "\n"], ["r", "\r"], ["t", "\t"], ['"', '"'], [
  "/",
  "/",
]]);

/** Splits a text that may hold a stack trace into lines, undoing colours and what put the trace on one line. */
export function traceLines(text: string): string[] {
  const plain = text.includes(ESCAPE) ? text.replace(ANSI, "") : text;
  return (LINE_FRAME.test(plain) ? plain : unfold(plain)).split(/\r\n|\r|\n/, MAX_LINES);
}

function unfold(text: string): string {
  if (text.startsWith(DOCKER_START)) return unescapeJson(text.replace(DOCKER_LINE, "$1"));
  if (ESCAPED_BREAK.test(text)) return unescapeJson(text);
  if (OCTAL_BREAK.test(text)) return text.replaceAll("#012", "\n").replaceAll("#011", "\t");
  return withoutPrefix(text) ?? text.replace(FLAT_BREAK, "\n");
}

/** Takes away what a shipper put before each line, `app_1  | ` or a time; null when the lines have nothing in common. */
function withoutPrefix(text: string): string | null {
  const prefix = PREFIXED_FRAME.exec(text)?.[1];
  if (prefix === undefined) return null;
  const pattern = prefix.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replace(/\d+/g, "\\d+");
  let stripped = 0;
  const plain = text.replace(new RegExp(`^${pattern}`, "gm"), () => (stripped++, ""));
  return stripped > 1 ? plain : null;
}

/** Each run of backslashes counts as one escape, however often the text was quoted again. */
function unescapeJson(text: string): string {
  return text.replace(
    /(?<!\\)\\{1,8}(?:u([0-9a-fA-F]{4})|([nrt"/]))/g,
    (_, code?: string, letter?: string) => {
      if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
      return ESCAPES.get(letter ?? "") ?? "";
    },
  );
}
