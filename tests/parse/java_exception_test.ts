import { type JavaException, parseJavaException } from "../../lib/parse/java_exception.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";

/** The shape of an exception on one line: class(message)frames+omitted, suppressed in {}, cause after `<`. */
function outline(exception: JavaException | null): string {
  if (exception === null) return "none";
  const { class: name, message, frames, framesOmitted, suppressed, cause, circular } = exception;
  const head = `${name}${message === null ? "" : `(${message})`}${circular ? "!" : ""}`;
  const inner = suppressed.map((each) => `{${outline(each)}}`).join("");
  return `${head}${frames.length}+${framesOmitted}${inner}${cause === null ? "" : `<${outline(cause)}`}`;
}

const F = "\tat a.B.c(B.java:1)";

const TRACES: readonly [what: string, text: string, expected: string][] = [
  ["a plain trace", `a.XException: m\n${F}\n${F}`, "a.XException(m)2+0"],
  ["a message before it", `Request failed\na.XException: m\n${F}`, "a.XException(m)1+0"],
  ["no message", `a.XException\n${F}`, "a.XException1+0"],
  ["logback's null", `a.XException: null\n${F}`, "a.XException1+0"],
  ["an empty message", `a.XException: \n${F}`, "a.XException1+0"],
  ["a message of two lines", `a.XException: m\n  more\n${F}`, "a.XException(m\n  more)1+0"],
  ["a message that begins on the next line", `a.XException: \nmore\n\n${F}`, "a.XException(more)1+0"],
  [
    "the message's class in the log text",
    `a.XException: m\na.XException: m\n${F}`,
    "a.XException(m)1+0",
  ],
  [
    "a nested exception inside the message",
    `a.XException: m;\n  nested exception is:\nb.YException: n\n\n${F}\nCaused by: b.YException: n\n${F}`,
    "a.XException(m;\n  nested exception is:\nb.YException: n)1+0<b.YException(n)1+0",
  ],
  [
    "a chain of causes",
    `a.XException: m\n${F}\nCaused by: b.Y: n\n${F}\n\t... 3 more\nCaused by: c.ZError\n\t... 4 more`,
    "a.XException(m)1+0<b.Y(n)1+3<c.ZError0+4",
  ],
  ["logback's omitted frames", `a.XException\n${F}\n\t... 12 common frames omitted`, "a.XException1+12"],
  [
    "other omitted frames",
    `a.XException\n${F}\n\t... 2 frames excluded\n${F}\n\t... 7 frames truncated (including 6 common frames)`,
    "a.XException2+9",
  ],
  ["log4j's suppressed lines", `a.XException\n${F}\n\t... suppressed 3 lines\n${F}`, "a.XException2+3"],
  [
    "causes that stand deeper",
    `a.XException\n${F}\n\tCaused by: b.Y: n\n\t${F}\n\t\tCaused by: c.Z\n${F}`,
    "a.XException1+0<b.Y(n)1+0<c.Z1+0",
  ],
  [
    "suppressed exceptions with causes of their own",
    `a.XException\n${F}\n\tSuppressed: b.Y: n\n\t${F}\n\t\t... 1 more\n\tCaused by: c.Z\n\t${F}\n\tSuppressed: d.W\n\t${F}\nCaused by: e.V\n${F}`,
    "a.XException1+0{b.Y(n)1+1<c.Z1+0}{d.W1+0}<e.V1+0",
  ],
  [
    "suppressed exceptions inside suppressed ones",
    `a.XException\n${F}\n\tSuppressed: b.Y\n\t${F}\n\t\tSuppressed: c.Z\n\t\t${F}\n\tSuppressed: d.W\n\t${F}`,
    "a.XException1+0{b.Y1+0{c.Z1+0}}{d.W1+0}",
  ],
  [
    "a suppressed exception of a cause",
    `a.XException\n${F}\nCaused by: b.Y\n${F}\n\tSuppressed: c.Z\n\t${F}`,
    "a.XException1+0<b.Y1+0{c.Z1+0}",
  ],
  [
    "no indentation at all",
    `a.XException\nat a.B.c(B.java:1)\nSuppressed: b.Y\nat a.B.c(B.java:1)\nCaused by: c.Z\nat a.B.c(B.java:1)`,
    "a.XException1+0{b.Y1+0}<c.Z1+0",
  ],
  [
    "the root cause first",
    `c.ZError: z\n${F}\nWrapped by: b.Y\n${F}\n\t... 1 common frames omitted\nWrapped by: a.X: x\n${F}`,
    "a.X(x)1+0<b.Y1+1<c.ZError(z)1+0",
  ],
  [
    "a circular cause",
    `a.XException\n${F}\nCaused by: [CIRCULAR REFERENCE: a.XException: m]`,
    "a.XException1+0<a.XException(m)!0+0",
  ],
  [
    "a circular cause as old JDKs print it",
    `a.XException\n${F}\n\t[CIRCULAR REFERENCE:a.XException: m]`,
    "a.XException1+0<a.XException(m)!0+0",
  ],
  ["the JVM's handler", `Exception in thread "main" java.lang.Error: m\n${F}`, "java.lang.Error(m)1+0"],
  [
    "a hash before the class",
    `<#1165e3b1> a.XException: m\n${F}\nCaused by: <#eb336a2d> b.Y: n\n${F}`,
    "a.XException(m)1+0<b.Y(n)1+0",
  ],
  [
    "the class on the message line",
    `Error java.lang.IllegalStateException: x\n${F}`,
    "java.lang.IllegalStateException(x)1+0",
  ],
  [
    "the class after other fields",
    `Jul 09, 2026 3:23:29 PM a.b.Log: MyException: x\n${F}`,
    "MyException(x)1+0",
  ],
  ["a class without package", `MyException: x\n${F}`, "MyException(x)1+0"],
  ["a class that is not called exception", `com.acme.Problem: x\n${F}`, "com.acme.Problem(x)1+0"],
  ["an obfuscated class", `a.a.b: x\n${F}`, "a.a.b(x)1+0"],
  [
    "non-ASCII names",
    `пример.ОшибкаException: x\n\tat пример.Класс.метод(Класс.java:1)`,
    "пример.ОшибкаException(x)1+0",
  ],
  [
    "a remote exception",
    `org.acme.RemoteException(java.io.IOException): x\n${F}`,
    "org.acme.RemoteException(x)1+0",
  ],
  [
    "java.util.logging",
    `Jul 09, 2026 3:23:29 PM a.B run\nSEVERE: failed\na.XException: m\n${F}`,
    "a.XException(m)1+0",
  ],
  ["colours", `\x1b[31ma.XException\x1b[0;39m: m\n\x1b[2m${F}\x1b[m`, "a.XException(m)1+0"],
  ["CRLF", `a.XException: m\r\n${F}\r\nCaused by: b.Y\r\n${F}\r\n`, "a.XException(m)1+0<b.Y1+0"],
  [
    "escaped line feeds",
    `failed a.XException: m\\n\\tat a.B.c(B.java:1)\\nCaused by: b.Y: n\\r\\n\\tat a.B.c(B.java:1)\\n`,
    "a.XException(m)1+0<b.Y(n)1+0",
  ],
  [
    "JSON on one line",
    `{"class":"a.b.Log","stack_trace":"a.XException: say \\"m\\"\\n\\tat a.B.\\u003cinit\\u003e(B.java:1)\\n","level":"ERROR"}`,
    `a.XException(say "m")1+0`,
  ],
  [
    "JSON in JSON",
    `{"log":"{\\"trace\\":\\"a.XException: m\\\\n\\\\tat a.B.c(B.java:1)\\\\n\\"}"}`,
    "a.XException(m)1+0",
  ],
  [
    "syslog's octal escapes",
    `a.XException: m#012#011at a.B.c(B.java:1)#012Caused by: b.Y#012#011at a.B.c(B.java:1)`,
    "a.XException(m)1+0<b.Y1+0",
  ],
  [
    "line feeds turned to spaces",
    `a.XException: m at a.B.c(B.java:1) at a.B.d(Native Method) Caused by: b.Y: n at a.B.c(B.java:1) ... 2 more`,
    "a.XException(m)2+0<b.Y(n)1+2",
  ],
  [
    "an odd line inside",
    `a.XException: m\n${F}\n  - locked <0x1>\n${F}\nThe end\nof it`,
    "a.XException(m)2+0",
  ],
  ["a blank line before the cause", `a.XException\n${F}\n\nCaused by: b.Y\n${F}`, "a.XException1+0<b.Y1+0"],
  ["a cut last frame", `a.XException: m\n${F}\n\tat a.B.c(B.ja`, "a.XException(m)1+0"],
  ["a cut first line", `Caused by: b.Y: n\n${F}\nCaused by: c.Z\n${F}`, "b.Y(n)1+0<c.Z1+0"],
  [
    "a cause right after the class",
    `a.XException: m\nCaused by: b.Y: n\n${F}`,
    "a.XException(m)0+0<b.Y(n)1+0",
  ],
  [
    "no frames",
    "upload failed: \norg.eclipse.jetty.io.EofException: Early EOF",
    "org.eclipse.jetty.io.EofException(Early EOF)0+0",
  ],
  [
    "no frames, causes",
    "a.XException: m\nCaused by: b.YException: n",
    "a.XException(m)0+0<b.YException(n)0+0",
  ],
  [
    "the same before each line",
    `app_1  | failed\napp_1  | a.XException: m\napp_1  | ${F}\napp_1  | Caused by: b.Y\napp_1  | ${F}`,
    "a.XException(m)1+0<b.Y1+0",
  ],
  [
    "another time before each line",
    `09:15:01.1 E/Run( 7): a.XException: m\n09:15:02.25 E/Run( 7): ${F}\n09:15:02.25 E/Run( 7): ${F}`,
    "a.XException(m)2+0",
  ],
  [
    "docker's JSON lines",
    `{"log":"a.XException: m\\n","stream":"stderr","time":"t"}\n{"log":"\\u0009at a.B.c(B.java:1)\\n","stream":"stderr"}`,
    "a.XException(m)1+0",
  ],
  ["a second trace after the first", `a.XException\n${F}\nNext: b.YException: n\n${F}`, "a.XException1+0"],
  [
    "the JVM's last words",
    'Exception: java.lang.OutOfMemoryError thrown from the UncaughtExceptionHandler in thread "x"',
    'java.lang.OutOfMemoryError(thrown from the UncaughtExceptionHandler in thread "x")0+0',
  ],
  ["no frames, on the message line", "Error java.io.IOException: x", "java.io.IOException(x)0+0"],
];

for (const [what, text, expected] of TRACES) {
  Deno.test(`parseJavaException() reads ${what}`, () =>
    assertEquals(outline(parseJavaException(text)), expected));
}

const OTHERS: readonly [what: string, text: string][] = [
  ["an ordinary message", "Completed discovery for replica set rs"],
  ["a word", "An Error occurred: Exception"],
  [
    "the driver's inline exceptions",
    "servers=[{address=h:1, exception={com.mongodb.MongoSocketOpenException: m}}]",
  ],
  ["a method's name", "com.acme.Handler.onError: nothing to do"],
  ["JavaScript", "ReferenceError: x\n    at next (/app/index.js:256:14)\n    at /app/index.js:1:1"],
  ["Python", 'Traceback (most recent call last):\n  File "a.py", line 1, in f\nValueError: x'],
  ["Go", "panic: x\n\ngoroutine 1 [running]:\nmain.main()\n\tfoo.go:9 +0x6f"],
  ["frames alone", `"main" prio=5 tid=1\n${F}`],
  ["nothing", ""],
];

for (const [what, text] of OTHERS) {
  Deno.test(`parseJavaException() finds none in ${what}`, () =>
    assertEquals(outline(parseJavaException(text)), "none"));
}

Deno.test("parseJavaException() tells on the outermost exception that the root was first", () => {
  assert(parseJavaException(`c.ZError\n${F}\nWrapped by: a.X\n${F}`)?.rootFirst === true);
  assert(parseJavaException(`c.ZError\n${F}\nCaused by: a.X\n${F}`)?.rootFirst === false);
});
