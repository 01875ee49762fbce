/** `deno task build:rules`: reads the built-in rules and writes them where an analysis imports them from. */
import { prepareRules } from "./helpers/prepare_rules.ts";

Deno.writeTextFileSync(new URL("../lib/rules/prepared_rules.json", import.meta.url), prepareRules());
