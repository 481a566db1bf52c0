"""Asks a paiban server what it offers, probes its health and lists its rosters, by reflection alone."""

import sys

import grpc
from google.protobuf import descriptor_pool, json_format, message_factory
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
    ProtoReflectionDescriptorDatabase,
)

HR = [("paiban-role", "hr")]


def main(address):
    with grpc.insecure_channel(address) as channel:
        health = health_pb2_grpc.HealthStub(channel)
        for service in ("", "paiban.v1.RosterService"):
            answer = health.Check(health_pb2.HealthCheckRequest(service=service))
            print("health", service or "(all)", health_pb2.HealthCheckResponse.ServingStatus.Name(answer.status))

        database = ProtoReflectionDescriptorDatabase(channel)
        print("services", *database.get_services())
        pool = descriptor_pool.DescriptorPool(database)
        method = pool.FindServiceByName("paiban.v1.RosterService").FindMethodByName("ListRosters")
        request = message_factory.GetMessageClass(method.input_type)
        response = message_factory.GetMessageClass(method.output_type)
        call = channel.unary_unary(
            "/paiban.v1.RosterService/ListRosters",
            request_serializer=request.SerializeToString,
            response_deserializer=response.FromString,
        )
        for roster in call(request(page_size=10), metadata=HR, timeout=10).rosters:
            print(json_format.MessageToJson(roster, indent=None))


main(sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:50051")
