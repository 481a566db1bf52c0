//! A published roster is made to fit again: absences, other forecasts, pins, releases. Accepted claims, other pins and the past
//! stay.
//!
//! It runs as a job, and takes its turn among the claims of the roster: what it stores is one more version of the plan.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::Service;
use super::claims::claim_name;
use super::edit::renewed;
use super::events::EventKind;
use super::fault::Fault;
use super::held::{Held, employee};
use super::open_shifts::{blocking, instant};
use super::pages::all;
use super::rosters::stored;
use super::solve_again::{ChangesAsked, held_days, interval};
use super::stored_plan::witness_row;
use crate::checker::AuditFinding;
use crate::claims::{
    self, ClaimState, NotFitted, ReoptimiseLimits, Reoptimised, RosterState, ShiftIx, Why,
};
use crate::demand::requirements;
use crate::domain::{DemandInterval, Finding, HallIx, Instance, Served};
use crate::jobs::{End, Progress};
use crate::storage::{AuditEntry, Change, ClaimFilter, ClaimRow};
use crate::units::{EmployeeId, Minutes, Money, RosterId, ShiftId};
use crate::worker::{Blamed, Desk, Ending};

/// The request of the job.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct MendRequest {
    pub changes: ChangesAsked,
    pub time_limit_ms: u64,
    #[serde(default)]
    pub work_limit: Option<u64>,
    /// Relative gap; the usual one when not asked for.
    #[serde(default)]
    pub gap: Option<f64>,
    #[serde(default)]
    pub seed: u32,
}

/// What changed and what is still missing, in names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mended {
    /// Whose days change.
    pub moves: Vec<Moved>,
    /// How much dearer the plan is.
    pub cost_change: Money,
    /// Hours without enough heads.
    pub uncovered: Vec<StillUncovered>,
    /// What the law says of changing it so late, such as whose agreement that needs.
    #[serde(default)]
    pub notices: Vec<Blamed>,
    /// Extra pay for changes that come late; not in the cost.
    #[serde(default)]
    pub late_pay: Vec<LatePay>,
}

/// Extra pay that somebody is owed for a late change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LatePay {
    /// Who.
    pub employee: EmployeeId,
    /// Minutes paid at the factor; nought for a plain amount.
    pub minutes: Minutes,
    /// Percent of the hourly wage; nought for a plain amount.
    pub factor_percent: i64,
    /// A plain amount.
    pub amount: Option<Money>,
}

/// One day of one person that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// Who.
    pub employee: EmployeeId,
    /// When.
    pub date: chrono::NaiveDate,
    /// The shift before.
    pub from: Option<ShiftId>,
    /// The shift after.
    pub to: Option<ShiftId>,
    /// Why.
    pub why: Why,
}

/// Hours without enough heads, with people to call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StillUncovered {
    /// Hall.
    pub hall: String,
    /// Queue or post.
    pub queue: String,
    /// When.
    pub date: chrono::NaiveDate,
    /// Local time of day, HH:MM.
    pub start: String,
    /// Local time of day, HH:MM.
    pub end: String,
    /// Heads missing.
    pub missing: u32,
    /// Whom to call, best first.
    pub call: Vec<EmployeeId>,
}

impl Service {
    /// Does the job until it is to stop: how it ends and what is to be written, with the claims that end too.
    pub(super) async fn mend(
        &self,
        desk: &Desk,
        roster: &RosterId,
    ) -> Result<(Ending, Vec<ClaimRow>), Fault> {
        let request = &desk.job().request;
        let asked: MendRequest = serde_json::from_str(request).map_err(Fault::broken)?;
        let held = self.held(roster).await?;
        if held.plan.state != RosterState::Published {
            let why = serde_json::json!({ "code": "wrong_state", "why": held.plan.state.name() });
            return Ok((Ending::of(End::Failed(why.to_string())), Vec::new()));
        }
        let changes = changes(&held.instance, &asked.changes)?;
        let usual = ReoptimiseLimits::default();
        let prices = asked.changes.move_prices.unwrap_or_default();
        let limits = ReoptimiseLimits {
            time: Duration::from_millis(asked.time_limit_ms),
            work: asked.work_limit,
            gap: asked.gap.unwrap_or(usual.gap),
            seed: asked.seed,
            per_duty: prices.per_duty.unwrap_or(usual.per_duty),
            per_person: prices.per_person.unwrap_or(usual.per_person),
            ..usual
        };
        let now = instant(self.clock.now());
        let (judged, stop, begun) = (held.clone(), desk.stop().clone(), Instant::now());
        let done = blocking(move || {
            let (ground, plan) = (&judged.ground, &judged.plan);
            // Half of the time at most: a plan made from less is better than none.
            claims::learn(ground, plan, now, limits.time / 2, &stop);
            let limits = ReoptimiseLimits {
                time: limits.time.saturating_sub(begun.elapsed()),
                ..limits
            };
            claims::reoptimise(ground, plan, &changes, now, &limits, &stop)
        });
        match done.await? {
            Err(why) => {
                let blamed: Vec<Blamed> = match why {
                    NotFitted::NoPlan(findings) => findings.iter().map(blamed).collect(),
                    NotFitted::Forbidden(found) => said(&held.instance, &found),
                };
                let why = serde_json::json!({ "blamed": blamed }).to_string();
                Ok((Ending::of(End::Failed(why)), Vec::new()))
            }
            Ok(fitted) => {
                desk.report(at_the_end(&fitted, begun.elapsed()));
                let told = told(&held, &fitted);
                let result = serde_json::json!({ "mended": told }).to_string();
                let released = self.released(&held, &fitted).await?;
                let actor = desk.actor();
                let entries = released.iter().map(|claim| {
                    let date = held.plan.shifts[held.shift(&claim.shift)?.0].date;
                    Ok(AuditEntry {
                        actor: actor.clone(),
                        action: "claim.withdraw".to_string(),
                        subject: claim_name(claim),
                        roster: Some(roster.clone()),
                        hall: Some(claim.hall.clone()),
                        employee: Some(claim.employee.clone()),
                        reason: asked.changes.reason_of(&claim.employee, date),
                        verdict: String::new(),
                    })
                });
                let ending = Ending {
                    entries: entries.collect::<Result<_, Fault>>()?,
                    changes: self.mended_rows(&held, &fitted, &released).await?,
                    ..Ending::of(End::Succeeded(result))
                };
                Ok((ending, released))
            }
        }
    }

    async fn mended_rows(
        &self,
        held: &Held,
        fitted: &Reoptimised,
        released: &[ClaimRow],
    ) -> Result<Vec<Change>, Fault> {
        let roster = &held.row.id;
        let now = self.clock.now();
        let instance = renewed((**fitted.instance).clone())?;
        let mut row = self.store.roster(roster).await?;
        row.instance_sha256.clone_from(&instance.input_sha256);
        row.updated_at = now;
        let mut changes = vec![Change::Instance(stored(&instance)), Change::Roster(row)];
        for claim in released {
            changes.extend(self.void_lot(claim).await?);
            changes.push(Change::Claim(claim.clone()));
        }
        let list = self.shift_list(roster, &instance, &fitted.plan).await?;
        changes.extend(list);
        changes.push(Change::Witness(witness_row(roster, &fitted.plan, now)?));
        Ok(changes)
    }

    /// Claims whose claimant no longer holds the spot end as withdrawn.
    async fn released(&self, held: &Held, fitted: &Reoptimised) -> Result<Vec<ClaimRow>, Fault> {
        let filter = &ClaimFilter {
            roster: Some(held.row.id.clone()),
            states: vec![ClaimState::Accepted],
            ..ClaimFilter::default()
        };
        let mut released = Vec::new();
        for mut row in all(|page| async move { self.store.claims(filter, &page).await }).await? {
            let who = held.employee(&row.employee)?;
            let shift = fitted.plan.find(row.shift.as_str());
            let spots = shift.map(|at| &fitted.plan.shifts[at.0].spots);
            let kept = spots.is_some_and(|spots| spots.iter().any(|s| s.claimed() == Some(who)));
            if !kept {
                row.state = ClaimState::Withdrawn;
                row.updated_at = self.clock.now();
                released.push(row);
            }
        }
        Ok(released)
    }

    /// Tells everybody once it is stored.
    pub(super) fn mended(&self, roster: &RosterId) {
        self.seat(roster).put(None);
        self.tell(roster, EventKind::Roster);
    }
}

/// Cost and bound with the prices of the moves; coverage by what stays uncovered.
fn at_the_end(fitted: &Reoptimised, time: Duration) -> Progress {
    let uncovered = fitted.uncovered.iter();
    let missing = uncovered.map(|hours| i64::from(hours.missing) * (hours.end - hours.start));
    Progress {
        cost: Some(fitted.objective),
        bound: Some(fitted.objective_bound),
        relative_gap: Some(fitted.relative_gap()),
        coverage: requirements(&fitted.instance).share_present(missing.sum()),
        stage: "Ended".to_string(),
        seconds: time.as_secs_f64(),
    }
}

fn changes(instance: &Instance, asked: &ChangesAsked) -> Result<Vec<claims::Change>, Fault> {
    let mut changes = Vec::new();
    for absent in &asked.absences {
        changes.push(claims::Change::Absence {
            employee: employee(instance, &absent.employee)?,
            from: absent.from,
            to: absent.to,
            reason: absent.reason.clone(),
        });
    }
    let mut days: Vec<(HallIx, chrono::NaiveDate, Vec<DemandInterval>)> = Vec::new();
    for (at, new) in asked.demand.iter().enumerate() {
        let new = interval(instance, at, new)?;
        match days
            .iter_mut()
            .find(|(hall, date, _)| (*hall, *date) == (new.hall, new.date))
        {
            Some((_, _, list)) => list.push(new),
            None => days.push((new.hall, new.date, vec![new])),
        }
    }
    for (hall, date, mut demand) in days {
        // What nobody sent anew of that day stays as it was forecast.
        let old = instance
            .demand
            .iter()
            .filter(|old| (old.hall, old.date) == (hall, date));
        let sent = demand.len();
        for old in old {
            let new = &demand[..sent];
            if !new
                .iter()
                .any(|new| (new.class, new.start) == (old.class, old.start))
            {
                demand.push(old.clone());
            }
        }
        let direct = instance
            .coverage
            .iter()
            .filter(|need| need.hall == hall && instance.horizon.local(need.start).0 == date);
        changes.push(claims::Change::Forecast {
            hall,
            date,
            coverage: direct.cloned().collect(),
            demand,
        });
    }
    changes.extend(held_days(instance, asked)?.into_iter().map(|(_, day)| day));
    Ok(changes)
}

fn blamed(finding: &Finding) -> Blamed {
    Blamed {
        rule: finding.code.to_string(),
        article: String::new(),
        employee: String::new(),
        en: finding.remedy.clone(),
        zh: finding.remedy_zh().unwrap_or(&finding.remedy).to_string(),
    }
}

/// What the law says of people, with its rules and articles.
fn said(instance: &Instance, found: &[AuditFinding]) -> Vec<Blamed> {
    let of = |finding: &AuditFinding| {
        let person = finding.subject.employee;
        Blamed {
            rule: (finding.rule_id.as_deref())
                .unwrap_or(finding.code)
                .to_string(),
            article: finding.article.clone().unwrap_or_default(),
            employee: person.map_or_else(String::new, |who| instance.employees[who.0].id.clone()),
            en: finding.en.clone(),
            zh: finding.zh.clone(),
        }
    };
    found.iter().map(of).collect()
}

fn told(held: &Arc<Held>, fitted: &Reoptimised) -> Mended {
    let instance = &held.instance;
    let person = |who: crate::domain::EmployeeIx| EmployeeId(instance.employees[who.0].id.clone());
    let shift = |at: Option<ShiftIx>| {
        at.and_then(|at| fitted.plan.shift(at))
            .map(|shift| ShiftId(shift.id.clone()))
    };
    let uncovered = fitted.uncovered.iter().map(|hours| {
        let hall = &instance.halls[hours.hall.0];
        StillUncovered {
            hall: hall.id.clone(),
            queue: match hours.served {
                Served::Queue(queue) => hall.queues[queue.0].id.clone(),
                Served::Post(post) => hall.posts[post.0].id.clone(),
            },
            date: hours.date,
            start: instance.horizon.clock(hours.start, hours.date),
            end: instance.horizon.clock(hours.end, hours.date),
            missing: hours.missing,
            call: hours
                .call
                .iter()
                .map(|call| person(call.employee))
                .collect(),
        }
    });
    Mended {
        moves: (fitted.moves.iter())
            .map(|step| Moved {
                employee: person(step.employee),
                date: step.date,
                from: shift(step.from),
                to: shift(step.to),
                why: step.why,
            })
            .collect(),
        cost_change: fitted.plan.cost - held.plan.cost,
        uncovered: uncovered.collect(),
        notices: said(instance, &fitted.notices),
        late_pay: (fitted.late_pay.iter())
            .map(|owed| LatePay {
                employee: person(owed.employee),
                minutes: owed.minutes,
                factor_percent: owed.factor_percent,
                amount: owed.amount,
            })
            .collect(),
    }
}
