import { anything, flag, listOf, number, orNull, shape, text, time } from "../../case/store/value_check.ts";
import { InputError, UsageError } from "../../errors.ts";
import type { EventScope } from "../../fetch/event_pages.ts";

/** What a bundle is made of, and where it comes from. It is written last: without it there is no bundle. */
export interface BundleManifest {
  /** Version of this form. */
  readonly schema: "omlens.bundle/1";
  /** What made it. */
  readonly tool: { readonly name: string; readonly version: string };
  /** When it was complete, ISO 8601. */
  readonly createdAt: string;
  /** The Ops Manager it comes from. */
  readonly source: {
    /** Address of its API. */
    readonly apiUrl: string;
    /** What it says about its version; null: nothing. */
    readonly serviceVersion: string | null;
  };
  /** The log collection job. */
  readonly job: BundledJob;
  /** The events. */
  readonly events: BundledEvents;
  /** All files but this one and the README, in the order in which a tar has them. */
  readonly files: readonly BundledFile[];
}

/** A log collection job, in short. */
export interface BundledJob {
  /** 24 hexadecimal digits. */
  readonly id: string;
  /** As the API tells it. */
  readonly status: string;
  /** ISO 8601, as sent. */
  readonly creationDate: string | null;
  /** Begin of the span that was asked for. */
  readonly fromDate: string | null;
  /** End of the span that was asked for. */
  readonly toDate: string | null;
  /** Servers that were asked for; 0: all of them were, and the API does not say how many. */
  readonly serverCount: number;
  /** What is missing in the archive, one sentence each. */
  readonly problems: readonly string[];
}

/** Events, in short. */
export interface BundledEvents {
  /** Whose they are. */
  readonly scopes: readonly EventScope[];
  /** First moment, ISO 8601: what the user asked for, else some time before the logs begin. */
  readonly since: string;
  /** Last moment. */
  readonly until: string;
  /** With what the API calls raw. */
  readonly includeRaw: boolean;
  /** How many. */
  readonly count: number;
  /** What is missing or odd, one sentence each. */
  readonly problems: readonly string[];
}

/** A file of a bundle. */
export interface BundledFile {
  /** Its name in the folder. */
  readonly name: string;
  /** What it is; a later version may know more. */
  readonly role: "archive" | "events" | "job";
  /** Number of bytes. */
  readonly sizeBytes: number;
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
}

/** Name of the manifest in its bundle. */
export const MANIFEST_FILE = "manifest.json";
/** The manifest of a bundle that is not complete: it lists the files that are. */
export const PARTIAL_MANIFEST_FILE: string = `${MANIFEST_FILE}.part`;
/** Name of the text for the person who opens it. */
export const README_FILE = "README.txt";
/** Version that is written. */
export const BUNDLE_SCHEMA = "omlens.bundle/1";
/** Larger ones are refused: a bundle has three files. */
export const MAX_MANIFEST_BYTES: number = 1024 * 1024;

const SCHEMA_REGEXP = /^omlens\.bundle\/\d{1,9}$/;
const SCHEMA_HEAD_REGEXP = /^\ufeff?\s*\{\s*"schema"\s*:\s*"omlens\.bundle\//;
const SHA256_REGEXP = /^[0-9a-f]{64}$/;
const MAX_FILES = 100;
const MAX_NAME_LENGTH = 255;
const REMEDY = "fetch the bundle again, or give its archive alone with --events and --job";

const manifestOf1 = shape<BundleManifest>({
  schema: text,
  tool: shape<BundleManifest["tool"]>({ name: text, version: text }),
  createdAt: time,
  source: shape<BundleManifest["source"]>({ apiUrl: text, serviceVersion: orNull(text) }),
  job: shape<BundledJob>({
    id: text,
    status: text,
    creationDate: orNull(text),
    fromDate: orNull(text),
    toDate: orNull(text),
    serverCount: number,
    problems: listOf(text),
  }),
  events: shape<BundledEvents>({
    scopes: listOf(anything),
    since: text,
    until: text,
    includeRaw: flag,
    count: number,
    problems: listOf(text),
  }),
  files: listOf(shape<BundledFile>({ name: fileName, role: text, sizeBytes: size, sha256 })),
});

/**
 * Reads a manifest from its first {@linkcode MAX_MANIFEST_BYTES} bytes and one more; null: it is of something else.
 *
 * @throws {InputError} when it is damaged, or was made to lead elsewhere
 * @throws {UsageError} when it is of a later version
 */
export function readManifest(bytes: Uint8Array, bundle: string): BundleManifest | null {
  const content = new TextDecoder().decode(bytes);
  if (bytes.length > MAX_MANIFEST_BYTES) {
    if (!SCHEMA_HEAD_REGEXP.test(content)) return null;
    throw refusedManifest(bundle, `it has more than ${MAX_MANIFEST_BYTES} bytes`);
  }
  const value = parseJson(content);
  if (value === undefined) {
    if (!SCHEMA_HEAD_REGEXP.test(content)) return null;
    throw refusedManifest(bundle, "it is cut or damaged");
  }
  const schema = schemaOf(value);
  if (schema === null) return null;
  if (schema !== BUNDLE_SCHEMA) {
    throw new UsageError(`Cannot read bundle "${bundle}": it is ${schema}, expected ${BUNDLE_SCHEMA}`, {
      remedy: "use the version of omlens that made it, or a later one",
    });
  }
  return checked(value, bundle);
}

function checked(value: unknown, bundle: string): BundleManifest {
  try {
    manifestOf1(value, "manifest");
  } catch (error) {
    if (error instanceof RangeError) throw refusedManifest(bundle, error.message);
    throw error;
  }
  const manifest = value as BundleManifest;
  const { files } = manifest;
  if (files.length > MAX_FILES) {
    throw refusedManifest(bundle, `it lists ${files.length} files, expected at most ${MAX_FILES}`);
  }
  if (new Set(files.map(({ name }) => name)).size < files.length) {
    throw refusedManifest(bundle, "it lists a file twice");
  }
  return manifest;
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content.replace(/^\ufeff/, ""));
  } catch {
    return undefined;
  }
}

function schemaOf(value: unknown): string | null {
  if (typeof value !== "object" || value === null || !("schema" in value)) return null;
  const { schema } = value;
  return typeof schema === "string" && SCHEMA_REGEXP.test(schema) ? schema : null;
}

/** Nothing but the files of its own folder may be named. */
function fileName(value: unknown, path: string): void {
  const isName = typeof value === "string" && value !== "" && value !== "." && value !== ".." &&
    value.length <= MAX_NAME_LENGTH && !/[/\\\p{Cc}]/u.test(value) && !/^[A-Za-z]:/.test(value);
  if (!isName || value === MANIFEST_FILE) throw new RangeError(`${path} is not the name of a file of it`);
}

function size(value: unknown, path: string): void {
  if (!Number.isSafeInteger(value) || Number(value) < 0) throw new RangeError(`${path} is not a size`);
}

function sha256(value: unknown, path: string): void {
  if (typeof value !== "string" || !SHA256_REGEXP.test(value)) {
    throw new RangeError(`${path} is not a SHA-256`);
  }
}

/** The error that says that a manifest is of no use. */
export function refusedManifest(bundle: string, why: string): InputError {
  return new InputError(`Cannot read the ${MANIFEST_FILE} of "${bundle}": ${why}`, {
    input: bundle,
    remedy: REMEDY,
  });
}
