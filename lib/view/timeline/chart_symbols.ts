import { rawHtml, type SafeHtml } from "../html.ts";

/** Shapes that the charts use, and the hatching of gaps; stands once in the document. */
export const CHART_SYMBOLS: SafeHtml = rawHtml(
  `<svg class="symbols" width="0" height="0" aria-hidden="true" focusable="false"><defs>` +
    `<path id="mark-cause" d="M0-8 8 0 0 8-8 0Z"/><path id="mark-change" d="M0-5.5 5.5 0 0 5.5-5.5 0Z"/>` +
    `<path id="mark-alert" d="M0-5.5 5.5 4.5H-5.5Z"/><path id="mark-recovery" d="M0 5.5 5.5-4.5H-5.5Z"/>` +
    `<circle id="mark-access" r="3"/><circle id="mark-info" r="2"/>` +
    `<pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
    `<rect class="hatch-ground" width="5" height="5"/><rect class="hatch-line" width="2" height="5"/></pattern>` +
    `</defs></svg>`,
);
