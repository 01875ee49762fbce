import { createHash } from "node:crypto";
import type { JavaException } from "./java_exception.ts";
import type { StackFrame } from "./stack_frame.ts";

/** Frames the JVM generates, and which come and go with its version, its settings and the number of calls. */
const GENERATED_CLASS =
  /^(?:sun|jdk\.internal)\.reflect\.|^java\.lang\.invoke\.LambdaForm\$|\$\$Lambda(?:[$/]|$)|^java\.lang\.reflect\.Method$/;

/** Numbers and ids that a compiler, proxy maker or class loader chose. */
const CHOSEN_NAMES: readonly (readonly [RegExp, string])[] = [
  [/\/(?:0x)?[\da-f]+$/i, ""],
  [/^(?:com\.sun\.proxy|jdk\.proxy\d+)\./, "proxy."],
  [/\$Proxy\d+/, "$Proxy"],
  [/(\$\$(?:EnhancerBy|FastClassBy|KeyFactoryBy|SpringCGLIB|BeanGeneratorBy)\w*?)\$\$[\da-f]+/gi, "$1"],
  [/(\$\$SpringCGLIB)\$\$\d+/, "$1"],
  [/\$(HibernateProxy|MockitoMock|ByteBuddy|Subclass|auxiliary)\$[\dA-Za-z]+/g, "$$$1"],
  [/_\$\$_\w+$/, "_$$$$_"],
  [/(lambda\$[^$]*)\$\d+$|(\$lambda)[$-]\d+$/, "$1$2"],
  [/(\$anonfun\$[^$]*)(?:\$\d+)+$/, "$1"],
  [/access\$\d+$/, "access$"],
  [/(fn__|eval|reify__|_closure|Accessor)\d+/g, "$1"],
  [/(?<![\dA-Za-z])(?=[\da-f]*\d)[\da-f]{8,64}(?![\dA-Za-z])/gi, "#"],
];

/**
 * A short name for "the same exception from the same place": 16 hex digits over the classes of the cause chain and
 * the classes and methods of their frames.
 *
 * Messages, line numbers, files, modules, packaging, omitted frames and generated names do not count.
 */
export function exceptionFingerprint(exception: JavaException): string {
  const hash = createHash("sha256");
  for (let link: JavaException | null = exception; link !== null; link = link.cause) {
    hash.update(`!${stableName(link.class)}\n`);
    let last = "";
    for (const frame of link.frames) {
      const place = placeOf(frame);
      // A recursion's depth is chance.
      if (place !== null && place !== last) hash.update(`${place}\n`);
      last = place ?? last;
    }
  }
  return hash.digest("hex").slice(0, 16);
}

function placeOf(frame: StackFrame): string | null {
  if (GENERATED_CLASS.test(frame.class)) return null;
  return `${stableName(frame.class)}.${stableName(frame.method)}`;
}

function stableName(name: string): string {
  return CHOSEN_NAMES.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), name);
}
