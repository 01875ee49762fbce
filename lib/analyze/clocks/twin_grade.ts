import type { ChangeRequest } from "./change_request.ts";
import type { PersonalEvent } from "./personal_event.ts";
import { LOGIN_TOPIC } from "./request_topics.ts";

/** How well a request fits an event, time aside: 0 not at all, 1 perhaps, 2 well, 3 in all respects. */
export type TwinGrade = 0 | 1 | 2 | 3;

/** What names of users and addresses are worth. */
export interface NameWorth {
  /** Addresses that many people come from: those of proxies. */
  readonly sharedAddresses: ReadonlySet<string>;
  /** Whether the log names users as the events do. */
  readonly hasUsers: boolean;
}

/** So many people come from the address of a proxy; fewer when there is no other address. */
const MANY_PEOPLE = 3;
const MIN_PEOPLE = 2;
const PART = /[\w.:]/;
const DELETES = /_(?:DELETED|REMOVED|DISABLED)(?:_|$)|^REMOVED_/;
const ADDS = /_(?:ADDED|CREATED|REQUESTED)(?:_|$)|^(?:JOINED|INVITED|ADD)_/;

/** Looks at who comes from where. */
export function nameWorth(
  events: readonly PersonalEvent[],
  requests: readonly ChangeRequest[],
): NameWorth {
  const peopleAt = new Map<string, Set<string>>();
  const note = (address: string, user: string) => {
    const people = peopleAt.get(address) ?? new Set();
    peopleAt.set(address, people);
    if (user !== "" && people.size < MANY_PEOPLE) people.add(user);
  };
  for (const { address, user } of events) if (address !== "") note(address, user);
  for (const { client, user } of requests) note(client, user);
  const needed = new Set(requests.map(({ client }) => client)).size === 1 ? MIN_PEOPLE : MANY_PEOPLE;
  const shared = [...peopleAt].filter(([, people]) => people.size >= needed).map(([address]) => address);
  const users = new Set(events.map(({ user }) => user));
  return {
    sharedAddresses: new Set(shared),
    hasUsers: requests.some(({ user }) => user !== "" && users.has(user)),
  };
}

/** Grades of requests that failed: an event of one is less likely. */
const FAILED: readonly [0, 0, 1, 2] = [0, 0, 1, 2];

/** How well a request fits an event. */
export function twinGrade(event: PersonalEvent, request: ChangeRequest, worth: NameWorth): TwinGrade {
  const grade = gradeOf(event, request, worth);
  return request.isFailed ? FAILED[grade] : grade;
}

function gradeOf(event: PersonalEvent, request: ChangeRequest, worth: NameWorth): TwinGrade {
  const isUser = event.user !== "" && event.user === request.user;
  if (worth.hasUsers && event.user !== "" && request.user !== "" && !isUser) return 0;
  const object = objectFit(event, request);
  const topic = topicFit(event, request);
  if (object < 0 || topic === null) return 0;
  const isAddress = isSameAddress(event, request);
  const isOwnAddress = isAddress && !worth.sharedAddresses.has(event.address);
  if (!isUser && !isOwnAddress) return withoutName(object, topic, isAddress);
  if (topic < 0) return object > 0 || isUser && isOwnAddress ? 1 : 0;
  const needsObject = event.event.groupId !== undefined;
  if (topic > 0 && (object > 0 || !needsObject)) return 3;
  if (isUser && isAddress && object > 0) return 3;
  return topic > 0 || object > 0 ? 2 : 1;
}

/** Whether a request comes from the address of an event, maybe through a proxy that says so. */
export function isSameAddress({ address }: PersonalEvent, { client, sample }: ChangeRequest): boolean {
  return address !== "" && (client === address || names(sample.text, address));
}

/** Whether an address stands in a text, not only as a part of another. */
function names(text: string, address: string): boolean {
  const at = text.indexOf(address);
  return at >= 0 && !PART.test(text[at - 1] ?? " ") && !PART.test(text[at + address.length] ?? " ");
}

/** Whether the method is the usual one of such an act: it tells two requests of one moment apart. */
export function isUsualMethod({ event: { type } }: PersonalEvent, { method }: ChangeRequest): boolean {
  if (DELETES.test(type)) return method === "DELETE";
  if (ADDS.test(type)) return method === "POST";
  return method !== "DELETE";
}

/** Behind a proxy, and on pages without a name in the log, only what was done is left. */
function withoutName(object: number, topic: number, isAddress: boolean): TwinGrade {
  if (object > 0 && topic > 0) return isAddress ? 2 : 1;
  return isAddress && (object > 0 || topic > 0) ? 1 : 0;
}

/** 1: both name the same; -1: the request is about another project; 0: nothing to compare. */
function objectFit({ event, ids }: PersonalEvent, request: ChangeRequest): number {
  for (const id of ids) if (request.ids.has(id)) return 1;
  return event.groupId !== undefined && request.route.includes("{gid}") ? -1 : 0;
}

/** 1: about the same; 0: nobody knows; -1: about something else; null: one of them signs in, and the other does not. */
function topicFit({ words, topics }: PersonalEvent, { subject }: ChangeRequest): number | null {
  if ((topics & LOGIN_TOPIC) !== (subject.topics & LOGIN_TOPIC)) return null;
  if ((topics & subject.topics) !== 0) return 1;
  if (words.some((word) => subject.letters.includes(word))) return 1;
  return topics !== 0 && subject.topics !== 0 ? -1 : 0;
}
