import { join } from "node:path";
import { readMongocliProfile } from "../../../../lib/cli/fetch/connection/mongocli_profile.ts";
import { UsageError } from "../../../../lib/errors.ts";
import { assert, assertEquals, assertRejects, assertStringIncludes } from "../../../../lib/std/assert.ts";
import { fc } from "../../../helpers/property.ts";
import { withFolder } from "../../../helpers/temporary_folder.ts";
import { fakeIo } from "../../fake_io.ts";

const KEY = "e750d2bf-synthetic";
/** As `mongocli config` writes it: synthetic. */
const CONFIG = `
skip_update_check = false

[default]
  service = "cloud"

[myOpsManager]
  OPS_MANAGER_URL = "https://om.example.com:8443/"
  ops_manager_ca_certificate = "/etc/ssl/om.pem"
  org_id = "5f0000000000000000000001"
  private_api_key = "${KEY}"
  project_id = ""
  public_api_key = "abcdefgh"
  service = "ops-manager"
`;

type Os = typeof Deno.build.os;

/** Writes a configuration and reads a profile of it. */
async function read(
  name: string,
  { config = CONFIG, place = ".config/mongocli/config.toml", variables = {}, os = "linux" }: {
    config?: string;
    place?: string;
    variables?: Record<string, string>;
    os?: Os;
  } = {},
) {
  return await withFolder(async (home) => {
    const path = join(home, place);
    await Deno.mkdir(join(path, ".."), { recursive: true });
    await Deno.writeTextFile(path, config);
    const inHome = Object.entries(variables).map(([name, value]) => [name, value.replace("~", home)]);
    return await readMongocliProfile(name, fakeIo({ variables: Object.fromEntries(inHome) }), os);
  });
}

Deno.test("readMongocliProfile() takes address, keys, authority and scope, whatever the case of names", async () => {
  const { privateKey, ...profile } = await read("MyOpsManager", { variables: { HOME: "~" } });
  assertEquals(profile, {
    name: "myopsmanager",
    baseUrl: "https://om.example.com:8443/",
    publicKey: "abcdefgh",
    caCertPath: "/etc/ssl/om.pem",
    orgId: "5f0000000000000000000001",
    projectId: null,
  });
  assertEquals(privateKey?.reveal(), KEY);
});

Deno.test("readMongocliProfile() gives nothing for what a profile does not say", async () => {
  const profile = await read("default", { variables: { HOME: "~" } });
  assertEquals([profile.baseUrl, profile.publicKey, profile.privateKey], [null, null, null]);
});

const PLACES: [os: Os, place: string, variables: Record<string, string>][] = [
  ["linux", "xdg/mongocli/config.toml", { HOME: "/nowhere", XDG_CONFIG_HOME: "~/xdg" }],
  ["linux", ".config/mongocli/config.toml", { HOME: "~", XDG_CONFIG_HOME: "relative" }],
  ["linux", ".config/mongocli.toml", { HOME: "~" }],
  ["darwin", "Library/Application Support/mongocli/config.toml", { HOME: "~", XDG_CONFIG_HOME: "/nowhere" }],
  ["windows", "AppData/Roaming/mongocli/config.toml", { APPDATA: "~/AppData/Roaming" }],
  ["windows", "AppData/Roaming/mongocli/config.toml", { USERPROFILE: "~" }],
];

for (const [os, place, variables] of PLACES) {
  Deno.test(`readMongocliProfile() finds ${place} on ${os} by ${Object.keys(variables)}`, async () => {
    assertEquals((await read("myopsmanager", { os, place, variables })).publicKey, "abcdefgh");
  });
}

Deno.test("readMongocliProfile() names the profiles there are, the nearest first to try", async () => {
  const error = await assertRejects(() => read("myopsmanger", { variables: { HOME: "~" } }), UsageError);
  assertStringIncludes(error.message, 'Cannot find profile "myopsmanger"');
  assertStringIncludes(error.message, "has only default, myopsmanager");
  assertEquals(error.remedy, "--profile myopsmanager");
});

const DAMAGED = [`[om]\nprivate_api_key = "${KEY}`, `[om]\nprivate_api_key = ${KEY}`, `${KEY}`];

for (const [i, config] of DAMAGED.entries()) {
  Deno.test(`readMongocliProfile() says where damaged TOML ${i + 1} is wrong, and quotes nothing of it`, async () => {
    const error = await assertRejects(() => read("om", { config, variables: { HOME: "~" } }), UsageError);
    assertStringIncludes(error.message, "it is not TOML (line ");
    assert(!Deno.inspect(error).includes(KEY));
    assertEquals(error.cause, undefined);
  });
}

Deno.test("readMongocliProfile() shows nothing of a key, whatever happened to the file", async () => {
  const stat = () => Promise.resolve({ isFile: true, size: 1 } as Deno.FileInfo);
  const damaged = fc.tuple(
    fc.nat(CONFIG.length),
    fc.nat(3),
    fc.constantFrom("", '"', "[", "\n", "=", "\0", KEY),
  );
  await fc.assert(fc.asyncProperty(damaged, async ([at, cut, text]) => {
    const config = CONFIG.slice(0, at) + text + CONFIG.slice(at + cut);
    const fs = { ...Deno, stat, readTextFile: () => Promise.resolve(config) };
    const io = fakeIo({ fs, variables: { HOME: "/home/synthetic" } });
    const outcome = await readMongocliProfile("myopsmanager", io, "linux").catch((error: unknown) => error);
    // Where the key became a name or another field, it is none to us.
    if (text !== KEY) assert(!Deno.inspect(outcome, { depth: 9 }).includes(KEY));
    if (outcome instanceof Error) assert(outcome instanceof UsageError, String(outcome));
  }));
});

const NO_HOME: [os: Os, permission: string][] = [
  ["linux", "HOME,XDG_CONFIG_HOME"],
  ["darwin", "HOME"],
  ["windows", "APPDATA"],
];

for (const [os, permission] of NO_HOME) {
  Deno.test(`readMongocliProfile() names the permission that is missing on ${os}`, async () => {
    const error = await assertRejects(() => read("om", { os }), UsageError);
    assertEquals(error.remedy, `deno run --allow-env=${permission} …`);
  });
}

Deno.test("readMongocliProfile() says which file is not there", () =>
  withFolder(async (home) => {
    const error = await assertRejects(
      () => readMongocliProfile("om", fakeIo({ variables: { HOME: home } }), "linux"),
      UsageError,
    );
    assertEquals(
      error.message,
      `Cannot read profile "om": there is no "${join(home, ".config/mongocli/config.toml")}"`,
    );
  }));

Deno.test("readMongocliProfile() lists names of a hostile file visibly and only some", async () => {
  const config = `["\\u001b[31mred"]\n${Array.from({ length: 20 }, (_, i) => `[p${i}]\n`).join("")}`;
  const error = await assertRejects(() => read("om", { config, variables: { HOME: "~" } }), UsageError);
  assertStringIncludes(error.message, "\\x1b[31mred, p0, p1");
  assertStringIncludes(error.message, "and 11 more");
});

Deno.test("readMongocliProfile() has no profile __proto__ or constructor that nobody wrote", async () => {
  for (const name of ["__proto__", "constructor", "toString"]) {
    await assertRejects(() => read(name, { variables: { HOME: "~" } }), UsageError, "Cannot find profile");
  }
});
