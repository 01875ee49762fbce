/// <reference lib="dom" />
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { type Face, faceTests } from "../helpers/browser_face.ts";
import { readerWorld, sampleWorld } from "../helpers/browser_world.ts";
import { fakeAnalysis } from "../helpers/fake_analysis.ts";
import { naughtyAnalysis } from "../helpers/naughty_analysis.ts";
import { hostileReader } from "../serve/hostile_reader.ts";
import { NAMED_VIEWS } from "./views.ts";

/** Links of one kind that are followed; of more of them nothing else is learned. */
const OF_A_KIND = 3;
const WORLDS = {
  "a sample": sampleWorld(),
  "hostile names": readerWorld(() => hostileReader({ analysis: naughtyAnalysis(fakeAnalysis()) })),
};

for (const [name, world] of Object.entries(WORLDS)) {
  const linkTest = faceTests(world);
  linkTest(`every view: its links, with ${name}, lead to something`, async (face) => {
    const links = new Set<string>();
    for (const { addressOf } of NAMED_VIEWS) {
      await face.open(addressOf(face.world.analysis));
      for (const link of await linksOf(face)) links.add(link);
    }
    const followed = fewOfEachKind([...links]);
    assert(followed.length > 30, `${followed.length} links`);
    const lost: string[] = [];
    for (const link of followed) {
      if (!await leadsSomewhere(face, link)) lost.push(link.slice(0, 200));
    }
    assertEquals(lost, []);
  });
}

/** Addresses of views, in the order in which they stand. */
async function linksOf({ page, kind }: Face): Promise<string[]> {
  const hrefs = await page.locator("a[href]").evaluateAll((links) =>
    links.map((link) => link.getAttribute("href") ?? "")
  );
  return hrefs.flatMap((href) => {
    if (kind === "report") return href.startsWith("#/") ? [href.slice(1)] : [];
    return href.startsWith("/") ? [href] : [];
  });
}

function fewOfEachKind(links: readonly string[]): string[] {
  const kinds = Map.groupBy(links, (link) => link.replace(/^(\/[^/?]*\/).*$/, "$1").replace(/=[^&]*/g, "="));
  return [...kinds.values()].flatMap((some) => some.slice(0, OF_A_KIND));
}

async function leadsSomewhere(face: Face, link: string): Promise<boolean> {
  if (face.kind === "serve") return (await face.page.request.get(new URL(link, face.world.served).href)).ok();
  // As a link does it, without loading the document again.
  await face.page.evaluate((hash) => void (location.hash = hash), link);
  await face.settled();
  return await face.page.title() !== "Not found · omlens";
}
