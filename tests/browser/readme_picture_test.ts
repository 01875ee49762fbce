import { assert, assertEquals } from "../../lib/std/assert.ts";
import { faceTests } from "../helpers/browser_face.ts";
import { keepScreenshot } from "../helpers/browser_screenshots.ts";
import { sampleWorld } from "../helpers/browser_world.ts";

const ROOT = new URL("../../", import.meta.url);
const PICTURE = "docs/overview.png";
const MOST_BYTES = 200_000;
const SIZE = { width: 1200, height: 1100 };
/** What `deno task demo` makes. */
const DEMO = { hosts: 3, days: 2, seed: 1, sizeBytes: 50_000_000, incident: "appdb-outage" } as const;

const pictureTest = faceTests(sampleWorld(DEMO));

// Fonts differ from machine to machine, so the picture is not compared with the one in docs/: it is made anew with
// `deno test -A tests/browser/readme_picture_test.ts -- --write`.
pictureTest(`${PICTURE} is what the demo looks like, and README.md shows it`, async (face) => {
  await face.open("/");
  const image = await keepScreenshot(face.page, "readme");
  assert(image.length < MOST_BYTES, `${image.length} bytes`);
  if (Deno.args.includes("--write")) await Deno.writeFile(new URL(PICTURE, ROOT), image);
  const picture = await Deno.readFile(new URL(PICTURE, ROOT));
  // Width and height in the first chunk of a PNG.
  const head = new DataView(picture.buffer, 16, 8);
  assertEquals({ width: head.getUint32(0), height: head.getUint32(4) }, SIZE);
  assert(picture.length < MOST_BYTES, `${picture.length} bytes`);
  const readme = await Deno.readTextFile(new URL("README.md", ROOT));
  assert(readme.includes(`](${PICTURE})`), `README.md does not show ${PICTURE}`);
}, { faces: ["serve"], ...SIZE });
