//! `paiban shift`: what staff ask of a running service.

use chrono::NaiveDate;
use clap::Subcommand;
use tonic::Status;

use crate::formats::proto::{self, claim_verdict::Decision};

use super::connection::{Clients, Connection, name, request_id};

/// What to do, and with which service. Say who you are with --as.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    connection: Connection,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Open shifts, each with what a claim would be told. 开放班务及可否认领
    List {
        /// Name of the roster.
        roster: String,
    },
    /// Claim a shift. 认领
    Claim {
        /// Name of the shift, as listed.
        shift: String,
        /// Ask, and claim nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Give a claimed shift back. 退回
    Withdraw {
        /// Name of the claim, as listed.
        claim: String,
    },
    /// Your claims. 我的认领
    Claims {
        /// Name of the roster.
        roster: String,
    },
    /// Your days. 我的班表
    Mine {
        /// Name of the roster.
        roster: String,
    },
    /// Who works with you. 同班同事
    With {
        /// Name of the roster.
        roster: String,
        /// On which day.
        date: NaiveDate,
    },
    /// Rest you are owed. 我的补休
    Ledger {
        /// Name of the roster.
        roster: String,
    },
    /// Changes of open shifts as they happen. 跟踪开放班务
    Watch {
        /// Name of the roster.
        roster: String,
    },
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let command = &arguments.command;
    arguments
        .connection
        .run("hr", |clients| call(clients, command))
}

async fn call(mut clients: Clients, command: &Command) -> Result<(), Status> {
    match command {
        Command::List { roster } => list(clients, roster).await?,
        Command::Claim { shift, dry_run } => {
            let request = proto::CreateClaimRequest {
                parent: shift.clone(),
                claim: Some(proto::Claim::default()),
                request_id: request_id(),
                validate_only: *dry_run,
            };
            let claim = clients.staff.create_claim(request).await?.into_inner();
            clients.show("paiban.v1.Claim", &claim, |claim| match dry_run {
                true => format!("would be 将为 {}", claimed(claim)),
                false => claimed(claim),
            });
        }
        Command::Withdraw { claim } => {
            let request = proto::WithdrawClaimRequest {
                name: claim.clone(),
                request_id: request_id(),
                ..proto::WithdrawClaimRequest::default()
            };
            let claim = clients.staff.withdraw_claim(request).await?.into_inner();
            clients.show("paiban.v1.Claim", &claim, claimed);
        }
        Command::Claims { roster } => {
            let mut request = proto::ListClaimsRequest {
                parent: format!("{}/openShifts/-", name(roster)),
                ..proto::ListClaimsRequest::default()
            };
            let mut any = false;
            loop {
                let page = clients.staff.list_claims(request.clone()).await?;
                let page = page.into_inner();
                any |= !page.claims.is_empty();
                clients.show("paiban.v1.ListClaimsResponse", &page, |page| {
                    page.claims.iter().map(claimed).collect()
                });
                if page.next_page_token.is_empty() {
                    break;
                }
                request.page_token = page.next_page_token;
            }
            clients.unless(any, "no claims", "没有认领");
        }
        Command::Mine { roster } => {
            let request = proto::GetMyRosterRequest {
                name: name(roster),
                employee: String::new(),
            };
            let mine = clients.staff.get_my_roster(request).await?.into_inner();
            clients.show("paiban.v1.MyRoster", &mine, |mine| {
                mine.days.iter().map(own_day).collect()
            });
            clients.unless(
                !mine.days.is_empty(),
                "no days are certain yet: nothing is assigned or claimed",
                "尚无确定的班次：没有指定或认领的班务",
            );
        }
        Command::With { roster, date } => {
            let request = proto::ListCoworkersRequest {
                parent: name(roster),
                date: date.to_string(),
                employee: String::new(),
            };
            let found = clients.staff.list_coworkers(request).await?.into_inner();
            clients.show("paiban.v1.ListCoworkersResponse", &found, |found| {
                let lines = found.coworkers.iter();
                lines
                    .map(|who| {
                        format!(
                            "{} {} {} {} min\n",
                            who.display_name, who.hall, who.start, who.length_minutes
                        )
                    })
                    .collect()
            });
            clients.unless(
                !found.coworkers.is_empty(),
                "nobody works with you that day",
                "当日没有同班同事",
            );
        }
        Command::Ledger { roster } => {
            let request = proto::GetCompLedgerRequest {
                name: name(roster),
                employee: String::new(),
            };
            let ledger = clients.staff.get_comp_ledger(request).await?.into_inner();
            clients.show("paiban.v1.CompLedger", &ledger, |ledger| {
                let lots = ledger.comp_days.iter().map(|lot| {
                    format!(
                        "{} min earned 产生 {} due 到期 {} day 补休日 {}\n",
                        lot.minutes,
                        lot.earned_date,
                        lot.due_date,
                        if lot.date.is_empty() { "-" } else { &lot.date }
                    )
                });
                lots.collect()
            });
            clients.unless(!ledger.comp_days.is_empty(), "no rest is owed", "没有补休");
        }
        Command::Watch { roster } => watch(clients, roster).await?,
    }
    Ok(())
}

async fn list(mut clients: Clients, roster: &str) -> Result<(), Status> {
    let mut request = proto::ListOpenShiftsRequest {
        parent: name(roster),
        ..proto::ListOpenShiftsRequest::default()
    };
    let mut any = false;
    loop {
        let page = clients
            .staff
            .list_open_shifts(request.clone())
            .await?
            .into_inner();
        any |= !page.open_shifts.is_empty();
        clients.show("paiban.v1.ListOpenShiftsResponse", &page, |page| {
            page.open_shifts.iter().map(listed).collect()
        });
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token = page.next_page_token;
    }
    clients.unless(any, "no open shifts", "没有开放班务");
    Ok(())
}

async fn watch(mut clients: Clients, roster: &str) -> Result<(), Status> {
    use proto::open_shift_event::Event;
    let request = proto::WatchOpenShiftsRequest {
        parent: name(roster),
    };
    let mut events = clients.staff.watch_open_shifts(request).await?.into_inner();
    while let Some(event) = events.message().await? {
        clients.show("paiban.v1.OpenShiftEvent", &event, |event| {
            match &event.event {
                Some(Event::OpenShift(shift)) => listed(shift),
                Some(Event::Claim(claim)) => claimed(claim),
                None => String::new(),
            }
        });
    }
    Ok(())
}

fn times(shift: &proto::OpenShift) -> String {
    format!(
        "{} {} {} {} min",
        shift.date, shift.hall, shift.start, shift.length_minutes
    )
}

fn listed(shift: &proto::OpenShift) -> String {
    let verdict = shift.my_verdict.clone().unwrap_or_default();
    let answer = match verdict.decision() {
        Decision::Allowed => "may claim 可认领",
        Decision::Declined => "no 不可",
        Decision::Undecided => "to be proven 待证明",
        Decision::Unspecified => "",
    };
    let mut text = format!(
        "{}  {}/{} {}  {answer}{}\n",
        times(shift),
        shift.filled_count,
        shift.spot_count,
        shift.state().as_str_name(),
        if shift.extra { "  extra 额外" } else { "" }
    );
    text.push_str(&format!("    {}\n", shift.name));
    text.push_str(&words(&verdict));
    text
}

fn words(verdict: &proto::ClaimVerdict) -> String {
    let mut text = String::new();
    for rule in &verdict.rules {
        let said = rule.text.clone().unwrap_or_default();
        text.push_str(&format!(
            "    {} [{}] {} {}\n",
            rule.rule, rule.article, said.en, said.zh
        ));
    }
    if let Some(follows) = &verdict.consequence {
        text.push_str(&format!(
            "    work 工时 {} min, premium 加班费 {}",
            follows.work_minutes,
            crate::units::Money(follows.premium_cents)
        ));
        if let Some(comp) = &follows.comp_day {
            let day = if comp.planned_date.is_empty() {
                "-"
            } else {
                &comp.planned_date
            };
            text.push_str(&format!(
                ", comp day 补休 {} min on 于 {day}, due 到期 {}",
                comp.minutes, comp.due_date
            ));
        }
        text.push('\n');
    }
    text
}

fn claimed(claim: &proto::Claim) -> String {
    let shift = claim.open_shift.clone().unwrap_or_default();
    let verdict = claim.verdict.clone().unwrap_or_default();
    let mut text = format!(
        "{} {} {}\n",
        claim.state().as_str_name(),
        claim.employee,
        times(&shift)
    );
    if !claim.name.is_empty() {
        text.push_str(&format!("    {}\n", claim.name));
    }
    text + &words(&verdict)
}

fn own_day(day: &proto::MyDay) -> String {
    let told = day.day.clone().unwrap_or_default();
    let claimed = if day.claim.is_empty() {
        ""
    } else {
        "claimed 认领"
    };
    format!(
        "{} {} {} {} {} min {claimed}\n",
        told.date,
        told.activity().as_str_name(),
        told.hall,
        told.start,
        told.length_minutes
    )
}
