/** One flag of a command: how it is parsed, checked and explained. */
export interface Flag<T> {
  /** Name of its value in the help, for example `DIR`; null when it takes none. */
  readonly placeholder: string | null;
  /** What it does: a few words, no period. */
  readonly about: string;
  /** Whether giving it again adds a value. */
  readonly repeatable: boolean;
  /** Turns what was given (one text at least; empty for a flag without value) into its value, or throws. */
  readonly read: (texts: readonly string[]) => T;
}

/** The flags of a command by name, without the leading dashes; `Values` says what each gives. */
export type FlagTable<Values> = { readonly [Name in keyof Values]: Flag<Values[Name]> };

/** Flags whose values do not matter: to explain them. */
export type AnyFlagTable = Readonly<Record<string, Flag<unknown>>>;

/** A flag without value. */
export function switchFlag(about: string): Flag<true> {
  return { placeholder: null, about, repeatable: false, read: () => true };
}

/** A flag with one value; the last one given counts. */
export function valueFlag<T>(placeholder: string, about: string, read: (text: string) => T): Flag<T> {
  return { placeholder, about, repeatable: false, read: (texts) => read(texts.at(-1) ?? "") };
}

/** A flag that can be given several times. */
export function listFlag<T>(placeholder: string, about: string, read: (text: string) => T): Flag<T[]> {
  return { placeholder, about, repeatable: true, read: (texts) => texts.map(read) };
}
