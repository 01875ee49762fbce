const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const MILLISECONDS: readonly string[] = Array.from({ length: 1000 }, (_, ms) => String(ms).padStart(3, "0"));

/** Writes epoch milliseconds as a log does. */
export type TimeWriter = (timeMs: number) => string;

/** Remembers the text of the last second: neighbouring lines share it, and formatting a date costs more than a line. */
function perSecond(format: (iso: string) => string): (second: number) => string {
  let known = NaN;
  let text = "";
  return (second) => {
    if (second !== known) text = format(new Date(second * 1000).toISOString());
    known = second;
    return text;
  };
}

/** Times of the application log: `2026-04-12T03:14:15.926+0000`. */
export function applicationTime(): TimeWriter {
  const seconds = perSecond((iso) => iso.slice(0, 19) + ".");
  return (timeMs) => {
    const second = Math.floor(timeMs / 1000);
    return `${seconds(second)}${MILLISECONDS[timeMs - second * 1000]}+0000`;
  };
}

/** Times of the access log: `12/Apr/2026:03:14:15 +0000`. */
export function accessTime(): TimeWriter {
  const seconds = perSecond((iso) => {
    const month = MONTHS[Number(iso.slice(5, 7)) - 1];
    return `${iso.slice(8, 10)}/${month}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
  });
  return (timeMs) => seconds(Math.floor(timeMs / 1000));
}
