import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { UsageError } from "../../errors.ts";
import { type DigestAlgorithm, type DigestChallenge, isHeaderText } from "./digest_challenge.ts";

/** The request that an answer is for, and who asks. */
export interface DigestRequest {
  /** The method as sent, for example `GET`. */
  readonly method: string;
  /** Path and query exactly as sent. */
  readonly uri: string;
  /** The user name; for Ops Manager the public key. */
  readonly username: string;
  /** The password; for Ops Manager the private key. */
  readonly password: string;
}

/** What the client adds to an answer. */
export interface DigestCount {
  /** The client's own random text. */
  readonly cnonce: string;
  /** How many answers were made with this nonce, this one counted: 1 to 0xffffffff. */
  readonly nc: number;
}

const HASH_NAMES = {
  "MD5": "md5",
  "SHA-256": "sha256",
  "SHA-512-256": "sha512-256",
} satisfies Record<DigestAlgorithm, string>;

/**
 * Answers a Digest challenge (RFC 7616 §3.4; without qop RFC 2069).
 *
 * User name and password are hashed as UTF-8. A user name that is not ASCII is sent as `username*` to servers that say
 * `charset=UTF-8`, to others as its UTF-8 bytes, one character each: what `Headers` takes and other clients send.
 *
 * @returns The value of the `Authorization` header, free of control characters.
 * @throws {UsageError} When user name, method, uri or cnonce has a character that cannot stand in a header.
 */
export function answerChallenge(
  challenge: DigestChallenge,
  request: DigestRequest,
  { cnonce, nc }: DigestCount,
): string {
  const { realm, nonce, opaque, algorithmName, qop, isSession } = challenge;
  const count = nc.toString(16).padStart(8, "0");
  const answer = `Digest ${
    [
      ...usernameParams(challenge, request.username),
      `realm=${quote(realm)}`,
      `nonce=${quote(nonce)}`,
      `uri=${quote(request.uri)}`,
      ...(algorithmName === null ? [] : [`algorithm=${algorithmName}`]),
      ...(qop === null ? [] : [`qop=${qop}`, `nc=${count}`]),
      ...(qop === null && !isSession ? [] : [`cnonce=${quote(cnonce)}`]),
      `response="${responseOf(challenge, request, cnonce, count)}"`,
      ...(opaque === null ? [] : [`opaque=${quote(opaque)}`]),
    ].join(", ")
  }`;
  if (!isHeaderText(answer)) {
    throw new UsageError(
      "Cannot answer a Digest challenge: user name, method or uri has a character that cannot stand in a header",
      { remedy: "give the public key as Ops Manager shows it" },
    );
  }
  return answer;
}

function responseOf(
  challenge: DigestChallenge,
  request: DigestRequest,
  cnonce: string,
  count: string,
): string {
  const { realm, nonce, algorithm, qop, isSession } = challenge;
  const secret = hash(
    algorithm,
    `${bytesOf(challenge, request.username)}:${realm}:${bytesOf(challenge, request.password)}`,
  );
  const ha1 = isSession ? hash(algorithm, `${secret}:${nonce}:${cnonce}`) : secret;
  const ha2 = hash(algorithm, `${request.method}:${request.uri}`);
  const middle = qop === null ? nonce : `${nonce}:${count}:${cnonce}:${qop}`;
  return hash(algorithm, `${ha1}:${middle}:${ha2}`);
}

function usernameParams(challenge: DigestChallenge, username: string): string[] {
  const bytes = bytesOf(challenge, username);
  if (challenge.userhash) {
    return [`username="${hash(challenge.algorithm, `${bytes}:${challenge.realm}`)}"`, "userhash=true"];
  }
  if (challenge.isUtf8 && /[^\x20-\x7e]/.test(bytes)) return [`username*=UTF-8''${percentEncode(bytes)}`];
  return [`username=${quote(bytes)}`];
}

/** The UTF-8 bytes as a byte string; composed when the server names the charset (RFC 7616 §4). */
function bytesOf({ isUtf8 }: DigestChallenge, text: string): string {
  return Buffer.from(isUtf8 ? text.normalize("NFC") : text, "utf8").toString("latin1");
}

/** RFC 8187 §3.2.1: all but attr-char. */
function percentEncode(bytes: string): string {
  return bytes.replace(
    /[^!#$&+\-.^_`|~0-9A-Za-z]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}

function hash(algorithm: DigestAlgorithm, bytes: string): string {
  return createHash(HASH_NAMES[algorithm]).update(bytes, "latin1").digest("hex");
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
