import { AttemptError } from "../../../../lib/fetch/http/timing/attempt_error.ts";
import { connectionError } from "../../../../lib/fetch/http/errors/connection_error.ts";
import { assert, assertEquals } from "../../../../lib/std/assert.ts";

const REQUEST = { what: "list the servers", host: "om.example.com:8443" };

/** What fetch of Deno 2.9.6 says, as seen; the address stands in the message. */
const denoError = (words: string) =>
  new TypeError("fetch failed", {
    cause: new Error(
      `error sending request for url (https://om.example.com:8443/certificate): client error ${words}`,
    ),
  });
const nodeError = (code: string) =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });

type Retry = "always" | "unless POST" | "never";

const CASES: readonly (readonly [error: Error, why: string, remedy: string, retry: Retry])[] = [
  [denoError("(Connect): invalid peer certificate: UnknownIssuer"), "not trusted", "--ca-cert FILE", "never"],
  [
    denoError(
      '(Connect): invalid peer certificate: certificate not valid for name "om"; only for DnsName("x")',
    ),
    "another name",
    "host name that the certificate is for",
    "never",
  ],
  [
    denoError(
      "(Connect): invalid peer certificate: certificate expired: verification time 1795323495 (UNIX)",
    ),
    "not valid at this time",
    "renewed",
    "never",
  ],
  [
    denoError("(Connect): invalid peer certificate: Other(OtherError(CaUsedAsEndEntity))"),
    "one of an authority",
    "--ca-cert FILE",
    "never",
  ],
  [
    denoError("(Connect): received corrupt message of type InvalidContentType"),
    "does not speak TLS",
    "--allow-http",
    "never",
  ],
  [denoError("(SendRequest): invalid HTTP version parsed"), "does not answer in HTTP", "https://", "never"],
  [denoError("(Connect): received fatal alert: HandshakeFailure"), "does not agree", "TLS 1.2", "never"],
  [denoError("(Connect): proxy authentication required"), "wants a password", "HTTPS_PROXY", "never"],
  [
    new TypeError("Fetch failed: Requests to port 6667 are blocked"),
    "a port that fetch refuses",
    "8443",
    "never",
  ],
  [
    denoError("(Connect): dns error: failed to lookup address information: Name or service not known"),
    "a name that is not known",
    "--base-url",
    "always",
  ],
  [
    denoError("(Connect): tcp connect error: Connection refused (os error 111)"),
    "refuses",
    "Ops Manager runs",
    "always",
  ],
  [
    denoError("(Connect): tcp connect error: No route to host (os error 113)"),
    "cannot be reached",
    "network",
    "always",
  ],
  [denoError("(Connect): tls handshake eof"), "cannot be reached", "network", "always"],
  [
    denoError("(SendRequest): connection closed before message completed"),
    "cut the connection",
    "run it again",
    "unless POST",
  ],
  [
    new TypeError("fetch failed", { cause: new Error("Connection reset by peer (os error 104)") }),
    "cut the connection",
    "run it again",
    "unless POST",
  ],
  [new TypeError("something new"), "cut the connection", "run it again", "unless POST"],
  [nodeError("ECONNREFUSED"), "refuses", "Ops Manager runs", "always"],
  [nodeError("ENOTFOUND"), "a name that is not known", "--base-url", "always"],
  [nodeError("ECONNRESET"), "cut the connection", "run it again", "unless POST"],
  [nodeError("SELF_SIGNED_CERT_IN_CHAIN"), "not trusted", "--ca-cert FILE", "never"],
  [nodeError("CERT_HAS_EXPIRED"), "not valid at this time", "renewed", "never"],
];

function retryOf({ retry }: AttemptError): Retry {
  if (retry === null) return "never";
  return retry.isUntouched ? "always" : "unless POST";
}

for (const [thrown, why, remedy, retry] of CASES) {
  const words = thrown.cause instanceof Error
    ? thrown.cause.message.replace(/^.*client error /, "")
    : thrown.message;
  Deno.test(`connectionError() knows "${words}"`, () => {
    const error = connectionError(thrown, REQUEST);
    assert(error instanceof AttemptError);
    assert(error.message.startsWith("Cannot list the servers: om.example.com:8443 "), error.message);
    assert(error.message.includes(why), error.message);
    assert(error.remedy.includes(remedy), error.remedy);
    assertEquals([retryOf(error), error.isTransient], [retry, retry !== "never"]);
    assertEquals([error.cause, error.status, error.name], [thrown, null, "RemoteError"]);
  });
}

Deno.test("connectionError() leaves alone what is no matter of the network", () => {
  for (
    const error of [
      new Deno.errors.NotCapable('Requires net access to "om:8443", run again with the --allow-net flag'),
      new DOMException("stopped", "AbortError"),
      new RangeError("of ours"),
      "text",
    ]
  ) assertEquals(connectionError(error, REQUEST), error);
});
