/** The one place that names the Markdown renderer. */
import { micromark } from "npm:micromark@4.0.3";
import { gfm, gfmHtml } from "npm:micromark-extension-gfm@3.0.0";

/** Renders as a site that lets everything through, so that nothing but the escaping protects. */
export function gfmToHtml(markdown: string): string {
  return micromark(markdown, {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
  });
}

/** Names of all elements, sorted. */
export function elementNames(rendered: string): string[] {
  return [...new Set([...rendered.matchAll(/<([a-z]+\d?)/gi)].map(([, name]) => name ?? ""))].sort();
}
