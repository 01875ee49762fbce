/// <reference lib="dom" />
import { renderIncidentMarkdown } from "../../lib/report/markdown/render_incident_markdown.ts";
import { indexAnalysis } from "../../lib/report/report_index.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../../lib/std/assert.ts";
import { type Face, faceTests } from "../helpers/browser_face.ts";
import { sampleWorld } from "../helpers/browser_world.ts";

const incidentTest = faceTests(sampleWorld());

async function openIncident(face: Face): Promise<void> {
  await face.open("/incidents");
  await face.page.locator(".incidents h2 a").first().click();
  await face.page.locator("h2", { hasText: "Likely causes" }).waitFor();
  await face.settled();
}

/** The ticket as the report or the case writes it: a report has no more than it carries. */
function ticketOf({ world: { analysis } }: Face): string {
  const index = indexAnalysis(analysis);
  return renderIncidentMarkdown(index.incidents[0]!, index);
}

incidentTest("an incident: its ticket is copied by one click, and the page says so", async (face) => {
  await face.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await openIncident(face);
  await face.page.locator(".ticket button").click();
  await face.page.locator(".ticket", { hasText: "Copied" }).waitFor();
  const copied = await face.page.evaluate<string>("navigator.clipboard.readText()");
  if (face.kind === "serve") assertEquals(copied, ticketOf(face));
  assertMatch(copied, /^# .+\n\n[^]+tar xzOf INPUT MEMBER/);
  assert(await face.page.locator(".ticket button").evaluate((button) => button === document.activeElement));
});

incidentTest("an incident: a ticket that the browser does not copy is shown and selected", async (face) => {
  await face.page.addInitScript("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
  await openIncident(face);
  await face.page.locator(".ticket button").click();
  await face.page.locator(".ticket", { hasText: "press Ctrl+C" }).waitFor();
  const selected = await face.page.locator(".ticket textarea").evaluate((element) => {
    const area = element as HTMLTextAreaElement;
    return area === document.activeElement &&
      area.value.slice(area.selectionStart, area.selectionEnd) === area.value;
  });
  assert(selected);
});

incidentTest(
  "an incident: what stands around a line is shown by keyboard, more with every press, and hidden again",
  async (face) => {
    await openIncident(face);
    const context = face.page.locator(".proven .context").first();
    const numbers = async () => (await context.locator(".line-number").allInnerTexts()).map(Number);
    await context.locator("[data-side=both]").focus();
    await face.page.keyboard.press("Enter");
    await context.locator(".marked").first().waitFor();
    const [line, lines] = [await context.getAttribute("data-line"), await context.getAttribute("data-lines")]
      .map(Number) as [number, number];
    const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
    assertEquals(await numbers(), range(line - 10, line + lines - 1 + 10));
    assertEquals(
      await context.locator(".marked .line-number").allInnerTexts(),
      range(line, line + lines - 1).map(String),
    );
    assertStringIncludes(
      await face.page.locator(".proven pre").first().innerText(),
      (await context.locator(".marked .line-text").first().innerText()).slice(0, 200),
    );
    await context.locator("[data-side=before]").press("Enter");
    await context.locator(".line-number", { hasText: new RegExp(`^${line - 20}$`) }).waitFor();
    await context.locator("[data-side=after]").press("Enter");
    await context.locator(".line-number", { hasText: new RegExp(`^${line + lines - 1 + 20}$`) }).waitFor();
    assertEquals(await numbers(), range(line - 20, line + lines - 1 + 20));
    await context.locator("[data-side=none]").press("Enter");
    assertEquals(await numbers(), []);
    assertEquals(await face.page.evaluate("document.activeElement.dataset.side"), "both");
  },
  { faces: ["serve"] },
);

incidentTest("an incident: its findings, causes and lines lead to their views and back", async (face) => {
  await openIncident(face);
  const home = face.address();
  for (const [link, target] of [[".proven h3 a", "/findings/"], [".cause-title a", "/events/"]] as const) {
    await face.page.locator(link).first().click();
    await face.page.waitForURL((url) => (url.pathname + url.hash).includes(target));
    await face.settled();
    await face.page.goBack();
    await face.page.locator("h2", { hasText: "Likely causes" }).waitFor();
    assertEquals(face.address(), home);
  }
  await face.page.getByRole("link", { name: "Keep all views to this time" }).click();
  await face.page.locator(".window-bar").waitFor();
  assertMatch(face.address(), /^\/incidents\/\w+\?since=.+&until=.+/);
});

incidentTest(
  "an incident: without a script the ticket can be read, and no button is there that does nothing",
  async (face) => {
    const { analysis, served } = face.world;
    // No frame is awaited: without a script the page counts none.
    await face.page.goto(`${new URL(served).origin}/incidents/${analysis.incidents[0]!.id}`);
    assertEquals(await face.page.locator("main button:visible").count(), 0);
    await face.page.locator(".ticket summary").click();
    assertEquals(await face.page.locator(".ticket textarea").inputValue(), ticketOf(face));
  },
  { faces: ["serve"], javaScriptOff: true },
);
