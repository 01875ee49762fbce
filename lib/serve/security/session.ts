import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** What proves that a browser has had the token. */
export interface Session {
  /** `Set-Cookie` that lets a browser in. */
  readonly setCookie: string;
  /** Whether a text is the token; takes the same time for every text of a length. */
  isToken(text: string): boolean;
  /** Whether a `Cookie` header lets in. */
  isCookie(header: string): boolean;
}

/**
 * The session that belongs to a token. The cookie's value is derived, so that the token cannot be read from the
 * browser; its name as well: browsers send cookies of one port to all others, so two servers need two names.
 */
export function sessionOf(token: string): Session {
  const name = `omlens-${derive(token, "cookie name").slice(0, 8)}`;
  const value = derive(token, "cookie value");
  return {
    setCookie: `${name}=${value}; HttpOnly; SameSite=Strict; Path=/`,
    isToken: (text) => isSame(text, token),
    isCookie: (header) =>
      header.split(";").some((pair) => {
        const [key = "", ...rest] = pair.trim().split("=");
        return key === name && isSame(rest.join("="), value);
      }),
  };
}

function derive(token: string, purpose: string): string {
  return createHmac("sha256", token).update(`omlens ${purpose}`).digest("hex");
}

/** Hashes have one length, which the comparison needs, and which tells nothing. */
function isSame(a: string, b: string): boolean {
  const [hashA, hashB] = [a, b].map((text) => createHash("sha256").update(text).digest());
  return timingSafeEqual(hashA!, hashB!);
}
