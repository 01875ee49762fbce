/// <reference lib="dom" />
import { html } from "../../html.ts";
import { type Choice, completeFilter, type Completion } from "../../record/complete_filter.ts";
import type { KnownValues } from "../../record/known_values.ts";

const LIST_ID = "filter-choices";
const NOTHING: Completion = { from: 0, to: 0, choices: [] };

/** A box that offers what can be written next: an ARIA combobox with a list of choices. */
export class FilterBox {
  readonly #input: HTMLInputElement;
  readonly #list: HTMLUListElement;
  readonly #values: KnownValues;
  #completion = NOTHING;
  #active = -1;

  /** Makes one of an input. */
  constructor(input: HTMLInputElement, values: KnownValues) {
    this.#input = input;
    this.#values = values;
    this.#list = choiceList();
    input.after(this.#list);
    input.role = "combobox";
    input.ariaAutoComplete = "list";
    input.ariaHasPopup = "listbox";
    input.setAttribute("aria-controls", LIST_ID);
    this.#close();
    input.addEventListener("input", () => this.#offerWhileTyping());
    input.addEventListener("keydown", (event) => this.#onKey(event));
    input.addEventListener("blur", () => this.#close());
    // The box keeps the focus: what is pressed in the list acts on it.
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => {
      const option = event.target instanceof Element ? event.target.closest("li") : null;
      this.#take([...this.#list.children].findIndex((child) => child === option));
    });
  }

  #onKey(event: KeyboardEvent): void {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    const isOpen = !this.#list.hidden;
    if (key === "ArrowDown" || key === "ArrowUp") {
      if (isOpen) this.#activate(this.#active + (key === "ArrowDown" ? 1 : -1));
      else this.#offer();
    } else if (isOpen && key === "Escape") this.#close();
    // The next key is for the page: j goes to the first row.
    else if (key === "Escape") this.#input.blur();
    else if (isOpen && key === "Enter" && this.#active >= 0) this.#take(this.#active);
    else if (isOpen && key === "Tab" && !event.shiftKey) this.#take(Math.max(0, this.#active));
    else return;
    event.preventDefault();
  }

  /** Between terms nothing is offered that was not asked for: Tab and Enter do there what they do elsewhere. */
  #offerWhileTyping(): void {
    const { value, selectionStart } = this.#input;
    if (/(?:^|[\s(])$/.test(value.slice(0, selectionStart ?? 0))) this.#close();
    else this.#offer();
  }

  #offer(): void {
    const { value, selectionStart, selectionEnd } = this.#input;
    const caret = selectionStart ?? value.length;
    this.#completion = caret === selectionEnd ? completeFilter(value, caret, this.#values) : NOTHING;
    const { choices } = this.#completion;
    if (choices.length === 0) return this.#close();
    this.#list.innerHTML = html`${choices.map(choiceView)}`.markup;
    this.#list.hidden = false;
    this.#input.ariaExpanded = "true";
    this.#activate(-1);
  }

  /** Beyond either end is none: what was typed stays as it is. */
  #activate(index: number): void {
    const { length } = this.#list.children;
    this.#active = index < -1 ? length - 1 : index >= length ? -1 : index;
    for (const [i, option] of [...this.#list.children].entries()) {
      option.ariaSelected = String(i === this.#active);
    }
    const option = this.#list.children[this.#active];
    if (option === undefined) this.#input.removeAttribute("aria-activedescendant");
    else this.#input.setAttribute("aria-activedescendant", option.id);
    option?.scrollIntoView({ block: "nearest" });
  }

  #take(index: number): void {
    const { [index]: choice } = this.#completion.choices;
    if (choice === undefined) return;
    this.#input.setRangeText(choice.text, this.#completion.from, this.#completion.to, "end");
    if (choice.goesOn) this.#offer();
    else this.#close();
  }

  #close(): void {
    this.#list.hidden = true;
    this.#active = -1;
    this.#input.ariaExpanded = "false";
    this.#input.removeAttribute("aria-activedescendant");
  }
}

function choiceList(): HTMLUListElement {
  const list = document.createElement("ul");
  list.id = LIST_ID;
  list.role = "listbox";
  list.className = "choices";
  list.ariaLabel = "What can be written";
  return list;
}

function choiceView({ text, about }: Choice, index: number): ReturnType<typeof html> {
  return html`
    <li role="option" id="filter-choice-${index}"
      aria-selected="false"><code>${text.trim()}</code>${about !==
          "" && html`
        <span class="choice-about">${about}</span>
      `}</li>
  `;
}
