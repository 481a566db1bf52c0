//! `paiban roster`: what HR asks of a running service.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use clap::Subcommand;
use prost_reflect::prost_types::{Duration as WireDuration, Timestamp};
use tonic::Status;

use crate::formats;
use crate::formats::proto::{self, longrunning, roster_event};

use super::connection::{Clients, Connection, request_id};
use super::{BAD_INPUT, input};

/// What to do, and with which service.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    connection: Connection,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Submit an instance and solve it. 提交算例并求解
    Create {
        /// The instance file.
        instance: PathBuf,
        /// Name of the roster; chosen by the service unless given.
        #[arg(long)]
        id: Option<String>,
        /// Longest solve, in seconds.
        #[arg(long, default_value_t = 60)]
        seconds: u32,
        /// The roster before, whose last days become history.
        #[arg(long, value_name = "ROSTER")]
        previous: Option<String>,
        /// Return when the solve has ended.
        #[arg(long)]
        wait: bool,
    },
    /// Show a roster. 查看班表
    Get {
        /// Its name.
        roster: String,
    },
    /// List rosters. 列出班表
    List,
    /// Show what happens to a roster until it is solved, or for ever. 跟踪班表
    Watch {
        /// Its name.
        roster: String,
        /// End with the solve.
        #[arg(long)]
        until_solved: bool,
    },
    /// Stop the solve of a roster; it keeps its best plan. 停止求解
    Cancel {
        /// Its name.
        roster: String,
    },
    /// Change or pin one day of one person. 修改或固定某人某日
    Edit {
        /// Name of the roster.
        roster: String,
        /// Whose day.
        #[arg(long)]
        employee: String,
        /// Which day.
        #[arg(long)]
        date: NaiveDate,
        /// Work this shift, as HALL/TEMPLATE.
        #[arg(long, value_name = "HALL/TEMPLATE", conflicts_with = "rest")]
        duty: Option<String>,
        /// Do not work.
        #[arg(long)]
        rest: bool,
        /// No solve may move it from now on.
        #[arg(long)]
        pin: bool,
        /// Judge, and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Solve again, without people who cannot come. 重新求解，可注明缺勤
    Reoptimize {
        /// Name of the roster.
        roster: String,
        /// Who cannot come, as EMPLOYEE:FROM:TO.
        #[arg(long, value_name = "EMPLOYEE:FROM:TO")]
        absent: Vec<String>,
        /// Longest solve, in seconds.
        #[arg(long, default_value_t = 30)]
        seconds: u32,
    },
    /// Open the claim window. 发布并开放认领
    Publish {
        /// Name of the roster.
        roster: String,
        /// Until when claims are taken; until the first day unless given.
        #[arg(long, value_name = "TIME")]
        until: Option<DateTime<Utc>>,
        /// Minutes before a shift from which it stands still.
        #[arg(long, default_value_t = 0)]
        freeze_minutes: i32,
    },
    /// Take a published roster back while nobody has claimed. 撤回发布
    Unpublish {
        /// Name of the roster.
        roster: String,
    },
    /// End the claim window. 截止认领
    Close {
        /// Name of the roster.
        roster: String,
        /// Leave unclaimed shifts open instead of giving them out.
        #[arg(long)]
        leave_open: bool,
    },
    /// Throw a draft away. 删除草稿
    Delete {
        /// Name of the roster.
        roster: String,
    },
    /// Who did what. 操作记录
    Log {
        /// Name of the roster.
        roster: String,
    },
    /// Write the roster as a file to standard output. 导出
    Export {
        /// Name of the roster.
        roster: String,
        /// As what.
        #[arg(long, value_enum, default_value_t = Ending::Text)]
        format: Ending,
    },
}

/// Formats of exported files.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Ending {
    /// The printed sheet.
    Text,
    /// A table.
    Csv,
    /// The roster file.
    Json,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let connection = &arguments.connection;
    if let Command::Create { instance, .. } = &arguments.command {
        let Some(instance) = input::instance(instance, None)? else {
            return Ok(BAD_INPUT);
        };
        let file = formats::instance_to_proto(&instance);
        return connection.run("hr", |clients| create(clients, &arguments.command, file));
    }
    connection.run("hr", |clients| call(clients, &arguments.command))
}

fn name(roster: &str) -> String {
    if roster.starts_with("rosters/") {
        roster.to_string()
    } else {
        format!("rosters/{roster}")
    }
}

fn seconds(seconds: u32) -> proto::SolveOptions {
    proto::SolveOptions {
        time_limit: Some(WireDuration {
            seconds: i64::from(seconds),
            nanos: 0,
        }),
        ..proto::SolveOptions::default()
    }
}

async fn create(
    mut clients: Clients,
    command: &Command,
    file: proto::Instance,
) -> Result<(), Status> {
    let Command::Create {
        id,
        seconds: limit,
        previous,
        wait,
        ..
    } = command
    else {
        return Ok(());
    };
    let request = proto::CreateRosterRequest {
        roster: Some(proto::Roster {
            instance: Some(file),
            ..proto::Roster::default()
        }),
        roster_id: id.clone().unwrap_or_default(),
        options: Some(seconds(*limit)),
        previous_roster: previous.as_deref().map_or_else(String::new, name),
        request_id: request_id(),
        validate_only: false,
    };
    let operation = clients.rosters.create_roster(request).await?.into_inner();
    finish(clients, operation, *wait).await
}

/// Shows an operation, at once or when it has ended.
async fn finish(
    mut clients: Clients,
    mut operation: longrunning::Operation,
    wait: bool,
) -> Result<(), Status> {
    while wait && !operation.done {
        let request = longrunning::WaitOperationRequest {
            name: operation.name.clone(),
            timeout: None,
        };
        operation = clients
            .operations
            .wait_operation(request)
            .await?
            .into_inner();
    }
    clients.show("google.longrunning.Operation", &operation, told);
    Ok(())
}

fn told(operation: &longrunning::Operation) -> String {
    let metadata = operation.metadata.as_ref();
    let metadata: proto::SolveMetadata = metadata
        .and_then(|any| prost::Message::decode(any.value.as_slice()).ok())
        .unwrap_or_default();
    let mut text = format!(
        "{} {} {}\n",
        metadata.roster,
        operation.name,
        progress(&metadata)
    );
    let Some(mended) = &metadata.reoptimization else {
        return text;
    };
    let change = money(mended.cost_change_cents);
    text.push_str(&format!("  cost change 成本变化 {change}\n"));
    for step in &mended.moves {
        text.push_str(&format!(
            "  {} {} {} -> {} ({})\n",
            step.date,
            step.employee,
            or_free(&step.from_shift),
            or_free(&step.to_shift),
            step.reason().as_str_name()
        ));
    }
    for hours in &mended.uncovered {
        let gap = hours.gap.clone().unwrap_or_default();
        text.push_str(&format!(
            "  uncovered 缺人 {} {} {}-{} {}: {}, call 可联系 {}\n",
            gap.date,
            gap.hall,
            gap.start,
            gap.end,
            gap.queue,
            gap.heads_missing,
            hours.call.join(", ")
        ));
    }
    text
}

fn or_free(shift: &str) -> &str {
    if shift.is_empty() { "free 休" } else { shift }
}

fn progress(metadata: &proto::SolveMetadata) -> String {
    format!(
        "{} cost 成本 {} bound 下界 {} gap 差距 {}",
        metadata.state().as_str_name(),
        metadata.cost_cents.map_or("-".to_string(), money),
        metadata.bound_cents.map_or("-".to_string(), money),
        (metadata.relative_gap).map_or("-".to_string(), |gap| format!("{:.2} %", gap * 100.0)),
    )
}

fn money(cents: i64) -> String {
    crate::units::Money(cents).to_string()
}

fn line(roster: &proto::Roster) -> String {
    let cost = roster.cost.as_ref();
    let cost = cost.map_or("-".to_string(), |cost| money(cost.total_cents));
    let missing = roster.gaps.len();
    let mut text = format!(
        "{} {} cost 成本 {cost} gap 差距 {:.2} % gaps 缺口 {missing} etag {}\n",
        roster.name,
        roster.state().as_str_name(),
        roster.relative_gap * 100.0,
        roster.etag
    );
    for blamed in &roster.blamed_rules {
        let reason = blamed.reason.clone().unwrap_or_default();
        text.push_str(&format!(
            "  stands in the way 受限于: {} [{}] {}: {} {}\n",
            blamed.rule, blamed.article, blamed.employee, reason.en, reason.zh
        ));
    }
    text
}

async fn call(mut clients: Clients, command: &Command) -> Result<(), Status> {
    match command {
        Command::Create { .. } => {}
        Command::Get { roster } => {
            let request = proto::GetRosterRequest {
                name: name(roster),
                view: proto::RosterView::Plan.into(),
            };
            let told = clients.rosters.get_roster(request).await?.into_inner();
            clients.show("paiban.v1.Roster", &told, line);
        }
        Command::List => {
            let request = proto::ListRostersRequest::default();
            let page = clients.rosters.list_rosters(request).await?.into_inner();
            clients.show("paiban.v1.ListRostersResponse", &page, |page| {
                page.rosters.iter().map(line).collect()
            });
        }
        Command::Watch {
            roster,
            until_solved,
        } => watch(clients, roster, *until_solved).await?,
        Command::Cancel { roster } => {
            let request = proto::GetRosterRequest {
                name: name(roster),
                view: proto::RosterView::Basic.into(),
            };
            let told = clients.rosters.get_roster(request).await?.into_inner();
            let request = longrunning::CancelOperationRequest {
                name: told.operation,
            };
            clients.operations.cancel_operation(request).await?;
        }
        Command::Edit { .. } => edit(clients, command).await?,
        Command::Reoptimize {
            roster,
            absent,
            seconds: limit,
        } => {
            let request = proto::ReoptimizeRosterRequest {
                name: name(roster),
                absences: absent.iter().map(|text| absence(text)).collect(),
                options: Some(seconds(*limit)),
                request_id: request_id(),
                ..proto::ReoptimizeRosterRequest::default()
            };
            let operation = clients.rosters.reoptimize_roster(request).await?;
            finish(clients, operation.into_inner(), true).await?;
        }
        Command::Publish {
            roster,
            until,
            freeze_minutes,
        } => {
            let request = proto::PublishRosterRequest {
                name: name(roster),
                claim_window: Some(proto::ClaimWindow {
                    end_time: until.map(|until| Timestamp {
                        seconds: until.timestamp(),
                        nanos: 0,
                    }),
                    freeze_minutes: *freeze_minutes,
                    ..proto::ClaimWindow::default()
                }),
                request_id: request_id(),
                ..proto::PublishRosterRequest::default()
            };
            let told = clients.rosters.publish_roster(request).await?.into_inner();
            clients.show("paiban.v1.Roster", &told, line);
        }
        Command::Unpublish { roster } => {
            let request = proto::UnpublishRosterRequest {
                name: name(roster),
                request_id: request_id(),
                ..proto::UnpublishRosterRequest::default()
            };
            let told = clients
                .rosters
                .unpublish_roster(request)
                .await?
                .into_inner();
            clients.show("paiban.v1.Roster", &told, line);
        }
        Command::Close { roster, leave_open } => {
            let request = proto::CloseRosterRequest {
                name: name(roster),
                leave_unclaimed_open: *leave_open,
                request_id: request_id(),
                ..proto::CloseRosterRequest::default()
            };
            let told = clients.rosters.close_roster(request).await?.into_inner();
            clients.show("paiban.v1.Roster", &told, line);
        }
        Command::Delete { roster } => {
            let request = proto::DeleteRosterRequest {
                name: name(roster),
                request_id: request_id(),
                ..proto::DeleteRosterRequest::default()
            };
            clients.rosters.delete_roster(request).await?;
        }
        Command::Log { roster } => log(clients, roster).await?,
        Command::Export { roster, format } => {
            use proto::export_roster_request::Format;
            let request = proto::ExportRosterRequest {
                name: name(roster),
                format: match format {
                    Ending::Text => Format::Text,
                    Ending::Csv => Format::Csv,
                    Ending::Json => Format::Json,
                }
                .into(),
            };
            let file = clients.rosters.export_roster(request).await?.into_inner();
            input::print(&String::from_utf8_lossy(&file.content));
        }
    }
    Ok(())
}

/// `E03:2026-03-11:2026-03-12`; what is wrong with it is for the service to say.
fn absence(text: &str) -> proto::Absence {
    let mut parts = text.rsplitn(3, ':');
    let to_date = parts.next().unwrap_or_default().to_string();
    let from_date = parts.next().unwrap_or_default().to_string();
    proto::Absence {
        employee: parts.next().unwrap_or_default().to_string(),
        from_date,
        to_date,
        reason: String::new(),
    }
}

async fn edit(mut clients: Clients, command: &Command) -> Result<(), Status> {
    use proto::roster_edit::Change;
    let Command::Edit {
        roster,
        employee,
        date,
        duty,
        rest,
        pin,
        dry_run,
    } = command
    else {
        return Ok(());
    };
    let change = match (duty, rest) {
        (Some(duty), _) => {
            let (hall, template) = duty.split_once('/').unwrap_or((duty, ""));
            Change::Duty(proto::EditedDuty {
                hall: hall.to_string(),
                shift_template: template.to_string(),
            })
        }
        (None, true) => Change::Rest(()),
        (None, false) => Change::Keep(()),
    };
    let request = proto::EditRosterRequest {
        name: name(roster),
        edits: vec![proto::RosterEdit {
            employee: employee.clone(),
            date: date.to_string(),
            pinned: *pin,
            change: Some(change),
        }],
        request_id: request_id(),
        validate_only: *dry_run,
        ..proto::EditRosterRequest::default()
    };
    let edited = clients.rosters.edit_roster(request).await?.into_inner();
    clients.show("paiban.v1.EditRosterResponse", &edited, |edited| {
        let mut text = format!(
            "legal 合法; cost change 成本变化 {}\n",
            money(edited.cost_change_cents)
        );
        for finding in &edited.findings {
            let words = finding.text.clone().unwrap_or_default();
            text.push_str(&format!("  · {} {}\n", words.en, words.zh));
        }
        text
    });
    Ok(())
}

async fn watch(mut clients: Clients, roster: &str, until_solved: bool) -> Result<(), Status> {
    let request = proto::WatchRosterRequest { name: name(roster) };
    let mut events = clients.rosters.watch_roster(request).await?.into_inner();
    while let Some(event) = events.message().await? {
        clients.show("paiban.v1.RosterEvent", &event, |event| {
            match &event.event {
                Some(roster_event::Event::Progress(metadata)) => {
                    format!("{}\n", progress(metadata))
                }
                Some(roster_event::Event::Roster(roster)) => line(roster),
                Some(roster_event::Event::Claim(claim)) => {
                    format!("{} {}\n", claim.name, claim.state().as_str_name())
                }
                Some(roster_event::Event::Deleted(())) => "deleted 已删除\n".to_string(),
                None => String::new(),
            }
        });
        let ended = matches!(&event.event, Some(roster_event::Event::Progress(metadata)) if metadata.end_time.is_some());
        if until_solved && ended {
            break;
        }
    }
    Ok(())
}

async fn log(mut clients: Clients, roster: &str) -> Result<(), Status> {
    let mut request = proto::ListAuditEntriesRequest {
        parent: name(roster),
        ..proto::ListAuditEntriesRequest::default()
    };
    loop {
        let page = clients.rosters.list_audit_entries(request.clone()).await?;
        let page = page.into_inner();
        clients.show("paiban.v1.ListAuditEntriesResponse", &page, |page| {
            let lines = page.audit_entries.iter().map(|entry| {
                let at = entry.event_time.unwrap_or_default();
                let at = DateTime::from_timestamp(at.seconds, 0).unwrap_or_default();
                format!(
                    "{} {:8} {:6} {:18} {}\n",
                    at.format("%Y-%m-%d %H:%M:%S"),
                    entry.role,
                    entry.employee,
                    entry.action,
                    entry.subject
                )
            });
            lines.collect()
        });
        if page.next_page_token.is_empty() {
            return Ok(());
        }
        request.page_token = page.next_page_token;
    }
}
