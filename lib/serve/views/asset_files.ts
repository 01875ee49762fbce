import { createHash } from "node:crypto";
import pageScript from "../../view/assets/page_script.js" with { type: "text" };
import waitingScript from "../waiting/waiting_script.js" with { type: "text" };
import { PAGE_STYLE } from "../../view/shell/page_style.ts";

/** A file that pages load. */
export interface AssetFile {
  /** Media type. */
  readonly type: string;
  /** Content. */
  readonly content: string;
  /** Where pages find it: another address for another content. */
  readonly address: string;
}

/** The files by name: nothing of a case is in them. */
export const ASSET_FILES: Readonly<Record<string, AssetFile>> = {
  "page.css": assetFile("page.css", "text/css; charset=utf-8", PAGE_STYLE),
  "page.js": assetFile("page.js", "text/javascript; charset=utf-8", pageScript),
  "waiting.js": assetFile("waiting.js", "text/javascript; charset=utf-8", waitingScript),
};

function assetFile(name: string, type: string, content: string): AssetFile {
  const hash = createHash("sha256").update(content).digest("base64url").slice(0, 16);
  return { type, content, address: `/assets/${name}?v=${hash}` };
}

/** The file at an address, which a browser keeps for a year when the address names its content; null: there is none. */
export function answerAsset({ pathname, search }: URL): Response | null {
  const name = pathname.startsWith("/assets/") ? pathname.slice("/assets/".length) : "";
  const file = Object.hasOwn(ASSET_FILES, name) ? ASSET_FILES[name] : undefined;
  if (file === undefined) return null;
  const isLasting = file.address === pathname + search;
  const cacheControl = isLasting ? "public, max-age=31536000, immutable" : "no-cache";
  return new Response(file.content, {
    headers: { "content-type": file.type, "cache-control": cacheControl },
  });
}
