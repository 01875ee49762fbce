import type { EventRow } from "../../events/event_row.ts";
import { extractKeys } from "../../parse/key_extraction.ts";
import { hostOnly } from "../causes/event_links.ts";
import type { PlacedSample } from "../log_tally.ts";
import { sampleRecord } from "../sample_record.ts";
import type { SignatureEntry } from "../signature_table.ts";

/** What is known of the members of Ops Manager's own databases. */
export interface BackingMembers {
  /** Whether an event is about one of them, or about their replica set. */
  hasMember(event: EventRow): boolean;
}

const BACKING_EVENT = /^BACKING_?D(?:B|ATABASE)_/;
/** The driver describes a cluster with the name of its replica set. */
const SET_NAME = /\bsetName='([^']{1,128})'/g;
const MAX_SAMPLES = 20;

/** Learns who the members are from the driver's descriptions in records about them, and from alerts about them. */
export function backingMembers(
  entries: readonly SignatureEntry[],
  events: readonly EventRow[],
): BackingMembers {
  const samples = entries.filter(({ matches }) => matches.some(({ rule }) => rule.id.startsWith("appdb.")))
    .flatMap((entry) => entry.samples.slice(0, MAX_SAMPLES));
  const hosts = new Set([
    ...samples.flatMap(addressesIn),
    ...events.flatMap(({ type, host }) =>
      BACKING_EVENT.test(type) && host !== undefined ? hostOnly(host) : []
    ),
  ]);
  const own = events.filter(({ host }) => host !== undefined && hosts.has(hostOnly(host)));
  const sets = new Set([
    ...samples.flatMap(({ text }) => [...text.matchAll(SET_NAME)].map(([, name]) => name)),
    ...own.flatMap(({ replicaSet }) => replicaSet ?? []),
  ]);
  return {
    hasMember: ({ host, replicaSet }) =>
      (host !== undefined && hosts.has(hostOnly(host))) || (replicaSet !== undefined && sets.has(replicaSet)),
  };
}

function addressesIn(sample: PlacedSample): string[] {
  const record = sampleRecord(sample);
  return record === null ? [] : extractKeys(record).addresses.map(hostOnly);
}
