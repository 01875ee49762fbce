/**
 * The worker that scans, and packs what it found for the case, if there will be one.
 *
 * @module
 */
import { blockPacker } from "./case/columns/block_packer.ts";
import type { ScanStart } from "./scan/scan_messages.ts";
import { serveScan } from "./scan/serve_scan.ts";

declare const self: { onmessage: ((event: MessageEvent<ScanStart>) => void) | null };

self.onmessage = ({ data }) => serveScan(data, data.packs ? blockPacker() : null);
