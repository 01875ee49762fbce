import type { Analysis } from "../../lib/analyze/analysis.ts";
import type { CaseBlock, CaseMember, CaseReader, TextState } from "../../lib/case/case_reader.ts";
import type { Category } from "../../lib/parse/member_origin.ts";
import { parseApplicationRecord } from "../../lib/parse/application_record.ts";
import type { AccessBlock, ApplicationBlock, ScanOutput } from "../../lib/scan/column_block.ts";
import { recordsIn } from "../../lib/scan/record_texts.ts";
import { scanHere } from "../../lib/scan/scan_here.ts";
import { maskText } from "../../lib/scan/mask_text.ts";
import { fakeAnalysis } from "../helpers/fake_analysis.ts";
import { OPTIONS } from "../scan/scan_text.ts";

/** A log file of a fake case. */
export interface FakeMember {
  /** Its lines. */
  readonly text: string;
  /** @default {"om-1"} */
  readonly host?: string;
  /** @default {"application"} */
  readonly category?: Category;
  /** @default {"HOST/CATEGORY/N.log"} */
  readonly path?: string;
  /** @default {"om-logs.tar.gz"} */
  readonly input?: string;
}

/** How a fake case is made. */
export interface FakeCaseOptions {
  /** What of its analysis matters. */
  readonly analysis?: Partial<Analysis>;
  /** Rows of a block at most. @default {4} */
  readonly rowsInBlock?: number;
  /** Whether lines can be read. @default it is so */
  readonly text?: TextState;
}

/** A case in memory, scanned from text; it counts what is asked of it. */
export interface FakeCase extends CaseReader {
  /** How often something was asked for. */
  readonly asked: { rows: number; bytes: number; byteCount: number };
}

/** Makes a case of log files. */
export function fakeCase(files: readonly FakeMember[], options: FakeCaseOptions = {}): FakeCase {
  const { rowsInBlock = 4, text = { available: true } } = options;
  const contents = files.map((file) => new TextEncoder().encode(file.text));
  const members = files.map((file, id): CaseMember => {
    const { host = "om-1", category = "application", input = "om-logs.tar.gz" } = file;
    const path = file.path ?? `${host}/${category}/${id}.log`;
    return { id, input, path, host, category, layout: null, sizeBytes: contents[id]!.length };
  });
  const scanned = scanAll(members, contents);
  const blocks: CaseBlock[] = [];
  const columns: (ApplicationBlock | AccessBlock)[] = [];
  for (const { member, block } of scanned.blocks) {
    for (let from = 0; from < block.length; from += rowsInBlock) {
      const part = sliceRows(block, from, from + rowsInBlock);
      const [startMs, endMs] = [Math.min(...part.timeMs), Math.max(...part.timeMs)];
      const id = columns.push(part) - 1;
      blocks.push({
        id,
        member,
        kind: part.kind,
        rows: part.length,
        startMs,
        endMs,
        firstLine: part.line[0]!,
        byteOffset: part.byteOffset[0]!,
        byteEnd: part.byteOffset.at(-1)! + part.byteLength.at(-1)!,
      });
    }
  }
  const asked = { rows: 0, bytes: 0, byteCount: 0 };
  const read = (member: number, byteOffset: number, byteLength: number) => {
    asked.bytes++;
    const bytes = text.available
      ? contents[member]!.slice(byteOffset, byteOffset + byteLength)
      : new Uint8Array(0);
    asked.byteCount += bytes.length;
    return bytes;
  };
  return {
    asked,
    analysis: fakeAnalysis({ events: [], clocks: [], findings: [], signatures: [], ...options.analysis }),
    members: members.map((member) => ({ ...member, layout: scanned.layouts[member.id] ?? null })),
    names: scanned.names,
    blocks,
    rows(block) {
      asked.rows++;
      return columns[block.id]!;
    },
    text,
    bytes: read,
    readInto(member, byteOffset, into) {
      const bytes = read(member, byteOffset, into.length);
      into.set(bytes);
      return bytes.length;
    },
    opening: null,
    lines: () => [],
    close: () => {},
  };
}

interface ScannedAll {
  readonly blocks: { member: number; block: ApplicationBlock | AccessBlock }[];
  readonly layouts: (string | null)[];
  readonly names: CaseReader["names"];
}

function scanAll(members: readonly CaseMember[], contents: readonly Uint8Array[]): ScannedAll {
  const outputs: ScanOutput[] = [];
  const client = scanHere(OPTIONS, (output) => outputs.push(output));
  for (const { id, path, host, category } of members) {
    client.begin(id, { path, host, category });
    client.write(contents[id]!);
    client.end();
  }
  const blocks: ScannedAll["blocks"] = [];
  const layouts: ScannedAll["layouts"] = [];
  const none = { id: 0, signature: "", level: "", logger: "", text: "" };
  const names = {
    scopes: [""],
    routes: [{ method: "", route: "" }],
    clients: [""],
    threads: [""],
    users: [""],
    agents: [{ host: null, version: null, groupId: null }] as CaseReader["names"]["agents"][number][],
    templates: [none],
  };
  for (const output of outputs) {
    if (output.kind === "begin") layouts[output.member] = output.layout;
    else if (output.kind === "block") blocks.push(output);
    else if (output.kind === "dictionary") {
      names.scopes.push(...output.entries.scopes);
      names.routes.push(...output.entries.routes);
      names.clients.push(...output.entries.clients);
      names.threads.push(...output.entries.threads);
      names.users.push(...output.entries.users);
      names.agents.push(...output.entries.agents);
    } else if (output.kind === "samples") {
      for (const { template, text } of recordsIn(output.texts, output.member)) {
        names.templates[template] ??= templateOf(template, text);
      }
    }
  }
  return { blocks, layouts, names };
}

function templateOf(id: number, text: string): CaseReader["names"]["templates"][number] {
  const { level, logger, message } = parseApplicationRecord(text)!;
  const masked = logger.replace(/^(backup\.jobs\.).+$/, "$1#");
  return { id, signature: `sig-${id}`, level, logger: masked, text: maskText(message) };
}

function sliceRows(
  block: ApplicationBlock | AccessBlock,
  from: number,
  to: number,
): ApplicationBlock | AccessBlock {
  const columns = Object.entries(block).map(([name, column]) =>
    [name, ArrayBuffer.isView(column) ? (column as Float64Array).slice(from, to) : column] as const
  );
  return { ...block, ...Object.fromEntries(columns), length: Math.min(to, block.length) - from };
}
