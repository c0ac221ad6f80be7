// Validates the OpenAPI document at the URL that is given: prints "valid" and its version, or what is wrong with it.
import { Validator } from "@seriousme/openapi-schema-validator";

const answer = await fetch(process.argv[2]);
const validator = new Validator();
const result = await validator.validate(await answer.json());
console.log(result.valid ? `valid ${validator.version}` : JSON.stringify(result.errors));
