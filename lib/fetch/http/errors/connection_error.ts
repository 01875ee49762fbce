import { AttemptError } from "../timing/attempt_error.ts";

/** What fetch throws when there is no answer; anything else is a mistake of ours, or a permission that is missing. */
const NETWORK_NAMES: ReadonlySet<string> = new Set([
  "TypeError",
  "BrokenPipe",
  "ConnectionAborted",
  "ConnectionRefused",
  "ConnectionReset",
  "Http",
  "NotConnected",
  "TimedOut",
  "UnexpectedEof",
]);

interface Fault {
  readonly regexp: RegExp;
  /** Completes "Cannot list the jobs: HOST ". */
  readonly why: string;
  readonly remedy: string;
  /** Trying again may help. */
  readonly isTransient?: true;
  /** The request cannot have reached the server. */
  readonly isUntouched?: true;
}

const CA_REMEDY = "give the certificate of the authority that signed it: --ca-cert FILE";
const REACH_REMEDY = "check --base-url, the network, and HTTPS_PROXY, HTTP_PROXY and NO_PROXY";

/** In the order in which they are tried. Words of Deno (hyper, rustls) and of Node. */
const FAULTS: readonly Fault[] = [
  {
    regexp: /ports? \d+ (?:is|are) blocked/,
    why: "has a port that fetch refuses to use",
    remedy: "let Ops Manager listen on another port, such as 8443",
  },
  {
    regexp: /certificate (?:expired|not valid yet)|Expired|NotValidYet|CERT_HAS_EXPIRED/,
    why: "has a certificate that is not valid at this time",
    remedy: "have the certificate renewed, or the clock of this machine set",
  },
  {
    regexp: /not valid for (?:any )?name|NotValidForName|ERR_TLS_CERT_ALTNAME_INVALID/,
    why: "has a certificate for another name",
    remedy: "use the host name that the certificate is for in --base-url",
  },
  {
    regexp: /CaUsedAsEndEntity/,
    why: "has a certificate that is one of an authority, not of a server",
    remedy: "have a certificate made for the server, and give that of its authority: --ca-cert FILE",
  },
  {
    regexp: /certificate|UnknownIssuer|SELF_SIGNED/i,
    why: "has a certificate that is not trusted",
    remedy: CA_REMEDY,
  },
  {
    regexp: /corrupt message|InvalidContentType|ERR_SSL_WRONG_VERSION_NUMBER/,
    why: "does not speak TLS",
    remedy: "check the port, or use http:// with --allow-http",
  },
  {
    regexp: /invalid HTTP \w+|HPE_INVALID/,
    why: "does not answer in HTTP",
    remedy: "check the port, or use https://",
  },
  {
    regexp: /fatal alert|peer is incompatible|HandshakeFail|ERR_SSL/i,
    why: "does not agree on a version or cipher of TLS",
    remedy: "let Ops Manager, or its proxy, offer TLS 1.2 or 1.3",
  },
  {
    regexp: /proxy auth/i,
    why: "is behind a proxy that wants a password",
    remedy: "give name and password of the proxy in HTTPS_PROXY or HTTP_PROXY",
  },
  {
    regexp: /dns error|failed to lookup|ENOTFOUND|EAI_AGAIN/,
    why: "is a name that is not known here",
    remedy: REACH_REMEDY,
    isTransient: true,
    isUntouched: true,
  },
  {
    regexp: /connection refused|ECONNREFUSED|os error (?:111|61|10061)\b/i,
    why: "refuses the connection",
    remedy:
      "check that Ops Manager runs, the port in --base-url, and the proxy in HTTPS_PROXY if there is one",
    isTransient: true,
    isUntouched: true,
  },
  {
    regexp: /\(Connect\)|No route to host|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT/,
    why: "cannot be reached",
    remedy: REACH_REMEDY,
    isTransient: true,
    isUntouched: true,
  },
];

const CUT: Fault = {
  regexp: /(?:)/,
  why: "cut the connection before it answered",
  remedy: "run it again; check Ops Manager, and proxies between, when it stays so",
  isTransient: true,
};

/** What happened when fetch threw: an error that says what to do, or the same one when the network is not its cause. */
export function connectionError(error: unknown, request: { what: string; host: string }): unknown {
  if (!(error instanceof Error) || !NETWORK_NAMES.has(error.name)) return error;
  const words = wordsOf(error);
  const fault = FAULTS.find(({ regexp }) => regexp.test(words)) ?? CUT;
  const why = `${request.host} ${fault.why}`;
  return new AttemptError(`Cannot ${request.what}: ${why}`, {
    remedy: fault.remedy,
    isTransient: fault.isTransient ?? false,
    cause: error,
    ...(fault.isTransient ? { retry: { why, afterMs: null, isUntouched: fault.isUntouched ?? false } } : {}),
  });
}

/** Names, codes and messages of an error and of what caused it, without the addresses in them. */
function wordsOf(error: Error): string {
  const words: string[] = [];
  for (let at: unknown = error; at instanceof Error && words.length < 9; at = at.cause) {
    words.push(at.name, "code" in at ? String(at.code) : "", at.message.replace(/\bhttps?:\/\/[^\s)]+/g, ""));
  }
  return words.join(" ");
}
