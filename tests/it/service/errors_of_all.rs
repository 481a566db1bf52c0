//! Refusals that every method has, or every one of its kind: asked of all of them, as the services describe themselves.

use paiban::formats::proto;
use prost::Message;
use prost_reflect::{
    DescriptorPool, DynamicMessage, Kind, MessageDescriptor, MethodDescriptor, Value,
};
use serde_json::{Value as Json, json};
use tonic::{Code, Request, Response, Status};

use super::errors::Seen;
use super::robust::Raw;
use super::running::{Running, Wire};

/// A call's answer, without what it holds.
pub type Answer = Result<Response<()>, Status>;

/// A row of the table: which methods, code, reason.
type Row<'a> = (&'a str, Code, &'a str);

const HR: [(&str, &str); 1] = [("paiban-role", "hr")];
const STRANGER: [(&str, &str); 2] = [("paiban-role", "hr"), ("paiban-halls", "elsewhere")];

/// Things that requests are about.
pub struct Things<'a> {
    pub roster: &'a str,
    pub shift: &'a str,
    pub claim: &'a str,
    pub operation: &'a str,
}

/// Things that are not there.
const NOTHING: Things<'_> = Things {
    roster: "rosters/none",
    shift: "rosters/none/openShifts/none",
    claim: "rosters/none/openShifts/none/claims/none",
    operation: "operations/none",
};

/// What a method's request names.
#[derive(Clone, Copy, Debug, PartialEq)]
enum About {
    Nothing,
    Roster,
    Shift,
    Claim,
    Operation,
}

/// One method of a service.
pub struct Method(pub MethodDescriptor);

impl Method {
    /// Every method of every service of ours.
    pub fn all() -> Vec<Method> {
        let pool = DescriptorPool::decode(proto::DESCRIPTORS).expect("own files");
        let services = pool.services();
        services
            .flat_map(|service| service.methods().map(Method).collect::<Vec<_>>())
            .collect()
    }

    pub fn named(name: &str) -> Method {
        let mut all = Method::all().into_iter();
        all.find(|method| method.0.name() == name).expect(name)
    }

    fn has(&self, field: &str) -> bool {
        self.0.input().get_field_by_name(field).is_some()
    }

    fn is_of(&self, service: &str) -> bool {
        self.0.parent_service().name() == service
    }

    fn about(&self) -> About {
        match self.0.name() {
            "CreateRoster" | "ListRosters" | "ListOperations" => About::Nothing,
            "GetOpenShift" | "CreateClaim" | "ListClaims" => About::Shift,
            "GetClaim" | "WithdrawClaim" => About::Claim,
            _ if self.is_of("Operations") => About::Operation,
            _ => About::Roster,
        }
    }

    /// A request that could be granted, about these things.
    pub fn request(&self, things: &Things<'_>) -> Json {
        let mut request = match self.0.name() {
            "EditRoster" => {
                json!({"edits": [{"employee": "E1", "date": "2026-03-09", "rest": {}}]})
            }
            "ExportRoster" => json!({"format": "TEXT"}),
            "ListCoworkers" => json!({"date": "2026-03-09"}),
            "CreateClaim" => json!({"claim": {"employee": "E1"}}),
            "CompareScenarios" => {
                json!({"scenarios": [{"id": "more", "more_staff": [{"like": "E1"}]}]})
            }
            "CreateRoster" => {
                let path = concat!(env!("CARGO_MANIFEST_DIR"), "/instances/tiny/sixth-day.json");
                let text = std::fs::read_to_string(path).expect("the file is there");
                let instance: Json = serde_json::from_str(&text).expect("JSON");
                json!({"roster": {"instance": instance}})
            }
            _ => json!({}),
        };
        let name = match self.about() {
            About::Nothing => "",
            About::Roster => things.roster,
            About::Shift => things.shift,
            About::Claim => things.claim,
            About::Operation => things.operation,
        };
        for field in ["name", "parent"] {
            if self.has(field) {
                request[field] = json!(name);
            }
        }
        if self.has("employee") {
            request["employee"] = json!("E1");
        }
        request
    }

    /// Asks it.
    pub async fn ask(&self, wire: &Wire, request: Json) -> Answer {
        self.ask_with(wire, request, None).await
    }

    /// The same with a deadline.
    pub async fn ask_with(
        &self,
        wire: &Wire,
        request: Json,
        deadline: Option<std::time::Duration>,
    ) -> Answer {
        let message = DynamicMessage::deserialize(self.0.input(), request.clone())
            .unwrap_or_else(|error| panic!("{}: {error}: {request}", self.0.name()));
        self.send(wire, &message, deadline).await
    }

    async fn send(
        &self,
        wire: &Wire,
        message: &DynamicMessage,
        deadline: Option<std::time::Duration>,
    ) -> Answer {
        let path = format!("/{}/{}", self.0.parent_service().full_name(), self.0.name());
        let path = path.parse().expect("a path");
        let mut client = tonic::client::Grpc::new(wire.clone());
        client.ready().await.expect("it listens");
        let mut request = Request::new(message.encode_to_vec());
        if let Some(deadline) = deadline {
            request.set_timeout(deadline);
        }
        if self.0.is_server_streaming() {
            let answer = client.server_streaming(request, path, Raw).await;
            answer.map(|answer| answer.map(|_| ()))
        } else {
            let answer = client.unary(request, path, Raw).await;
            answer.map(|answer| answer.map(|_| ()))
        }
    }
}

/// A message without a field that makes sense.
fn nonsense(of: &MessageDescriptor, depth: usize) -> DynamicMessage {
    let mut message = DynamicMessage::new(of.clone());
    for field in of.fields() {
        let value = match field.kind() {
            Kind::String => Value::String("?".to_string()),
            Kind::Int32 => Value::I32(-1),
            Kind::Int64 => Value::I64(-1),
            Kind::Double => Value::F64(-1.0),
            Kind::Message(inner) if depth > 0 => Value::Message(nonsense(&inner, depth - 1)),
            _ => continue,
        };
        match field.is_list() {
            true => message.set_field(&field, Value::List(vec![value])),
            false => message.set_field(&field, value),
        }
    }
    message
}

/// Whether a role may call a method at all.
fn may(role: &str, method: &Method) -> bool {
    let reads = ["Get", "List", "Watch", "Export", "Wait"];
    let reads = reads.iter().any(|verb| method.0.name().starts_with(verb));
    match role {
        "staff" => method.is_of("StaffService"),
        "planner" if method.0.name() == "ListAuditEntries" => false,
        "planner" => method.is_of("PlanningService") || (reads && !method.is_of("StaffService")),
        _ => true,
    }
}

/// Whoever may not call a method hears that and nothing of the request.
async fn roles(service: &Running, seen: &mut Seen) {
    for role in ["hr", "staff", "planner"] {
        let caller = [("paiban-role", role), ("paiban-employee", "E1")];
        let wire = service.wire(&caller).await;
        for method in Method::all() {
            let request = nonsense(&method.0.input(), 4);
            let answer = method.send(&wire, &request, None).await;
            if !may(role, &method) {
                let row = ("every method", Code::PermissionDenied, "ROLE_NOT_ALLOWED");
                seen.check_of(row, method.0.name(), answer);
                continue;
            }
            let code = answer.map_err(|status| status.code()).err();
            assert_eq!(
                code,
                Some(Code::InvalidArgument),
                "{role} {}",
                method.0.name()
            );
        }
    }
}

/// Who asks what in each group, and what all of the group answer.
pub async fn everywhere(service: &Running, seen: &mut Seen, things: &Things<'_>) {
    callers(service, seen, things).await;
    roles(service, seen).await;
    names(service, seen, things).await;
    people(service, seen, things).await;
    changes(service, seen, things).await;
    lists(service, seen, things).await;
}

async fn callers(service: &Running, seen: &mut Seen, things: &Things<'_>) {
    let nobody: Row<'_> = ("every method", Code::Unauthenticated, "CALLER_MISSING");
    let strange: Row<'_> = ("every method", Code::Unauthenticated, "CALLER_INVALID");
    let other: Row<'_> = ("every method", Code::PermissionDenied, "ROLE_NOT_ALLOWED");
    let staff = [("paiban-role", "staff"), ("paiban-employee", "E1")];
    let planner = [("paiban-role", "planner")];
    for method in Method::all() {
        let wrong = match method.is_of("StaffService") {
            true => planner.as_slice(),
            false => staff.as_slice(),
        };
        let callers: [(&[(&'static str, &str)], Row<'_>); 4] = [
            (&[], nobody),
            (&[("paiban-role", "boss")], strange),
            (&[("paiban-role", "staff")], strange),
            (wrong, other),
        ];
        for (caller, row) in callers {
            let wire = service.wire(caller).await;
            let answer = method.ask(&wire, method.request(things)).await;
            seen.check_of(row, method.0.name(), answer);
        }
    }
    let row = (
        "every method on one thing",
        Code::PermissionDenied,
        "HALL_NOT_YOURS",
    );
    let wire = service.wire(&STRANGER).await;
    for method in Method::all() {
        if method.about() != About::Nothing || method.0.name() == "CreateRoster" {
            let answer = method.ask(&wire, method.request(things)).await;
            seen.check_of(row, method.0.name(), answer);
        }
    }
}

async fn names(service: &Running, seen: &mut Seen, things: &Things<'_>) {
    let wire = service.wire(&HR).await;
    for method in Method::all() {
        let missing = match method.about() {
            About::Nothing => continue,
            About::Roster => ("every method on a roster", "ROSTER_NOT_FOUND"),
            About::Shift => ("every method on a shift", "ROSTER_NOT_FOUND"),
            About::Claim => ("every method on a claim", "CLAIM_NOT_FOUND"),
            About::Operation => ("every method on an operation", "OPERATION_NOT_FOUND"),
        };
        let answer = method.ask(&wire, method.request(&NOTHING)).await;
        seen.check_of(
            (missing.0, Code::NotFound, missing.1),
            method.0.name(),
            answer,
        );
        let wrong = Things {
            roster: things.operation,
            shift: things.roster,
            claim: things.shift,
            operation: things.roster,
        };
        let row = (
            "every method on one thing",
            Code::InvalidArgument,
            "FIELD_INVALID",
        );
        let answer = method.ask(&wire, method.request(&wrong)).await;
        seen.check_of(row, method.0.name(), answer);
    }
}

async fn people(service: &Running, seen: &mut Seen, things: &Things<'_>) {
    let hr = service.wire(&HR).await;
    let colleague = [("paiban-role", "staff"), ("paiban-employee", "E2")];
    let colleague = service.wire(&colleague).await;
    let ones = |method: &Method| method.has("employee") || method.0.name() == "CreateClaim";
    for method in Method::all().into_iter().filter(|method| {
        method.is_of("StaffService") && (ones(method) || method.about() == About::Claim)
    }) {
        let row = (
            "every method for one person",
            Code::PermissionDenied,
            "NOT_YOUR_OWN",
        );
        let answer = method.ask(&colleague, method.request(things)).await;
        seen.check_of(row, method.0.name(), answer);
        // A list of nobody's claims is empty.
        if !ones(&method) || method.0.name() == "ListClaims" {
            continue;
        }
        for (employee, code, reason) in [
            ("E9", Code::NotFound, "EMPLOYEE_NOT_FOUND"),
            ("", Code::InvalidArgument, "FIELD_INVALID"),
        ] {
            let mut request = method.request(things);
            match method.0.name() {
                "CreateClaim" => request["claim"]["employee"] = json!(employee),
                _ => request["employee"] = json!(employee),
            }
            let answer = method.ask(&hr, request).await;
            seen.check_of(
                ("every method for one person", code, reason),
                method.0.name(),
                answer,
            );
        }
    }
}

async fn changes(service: &Running, seen: &mut Seen, things: &Things<'_>) {
    let hr = service.wire(&HR).await;
    let id = "0d0f7a3e-6f0e-4f0a-8a53-1b6a1e4f5b01";
    let mut first = Method::named("CreateRoster").request(things);
    first["request_id"] = json!(id);
    first["roster_id"] = json!("first");
    let create = Method::named("CreateRoster");
    create.ask(&hr, first).await.expect("accepted");
    for method in Method::all()
        .into_iter()
        .filter(|method| method.has("request_id"))
    {
        let group = "every method with request_id";
        for (id, reason) in [("no UUID", "FIELD_INVALID"), (id, "REQUEST_ID_REUSED")] {
            let mut request = method.request(things);
            request["request_id"] = json!(id);
            let answer = method.ask(&hr, request).await;
            seen.check_of(
                (group, Code::InvalidArgument, reason),
                method.0.name(),
                answer,
            );
        }
        if method.has("etag") {
            let mut request = method.request(things);
            request["etag"] = json!("old");
            let answer = method.ask(&hr, request).await;
            let row = ("every method with etag", Code::Aborted, "ETAG_MISMATCH");
            seen.check_of(row, method.0.name(), answer);
        }
    }
}

async fn lists(service: &Running, seen: &mut Seen, things: &Things<'_>) {
    let hr = service.wire(&HR).await;
    for method in Method::all()
        .into_iter()
        .filter(|method| method.has("page_size"))
    {
        for (field, value, reason) in [
            ("page_size", json!(-1), "FIELD_INVALID"),
            ("page_token", json!("x"), "PAGE_TOKEN_INVALID"),
        ] {
            let mut request = method.request(things);
            if method.0.name() == "ListClaims" {
                request["parent"] = json!(format!("{}/openShifts/-", things.roster));
            }
            request[field] = value;
            let answer = method.ask(&hr, request).await;
            seen.check_of(
                ("every list", Code::InvalidArgument, reason),
                method.0.name(),
                answer,
            );
        }
    }
}
