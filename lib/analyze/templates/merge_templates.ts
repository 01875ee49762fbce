import { MASK } from "../../scan/mask_text.ts";
import { type CutTemplate, cutTemplate, joinTemplate } from "./cut_template.ts";
import { variableWords } from "./variable_words.ts";

/** A template, and what it may be merged with. */
export interface GroupedTemplate {
  /** Level, logger, exception, rules: only templates of one group are merged. */
  readonly group: string;
  /** The template. */
  readonly template: string;
}

/** Between letters or digits, what makes a name of parts: `com.example.Worker`, `shard_a`, `Peer$Role`. */
const PARTS = /[A-Za-z0-9][.$\\:_]+[A-Za-z0-9]/;
/** In capitals are states, commands and constants: they are no values. */
const SMALL = /[a-z]/;
const LETTER = /[A-Za-z]/;
const THROWABLE = /(?:Exception|Error|Throwable|Failure)\W*$/;
const NOTHING = /^(?:null|none|nil|NaN|undefined|unknown|-)$/i;
const NOTHING_CHARS = 9;
/** So many different names at one place are values of a variable. */
const MIN_NAMES = 8;
/** Groups with more text stay as they are: in pieces they would take too much memory. */
const MAX_GROUP_CHARS = 4_000_000;

/** Numbers of the tokens that are values, by template. */
type Places = ReadonlyMap<CutTemplate, ReadonlySet<number>>;

/**
 * The template that each belongs to: where templates of a group differ in nothing but a name or a word, and there are so
 * many of them that it must be a variable, they are one, with a mask there. Order makes no difference. Takes time in
 * proportion to the length of the templates.
 */
export function mergeTemplates(templates: readonly GroupedTemplate[]): readonly string[] {
  const byNames = mergeWith(templates, variableNames);
  const again = templates.map(({ group }, at) => ({ group, template: byNames[at]! }));
  return mergeWith(again, variableWords);
}

function mergeWith(
  templates: readonly GroupedTemplate[],
  variableIn: (templates: readonly CutTemplate[]) => Places,
): string[] {
  const groups = new Map<string, Map<string, string>>();
  for (const { group, template } of templates) {
    const known = groups.get(group);
    if (known === undefined) groups.set(group, new Map([[template, template]]));
    else known.set(template, template);
  }
  for (const group of groups.values()) {
    const different = [...group.keys()];
    const chars = different.reduce((sum, { length }) => sum + length, 0);
    if (group.size === 1 || chars > MAX_GROUP_CHARS) continue;
    for (const [cut, places] of variableIn(different.map(cutTemplate))) {
      group.set(cut.template, joinTemplate(cut, (token, place) => places.has(place) ? MASK : token));
    }
  }
  return templates.map(({ group, template }) => groups.get(group)!.get(template)!);
}

/** The places where templates that are the same elsewhere have a name, and others something else. */
function variableNames(templates: readonly CutTemplate[]): Places {
  const variable = new Map<CutTemplate, Set<number>>();
  const forms = Map.groupBy(templates, (cut) => joinTemplate(cut, (token) => isOpen(token) ? MASK : token));
  for (const [form, members] of forms) {
    // A message that is nothing but names says what it says.
    if (members.length < 2 || !LETTER.test(form)) continue;
    const places = new Set(members[0]!.tokens.keys().filter((place) => isVariable(members, place)));
    if (places.size > 0) { for (const member of members) variable.set(member, places); }
  }
  return variable;
}

function isVariable(members: readonly CutTemplate[], place: number): boolean {
  if (!isOpen(members[0]!.tokens[place]!)) return false;
  const values = new Set(members.map(({ tokens }) => tokens[place]!));
  return values.has(MASK) || [...values].filter((value) => !isNothing(value)).length >= MIN_NAMES;
}

/** Whether another value may stand where a token does. */
function isOpen(token: string): boolean {
  return token === MASK || isNothing(token) ||
    (PARTS.test(token) && SMALL.test(token) && !THROWABLE.test(token));
}

function isNothing(token: string): boolean {
  return token.length <= NOTHING_CHARS && NOTHING.test(token);
}
