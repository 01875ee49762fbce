/** What a column of an access line means. A `latency` says its unit itself; `extra` is not understood. */
export type AccessField =
  | "client"
  | "ident"
  | "user"
  | "vhost"
  | "port"
  | "time"
  | "request"
  | "method"
  | "url"
  | "query"
  | "protocol"
  | "status"
  | "responseBytes"
  | "referer"
  | "userAgent"
  | "forwardedFor"
  | "groupId"
  | "latencyMs"
  | "latencyS"
  | "latencyUs"
  | "latency"
  | "extra";

/** A part of a layout: literal text, or a field. */
export type LayoutPiece = string | { readonly field: AccessField };

/** Whose conversion words a pattern has. */
export type WordStyle = "apache" | "logback";

/** What a conversion word stands for. */
export interface ReadWord {
  /** A field, or a literal text. */
  readonly pieces: readonly LayoutPiece[];
  /** Letters at the end of the word that do not belong to it: Apache's words are one letter long. */
  readonly unread: number;
}

const WORDS: ReadonlyMap<string, AccessField> = new Map([
  ...named("client", "h clientHost remoteHost a remoteIP"),
  ...named("ident", "l"),
  ...named("user", "u user remoteUser"),
  ...named("vhost", "v V server serverName"),
  ...named("port", "p localPort"),
  ...named("time", "t date"),
  ...named("request", "r requestURL"),
  ...named("method", "m requestMethod"),
  ...named("url", "U requestURI"),
  ...named("query", "q queryString"),
  ...named("protocol", "H protocol"),
  ...named("status", "s statusCode"),
  ...named("responseBytes", "b B bytesSent"),
  ...named("latencyMs", "D elapsedTime"),
  ...named("latencyS", "T elapsedSeconds"),
  ...named("extra", "A localIP S sessionID I threadName O X k L P R f reqParameter reqAttribute"),
  ...named(
    "extra",
    "i header o responseHeader C e n x reqCookie requestParameter requestAttribute responseContent",
  ),
]);

const HEADERS: ReadonlyMap<string, AccessField> = new Map([
  ["referer", "referer"],
  ["referrer", "referer"],
  ["user-agent", "userAgent"],
  ["x-forwarded-for", "forwardedFor"],
]);

const TIME_UNITS: ReadonlyMap<string, AccessField> = new Map([
  ["s", "latencyS"],
  ["ms", "latencyMs"],
  ["us", "latencyUs"],
]);

/** Reads the named groups of one matched conversion word; null when the word is not known. */
export function pieceOf(
  groups: Readonly<Record<string, string | undefined>>,
  style: WordStyle,
): ReadWord | null {
  if (groups["percent"] !== undefined) return { pieces: ["%"], unread: 0 };
  if (groups["apache"] !== undefined) {
    return readWord(groups["apache"].replace("^", ""), groups["before"], "apache");
  }
  const word = groups["word"] ?? "";
  if (word === "n" && style === "logback") return { pieces: [], unread: 0 };
  return readWord(word, groups["after"], style);
}

function readWord(word: string, argument: string | undefined, style: WordStyle): ReadWord | null {
  const whole = WORDS.get(word);
  const field = whole ?? WORDS.get(word.charAt(0));
  if (field === undefined || (whole === undefined && (style === "logback" || argument !== undefined))) {
    return null;
  }
  return {
    pieces: [{ field: refine(field, word, argument, style) }],
    unread: whole === undefined ? word.length - 1 : 0,
  };
}

function refine(
  field: AccessField,
  word: string,
  argument: string | undefined,
  style: WordStyle,
): AccessField {
  if (/^(?:i|header)$/.test(word)) return HEADERS.get(argument?.toLowerCase() ?? "") ?? "extra";
  if (field === "latencyS") return TIME_UNITS.get(argument ?? "s") ?? "extra";
  return field === "latencyMs" && style === "apache" ? "latencyUs" : field;
}

function named(field: AccessField, words: string): (readonly [string, AccessField])[] {
  return words.split(" ").map((word) => [word, field] as const);
}
