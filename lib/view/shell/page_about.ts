import { VERSION } from "../../version.ts";
import type { Face } from "../page_frame.ts";
import { describeList } from "../../report/describe_quantity.ts";
import type { PageSource } from "../page_source.ts";
import { NAVIGATION } from "./navigation.ts";

/** What the head and foot of every page say; travels to the browser. */
export interface PageAbout {
  /** Where the page is shown. */
  readonly face: Face;
  /** Names of the inputs, in short. */
  readonly names: string;
  /** Version of the program. */
  readonly version: string;
  /** Path of the view that is shown when the address names none. */
  readonly home: string;
  /** Paths of the views there are. */
  readonly views: readonly string[];
}

/** Says what a page is about. */
export function pageAbout(face: Face, { index: { analysis }, comparison }: PageSource): PageAbout {
  const isThere: Readonly<Record<string, boolean>> = {
    "/backups": analysis.backups.length > 0,
    "/diff": comparison !== null,
  };
  return {
    face,
    home: "/",
    names: describeList(analysis.inputs.map(({ name }) => name), 2),
    version: VERSION,
    views: NAVIGATION.flatMap(([path]) => isThere[path] ?? true ? [path] : []),
  };
}
