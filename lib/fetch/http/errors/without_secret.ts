import type { Secret } from "../../secret.ts";

const DIGEST_REGEXP = /\bDigest\s+[\w*]+\s*=[^\r\n]*/gi;

/**
 * A text that came from outside, without the secret in any form in which it may be repeated, and without answers of
 * HTTP Digest, from which a weak key can be guessed. To be called before anything is cut off the text.
 */
export function withoutSecret(text: string, secret: Secret): string {
  const plain = secret.reveal();
  if (plain === "") return text;
  const bytes = new TextEncoder().encode(plain);
  const forms = new Set([
    JSON.stringify(plain).slice(1, -1),
    plain,
    encodeURIComponent(plain.toWellFormed()),
    bytes.toBase64(),
    bytes.toHex(),
  ]);
  let clean = text;
  for (const form of forms) clean = clean.replaceAll(form, "[private key]");
  return clean.replace(DIGEST_REGEXP, "Digest …");
}
