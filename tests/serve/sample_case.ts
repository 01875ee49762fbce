/** Real cases of synthetic archives, made once a test file. */
import { join } from "node:path";
import type { CaseReader } from "../../lib/case/case_reader.ts";
import { openCase } from "../../lib/case/open_case.ts";
import { generateSample, type SampleOptions } from "../../lib/sample/generate_sample.ts";
import { createReportApp, type ReportApp } from "../../lib/serve/create_report_app.ts";
import { CASE_FOLDER, makeCase } from "../case/make_case.ts";
import { withFolder } from "../helpers/temporary_folder.ts";

/** The token of all apps in tests. */
export const TOKEN = "synthetic-token-0123456789abcdef";
/** The host they answer to. */
export const HOST = "127.0.0.1:8765";

const SMALL: SampleOptions = { hosts: 2, days: 1, seed: 1, sizeBytes: 1_000_000, incident: "appdb-outage" };

/** Calls `use` with the folder of a case of a sample archive; the archive lies beside it. */
export function withSampleFolder<T>(
  use: (folder: string) => Promise<T>,
  over: Partial<SampleOptions> = {},
): Promise<T> {
  return withFolder(async (root) => {
    const { archive, archiveName, events } = generateSample({ ...SMALL, ...over });
    const content = new Uint8Array(await new Response(archive).arrayBuffer());
    const saved = new TextEncoder().encode(JSON.stringify(events));
    await makeCase(root, { [archiveName]: { kind: "file", content } }, {
      builtinRules: true,
      events: [{
        name: "events.json",
        open: async function* () {
          yield await Promise.resolve(saved);
        },
      }],
    });
    return await use(join(root, CASE_FOLDER));
  });
}

/** Calls `use` with an app over such a case. */
export function withSampleApp<T>(
  use: (app: ReportApp, reader: CaseReader) => Promise<T>,
  over: Partial<SampleOptions> = {},
): Promise<T> {
  return withSampleFolder(async (folder) => {
    const reader = openCase(folder);
    try {
      return await use(createReportApp(reader, { token: TOKEN, hosts: [HOST] }), reader);
    } finally {
      reader.close();
    }
  }, over);
}

/** Asks as somebody who is let in. */
export function ask(app: ReportApp, path: string): Promise<Response> {
  return app.request(path, { headers: { authorization: `Bearer ${TOKEN}` } });
}
