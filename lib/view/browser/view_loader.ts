/// <reference lib="dom" />
import { AddressError } from "../address_error.ts";
import type { PageSource } from "../page_source.ts";
import type { View } from "../view.ts";
import { findView } from "../view_list.ts";

/** A view with what it shows. */
export interface LoadedView {
  /** The view. */
  readonly view: View;
  /** What its `load` made. */
  readonly data: unknown;
}

/** Finds a view and gathers what it shows. */
export type ViewLoader = (path: string, search: URLSearchParams) => Promise<LoadedView>;

/** What a server says when it cannot answer. */
interface ServerError {
  readonly error: { readonly code: string; readonly message: string; readonly remedy: string };
}

/** Gathers from what the page carries, or asks the server that the page came from. */
export function viewLoader(source: PageSource | null): ViewLoader {
  return async (path, search) => {
    const found = findView(path);
    if (found === undefined) throw noView(path);
    const { view, id } = found;
    return {
      view,
      data: source === null ? await askServer(path, search) : await view.load(source, search, id),
    };
  };
}

async function askServer(path: string, search: URLSearchParams): Promise<unknown> {
  const response = await fetch(`/api/v1/views${path}${search.size > 0 ? `?${search}` : ""}`);
  if (response.ok) return await response.json();
  const { error }: ServerError = await response.json();
  throw new AddressError(error.message, {
    code: response.status === 404 ? "not-found" : "parameter",
    remedy: error.remedy,
  });
}

function noView(path: string): AddressError {
  return new AddressError(`Cannot find "${path}": there is no such view`, {
    code: "not-found",
    remedy: "choose one of the views above",
  });
}
