/** What an event is for the analysis; see the catalogue in `event_catalog.ts`. */
export type EventRole = "change" | "alert" | "recovery" | "access" | "info";

/** One event of an organization, a project or the whole Ops Manager, normalised. */
export interface EventRow {
  /** The API's `id`, or a hash of the content when there is none. */
  readonly id: string;
  /** `created` as ISO 8601 UTC with milliseconds. The API gives whole seconds. */
  readonly time: string;
  /** `eventTypeName`, verbatim. */
  readonly type: string;
  /** What it is for the analysis. */
  readonly role: EventRole;
  /** One line for people: what happened, to what, by whom. */
  readonly summary: string;
  /** Project id, 24 hex digits. */
  readonly groupId?: string;
  /** Host name the event is about (`hostname`), with `:port` when there is one. */
  readonly host?: string;
  /** `replicaSetName`. */
  readonly replicaSet?: string;
  /** `clusterName`, else `clusterId`. */
  readonly cluster?: string;
  /** `username`, else `publicKey`. */
  readonly user?: string;
  /** Address the change came from. */
  readonly remoteAddress?: string;
  /** Configuration differences, verbatim. */
  readonly diffs?: unknown;
  /** The event as it was saved, verbatim. */
  readonly raw: unknown;
}
