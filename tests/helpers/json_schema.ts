/** The one place that names the JSON Schema validators. */
import { default as AjvDraft04 } from "npm:ajv-draft-04@1.0.0";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "npm:ajv@8.20.0/dist/2020.js";

/** Makes a function that lists what is wrong with a value, as `/path message`; empty when it is valid. */
export function createValidator(schema: object): (value: unknown) => string[] {
  return listErrors(new Ajv2020({ allErrors: true, strict: true }).compile(schema));
}

/** The same for a schema of draft 4, whose `format` keywords are not looked at. */
export function createDraft04Validator(schema: object): (value: unknown) => string[] {
  return listErrors(
    new AjvDraft04.default({ allErrors: true, strict: false, validateFormats: false, unicodeRegExp: false })
      .compile(schema),
  );
}

function listErrors(validate: ValidateFunction): (value: unknown) => string[] {
  return (value) => {
    validate(value);
    return (validate.errors ?? []).map((error: ErrorObject) => `${error.instancePath} ${error.message}`);
  };
}
