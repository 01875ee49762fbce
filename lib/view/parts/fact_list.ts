import { html, type HtmlValue, type SafeHtml } from "../html.ts";

/** Names and their values; those that are empty are left out. */
export function factList(facts: readonly (readonly [name: string, value: HtmlValue])[]): SafeHtml {
  const told = facts.filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return html`<dl class="facts">${
    told.map(([name, value]) =>
      html`
        <div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>
      `
    )
  }</dl>`;
}
