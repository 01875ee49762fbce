import { basename, join } from "node:path";
import { UsageError } from "../errors.ts";
import { describeList } from "../report/describe_quantity.ts";
import { generateSample, type Sample, type SampleTruth } from "../sample/generate_sample.ts";
import { INCIDENT_KINDS } from "../sample/incident_kind.ts";
import { analyzeToFolder } from "./analyze_to_folder.ts";
import type { OutputValues } from "./analyze_flags.ts";
import type { CliIo } from "./cli_io.ts";
import { ExitCode } from "./exit_code.ts";
import { given } from "./flags/given.ts";
import { parseCommandLine } from "./flags/parse_command_line.ts";
import { addBytes, inputTitle, openFiles, openInputs } from "./open_inputs.ts";
import { jsonText } from "./json_text.ts";
import { LABEL_WIDTH, labelledLines } from "./terminal/labelled_lines.ts";
import { startProgress } from "./terminal/progress_line.ts";
import { fillFolder } from "./files/result_folder.ts";
import { SAMPLE_FLAGS } from "./sample_flags.ts";
import { wrapText } from "../report/wrap_text.ts";

const DEFAULT_OUT = "omlens-sample";
const DEFAULTS = { hosts: 3, days: 2, seed: 1, size: 50_000_000, incident: "appdb-outage" } as const;
const WIDTH = 80;
const EVENTS_FILE = "events.json";

/** `omlens sample`: writes a synthetic archive with its events, and analyses it when asked to. */
export async function runSample(args: readonly string[], io: CliIo): Promise<number> {
  const { values, operands } = parseCommandLine("sample", args, SAMPLE_FLAGS);
  const [operand] = operands;
  if (operand !== undefined) {
    throw new UsageError(`Cannot make a sample: "${operand}" is not expected`, {
      remedy: `--out ${operand}`,
    });
  }
  const { out = DEFAULT_OUT, analyze = false, json = false, quiet = false } = values;
  const { size: sizeBytes, ...options } = { ...DEFAULTS, ...values };
  const sample = generateSample({ ...options, sizeBytes });
  const truth = await writeSample(sample, out, io, { quiet });
  if (!analyze) io.stdout.write(json ? jsonText(truth) : describeSample(sample, truth, out));
  else if (!json) io.stdout.write(`${describeSample(sample, truth, out)}\n`);
  return analyze ? await analyzeSample(sample, out, values, io) : ExitCode.done;
}

async function writeSample(
  { archiveName, archive, events, job, truth }: Sample,
  out: string,
  io: CliIo,
  { quiet }: { quiet: boolean },
): Promise<SampleTruth> {
  const progress = startProgress(io, { verb: "writing", totalBytes: null, quiet });
  let doneBytes = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      progress.update(doneBytes += chunk.length);
      controller.enqueue(chunk);
    },
  });
  try {
    return await fillFolder(out, io, async (folder) => {
      await folder.write(archiveName, archive.pipeThrough(counted));
      await folder.write(EVENTS_FILE, jsonText(events));
      await folder.write("job.json", jsonText(job));
      await folder.write("truth.json", jsonText(await truth));
      return await truth;
    });
  } finally {
    progress.clear();
  }
}

async function analyzeSample(
  { archiveName }: Sample,
  out: string,
  { json, quiet, color, ascii }: Partial<OutputValues>,
  io: CliIo,
): Promise<number> {
  const archive = join(out, archiveName);
  const results = join(out, `${basename(await inputTitle(archive, io))}.omlens`);
  const { inputs, totalBytes, places } = await openInputs([archive], io, results);
  const events = await openFiles([join(out, EVENTS_FILE)], io);
  return await analyzeToFolder({
    inputs,
    places,
    totalBytes: addBytes(totalBytes, events.totalBytes),
    options: { events: events.inputs },
    out: results,
    ...given({ json, quiet, color, ascii }),
  }, io);
}

function describeSample({ archiveName, events }: Sample, { incident }: SampleTruth, out: string): string {
  const { kind, onset, end, hosts, causeEventId } = incident;
  const { title, story } = INCIDENT_KINDS[kind];
  const cause = events.find(({ id }) => id === causeEventId);
  return [
    ...labelledLines("Sample", [join(out, archiveName), `with ${EVENTS_FILE}, job.json, truth.json`]),
    ...labelledLines("Planted", [
      `${title} (${kind})`,
      ...wrapText(story, WIDTH - LABEL_WIDTH),
      ...(onset === null ? [] : [`from ${onset} to ${end}`, `on ${describeList(hosts)}`]),
    ]),
    ...labelledLines(
      "Cause",
      cause === undefined ? ["none"] : [`${cause.eventTypeName}`, `at ${cause.created}`],
    ),
    "",
  ].join("\n");
}
