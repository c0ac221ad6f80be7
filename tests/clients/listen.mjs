// Prints what an EventSource hears, one JSON object a line:
//   node listen.mjs URL '{"Header":"value"}' EVENT...
import { EventSource } from "eventsource";

const [url, headers, ...events] = process.argv.slice(2);
const print = (heard) => process.stdout.write(JSON.stringify(heard) + "\n");

const source = new EventSource(url, {
  fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, ...JSON.parse(headers) } }),
});
source.addEventListener("open", () => print({ open: true }));
for (const name of new Set(["message", ...events])) {
  source.addEventListener(name, (event) => print({ event: event.type, id: event.lastEventId, data: event.data }));
}
// Of a stream that ended or was refused; an event of the server's that is named "error" has data.
source.addEventListener("error", (event) =>
  "data" in event
    ? print({ event: "error", id: event.lastEventId, data: event.data })
    : print({ failed: true, status: event.code ?? null, closed: source.readyState === EventSource.CLOSED }),
);
