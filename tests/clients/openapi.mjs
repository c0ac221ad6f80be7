// Validates the OpenAPI document that comes by standard input: prints "valid" and its version, or what is wrong with it.
import { Validator } from "@seriousme/openapi-schema-validator";

let text = "";
for await (const part of process.stdin.setEncoding("utf8")) {
  text += part;
}
const validator = new Validator();
const result = await validator.validate(JSON.parse(text));
console.log(result.valid ? `valid ${validator.version}` : JSON.stringify(result.errors, null, 2));
