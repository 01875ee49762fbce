import { UsageError } from "../../../errors.ts";

/**
 * Reads a public key, the user name of HTTP Digest. People put both keys there, as they do for curl: the text is never
 * repeated.
 */
export function readPublicKey(text: string): string {
  if (!/[:\s\p{Cc}]/u.test(text)) return text;
  throw new UsageError("a public key has no colon and no space", {
    remedy: "give the public key alone, and the private key in OMLENS_PRIVATE_KEY",
  });
}
