/** The two faces of a case in a browser, and tests that look at them. */
import { assertEquals } from "../../lib/std/assert.ts";
import { type Browser, type BrowserContext, launchBrowser, noBrowserReason, type Page } from "./browser.ts";
import { measurePages, nextFrames } from "./browser_timing.ts";
import { type Watch, watchContext } from "./browser_watch.ts";
import type { MakeWorld, World } from "./browser_world.ts";

/** `serve`: the pages of `omlens serve`; `report`: `report.html`, from a file. */
export type FaceKind = "serve" | "report";

/** Both. */
export const BOTH_FACES: readonly FaceKind[] = ["serve", "report"];

/** A page in a browser of its own that shows one face of a case. Whatever it does that it should not do fails the test. */
export interface Face {
  /** Which. */
  readonly kind: FaceKind;
  /** The page, for everything that is not below. */
  readonly page: Page;
  /** The case. */
  readonly world: World;
  /** Opens a view anew, as from a link in a mail: `/findings?severity=high`; gives the status of the answer, of a file 200. */
  readonly open: (address: string) => Promise<number>;
  /** Address of the view that is open, such as `/findings?severity=high`. */
  readonly address: () => string;
  /** Waits until nothing is loaded any more and all is on the screen. */
  readonly settled: () => Promise<void>;
  /** What it did so far that it should not do. */
  readonly misdeeds: () => readonly string[];
  /** Lets one kind of misdeed pass, such as the error line of a page that is not there. */
  readonly forgive: (misdeed: RegExp) => void;
}

/** How the browser is. */
export interface FaceOptions {
  /** @default {1280} */
  readonly width?: number;
  /** @default {900} */
  readonly height?: number;
  /** @default {"light"} */
  readonly colorScheme?: "light" | "dark";
  /** Where the user is. @default {"Asia/Kathmandu"} which is 5:45 ahead of UTC */
  readonly timezoneId?: string;
  /** @default {false} */
  readonly javaScriptOff?: boolean;
}

/** A page that still loads then never ends. */
const MOST_SETTLING_MS = 30_000;

/** Registers a test of a face; see {@linkcode faceTests}. */
export type FaceTest = (name: string, use: (face: Face) => Promise<void>, options?: FaceTestOptions) => void;

/** How a face is tested. */
export interface FaceTestOptions extends FaceOptions {
  /** Which faces; each is a test. @default both */
  readonly faces?: readonly FaceKind[];
}

/**
 * Prepares a world and a browser once for all tests of a file, and gives the function that registers them. Without a
 * browser they are skipped, and say so.
 */
export function faceTests(makeWorld: MakeWorld): FaceTest {
  const stack = new AsyncDisposableStack();
  const ready: { browser?: Browser; world?: World } = {};
  if (noBrowserReason === null) {
    Deno.test.beforeAll(async () => {
      ready.world = await makeWorld(stack);
      ready.browser = await launchBrowser();
    });
    Deno.test.afterAll(async () => {
      await ready.browser?.close();
      await stack.disposeAsync();
    });
  }
  const skipped = noBrowserReason === null ? "" : `, skipped: ${noBrowserReason}`;
  return (name, use, { faces = BOTH_FACES, ...options } = {}) => {
    for (const kind of faces) {
      Deno.test({
        name: `${name} (${kind === "serve" ? "omlens serve" : "report.html"}${skipped})`,
        ignore: noBrowserReason !== null,
        fn: () => withFace(ready.browser!, ready.world!, kind, use, options),
      });
    }
  };
}

/** Opens a face in a context of its own, calls `use` with it, and fails when the page did what it should not. */
export async function withFace(
  browser: Browser,
  world: World,
  kind: FaceKind,
  use: (face: Face) => Promise<void>,
  options: FaceOptions = {},
): Promise<void> {
  const context = await browser.newContext(contextOptions(options));
  try {
    const watch = await watchContext(context, homeOf(world, kind));
    await measurePages(context);
    const forgiven: RegExp[] = [];
    const misdeeds = () => watch.misdeeds.filter((misdeed) => !forgiven.some((one) => one.test(misdeed)));
    const page = await enter(context, world, kind);
    await use({
      ...moves(page, watch, { world, kind, ...options }),
      page,
      world,
      kind,
      misdeeds,
      forgive: (one) => void forgiven.push(one),
    });
    assertEquals(misdeeds(), [], "what the page did that it should not do");
  } finally {
    await context.close();
  }
}

function contextOptions(options: FaceOptions): Parameters<Browser["newContext"]>[0] {
  const {
    width = 1280,
    height = 900,
    colorScheme = "light",
    timezoneId = "Asia/Kathmandu",
    javaScriptOff = false,
  } = options;
  return {
    viewport: { width, height },
    colorScheme,
    timezoneId,
    locale: "en-GB",
    javaScriptEnabled: !javaScriptOff,
  };
}

function homeOf({ served, report }: World, kind: FaceKind): string {
  return kind === "serve" ? `${new URL(served).origin}/` : report;
}

/** Trades the token for the cookie. */
async function enter(context: BrowserContext, { served }: World, kind: FaceKind): Promise<Page> {
  const page = await context.newPage();
  if (kind === "serve") await page.goto(served, { waitUntil: "commit" });
  return page;
}

function moves(
  page: Page,
  watch: Watch,
  { world, kind, javaScriptOff = false }: Pick<Face, "world" | "kind"> & FaceOptions,
): Pick<Face, "open" | "address" | "settled"> {
  const home = homeOf(world, kind);
  const settled = async () => {
    const endMs = performance.now() + MOST_SETTLING_MS;
    do {
      await page.waitForLoadState("load");
      // Without script no frame can be waited for, and nothing changes.
      if (!javaScriptOff) await nextFrames(page);
      await page.locator("main[aria-busy=true]").waitFor({ state: "detached" });
      if (performance.now() > endMs) throw new Error(`Cannot wait longer for ${watch.pending().join(", ")}`);
    } while (watch.pending().length > 0);
  };
  return {
    settled,
    open: async (address) => {
      // What differs behind the # alone would not be loaded again.
      await page.goto("about:blank");
      const response = await page.goto(kind === "serve" ? home + address.slice(1) : `${home}#${address}`);
      await settled();
      return response?.status() || 200;
    },
    address: () => {
      const { pathname, search, hash } = new URL(page.url());
      return kind === "serve" ? pathname + search : hash.slice(1);
    },
  };
}
