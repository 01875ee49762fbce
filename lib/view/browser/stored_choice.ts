/// <reference lib="dom" />

/** A choice of the reader that is kept by the browser, where it lets us. */
export interface StoredChoice<Word extends string> {
  /** The choice now. */
  readonly get: () => Word;
  /** Makes another. */
  readonly set: (word: Word) => void;
}

/** Makes one: the first of the words until another was chosen. */
export function storedChoice<Word extends string>(
  name: string,
  words: readonly [Word, ...Word[]],
): StoredChoice<Word> {
  const kept = read(name);
  let now = words.find((word) => word === kept) ?? words[0];
  return {
    get: () => now,
    set: (word) => {
      now = word;
      write(name, word);
    },
  };
}

/** A browser may forbid storage to files: the choice then lasts as long as the page. */
function read(name: string): string | null {
  try {
    return localStorage.getItem(`omlens.${name}`);
  } catch {
    return null;
  }
}

function write(name: string, word: string): void {
  try {
    localStorage.setItem(`omlens.${name}`, word);
  } catch {
    // As above.
  }
}
