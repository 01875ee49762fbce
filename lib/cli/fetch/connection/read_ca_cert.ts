import { X509Certificate } from "node:crypto";
import { UsageError } from "../../../errors.ts";
import type { FileSystem } from "../../cli_io.ts";

const CERTIFICATE_REGEXP = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]*-----END [A-Z0-9 ]+-----/g;

/**
 * Reads the certificates of an authority; only they are given on, whatever else the file holds.
 *
 * @throws {UsageError} when there is none, or one is damaged.
 */
export async function readCaCert(path: string, fs: Pick<FileSystem, "readTextFile">): Promise<string> {
  const certificates = (await readPem(path, fs)).match(CERTIFICATE_REGEXP) ?? [];
  if (certificates.length === 0) {
    throw new UsageError(`Cannot use --ca-cert "${path}": it holds no certificate in PEM`, {
      remedy: `openssl x509 -inform der -in ${path} -out ca.pem, when it is in DER`,
    });
  }
  certificates.forEach((certificate, i) => check(certificate, `${i + 1} of ${certificates.length}`, path));
  return `${certificates.join("\n")}\n`;
}

async function readPem(path: string, fs: Pick<FileSystem, "readTextFile">): Promise<string> {
  try {
    return await fs.readTextFile(path);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotCapable) throw cause;
    const why = cause instanceof Deno.errors.NotFound
      ? "it does not exist"
      : cause instanceof Deno.errors.IsADirectory
      ? "it is a folder"
      : "it cannot be read";
    throw new UsageError(`Cannot use --ca-cert "${path}": ${why}`, { remedy: "check the path", cause });
  }
}

function check(certificate: string, which: string, path: string): void {
  try {
    new X509Certificate(certificate);
  } catch (cause) {
    throw new UsageError(`Cannot use --ca-cert "${path}": certificate ${which} is damaged`, {
      remedy: "export the certificate of the authority again, in PEM",
      cause,
    });
  }
}
