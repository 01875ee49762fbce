import { UsageError } from "../../../errors.ts";
import { parseBaseUrl } from "../../../fetch/http/base_url.ts";
import { OpsManagerClient } from "../../../fetch/ops_manager_client.ts";
import { Secret } from "../../../fetch/secret.ts";
import { visibleText } from "../../../report/visible_text.ts";
import type { CliIo } from "../../cli_io.ts";
import { given } from "../../flags/given.ts";
import { type ConnectionValues, readPublicKey } from "./connection_flags.ts";
import { type MongocliProfile, readMongocliProfile } from "./mongocli_profile.ts";
import { readCaCert } from "./read_ca_cert.ts";
import { tellWait, traceRequest } from "./trace_request.ts";

/** A way to an Ops Manager, until it is closed. */
export interface OpenedClient {
  /** The API. */
  readonly client: OpsManagerClient;
  /** Organization of the profile. */
  readonly orgId: string | null;
  /** Project of the profile. */
  readonly projectId: string | null;
  /** Ends the connections. */
  readonly close: () => void;
}

/** Whom to talk to, and as whom. */
interface Credentials {
  readonly baseUrl: string;
  readonly publicKey: string;
  readonly privateKey: Secret;
}

/**
 * Opens the way to an Ops Manager. A flag comes before the environment, the environment before the profile; nothing is
 * sent yet.
 *
 * @throws {UsageError} when something is missing or does not fit.
 */
export async function openClient(
  values: Readonly<Partial<ConnectionValues>>,
  io: CliIo,
  signal?: AbortSignal,
): Promise<OpenedClient> {
  const profile = values.profile === undefined ? null : await readMongocliProfile(values.profile, io);
  const caCertPath = values["ca-cert"] ?? profile?.caCertPath ?? null;
  const caCert = caCertPath === null ? null : await readCaCert(caCertPath, io.fs);
  const credentials = await findCredentials(values, profile, io);
  const isTraced = await io.env("OMLENS_DEBUG") === "1";
  const { fetch, close } = io.openFetch({ caCert });
  const client = new OpsManagerClient({
    ...credentials,
    allowHttp: values["allow-http"] ?? false,
    ...given({ requestsPerSecond: values.rate, timeoutMs: values.timeout, signal }),
    fetch,
    now: io.now,
    delay: io.delay,
    random: io.random,
    ...(isTraced && { onRequest: traceRequest(io) }),
    ...(!values.quiet && { onWait: tellWait(io) }),
  });
  return { client, orgId: profile?.orgId ?? null, projectId: profile?.projectId ?? null, close };
}

async function findCredentials(
  values: Readonly<Partial<ConnectionValues>>,
  profile: MongocliProfile | null,
  io: CliIo,
): Promise<Credentials> {
  const baseUrl = await firstGiven(values["base-url"], "OMLENS_BASE_URL", profile?.baseUrl, io);
  if (baseUrl === null) throw missing("its address is not given", "base-url URL", "OMLENS_BASE_URL", profile);
  // Before anybody types a key: an address that cannot be used is said at once.
  const { host, origin } = parseBaseUrl(baseUrl, { allowHttp: values["allow-http"] ?? false });
  const publicKey = await firstGiven(values["public-key"], "OMLENS_PUBLIC_KEY", profile?.publicKey, io);
  if (publicKey === null) {
    throw missing("the public key is not given", "public-key KEY", "OMLENS_PUBLIC_KEY", profile);
  }
  checkPublicKey(publicKey);
  const privateKey = (await givenPrivateKey(io)) ?? ownPrivateKey(profile, { publicKey, origin }, io) ??
    await typedPrivateKey(publicKey, host, io);
  return { baseUrl, publicKey, privateKey };
}

function checkPublicKey(text: string): void {
  try {
    readPublicKey(text);
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    throw new UsageError(`Cannot log in: ${cause.message}`, { remedy: cause.remedy, cause });
  }
}

async function firstGiven(
  flag: string | undefined,
  variable: string,
  ofProfile: string | null | undefined,
  { env }: CliIo,
): Promise<string | null> {
  return flag ?? ((await env(variable))?.trim() || ofProfile || null);
}

async function givenPrivateKey({ env }: CliIo): Promise<Secret | null> {
  const text = (await env("OMLENS_PRIVATE_KEY"))?.trim();
  return text ? new Secret(text) : null;
}

/** A profile's private key goes only where the profile says, with the public key it belongs to. */
function ownPrivateKey(
  profile: MongocliProfile | null,
  { publicKey, origin }: { publicKey: string; origin: string },
  { stderr }: CliIo,
): Secret | null {
  if (!profile?.privateKey) return null;
  const isMeant = profile.publicKey === publicKey && URL.parse(profile.baseUrl ?? "")?.origin === origin;
  if (isMeant) return profile.privateKey;
  const why = profile.publicKey === publicKey ? "another Ops Manager" : "another public key";
  stderr.write(
    `omlens: the private key of profile ${visibleText(profile.name)} is for ${why}, and not used here\n`,
  );
  return null;
}

async function typedPrivateKey(publicKey: string, host: string, { readSecret }: CliIo): Promise<Secret> {
  const typed = (await readSecret(visibleText(`Private key for ${publicKey} at ${host}`))).trim();
  if (typed !== "") return new Secret(typed);
  throw new UsageError("Cannot log in: the private key is empty", {
    remedy: "type the private key, or set OMLENS_PRIVATE_KEY",
  });
}

function missing(
  why: string,
  flag: string,
  variable: string,
  profile: MongocliProfile | null,
): UsageError {
  const where = profile === null ? "" : `, and profile "${profile.name}" has none`;
  return new UsageError(`Cannot connect to Ops Manager: ${why}${where}`, {
    remedy: `--${flag}, or set ${variable} (deno run --allow-env=${variable} …)` +
      (profile === null ? ", or --profile NAME of mongocli" : ""),
  });
}
