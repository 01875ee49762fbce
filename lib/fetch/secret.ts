/**
 * A text that nobody sees by accident: not in a log, an error, JSON or what `console.log` prints of an object that
 * holds it. Only {@linkcode Secret.reveal} gives it back.
 */
export class Secret {
  readonly #text: string;

  /** Takes the text in. */
  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself. Whoever calls this answers for where it goes. */
  reveal(): string {
    return this.#text;
  }

  /** Says that there is a secret, not which. */
  toString(): string {
    return "[secret]";
  }

  /** As {@linkcode Secret.toString}. */
  toJSON(): string {
    return this.toString();
  }
}
