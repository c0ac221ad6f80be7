"""Calls a method with Debian's grpcio, knowing of the server what its reflection says, and prints what came, one JSON object a line.

/usr/bin/python3 call.py ADDRESS SERVICE/METHOD '{"requests":[{}],"metadata":{},"deadline":500,"gzip":true,"ca":"a.pem","cert":"c.pem","key":"c.key"}'

The options are those of call.mjs.
"""

import json
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

# What is asked of reflection here, and no more: the rest of an answer is passed over.
TEXT, MESSAGE, OCTETS = 9, 11, 12
ONE, MANY = 1, 3


def message(name, *fields):
    described = descriptor_pb2.DescriptorProto(name=name)
    for field, number, kind, label, type_name in fields:
        described.field.add(name=field, number=number, type=kind, label=label, type_name=type_name)
    return described


def reflection_messages():
    file = descriptor_pb2.FileDescriptorProto(name="reflection.proto", package="asked", syntax="proto3")
    file.message_type.extend(
        [
            message("Request", ("file_containing_symbol", 4, TEXT, ONE, None)),
            message("Response", ("file_descriptor_response", 4, MESSAGE, ONE, ".asked.Files")),
            message("Files", ("file_descriptor_proto", 1, OCTETS, MANY, None)),
        ]
    )
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return [prototype(pool.FindMessageTypeByName(f"asked.{name}")) for name in ("Request", "Response")]


def prototype(descriptor):
    return message_factory.MessageFactory(descriptor.file.pool).GetPrototype(descriptor)


def load(channel, service, metadata):
    """The service as the server describes it."""
    request, response = reflection_messages()
    ask = channel.stream_stream(
        "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
        request_serializer=request.SerializeToString,
        response_deserializer=response.FromString,
    )
    answer = next(ask(iter([request(file_containing_symbol=service)]), metadata=metadata))
    pool = descriptor_pool.DescriptorPool()
    files = map(descriptor_pb2.FileDescriptorProto.FromString, answer.file_descriptor_response.file_descriptor_proto)
    # What a file imports comes behind it.
    for file in reversed(list(files)):
        pool.Add(file)
    return pool.FindServiceByName(service)


def open_channel(address, options):
    compression = grpc.Compression.Gzip if options.get("gzip") else grpc.Compression.NoCompression
    if "ca" not in options:
        return grpc.insecure_channel(address, compression=compression)
    ca, key, cert = (Path(options[name]).read_bytes() if name in options else None for name in ("ca", "key", "cert"))
    return grpc.secure_channel(address, grpc.ssl_channel_credentials(ca, key, cert), compression=compression)


def show(line):
    print(json.dumps(line), flush=True)


def readable(received):
    return json_format.MessageToDict(received, including_default_value_fields=True, preserving_proto_field_name=True)


def main():
    address, path, *given = sys.argv[1:]
    options = json.loads(given[0] if given else "{}")
    metadata = list(options.get("metadata", {}).items())
    deadline = options["deadline"] / 1000 if "deadline" in options else None
    service_name, method_name = path.split("/")
    with open_channel(address, options) as channel:
        try:
            method = load(channel, service_name, metadata).methods_by_name[method_name]
            run(channel, path, method, options, metadata, deadline)
        except grpc.RpcError as fault:
            show({"status": {"code": fault.code().value[0], "details": fault.details()}})


def run(channel, path, method, options, metadata, deadline):
    request_type, response_type = prototype(method.input_type), prototype(method.output_type)
    requests = [json_format.ParseDict(request, request_type()) for request in options.get("requests", [{}])]
    described = descriptor_pb2.MethodDescriptorProto()
    method.CopyToProto(described)
    streams = described.server_streaming
    open_call = channel.unary_stream if streams else channel.unary_unary
    call = open_call(f"/{path}", request_type.SerializeToString, response_type.FromString)
    if "repeat" in options:
        began = time.monotonic()
        with ThreadPoolExecutor(options.get("parallel", 1)) as pool:
            codes = Counter(pool.map(lambda _: code_of(call, requests[0], metadata), range(options["repeat"])))
        show({"codes": codes, "milliseconds": round(1000 * (time.monotonic() - began))})
    elif streams:
        running = call(requests[0], timeout=deadline, metadata=metadata)
        for number, received in enumerate(running, 1):
            show({"message": readable(received)})
            if number == options.get("take"):
                running.cancel()
                break
        show({"status": {"code": running.code().value[0], "details": running.details()}})
    else:
        show({"message": readable(call(requests[0], timeout=deadline, metadata=metadata))})
        show({"status": {"code": 0, "details": ""}})


def code_of(call, request, metadata):
    try:
        call(request, metadata=metadata)
        return 0
    except grpc.RpcError as fault:
        return fault.code().value[0]


main()
