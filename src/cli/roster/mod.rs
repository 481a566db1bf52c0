//! `paiban roster`: what HR asks of a running service.

mod again;
mod edit;
mod planning;
mod publish;
mod shown;
mod streams;

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use clap::Subcommand;
use prost_reflect::prost_types::Duration as WireDuration;
use tonic::Status;

use crate::formats;
use crate::formats::proto::{self, longrunning};

use super::connection::{Clients, Connection, name, request_id};
use super::{BAD_INPUT, input};
use edit::edit;
use publish::publish;
use shown::{line, told};
use streams::{log, watch};

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
    /// Solve again: without people who cannot come, with days pinned or released. 重新求解，可注明缺勤、固定或解除
    Reoptimize {
        /// Name of the roster.
        roster: String,
        /// Who cannot come, as EMPLOYEE:FROM:TO.
        #[arg(long, value_name = "EMPLOYEE:FROM:TO")]
        absent: Vec<String>,
        /// A day that nobody may move from now on: a shift, or a day off with `rest` instead.
        #[arg(long, value_name = "EMPLOYEE:DATE:HALL/TEMPLATE", value_parser = again::pin)]
        pin: Vec<proto::Pin>,
        /// End a pin, an assigned shift or a claim: the day may move, and stays where that is best.
        #[arg(long, value_name = "EMPLOYEE:DATE")]
        release: Vec<String>,
        /// The same at the person's own wish: no shift takes its place that day.
        #[arg(long, value_name = "EMPLOYEE:DATE")]
        let_go: Vec<String>,
        /// What each duty that changes is to cost, in hundredths; 2000 unless given.
        #[arg(long, value_name = "CENTS")]
        price_per_duty: Option<i64>,
        /// What each person with such a duty is to cost, in hundredths; 5000 unless given.
        #[arg(long, value_name = "CENTS")]
        price_per_person: Option<i64>,
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
        /// Most claims of one person; no limit unless given.
        #[arg(long, value_name = "CLAIMS", default_value_t = 0)]
        claims_max: i32,
        /// How much dearer the plan may become by one claim, in hundredths; no limit unless given.
        #[arg(long, value_name = "CENTS")]
        tolerance: Option<i64>,
        /// Which spots of a hall can be claimed: all, inconvenient or none. As the instance says unless given.
        #[arg(long, value_name = "HALL:WHICH")]
        open: Vec<String>,
        /// A shift whose spots can be claimed; of its hall no others.
        #[arg(long, value_name = "DATE:HALL/TEMPLATE")]
        open_shift: Vec<String>,
        /// A shift to claim besides those of the plan; once for each spot.
        #[arg(long, value_name = "DATE:HALL/TEMPLATE")]
        extra: Vec<String>,
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
    /// Make a closed roster history once its last day is over. 归档
    Archive {
        /// Name of the roster.
        roster: String,
        /// A claim whose person did not come.
        #[arg(long, value_name = "CLAIM")]
        missed: Vec<String>,
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
    /// How long customers wait with a roster, queue by queue and hour by hour. 各队列各时段的等待
    Waits {
        /// Name of the roster.
        roster: String,
    },
    /// What would be otherwise, beside what is. 与其他情形对比
    Compare {
        /// Name of the roster.
        roster: String,
        /// Scenario files. 情形文件
        #[arg(required = true)]
        scenarios: Vec<PathBuf>,
        /// Longest time for all of them together, in seconds.
        #[arg(long, default_value_t = 60)]
        seconds: u32,
    },
    /// What each minute of a wait target costs. 每分钟等待目标的代价
    Frontier {
        /// Name of the roster.
        roster: String,
        /// Busy thresholds in minutes; 4, 6, 8, 10, 12 and 15 when left out. 忙时目标（分钟）
        #[arg(long, value_delimiter = ',')]
        targets: Vec<f64>,
        /// The class whose busy threshold it is; the one with most arrivals when left out. 客户类别
        #[arg(long)]
        class: Option<String>,
        /// Longest time for all of it, in seconds.
        #[arg(long, default_value_t = 240)]
        seconds: u32,
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
    if let Command::Compare {
        roster,
        scenarios,
        seconds,
    } = &arguments.command
    {
        let mut read = Vec::new();
        for path in scenarios {
            match input::message(path, formats::read_scenario)? {
                Some(scenario) => read.push(scenario),
                None => return Ok(BAD_INPUT),
            }
        }
        return connection.run("planner", |clients| {
            planning::compare(clients, roster, read, *seconds)
        });
    }
    if let Command::Frontier {
        roster,
        targets,
        class,
        seconds,
    } = &arguments.command
    {
        let request = proto::TraceFrontierRequest {
            name: name(roster),
            minutes: targets.clone(),
            customer_class: class.clone().unwrap_or_default(),
            options: Some(limited(*seconds)),
        };
        return connection.run("planner", |clients| {
            planning::frontier(clients, request, *seconds)
        });
    }
    connection.run("hr", |clients| call(clients, &arguments.command))
}

fn limited(seconds: u32) -> proto::SolveOptions {
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
        options: Some(limited(*limit)),
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

async fn call(mut clients: Clients, command: &Command) -> Result<(), Status> {
    match command {
        Command::Create { .. } | Command::Compare { .. } | Command::Frontier { .. } => {}
        Command::Waits { roster } => planning::waits(clients, roster).await?,
        Command::Get { roster } => {
            let request = proto::GetRosterRequest {
                name: name(roster),
                view: proto::RosterView::Plan.into(),
            };
            let told = clients.rosters.get_roster(request).await?.into_inner();
            clients.show("paiban.v1.Roster", &told, line);
        }
        Command::List => {
            let mut request = proto::ListRostersRequest::default();
            let mut any = false;
            loop {
                let page = clients.rosters.list_rosters(request.clone()).await?;
                let page = page.into_inner();
                any |= !page.rosters.is_empty();
                clients.show("paiban.v1.ListRostersResponse", &page, |page| {
                    page.rosters.iter().map(line).collect()
                });
                if page.next_page_token.is_empty() {
                    break;
                }
                request.page_token = page.next_page_token;
            }
            clients.unless(any, "no rosters", "没有班表");
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
            pin,
            release,
            let_go,
            price_per_duty,
            price_per_person,
            seconds: limit,
        } => {
            let freed = release.iter().map(|text| again::release(text, false));
            let let_go = let_go.iter().map(|text| again::release(text, true));
            let request = proto::ReoptimizeRosterRequest {
                name: name(roster),
                absences: absent.iter().map(|text| again::absence(text)).collect(),
                pins: pin.clone(),
                releases: freed.chain(let_go).collect(),
                move_prices: again::prices(*price_per_duty, *price_per_person),
                options: Some(limited(*limit)),
                request_id: request_id(),
                ..proto::ReoptimizeRosterRequest::default()
            };
            let operation = clients.rosters.reoptimize_roster(request).await?;
            finish(clients, operation.into_inner(), true).await?;
        }
        Command::Publish { .. } => publish(clients, command).await?,
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
        Command::Archive { roster, missed } => {
            let request = proto::ArchiveRosterRequest {
                name: name(roster),
                missed_claims: missed.clone(),
                request_id: request_id(),
                ..proto::ArchiveRosterRequest::default()
            };
            let told = clients.rosters.archive_roster(request).await?.into_inner();
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
