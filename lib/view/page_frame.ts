import { parseTimestamp } from "../parse/timestamp.ts";

/** Where a page is shown: by `omlens serve`, or in a `report.html` that was mailed. */
export type Face = "serve" | "report";

/** Values of an address; what is undefined, empty or false is left out. */
export type AddressValues = Readonly<Record<string, string | number | boolean | undefined>>;

/** A stretch of time that all views keep to; what is undefined is open. ISO 8601 UTC. */
export interface TimeWindow {
  /** Left edge. */
  readonly since?: string | undefined;
  /** Right edge. */
  readonly until?: string | undefined;
}

/** Where a view stands: what its links lead to. */
export interface PageFrame {
  /** Where the page is shown. */
  readonly face: Face;
  /** Whether it stands in the part of a report that is read without script: no forms, no order to choose. */
  readonly isStatic: boolean;
  /** Path of the view, for example `/findings`. */
  readonly path: string;
  /** Parameters as they were given. */
  readonly values: Readonly<Record<string, string>>;
  /** The stretch of time all views keep to. */
  readonly window: TimeWindow;
  /** The address of a view, as a link needs it. The window is kept when no other is given. */
  readonly href: (path: string, values?: AddressValues) => string;
  /** The same view with some parameters changed; `undefined` takes one away. */
  readonly same: (values: AddressValues) => string;
}

/** Makes the frame of a view. */
export function pageFrame(face: Face, path: string, search: URLSearchParams): PageFrame {
  const given = Object.fromEntries([...search].filter(([, value]) => value !== ""));
  const window = { since: exactTime(given.since), until: exactTime(given.until) };
  const values: Record<string, string> = { ...given };
  for (const [name, time] of Object.entries(window)) if (time !== undefined) values[name] = time;
  const href = (to: string, more: AddressValues = {}) => addressIn(face, to, { ...window, ...more });
  const same = (changed: AddressValues) => {
    const isMoved = "since" in changed || "until" in changed;
    return href(path, { ...(isMoved ? withoutPlace(values) : values), ...changed });
  };
  return { face, isStatic: false, path, values, window, href, same };
}

/** A time without a zone is UTC, as everywhere; what cannot be read stays, and is refused by the view. */
function exactTime(time: string | undefined): string | undefined {
  const timeMs = time === undefined
    ? undefined
    : parseTimestamp(/^\d{4}-\d{2}-\d{2}$/.test(time) ? `${time}T00:00` : time);
  return timeMs === undefined ? time : new Date(timeMs).toISOString();
}

/** Another stretch of time begins at its first page. */
function withoutPlace(values: AddressValues): AddressValues {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !/^cursor$|offset$/.test(name)));
}

/** An address inside the page; in a report it stands after the `#`. */
export function addressIn(face: Face, path: string, values: AddressValues): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== "" && value !== false) search.set(name, String(value));
  }
  const address = search.size > 0 ? `${path}?${search}` : path;
  return face === "serve" ? address : `#${address}`;
}
