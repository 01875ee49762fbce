import type { SampleActor, SampleFleet, SampleProject } from "../sample_fleet.ts";
import type { SeededRandom } from "../seeded_random.ts";

/** What an event is to be. */
export interface EventDraft {
  /** When it happened; the document has whole seconds. */
  readonly timeMs: number;
  /** `eventTypeName`. */
  readonly type: string;
  /** Its project; none: an event of the organization or of the whole Ops Manager. */
  readonly project?: SampleProject;
  /** Who did it; none: the system. */
  readonly actor?: SampleActor;
  /** The request that did it, method and path: goes to an access log. */
  readonly request?: string;
  /** Further fields of the document. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** A draft with its document. */
export interface SampleEvent extends EventDraft {
  /** `id` of the document. */
  readonly id: string;
  /** The event as the API gives it. */
  readonly document: Readonly<Record<string, unknown>>;
}

const API = "https://ops-manager.example.com:8443/api/public/v1.0";

function actorFields(actor: SampleActor): Record<string, unknown> {
  const who = actor.kind === "person"
    ? { userId: actor.id, username: actor.name }
    : { apiKeyId: actor.id, publicKey: actor.name };
  return { ...who, remoteAddress: actor.address, isGlobalAdmin: false };
}

/** Writes the document of an event. */
export function createSampleEvent(random: SeededRandom, fleet: SampleFleet, draft: EventDraft): SampleEvent {
  const seconds = Math.floor(draft.timeMs / 1000);
  const id = seconds.toString(16).padStart(8, "0") + random.hex(16);
  const { project, actor } = draft;
  const parent = project === undefined ? `orgs/${fleet.orgId}` : `groups/${project.id}`;
  const document = {
    id,
    created: new Date(seconds * 1000).toISOString().replace(".000Z", "Z"),
    eventTypeName: draft.type,
    orgId: fleet.orgId,
    ...(project === undefined ? {} : { groupId: project.id }),
    ...(actor === undefined ? {} : actorFields(actor)),
    ...draft.fields,
    links: [{ href: `${API}/${parent}/events/${id}`, rel: "self" }],
  };
  return { ...draft, id, document };
}

/** The fields `hostname` and `port` of a replica set member. */
export function memberFields(member: string): { hostname: string; port: number } {
  const colon = member.lastIndexOf(":");
  return { hostname: member.slice(0, colon), port: Number(member.slice(colon + 1)) };
}

/** The fields that an alert's opening and closing event share. */
export function alertFields(random: SeededRandom): { alertId: string; alertConfigId: string } {
  return { alertId: random.hex(24), alertConfigId: random.hex(24) };
}
