/** One frame of a Java stack trace. */
export interface StackFrame {
  /** Class loader, `app`. */
  readonly loader: string | null;
  /** Module with its version, `java.base@17`. */
  readonly module: string | null;
  /** Class with its package, `com.mongodb.Mongo$3`. */
  readonly class: string;
  /** Method, `<init>`, `lambda$run$0`. */
  readonly method: string;
  /** Source file. */
  readonly file: string | null;
  /** Line in the file, 1-based. */
  readonly line: number | null;
  /** Whether it is a native method. */
  readonly native: boolean;
  /** What logback and log4j add: `jar:version`, `?:?`. */
  readonly packaging: string | null;
}

/** Longest part of a line that is looked at. Longer frames are not Java's. */
const MAX_FRAME = 4096;
const FRAME =
  /^\s*at\s+([^\s()][^()]{0,2047}[^\s()])\(([^()]{1,1024})(?:\((?:Inlined )?Compiled Code\))?\)(?:\s+~?\[([^\]]{0,512})\])?/;
const LOCATION = /^(.*?)(?::(-?\d{1,9})(?::[\d-]{1,32})?)?$/;
const HIDDEN_ID = /^(?:0x[\da-fA-F]+|\d+)\./;
const POLYGLOT = /^(<\w+>) ?(.+)$/;
const CLASS_NAME = /^[\p{L}_$<][^\s;:[\]"'{}=,]*$/u;

/** Reads a frame line (`at pkg.Class.method(File.java:12)`); null when it is none, also of other languages. */
export function parseStackFrame(line: string): StackFrame | null {
  const match = FRAME.exec(line.length > MAX_FRAME ? line.slice(0, MAX_FRAME) : line);
  if (match === null || /^ in \S/.test(line.slice(match[0].length))) return null;
  const [, name = "", location = "", packaging = null] = match;
  const owner = parseOwner(name);
  const place = parseLocation(location);
  return owner === null || place === null ? null : { ...owner, ...place, packaging };
}

/** StackTraceElement writes `loader/module@version/class.method`, without what is not known. */
function parseOwner(name: string): Pick<StackFrame, "loader" | "module" | "class" | "method"> | null {
  const [, language, rest = ""] = POLYGLOT.exec(name) ?? [];
  if (language !== undefined) {
    return { loader: null, module: null, class: language, method: rest.replace(/^\./, "") };
  }
  const parts = name.split("/");
  let code = parts.pop() ?? "";
  // A hidden class has a slash of its own: com.acme.App$$Lambda/0x00007f.run
  if (HIDDEN_ID.test(code) && parts.length > 0) code = `${parts.pop()}/${code}`;
  const dot = code.lastIndexOf(".");
  if (dot < 1 || dot === code.length - 1 || !CLASS_NAME.test(code.slice(0, dot))) return null;
  const [module = "", loader = ""] = parts.reverse();
  return {
    loader: loader === "" ? null : loader,
    module: module === "" ? null : module,
    class: code.slice(0, dot),
    method: code.slice(dot + 1),
  };
}

function parseLocation(text: string): Pick<StackFrame, "file" | "line" | "native"> | null {
  const [, file = "", digits] = LOCATION.exec(text) ?? [];
  const line = digits === undefined || digits.startsWith("-") ? null : Number(digits);
  if (file === "Native Method") return { file: null, line: null, native: true };
  if (/^(?:Unknown Source|<\w{1,64}>|\?|)$/.test(file)) return { file: null, line, native: false };
  // `(String[] args)` is a parameter list of .NET.
  return line === null && /\s/.test(file) ? null : { file, line, native: false };
}
