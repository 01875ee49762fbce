import { nearestName } from "../../rules/nearest_name.ts";
import { AddressError } from "../address_error.ts";
import type { ParameterTable } from "./parameter.ts";

/**
 * Reads the parameters of an address. An empty one, as forms send it, counts as left out; of one that is given twice
 * the first counts.
 *
 * @throws {AddressError} when a value is wrong, or a name is not in the table
 */
export function readParameters<Values>(table: ParameterTable<Values>, search: URLSearchParams): Values {
  const names = Object.keys(table);
  for (const name of search.keys()) if (!Object.hasOwn(table, name)) throw unknownName(name, names);
  const values = Object.fromEntries(
    names.map((name) => [name, table[name as keyof Values].read(search.get(name) || null, name)]),
  );
  // Each value was made by the reader that the table has for its name.
  return values as Values;
}

function unknownName(name: string, names: readonly string[]): AddressError {
  const nearest = nearestName(name, names) ?? names.join(", ");
  return new AddressError(`Cannot read the address: it has no parameter "${name}"`, {
    code: "parameter",
    remedy: nearest === "" ? "leave it out" : `use ${nearest}`,
  });
}
