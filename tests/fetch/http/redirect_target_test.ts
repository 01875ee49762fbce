import { redirectTarget } from "../../../lib/fetch/http/redirect_target.ts";
import { RemoteError } from "../../../lib/errors.ts";
import { assert, assertEquals, assertThrows } from "../../../lib/std/assert.ts";

const FROM = new URL("https://om.example.com:8443/api/public/v1.0/admin/servers?x=1");
const REDIRECT = {
  what: "list the servers",
  method: "GET",
  status: 302,
  from: FROM,
  followed: 0,
  clean: (text: string) => text,
} as const;

for (
  const [location, href] of [
    ["https://om.example.com:8443/other", "https://om.example.com:8443/other"],
    ["https://OM.example.com:8443/other#part", "https://om.example.com:8443/other"],
    ["/om/api?a=b", "https://om.example.com:8443/om/api?a=b"],
    ["servers/", "https://om.example.com:8443/api/public/v1.0/admin/servers/"],
    ["//om.example.com:8443/x", "https://om.example.com:8443/x"],
    ["https://user:word@om.example.com:8443/x", "https://om.example.com:8443/x"],
  ] as const
) {
  Deno.test(`redirectTarget() follows ${location}`, () => {
    assertEquals(redirectTarget({ ...REDIRECT, location }).href, href);
  });
}

for (
  const [location, base] of [
    ["https://other.example.com:8443/x", "https://other.example.com:8443"],
    ["https://om.example.com/x", "https://om.example.com"],
    ["http://om.example.com:8443/x", "http://om.example.com:8443"],
    ["https://om2.example.com/om/api/public/v1.0/admin/servers?x=1", "https://om2.example.com/om"],
    ["https://om.example.com:8443@evil.example/", "https://evil.example"],
  ] as const
) {
  Deno.test(`redirectTarget() does not follow ${location} to another origin`, () => {
    const error = assertThrows(() => redirectTarget({ ...REDIRECT, location }), RemoteError);
    assertEquals(error.remedy, `check that this is your Ops Manager, then give --base-url ${base}`);
    assert(!error.isTransient && error.status === 302);
  });
}

Deno.test("redirectTarget() names the https address when plain http is sent there", () => {
  const from = new URL("http://om.example.com:8080/api/public/v1.0/admin/servers");
  const location = "https://om.example.com:8443/api/public/v1.0/admin/servers";
  const error = assertThrows(() => redirectTarget({ ...REDIRECT, from, location }), RemoteError);
  assertEquals(
    error.message,
    "Cannot list the servers: http://om.example.com:8080 sends to " +
      "https://om.example.com:8443/api/public/v1.0/admin/servers, another origin, to which no credentials go",
  );
  assertEquals(
    error.remedy,
    "check that this is your Ops Manager, then give --base-url https://om.example.com:8443",
  );
});

for (const method of ["POST", "PATCH", "DELETE"]) {
  Deno.test(`redirectTarget() does not repeat a ${method} somewhere else`, () => {
    assertThrows(
      () => redirectTarget({ ...REDIRECT, method, location: "/x" }),
      RemoteError,
      `sends ${method} requests`,
    );
  });
}

for (const location of [null, "http://[", "javascript:alert(1)", "data:,x", "file:///etc/passwd"]) {
  Deno.test(`redirectTarget() has nowhere to go with ${location}`, () => {
    assertThrows(() => redirectTarget({ ...REDIRECT, location }), RemoteError, "names no address to go to");
  });
}

Deno.test("redirectTarget() gives up at the sixth redirect", () => {
  assertEquals(redirectTarget({ ...REDIRECT, location: "/x", followed: 4 }).pathname, "/x");
  assertThrows(
    () => redirectTarget({ ...REDIRECT, location: "/x", followed: 5 }),
    RemoteError,
    "Cannot list the servers: 6 redirects, the last to https://om.example.com:8443/x, expected at most 5",
  );
});

Deno.test("redirectTarget() repeats nothing of the query, in which tokens may be", () => {
  const location = "https://login.example.com/sso?ticket=hunter2#hunter2";
  const error = assertThrows(() => redirectTarget({ ...REDIRECT, location }), RemoteError);
  assert(!(error.message + error.remedy).includes("hunter2"));
});

Deno.test("redirectTarget() does not go where the address holds the private key", () => {
  const clean = (text: string) => text.replaceAll("hunter2", "[private key]");
  for (const location of ["/login?key=hunter2", "/hunter2"]) {
    const error = assertThrows(() => redirectTarget({ ...REDIRECT, clean, location }), RemoteError);
    assert(!(error.message + error.remedy).includes("hunter2"));
  }
});
