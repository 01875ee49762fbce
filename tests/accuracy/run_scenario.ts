import { type Analysis, analyzeArchive, type SourceFile } from "../../mod.ts";
import type { Scenario } from "./scenarios/make_scenario.ts";

/** Analyses a scenario as anybody would: through the public door. */
export function analyzeScenario({ archive, events }: Scenario): Promise<Analysis> {
  const name = "om-logs.tar.gz";
  return analyzeArchive([{ name, kind: "file", files: [memoryFile(name, archive)] }], {
    events: [memoryFile("events.json", new TextEncoder().encode(events))],
    useWorker: false,
  });
}

function memoryFile(name: string, bytes: Uint8Array): SourceFile {
  return {
    name,
    async *open() {
      yield await Promise.resolve(bytes);
    },
  };
}
