//! Talking to a running service: where it is, who calls, how answers and errors are printed.

use std::future::Future;
use std::time::Duration;

use anyhow::Context;
use prost::Message;
use tonic::metadata::MetadataValue;
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};
use tonic_types::{ErrorDetail, StatusExt};

use crate::api;
use crate::api::grpc::operations_client::OperationsClient;
use crate::api::grpc::planning_service_client::PlanningServiceClient;
use crate::api::grpc::roster_service_client::RosterServiceClient;
use crate::api::grpc::staff_service_client::StaffServiceClient;
use crate::formats;
use crate::report::{Language, worded};

use super::{DONE, FOUND, input};

/// Where the service is and who calls.
#[derive(Debug, clap::Args)]
pub struct Connection {
    /// Where the service listens. 服务地址
    #[arg(
        long,
        env = "PAIBAN_SERVER",
        default_value = "http://127.0.0.1:50051",
        global = true
    )]
    server: String,
    /// Who calls: hr, planner, or the id of an employee. 调用者：hr、planner 或员工编号
    #[arg(long = "as", value_name = "CALLER", env = "PAIBAN_AS", global = true)]
    caller: Option<String>,
    /// Print JSON. 输出 JSON
    #[arg(long, global = true)]
    pub json: bool,
}

/// Puts the caller into every call.
#[derive(Clone)]
pub struct AsCaller {
    role: MetadataValue<tonic::metadata::Ascii>,
    employee: Option<MetadataValue<tonic::metadata::Ascii>>,
    language: MetadataValue<tonic::metadata::Ascii>,
}

impl Interceptor for AsCaller {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        let metadata = request.metadata_mut();
        metadata.insert("paiban-role", self.role.clone());
        metadata.insert("paiban-language", self.language.clone());
        if let Some(employee) = &self.employee {
            metadata.insert("paiban-employee", employee.clone());
        }
        Ok(request)
    }
}

/// A connection with its caller.
pub type Wire = InterceptedService<Channel, AsCaller>;

/// Clients of all services over one connection.
pub struct Clients {
    /// For HR.
    pub rosters: RosterServiceClient<Wire>,
    /// For staff.
    pub staff: StaffServiceClient<Wire>,
    /// For planners.
    pub planning: PlanningServiceClient<Wire>,
    /// For operations.
    pub operations: OperationsClient<Wire>,
    /// Print JSON.
    pub json: bool,
    /// The reader's.
    language: Language,
}

impl Connection {
    async fn connect(&self, usual: &str) -> anyhow::Result<Clients> {
        // As `paiban serve` tells it: 127.0.0.1:50051.
        let address = match self.server.contains("://") {
            true => self.server.clone(),
            false => format!("http://{}", self.server),
        };
        let endpoint = Endpoint::from_shared(address).with_context(|| {
            format!(
                "{} is no address such as http://127.0.0.1:50051",
                self.server
            )
        })?;
        let channel = endpoint
            .connect_timeout(Duration::from_secs(5))
            .connect()
            .await
            .with_context(|| {
                format!(
                    "nothing answers at {}; start it with: paiban serve 服务未启动",
                    self.server
                )
            })?;
        let caller = self.caller.as_deref().unwrap_or(usual);
        let (role, employee) = match caller {
            "hr" | "planner" => (caller, None),
            employee => ("staff", Some(api::encoded(employee).parse()?)),
        };
        let chinese = std::env::var("LANG").is_ok_and(|language| language.starts_with("zh"));
        let (language, code) = match chinese {
            true => (Language::Chinese, "zh"),
            false => (Language::English, "en"),
        };
        let caller = AsCaller {
            role: role.parse()?,
            employee,
            language: code.parse()?,
        };
        let wire = InterceptedService::new(channel, caller);
        let most = 64 << 20;
        Ok(Clients {
            rosters: RosterServiceClient::new(wire.clone()).max_decoding_message_size(most),
            staff: StaffServiceClient::new(wire.clone()).max_decoding_message_size(most),
            planning: PlanningServiceClient::new(wire.clone()).max_decoding_message_size(most),
            operations: OperationsClient::new(wire).max_decoding_message_size(most),
            json: self.json,
            language,
        })
    }

    /// Runs one command against the service; `usual` calls unless somebody else is named.
    pub fn run<F: Future<Output = Result<(), Status>>>(
        &self,
        usual: &str,
        command: impl FnOnce(Clients) -> F,
    ) -> anyhow::Result<u8> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(async {
            let clients = self.connect(usual).await?;
            Ok(match command(clients).await {
                Ok(()) => DONE,
                Err(status) => {
                    refuse(&status, self.json);
                    FOUND
                }
            })
        })
    }
}

impl Clients {
    /// Prints a message: as JSON where that was asked for, else in words.
    pub fn show<M: Message>(&self, name: &str, message: &M, words: impl FnOnce(&M) -> String) {
        if self.json {
            input::print(&format!("{}\n", formats::json_text(name, message)));
        } else {
            input::print(&words(message));
        }
    }

    /// Says in the reader's language that there is nothing, unless there is any.
    pub fn unless(&self, any: bool, en: &str, zh: &str) {
        if !any && !self.json {
            input::print(&format!("{}\n", worded(Some(self.language), en, zh)));
        }
    }
}

/// The name of a roster; the last part of it is enough.
pub fn name(roster: &str) -> String {
    if roster.starts_with("rosters/") {
        roster.to_string()
    } else {
        format!("rosters/{roster}")
    }
}

/// A new request id.
pub fn request_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// Prints why the service refused.
fn refuse(status: &Status, json: bool) {
    let details = status.get_error_details_vec();
    let reason = details.iter().find_map(|detail| match detail {
        ErrorDetail::ErrorInfo(info) => Some(info),
        _ => None,
    });
    if json {
        let rules = details.iter().filter_map(|detail| match detail {
            ErrorDetail::PreconditionFailure(failure) => Some(&failure.violations),
            _ => None,
        });
        let rules: Vec<_> = rules
            .flatten()
            .map(|rule| {
                serde_json::json!({"rule": rule.r#type, "article": rule.subject, "text": rule.description})
            })
            .collect();
        let object = serde_json::json!({
            "code": format!("{:?}", status.code()),
            "reason": reason.map(|info| info.reason.as_str()),
            "metadata": reason.map(|info| &info.metadata),
            "message": status.message(),
            "rules": rules,
        });
        input::print(&format!("{object}\n"));
        return;
    }
    let name = reason.map_or("", |info| info.reason.as_str());
    tell!("refused 未执行: {name} ({:?})", status.code());
    tell!("  {}", status.message());
    for detail in &details {
        match detail {
            ErrorDetail::PreconditionFailure(failure) => {
                for rule in &failure.violations {
                    tell!(
                        "  - {} [{}]: {}",
                        rule.r#type,
                        rule.subject,
                        rule.description
                    );
                }
            }
            ErrorDetail::BadRequest(bad) => {
                for field in &bad.field_violations {
                    tell!("  - {}: {}", field.field, field.description);
                }
            }
            _ => {}
        }
    }
    let nearest = reason.and_then(|info| info.metadata.get("nearest"));
    if let Some(nearest) = nearest {
        tell!("  instead 可改领: {}", nearest.replace(',', ", "));
    }
}
