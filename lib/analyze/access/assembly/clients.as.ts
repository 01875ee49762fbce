/**
 * Requests by client; cell by cell only where it is busy.
 *
 * @module
 */
import { takeBusy } from "./env.as";
import { BUSY, CLIENT_BYTES, CLIENT_TABLE, MAX_BUSY } from "./places.as";

/** Cells of one host with fewer requests of a client are not kept one by one. */
const MIN_KEPT: u32 = 20;

/** Busy cells that wait to be taken. */
export let busyCount: u32 = 0;

/** Counts a request. */
// @inline
export function countClient(client: u32, host: u32, cell: i32): void {
  const own = CLIENT_TABLE + client * CLIENT_BYTES;
  if (load<i32>(own, 8) != cell || load<u32>(own, 16) != host) closeClient(client, host, cell);
  store<u32>(own, load<u32>(own, 12) + 1, 12);
}

/** Ends the open cell of a client. */
function closeClient(client: u32, host: u32, next: i32): void {
  const own = CLIENT_TABLE + client * CLIENT_BYTES;
  const count = load<u32>(own, 12);
  if (count >= MIN_KEPT) addBusy(client, own);
  else if (count > 0) store<u32>(own, load<u32>(own, 4) + 1, 4);
  store<u32>(own, load<u32>(own) + count);
  store<i32>(own, next, 8);
  store<u32>(own, 0, 12);
  store<u32>(own, host, 16);
}

/** Ends the open cells of so many clients. */
export function closeAllClients(clients: u32): void {
  for (let client: u32 = 0; client < clients; client++) closeClient(client, 0, -1);
  take();
}

function addBusy(client: u32, own: u32): void {
  const busy = BUSY + (busyCount << 4);
  store<u32>(busy, client);
  store<u32>(busy, load<u32>(own, 16), 4);
  store<i32>(busy, load<i32>(own, 8), 8);
  store<u32>(busy, load<u32>(own, 12), 12);
  if (++busyCount == MAX_BUSY) take();
}

function take(): void {
  takeBusy();
  busyCount = 0;
}
