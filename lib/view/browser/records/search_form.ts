/// <reference lib="dom" />
import { FilterBox } from "./filter_box.ts";

/** The form of a search: its box completes, its switches act at once, and the caret goes to what is wrong. */
export function mountSearchForm(form: HTMLElement): undefined {
  const box = form.querySelector("#filter-box");
  const values = form.querySelector("#filter-values")?.textContent ?? "{}";
  if (!(box instanceof HTMLInputElement) || !(form instanceof HTMLFormElement)) return;
  new FilterBox(box, JSON.parse(values));
  form.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.type === "checkbox") form.requestSubmit();
  });
  if (box.dataset.offset !== undefined) {
    const offset = Number(box.dataset.offset);
    box.focus();
    box.setSelectionRange(offset, offset + 1);
  }
}
