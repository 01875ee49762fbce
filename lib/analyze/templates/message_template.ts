import { MASK, maskText } from "../../scan/mask_text.ts";
import type { KeptToken } from "../../scan/template_hasher.ts";

/** `user.name=zookeeper` where nothing but its value follows: one line of a list of settings. */
const SETTING = /(^|[\s:])[a-z]\w*(?:\.\w+)+=[^=]*$/;

/**
 * Parts of a message that are values although no digit tells so, or although a delimiter is in them. Each begins where
 * no other could have, or is bounded: none looks at a text more often than a fixed number of times. What one needs is
 * looked for first, which is much faster.
 */
const VALUES: readonly (readonly [needs: string, value: RegExp])[] = [
  // A URL, or a path with a drive letter.
  ["://", /(?<![\w.+-])[A-Za-z][\w+.-]{0,15}:\/\/[^\s"'<>,;)\]}|]+/g],
  [":", /(?<!\w)[A-Za-z]:[\\/][^\s"'<>,;)\]}|]+/g],
  // `host/192.0.2.1:27017`, as Java prints addresses.
  ["/", /(?<![\w.-])[\w.-]{1,255}\/\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?(?!\w)/g],
  // A path, absolute or of three names and more.
  ["/", /(?<![\w)\]}#>$*.%/-])\/[\w.$@%+~:!*?&=/-]*[\w/*]/g],
  ["/", /(?<![\w.$/-])[\w.$-]+(?:\/[\w.$-]+){2,}/g],
  // A date in words.
  [
    " ",
    /(?<!\w)(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{1,2}|\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))(?!\w)(?:,? (?:\d{4}|\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?|[AP]M|[A-Z]{3,4})(?!\w)){0,4}/g,
  ],
  // A quantity: sizes and times change their unit as they grow.
  [
    "",
    /(?<![\w.])[-+]?\d[\d.,]{0,30}\s?(?:[KMGTPE]i?B|kB|[Bb]ytes?|B|[nuµm]?s|millis(?:econds)?|secs?|seconds?|mins?|minutes?|hrs?|hours?|days?)(?!\w)/g,
  ],
  // Hexadecimal without a digit; no word is spelt so.
  ["", /(?<!\w)(?:[a-f]{8,64}|[A-F]{8,64})(?!\w)/g],
];

/** Values one after another: a list is the same message however long it is. */
const LIST = /#(?:(?:, ?|[;|/ \t])#)+/g;

/** What a number at the start of a logger stands for is an instance: `2181:Listener`. */
const LOGGER_NUMBER = /(?<![\w$])\d+(?:[.:/]\d+)*/g;

/**
 * The template of a message: every word with a digit or `@` becomes `#`, and so do paths, URLs, quantities, dates, lists of
 * such. It depends on the message alone, so that a message has the same template in every archive.
 */
export function messageTemplate(message: string, kept: readonly KeptToken[] = []): string {
  let text = message.includes("=") ? message.replace(SETTING, "$1#=#") : message;
  for (const [needs, value] of VALUES) if (text.includes(needs)) text = text.replace(value, MASK);
  return maskText(text, kept).replace(LIST, MASK);
}

/** A logger without the numbers and keys of single jobs and instances. */
export function loggerTemplate(logger: string): string {
  return logger.replace(/^(backup\.jobs\.).+$/, "$1#").replace(LOGGER_NUMBER, MASK).replace(
    /^(?:#[:/])+/,
    "",
  );
}
