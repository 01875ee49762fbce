import { html } from "../../view/html.ts";
import { bareDocument } from "../../view/page_document.ts";
import { ASSET_FILES } from "../views/asset_files.ts";
import type { CaseProgress } from "./progress_board.ts";
import { describeProgress } from "./stream_progress.ts";

const ASSETS = html`
  <link rel="stylesheet" href="${ASSET_FILES["page.css"]?.address}">
  <script type="module" src="${ASSET_FILES["waiting.js"]?.address}"></script>
  <noscript><meta http-equiv="refresh" content="2"></noscript>
`;

/** What one sees until the case is there; the same address shows the case then. */
export function waitingPage(title: string, progress: CaseProgress): string {
  return bareDocument(
    "Reading",
    ASSETS,
    html`
      <main class="refusal">
        <p class="kicker">omlens</p>
        <h1>${title} is being read</h1>
        <p class="lead" id="progress" role="status">${wordsOf(progress)}</p>
        ${progress.kind === "progress" &&
          html`<progress max="1" value="${shareOf(progress)}" aria-labelledby="progress"></progress>`}
      </main>
    `,
  );
}

function wordsOf(progress: CaseProgress): string {
  if (progress.kind === "progress") return describeProgress(progress);
  return progress.kind === "done" ? "It is there" : `${progress.message}. Try: ${progress.remedy}.`;
}

function shareOf({ doneBytes, totalBytes }: CaseProgress & { kind: "progress" }): string {
  return Math.min(1, doneBytes / Math.max(totalBytes ?? Infinity, 1)).toFixed(3);
}
