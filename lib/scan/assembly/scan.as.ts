/**
 * What the WebAssembly module exports.
 *
 * @module
 */
export { setAccessRoom, setAccessTables } from "./access_ids.as";
export { requestCount, setRequestColumns } from "./access_rows.as";
export {
  beginAccessRegion,
  latencyMs,
  requestLines,
  requestPosition,
  scanAccess,
  setAccessWindow,
  skipTo,
} from "./access_scan.as";
export { setAgentLines } from "./agent_lines.as";
export { nameCount, oddLineCount, rowCount, setResults, useColumns } from "./application_rows.as";
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
export { firstRequestMs, lastRequestMs, requestOverflow, setQuietRequests } from "./request_notes.as";
export { firstRecordMs, lastRecordMs, nextGap, nextLoud, setQuietRecords } from "./record_notes.as";
export { setMarker } from "./record_head.as";
export { setTexts } from "./template_hash.as";
