// Calls a method with the client that npm has, by the proto files, and prints what came, one JSON object a line: each message, then the status.
//   node call.mjs FOLDER FILE ADDRESS SERVICE/METHOD '{"requests":[{}],"metadata":{},"deadline":500,"gzip":true,"ca":"a.pem","cert":"c.pem","key":"c.key"}'
// With "repeat" and "parallel" it makes so many calls over one connection, so many at once, and prints how they went.
// With "take" it cancels the call after so many messages.
import { readFileSync } from "node:fs";
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";
import { loading } from "./reflection.mjs";

const [folder, file, address, path, given] = process.argv.slice(2);
const options = { requests: [{}], metadata: {}, ...JSON.parse(given ?? "{}") };
const print = (line) => process.stdout.write(JSON.stringify(line) + "\n");

const [service, method] = path.split("/");
const definition = loader.loadSync(file, { ...loading, includeDirs: [folder] });
const Client = service.split(".").reduce((names, name) => names[name], grpc.loadPackageDefinition(definition));
const credentials = options.ca
  ? grpc.credentials.createSsl(
      readFileSync(options.ca),
      options.key && readFileSync(options.key),
      options.cert && readFileSync(options.cert),
    )
  : grpc.credentials.createInsecure();
const client = new Client(address, credentials, options.gzip ? { "grpc.default_compression_algorithm": 2 } : {});
const { requestStream, responseStream } = Client.service[method];

const metadata = () => {
  const all = new grpc.Metadata();
  for (const [name, value] of Object.entries(options.metadata)) all.set(name, value);
  return all;
};
const settings = () => (options.deadline === undefined ? {} : { deadline: Date.now() + options.deadline });

/** The messages and the status of one call. */
function call(onMessage) {
  return new Promise((resolve) => {
    const messages = [];
    const take = (message) => {
      messages.push(message);
      onMessage?.(message);
      if (messages.length === options.take) running.cancel();
    };
    let head = {};
    const done = ({ code, details, metadata: trailers }) => resolve({ code, details, head, trailers: trailers?.getMap() });
    let running;
    if (requestStream) {
      running = client[method](metadata(), settings());
      for (const request of options.requests) running.write(request);
      running.end();
    } else if (responseStream) {
      running = client[method](options.requests[0], metadata(), settings());
    } else {
      running = client[method](options.requests[0], metadata(), settings(), (fault, message) => fault || take(message));
    }
    if (responseStream) {
      running.on("data", take);
      running.on("error", () => {}); // The status says it.
    }
    running.on("metadata", (received) => (head = received.getMap()));
    running.on("status", done);
  });
}

if (options.repeat) {
  const codes = {};
  let left = options.repeat;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: options.parallel ?? 1 }, async () => {
      while (left-- > 0) {
        const { code } = await call();
        codes[code] = (codes[code] ?? 0) + 1;
      }
    }),
  );
  print({ codes, milliseconds: Math.round(performance.now() - began) });
} else {
  print({ status: await call((message) => print({ message })) });
}
client.close();
