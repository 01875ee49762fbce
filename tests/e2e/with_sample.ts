import { generateSample } from "../../lib/sample/generate_sample.ts";
import { withFolder } from "../helpers/temporary_folder.ts";

/** Calls `use` with a folder that holds a small synthetic om-logs.tar.gz with an incident, and its events.json. */
export function withSample(use: (root: string) => Promise<void>): Promise<void> {
  return withFolder(async (root) => {
    const sample = generateSample({
      hosts: 1,
      days: 1,
      seed: 1,
      sizeBytes: 1_000_000,
      incident: "appdb-outage",
    });
    await Deno.writeFile(`${root}/om-logs.tar.gz`, sample.archive);
    await Deno.writeTextFile(`${root}/events.json`, JSON.stringify(sample.events));
    await use(root);
  });
}
