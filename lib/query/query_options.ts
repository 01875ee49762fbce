import type { Diagnostic } from "../errors.ts";
import type { Filter } from "./filter.ts";

/** What `queryCase()` tells, and in which order. Times are epoch milliseconds. */
export interface QueryOptions {
  /** What records and events must be. @default everything */
  readonly filter?: Filter;
  /** Only from then on. */
  readonly since?: number;
  /** Only up to then. */
  readonly until?: number;
  /** Only near this time. */
  readonly around?: number;
  /** How near, to either side. @default {60_000} */
  readonly aroundMs?: number;
  /** Records before and after each one that fits, in its log file; at most 1000. They need fit nothing. @default {0} */
  readonly context?: number;
  /** Only records of this signature. */
  readonly signature?: string;
  /** Only the records behind this finding, and events while they last or that may have caused or confirm it. */
  readonly finding?: string;
  /** Most rows. @default all */
  readonly limit?: number;
  /** Cursor of the row to go on after; the other options must be the same. */
  readonly after?: string;
  /** Whether `since`, `until`, `around` and the order go by the API's clock instead of each host's. @default {false} */
  readonly corrected?: boolean;
  /** Whether events are told in their places. @default {true} */
  readonly events?: boolean;
  /** Whether records are read for their `fields`, which takes as long as all else; false: null with a text. @default {true} */
  readonly fields?: boolean;
  /** Takes what could not be done, once each. */
  readonly report?: (diagnostic: Diagnostic) => void;
}
