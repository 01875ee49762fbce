import type { TextOutput } from "../cli_io.ts";

/** Goes back to the start of a terminal's line, and wipes it. */
export const START_OF_LINE = "\r\x1b[2K";

/** One line on a terminal that is rewritten while work goes on. */
export interface StatusLine {
  /** Shows a text in the place of the one before, cut at the width of the terminal. */
  readonly show: (text: string) => void;
  /** Takes the line away. */
  readonly clear: () => void;
}

/** Starts a line, which is empty at first. */
export function startStatusLine(terminal: TextOutput): StatusLine {
  let isShown = false;
  return {
    show(text) {
      isShown = true;
      terminal.write(START_OF_LINE + text.slice(0, Math.max(0, terminal.columns() - 1)));
    },
    clear() {
      if (isShown) terminal.write(START_OF_LINE);
      isShown = false;
    },
  };
}
