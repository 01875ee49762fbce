import { readCaCert } from "../../../../lib/cli/fetch/connection/read_ca_cert.ts";
import { UsageError } from "../../../../lib/errors.ts";
import { assertEquals, assertRejects } from "../../../../lib/std/assert.ts";

/** Synthetic: made for this test, its key was thrown away. */
const PEM = `-----BEGIN CERTIFICATE-----
MIIBnTCCAUOgAwIBAgIUV3ph3zHIjzYp5ZDGVRryEZ2sat0wCgYIKoZIzj0EAwIw
IzEhMB8GA1UEAwwYc3ludGhldGljIHRlc3QgYXV0aG9yaXR5MCAXDTI2MTEyMjA1
MDIwMFoYDzIxMjYxMDI5MDUwMjAwWjAjMSEwHwYDVQQDDBhzeW50aGV0aWMgdGVz
dCBhdXRob3JpdHkwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQHPQUaqo37J4Rq
KM+xUpx5cebOdIe4jkP7Ra1zeDozCbd/6O6JNo9lC5KSXCWDPtqHeAeBgIUzefxq
aMe7TC+Vo1MwUTAdBgNVHQ4EFgQU3TgNKN6ZSmXG8iv98vfkUKIdEdwwHwYDVR0j
BBgwFoAU3TgNKN6ZSmXG8iv98vfkUKIdEdwwDwYDVR0TAQH/BAUwAwEB/zAKBggq
hkjOPQQDAgNIADBFAiEAlGZ/J/U3jD+G3QXx8ID0RIqznQSY3KabPu7NaAE8G/AC
IBsF6xLgoGU2n6CGo0Fdu1uisqRYX8zvXQoVjeDJw8CE
-----END CERTIFICATE-----`;
const SECRET = "-----BEGIN PRIVATE KEY-----\nc3ludGhldGlj\n-----END PRIVATE KEY-----";

const read = (text: string) => readCaCert("ca.pem", { readTextFile: () => Promise.resolve(text) });

Deno.test("readCaCert() gives the certificates of a file, and nothing else of it", async () => {
  assertEquals(await read(PEM), `${PEM}\n`);
  assertEquals(await read(`Subject: somebody\n${PEM}\n${SECRET}\n# more\n${PEM}\n`), `${PEM}\n${PEM}\n`);
});

Deno.test("readCaCert() opens a way to the network", async () => {
  Deno.createHttpClient({ caCerts: [await read(`${PEM}\n${PEM}`)] }).close();
});

const REFUSED: [text: string, message: string][] = [
  ["", 'Cannot use --ca-cert "ca.pem": it holds no certificate in PEM'],
  [SECRET, 'Cannot use --ca-cert "ca.pem": it holds no certificate in PEM'],
  ["\x30\x82\x01", 'Cannot use --ca-cert "ca.pem": it holds no certificate in PEM'],
  [`${PEM}\n${PEM.replace("MII", "AAA")}`, 'Cannot use --ca-cert "ca.pem": certificate 2 of 2 is damaged'],
];

for (const [text, message] of REFUSED) {
  Deno.test(`readCaCert() refuses ${JSON.stringify(text.slice(0, 20))}: ${message.slice(29)}`, async () => {
    assertEquals((await assertRejects(() => read(text), UsageError)).message, message);
  });
}

Deno.test("readCaCert() says what is wrong with the path", async () => {
  const absent = () =>
    readCaCert("absent.pem", { readTextFile: () => Promise.reject(new Deno.errors.NotFound()) });
  assertEquals(
    (await assertRejects(absent, UsageError)).message,
    'Cannot use --ca-cert "absent.pem": it does not exist',
  );
});
