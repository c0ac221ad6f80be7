// Stands in for grpcurl, which neither Debian nor npm has: the same command lines, the same output, and nothing known of a server but what its reflection says.
//   node grpcurl.mjs -plaintext [-H 'name: value'] [-d JSON] [-cacert F -cert F -key F] [-max-time SECONDS] ADDRESS SERVICE/METHOD
//   node grpcurl.mjs -plaintext ADDRESS list [SERVICE]
//   node grpcurl.mjs -plaintext ADDRESS describe [SYMBOL]
// Beyond grpcurl's own: -reflect-version v1|v1alpha asks that version alone.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import grpc from "@grpc/grpc-js";
import { Reflection, versions } from "./reflection.mjs";

const flags = {
  plaintext: { type: "boolean" },
  header: { type: "string", short: "H", multiple: true, default: [] },
  data: { type: "string", short: "d" },
  cacert: { type: "string" },
  cert: { type: "string" },
  key: { type: "string" },
  "max-time": { type: "string" },
  "reflect-version": { type: "string" },
};
// grpcurl's flags are those of Go: one dash, or two.
const args = process.argv.slice(2).map((arg) => arg.replace(/^-(?=[a-z][a-z-]+$)/, "--"));
const { values, positionals } = parseArgs({ args, options: flags, allowPositionals: true });
const [address, what, symbol] = positionals;
const read = (path) => path && readFileSync(path);
const credentials = values.plaintext
  ? grpc.credentials.createInsecure()
  : grpc.credentials.createSsl(read(values.cacert), read(values.key), read(values.cert));
const metadata = new grpc.Metadata();
for (const header of values.header) {
  const colon = header.indexOf(":");
  metadata.add(header.slice(0, colon).trim(), header.slice(colon + 1).trim());
}
const chosen = values["reflect-version"] ? [values["reflect-version"]] : versions;

try {
  const reflection = await Reflection.connect(address, credentials, metadata, chosen);
  if (what === "list") await list(reflection, symbol);
  else if (what === "describe") await describe(reflection, symbol);
  else await invoke(reflection, what);
  reflection.close();
} catch (fault) {
  if (fault.code === undefined) throw fault;
  process.stderr.write(`ERROR:\n  Code: ${codeName(fault.code)}\n  Message: ${fault.details}\n`);
  // As grpcurl: 64 more than the code.
  process.exit(64 + fault.code);
}

async function list(reflection, service) {
  if (!service) return print((await reflection.services()).join("\n"));
  const definition = (await reflection.load(service))[service];
  print(Object.keys(definition).map((method) => `${service}.${method}`).sort().join("\n"));
}

async function describe(reflection, symbol) {
  const symbols = symbol ? [symbol] : await reflection.services();
  for (const name of symbols) {
    const found = (await reflection.load(name))[name];
    print(found.format ? describeType(name, found) : describeService(name, found));
  }
}

function describeService(name, methods) {
  const stream = (flag, type) => `${flag ? "stream " : ""}.${type}`;
  const lines = Object.values(methods).map(({ path, requestStream, responseStream, requestType, responseType }) => {
    const prefix = name.slice(0, name.lastIndexOf("."));
    const [of, to] = [requestType, responseType].map(({ type }) => `${prefix}.${type.name}`);
    return `  rpc ${path.split("/").at(-1)} ( ${stream(requestStream, of)} ) returns ( ${stream(responseStream, to)} );`;
  });
  return [`${name} is a service:`, `service ${name.split(".").at(-1)} {`, ...lines, "}"].join("\n");
}

function describeType(name, { type }) {
  const kind = (field) => field.typeName ? (field.typeName.startsWith(".") ? field.typeName : `.${field.typeName}`) : field.type.slice("TYPE_".length).toLowerCase();
  const lines = (type.field ?? []).map(
    (field) => `  ${field.label === "LABEL_REPEATED" ? "repeated " : ""}${kind(field)} ${field.name} = ${field.number};`,
  );
  return [`${name} is a message:`, `message ${type.name} {`, ...lines, "}"].join("\n");
}

async function invoke(reflection, path) {
  const slash = path.lastIndexOf("/") < 0 ? path.lastIndexOf(".") : path.lastIndexOf("/");
  const [service, method] = [path.slice(0, slash), path.slice(slash + 1)];
  const definition = await reflection.load(service);
  const Client = service.split(".").reduce((names, name) => names[name], grpc.loadPackageDefinition(definition));
  const called = Client.service[method];
  if (!called) throw { code: grpc.status.UNIMPLEMENTED, details: `service "${service}" does not include a method named "${method}"` };
  const client = new Client(address, credentials);
  const settings = values["max-time"] ? { deadline: Date.now() + 1000 * Number(values["max-time"]) } : {};
  const request = JSON.parse(values.data ?? "{}");
  try {
    await new Promise((resolve, reject) => {
      const show = (message) => print(JSON.stringify(readable(message, called.responseType.type, definition), null, 2));
      if (called.responseStream) {
        const running = called.requestStream ? client[method](metadata, settings) : client[method](request, metadata, settings);
        if (called.requestStream) running.end(request);
        running.on("data", show).on("error", reject).on("end", resolve);
      } else {
        client[method](request, metadata, settings, (fault, message) => (fault ? reject(fault) : resolve(show(message))));
      }
    });
  } finally {
    client.close();
  }
}

/** The message as protobuf's JSON has it: names in camel case, times as text, nothing that is as it would be if it were absent. */
function readable(message, type, definition) {
  const fields = [];
  for (const { name, type: kind, typeName, label, jsonName } of type.field) {
    const value = message[name];
    if (value === null || value === undefined || value === "" || value === 0 || value === "0" || value === false) continue;
    if (Array.isArray(value) && value.length === 0) continue;
    const one = (item) => kind !== "TYPE_MESSAGE" ? item
      : /(^|\.)google\.protobuf\.Timestamp$/.test(typeName) ? time(item)
      : readable(item, definition[qualified(typeName, definition)].type, definition);
    fields.push([jsonName || camel(name), label === "LABEL_REPEATED" ? value.map(one) : one(value)]);
  }
  return Object.fromEntries(fields);
}

function qualified(typeName, definition) {
  const bare = typeName.replace(/^\./, "");
  return definition[bare] ? bare : Object.keys(definition).find((name) => name.endsWith(`.${bare}`));
}

function camel(name) {
  return name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
}

function time({ seconds, nanos }) {
  const whole = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  const fraction = nanos ? `.${String(nanos).padStart(9, "0").replace(/(000){1,2}$/, "")}` : "";
  return `${whole}${fraction}Z`;
}

/** `NotFound` for 5, as grpcurl says it. */
function codeName(code) {
  return grpc.status[code].toLowerCase().replace(/(^|_)([a-z])/g, (_all, _bar, letter) => letter.toUpperCase());
}

function print(text) {
  process.stdout.write(`${text}\n`);
}
