import type { Diagnostic } from "../errors.ts";

/** Numbers below 1024 are all that counts have room for: this one may be that of many hosts. */
export const MAX_NUMBER = 1023;

/** Numbers of hosts in order of arrival; the last number is that of all hosts beyond the cap. */
export class HostNumbers {
  /** Host names by number. */
  readonly names: string[] = [];
  readonly #numbers = new Map<string, number>();

  /** Number of a host, new or known. */
  of(host: string): number {
    let number = this.#numbers.get(host);
    if (number === undefined) {
      this.#numbers.set(host, number = Math.min(this.names.length, MAX_NUMBER));
      this.names[number] ??= host;
    }
    return number;
  }

  /** Hosts that share the last number. */
  diagnostics(input: string): Diagnostic[] {
    const count = this.#numbers.size - MAX_NUMBER;
    return count <= 1 ? [] : [{
      code: "limit.hosts",
      severity: "warning",
      message: `Counted ${count} hosts as "${
        this.names[MAX_NUMBER]
      }": no more than ${MAX_NUMBER} others are told apart`,
      input,
      count,
    }];
  }
}
