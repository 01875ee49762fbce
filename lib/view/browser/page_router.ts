/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { AddressError } from "../address_error.ts";
import { addressIn, type AddressValues, type PageFrame, pageFrame } from "../page_frame.ts";
import { errorView } from "../shell/error_view.ts";
import type { PageAbout } from "../shell/page_about.ts";
import { pageHead } from "../shell/page_head.ts";
import type { Rendered } from "../view.ts";
import type { LivePage, Zone } from "./live_page.ts";
import { MOUNTS } from "./mounts.ts";
import { pagePart } from "./page_elements.ts";
import type { ReaderChoices } from "./reader_choices.ts";
import { type ScrollMemory, scrollMemory } from "./scroll_memory.ts";
import { showTimes } from "./show_times.ts";
import type { ViewLoader } from "./view_loader.ts";

/** What a router works with. */
export interface RouterParts {
  /** What the page is about. */
  readonly about: PageAbout;
  /** Gathers what views show. */
  readonly load: ViewLoader;
  /** What the reader chose. */
  readonly choices: ReaderChoices;
}

/** Shows the view at the address of the document, and brings what is in it to life. */
export class PageRouter implements LivePage {
  readonly about: PageAbout;
  readonly #load: ViewLoader;
  readonly #choices: ReaderChoices;
  readonly #scroll: ScrollMemory = scrollMemory();
  readonly #leave: (() => void)[] = [];
  #frame: PageFrame;
  #turn = 0;

  constructor({ about, load, choices }: RouterParts) {
    this.about = about;
    this.#load = load;
    this.#choices = choices;
    this.#frame = this.#frameHere();
  }

  readonly frame = (): PageFrame => this.#frame;
  readonly zone = (): Zone => this.#choices.zone();
  readonly showTimes = (root: ParentNode): void => showTimes(root, this.zone());
  readonly announce = (text: string): void => {
    pagePart("status").textContent = text;
  };

  readonly go = async (address: string, options: { readonly replace?: boolean } = {}): Promise<void> => {
    this.#scroll.keep();
    if (options.replace) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
    await this.show();
  };

  readonly peek = async (values: AddressValues): Promise<Rendered> => {
    const { path, same } = this.#frame;
    const { search } = new URL(same(values).replace(/^#/, ""), "http://page");
    const frame = pageFrame(this.about.face, path, new URLSearchParams(search));
    const { view, data } = await this.#load(path, new URLSearchParams(search));
    return view.render(data, frame);
  };

  /** Shows the view at the address if it is another: the reader went back, or to a place inside the view. */
  async follow(): Promise<void> {
    const { same } = this.#frameHere();
    const isInside = this.about.face === "report" && location.hash !== "" && !location.hash.startsWith("#/");
    if (!isInside && same({}) !== this.#frame.same({})) await this.show();
    else this.#restore();
  }

  /** Shows the view at the address; of two that overlap the later one wins. */
  async show(): Promise<void> {
    const turn = ++this.#turn;
    const frame = this.#frameHere();
    const main = pagePart("main");
    main.ariaBusy = "true";
    const rendered = await this.#rendered(frame);
    if (turn !== this.#turn) return;
    const focused = document.activeElement?.id ?? "";
    const isOther = frame.path !== this.#frame.path;
    this.#frame = frame;
    this.#fill(main, rendered);
    if (isOther) {
      main.focus({ preventScroll: true });
      this.announce(rendered.title);
    } else document.getElementById(focused)?.focus({ preventScroll: true });
    if (!this.#restore()) this.#scrollTo(main, isOther);
  }

  /** Goes to where the reader was before, if that is known. */
  #restore(): boolean {
    const top = this.#scroll.kept();
    if (top !== null) scrollTo(0, top);
    return top !== null;
  }

  /** A new view begins at what its address marks, or at its top; another page of a table at its first row. */
  #scrollTo(main: HTMLElement, isOther: boolean): void {
    const marked = main.querySelector("[data-scroll]");
    if (marked !== null) marked.scrollIntoView({ block: "center" });
    else if (isOther) scrollTo(0, 0);
    else document.activeElement?.closest(".data-table nav")?.closest(".data-table")?.scrollIntoView();
  }

  /** Brings what the server sent to life: who loads it again is where they were. */
  start(): void {
    this.enliven();
    this.#restore();
  }

  /** Brings what the document holds to life. */
  enliven(): void {
    this.#choices.apply();
    for (const element of pagePart("main").querySelectorAll<HTMLElement>("[data-live]")) {
      const leave = MOUNTS[element.dataset.live ?? ""]?.(element, this);
      if (leave !== undefined) this.#leave.push(leave);
    }
  }

  #fill(main: HTMLElement, { title, body }: Rendered): void {
    for (const leave of this.#leave.splice(0)) leave();
    pagePart("head").innerHTML = pageHead(this.about, this.#frame).markup;
    main.innerHTML = body.markup;
    main.ariaBusy = "false";
    document.title = `${title} · omlens`;
    this.enliven();
  }

  async #rendered(frame: PageFrame): Promise<Rendered> {
    try {
      const { view, data } = await this.#load(frame.path, new URLSearchParams(frame.values));
      return view.render(data, frame);
    } catch (error) {
      const problem = explain(error);
      return { title: problem.message, body: errorView(problem) };
    }
  }

  /** A place inside the view, such as `#main`, is no address of its own. */
  #frameHere(): PageFrame {
    const { face, home } = this.about;
    const { href, hash } = location;
    const address = face === "serve" ? href : hash.startsWith("#/") ? hash.slice(1) : home;
    const url = new URL(address, "http://page");
    return pageFrame(face, url.pathname, url.searchParams);
  }

  /** The address of a form that is sent. */
  addressOf(path: string, values: Readonly<Record<string, string>>): string {
    return addressIn(this.about.face, path, values);
  }
}

function explain(error: unknown): { message: string; remedy: string } {
  if (error instanceof AddressError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return {
    message: `Cannot show this view: ${message}`,
    remedy: "load the page again; is omlens serve still running",
  };
}
