import { AddressError } from "./address_error.ts";
import type { SafeHtml } from "./html.ts";
import type { PageFrame } from "./page_frame.ts";
import type { PageSource } from "./page_source.ts";
import { type AnyParameterTable, type ParameterTable, timeParameter } from "./params/parameter.ts";
import type { WindowValues } from "./params/window_values.ts";
import { readParameters } from "./params/read_parameters.ts";

/** What a view shows. */
export interface Rendered {
  /** Title of the window: plain text. */
  readonly title: string;
  /** What stands below the head. */
  readonly body: SafeHtml;
}

/** One view of the page: what it shows at an address, and how. Runs in Deno and in the browser. */
export interface View {
  /** Path; `{id}` stands for one segment. */
  readonly path: string;
  /** What may follow the `?`. */
  readonly parameters: AnyParameterTable;
  /**
   * Gathers what is shown: plain JSON of bounded size, which travels from the server to the browser.
   *
   * @throws {AddressError} a parameter is wrong, or there is no such thing
   */
  readonly load: (source: PageSource, search: URLSearchParams, id: string) => unknown;
  /** Shows what was loaded. */
  readonly render: (data: unknown, frame: PageFrame) => Rendered;
  /** Whether the same will be loaded as long as the case is the same: the answer may be kept. */
  readonly isLasting: (data: unknown) => boolean;
}

/** What a view is made of. */
export interface ViewParts<Values, Data> {
  /** Path; `{id}` stands for one segment. */
  readonly path: string;
  /** What may follow the `?` besides `since` and `until`. */
  readonly parameters: ParameterTable<Values>;
  /** Gathers what is shown; all of it must survive JSON. */
  readonly load: (source: PageSource, values: Values & WindowValues, id: string) => Data | Promise<Data>;
  /** Shows it. */
  readonly render: (data: Data, frame: PageFrame) => Rendered;
  /** Whether the same will be loaded again. @default always */
  readonly isLasting?: (data: Data) => boolean;
}

const WINDOW_PARAMETERS: ParameterTable<WindowValues> = {
  since: timeParameter("only from then on"),
  until: timeParameter("only up to then"),
};

/** Makes a view whose parameters are read before it loads. */
export function view<Values, Data>(
  { path, parameters, load, render, isLasting = () => true }: ViewParts<Values, Data>,
): View {
  const table = { ...parameters, ...WINDOW_PARAMETERS } as ParameterTable<Values & WindowValues>;
  return {
    path,
    parameters: table as AnyParameterTable,
    load: (source, search, id) => load(source, checkWindow(readParameters(table, search)), id),
    // What is rendered was loaded by this view.
    render: (data, frame) => render(data as Data, frame),
    isLasting: (data) => isLasting(data as Data),
  };
}

function checkWindow<Values extends WindowValues>(values: Values): Values {
  const { since, until } = values;
  if (since === undefined || until === undefined || since <= until) return values;
  throw new AddressError('Cannot read parameter "until": it is before "since"', {
    code: "parameter",
    remedy: "give the earlier time as since",
  });
}

/** Whether something that lasts from one time to another (ISO 8601) touches the window. */
export function touchesWindow(start: string, end: string, { since, until }: WindowValues): boolean {
  return (since === undefined || Date.parse(end) >= since) &&
    (until === undefined || Date.parse(start) <= until);
}
