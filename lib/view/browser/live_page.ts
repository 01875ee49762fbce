/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { AddressValues, PageFrame } from "../page_frame.ts";
import type { PageAbout } from "../shell/page_about.ts";
import type { Rendered } from "../view.ts";

/** How times are shown. */
export type Zone = "utc" | "local";

/** The page as what lives in it sees it. */
export interface LivePage {
  /** What the page is about. */
  readonly about: PageAbout;
  /** The frame of the view that is shown. */
  readonly frame: () => PageFrame;
  /** Goes to an address made by {@linkcode PageFrame.href}; `replace` leaves no step in the history. */
  readonly go: (address: string, options?: { readonly replace?: boolean }) => Promise<void>;
  /** What the view that is shown would be with other parameters; the page stays as it is. */
  readonly peek: (values: AddressValues) => Promise<Rendered>;
  /** How times are shown now. */
  readonly zone: () => Zone;
  /** Shows the times inside an element as the reader wants them: call it after adding some. */
  readonly showTimes: (root: ParentNode) => void;
  /** Tells screen readers what happened. */
  readonly announce: (text: string) => void;
}

/**
 * Brings an element to life that has `data-live="NAME"`. Returns what to do when it leaves the page: listeners on
 * itself go with it, those on the document and running requests do not.
 */
export type Mount = (element: HTMLElement, page: LivePage) => (() => void) | undefined;
