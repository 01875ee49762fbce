import { assertEquals } from "../../lib/std/assert.ts";
import { accessLine } from "../helpers/log_builder.ts";
import { fc } from "../helpers/property.ts";
import type { ScanOutput } from "../../lib/scan/column_block.ts";
import { scanHere } from "../../lib/scan/scan_here.ts";
import { joinOutputs, OPTIONS, type Scanned, scanText, type ScanTextOptions } from "./scan_text.ts";

const encoder = new TextEncoder();
const GID = "5f0000000000000000000001";
const QUERY = "&ahs=h1&av=108.0.14.9012-1&aos=linux&aa=x86_64&ab=64";
const TAIL = ' "-" "MongoDB Automation Agent/108.0.14.9012-1 (linux;x86_64)"';
/** Decides that the last column is a latency. */
const FIRST = `${accessLine({ tail: ' "-" "synthetic/1" 1' })}\n`;

interface Parts {
  readonly host: string;
  readonly clock: string;
  readonly size: string;
  readonly tail: string;
  readonly client: string;
  readonly end: string;
}

/** A synthetic request as agents send them, which is long enough to be known when it comes again. */
function agentLine(parts: Partial<Parts> = {}): string {
  const { host, clock, size, tail, client, end } = {
    host: "h1.example.com",
    clock: "&at=1776000000000",
    size: "512",
    tail: `${TAIL} 17`,
    client: "192.0.2.1",
    end: "\n",
    ...parts,
  };
  const request = `GET /agents/api/automation/conf/v1/${GID}?ah=${host}${QUERY}${clock} HTTP/1.1`;
  return accessLine({ request, client, size, tail }) + end;
}

function assertSameScan(bytes: Uint8Array | string, options: ScanTextOptions = {}): Scanned {
  const plain = scanText(bytes, { ...options, category: "http_access", largeBytes: Infinity });
  const assembled = scanText(bytes, { ...options, category: "http_access", largeBytes: 0 });
  assertEquals(assembled, plain);
  return assembled;
}

const lines = fc.record({
  host: fc.constantFrom(
    "h1.example.com",
    "h1.example.com",
    "h2.example.com",
    "x".repeat(220),
    "x".repeat(400),
  ),
  clock: fc.constantFrom(
    "&at=1776000000000",
    "&at=1776000000000",
    "&at=1776000060000",
    "&at=",
    "",
    "?at=1776000000000",
    "&at=177600000000",
    "&at=17760000000000",
    "&at=17760000000x0",
    "1776000000000",
    "&at=1776000000000&b=1",
    "&at=1776000000000\\x",
    "&b=1",
  ),
  size: fc.constantFrom(
    "512",
    "4",
    "1234567",
    "12345678",
    "123456789012345",
    "1234567890123456",
    "-",
    "",
    "5x",
  ),
  tail: fc.constantFrom(
    ...[` 17`, ` 0`, ` 1234567`, ` 12345678`, ` -`, ` 1.5`, `  17`, ` 17 `, ` 17 18`, `17`, ` x`, ``].map((
      last,
    ) => TAIL + last),
    `${TAIL} 17`,
    `${TAIL} 17`,
    ' "-" "kube-probe/1.33" 3',
    `  "-"  "kube-probe/1.33"  3`,
    ` "-" "${"z".repeat(200)}" 3`,
    ' "-" "a\\"b" 3',
    " 3",
  ),
  client: fc.constantFrom("192.0.2.1", "192.0.2.1", "2001:db8::1", "192.0.2.2"),
  end: fc.constantFrom("\n", "\n", "\n", "\r\n", " \n", "\n\n"),
}).map(agentLine);
const members = fc.tuple(
  fc.array(fc.oneof({ weight: 2, arbitrary: fc.constant(agentLine()) }, { weight: 3, arbitrary: lines }), {
    minLength: 5,
    maxLength: 60,
  }),
  fc.integer({ min: 0, max: 400 }),
  fc.array(
    fc.tuple(
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.constantFrom(9, 10, 13, 32, 34, 48, 57, 58, 91, 92, 97, 195),
    ),
    { maxLength: 4 },
  ),
).map(([list, cut, changes]) => {
  const bytes = encoder.encode(FIRST + list.join(""));
  const member = bytes.subarray(0, Math.max(FIRST.length, bytes.length - cut));
  for (const [place, byte] of changes) member[Math.floor(place * member.length)] = byte;
  return member;
});

Deno.test("AssembledScan says of requests that come again what the scanner in TypeScript says", () => {
  fc.assert(fc.property(members, (bytes) => void assertSameScan(bytes)), { numRuns: 80 });
});

Deno.test("AssembledScan says the same of requests that come again wherever a member is cut", () => {
  const widths = fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 9 });
  fc.assert(
    // The layout is decided by 64 KiB: cuts are of what comes then.
    fc.property(members, widths, (bytes, widths) => {
      const much = new Uint8Array([...encoder.encode(FIRST + agentLine().repeat(300)), ...bytes]);
      assertSameScan(much, { widths: [70_000, ...widths] });
    }),
    { numRuns: 20 },
  );
});

Deno.test("AssembledScan tells a request that comes again by all of its bytes", () => {
  const usual = encoder.encode(agentLine());
  const [from, to] = [agentLine().indexOf("GET"), agentLine().indexOf(" HTTP")];
  let text = FIRST;
  for (let at = from; at < to; at++) {
    text += agentLine() + new TextDecoder().decode(usual.with(at, usual[at]! ^ 1));
  }
  const hashes = assertSameScan(text).columns["request"] ?? [];
  assertEquals(hashes.filter((hash) => hash === hashes[1]).length, to - from);
});

Deno.test("AssembledScan knows requests of more agents than it has room for", () => {
  let text = FIRST;
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 20_000; i++) text += agentLine({ host: `host-${i}.example.com`, size: `${i}` });
  }
  const { agents, columns } = assertSameScan(text);
  assertEquals(agents.length, 20_001);
  assertEquals(columns["agent"]?.slice(1, 20_001), columns["agent"]?.slice(20_001));
});

Deno.test("AssembledScan tells tails by the columns of the layout they were read with", () => {
  const firsts = [FIRST, `${accessLine({ tail: " 1" })}\n`, `${accessLine()}\n`];
  // The layout is decided by 64 KiB.
  const members = [...firsts, ...firsts].map((first) =>
    first.repeat(1000) + (agentLine({ tail: " 17" }) + agentLine()).repeat(3) + agentLine().repeat(3)
  );
  const [plain, assembled] = [Infinity, 0].map((largeBytes) => {
    const outputs: ScanOutput[] = [];
    const client = scanHere(OPTIONS, (output) => outputs.push(output), largeBytes);
    for (const [member, text] of members.entries()) {
      client.begin(member, { path: "synthetic.log", host: "host", category: "http_access" });
      client.write(encoder.encode(text));
      client.end();
    }
    return joinOutputs(outputs);
  });
  assertEquals(assembled, plain);
});

Deno.test("AssembledScan takes no bytes for the time before there was one", () => {
  for (const byte of ["\0", "\x7f", "\u00ff"]) {
    const line = accessLine({ time: `${byte.repeat(18)}15${byte.repeat(6)}`, tail: ' "-" "x" 1' }).replace(
      "]",
      byte,
    );
    assertSameScan(`${line}\n`.repeat(3) + FIRST + `${line}\n`.repeat(3) + FIRST.repeat(3));
  }
});
