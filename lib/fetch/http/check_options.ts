import { UsageError } from "../../errors.ts";
import type { Secret } from "../secret.ts";

/** What is taken for options that are not given. */
export const DEFAULT_OPTIONS = { requestsPerSecond: 2, timeoutMs: 30_000, maxAttempts: 6 } as const;

// What setTimeout can wait.
const LONGEST_TIMEOUT_MS = 2_147_483_647;
const CONTROL_REGEXP = /\p{Cc}/u;

/** What is checked. */
export interface CheckedOptions {
  /** Public half of the API key. */
  readonly publicKey: string;
  /** Private half. */
  readonly privateKey: Secret;
  /** Most requests per second. */
  readonly requestsPerSecond?: number;
  /** Milliseconds. */
  readonly timeoutMs?: number;
  /** How often a request is tried. */
  readonly maxAttempts?: number;
}

/**
 * Checks what nothing else checks. No message holds a key.
 *
 * @throws {UsageError} An option does not fit.
 */
export function checkOptions(options: CheckedOptions): void {
  checkKey("public key", options.publicKey);
  checkKey("private key", options.privateKey.reveal());
  const {
    requestsPerSecond = DEFAULT_OPTIONS.requestsPerSecond,
    timeoutMs = DEFAULT_OPTIONS.timeoutMs,
    maxAttempts = DEFAULT_OPTIONS.maxAttempts,
  } = options;
  check(
    requestsPerSecond > 0 && requestsPerSecond <= 1000,
    `the rate is ${requestsPerSecond} requests per second, expected more than 0 and at most 1000`,
    "--rate 2",
  );
  check(
    timeoutMs > 0 && timeoutMs <= LONGEST_TIMEOUT_MS,
    `the timeout is ${timeoutMs} ms, expected more than 0 and at most ${LONGEST_TIMEOUT_MS}`,
    "--timeout 30s",
  );
  check(
    Number.isInteger(maxAttempts) && maxAttempts >= 1,
    `the number of attempts is ${maxAttempts}, expected a whole number of at least 1`,
    "give at least 1",
  );
}

function checkKey(name: string, key: string): void {
  check(key !== "", `the ${name} is empty`, "give both halves of the API key");
  check(
    !CONTROL_REGEXP.test(key),
    `the ${name} holds a line end or control character, expected none`,
    `give the ${name} as Ops Manager showed it`,
  );
}

function check(isRight: boolean, why: string, remedy: string): void {
  if (!isRight) throw new UsageError(`Cannot connect to Ops Manager: ${why}`, { remedy });
}
