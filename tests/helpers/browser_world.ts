/** What the browser tests look at: a case that is served, and the report of the same analysis as a file. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Analysis } from "../../lib/analyze/analysis.ts";
import type { CaseReader } from "../../lib/case/case_reader.ts";
import { renderDiffHtml, renderHtml } from "../../lib/view/render_html.ts";
import { generateSample, type SampleOptions } from "../../lib/sample/generate_sample.ts";
import { createReportApp, type ReportApp } from "../../lib/serve/create_report_app.ts";
import { runOmlens } from "../e2e/run_omlens.ts";
import { startServer } from "./browser_server.ts";

/** A case under both its faces. */
export interface World {
  /** What both show. */
  readonly analysis: Analysis;
  /** Address of the served case, with its token. */
  readonly served: string;
  /** `file:` address of `report.html`. */
  readonly report: string;
}

/** Makes a world; what is put on the stack goes with it. */
export type MakeWorld = (stack: AsyncDisposableStack) => Promise<World>;

const TOKEN = "synthetic-token-0123456789abcdef";
const DEMO: SampleOptions = { hosts: 2, days: 1, seed: 1, sizeBytes: 2_000_000, incident: "appdb-outage" };
/** Folder of the case, beside its archive. */
const CASE = "world.omlens";

/** The world of a synthetic archive with an incident. */
export function sampleWorld(over: Partial<SampleOptions> = {}): MakeWorld {
  return (stack) => {
    const { archive, events } = generateSample({ ...DEMO, ...over });
    return archiveWorld(archive, JSON.stringify(events))(stack);
  };
}

/** The world of any archive and its events: analysed and served by the program, each in a process of its own. */
export function archiveWorld(
  archive: Uint8Array | ReadableStream<Uint8Array>,
  events: string,
): MakeWorld {
  return async (stack) => {
    const folder = await temporaryFolder(stack);
    await Deno.writeFile(join(folder, "om-logs.tar.gz"), archive);
    await Deno.writeTextFile(join(folder, "events.json"), events);
    const { code, err } = await runOmlens(
      ["analyze", "om-logs.tar.gz", "--events", "events.json", "--out", CASE],
      { permissions: ["--allow-read=.", "--allow-write=."], cwd: folder },
    );
    if (code !== 0) throw new Error(`Cannot analyse the archive of the test: exit code ${code}: ${err}`);
    const { address, stop } = await startServer([CASE], folder);
    stack.defer(stop);
    const analysis = JSON.parse(await Deno.readTextFile(join(folder, CASE, "analysis.json")));
    return { analysis, served: address, report: pathToFileURL(join(folder, CASE, "report.html")).href };
  };
}

/** The world of a case that is in memory, which this process serves; beside another one when that is given. */
export function readerWorld(makeReader: () => CaseReader, against?: Analysis): MakeWorld {
  return async (stack) => {
    const reader = makeReader();
    const { analysis } = reader;
    const report = join(await temporaryFolder(stack), "report.html");
    await Deno.writeTextFile(
      report,
      against === undefined ? renderHtml(analysis) : renderDiffHtml(against, analysis),
    );
    return { analysis, served: serve(reader, against, stack), report: pathToFileURL(report).href };
  };
}

function serve(reader: CaseReader, against: Analysis | undefined, stack: AsyncDisposableStack): string {
  const made: { app?: ReportApp } = {};
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => made.app?.fetch(request) ?? new Response(null, { status: 503 }),
  );
  stack.defer(() => server.shutdown());
  const host = `127.0.0.1:${server.addr.port}`;
  made.app = createReportApp(reader, {
    token: TOKEN,
    hosts: [host],
    ...(against === undefined ? {} : { against }),
  });
  return `http://${host}/?token=${TOKEN}`;
}

async function temporaryFolder(stack: AsyncDisposableStack): Promise<string> {
  const folder = await Deno.makeTempDir();
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  return folder;
}
