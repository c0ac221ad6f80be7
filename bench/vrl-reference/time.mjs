// Reads {source, event} from standard input, and prints how many microseconds one call of the reference takes.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { execute } = createRequire(import.meta.url)("@bpinternal/verel");
const { source, event } = JSON.parse(readFileSync(0, "utf8"));
const parsed = JSON.parse(event);

// Throws where the program does not compile or fails: then there is nothing to measure.
execute(source, parsed);

function repeat(milliseconds) {
  const started = process.hrtime.bigint();
  let calls = 0;
  let took;
  do {
    for (let i = 0; i < 8; i++) execute(source, parsed);
    calls += 8;
    took = Number(process.hrtime.bigint() - started) / 1e3;
  } while (took < milliseconds * 1e3);
  return took / calls;
}

repeat(1000);
console.log(repeat(2000));
