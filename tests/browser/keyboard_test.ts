/// <reference lib="dom" />
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { type Face, faceTests } from "../helpers/browser_face.ts";
import { forgetInteractions, timingOf } from "../helpers/browser_timing.ts";
import { sampleWorld } from "../helpers/browser_world.ts";
import { tell } from "./tell.ts";

const keyTest = faceTests(sampleWorld());
/** The letter after `g`, and the view it leads to. */
const WAYS: Readonly<Record<string, string>> = {
  t: "/timeline",
  i: "/incidents",
  f: "/findings",
  r: "/search",
  s: "/signatures",
  a: "/access",
  g: "/agents",
  e: "/events",
  c: "/coverage",
  d: "/diagnostics",
  o: "/",
};
/** Longest time from a key to the next frame that is no accident; what it took is printed. */
const MOST_INTERACTION_MS = 2000;

keyTest("the page: the first Tab and Enter lead to the content", async (face) => {
  await face.open("/findings");
  await face.page.keyboard.press("Tab");
  await face.page.keyboard.press("Enter");
  await face.settled();
  assertEquals(await face.page.evaluate("document.activeElement.id"), "main");
  assertEquals(face.address().replace(/#.*/, ""), face.kind === "serve" ? "/findings" : "main");
  assertEquals(await face.page.locator("h1").count(), 1);
});

keyTest("the page: Enter on a link leads to a view, and Backward leads back", async (face) => {
  await face.open("/");
  await face.page.locator("nav.views a", { hasText: "Findings" }).focus();
  await face.page.keyboard.press("Enter");
  await atAddress(face, "/findings");
  await face.page.goBack();
  await atAddress(face, "/");
});

keyTest("the page: ? shows the keys, Escape closes them and gives the focus back", async (face) => {
  await face.open("/");
  const link = face.page.locator("nav.views a").nth(1);
  await link.focus();
  await forgetInteractions(face.page);
  await face.page.keyboard.press("?");
  const dialog = face.page.locator("dialog[open]");
  await dialog.waitFor();
  assert(await dialog.evaluate((element) => element.matches(":modal")));
  assert((await dialog.innerText()).includes("Findings"), await dialog.innerText());
  await face.page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  assert(await link.evaluate((element) => element === document.activeElement));
  await tellInteraction(face, "help");
});

keyTest("the page: g and a letter lead to each view, wherever the focus is", async (face) => {
  await face.open("/");
  await forgetInteractions(face.page);
  for (const [letter, address] of Object.entries(WAYS)) {
    await face.page.keyboard.press("g");
    await face.page.keyboard.press(letter);
    await atAddress(face, address);
    assertEquals(await face.page.evaluate("document.activeElement.id"), "main");
  }
  await tellInteraction(face, "g and a letter");
});

keyTest(
  "the page: / leads to the search box, and letters that are typed there do nothing else",
  async (face) => {
    await face.open("/findings");
    await face.page.keyboard.press("/");
    await face.page.keyboard.type("g t ? d");
    const box = face.page.locator("input:focus");
    assertEquals(await box.inputValue(), "g t ? d");
    assertEquals(face.address(), "/findings");
    assertEquals(await face.page.locator("dialog[open]").count(), 0);
  },
);

keyTest("the page: t shows times as the clock of the reader has them, and again in UTC", async (face) => {
  await face.open("/incidents");
  const { start } = face.world.analysis.incidents[0]!;
  const [utc, local] = ["UTC", "Asia/Kathmandu"].map((timeZone) =>
    new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", second: "2-digit" })
      .format(new Date(start))
  );
  const text = () => face.page.locator("main").innerText();
  assert((await text()).includes(utc!), utc);
  await forgetInteractions(face.page);
  await face.page.keyboard.press("t");
  await face.settled();
  assert((await text()).includes(local!) && !(await text()).includes(utc!), local);
  // It is kept for the next view.
  await face.open("/incidents");
  assert((await text()).includes(local!), local);
  await face.page.keyboard.press("t");
  await face.settled();
  assert((await text()).includes(utc!), utc);
  await tellInteraction(face, "zone");
});

keyTest("the page: d changes from light to dark and back to what the system has", async (face) => {
  await face.open("/");
  const paper = () => face.page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
  const seen = new Set([await paper()]);
  const themes = new Set<string>();
  for (let turn = 0; turn < 3; turn++) {
    await face.page.keyboard.press("d");
    await face.settled();
    seen.add(await paper());
    themes.add(await face.page.evaluate<string>("document.documentElement.dataset.theme"));
  }
  assertEquals([seen.size, [...themes].sort()], [2, ["auto", "dark", "light"]]);
});

async function atAddress(face: Face, address: string): Promise<void> {
  await face.settled();
  assertEquals(face.address() || "/", address);
}

async function tellInteraction(face: Face, name: string): Promise<void> {
  const { interactionMs, longestTaskMs } = await timingOf(face.page);
  const longest = interactionMs === 0 ? "less than 16" : String(interactionMs);
  await tell(
    `${face.kind} ${name}: slowest interaction ${longest} ms, longest task ${longestTaskMs.toFixed(0)} ms`,
  );
  assert(interactionMs < MOST_INTERACTION_MS, longest);
}
