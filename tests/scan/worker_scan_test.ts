import type { ScanOutput } from "../../lib/scan/column_block.ts";
import type { ScanClient } from "../../lib/scan/scan_client.ts";
import { scanHere } from "../../lib/scan/scan_here.ts";
import { WorkerScan } from "../../lib/scan/worker_scan.ts";
import { startScanWorker } from "../../lib/start_scan_worker.ts";
import type { MemberOrigin, ScanOptions } from "../../lib/scan/scan_context.ts";
import { PortPlaces } from "../../lib/scan/pipe/port_places.ts";
import { SLOT_BYTES, SLOTS } from "../../lib/scan/scan_memory.ts";
import { assert, assertEquals, assertExists, assertRejects } from "../../lib/std/assert.ts";
import { accessLine, applicationLine, timeAfter } from "../helpers/log_builder.ts";
import { joinOutputs, OPTIONS, withoutArea } from "./scan_text.ts";

const encoder = new TextEncoder();
const MEMBERS: readonly (readonly [category: MemberOrigin["category"], text: string])[] = [
  ["application", records(9000)],
  [
    "http_access",
    Array.from({ length: 3000 }, (_, i) => `${accessLine({ request: `GET /a${i % 7} HTTP/1.1` })}\n`).join(
      "",
    ),
  ],
  ["other", "just some text\n"],
  ["daemon", ""],
  ["application", records(100)],
];

function records(count: number): string {
  return Array.from(
    { length: count },
    (_, i) =>
      `${
        applicationLine({
          time: timeAfter(i),
          message: `step ${"abcdefg"[i % 7]} ${i}`,
          context: `gid:5f0${i % 3} `,
        })
      }\n`,
  ).join("");
}

function openWorker(options: ScanOptions, take: (output: ScanOutput) => void): ScanClient {
  const worker = startScanWorker();
  assertExists(worker, "A worker needs read permission for lib/");
  return new WorkerScan(worker, options, take);
}

async function writeMembers(client: ScanClient, width: number): Promise<void> {
  for (const [member, [category, text]] of MEMBERS.entries()) {
    client.begin(member, { path: `${member}.log`, host: `host-${member % 2}`, category });
    const bytes = encoder.encode(text);
    const chunk = new Uint8Array(width);
    for (let at = 0; at < bytes.length; at += width) {
      const piece = bytes.subarray(at, at + width);
      chunk.fill(10).set(piece);
      await client.write(chunk.subarray(0, piece.length));
    }
    await client.end();
  }
  await client.close();
}

/** What was said about each member; dictionary entries go with the member they came in. */
function byMember(outputs: readonly ScanOutput[]): unknown[] {
  return MEMBERS.map((_, member) => {
    const from = outputs.findIndex((output) => output.kind === "begin" && output.member === member);
    const to = outputs.findIndex((output) => output.kind === "end" && output.member === member);
    return joinOutputs(outputs.slice(from, to + 1));
  });
}

Deno.test("WorkerScan says the same as scanHere(), whatever the width of a write", async () => {
  const expected: ScanOutput[] = [];
  await writeMembers(scanHere(OPTIONS, (output) => expected.push(output)), 1 << 20);
  for (const width of [1 << 22, 50_001]) {
    const actual: ScanOutput[] = [];
    await writeMembers(openWorker(OPTIONS, (output) => actual.push(withoutArea(output))), width);
    assertEquals(byMember(actual), byMember(expected));
  }
});

/** A stretch of records, and how often it must be written to be more than all slots hold. */
function tooMuch(): { bytes: Uint8Array; records: number; times: number } {
  const bytes = encoder.encode(records(16_000));
  return { bytes, records: 16_000, times: Math.ceil(1.5 * SLOTS * SLOT_BYTES / bytes.length) };
}

Deno.test("WorkerScan holds the writer back when nothing is scanned", async () => {
  const deaf = new Worker("data:text/javascript,", { type: "module" });
  const client = new WorkerScan(deaf, OPTIONS, () => {});
  const { bytes, times } = tooMuch();
  client.begin(0, { path: "a.log", host: "h", category: "application" });
  let written = 0;
  const writes = Array.from({ length: times }, () => bytes).reduce(
    (before, piece) => before.then(() => client.write(piece)).then(() => void (written += piece.length)),
    Promise.resolve(),
  );
  for (let turn = 0; turn < 1000; turn++) await Promise.resolve();
  assert(written > 0 && written < (SLOTS - 3) * SLOT_BYTES, `${written} bytes were taken at once`);
  client.abort();
  await assertRejects(() => writes, DOMException, "aborted");
});

Deno.test("WorkerScan scans more than its slots hold", async () => {
  let rows = 0;
  const client = openWorker(OPTIONS, (output) => rows += output.kind === "block" ? output.block.length : 0);
  const { bytes, times, ...stretch } = tooMuch();
  client.begin(0, { path: "a.log", host: "h", category: "application" });
  for (let time = 0; time < times; time++) await client.write(bytes);
  await client.end();
  await client.close();
  assertEquals(rows, times * stretch.records);
});

Deno.test("WorkerScan wakes a scan that had nothing to do for long, before it waits for it", async () => {
  const worker = startScanWorker();
  assertExists(worker, "A worker needs read permission for lib/");
  const client = new WorkerScan(worker, OPTIONS, () => {});
  const { isAsleep } = new PortPlaces(client.slots.memory!);
  const becomes = async (value: number) => {
    while (Atomics.load(isAsleep, 0) !== value) await new Promise((done) => setTimeout(done));
  };
  await becomes(1);
  client.begin(0, { path: "a.log", host: "h", category: "application" });
  await client.write(tooMuch().bytes);
  await becomes(0);
  await client.end();
  await client.close();
});

Deno.test("WorkerScan sends requests that are larger than the room for them", async () => {
  const outputs: ScanOutput[] = [];
  const client = openWorker(OPTIONS, (output) => outputs.push(withoutArea(output)));
  for (let member = 0; member < 40; member++) {
    client.begin(member, { path: `${"deep/".repeat(20_000)}.log`, host: "h", category: "application" });
    await client.write(encoder.encode(applicationLine()));
    await client.end();
  }
  await client.close();
  assertEquals(outputs.filter(({ kind }) => kind === "end").length, 40);
});

Deno.test("WorkerScan takes more text at once than there is room for", async () => {
  let bytes = 0;
  const client = openWorker(
    OPTIONS,
    (output) => bytes += output.kind === "samples" ? output.texts.bytes.length : 0,
  );
  client.begin(0, { path: "a.log", host: "h", category: "application" });
  const words = Array.from({ length: 30 }, (_, i) => "abcdefghij".charAt(i % 10) + "k".repeat(1 + i / 10));
  const lines = words.map((word) =>
    `${applicationLine({ message: `${word} `.repeat(9000), level: "WARN  " })}\n`
  );
  await client.write(encoder.encode(lines.join("")));
  await client.end();
  await client.close();
  assert(bytes > 700_000, `${bytes} bytes of samples`);
});

Deno.test("WorkerScan closes without any member", async () => {
  await openWorker(OPTIONS, () => {}).close();
});

Deno.test("WorkerScan rejects when the scan fails, and again whatever is asked next", async () => {
  const client = openWorker({ ...OPTIONS, accessLayout: "%Q" }, () => {});
  client.begin(0, { path: "a.log", host: "h", category: "http_access" });
  await client.write(encoder.encode(accessLine()));
  await client.end();
  await assertRejects(() => client.close(), Error, 'word "%Q" at position 1');
  await assertRejects(() => client.end(), Error, "%Q");
  await assertRejects(() => client.write(encoder.encode(accessLine())), Error, "%Q");
});

Deno.test("WorkerScan rejects with what the taker of its output threw", async () => {
  const client = openWorker(OPTIONS, () => {
    throw new RangeError("Cannot take more: synthetic");
  });
  await assertRejects(() => writeMembers(client, 1 << 20), RangeError, "synthetic");
});

Deno.test("WorkerScan stops at once when aborted, and a write that waits rejects", async () => {
  const client = openWorker(OPTIONS, () => {});
  client.begin(0, { path: "a.log", host: "h", category: "application" });
  const waiting = client.write(new Uint8Array(16 * 1024 * 1024));
  client.abort();
  client.abort();
  const error = await assertRejects(() => waiting, DOMException);
  assertEquals(error.name, "AbortError");
  await assertRejects(() => client.close(), DOMException);
});

Deno.test("scanHere() rejects when the scan fails", async () => {
  const client = scanHere({ ...OPTIONS, accessLayout: "%Q" }, () => {});
  client.begin(0, { path: "a.log", host: "h", category: "http_access" });
  await client.write(encoder.encode(accessLine()));
  await assertRejects(() => client.end(), Error, 'word "%Q" at position 1');
});

Deno.test("WorkerScan scans thousands of small members, whose requests and replies both wait for room", async () => {
  const ended = new Set<number>();
  const client = openWorker(OPTIONS, (output) => {
    if (output.kind === "end" && output.summary.records === 12) ended.add(output.member);
  });
  const header = `[Starting Logging - App Version: 8.0.1 ]\n`;
  const text = encoder.encode(`${records(6)}${header}${records(6)}`);
  for (let member = 0; member < 5000; member++) {
    client.begin(member, { path: `${"deep/".repeat(60)}${member}.log`, host: "h", category: "application" });
    await client.write(text);
    await client.end();
  }
  await client.close();
  assertEquals(ended.size, 5000);
});
