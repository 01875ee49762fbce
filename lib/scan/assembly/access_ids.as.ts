/**
 * Client and user of a request, and ids of what it refers to.
 *
 * @module
 */
import { userStopFrom, wordEnd } from "./access_line.as";
import { addName, CLIENT, USER } from "./application_rows.as";
import { OPEN, SPACE } from "./bytes.as";
import { idOf, sizeOf } from "./dictionary.as";
import { setKnownRequests } from "./known_requests.as";
import { isSeen, see, SEEN_WORDS_BYTES, seenAt, seenId, wordBytes, wordOf } from "./seen_words.as";
import { highOf, lowOf, textHash } from "./span_hash.as";

const MAX_USER_BYTES: u32 = 200;
/** ` - `, ` - - [` */
const NO_IDENT: u32 = 0x202d20;
const THREE_BYTES: u32 = 0xffffff;
const NOBODY: u64 = 0x5b202d202d20;
const SIX_BYTES: u64 = 0xffffffffffff;
/** Entries after the known URLs; `assembled_memory.ts` has room for them. */
const KNOWN_REQUESTS: u32 = 4096;
/** An id that nothing has. */
const UNKNOWN: u32 = u32.MAX_VALUE;

let clients: u32 = 0;
let seenClients: u32 = 0;
let users: u32 = 0;
let seenUsers: u32 = 0;
/** Known URLs: four words a slot, both lanes of the hash, route, agent; each has its slot or the one beside it. */
let urls: u32 = 0;
let urlMask: u32 = 0;

/** End of the last client read. */
export let clientEnd: u32 = 0;
let client: u32 = 0;
let userFrom: u32 = 0;
let userTo: u32 = 0;
let user: u32 = 0;

/** Says where dictionaries and known URLs are. */
export function setAccessTables(clientsAt: u32, usersAt: u32, urlsAt: u32, urlSlots: u32): void {
  clients = clientsAt;
  users = usersAt;
  urls = urlsAt;
  urlMask = urlSlots - 1;
  setKnownRequests(urlsAt + (urlSlots << 4), KNOWN_REQUESTS);
}

/** Says where there is room, of zeros. */
export function setAccessRoom(at: u32): void {
  seenClients = at;
  seenUsers = at + SEEN_WORDS_BYTES;
}

/** Reads client, ident and user; returns where the `[` after them is, 0: these are no plain ones. */
// @inline
export function readNames(at: u32, end: u32): u32 {
  const text = v128.load(at);
  const bytes = wordBytes(text);
  const word = wordOf(text, bytes);
  const entry = seenAt(seenClients, word);
  const isKnown = isSeen(entry, word, bytes);
  client = isKnown ? seenId(entry) : UNKNOWN;
  clientEnd = isKnown ? at + bytes : wordEnd(at, end);
  userFrom = userTo = user = 0;
  if ((load<u64>(clientEnd) & SIX_BYTES) == NOBODY) return clientEnd == at ? 0 : clientEnd + 5;
  return readUser(at, end);
}

function readUser(at: u32, end: u32): u32 {
  if (clientEnd == at || (load<u32>(clientEnd) & THREE_BYTES) != NO_IDENT) return 0;
  const from = clientEnd + 3;
  const text = v128.load(from);
  const bytes = wordBytes(text);
  const word = wordOf(text, bytes);
  const entry = seenAt(seenUsers, word);
  userFrom = from;
  if (isSeen(entry, word, bytes) && load<u8>(from + bytes, 1) == OPEN) {
    user = seenId(entry);
    return from + bytes + 1;
  }
  const limit = min(end, from + MAX_USER_BYTES);
  const open = userStopFrom(from, limit);
  if (open >= limit || load<u8>(open) != OPEN || open < from + 2 || load<u8>(open - 1) != SPACE) return 0;
  userTo = open - 1;
  user = UNKNOWN;
  return open;
}

/** Id of the client read, whose line is at `at`. */
// @inline
export function clientId(at: u32): u32 {
  return client == UNKNOWN ? newId(clients, seenClients, at, clientEnd, CLIENT) : client;
}

/** Id of the user read; 0: there is none. */
// @inline
export function userId(): u32 {
  return user == UNKNOWN ? newId(users, seenUsers, userFrom, userTo, USER) : user;
}

function newId(names: u32, seen: u32, from: u32, to: u32, kind: u32): u32 {
  const known = sizeOf(names);
  const id = idOf(names, textHash(from, to));
  if (id > known) addName(kind, from, to);
  const text = v128.load(from);
  const word = wordOf(text, to - from);
  if (wordBytes(text) == to - from) see(seenAt(seen, word), word, to - from, id);
  return id;
}

/** Where route and agent of a URL are, by the hash of method and URL without the clock at its end; 0: they are not known. */
export function knownUrl(hash: u64): u32 {
  const first = urls + (((lowOf(hash) ^ (highOf(hash) >>> 15)) & urlMask) << 4);
  if (isUrlAt(first, hash)) return first;
  const other = urls + ((first - urls) ^ 16);
  return isUrlAt(other, hash) ? other : 0;
}

function isUrlAt(slot: u32, hash: u64): bool {
  return load<u32>(slot) == highOf(hash) && load<u32>(slot, 4) == lowOf(hash);
}
