import { isAbsolute, join } from "node:path";
import { parse, TomlError } from "npm:smol-toml@1.9.1";
import { UsageError } from "../../../errors.ts";
import { Secret } from "../../../fetch/secret.ts";
import { nearestName } from "../../../rules/nearest_name.ts";
import { visibleText } from "../../../report/visible_text.ts";
import type { CliIo } from "../../cli_io.ts";

/** What a profile of mongocli says; null: nothing. */
export interface MongocliProfile {
  /** As mongocli writes it: in lower case. */
  readonly name: string;
  /** `ops_manager_url`. */
  readonly baseUrl: string | null;
  /** `public_api_key`. */
  readonly publicKey: string | null;
  /** `private_api_key`. */
  readonly privateKey: Secret | null;
  /** `ops_manager_ca_certificate`. */
  readonly caCertPath: string | null;
  /** `org_id`. */
  readonly orgId: string | null;
  /** `project_id`. */
  readonly projectId: string | null;
}

type Table = Readonly<Record<string, unknown>>;
type ConfigIo = Pick<CliIo, "env" | "fs">;

/** Nobody has that many profiles. */
const MOST_BYTES = 1_048_576;
const MOST_NAMES_TOLD = 10;

/**
 * Reads a profile of the configuration that `mongocli config` wrote.
 *
 * @throws {UsageError} which never quotes the file: it holds keys.
 */
export async function readMongocliProfile(
  name: string,
  io: ConfigIo,
  os: typeof Deno.build.os = Deno.build.os,
): Promise<MongocliProfile> {
  const path = await findConfig(name, io, os);
  const profiles = profilesOf(parseConfig(path, await readConfig(path, name, io)));
  const profile = profiles.get(name.toLowerCase());
  if (profile === undefined) throw unknownProfile(name, path, [...profiles.keys()]);
  const text = (key: string): string | null => {
    const value = profile.get(key);
    return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
  };
  const privateKey = text("private_api_key");
  return {
    name: name.toLowerCase(),
    baseUrl: text("ops_manager_url") ?? text("base_url"),
    publicKey: text("public_api_key"),
    privateKey: privateKey === null ? null : new Secret(privateKey),
    caCertPath: text("ops_manager_ca_certificate"),
    orgId: text("org_id"),
    projectId: text("project_id"),
  };
}

/** The newer place when nothing is at either. */
async function findConfig(name: string, { env, fs }: ConfigIo, os: typeof Deno.build.os): Promise<string> {
  const folder = await configFolder(name, env, os);
  const path = join(folder, "mongocli", "config.toml");
  // Before mongocli 1.24.
  const oldPath = join(folder, "mongocli.toml");
  const isFile = async (path: string) => {
    try {
      return (await fs.stat(path)).isFile;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotCapable) return false;
      throw error;
    }
  };
  return !(await isFile(path)) && await isFile(oldPath) ? oldPath : path;
}

/** Where programs keep their configuration (`os.UserConfigDir` of Go). */
async function configFolder(name: string, env: CliIo["env"], os: typeof Deno.build.os): Promise<string> {
  if (os === "windows") {
    const appData = await env("APPDATA");
    if (appData) return appData;
    const home = await env("USERPROFILE");
    if (home) return join(home, "AppData", "Roaming");
    throw unknownFolder(name, "APPDATA", "APPDATA");
  }
  const xdg = os === "darwin" ? undefined : await env("XDG_CONFIG_HOME");
  if (xdg && isAbsolute(xdg)) return xdg;
  const home = await env("HOME");
  if (home) return os === "darwin" ? join(home, "Library", "Application Support") : join(home, ".config");
  throw unknownFolder(name, "HOME", os === "darwin" ? "HOME" : "HOME,XDG_CONFIG_HOME");
}

function unknownFolder(name: string, variable: string, permission: string): UsageError {
  return new UsageError(
    `Cannot find profile "${name}": ${variable} is not set, or Deno was not given the permission to read it`,
    { remedy: `deno run --allow-env=${permission} …` },
  );
}

async function readConfig(path: string, name: string, { fs }: ConfigIo): Promise<string> {
  try {
    if ((await fs.stat(path)).size > MOST_BYTES) {
      throw new UsageError(`Cannot read profile "${name}": "${path}" is larger than 1 MiB`, {
        remedy: "check that it is the configuration of mongocli",
      });
    }
    return await fs.readTextFile(path);
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new UsageError(`Cannot read profile "${name}": there is no "${path}"`, {
      remedy: "mongocli config, or --base-url and --public-key instead of --profile",
      cause,
    });
  }
}

/** Without `cause`: what the parser throws quotes the lines around. */
function parseConfig(path: string, text: string): Table {
  try {
    return parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    const place = error instanceof TomlError ? `${error.line}, column ${error.column}` : "unknown";
    throw new UsageError(`Cannot read "${path}": it is not TOML (line ${place})`, {
      remedy: "mongocli config describe, or --base-url and --public-key instead of --profile",
    });
  }
}

/** The tables by name; names and keys are in lower case, as mongocli takes them. */
function profilesOf(config: Table): Map<string, Map<string, unknown>> {
  const entries = Object.entries(config).flatMap(([name, value]) =>
    isTable(value) ? [[name.toLowerCase(), lowerCased(value)] as const] : []
  );
  return new Map(entries);
}

function lowerCased(table: Table): Map<string, unknown> {
  return new Map(Object.entries(table).map(([key, value]) => [key.toLowerCase(), value]));
}

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function unknownProfile(name: string, path: string, names: readonly string[]): UsageError {
  const shown = names.slice(0, MOST_NAMES_TOLD).map((name) => visibleText(name));
  const there = names.length === 0 ? "no profile" : `only ${shown.join(", ")}`;
  const more = names.length > MOST_NAMES_TOLD ? ` and ${names.length - MOST_NAMES_TOLD} more` : "";
  const nearest = nearestName(name.toLowerCase(), names) ?? names[0];
  return new UsageError(`Cannot find profile "${name}": "${path}" has ${there}${more}`, {
    remedy: nearest === undefined ? "mongocli config" : `--profile ${nearest}`,
  });
}
