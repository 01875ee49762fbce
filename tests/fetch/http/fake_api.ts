import { ApiSession, type OpsManagerOptions } from "../../../lib/fetch/http/api_session.ts";
import { Secret } from "../../../lib/fetch/secret.ts";
import { endlessWait, type FakeClock, fakeClock } from "./fake_clock.ts";

/** A request as fetch got it. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string | null;
  /** When, by the clock of the test. */
  readonly atMs: number;
}

/** A session over a fetch that the test answers. */
export interface FakeApi {
  readonly session: ApiSession;
  readonly sent: SentRequest[];
  readonly clock: FakeClock;
  /** Reasons of the waits. */
  readonly whys: string[];
}

/** A request that does no harm when it is repeated. */
export const LIST = { what: "list the servers", method: "GET", path: "/admin/servers" } as const;
/** A request that may do harm when it is repeated. */
export const CREATE = {
  what: "create the job",
  method: "POST",
  path: "/admin/omLogCollectionJobs",
  body: {},
} as const;
/** Private half of the key of all sessions. */
export const PRIVATE_KEY = "pr1va7e-key-0f-7he-unit-tests";

/** The answer to a request (1-based); an Error is thrown. */
export type Answers = (n: number, request: SentRequest) => Response | Error | Promise<Response>;

/** Makes a session whose requests are answered by a function. All jitter is a half. */
export function fakeApi(answers: Answers, over: Partial<OpsManagerOptions> = {}): FakeApi {
  const sent: SentRequest[] = [];
  const clock = fakeClock();
  const whys: string[] = [];
  const session = new ApiSession({
    baseUrl: "https://om.example.com:8443",
    publicKey: "public",
    privateKey: new Secret(PRIVATE_KEY),
    fetch: async (input, init) => {
      const body = init?.body instanceof Blob ? await init.body.text() : null;
      const { method = "GET", headers } = init ?? {};
      sent.push({ method, url: String(input), headers: new Headers(headers), body, atMs: clock.now() });
      const answer = await answers(sent.length, sent.at(-1)!);
      if (answer instanceof Error) throw answer;
      return answer;
    },
    now: clock.now,
    delay: clock.delay,
    deadline: endlessWait,
    random: () => 0.5,
    makeCnonce: () => "0123456789abcdef",
    onWait: ({ why }) => void whys.push(why),
    ...over,
  });
  return { session, sent, clock, whys };
}

/** An answer of the API. */
export function jsonAnswer(body: unknown, init: ResponseInit = {}): Response {
  return new Response(JSON.stringify(body), {
    ...init,
    headers: { "content-type": "application/json", ...init.headers },
  });
}

/** 401 with a challenge. */
export function challengeAnswer(
  challenge = 'Digest realm="MMS Public API", nonce="abc123", algorithm=MD5, qop="auth"',
): Response {
  return jsonAnswer({
    error: 401,
    errorCode: "USER_UNAUTHORIZED",
    detail: "You are not authorized for this resource.",
  }, {
    status: 401,
    headers: { "www-authenticate": challenge },
  });
}

/** An error body of the API. */
export function errorAnswer(
  status: number,
  errorCode: string,
  headers: Record<string, string> = {},
): Response {
  return jsonAnswer({ error: status, errorCode, detail: "Synthetic detail." }, { status, headers });
}
