import type { JavaException } from "./java_exception.ts";

/** Classes of the cause chain, outermost first, joined by ` < `. */
export function exceptionChain(exception: JavaException): string {
  const classes: string[] = [];
  for (let link: JavaException | null = exception; link !== null; link = link.cause) classes.push(link.class);
  return classes.join(" < ");
}
