import type { Random } from "./random.ts";

const PACKAGES = [
  "com.xgen.svc.mms",
  "com.xgen.svc.core",
  "com.xgen.cloud.common",
  "org.eclipse.jetty.server",
];
const CLASSES = ["Dispatcher", "RequestFilter", "ConfigSvc", "SessionDao", "ResourceBinder", "QueryRunner"];
const METHODS = ["handle", "invoke", "find", "doFilter", "execute", "resolve", "call"];

/** Lines of a stack trace: class line and frames; the same `place` gives the same frames. */
export function javaTrace(headline: string, place: Random, depth = 9): string[] {
  const frames = Array.from({ length: depth }, () => {
    const name = place.pick(CLASSES);
    const at = `${place.pick(PACKAGES)}.${name}.${place.pick(METHODS)}`;
    return `\tat ${at}(${name}.java:${place.whole(20, 900)})`;
  });
  return [headline, ...frames];
}
