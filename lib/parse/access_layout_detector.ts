import { ACCESS_LAYOUTS, type AccessLayout, compileAccessLayout } from "./access_layout.ts";
import { matchAccessLine, plainTail } from "./access_line.ts";
import type { AccessField } from "./conversion_word.ts";
import { decideTail, type TailColumn, tailColumns } from "./access_tail.ts";
import { UsageError } from "../errors.ts";

/** Lines of the right form after which the layout of a file is sure. */
const ENOUGH_MATCHES = 200;
/** Lines after which the layout is decided on what was seen. */
const ENOUGH_LINES = 1000;
/** What follows the time in every layout: most lines of other logs end here, at a tenth of the cost. */
const AFTER_TIME = /\] (?:"|\d{3} |- [-\d])/;
const COMMON = ACCESS_LAYOUTS.find(({ name }) => name === "common")!;
const PATTERN_LINE = /^#\s?logback\.access pattern: (.+)$/;

/**
 * Decides the layout of one access log from its first lines, once: what a column means is a property of the file,
 * not of a line.
 */
export class AccessLayoutDetector {
  readonly #tails = new Map<AccessLayout, (readonly TailColumn[])[]>();
  #lines = 0;
  #locked: AccessLayout | null = null;

  /** Takes the next line of the file; returns the layout as soon as it is sure, the same from then on. */
  add(line: string): AccessLayout | null {
    if (this.#locked !== null) return this.#locked;
    this.#lines++;
    const text = line.trimEnd();
    const pattern = PATTERN_LINE.exec(text)?.[1];
    if (pattern !== undefined) return this.#locked = compileDeclared(pattern);
    const matches = this.#sample(text);
    if (matches >= ENOUGH_MATCHES || this.#lines >= ENOUGH_LINES) this.#locked = this.#best();
    return this.#locked;
  }

  /** The layout after the last line; null when no line was of any known form. */
  finish(): AccessLayout | null {
    return this.#locked ??= this.#best();
  }

  #sample(line: string): number {
    const plain = plainTail(line);
    if (plain !== null) return this.#addTail(COMMON, plain);
    if (!AFTER_TIME.test(line)) return 0;
    for (const layout of ACCESS_LAYOUTS) {
      const tail = matchAccessLine(line, layout)?.at(-1);
      if (tail !== undefined) return this.#addTail(layout, tail);
    }
    return 0;
  }

  /** Returns how many tails of the layout there are. */
  #addTail(layout: AccessLayout, tail: string): number {
    const tails = this.#tails.get(layout) ?? [];
    this.#tails.set(layout, tails);
    return tails.push(tailColumns(tail));
  }

  #best(): AccessLayout | null {
    const [best] = [...this.#tails].sort(([, a], [, b]) => b.length - a.length);
    return best === undefined ? null : withTail(best[0], decideTail(best[1]));
  }
}

/** A declared pattern that is not understood is as good as none: the lines themselves decide then. */
function compileDeclared(pattern: string): AccessLayout | null {
  try {
    return compileAccessLayout(pattern);
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}

function withTail(layout: AccessLayout, tail: readonly AccessField[]): AccessLayout {
  const combined = layout.name !== "old-combined" && tail[0] === "referer" && tail[1] === "userAgent";
  const rest = (combined ? tail.slice(2) : tail).map((field) => ` + ${field}`).join("");
  const base = combined ? { vhost: "vhost-combined" }[layout.name] ?? "combined" : layout.name;
  return { ...layout, name: base + rest, tail };
}
