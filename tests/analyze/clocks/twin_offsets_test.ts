import { twinOffsets } from "../../../lib/analyze/clocks/twin_offsets.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { seededUnit } from "../counts.ts";
import { START_MS } from "../log_case.ts";
import { fc } from "../../helpers/property.ts";
import { type TwinWorld, twinWorld } from "./twin_case.ts";

const NOTHING_KNOWN = () => 0;

/** Offsets in seconds by host, as far as one is claimed. */
function claimed(world: TwinWorld): Record<string, number> {
  const offsets = twinOffsets(twinWorld(world), NOTHING_KNOWN);
  return Object.fromEntries(offsets.map(({ host, offsetMs }) => [host, Math.round(offsetMs / 1000)]));
}

Deno.test("twinOffsets() recovers any offset within a second from ten twins a host, whatever else there is", () => {
  const worlds = fc.record({
    seed: fc.integer({ min: 1, max: 1e9 }),
    offsetsMs: fc.array(fc.integer({ min: -3_600_000, max: 3_600_000 }), { minLength: 1, maxLength: 4 }),
    decoys: fc.integer({ min: 0, max: 120 }),
    proxy: fc.constantFrom("none", "hidden", "told"),
    hasUsers: fc.boolean(),
  });
  fc.assert(
    fc.property(worlds, ({ decoys, ...world }) => {
      const twins = 10 * world.offsetsMs.length;
      const found = twinOffsets(
        twinWorld({ ...world, twins, requests: decoys, events: decoys }),
        NOTHING_KNOWN,
      );
      assertEquals(found.map(({ host }) => host), world.offsetsMs.map((_, host) => `om-${host}`));
      found.forEach(({ offsetMs, uncertaintyMs }, host) => {
        const error = Math.abs(offsetMs - world.offsetsMs[host]!);
        assert(error <= 1000 && uncertaintyMs <= 2500, `${error} ms off, ${uncertaintyMs} ms unsure`);
      });
    }),
    { numRuns: 60 },
  );
});

Deno.test("twinOffsets() is as unsure as it is wrong", () => {
  const worlds = Array.from(
    { length: 60 },
    (_, at) => ({ seed: at + 1, offsetsMs: [977 * at - 20_000], twins: 12 }),
  );
  const honest = worlds.filter((world) => {
    const [found] = twinOffsets(twinWorld(world), NOTHING_KNOWN);
    return found !== undefined && Math.abs(found.offsetMs - world.offsetsMs[0]!) <= found.uncertaintyMs;
  });
  assertEquals(honest.length, worlds.length);
});

Deno.test("twinOffsets() claims nothing of events that have nothing to do with the requests", () => {
  const count = (world: Omit<TwinWorld, "seed" | "twins">, seeds: number) => {
    let claims = 0;
    for (let seed = 1; seed <= seeds; seed++) {
      claims += twinOffsets(twinWorld({ ...world, seed, twins: 0 }), NOTHING_KNOWN).length;
    }
    return claims;
  };
  // Of 1050 hosts; one in a hundred would be as often as it says.
  const claims = count({ offsetsMs: [0], requests: 20, events: 20, hours: 6 }, 300) +
    count({ offsetsMs: [0, 0, 0], requests: 60, events: 60 }, 200) +
    count({ offsetsMs: [0], requests: 30, events: 30, people: 1, projects: 1 }, 150);
  assert(claims <= 5, String(claims));
});

Deno.test("twinOffsets() claims an offset far off from three twins, and a small one from one", () => {
  const others = { requests: 5, events: 5, hours: 6 };
  assertEquals(claimed({ seed: 1, offsetsMs: [1_234_000], twins: 3, ...others }), { "om-0": 1234 });
  assertEquals(claimed({ seed: 2, offsetsMs: [0], twins: 1, ...others }), { "om-0": 0 });
  assertEquals(claimed({ seed: 3, offsetsMs: [1_234_000], twins: 1, ...others }), {});
});

Deno.test("twinOffsets() believes one twin that agrees with what agents tell", () => {
  const search = twinWorld({ seed: 3, offsetsMs: [1_234_000], twins: 1, requests: 5, events: 5, hours: 6 });
  const [found] = twinOffsets(search, () => 1_233_000);
  assertEquals(Math.round(found!.offsetMs / 1000), 1234);
});

/** A key that does the same every ten minutes, give or take. */
function everyTenMinutes(offsetMs: number, jitterMs: number) {
  const search = twinWorld({ seed: 7, offsetsMs: [0], twins: 1, people: 1, projects: 1 });
  const [event, request] = [search.events[0]!, search.requests[0]!];
  const unit = seededUnit(3);
  const times = Array.from(
    { length: 100 },
    (_, at) => START_MS + at * 600_000 + Math.floor(unit() * jitterMs / 1000) * 1000,
  );
  return {
    ...search,
    events: times.map((timeMs) => ({ ...event, timeMs })),
    requests: times.map((timeMs) => ({ ...request, timeMs: timeMs + offsetMs })),
  };
}

Deno.test("twinOffsets() claims nothing when the same happens every ten minutes, unless it is not that regular", () => {
  const cases: readonly (readonly [offsetMs: number, jitterMs: number, expected: number[]])[] = [
    [437_000, 0, []],
    // Two offsets are as good: clocks are right most often.
    [0, 0, [0]],
    [437_000, 60_000, [437]],
    [-1_200_000, 60_000, [-1200]],
  ];
  for (const [offsetMs, jitterMs, expected] of cases) {
    const found = twinOffsets(everyTenMinutes(offsetMs, jitterMs), NOTHING_KNOWN);
    assertEquals(
      found.map((offset) => Math.round(offset.offsetMs / 1000)),
      expected,
      `${offsetMs} ${jitterMs}`,
    );
  }
});

Deno.test("twinOffsets() uses each event and each request once", () => {
  const search = twinWorld({ seed: 11, offsetsMs: [5000, -90_000], twins: 40, requests: 40, events: 40 });
  const twins = twinOffsets(search, NOTHING_KNOWN).flatMap((offset) => offset.twins);
  assert(twins.length >= 40, String(twins.length));
  assertEquals(new Set(twins.map(({ event }) => event)).size, twins.length);
  assertEquals(new Set(twins.map(({ request }) => request)).size, twins.length);
});
