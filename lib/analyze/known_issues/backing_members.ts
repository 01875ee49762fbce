import type { EventRow } from "../../events/event_row.ts";
import { parseApplicationRecord } from "../../parse/application_record.ts";
import { extractKeys } from "../../parse/key_extraction.ts";
import { hostOnly } from "../event_links.ts";
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
  const texts = entries.filter(({ matches }) => matches.some(({ rule }) => rule.id.startsWith("appdb.")))
    .flatMap(({ samples }) => samples.slice(0, MAX_SAMPLES).map(({ text }) => text));
  const hosts = new Set([
    ...texts.flatMap(addressesIn),
    ...events.flatMap(({ type, host }) =>
      BACKING_EVENT.test(type) && host !== undefined ? hostOnly(host) : []
    ),
  ]);
  const own = events.filter(({ host }) => host !== undefined && hosts.has(hostOnly(host)));
  const sets = new Set([
    ...texts.flatMap((text) => [...text.matchAll(SET_NAME)].map(([, name]) => name)),
    ...own.flatMap(({ replicaSet }) => replicaSet ?? []),
  ]);
  return {
    hasMember: ({ host, replicaSet }) =>
      (host !== undefined && hosts.has(hostOnly(host))) || (replicaSet !== undefined && sets.has(replicaSet)),
  };
}

function addressesIn(text: string): string[] {
  const record = parseApplicationRecord(text);
  return record === null ? [] : extractKeys(record).addresses.map(hostOnly);
}
