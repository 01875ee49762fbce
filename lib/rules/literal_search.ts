/** Finds which literals occur in a text: their numbers, ascending, each once. */
export type LiteralSearch = (text: string) => readonly number[];

/**
 * Builds an automaton (Aho and Corasick 1975) that finds all literals in one pass: its time grows with the text and the
 * number of different literals found, not with the number of literals there are.
 */
export function compileLiteralSearch(literals: readonly string[]): LiteralSearch {
  const trie = new LiteralTrie(literals);
  return (text) => trie.search(text);
}

const ROOT = 0;
const NONE = -1;

/** Children are linked lists, not rows of a table: thousands of rules make 100,000 states, most with a single child. */
class LiteralTrie {
  readonly #unit: number[] = [0];
  readonly #firstChild: number[] = [NONE];
  readonly #nextSibling: number[] = [NONE];
  /** State of the longest proper suffix that is in the trie. */
  readonly #fail: number[] = [ROOT];
  /** Nearest state on the fail path, this one included, that ends a literal; NONE: there is none. */
  readonly #ending: number[] = [NONE];
  /** Literal that ends here; NONE: none. */
  readonly #literal: number[] = [NONE];
  /** Children of the root by UTF-16 unit: most units of a text are read at the root. */
  readonly #rootChild = new Int32Array(65_536).fill(ROOT);

  constructor(literals: readonly string[]) {
    literals.forEach((literal, number) => this.#add(literal, number));
    this.#link();
  }

  search(text: string): number[] {
    const found = new Set<number>();
    let state = ROOT;
    for (let i = 0; i < text.length; i++) {
      state = this.#step(state, text.charCodeAt(i));
      for (let end = this.#ending[state] ?? NONE; end !== NONE; end = this.#endingAfter(end)) {
        const literal = this.#literal[end] ?? NONE;
        // What ends on the fail path of this state was found with it.
        if (found.has(literal)) break;
        found.add(literal);
      }
    }
    return [...found].sort((a, b) => a - b);
  }

  #add(literal: string, number: number): void {
    let state = ROOT;
    for (let i = 0; i < literal.length; i++) state = this.#childOrNew(state, literal.charCodeAt(i));
    if (state !== ROOT) this.#literal[state] = number;
  }

  #childOrNew(state: number, unit: number): number {
    const child = this.#child(state, unit);
    if (child !== NONE) return child;
    const added = this.#unit.push(unit) - 1;
    this.#firstChild.push(NONE);
    this.#nextSibling.push(this.#firstChild[state] ?? NONE);
    this.#fail.push(ROOT);
    this.#ending.push(NONE);
    this.#literal.push(NONE);
    this.#firstChild[state] = added;
    if (state === ROOT) this.#rootChild[unit] = added;
    return added;
  }

  /** Breadth first: a state's fail state is nearer to the root, so it is complete before. */
  #link(): void {
    const queue = [ROOT];
    for (let head = 0; head < queue.length; head++) {
      const parent = queue[head] ?? ROOT;
      for (
        let state = this.#firstChild[parent] ?? NONE;
        state !== NONE;
        state = this.#nextSibling[state] ?? NONE
      ) {
        const fail = parent === ROOT ? ROOT : this.#step(this.#fail[parent] ?? ROOT, this.#unit[state] ?? 0);
        this.#fail[state] = fail;
        this.#ending[state] = this.#literal[state] !== NONE ? state : this.#ending[fail] ?? NONE;
        queue.push(state);
      }
    }
  }

  #endingAfter(end: number): number {
    return this.#ending[this.#fail[end] ?? ROOT] ?? NONE;
  }

  #child(state: number, unit: number): number {
    let child = this.#firstChild[state] ?? NONE;
    while (child !== NONE && this.#unit[child] !== unit) child = this.#nextSibling[child] ?? NONE;
    return child;
  }

  #step(state: number, unit: number): number {
    for (let from = state; from !== ROOT; from = this.#fail[from] ?? ROOT) {
      const child = this.#child(from, unit);
      if (child !== NONE) return child;
    }
    return this.#rootChild[unit] ?? ROOT;
  }
}
