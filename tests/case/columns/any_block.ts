import type { AccessBlock, ApplicationBlock } from "../../../lib/scan/column_block.ts";
import { fc } from "../../helpers/property.ts";

const word = fc.oneof(fc.nat(5), fc.nat(0xffff_ffff));
const time = fc.oneof(
  fc.nat(10_000).map((ms) => 1_775_000_000_000 + ms),
  fc.constantFrom(NaN, 0.5, -1, 253_402_300_799_999),
);
const place = { byteOffset: fc.oneof(fc.nat(), fc.maxSafeNat()), byteLength: word, line: word, key: word };

/** Any block of up to 40 rows, of numbers that logs have and of some that they have not. */
export const anyBlock: fc.Arbitrary<ApplicationBlock | AccessBlock> = fc.oneof(
  fc.array(
    fc.record({ ...place, timeMs: time, template: word, scope: word, thread: word }),
    { minLength: 1, maxLength: 40 },
  ).map((rows): ApplicationBlock => {
    const words = (name: "byteLength" | "line" | "template" | "scope" | "thread" | "key") =>
      Uint32Array.from(rows, (row) => row[name]);
    return {
      kind: "application",
      length: rows.length,
      timeMs: Float64Array.from(rows, ({ timeMs }) => timeMs),
      byteOffset: Float64Array.from(rows, ({ byteOffset }) => byteOffset),
      byteLength: words("byteLength"),
      line: words("line"),
      template: words("template"),
      scope: words("scope"),
      thread: words("thread"),
      key: words("key"),
    };
  }),
  fc.array(
    fc.record({
      ...place,
      timeMs: time,
      agentTimeMs: time,
      route: word,
      client: word,
      agent: word,
      user: word,
      request: word,
      status: fc.nat(65_535),
      responseBytes: fc.oneof(fc.nat(), fc.constantFrom(0, 2 ** 45, -1)),
      latencyMs: fc.oneof(fc.nat(9000), fc.constantFrom(NaN, 0.25, 1e30)),
    }),
    { minLength: 1, maxLength: 40 },
  ).map((rows): AccessBlock => {
    const words = (
      name: "byteLength" | "line" | "route" | "client" | "agent" | "user" | "request" | "key",
    ) => Uint32Array.from(rows, (row) => row[name]);
    return {
      kind: "access",
      length: rows.length,
      timeMs: Float64Array.from(rows, ({ timeMs }) => timeMs),
      byteOffset: Float64Array.from(rows, ({ byteOffset }) => byteOffset),
      byteLength: words("byteLength"),
      line: words("line"),
      route: words("route"),
      client: words("client"),
      status: Uint16Array.from(rows, ({ status }) => status),
      responseBytes: Float64Array.from(rows, ({ responseBytes }) => responseBytes),
      latencyMs: Float32Array.from(rows, ({ latencyMs }) => latencyMs),
      agent: words("agent"),
      agentTimeMs: Float64Array.from(rows, ({ agentTimeMs }) => agentTimeMs),
      user: words("user"),
      request: words("request"),
      key: words("key"),
    };
  }),
);
