import type { DigestSession } from "../digest/digest_session.ts";
import { parseChallenges } from "../digest/parse_challenges.ts";
import type { Secret } from "../secret.ts";
import { AttemptError } from "./timing/attempt_error.ts";
import type { Deadline } from "./timing/deadline.ts";
import { readFailedAnswer } from "./failed_answer.ts";
import { oneLine } from "./errors/one_line.ts";
import { isRedirect, redirectTarget } from "./redirect_target.ts";
import { type FailedAnswer, remoteErrorOf } from "./errors/remote_error_of.ts";
import type { OutgoingRequest, RequestSender } from "./request_sender.ts";
import { withoutSecret } from "./errors/without_secret.ts";

/** Requests of one exchange by more than which a server only plays with us. */
const MOST_ROUNDS = 4;
const STALE_REGEXP = /\bstale\s*=\s*"?true\b/i;

/** What an exchange needs. */
export interface DigestExchangeOptions {
  /** Sends the single requests. */
  readonly sender: RequestSender;
  /** Knows the nonce. */
  readonly digest: DigestSession;
  /** Must not get into a message. */
  readonly privateKey: Secret;
  /** Longest silence. */
  readonly deadline: Deadline;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** A request with all that belongs to it: the handshake of HTTP Digest, and redirects inside the origin. */
export class DigestExchange {
  readonly #options: DigestExchangeOptions;
  #before: Promise<unknown> = Promise.resolve();
  /** The server has taken the key once. */
  #isProven = false;

  /** Creates it. */
  constructor(options: DigestExchangeOptions) {
    this.#options = options;
  }

  /**
   * The answer with its body unread: any status but a redirect, and 401 never. One exchange at a time, so that the uses
   * of a nonce are counted in the order in which they go out.
   */
  exchange(request: OutgoingRequest): Promise<Response> {
    const turn = this.#before.then(() => this.#followed(request));
    this.#before = turn.catch(() => {});
    return turn;
  }

  async #followed(request: OutgoingRequest): Promise<Response> {
    let { url } = request;
    for (let followed = 0;; followed++) {
      const response = await this.#authorized({ ...request, url });
      if (!isRedirect(response.status)) return response;
      await readFailedAnswer(response, request, this.#options);
      const { what, method } = request;
      const { status, headers } = response;
      const location = headers.get("location");
      const clean = (text: string) => withoutSecret(text, this.#options.privateKey);
      url = redirectTarget({ what, method, status, from: url, location, followed, clean });
    }
  }

  async #authorized(request: OutgoingRequest): Promise<Response> {
    const { sender, digest } = this.#options;
    let isRefused = false;
    for (let round = 1;; round++) {
      // As fetch sends it: without the fragment.
      const authorization = digest.authorize(request.method, request.url.pathname + request.url.search);
      const headers = authorization === null ? request.headers : { ...request.headers, authorization };
      const response = await sender.send({ ...request, headers });
      if (response.status !== 401) {
        digest.accepted(response.headers.get("authentication-info"));
        this.#isProven ||= authorization !== null;
        return response;
      }
      const offered = response.headers.get("www-authenticate");
      const verdict = digest.challenged(offered === null ? [] : [offered]);
      const answer = await readFailedAnswer(response, request, this.#options);
      if (verdict === "unsupported") throw this.#unsupported(answer, offered);
      if (isRefused || round === MOST_ROUNDS) throw this.#refused(answer, offered);
      isRefused = verdict === "refused";
      // When a kept connection breaks, Deno sends a request without a body again by itself. A server that counts the
      // uses of a nonce refuses the copy, which says nothing about a key that was good before: asked once more.
      if (isRefused && (!this.#isProven || request.body !== null)) throw this.#refused(answer, offered);
    }
  }

  /** Who calls stale what he gave a moment ago has not looked at the key: it may be good. */
  #refused(answer: FailedAnswer, offered: string | null): AttemptError {
    const { what, url, status } = answer;
    if (!STALE_REGEXP.test(offered ?? "")) return remoteErrorOf(answer, this.#options.privateKey);
    return new AttemptError(`Cannot ${what}: ${url.host} answers 401 and calls its own new nonce stale`, {
      status,
      remedy: "have the load balancer before Ops Manager keep each client at one server",
    });
  }

  #unsupported({ what, url, status }: FailedAnswer, offered: string | null): AttemptError {
    const clean = oneLine(withoutSecret(offered ?? "", this.#options.privateKey), 200);
    const digests = oneLine(withoutSecret(describeDigests(offered ?? ""), this.#options.privateKey), 200);
    const offers = clean === ""
      ? "offers no way to authenticate"
      : ["offers", clean, ...(digests === "" ? [] : [`(${digests})`])].join(" ");
    const expected = "expected HTTP Digest with qop auth, or none, and MD5, SHA-256 or SHA-512-256";
    return new AttemptError(
      `Cannot ${what}: ${url.host} answers 401 and ${offers}, ${expected}`,
      {
        status,
        remedy: "check that --base-url leads to Ops Manager itself, not to a proxy with a login of its own",
      },
    );
  }
}

/** `algorithm MD5, qop auth-int`: by what the Digest challenges are chosen, of which no more is told. */
function describeDigests(offered: string): string {
  return parseChallenges(offered).filter(({ scheme }) => scheme === "digest").flatMap(({ params }) =>
    ["algorithm", "qop"].filter((name) => params.has(name)).map((name) => `${name} ${params.get(name)}`)
  ).join(", ");
}
