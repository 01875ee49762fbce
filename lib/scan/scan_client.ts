import type { MemberOrigin } from "./scan_context.ts";
import type { ScanSlots } from "./scan_slots.ts";

/** Takes the bytes of members, one member after another; says what the scan finds. */
export interface ScanClient {
  /** Where bytes may be put that are written then, so that nobody copies them; null: nowhere. */
  readonly slots: ScanSlots | null;
  /** Begins a member. */
  begin(member: number, origin: MemberOrigin): void;
  /** Takes bytes of it; they may be reused once this resolves, those in a slot once that is lent again. */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends the member. */
  end(): Promise<void>;
  /** Resolves when everything was scanned and said. */
  close(): Promise<void>;
  /** Stops at once. */
  abort(): void;
}
