/// <reference lib="dom" />
import type { ListedLine } from "../../record/line_list.ts";
import type { LivePage } from "../live_page.ts";
import { copyLink } from "./copy_link.ts";
import { askLines } from "./lines_around.ts";
import { saveFile } from "../save_file.ts";

/** Lines of a log file: goes to the marked one, marks up to a line with Shift, copies the link, saves the lines. */
export function mountLinePage(element: HTMLElement, page: LivePage): undefined {
  element.querySelector("[data-scroll]")?.scrollIntoView({ block: "center" });
  element.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const button = target?.closest<HTMLElement>("button[data-act]") ?? null;
    const number = target?.closest(".line-number") ?? null;
    if (number !== null && event.shiftKey) {
      event.preventDefault();
      const { line, to: _, ...others } = page.frame().values;
      const ends = [Number(line), Number(number.textContent)].sort((a, b) => a - b);
      void page.go(page.frame().href("/lines", { ...others, line: ends[0], to: ends[1] }));
    }
    if (button?.dataset.act === "copy") void copyLink(page.frame().same({}), button, page);
    if (button?.dataset.act === "save") void saveLines(button).catch((error) => page.announce(String(error)));
  });
}

async function saveLines({ dataset }: HTMLElement): Promise<void> {
  const { member = "", input = "" } = dataset;
  const [from, to] = [Number(dataset.from), Number(dataset.to)];
  const carried = document.getElementById("listed-lines")?.textContent;
  const lines: readonly Pick<ListedLine, "text">[] = carried
    ? JSON.parse(carried)
    : await askLines({ member, input, line: from, before: 0, after: to - from });
  const name = `${member.split("/").at(-1)}.${from}-${to}.txt`;
  saveFile(name, "text/plain;charset=utf-8", lines.map(({ text }) => `${text}\n`));
}
