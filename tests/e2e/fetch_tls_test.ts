import { assertEquals, assertStringIncludes } from "../../lib/std/assert.ts";
import { type OpsManagerServer, variablesOf, withOpsManager } from "../helpers/ops_manager_server.ts";
import { withFolder } from "../helpers/temporary_folder.ts";
import { type FetchResult, runFetch } from "./run_fetch.ts";

const OPENSSL = "/usr/bin/openssl";
const isThere = await Deno.stat(OPENSSL).then(({ isFile }) => isFile, () => false);
const skipped = isThere ? "" : ` (skipped: no ${OPENSSL} here)`;

/** Makes an authority and a certificate of it for 127.0.0.1; they last a day. */
async function makeCertificates(folder: string): Promise<{ cert: string; key: string; authority: string }> {
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"];
  await Deno.writeTextFile(`${folder}/san`, "subjectAltName=IP:127.0.0.1");
  for (
    const args of [
      ["req", "-x509", ...newKey, "-subj", "/CN=synthetic authority", "-keyout", "ca.key", "-out", "ca.pem"],
      ["req", ...newKey.slice(0, -2), "-subj", "/CN=127.0.0.1", "-keyout", "om.key", "-out", "om.csr"],
      "x509 -req -in om.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 1 -extfile san -out om.pem".split(
        " ",
      ),
    ]
  ) {
    const { success } = await new Deno.Command(OPENSSL, { args, cwd: folder, stderr: "null" }).output();
    assertEquals([args[0], success], [args[0], true]);
  }
  const [cert, key] = await Promise.all(
    ["om.pem", "om.key"].map((name) => Deno.readTextFile(`${folder}/${name}`)),
  );
  return { cert: cert ?? "", key: key ?? "", authority: `${folder}/ca.pem` };
}

/** Runs `omlens fetch jobs --json` in a process of its own. */
function fetchJobs(
  server: OpsManagerServer,
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
  permissions: readonly string[],
): Promise<FetchResult> {
  const env = { ...variablesOf(server), ...variables };
  return runFetch({
    args: ["fetch", "jobs", "--json", ...args],
    cwd: ".",
    env,
    permissions: ["--allow-net=127.0.0.1", `--allow-env=${Object.keys(env)}`, ...permissions],
  });
}

Deno.test({
  name: `omlens fetch trusts a private authority only with --ca-cert, or by the profile${skipped}`,
  ignore: !isThere,
  fn: () =>
    withFolder(async (folder) => {
      const { authority, ...tls } = await makeCertificates(folder);
      await withOpsManager({ tls }, async (server) => {
        const untrusted = await fetchJobs(server, [], {}, []);
        assertEquals([untrusted.code, untrusted.out], [5, ""]);
        assertStringIncludes(untrusted.err, "--ca-cert FILE");
        assertEquals(server.requests.length, 0);

        const read = [`--allow-read=${folder}`];
        assertEquals(await fetchJobs(server, ["--ca-cert", authority], {}, read), {
          code: 0,
          out: "[]\n",
          err: "",
        });

        await Deno.mkdir(`${folder}/mongocli`);
        await Deno.writeTextFile(
          `${folder}/mongocli/config.toml`,
          `[om]\nops_manager_ca_certificate = "${authority}"\n`,
        );
        assertEquals(await fetchJobs(server, ["--profile", "om"], { XDG_CONFIG_HOME: folder }, read), {
          code: 0,
          out: "[]\n",
          err: "",
        });

        const denied = await fetchJobs(server, ["--profile", "om"], { XDG_CONFIG_HOME: folder }, []);
        assertEquals(denied.code, 3);
        assertStringIncludes(denied.err, `try: deno run --allow-read=${folder}/mongocli/config.toml`);
      });
    }),
});
