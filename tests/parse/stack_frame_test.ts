import { parseStackFrame, type StackFrame } from "../../lib/parse/stack_frame.ts";
import { assertEquals } from "../../lib/std/assert.ts";

/** A frame with what is usual left out. */
function frame(parts: Partial<StackFrame> & Pick<StackFrame, "class" | "method">): StackFrame {
  return { loader: null, module: null, file: null, line: null, native: false, packaging: null, ...parts };
}

const FRAMES: readonly [line: string, expected: StackFrame][] = [
  [
    "\tat com.acme.App.run(App.java:12)",
    frame({ class: "com.acme.App", method: "run", file: "App.java", line: 12 }),
  ],
  ["        at a.B.c(B.java)", frame({ class: "a.B", method: "c", file: "B.java" })],
  ["at a.B.c(B.java:1)", frame({ class: "a.B", method: "c", file: "B.java", line: 1 })],
  ["\tat Main.main(Main.java:3)\r", frame({ class: "Main", method: "main", file: "Main.java", line: 3 })],
  ["\tat a.B.<init>(B.java:1)", frame({ class: "a.B", method: "<init>", file: "B.java", line: 1 })],
  ["\tat a.B.c(Native Method)", frame({ class: "a.B", method: "c", native: true })],
  ["\tat a.B.c(Unknown Source)", frame({ class: "a.B", method: "c" })],
  ["\tat a.B.c(Unknown Source:7)", frame({ class: "a.B", method: "c", line: 7 })],
  [
    "\tat a.B$$EnhancerBySpringCGLIB$$1a2b.c(<generated>)",
    frame({ class: "a.B$$EnhancerBySpringCGLIB$$1a2b", method: "c" }),
  ],
  [
    "\tat java.base/java.lang.Thread.run(Thread.java:829)",
    frame({ module: "java.base", class: "java.lang.Thread", method: "run", file: "Thread.java", line: 829 }),
  ],
  [
    "\tat java.base@17.0.2/java.lang.Thread.run(Thread.java:8)",
    frame({
      module: "java.base@17.0.2",
      class: "java.lang.Thread",
      method: "run",
      file: "Thread.java",
      line: 8,
    }),
  ],
  [
    "\tat app//com.acme.App.run(App.java:1)",
    frame({ loader: "app", class: "com.acme.App", method: "run", file: "App.java", line: 1 }),
  ],
  [
    "\tat com.acme.Loader/mod@1.0/a.B.c(B.java:1)",
    frame({
      loader: "com.acme.Loader",
      module: "mod@1.0",
      class: "a.B",
      method: "c",
      file: "B.java",
      line: 1,
    }),
  ],
  [
    "\tat a.B$$Lambda$12/0x00000008000b.run(Unknown Source)",
    frame({ class: "a.B$$Lambda$12/0x00000008000b", method: "run" }),
  ],
  [
    "\tat a.B$$Lambda$12/812345.run(Unknown Source)",
    frame({ class: "a.B$$Lambda$12/812345", method: "run" }),
  ],
  [
    "\tat app//a.B$$Lambda/0x7f00a.run(Unknown Source)",
    frame({ loader: "app", class: "a.B$$Lambda/0x7f00a", method: "run" }),
  ],
  [
    "\tat java.base/java.lang.invoke.LambdaForm$MH/0x00.invoke(LambdaForm$MH)",
    frame({
      module: "java.base",
      class: "java.lang.invoke.LambdaForm$MH/0x00",
      method: "invoke",
      file: "LambdaForm$MH",
    }),
  ],
  [
    "\tat a.B.c(B.java:1) [acme-1.2.jar:1.2]",
    frame({ class: "a.B", method: "c", file: "B.java", line: 1, packaging: "acme-1.2.jar:1.2" }),
  ],
  [
    "\tat a.B.c(B.java:1) ~[?:?]",
    frame({ class: "a.B", method: "c", file: "B.java", line: 1, packaging: "?:?" }),
  ],
  [
    "\tat a.B.c(B.java:1) ~[app.jar!/:1.0] [3 skipped]",
    frame({ class: "a.B", method: "c", file: "B.java", line: 1, packaging: "app.jar!/:1.0" }),
  ],
  [
    "\tat a.BTest.should do it(BTest.kt:4)",
    frame({ class: "a.BTest", method: "should do it", file: "BTest.kt", line: 4 }),
  ],
  [
    "\tat a.core$map$fn__5851.invoke(core.clj:27)",
    frame({ class: "a.core$map$fn__5851", method: "invoke", file: "core.clj", line: 27 }),
  ],
  [
    "\tat user$eval12.invoke(NO_SOURCE_FILE:1)",
    frame({ class: "user$eval12", method: "invoke", file: "NO_SOURCE_FILE", line: 1 }),
  ],
  [
    "\tat a.B$.$anonfun$main$1(B.scala:9)",
    frame({ class: "a.B$", method: "$anonfun$main$1", file: "B.scala", line: 9 }),
  ],
  [
    "\tat RUBY.block in call(/srv/app.rb:3)",
    frame({ class: "RUBY", method: "block in call", file: "/srv/app.rb", line: 3 }),
  ],
  ["\tat <js> run(app.js:10:1-9)", frame({ class: "<js>", method: "run", file: "app.js", line: 10 })],
  [
    "\tat пример.Класс.метод(Класс.java:5)",
    frame({ class: "пример.Класс", method: "метод", file: "Класс.java", line: 5 }),
  ],
  [
    "\tat a.B.c(B.java:7(Inlined Compiled Code))",
    frame({ class: "a.B", method: "c", file: "B.java", line: 7 }),
  ],
  ["\tat X.0aB.A00(:12)", frame({ class: "X.0aB", method: "A00", line: 12 })],
  ["\tat a.B.c(B.java:-1)", frame({ class: "a.B", method: "c", file: "B.java" })],
];

for (const [line, expected] of FRAMES) {
  Deno.test(`parseStackFrame() reads ${JSON.stringify(line)}`, () =>
    assertEquals(parseStackFrame(line), expected));
}

const OTHERS = [
  "    at next (/app/index.js:256:14)",
  "    at /app/index.js:615:15",
  "    at Object.<anonymous> (app.js:1:1)",
  "   at Acme.Program.Main(String[] args) in C:\\acme\\Program.cs:line 3",
  "   at Acme.Program.Main(String[] args)",
  "  at Acme.Program.Main () [0x00000] in <filename unknown>:0",
  "we meet at noon (or later)",
  "\tat a.B.c(",
  "\tat a.B.c",
  "\tat (B.java:1)",
  "\tat .c(B.java:1)",
  "\tat a.B.(B.java:1)",
  "at",
  "",
];

for (const line of OTHERS) {
  Deno.test(`parseStackFrame() takes no frame for ${JSON.stringify(line)}`, () =>
    assertEquals(parseStackFrame(line), null));
}
