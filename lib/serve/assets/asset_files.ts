import reportStyle from "../../report/report_style.css" with { type: "text" };
import brush from "./brush.js" with { type: "text" };
import pageStyle from "./page.css" with { type: "text" };

/** A file that pages load. */
export interface AssetFile {
  /** Media type. */
  readonly type: string;
  /** Content. */
  readonly content: string;
}

/** The files by name: nothing of a case is in them. */
export const ASSET_FILES: Readonly<Record<string, AssetFile>> = {
  "page.css": { type: "text/css; charset=utf-8", content: `${reportStyle}\n${pageStyle}` },
  "brush.js": { type: "text/javascript; charset=utf-8", content: brush },
};
