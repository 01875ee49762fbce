import { parseBaseUrl } from "../../../lib/fetch/http/base_url.ts";
import { UsageError } from "../../../lib/errors.ts";
import { assert, assertEquals, assertThrows } from "../../../lib/std/assert.ts";
import { anyCharacter, fc, urlPath } from "../../helpers/property.ts";

const ROOT = "https://om.example.com:8443/api/public/v1.0";

const FORMS: readonly (readonly [text: string, root: string])[] = [
  ["https://om.example.com:8443", ROOT],
  ["https://om.example.com:8443/", ROOT],
  ["  https://OM.Example.COM:8443/// ", ROOT],
  ["https://om.example.com:8443/api/public/v1.0", ROOT],
  ["https://om.example.com:8443/api/public/v1.0/", ROOT],
  ["https://om.example.com:8443//api//public/v1.0//", ROOT],
  ["https://om.example.com:8443/api/public", ROOT],
  ["https://om.example.com:8443/api/public/v1.0/orgs/5b478b3afc4625789ce616a3/events?pageNum=2", ROOT],
  ["https://om.example.com:8443/?next=1#/deployment", ROOT],
  ["https://om.example.com:8443/v2/5b478b3afc4625789ce616a3#/metrics", ROOT],
  ["https://om.example.com:8443/user/login", ROOT],
  ["https://om.example.com:8443/account/login?signedOut=true", ROOT],
  ["HTTPS://om.example.com:443", "https://om.example.com/api/public/v1.0"],
  ["https://proxy.example.com/ops//manager/", "https://proxy.example.com/ops/manager/api/public/v1.0"],
  ["https://proxy.example.com/om/api/public/v1.0", "https://proxy.example.com/om/api/public/v1.0"],
  ["https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443/api/public/v1.0"],
  ["http://localhost:8080", "http://localhost:8080/api/public/v1.0"],
  ["http://127.8.9.1:8080", "http://127.8.9.1:8080/api/public/v1.0"],
  ["http://[::1]:8080", "http://[::1]:8080/api/public/v1.0"],
];

for (const [text, root] of FORMS) {
  Deno.test(`parseBaseUrl() takes ${JSON.stringify(text)}`, () => {
    assertEquals(parseBaseUrl(text, { allowHttp: false }).href, root);
  });
}

const REFUSED: readonly (readonly [text: string, message: string, remedy: string])[] = [
  [
    "",
    "Cannot use the base URL: it is empty, expected the address of Ops Manager",
    "--base-url https://om.example.com:8443",
  ],
  [
    "om.internal:8443",
    "Cannot use the base URL: it has no scheme, expected https://",
    "--base-url https://om.internal:8443",
  ],
  [
    "om.internal:8080/x",
    "Cannot use the base URL: it has no scheme, expected https://",
    "--base-url http://om.internal:8080",
  ],
  [
    "//om.internal",
    "Cannot use the base URL: it has no scheme, expected https://",
    "--base-url https://om.internal",
  ],
  [
    "ftp://om.internal",
    "Cannot use the base URL: its scheme is ftp, expected https",
    "--base-url https://om.example.com:8443",
  ],
  ["https://", "Cannot use the base URL: it is no URL", "--base-url https://om.example.com:8443"],
  ["https://om:port", "Cannot use the base URL: it is no URL", "--base-url https://om.example.com:8443"],
  [
    "http://om.internal:8080",
    "Cannot use the base URL: it is plain http to om.internal, expected https",
    "give https://om.internal:8443, or --allow-http when the network between is trusted",
  ],
];

for (const [text, message, remedy] of REFUSED) {
  Deno.test(`parseBaseUrl() refuses ${JSON.stringify(text)}`, () => {
    const error = assertThrows(() => parseBaseUrl(text, { allowHttp: false }), UsageError);
    assertEquals([error.message, error.remedy], [message, remedy]);
  });
}

for (
  const host of ["127.0.0.1.example.com", "localhost.example.com", "128.0.0.1", "[::2]", "[::ffff:127.0.0.1]"]
) {
  Deno.test(`parseBaseUrl() does not take ${host} for this machine`, () => {
    assertThrows(() => parseBaseUrl(`http://${host}:8080`, { allowHttp: false }), UsageError, "plain http");
  });
}

Deno.test("parseBaseUrl() takes plain http to another machine when that is allowed", () => {
  assertEquals(
    parseBaseUrl("http://om.internal:8080", { allowHttp: true }).href,
    "http://om.internal:8080/api/public/v1.0",
  );
});

for (
  const text of [
    "https://public:hunter2@om.internal:8443",
    "https://hunter2@om.internal:8443",
    "https://:hunter2@om.internal",
    "public:hunter2@om.internal:8443",
    "hunter2@om.internal",
    "mongodb://public:hunter2@om.internal",
    "ftp://hunter2@om.internal",
    "https://public:hunter2@om:port",
    "public:hunter2@om:port",
  ]
) {
  Deno.test(`parseBaseUrl() repeats no password of ${text.replace("hunter2", "…")}`, () => {
    const error = assertThrows(() => parseBaseUrl(text, { allowHttp: true }), UsageError);
    assert(!`${error.stack}${error.remedy}${Deno.inspect(error)}`.includes("hunter2"));
  });
}

Deno.test("parseBaseUrl() gives the same for what it gave", () => {
  fc.assert(fc.property(
    fc.webAuthority({ withPort: true }),
    urlPath,
    fc.webQueryParameters(),
    (authority, path, query) => {
      const text = `https://${authority}${path}?${query}#fragment`;
      const root = parseBaseUrl(text, { allowHttp: false }).href;
      assertEquals(parseBaseUrl(root, { allowHttp: false }).href, root);
      assertEquals(parseBaseUrl(`${root}//?a#b`, { allowHttp: false }).href, root);
    },
  ));
});

Deno.test("parseBaseUrl() never throws anything but a UsageError", () => {
  fc.assert(fc.property(fc.string({ unit: anyCharacter }), fc.boolean(), (text, allowHttp) => {
    try {
      parseBaseUrl(text, { allowHttp });
    } catch (error) {
      assert(error instanceof UsageError, String(error));
    }
  }));
});
