// What a server says of itself by gRPC's reflection, of which nothing but its own messages need be known.
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";

export const versions = ["v1", "v1alpha"];

export const loading = { keepCase: true, longs: String, enums: String, defaults: true, oneofs: true };

const text = (id) => ({ type: "string", id });

const messages = (version) => ({
  ServerReflection: {
    methods: {
      ServerReflectionInfo: {
        requestType: "ServerReflectionRequest",
        requestStream: true,
        responseType: "ServerReflectionResponse",
        responseStream: true,
      },
    },
  },
  ServerReflectionRequest: {
    oneofs: {
      message_request: {
        oneof: [
          "file_by_filename",
          "file_containing_symbol",
          "file_containing_extension",
          "all_extension_numbers_of_type",
          "list_services",
        ],
      },
    },
    fields: {
      host: text(1),
      file_by_filename: text(3),
      file_containing_symbol: text(4),
      file_containing_extension: { type: "ExtensionRequest", id: 5 },
      all_extension_numbers_of_type: text(6),
      list_services: text(7),
    },
  },
  ExtensionRequest: { fields: { containing_type: text(1), extension_number: { type: "int32", id: 2 } } },
  ServerReflectionResponse: {
    oneofs: {
      message_response: {
        oneof: [
          "file_descriptor_response",
          "all_extension_numbers_response",
          "list_services_response",
          "error_response",
        ],
      },
    },
    fields: {
      valid_host: text(1),
      original_request: { type: "ServerReflectionRequest", id: 2 },
      file_descriptor_response: { type: "FileDescriptorResponse", id: 4 },
      all_extension_numbers_response: { type: "ExtensionNumberResponse", id: 5 },
      list_services_response: { type: "ListServiceResponse", id: 6 },
      error_response: { type: "ErrorResponse", id: 7 },
    },
  },
  FileDescriptorResponse: { fields: { file_descriptor_proto: { rule: "repeated", type: "bytes", id: 1 } } },
  ExtensionNumberResponse: {
    fields: { base_type_name: text(1), extension_number: { rule: "repeated", type: "int32", id: 2 } },
  },
  ListServiceResponse: { fields: { service: { rule: "repeated", type: "ServiceResponse", id: 1 } } },
  ServiceResponse: { fields: { name: text(1) } },
  ErrorResponse: { fields: { error_code: { type: "int32", id: 1 }, error_message: text(2) } },
});

/** One stream of questions and answers. */
export class Reflection {
  /** Of the versions, the first that the server has. */
  static async connect(address, credentials, metadata, wanted = versions) {
    for (const version of wanted) {
      const reflection = new Reflection(address, credentials, metadata, version);
      try {
        await reflection.services();
        return reflection;
      } catch (fault) {
        reflection.close();
        if (fault.code !== grpc.status.UNIMPLEMENTED || version === wanted.at(-1)) throw fault;
      }
    }
  }

  constructor(address, credentials, metadata, version) {
    this.version = version;
    const definition = loader.fromJSON({ nested: { grpc: { nested: { reflection: { nested: { [version]: { nested: messages(version) } } } } } } }, loading);
    const { ServerReflection } = grpc.loadPackageDefinition(definition).grpc.reflection[version];
    this.client = new ServerReflection(address, credentials);
    this.stream = this.client.ServerReflectionInfo(metadata);
    this.waiting = [];
    this.stream.on("data", (answer) => this.waiting.shift().resolve(answer));
    this.stream.on("error", (fault) => {
      for (const { reject } of this.waiting.splice(0)) reject(fault);
    });
  }

  /** The answer to one question, `{ list_services: "" }` or another. */
  ask(question) {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.stream.write(question);
    });
  }

  async services() {
    const answer = await this.ask({ list_services: "*" });
    return answer.list_services_response.service.map(({ name }) => name);
  }

  /** A package of everything that the symbol needs, as proto-loader makes one of a proto file; and the files themselves. */
  async files(symbol) {
    const answer = await this.ask({ file_containing_symbol: symbol });
    if (answer.message_response === "error_response") {
      const { error_code: code, error_message: details } = answer.error_response;
      throw Object.assign(new Error(details), { code, details });
    }
    return answer.file_descriptor_response.file_descriptor_proto;
  }

  async load(symbol) {
    return loader.loadFileDescriptorSetFromBuffer(fileSet(await this.files(symbol)), loading);
  }

  close() {
    this.stream.end();
    this.client.close();
  }
}

/** A serialised FileDescriptorSet: each file is its field 1, behind its length. */
function fileSet(files) {
  return Buffer.concat(
    files.flatMap((file) => {
      const prefix = [0x0a];
      for (let length = file.length; ; length >>>= 7) {
        prefix.push(length > 0x7f ? (length & 0x7f) | 0x80 : length);
        if (length <= 0x7f) break;
      }
      return [Buffer.from(prefix), file];
    }),
  );
}
