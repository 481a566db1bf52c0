"""Publishes a roster and claims a shift with stubs made from the protos.

`google/longrunning` and `google/rpc` come from googleapis-common-protos; only paiban's own files are generated.
"""

import pathlib
import sys
import tempfile
import uuid

import grpc
import google.longrunning.operations_pb2  # noqa: F401  (known before paiban's files refer to it)
from grpc_tools import protoc

PROTO = pathlib.Path(__file__).resolve().parents[2] / "proto"


def stubs(folder):
    """Generates the stubs of paiban's files into a folder and makes it importable."""
    files = [str(path.relative_to(PROTO)) for path in sorted(PROTO.glob("paiban/v1/*.proto"))]
    well_known = pathlib.Path(protoc.__file__).parent / "_proto"
    arguments = ["protoc", f"-I{PROTO}", f"-I{well_known}", f"--python_out={folder}", f"--grpc_python_out={folder}"]
    if protoc.main(arguments + files) != 0:
        raise SystemExit("the stubs cannot be made")
    sys.path.insert(0, folder)


def main(address):
    with tempfile.TemporaryDirectory() as folder, grpc.insecure_channel(address) as channel:
        stubs(folder)
        from paiban.v1 import claim_pb2, roster_pb2, roster_service_pb2, roster_service_pb2_grpc
        from paiban.v1 import staff_service_pb2, staff_service_pb2_grpc

        hr = [("paiban-role", "hr")]
        rosters = roster_service_pb2_grpc.RosterServiceStub(channel)
        newest = rosters.ListRosters(roster_service_pb2.ListRostersRequest(), metadata=hr).rosters[0]
        request = roster_service_pb2.PublishRosterRequest(
            name=newest.name, etag=newest.etag, request_id=str(uuid.uuid4())
        )
        published = rosters.PublishRoster(request, metadata=hr, timeout=30)
        print(published.name, roster_pb2.Roster.State.Name(published.state))

        me = [("paiban-role", "staff"), ("paiban-employee", "E1")]
        staff = staff_service_pb2_grpc.StaffServiceStub(channel)
        shifts = staff.ListOpenShifts(staff_service_pb2.ListOpenShiftsRequest(parent=newest.name), metadata=me)
        for shift in shifts.open_shifts:
            decision = claim_pb2.ClaimVerdict.Decision.Name(shift.my_verdict.decision)
            print(shift.date, shift.start, shift.hall, decision)
        wanted = next(s for s in shifts.open_shifts if s.my_verdict.decision == claim_pb2.ClaimVerdict.ALLOWED)
        claim = staff.CreateClaim(
            staff_service_pb2.CreateClaimRequest(parent=wanted.name, request_id=str(uuid.uuid4())), metadata=me
        )
        print(claim.name, claim_pb2.Claim.State.Name(claim.state))
        try:
            other = [("paiban-role", "staff"), ("paiban-employee", "E2")]
            staff.CreateClaim(staff_service_pb2.CreateClaimRequest(parent=wanted.name), metadata=other)
        except grpc.RpcError as error:
            print("E2:", error.code().name, error.details())


main(sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:50051")
