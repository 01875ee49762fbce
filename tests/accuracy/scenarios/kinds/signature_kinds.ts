import { act } from "../change_events.ts";
import { anybody, processDiffs } from "../decoys.ts";
import { javaTrace } from "../java_trace.ts";
import { seededRandom } from "../random.ts";
import { timesByRhythm } from "../rhythm.ts";
import { namesOf, projectOf, repeatRecord, type Trouble, troubleSpan, USUAL_COMPANY } from "../trouble.ts";
import type { TimeSpan, World } from "../world.ts";
import { type RecordParts, writeRecord } from "../write_record.ts";

const NOUNS = ["Topology", "Index", "Quota", "Ledger", "Schema", "Policy"];
const VERBS = ["resolve", "merge", "refresh", "validate", "assign"];

/** Errors that no rule knows begin, or become many, after their project's configuration was published. */
export function unknownAfterPublish(world: World): Trouble {
  const { random } = world;
  const span = troubleSpan(world, 15, 60);
  const { gid, members } = projectOf(world);
  const causes = [act(world, anybody(world), {
    timeMs: span.fromMs - random.between(3000, 300_000),
    type: "AUTOMATION_CONFIG_PUBLISHED_AUDIT",
    gid,
    fields: { diffs: members.flatMap((member) => processDiffs(member)) },
  })];
  return unknown(world, span, { gid, causes });
}

/** The same, and nobody did anything. */
export function unknownWithoutEvent(world: World): Trouble {
  const gid = world.random.chance(0.5) ? projectOf(world).gid : undefined;
  return unknown(world, troubleSpan(world, 15, 60), { gid, causes: [] });
}

function unknown(
  world: World,
  span: TimeSpan,
  { gid, causes }: { readonly gid: string | undefined; readonly causes: readonly string[] },
): Trouble {
  const { random } = world;
  const make = unknownRecord(world, gid);
  if (random.chance(0.4)) {
    for (const timeMs of timesByRhythm(world, random.between(1, 4) / 60)) {
      // One just before would be the begin of the trouble for everybody.
      if (Math.abs(span.fromMs - timeMs) > 900_000) {
        writeRecord(world, random.pick(world.hosts), { timeMs, ...make() });
      }
    }
  }
  const [onset = span.fromMs] = repeatRecord(world, { span, perMinute: random.between(4, 20), make });
  const rules = ["signature.burst", "signature.new"];
  const finding = { rules, hosts: namesOf(world.hosts), gids: null, onset, causes };
  return { expected: [finding], acceptable: USUAL_COMPANY, busy: gid === undefined ? [] : [gid], span };
}

function unknownRecord({ random }: World, gid: string | undefined): () => Omit<RecordParts, "timeMs"> {
  const noun = random.pick(NOUNS);
  const verb = random.pick(VERBS);
  const seed = random.whole(1, 1e6);
  const hasTrace = random.chance(0.6);
  return () => ({
    thread: `JettyHttpPool-${random.whole(20, 480)}`,
    gid,
    level: "ERROR",
    logger: `com.xgen.svc.mms.svc.${noun}Svc`,
    method: `${verb}:${seed % 900}`,
    message: `Cannot ${verb} ${noun.toLowerCase()} ${random.whole(1, 99_999)} of ${random.hex(24)}`,
    ...(hasTrace
      ? { more: javaTrace(`com.xgen.svc.mms.${noun}Exception: no ${verb}`, seededRandom(seed)) }
      : {}),
  });
}
