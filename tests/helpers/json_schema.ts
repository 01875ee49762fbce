/** The one place that names the JSON Schema validator. */
import { Ajv2020, type ErrorObject } from "npm:ajv@8.20.0/dist/2020.js";

/** Makes a function that lists what is wrong with a value, as `/path message`; empty when it is valid. */
export function createValidator(schema: object): (value: unknown) => string[] {
  const validate = new Ajv2020({ allErrors: true, strict: true }).compile(schema);
  return (value) => {
    validate(value);
    return (validate.errors ?? []).map((error: ErrorObject) => `${error.instancePath} ${error.message}`);
  };
}
