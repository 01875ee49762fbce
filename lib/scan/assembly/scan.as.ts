/**
 * What the WebAssembly module exports.
 *
 * @module
 */
export { requestCount, setRequestColumns } from "./access_rows.as";
export {
  beginAccessRegion,
  requestLines,
  requestPosition,
  scanAccess,
  setAccessTables,
  setAccessWindow,
  skipTo,
} from "./access_scan.as";
export { nameCount, oddLineCount, rowCount, setResults } from "./application_rows.as";
export {
  beginRegion,
  hasOwner,
  lines,
  overflow,
  scanApplication,
  setRoom,
  setTables,
  setWindow,
} from "./application_scan.as";
export { setMarker } from "./record_head.as";
export { setTexts } from "./template_hash.as";
