// Holds a Containerfile against the grammar of its instructions. Argument: the file. Prints what is wrong, a line each.
import { readFile } from "node:fs/promises";
import { validate } from "dockerfile-utils";

const text = await readFile(process.argv[2], "utf8");
for (const { message, range } of validate(text)) console.log(`${range.start.line + 1}: ${message}`);
