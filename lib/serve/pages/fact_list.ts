import { html, type HtmlValue, type SafeHtml } from "../../report/html/html.ts";

/** Names and their values; those that are empty are left out. */
export function factList(facts: readonly (readonly [name: string, value: HtmlValue])[]): SafeHtml {
  return html`<dl class="facts">${
    facts.filter(([, value]) => value !== "" && value !== null && value !== undefined).map(([name, value]) =>
      html`
        <div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>
      `
    )
  }</dl>`;
}
