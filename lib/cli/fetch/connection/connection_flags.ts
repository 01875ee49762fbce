import { UsageError } from "../../../errors.ts";
import { DEFAULT_OPTIONS } from "../../../fetch/http/check_options.ts";
import { type Color, OUTPUT_FLAGS } from "../../analyze_flags.ts";
import { type FlagTable, switchFlag, valueFlag } from "../../flags/flag.ts";
import { readDuration, readText } from "../../flags/flag_values.ts";

/** What the flags of every command give that talks to an Ops Manager. */
export interface ConnectionValues {
  /** Address, with or without the API's path. */
  "base-url": string;
  /** Public key, or user name. */
  "public-key": string;
  /** Name of a profile of mongocli. */
  profile: string;
  /** Path of certificates in PEM. */
  "ca-cert": string;
  /** Plain http is good enough. */
  "allow-http": true;
  /** Requests per second. */
  rate: number;
  /** Milliseconds. */
  timeout: number;
  /** No progress. */
  quiet: true;
  /** When to colour. */
  color: Color;
}

/** Flags of every command that talks to an Ops Manager. There is none for the private key, and none that skips TLS. */
export const CONNECTION_FLAGS: FlagTable<ConnectionValues> = {
  "base-url": valueFlag(
    "URL",
    "address of Ops Manager, such as https://om.example.com:8443; else OMLENS_BASE_URL, else that of --profile",
    readText,
  ),
  "public-key": valueFlag(
    "KEY",
    "public API key; else OMLENS_PUBLIC_KEY, else that of --profile. The private key comes from " +
      "OMLENS_PRIVATE_KEY, else from --profile, else it is asked for and not shown",
    readPublicKey,
  ),
  profile: valueFlag(
    "NAME",
    "a profile of mongocli, for what neither a flag nor the environment says",
    readText,
  ),
  "ca-cert": valueFlag(
    "FILE",
    "certificates (PEM) of a private authority; else those of --profile",
    readText,
  ),
  "allow-http": switchFlag("talk to another machine unencrypted: everybody on the way can read along"),
  rate: valueFlag("N", `most requests per second; default ${DEFAULT_OPTIONS.requestsPerSecond}`, readRate),
  timeout: valueFlag(
    "DURATION",
    `longest wait for an answer, and for more of it; default ${DEFAULT_OPTIONS.timeoutMs / 1000}s`,
    readTimeout,
  ),
  quiet: OUTPUT_FLAGS.quiet,
  color: OUTPUT_FLAGS.color,
};

/**
 * Reads a public key, the user name of HTTP Digest. People put both keys there, as they do for curl: the text is never
 * repeated.
 */
export function readPublicKey(text: string): string {
  if (!/[:\s\p{Cc}]/u.test(text)) return text;
  throw new UsageError("a public key has no colon and no space", {
    remedy: "give the public key alone, and the private key in OMLENS_PRIVATE_KEY",
  });
}

function readRate(text: string): number {
  const rate = /^\d{1,3}(?:\.\d{1,3})?$/.test(text) ? Number(text) : 0;
  if (rate > 0) return rate;
  throw new UsageError(`"${text}" is not a rate`, { remedy: "give requests per second such as 2 or 0.5" });
}

function readTimeout(text: string): number {
  const ms = readDuration(text);
  if (ms > 0) return ms;
  throw new UsageError(`"${text}" is no time to answer in`, { remedy: "give a duration such as 30s or 2m" });
}
