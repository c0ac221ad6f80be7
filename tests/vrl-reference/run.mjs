// The reference answers cases: JSON lines {"id", "source", "event"} in, lines {"id", "code" | "result" and "event" | "error"} out, in the same order.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(import.meta.url);
const TERMINATION = /^Termination;\n/;
let engine = require("@bpinternal/verel");

/** A panic leaves the WebAssembly instance unusable: the next case gets a new one. */
function renew() {
  delete require.cache[require.resolve("@bpinternal/verel")];
  engine = require("@bpinternal/verel");
}

function answer(source, event) {
  try {
    const { errors } = engine.check(source);
    if (errors.length > 0) return { code: errors[0].code, detail: errors[0].message };
    return engine.execute(source, event);
  } catch (fault) {
    const message = String(fault?.message ?? fault);
    if (TERMINATION.test(message)) return { error: message.replace(TERMINATION, "").trimEnd() };
    renew();
    return { panic: message };
  }
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  let id = null;
  let answered;
  try {
    const parsed = JSON.parse(line);
    id = parsed.id;
    answered = answer(parsed.source, parsed.event);
  } catch (fault) {
    answered = { panic: String(fault) };
  }
  let text;
  try {
    text = JSON.stringify({ id, ...answered }, (_, value) => (typeof value === "bigint" ? Number(value) : value));
  } catch (fault) {
    text = JSON.stringify({ id, panic: String(fault) });
  }
  process.stdout.write(text + "\n");
}
