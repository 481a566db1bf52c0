//! Rosters, as HR sends and reads them.

use super::{date, duration, given, timestamp};
use crate::checker::{AuditFinding, Severity};
use crate::claims::{PublishedPlan, RosterState, Spot};
use crate::domain::Instance;
use crate::formats::{self, proto};
use crate::service::{
    Absent, ChangesAsked, DayEdit, EditedDay, Fault, Forecast, MovePricesAsked, Pinned, PlanShown,
    Released, RosterShown, SolveSettings,
};
use crate::units::{Minutes, Money};

/// How much of a roster is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Costs and states.
    Basic,
    /// Who works what too.
    Plan,
    /// The instance too.
    Full,
}

impl View {
    /// As asked for.
    pub fn of(view: proto::RosterView) -> View {
        match view {
            proto::RosterView::Basic => View::Basic,
            proto::RosterView::Unspecified | proto::RosterView::Plan => View::Plan,
            proto::RosterView::Full => View::Full,
        }
    }
}

/// The state of a roster.
pub fn state(state: RosterState) -> proto::roster::State {
    use proto::roster::State;
    match state {
        RosterState::Draft => State::Draft,
        RosterState::Published => State::Published,
        RosterState::Closed => State::Closed,
        RosterState::Archived => State::Archived,
    }
}

/// A roster with its plan as it stands.
pub fn roster(shown: &RosterShown, view: View) -> Result<proto::Roster, Fault> {
    let mut told = match &shown.plan {
        None => proto::Roster {
            instance_id: shown.instance.id.clone(),
            input_sha256: shown.instance.input_sha256.clone(),
            ..proto::Roster::default()
        },
        Some(PlanShown::Draft(plan)) => formats::read_roster_message(&plan.body)
            .map_err(|findings| Fault::broken(format!("{} findings", findings.len())))?,
        Some(PlanShown::Published(held)) => {
            let plan = &held.plan;
            let mut told = formats::roster_to_proto(&held.sheet());
            told.shifts = published_shifts(&held.instance, plan);
            told
        }
    };
    let row = &shown.row;
    told.name = format!("rosters/{}", row.id);
    told.state = state(row.state).into();
    told.etag.clone_from(&shown.etag);
    told.create_time = Some(timestamp(row.created_at));
    told.plan_version = plan_version(shown);
    told.claim_window = shown.terms().map(|terms| proto::ClaimWindow {
        start_time: Some(timestamp(crate::service::moment(terms.opens))),
        end_time: Some(timestamp(crate::service::moment(terms.closes))),
        freeze_minutes: formats::clock_minutes(terms.freeze),
        claims_max: terms.claims_per_person_max.map_or(0, u32::cast_signed),
        cost_tolerance_cents: terms.cost_tolerance.map(|tolerance| tolerance.0),
    });
    told.blamed_rules = shown.blamed().iter().map(blamed).collect();
    if let Some(operation) = &shown.operation {
        told.operation = format!("operations/{}", operation.job.id);
    }
    match view {
        View::Basic => {
            told.shifts.clear();
            told.witness.clear();
            told.comp_days.clear();
        }
        View::Plan => {}
        View::Full => told.instance = Some(formats::instance_to_proto(&shown.instance)),
    }
    Ok(told)
}

fn plan_version(shown: &RosterShown) -> i64 {
    let version = match &shown.plan {
        None => 0,
        Some(PlanShown::Draft(plan)) => plan.number,
        Some(PlanShown::Published(held)) => held.plan.version,
    };
    version.cast_signed()
}

/// What a rule says.
pub fn blamed(rule: &crate::service::Blamed) -> proto::BlamedRule {
    proto::BlamedRule {
        rule: rule.rule.clone(),
        article: rule.article.clone(),
        employee: rule.employee.clone(),
        reason: Some(proto::LocalizedText {
            zh: rule.zh.clone(),
            en: rule.en.clone(),
        }),
    }
}

/// The shift list with its spots as they are, each with the person of the witness or of the claim.
fn published_shifts(instance: &Instance, plan: &PublishedPlan) -> Vec<proto::Shift> {
    let person = |who: crate::domain::EmployeeIx| instance.employees[who.0].id.clone();
    plan.list()
        .map(|(at, shift)| {
            let mut free: Vec<String> = instance
                .staff()
                .filter(|(who, _)| plan.held(*who, shift.day) == Some(at))
                .filter(|(who, _)| !shift.spots.iter().any(|s| s.committed() == Some(*who)))
                .map(|(_, employee)| employee.id.clone())
                .collect();
            let mut tentative = || free.pop().unwrap_or_default();
            let spots = shift.spots.iter().filter_map(|spot| {
                let (state, witness_employee) = match *spot {
                    Spot::Assigned(who) => (proto::SpotState::Assigned, person(who)),
                    Spot::Open => (proto::SpotState::Open, tentative()),
                    Spot::Extra => (proto::SpotState::Extra, String::new()),
                    Spot::Claimed(who) | Spot::ClaimedExtra(who) => {
                        (proto::SpotState::Claimed, person(who))
                    }
                    Spot::Cancelled => return None,
                };
                Some(proto::Spot {
                    state: state.into(),
                    witness_employee,
                })
            });
            proto::Shift {
                id: shift.id.clone(),
                hall: instance.halls[shift.hall.0].id.clone(),
                date: shift.date.to_string(),
                shift_template: instance.templates[shift.template.0].id.clone(),
                start: instance.horizon.clock(shift.start, shift.date),
                length_minutes: formats::clock_minutes(Minutes(shift.end - shift.start)),
                breaks: (shift.breaks.iter())
                    .map(|pause| proto::PlacedBreak {
                        start: instance.horizon.clock(pause.start, shift.date),
                        length_minutes: formats::clock_minutes(Minutes(pause.end - pause.start)),
                        paid: pause.paid,
                    })
                    .collect(),
                spots: spots.collect(),
            }
        })
        .collect()
}

/// The instance of a request.
pub fn instance(roster: Option<&proto::Roster>) -> Result<Instance, Fault> {
    let Some(file) = roster.and_then(|roster| roster.instance.as_ref()) else {
        return Err(Fault::field(
            "roster.instance",
            "send the instance to solve",
            "请提交算例",
        ));
    };
    formats::instance_from_proto(file).map_err(|findings| Fault::instance(&findings))
}

/// How far a solve shall go.
pub fn solve(asked: Option<&proto::SolveOptions>) -> Result<SolveSettings, Fault> {
    let mut settings = SolveSettings::default();
    let Some(asked) = asked else {
        return Ok(settings);
    };
    if let Some(limit) = &asked.time_limit {
        settings.time_limit = duration("options.time_limit", limit)?;
    }
    settings.work_limit = match asked.work_limit {
        0 => None,
        limit => Some(u64::try_from(limit).map_err(|_| {
            Fault::field(
                "options.work_limit",
                "a limit is not negative",
                "限制不能为负",
            )
        })?),
    };
    if asked.relative_gap != 0.0 {
        if !(0.0..=1.0).contains(&asked.relative_gap) {
            return Err(Fault::field(
                "options.relative_gap",
                "a gap lies between 0 and 1",
                "差距应在 0 与 1 之间",
            ));
        }
        settings.relative_gap = Some(asked.relative_gap);
    }
    settings.seed = u32::try_from(asked.seed)
        .map_err(|_| Fault::field("options.seed", "a seed is not negative", "种子不能为负"))?;
    Ok(settings)
}

/// What the checker found.
pub fn finding(instance: &Instance, finding: &AuditFinding) -> proto::RosterFinding {
    let employee = finding.subject.employee;
    proto::RosterFinding {
        violation: finding.severity == Severity::Violation,
        code: finding.code.to_string(),
        employee: employee.map_or_else(String::new, |who| instance.employees[who.0].id.clone()),
        article: finding.article.clone().unwrap_or_default(),
        text: Some(proto::LocalizedText {
            zh: finding.zh.clone(),
            en: finding.en.clone(),
        }),
    }
}

/// What is different from before.
pub fn changes(asked: &proto::ReoptimizeRosterRequest) -> Result<ChangesAsked, Fault> {
    let absences = asked.absences.iter().enumerate();
    let absences = absences.map(|(at, absence)| {
        Ok(Absent {
            employee: absence.employee.as_str().into(),
            from: date(&format!("absences[{at}].from_date"), &absence.from_date)?,
            to: date(&format!("absences[{at}].to_date"), &absence.to_date)?,
            reason: absence.reason.clone(),
        })
    });
    let demand = asked.demand.iter().enumerate();
    let demand = demand.map(|(at, new)| {
        let start = formats::parse_time(&new.start).ok_or_else(|| {
            let field = format!("demand[{at}].start");
            Fault::field(&field, "write the time as 09:30", "时间应写作 09:30")
        })?;
        Ok(Forecast {
            hall: new.hall.clone(),
            class: new.customer_class.clone(),
            date: date(&format!("demand[{at}].date"), &new.date)?,
            start,
            length: Minutes(i64::from(new.length_minutes)),
            expected_arrivals: new.expected_arrivals,
            busy: match new.busy() {
                proto::BusyMark::Unspecified => None,
                mark => Some(mark == proto::BusyMark::Busy),
            },
        })
    });
    let pins = asked.pins.iter().enumerate();
    let pins = pins.map(|(at, pin)| {
        let duty = (pin.hall.clone(), pin.shift_template.clone());
        Ok(Pinned {
            employee: pin.employee.as_str().into(),
            date: date(&format!("pins[{at}].date"), &pin.date)?,
            duty: Some(duty).filter(|(hall, template)| !(hall.is_empty() && template.is_empty())),
        })
    });
    let releases = asked.releases.iter().enumerate();
    let releases = releases.map(|(at, release)| {
        Ok(Released {
            employee: release.employee.as_str().into(),
            date: date(&format!("releases[{at}].date"), &release.date)?,
            own_wish: release.own_wish,
            reason: release.reason.clone(),
        })
    });
    Ok(ChangesAsked {
        absences: absences.collect::<Result<_, Fault>>()?,
        demand: demand.collect::<Result<_, Fault>>()?,
        pins: pins.collect::<Result<_, Fault>>()?,
        releases: releases.collect::<Result<_, Fault>>()?,
        move_prices: asked.move_prices.as_ref().map(|prices| MovePricesAsked {
            per_duty: prices.per_duty_cents.map(Money),
            per_person: prices.per_person_cents.map(Money),
        }),
    })
}

/// The edits of a request.
pub fn edits(list: &[proto::RosterEdit]) -> Result<Vec<DayEdit>, Fault> {
    list.iter()
        .enumerate()
        .map(|(at, asked)| edit(at, asked))
        .collect()
}

fn edit(at: usize, asked: &proto::RosterEdit) -> Result<DayEdit, Fault> {
    use proto::roster_edit::Change;
    let employee = given(&asked.employee).ok_or_else(|| {
        Fault::field(
            &format!("edits[{at}].employee"),
            "name the employee",
            "请注明员工",
        )
    })?;
    let day = match &asked.change {
        Some(Change::Duty(duty)) => EditedDay::Duty {
            hall: duty.hall.clone(),
            template: duty.shift_template.clone(),
        },
        Some(Change::Rest(())) => EditedDay::Rest,
        Some(Change::Keep(())) => EditedDay::Keep,
        None => {
            return Err(Fault::field(
                &format!("edits[{at}].change"),
                "say what changes: a duty, rest, or only the pin",
                "请说明变更：班务、休息或仅固定",
            ));
        }
    };
    Ok(DayEdit {
        employee,
        date: date(&format!("edits[{at}].date"), &asked.date)?,
        day,
        pinned: asked.pinned,
    })
}
