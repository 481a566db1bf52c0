//! A service started for a test, with clients for several callers.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use paiban::api::grpc::operations_client::OperationsClient;
use paiban::api::grpc::planning_service_client::PlanningServiceClient;
use paiban::api::grpc::roster_service_client::RosterServiceClient;
use paiban::api::grpc::staff_service_client::StaffServiceClient;
use paiban::formats::proto::{self, longrunning};
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};

/// A moment before the weeks of the example instances.
const CLOCK: &str = "2026-03-02T00:00:00Z";

/// A running service; it ends with this value.
pub struct Running {
    child: Child,
    pub address: String,
    data: tempfile::TempDir,
}

/// Says who calls.
#[derive(Clone)]
pub struct Caller(Vec<(&'static str, String)>);

impl Interceptor for Caller {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        for (key, value) in &self.0 {
            let value = value.parse().expect("ASCII");
            request.metadata_mut().insert(*key, value);
        }
        Ok(request)
    }
}

pub type Wire = InterceptedService<Channel, Caller>;

async fn channel(address: &str) -> Channel {
    let endpoint = Endpoint::from_shared(format!("http://{address}")).expect("an address");
    endpoint.connect().await.expect("it listens")
}

/// A connection to whoever listens there, for a caller.
pub async fn wire(address: &str, caller: &[(&'static str, &str)]) -> Wire {
    let fields = caller
        .iter()
        .map(|(key, value)| (*key, (*value).to_string()));
    InterceptedService::new(channel(address).await, Caller(fields.collect()))
}

impl Running {
    pub fn start() -> Running {
        Running::with(&[])
    }

    pub fn with(arguments: &[&str]) -> Running {
        let data = tempfile::tempdir().expect("a folder");
        let (child, address) = start(data.path(), arguments);
        Running {
            child,
            address,
            data,
        }
    }

    /// Kills it without a word and starts it again on the same data.
    pub fn kill_and_restart(&mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
        (self.child, self.address) = start(self.data.path(), &[]);
    }

    /// Where it keeps what it remembers.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// Asks it to end, and waits.
    pub fn terminate(mut self) -> std::process::ExitStatus {
        self.stop()
    }

    /// The same; what it remembers is still there.
    pub fn stop(&mut self) -> std::process::ExitStatus {
        let id = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status();
        assert!(asked.expect("kill is there").success());
        self.child.wait().expect("it ends")
    }

    pub async fn channel(&self) -> Channel {
        channel(&self.address).await
    }

    pub async fn wire(&self, caller: &[(&'static str, &str)]) -> Wire {
        wire(&self.address, caller).await
    }

    pub async fn hr(&self) -> RosterServiceClient<Wire> {
        RosterServiceClient::new(self.wire(&[("paiban-role", "hr")]).await)
    }

    /// What planners call, in some role.
    pub async fn planner(&self, role: &str) -> PlanningServiceClient<Wire> {
        let caller = [("paiban-role", role), ("paiban-employee", "E1")];
        PlanningServiceClient::new(self.wire(&caller).await)
    }

    pub async fn operations(&self) -> OperationsClient<Wire> {
        OperationsClient::new(self.wire(&[("paiban-role", "hr")]).await)
    }

    pub async fn staff(&self, employee: &str) -> StaffServiceClient<Wire> {
        let caller = [("paiban-role", "staff"), ("paiban-employee", employee)];
        StaffServiceClient::new(self.wire(&caller).await)
    }

    /// Submits an instance and waits for its plan.
    pub async fn solved(&self, id: &str, instance: proto::Instance) -> proto::Roster {
        let mut hr = self.hr().await;
        let request = create(id, instance);
        let operation = hr.create_roster(request).await.expect("accepted");
        self.finished(operation.into_inner()).await;
        let name = format!("rosters/{id}");
        let request = proto::GetRosterRequest { name, view: 0 };
        let roster = hr.get_roster(request).await.expect("it is there");
        roster.into_inner()
    }

    pub async fn finished(&self, operation: longrunning::Operation) -> longrunning::Operation {
        let mut operations = self.operations().await;
        let mut operation = operation;
        while !operation.done {
            let request = longrunning::WaitOperationRequest {
                name: operation.name,
                timeout: None,
            };
            let waited = operations.wait_operation(request).await;
            operation = waited.expect("it is there").into_inner();
        }
        operation
    }

    /// A published week of two people.
    pub async fn published(&self, id: &str) -> proto::Roster {
        self.solved(id, week()).await;
        self.publish(id).await
    }

    /// Publishes a solved roster; what comes back is the whole plan.
    pub async fn publish(&self, id: &str) -> proto::Roster {
        let mut hr = self.hr().await;
        let name = format!("rosters/{id}");
        let request = proto::PublishRosterRequest {
            name: name.clone(),
            ..proto::PublishRosterRequest::default()
        };
        hr.publish_roster(request).await.expect("it is published");
        let request = proto::GetRosterRequest { name, view: 0 };
        let published = hr.get_roster(request).await.expect("it is there");
        published.into_inner()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn start(data: &Path, arguments: &[&str]) -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_paiban"))
        .args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--clock",
            CLOCK,
            "--data",
        ])
        .arg(data)
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let out = child.stdout.take().expect("it has an output");
    let mut line = String::new();
    BufReader::new(out)
        .read_line(&mut line)
        .expect("it says where");
    let address = line.split_whitespace().last().expect("an address");
    (child, address.to_string())
}

pub fn create(id: &str, instance: proto::Instance) -> proto::CreateRosterRequest {
    proto::CreateRosterRequest {
        roster: Some(proto::Roster {
            instance: Some(instance),
            ..proto::Roster::default()
        }),
        roster_id: id.to_string(),
        ..proto::CreateRosterRequest::default()
    }
}

/// An instance file of the repository.
pub fn instance(path: &str) -> proto::Instance {
    let path = format!("{}/instances/{path}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the file is there");
    let instance = paiban::formats::read_instance(&text).expect("it is valid");
    paiban::formats::instance_to_proto(&instance)
}

/// Six days of one counter and two people, E1 and E2, the second without consent to work on rest days.
pub fn week() -> proto::Instance {
    week_of("E")
}

/// The same with other people: only one published roster has somebody on a day.
pub fn week_of(people: &str) -> proto::Instance {
    let mut week = instance("tiny/sixth-day.json");
    week.employees[0].id = format!("{people}1");
    let mut second = week.employees[0].clone();
    second.id = format!("{people}2");
    second.name = "李雷".to_string();
    second.consents.clear();
    week.employees.push(second);
    week
}

/// The same under rules of the company.
pub fn week_under(people: &str, rules: &serde_json::Value) -> proto::Instance {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/instances/tiny/sixth-day.json");
    let text = std::fs::read_to_string(path).expect("the file is there");
    let mut told: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    told["contracts"][0]["rules"] = rules.clone();
    let ruled = paiban::formats::read_instance(&told.to_string()).expect("it is valid");
    let mut week = week_of(people);
    week.contracts = paiban::formats::instance_to_proto(&ruled).contracts;
    week
}
