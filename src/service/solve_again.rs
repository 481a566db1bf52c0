//! HR solves again: with other options, without people who cannot come, for another forecast, with days pinned or released.
//!
//! A draft is solved as a whole, its pins stay. A published roster is mended: see `mend`.

use std::collections::HashSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Service;
use super::access::{self, Act};
use super::edit::{pin, renewed, twice};
use super::events::EventKind;
use super::fault::{Fault, Reason, Wrong, at_most};
use super::held;
use super::mend::MendRequest;
use super::open_shifts::instant;
use super::request::{Call, Entry};
use super::rosters::stored;
use super::settings::{Settings, SolveSettings};
use crate::claims::{self, PublishedPlan, RosterState};
use crate::domain::{ClassIx, DemandInterval, EmployeeIx, Instance, Problem};
use crate::jobs::{JobKind, NewJob};
use crate::storage::Change;
use crate::units::{EmployeeId, JobId, Minutes, Money, RosterId};

/// A person who cannot come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absent {
    /// Who.
    pub employee: EmployeeId,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Why; for HR.
    pub reason: String,
}

/// A day of one person that nobody may move from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pinned {
    /// Who.
    pub employee: EmployeeId,
    /// When.
    pub date: NaiveDate,
    /// Hall and template; `None` for a day off.
    pub duty: Option<(String, String)>,
}

/// A day of one person that nothing holds any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Released {
    /// Who.
    pub employee: EmployeeId,
    /// When.
    pub date: NaiveDate,
    /// The person asked for it and does not work that day.
    pub own_wish: bool,
    /// Why; for HR.
    pub reason: String,
}

/// What is different from before.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ChangesAsked {
    /// People who cannot come.
    pub absences: Vec<Absent>,
    /// Forecasts that take the place of those of the same hall, class and start.
    pub demand: Vec<Forecast>,
    /// Days that are fixed from now on.
    #[serde(default)]
    pub pins: Vec<Pinned>,
    /// Days that nothing holds any more.
    #[serde(default)]
    pub releases: Vec<Released>,
    /// What moves cost; `None` for a draft, and for the usual prices.
    #[serde(default)]
    pub move_prices: Option<MovePricesAsked>,
}

/// What moves cost; the usual price where there is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovePricesAsked {
    /// Price of each duty that differs.
    pub per_duty: Option<Money>,
    /// Price of each person with such a duty.
    pub per_person: Option<Money>,
}

/// Highest price of one move.
const MOVE_PRICE_MAX: Money = Money::units(100_000);

impl ChangesAsked {
    /// Who cannot come or is released, with why, as HR wrote it.
    fn reasons(&self) -> impl Iterator<Item = (&EmployeeId, &str)> {
        let absences = self.absences.iter();
        let absences = absences.map(|one| (&one.employee, one.reason.as_str()));
        let releases = self.releases.iter();
        absences.chain(releases.map(|one| (&one.employee, one.reason.as_str())))
    }

    /// Why somebody's day changes, as HR wrote it of an absence on that day, else of its release; empty where HR did not.
    pub(super) fn reason_of(&self, employee: &EmployeeId, date: NaiveDate) -> String {
        let mut absences = self.absences.iter();
        let absent =
            absences.find(|one| one.employee == *employee && (one.from..=one.to).contains(&date));
        let mut releases = self.releases.iter();
        let released = releases.find(|one| (&one.employee, one.date) == (employee, date));
        let absent = absent.map(|one| one.reason.clone());
        let released = || released.map(|one| one.reason.clone());
        absent.or_else(released).unwrap_or_default()
    }
}

/// Expected arrivals of one class in one interval.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// Id of the hall.
    pub hall: String,
    /// Id of the class.
    pub class: String,
    /// Local day.
    pub date: NaiveDate,
    /// Minute of the local day.
    pub start: i64,
    /// How long.
    pub length: Minutes,
    /// Expected number of arrivals.
    pub expected_arrivals: f64,
    /// HR's mark.
    pub busy: Option<bool>,
}

impl Service {
    /// Asks for another solve of a draft, or for a published roster to be made to fit again.
    pub async fn solve_again(
        &self,
        call: &Call,
        id: &RosterId,
        asked: &ChangesAsked,
        solve: &SolveSettings,
    ) -> Result<JobId, Fault> {
        access::may(&call.caller, Act::ChangeRosters)?;
        at_most(asked.absences.len(), self.limits.items_max, "absences")?;
        at_most(asked.demand.len(), self.limits.forecasts_max, "demand")?;
        at_most(asked.pins.len(), self.limits.items_max, "pins")?;
        at_most(asked.releases.len(), self.limits.items_max, "releases")?;
        priced(asked.move_prices)?;
        if let Some(first) = self.answered(call).await? {
            return Ok(first.into());
        }
        let mut row = self.changeable(call, id).await?;
        if !matches!(row.state, RosterState::Draft | RosterState::Published) {
            return Err(Fault::new(Reason::WrongState, row.state.name()));
        }
        self.idle(&row).await?;
        let instance = self.instance(&row.instance_sha256).await?;
        let held_days = held_days(&instance, asked)?;
        let published = row.state == RosterState::Published;
        if asked.move_prices.is_some() && !published {
            return Err(Fault::field(
                "move_prices",
                "nothing of a draft is moved: leave the prices out",
                "草稿没有变动可计价，请去掉此项",
            ));
        }
        let held = match published {
            true => Some(self.held(id).await?),
            false => None,
        };
        let now = instant(self.clock.now());
        let plan = held.as_ref().map(|held| (&held.plan, now));
        fitting(&instance, plan, &held_days)?;
        // Judged here for both, so that what is wrong is told at once.
        let instance = renewed(changed(&instance, asked, &held_days)?)?;
        let job = JobId(Uuid::new_v4().to_string());
        if call.validate_only {
            return Ok(job);
        }
        let mut changes = Vec::new();
        if !published {
            row.instance_sha256.clone_from(&instance.input_sha256);
            changes.push(Change::Instance(stored(&instance)));
        }
        row.body = Settings {
            job: Some(job.clone()),
        }
        .body()?;
        row.updated_at = self.clock.now();
        let new_job = if published {
            self.mend_job(&job, id, asked, solve)?
        } else {
            self.solve_job(&job, id, solve)?
        };
        changes.extend([Change::Roster(row), Change::Enqueue(new_job)]);
        let entry = Entry {
            reason: reasons(asked),
            ..Entry::new("roster.reoptimize", format!("rosters/{id}"))
        };
        let answer = self.commit(call, id, Vec::new(), changes, entry, job.0);
        let answer = answer.await?;
        self.work.notify_one();
        self.tell(id, EventKind::Roster);
        Ok(answer.as_str().into())
    }

    fn mend_job(
        &self,
        job: &JobId,
        roster: &RosterId,
        asked: &ChangesAsked,
        solve: &SolveSettings,
    ) -> Result<NewJob, Fault> {
        let request = MendRequest {
            changes: asked.clone(),
            time_limit_ms: solve.time_limit.min(self.limits.mend_max).as_millis() as u64,
            work_limit: solve.work_limit,
            gap: solve.relative_gap,
            seed: solve.seed,
        };
        Ok(NewJob {
            id: job.clone(),
            kind: JobKind::Reoptimize,
            roster: Some(roster.clone()),
            request: serde_json::to_string(&request).map_err(Fault::broken)?,
        })
    }
}

/// Refuses prices of moves that make no sense.
fn priced(asked: Option<MovePricesAsked>) -> Result<(), Fault> {
    let asked = asked.unwrap_or_default();
    let mut wrong = Wrong::default();
    for (field, price) in [
        ("move_prices.per_duty_cents", asked.per_duty),
        ("move_prices.per_person_cents", asked.per_person),
    ] {
        wrong.unless(
            price.is_none_or(|price| (Money::ZERO..=MOVE_PRICE_MAX).contains(&price)),
            field,
            "a move costs 0 to 10000000 hundredths",
            "每项变动的价格为 0 至 10000000 分",
        );
    }
    wrong.told()
}

/// Why people cannot come or are released, as HR wrote it: `E1: sick; E2: training`.
fn reasons(asked: &ChangesAsked) -> String {
    let reasons = asked.reasons().filter(|(_, why)| !why.is_empty());
    let told: Vec<String> = reasons.map(|(who, why)| format!("{who}: {why}")).collect();
    told.join("; ")
}

/// A pin or release with the field that asks for it.
type HeldDay = (String, claims::Change);

/// Pins and releases, each day of each person once.
pub(super) fn held_days(instance: &Instance, asked: &ChangesAsked) -> Result<Vec<HeldDay>, Fault> {
    let mut days: Vec<HeldDay> = Vec::new();
    let mut seen: HashSet<(EmployeeIx, NaiveDate)> = HashSet::new();
    let mut once = |field: &str, who: EmployeeIx, date: NaiveDate| match seen.insert((who, date)) {
        true => Ok(()),
        false => Err(twice(field)),
    };
    for (at, new) in asked.pins.iter().enumerate() {
        let field = format!("pins[{at}]");
        let duty = new.duty.as_ref();
        let duty = duty.map(|(hall, template)| (hall.as_str(), template.as_str()));
        let pin = pin(instance, (&new.employee, new.date), duty, |part| {
            format!("{field}.{part}")
        })?;
        once(&field, pin.employee, pin.date)?;
        days.push((field, claims::Change::Pin(pin)));
    }
    for (at, new) in asked.releases.iter().enumerate() {
        let field = format!("releases[{at}]");
        let employee = held::employee(instance, &new.employee)?;
        held::day(instance, new.date, &format!("{field}.date"))?;
        once(&field, employee, new.date)?;
        let release = claims::Change::Release {
            employee,
            date: new.date,
            own_wish: new.own_wish,
        };
        days.push((field, release));
    }
    Ok(days)
}

/// Refuses what would change the past or a shift that stands still, and releases of days that nothing holds.
fn fitting(
    instance: &Instance,
    published: Option<(&PublishedPlan, i64)>,
    days: &[HeldDay],
) -> Result<(), Fault> {
    let pinned = |who: EmployeeIx, date: NaiveDate| {
        let mut pins = instance.pins.iter();
        pins.any(|pin| (pin.employee, pin.date) == (who, date))
    };
    let works = |who: EmployeeIx, date: NaiveDate| {
        let day = instance.horizon.day_inside(date);
        let held = |(plan, _): (&PublishedPlan, i64)| plan.held(who, day?);
        published.and_then(held).is_some()
    };
    for (field, change) in days {
        if published.is_some_and(|(plan, now)| claims::too_late(instance, plan, change, now)) {
            return Err(Fault::field(
                field,
                "the day is over or its shift stands still; for somebody who cannot come send an absence",
                "该日已过或班务已冻结；若有人不能到岗，请提交缺勤",
            ));
        }
        if let claims::Change::Release { employee, date, .. } = change
            && !pinned(*employee, *date)
            && !works(*employee, *date)
        {
            return Err(Fault::field(
                field,
                "nothing holds this person on that day",
                "该员工当日没有可解除的安排",
            ));
        }
    }
    Ok(())
}

fn changed(
    instance: &Instance,
    asked: &ChangesAsked,
    held_days: &[HeldDay],
) -> Result<Problem, Fault> {
    let mut problem: Problem = (**instance).clone();
    for (at, absent) in asked.absences.iter().enumerate() {
        if absent.to < absent.from {
            return Err(Fault::field(
                &format!("absences[{at}].to_date"),
                "the absence ends before it begins",
                "缺勤的结束早于开始",
            ));
        }
        let who = held::employee(instance, &absent.employee)?;
        let days = (absent.from, absent.to);
        claims::absent(&mut problem, who, days, &absent.reason);
    }
    for (at, new) in asked.demand.iter().enumerate() {
        let new = interval(instance, at, new)?;
        let key = |one: &DemandInterval| (one.hall, one.class, one.date, one.start);
        problem.demand.retain(|known| key(known) != key(&new));
        problem.demand.push(new);
    }
    for (_, change) in held_days {
        claims::hold(&mut problem, change);
    }
    Ok(problem)
}

pub(super) fn interval(
    instance: &Instance,
    at: usize,
    new: &Forecast,
) -> Result<DemandInterval, Fault> {
    let hall = held::hall(instance, &new.hall, &format!("demand[{at}].hall"))?;
    let classes = &instance.halls[hall.0].classes;
    let class = classes.iter().position(|class| class.id == new.class);
    let class = class.ok_or_else(|| {
        let field = format!("demand[{at}].customer_class");
        Fault::field(&field, "there is no such customer class", "没有该客户类别")
    })?;
    Ok(DemandInterval {
        hall,
        class: ClassIx(class),
        date: new.date,
        start: new.start,
        length: new.length,
        expected_arrivals: new.expected_arrivals,
        busy: new.busy,
    })
}
