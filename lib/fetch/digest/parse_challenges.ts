/** One challenge of a `WWW-Authenticate` header (RFC 9110 §11.6.1), of any scheme. */
export interface AuthChallenge {
  /** Name of the scheme in lower case, for example `digest`. */
  readonly scheme: string;
  /** What follows the scheme instead of parameters, for example the `YWJj==` of `Negotiate YWJj==`; else null. */
  readonly token68: string | null;
  /** Parameters by name in lower case, values without quotes and escapes; of a repeated one the first. */
  readonly params: ReadonlyMap<string, string>;
}

const SPACE_REGEXP = /[ \t\r\n]*/y;
const SEPARATORS_REGEXP = /[ \t\r\n,]*/y;
// RFC 9110 §5.6.2.
const TOKEN_REGEXP = /[!#$%&'*+\-.^_`|~0-9A-Za-z]*/y;
// More than a token: a Base64 nonce without quotes is common enough.
const UNQUOTED_REGEXP = /[^ \t\r\n,]*/y;
// RFC 9110 §11.2, then the end of this challenge.
const TOKEN68_REGEXP = /[0-9A-Za-z\-._~+/]+=*(?=[ \t]*(?:,|$))/y;

/**
 * Parses the challenges of a `WWW-Authenticate` header: one, several, or several headers joined with commas. Commas
 * may be missing or too many, white space may be anywhere; what cannot be understood is passed over, so this never
 * throws. A value whose closing quote is missing is left out.
 */
export function parseChallenges(header: string): AuthChallenge[] {
  const challenges: { scheme: string; token68: string | null; params: Map<string, string> }[] = [];
  const scanner = new ChallengeScanner(header);
  while (scanner.skip(SEPARATORS_REGEXP)) {
    const name = scanner.takeName();
    if (name === "") {
      scanner.skipJunk();
    } else if (!scanner.takeEquals()) {
      challenges.push({ scheme: name, token68: scanner.takeToken68(name), params: new Map() });
    } else {
      const value = scanner.takeValue();
      const params = challenges.at(-1)?.params;
      if (value !== null && params?.has(name) === false) params.set(name, value);
    }
  }
  return challenges;
}

class ChallengeScanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Returns whether anything is left. */
  skip(regexp: RegExp): boolean {
    this.#take(regexp);
    return this.#at < this.#text.length;
  }

  takeName(): string {
    return this.#take(TOKEN_REGEXP).toLowerCase();
  }

  takeEquals(): boolean {
    const start = this.#at;
    if (this.skip(SPACE_REGEXP) && this.#text[this.#at] === "=") {
      this.#at++;
      return true;
    }
    this.#at = start;
    return false;
  }

  takeToken68(scheme: string): string | null {
    const start = this.#at;
    this.skip(SPACE_REGEXP);
    // Digest has parameters only: "Digest qop=, nonce=x" begins with an empty one.
    const token68 = start === this.#at || scheme === "digest" ? "" : this.#take(TOKEN68_REGEXP);
    return token68 === "" ? null : token68;
  }

  takeValue(): string | null {
    this.skip(SPACE_REGEXP);
    return this.#text[this.#at] === '"' ? this.#takeQuoted() : this.#take(UNQUOTED_REGEXP);
  }

  skipJunk(): void {
    if (this.#text[this.#at] === '"') this.#takeQuoted();
    else this.#at++;
  }

  #takeQuoted(): string | null {
    let value = "";
    this.#at++;
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at++];
      if (character === '"') return value;
      value += character === "\\" ? this.#text[this.#at++] ?? "" : character;
    }
    return null;
  }

  #take(regexp: RegExp): string {
    regexp.lastIndex = this.#at;
    const taken = regexp.exec(this.#text)?.[0] ?? "";
    this.#at += taken.length;
    return taken;
  }
}
