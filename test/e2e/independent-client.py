"""Asks a sidecar as any program could that has none of its files: what it serves, and what that means, it is told by reflection.

Usage: independent-client.py TARGET [TOKEN]

Prints one JSON document a line: the names of the services, the status, the channels, its gRPC servers, an error with its details, and what
the health of the host API is as it changes, until it serves.
"""

import json
import sys

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

REFLECTION = "grpc.reflection.v1.ServerReflection"
TIMEOUT_SECONDS = 20


def reflection_file():
    """As much of grpc/reflection/v1/reflection.proto as is needed to begin."""
    file = descriptor_pb2.FileDescriptorProto(
        name="begin.proto", package="grpc.reflection.v1", syntax="proto3"
    )

    def message(name, *fields):
        added = file.message_type.add(name=name)
        for number, field, repeated, kind in fields:
            is_message = isinstance(kind, str)
            added.field.add(
                name=field,
                number=number,
                label=3 if repeated else 1,
                type=11 if is_message else kind,
                type_name=f".grpc.reflection.v1.{kind}" if is_message else None,
            )

    string, bytes_ = 9, 12
    message("ServiceResponse", (1, "name", False, string))
    message("ListServiceResponse", (1, "service", True, "ServiceResponse"))
    message("FileDescriptorResponse", (1, "file_descriptor_proto", True, bytes_))
    message("ServerReflectionRequest", (4, "file_containing_symbol", False, string), (7, "list_services", False, string))
    message(
        "ServerReflectionResponse",
        (4, "file_descriptor_response", False, "FileDescriptorResponse"),
        (6, "list_services_response", False, "ListServiceResponse"),
    )
    return file


class Client:
    def __init__(self, target, token):
        self.channel = grpc.insecure_channel(target)
        self.metadata = [] if token is None else [("authorization", f"Bearer {token}")]
        self.pool = descriptor_pool.DescriptorPool()
        self.pool.Add(reflection_file())
        self.known = set()

    def message(self, name):
        described = self.pool.FindMessageTypeByName(name)
        if hasattr(message_factory, "GetMessageClass"):
            return message_factory.GetMessageClass(described)
        return message_factory.MessageFactory(self.pool).GetPrototype(described)

    def reflect(self, **question):
        call = self.channel.stream_stream(
            f"/{REFLECTION}/ServerReflectionInfo",
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=self.message("grpc.reflection.v1.ServerReflectionResponse").FromString,
        )
        request = self.message("grpc.reflection.v1.ServerReflectionRequest")(**question)
        return next(call(iter([request]), metadata=self.metadata, timeout=TIMEOUT_SECONDS))

    def services(self):
        return sorted(each.name for each in self.reflect(list_services="*").list_services_response.service)

    def learn(self, symbol):
        """Takes the files that describe a symbol, those that others need first."""
        files = {}
        for encoded in self.reflect(file_containing_symbol=symbol).file_descriptor_response.file_descriptor_proto:
            file = descriptor_pb2.FileDescriptorProto.FromString(encoded)
            files[file.name] = file

        def add(name):
            if name in self.known:
                return
            self.known.add(name)
            for needed in files[name].dependency:
                add(needed)
            self.pool.Add(files[name])

        for name in files:
            add(name)

    def call(self, service, method, request):
        self.learn(service)
        described = self.pool.FindServiceByName(service).FindMethodByName(method)
        streams = json_format.MessageToDict(described._proto if hasattr(described, "_proto") else self.proto(described))
        make = self.channel.unary_stream if streams.get("serverStreaming") else self.channel.unary_unary
        call = make(
            f"/{service}/{method}",
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=self.message(described.output_type.full_name).FromString,
        )
        message = json_format.ParseDict(request, self.message(described.input_type.full_name)())
        return call(message, metadata=self.metadata, timeout=TIMEOUT_SECONDS)

    @staticmethod
    def proto(described):
        copy = descriptor_pb2.MethodDescriptorProto()
        described.CopyToProto(copy)
        return copy

    def details(self, error):
        """The google.rpc.Status of an error, its details by the names of their types."""
        self.learn("google.rpc.Status")
        self.learn("google.rpc.ErrorInfo")
        encoded = dict(error.trailing_metadata())["grpc-status-details-bin"]
        status = self.message("google.rpc.Status").FromString(encoded)
        parts = {}
        for part in status.details:
            name = part.type_url.split("/")[-1]
            parts[name] = json_format.MessageToDict(self.message(name).FromString(part.value))
        return parts


def tell(**what):
    print(json.dumps(what), flush=True)


def main(target, token=None):
    client = Client(target, token)
    tell(services=client.services())
    ops = "cburst.v1.OpsService"
    tell(status=json_format.MessageToDict(client.call(ops, "GetStatus", {})))
    tell(channels=json_format.MessageToDict(client.call(ops, "ListChannels", {"pageSize": 10})))
    tell(channelz=json_format.MessageToDict(client.call("grpc.channelz.v1.Channelz", "GetServers", {})))
    try:
        client.call(ops, "ListChannels", {"pageToken": "none of yours"})
    except grpc.RpcError as error:
        tell(code=error.code().name, message=error.details(), details=client.details(error))
    for answer in client.call("grpc.health.v1.Health", "Watch", {"service": "cburst.v1.HostService"}):
        status = json_format.MessageToDict(answer)["status"]
        tell(health=status)
        if status == "SERVING":
            break
    client.channel.close()


main(*sys.argv[1:])
