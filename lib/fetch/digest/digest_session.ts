import type { Secret } from "../secret.ts";
import { answerChallenge } from "./answer_challenge.ts";
import { chooseChallenge, type DigestChallenge, isHeaderText } from "./digest_challenge.ts";
import { parseChallenges } from "./parse_challenges.ts";

/** Who asks, and where its random texts come from. */
export interface DigestSessionOptions {
  /** The user name. */
  readonly publicKey: string;
  /** The password. */
  readonly privateKey: Secret;
  /** Makes a random text for one nonce, quotable as it is. */
  readonly makeCnonce: () => string;
}

/**
 * What to do after a 401: `answer` it for the first time; answer again because the nonce was `stale`; give up because
 * the server `refused` the keys, or because it asks for something `unsupported`, not for Digest.
 */
export type DigestVerdict = "answer" | "stale" | "refused" | "unsupported";

/** How the last authorization came about: not at all, with the nonce of the 401 just before it, or with an older one. */
type LastAnswer = "none" | "first" | "repeat" | "reused";

/**
 * The Digest state of one client with one server (RFC 7616 §3.4): keeps the nonce and counts its uses, so that only the
 * first request is made twice. For one request at a time: `authorize`, then `challenged` on a 401 or `accepted` on any
 * other answer; what begins in between would be taken for the same request. However the server answers, a request
 * is repeated twice at most.
 */
export class DigestSession {
  readonly #options: DigestSessionOptions;
  #challenge: DigestChallenge | null = null;
  // One for each nonce, not for each request: the hash of a -sess algorithm holds it (RFC 7616 §3.4.2).
  #cnonce = "";
  #nc = 0;
  #next: LastAnswer = "none";
  #last: LastAnswer = "none";

  /** Begins without a challenge. */
  constructor(options: DigestSessionOptions) {
    this.#options = options;
  }

  /**
   * Makes the `Authorization` value for the next request; null: no challenge is known yet.
   *
   * @param uri Path and query exactly as they will be sent.
   */
  authorize(method: string, uri: string): string | null {
    this.#last = this.#next;
    if (this.#challenge === null) return null;
    this.#next = "reused";
    const { publicKey, privateKey } = this.#options;
    return answerChallenge(
      this.#challenge,
      { method, uri, username: publicKey, password: privateKey.reveal() },
      { cnonce: this.#cnonce, nc: ++this.#nc },
    );
  }

  /** Takes the `WWW-Authenticate` values of a 401 and says what to do about it. */
  challenged(wwwAuthenticate: readonly string[]): DigestVerdict {
    const challenge = chooseChallenge(wwwAuthenticate);
    const verdict = this.#judge(challenge);
    this.#adopt(challenge, verdict === "answer" ? "first" : verdict === "stale" ? "repeat" : "reused");
    return verdict;
  }

  /** Takes the `Authentication-Info` value of an answer that was no 401: the server may name the nonce to use next. */
  accepted(authenticationInfo: string | null): void {
    const nonce = parseChallenges(`Digest ${authenticationInfo ?? ""}`)[0]?.params.get("nextnonce");
    // A -sess hash is bound to the nonce that began it, and servers disagree on what follows from a new one.
    if (!this.#challenge || this.#challenge.isSession || !nonce || !isHeaderText(nonce)) return;
    this.#adopt({ ...this.#challenge, nonce }, "reused");
  }

  #judge(challenge: DigestChallenge | null): DigestVerdict {
    if (challenge === null) return this.#last === "none" ? "unsupported" : "refused";
    if (this.#last === "none") return "answer";
    if (this.#last === "repeat") return "refused";
    // Some servers forget to say stale; another nonce after an old one is reason enough to try it once.
    const isExpired = this.#last === "reused" && challenge.nonce !== this.#challenge?.nonce;
    return challenge.stale || isExpired ? "stale" : "refused";
  }

  #adopt(challenge: DigestChallenge | null, next: LastAnswer): void {
    if (challenge?.nonce !== this.#challenge?.nonce) {
      this.#nc = 0;
      this.#cnonce = this.#options.makeCnonce();
    }
    this.#challenge = challenge;
    this.#next = challenge === null ? "none" : next;
  }
}
