import { type ApplicationRecord, parseApplicationRecord } from "../parse/application_record.ts";
import type { Sample } from "../scan/column_block.ts";

const records = new WeakMap<Sample, ApplicationRecord | null>();

/** The fields of a kept record, null when its layout is another. Many ask for the same one: it is read once. */
export function sampleRecord(sample: Sample): ApplicationRecord | null {
  const known = records.get(sample);
  if (known !== undefined) return known;
  const record = parseApplicationRecord(sample.text);
  records.set(sample, record);
  return record;
}
