// Runs the script of a web page where there is no browser: EventSource is npm's, and one address stands for another.
//   node page.mjs SCRIPT WRITTEN MEANT
import { readFile } from "node:fs/promises";
import { EventSource } from "eventsource";

const [script, written, meant] = process.argv.slice(2);
globalThis.EventSource = EventSource;
const code = (await readFile(script, "utf8")).replaceAll(written, meant);
await import(`data:text/javascript,${encodeURIComponent(code)}`);
