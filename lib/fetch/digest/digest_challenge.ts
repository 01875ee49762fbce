import { type AuthChallenge, parseChallenges } from "./parse_challenges.ts";

/** The hash functions of RFC 7616 §6.1. */
export type DigestAlgorithm = "MD5" | "SHA-256" | "SHA-512-256";

/**
 * A Digest challenge (RFC 7616 §3.3) that can be answered. Its texts are byte strings, as `Headers` gives them: each
 * character is one byte of the header, so that a realm in any encoding is hashed and sent back as it came.
 */
export interface DigestChallenge {
  /** What the name and the password are for; part of the hash. */
  readonly realm: string;
  /** The server's one-time value. */
  readonly nonce: string;
  /** To be sent back as it is; null: not given. */
  readonly opaque: string | null;
  /** The hash function, without `-sess`. */
  readonly algorithm: DigestAlgorithm;
  /** The algorithm in the server's own spelling, sent back so; null: not named, which means MD5. */
  readonly algorithmName: string | null;
  /** Whether the algorithm is a `-sess` one. */
  readonly isSession: boolean;
  /** The quality of protection to answer with; null: none is offered, as in RFC 2069. */
  readonly qop: "auth" | null;
  /** Whether the answer before was right, only its nonce too old. */
  readonly stale: boolean;
  /** Whether the server takes a hash in place of the user name. */
  readonly userhash: boolean;
  /** Whether the server says `charset=UTF-8`, and so knows `username*`. */
  readonly isUtf8: boolean;
}

const ALGORITHM_REGEXP = /^(MD5|SHA-256|SHA-512-256)(-sess)?$/i;
const STRENGTH = { "MD5": 1, "SHA-256": 2, "SHA-512-256": 3 } satisfies Record<DigestAlgorithm, number>;

/**
 * Chooses the strongest Digest challenge that can be answered, of equally strong ones the first.
 *
 * @param headers The values of the `WWW-Authenticate` headers, joined or not.
 * @returns null when there is none; Basic and other schemes are never answered.
 */
export function chooseChallenge(headers: readonly string[]): DigestChallenge | null {
  let best: DigestChallenge | null = null;
  for (const challenge of headers.flatMap(parseChallenges)) {
    const read = readDigestChallenge(challenge);
    if (read && (!best || STRENGTH[read.algorithm] > STRENGTH[best.algorithm])) best = read;
  }
  return best;
}

/** Tells whether a text may stand in a header line as it is: no control characters, nothing beyond a byte. */
export function isHeaderText(text: string): boolean {
  return !/[^\x20-\x7e\x80-\xff]/.test(text);
}

function readDigestChallenge({ scheme, params }: AuthChallenge): DigestChallenge | null {
  if (scheme !== "digest") return null;
  const [realm, nonce, opaque] = [params.get("realm"), params.get("nonce"), params.get("opaque") ?? null];
  const algorithmName = params.get("algorithm") ?? null;
  const algorithm = readAlgorithm(algorithmName ?? "MD5");
  const qop = readQop(params);
  if (realm === undefined || !nonce || algorithm === null || qop === undefined) return null;
  // These are sent back: a line break in one of them would begin a header of the server's making.
  if (![realm, nonce, opaque ?? ""].every(isHeaderText)) return null;
  return {
    realm,
    nonce,
    opaque,
    ...algorithm,
    algorithmName,
    qop,
    stale: isSaid(params, "stale", "true"),
    userhash: isSaid(params, "userhash", "true"),
    isUtf8: isSaid(params, "charset", "utf-8"),
  };
}

function readAlgorithm(name: string): Pick<DigestChallenge, "algorithm" | "isSession"> | null {
  const [, base, session] = ALGORITHM_REGEXP.exec(name) ?? [];
  if (base === undefined) return null;
  return { algorithm: base.toUpperCase() as DigestAlgorithm, isSession: session !== undefined };
}

/** Returns undefined when no offered quality of protection can be answered. */
function readQop(params: ReadonlyMap<string, string>): "auth" | null | undefined {
  // The documentation of Ops Manager prints the name as "op".
  const offered = (params.get("qop") ?? params.get("op") ?? "").toLowerCase().split(/[\s,]/).filter(Boolean);
  if (offered.length === 0) return null;
  return offered.includes("auth") ? "auth" : undefined;
}

function isSaid(params: ReadonlyMap<string, string>, name: string, value: string): boolean {
  return params.get(name)?.toLowerCase() === value;
}
