import { createHash } from "node:crypto";
import { generateSample } from "../../../lib/sample/generate_sample.ts";
import { bytesOf, tarEntry, tarOf } from "../../helpers/tar_builder.ts";

/** A file of a bundle: what it holds, and what its manifest says of it. */
export interface MadeFile {
  /** Name in the bundle. */
  readonly name: string;
  /** What it is. */
  readonly role: string;
  /** What it holds. */
  readonly bytes: Uint8Array;
}

/** Archive, events and job document of a small synthetic incident, in this order. */
export async function madeFiles(): Promise<[archive: MadeFile, events: MadeFile, job: MadeFile]> {
  const { archiveName, archive, events, job } = generateSample({
    hosts: 2,
    days: 1,
    seed: 3,
    sizeBytes: 500_000,
    incident: "appdb-outage",
  });
  const lines = events.toReversed().map(({ links: _, ...event }) => `${JSON.stringify(event)}\n`);
  return [
    { name: archiveName, role: "archive", bytes: new Uint8Array(await new Response(archive).arrayBuffer()) },
    { name: "events.ndjson", role: "events", bytes: bytesOf(lines.join("")) },
    { name: "job.json", role: "job", bytes: bytesOf(JSON.stringify(job)) },
  ];
}

/** A manifest as `fetch bundle` writes it; `over` replaces parts of it. */
export function madeManifest(
  files: readonly MadeFile[],
  over: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    schema: "omlens.bundle/1",
    tool: { name: "omlens", version: "0.1.0" },
    createdAt: "2026-04-08T00:00:00.000Z",
    source: { apiUrl: "https://om.example.com:8443/api/public/v1.0", serviceVersion: null },
    job: {
      id: "66f000000000000000000001",
      status: "SUCCESS",
      creationDate: null,
      fromDate: null,
      toDate: null,
      serverCount: 2,
      problems: [],
    },
    events: {
      scopes: [{ kind: "organization", id: "5f0000000000000000000001" }],
      since: "2026-04-05T00:00:00Z",
      until: "2026-04-08T00:00:00Z",
      includeRaw: false,
      count: 1,
      problems: [],
    },
    files: files.map(({ name, role, bytes }) => ({
      name,
      role,
      sizeBytes: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
    })),
    ...over,
  };
}

/** Writes files and a manifest into a new folder. */
export async function writeBundle(
  folder: string,
  files: readonly MadeFile[],
  manifest: unknown = madeManifest(files),
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for (const { name, bytes } of files) await Deno.writeFile(`${folder}/${name}`, bytes);
  await Deno.writeTextFile(`${folder}/README.txt`, "Synthetic.\n");
  await Deno.writeTextFile(`${folder}/manifest.json`, JSON.stringify(manifest));
}

/** A bundle as one tar: the archive last; `prefix` is put before all names. */
export function tarBundle(
  files: readonly MadeFile[],
  manifest: unknown = madeManifest(files),
  prefix = "",
): Uint8Array {
  const small = [
    { name: "manifest.json", bytes: bytesOf(JSON.stringify(manifest)) },
    { name: "README.txt", bytes: bytesOf("Synthetic.\n") },
  ];
  const ordered = [...small, ...files.toReversed()];
  return tarOf(...ordered.map(({ name, bytes }) => tarEntry({ name: prefix + name }, bytes)));
}
