import { createHash } from "node:crypto";
import { withFolder } from "./temporary_folder.ts";

/** Debian's Apache. */
export const APACHE = "/usr/sbin/apache2";
/** Why a test with Apache does not run; null: it does. */
export const WITHOUT_APACHE: string | null = await isThere(APACHE) ? null : `without ${APACHE}`;

/** What Apache is to serve as an Ops Manager that has nothing but files. */
export interface ApacheSetup {
  readonly publicKey: string;
  readonly privateKey: string;
  /** AuthDigestNonceLifetime: 0 is one-time nonces, -1 for ever. */
  readonly nonceLifetimeS: number;
  /** Pages of events as JSON text, the first is `pageNum=1`. */
  readonly pages: readonly string[];
  /** The document of the one job. */
  readonly job: { readonly id: string };
  readonly archive: Uint8Array;
  readonly fileName: string;
}

/** One line of the access log. */
export interface AccessLine {
  readonly status: number;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Of the body. */
  readonly sentBytes: number;
  /** The Range header; `-`: none. */
  readonly range: string;
}

const REALM = "MMS Public API";
const MODULES = [
  "mpm_event",
  "authn_core",
  "authn_file",
  "authz_core",
  "authz_user",
  "auth_digest",
  "rewrite",
  "headers",
];

async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(({ isFile }) => isFile, () => false);
}

/** The server says its pages as files: what the query names is put into the name of the file. */
function configuration(folder: string, port: number, setup: ApacheSetup): string {
  const jobs = "^/api/public/v1\\.0/admin/omLogCollectionJobs";
  const lines = [
    `ServerRoot ${folder}`,
    `DefaultRuntimeDir ${folder}`,
    `PidFile ${folder}/apache.pid`,
    `Listen 127.0.0.1:${port}`,
    "ServerName 127.0.0.1",
    "StartServers 1",
    "ThreadsPerChild 4",
    "MaxRequestWorkers 4",
    "ServerLimit 1",
    ...MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`),
    // Started by root it changes to this user; else both are ignored.
    "User www-data",
    "Group www-data",
    "ErrorLog /dev/stderr",
    "LogLevel notice",
    `CustomLog ${folder}/access.log "%>s %B \\"%{Range}i\\" %m %U%q"`,
    `DocumentRoot ${folder}/www`,
    `<Directory ${folder}/www>`,
    "Require all granted",
    "</Directory>",
    "<Location /api/>",
    "AuthType Digest",
    `AuthName "${REALM}"`,
    "AuthDigestProvider file",
    `AuthUserFile ${folder}/htdigest`,
    `AuthDigestNonceLifetime ${setup.nonceLifetimeS}`,
    "Require valid-user",
    "</Location>",
    "<FilesMatch \\.json$>",
    "ForceType application/json",
    "</FilesMatch>",
    "<Files archive>",
    "ForceType application/gzip",
    `Header set Content-Disposition "attachment; filename=\\"${setup.fileName}\\""`,
    "</Files>",
    "RewriteEngine on",
    "RewriteCond %{QUERY_STRING} (?:^|&)pageNum=(\\d+)",
    `RewriteRule ^/api/public/v1\\.0/(?:orgs|groups)/[0-9a-f]+/events$ ${folder}/www/page-%1.json [L]`,
    `RewriteRule ${jobs}/${setup.job.id}:download$ ${folder}/www/archive [L]`,
    `RewriteRule ${jobs}/${setup.job.id}$ ${folder}/www/job.json [L]`,
    `RewriteRule ${jobs}$ ${folder}/www/jobs.json [L]`,
  ];
  return lines.join("\n") + "\n";
}

async function writeFiles(folder: string, setup: ApacheSetup): Promise<void> {
  const { publicKey, privateKey, pages, job, archive } = setup;
  const ha1 = createHash("md5").update(`${publicKey}:${REALM}:${privateKey}`).digest("hex");
  const files: Record<string, string | Uint8Array> = {
    "htdigest": `${publicKey}:${REALM}:${ha1}\n`,
    "www/job.json": JSON.stringify(job),
    "www/jobs.json": JSON.stringify({ links: [], results: [job], totalCount: 1 }),
    "www/archive": archive,
    ...Object.fromEntries(pages.map((page, i) => [`www/page-${i + 1}.json`, page])),
  };
  await Deno.mkdir(`${folder}/www`);
  // Apache leaves root behind, and a temporary folder is its maker's alone.
  await Deno.chmod(folder, 0o755);
  for (const [name, content] of Object.entries(files)) {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    await Deno.writeFile(`${folder}/${name}`, bytes, { mode: 0o644 });
    // The ETag of a file that was changed within a second is a weak one.
    await Deno.utime(`${folder}/${name}`, 1_700_000_000, 1_700_000_000);
  }
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  return listener.addr.port;
}

/** Waits until Apache says that it answers. What it says instead is returned when it ends before. */
async function saidBeforeEnd(stderr: ReadableStreamDefaultReader<string>): Promise<string | null> {
  let said = "";
  while (true) {
    const { value, done } = await stderr.read();
    if (done) return said;
    said += value;
    if (said.includes("resuming normal operations")) return null;
  }
}

async function runApache(
  folder: string,
  setup: ApacheSetup,
  use: (url: string) => Promise<void>,
): Promise<string | null> {
  const port = freePort();
  await Deno.writeTextFile(`${folder}/apache.conf`, configuration(folder, port, setup));
  const args = ["-f", `${folder}/apache.conf`, "-D", "FOREGROUND"];
  const command = new Deno.Command(APACHE, { args, stdin: "null", stdout: "null", stderr: "piped" });
  await using child = command.spawn();
  const stderr = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  const problem = await saidBeforeEnd(stderr);
  try {
    if (problem === null) await use(`http://127.0.0.1:${port}`);
    return problem;
  } finally {
    if (problem === null) child.kill("SIGTERM");
    while (!(await stderr.read()).done);
    await child.status;
  }
}

function readAccessLine(line: string): AccessLine {
  const match = /^(\d+) (\d+) "([^"]*)" (\w+) (.*)$/.exec(line);
  const [, status, sentBytes, range = "", method = "", target = ""] = match ?? [];
  return { status: Number(status), sentBytes: Number(sentBytes), range, method, target };
}

/** Starts Apache on the loopback, calls `use` with its URL, ends it, and returns what it was asked for. */
export function withApache(setup: ApacheSetup, use: (url: string) => Promise<void>): Promise<AccessLine[]> {
  return withFolder(async (folder) => {
    await writeFiles(folder, setup);
    for (let attempt = 1;; attempt++) {
      const problem = await runApache(folder, setup, use);
      if (problem === null) break;
      // The port was free a moment ago.
      if (attempt === 5 || !problem.includes("Address already in use")) throw new Error(problem);
    }
    const log = await Deno.readTextFile(`${folder}/access.log`);
    return log.trimEnd().split("\n").map(readAccessLine);
  });
}
