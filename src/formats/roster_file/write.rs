//! From a roster to a message.

use super::{day, shifts};
use crate::checker::{ClassWaits, Promise, WaitVerdict};
use crate::domain::{EmployeeIx, Instance, Served, WaitTarget};
use crate::formats::instance::minutes;
use crate::formats::proto;
use crate::report::{self, Sheet, Standing};
use crate::roster::{CompDay, CompDayState, CoverageGap, ShiftGap};
use crate::units::Money;

/// The message of a roster with what is printed beside it.
pub fn roster(sheet: &Sheet<'_>) -> proto::Roster {
    let (instance, audit) = (sheet.instance, sheet.audit);
    proto::Roster {
        instance_id: instance.id.clone(),
        input_sha256: instance.input_sha256.clone(),
        seed: i64::from(sheet.seed),
        status: match sheet.standing {
            Standing::Proven => proto::SolveStatus::Optimal,
            Standing::Stopped => proto::SolveStatus::Feasible,
        }
        .into(),
        cost: Some(proto::Cost {
            total_cents: audit.cost.total.0,
            terms: (audit.cost.terms.iter())
                .map(|line| proto::CostTerm {
                    name: line.term.name().to_owned(),
                    cents: line.amount.0,
                })
                .collect(),
        }),
        bound_cents: sheet.bound.0,
        relative_gap: finite(report::relative_gap(&audit.cost, sheet.bound)),
        relative_gap_without_constant: finite(report::relative_gap_without_constant(
            &audit.cost,
            sheet.bound,
        )),
        gap_cents: report::gap(&audit.cost, sheet.bound).0,
        rule_packs: rule_packs(instance),
        shifts: shifts::shifts(instance, sheet.roster),
        witness: day::witness(instance, sheet.roster, &audit.comp_days),
        comp_days: (audit.comp_days.iter())
            .map(|comp| comp_day(instance, comp))
            .collect(),
        gaps: (audit.gaps.iter())
            .map(|gap| coverage_gap(instance, gap))
            .chain((audit.shift_gaps.iter()).map(|gap| shift_gap(instance, gap)))
            .collect(),
        warnings: sheet.needs.warnings.clone(),
        waits: (audit.waits.iter().flat_map(WaitVerdict::by_class))
            .map(|class| class_waits(instance, &class))
            .collect(),
        missed_targets: (audit.waits.iter())
            .flat_map(|verdict| {
                let missed = verdict.missed();
                missed.map(|miss| missed_target(instance, miss, verdict.price))
            })
            .collect(),
        // What only the service knows.
        ..proto::Roster::default()
    }
}

/// A share that JSON can write: a saving out of nothing is infinite, which is no JSON number.
fn finite(share: f64) -> f64 {
    share.min(1e9)
}

/// Packs of all contracts with their versions, each once.
fn rule_packs(instance: &Instance) -> Vec<String> {
    let mut packs: Vec<String> = (instance.contracts.iter())
        .map(|contract| contract.rule_pack.clone())
        .filter(|pack| !pack.is_empty())
        .collect();
    packs.sort();
    packs.dedup();
    packs
}

fn comp_day(instance: &Instance, comp: &CompDay) -> proto::CompDay {
    let EmployeeIx(employee) = comp.employee;
    let (state, date) = match comp.state {
        CompDayState::Scheduled(date) => (proto::CompDayState::Scheduled, Some(date)),
        CompDayState::Planned(date) => (proto::CompDayState::Planned, Some(date)),
        CompDayState::Unplanned => (proto::CompDayState::Unplanned, None),
    };
    proto::CompDay {
        employee: instance.employees[employee].id.clone(),
        lot: comp.lot.id.clone(),
        minutes: minutes(comp.lot.minutes),
        earned_date: comp.lot.earned.to_string(),
        due_date: comp.lot.due.to_string(),
        date: date.map(|date| date.to_string()).unwrap_or_default(),
        state: state.into(),
    }
}

fn coverage_gap(instance: &Instance, gap: &CoverageGap) -> proto::CoverageGap {
    let horizon = &instance.horizon;
    let hall = &instance.halls[gap.hall.0];
    let (date, _) = horizon.local(gap.start);
    proto::CoverageGap {
        hall: hall.id.clone(),
        queue: match gap.served {
            Served::Queue(queue) => hall.queues[queue.0].id.clone(),
            Served::Post(post) => hall.posts[post.0].id.clone(),
        },
        date: date.to_string(),
        start: horizon.clock(gap.start, date),
        end: horizon.clock(gap.end, date),
        heads_needed: heads(gap.needed),
        heads_missing: heads(gap.missing),
        shift_template: String::new(),
    }
}

fn shift_gap(instance: &Instance, gap: &ShiftGap) -> proto::CoverageGap {
    proto::CoverageGap {
        hall: instance.halls[gap.hall.0].id.clone(),
        date: gap.date.to_string(),
        heads_needed: heads(gap.needed),
        heads_missing: heads(gap.missing),
        shift_template: instance.templates[gap.template.0].id.clone(),
        ..proto::CoverageGap::default()
    }
}

fn heads(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn class_waits(instance: &Instance, class: &ClassWaits) -> proto::ClassWaits {
    let hall = &instance.halls[class.hall.0];
    let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    proto::ClassWaits {
        hall: hall.id.clone(),
        customer_class: hall.classes[class.class.0].id.clone(),
        busy: class.busy,
        intervals: count(class.promises),
        intervals_met: count(class.met),
        figure: Some(figure(class.target, class.exact, class.simulated)),
    }
}

fn missed_target(instance: &Instance, miss: &Promise, price: Money) -> proto::MissedTarget {
    let (horizon, hall) = (&instance.horizon, &instance.halls[miss.hall.0]);
    let (date, _) = horizon.local(miss.start);
    proto::MissedTarget {
        hall: hall.id.clone(),
        queue: hall.queues[miss.queue.0].id.clone(),
        customer_class: hall.classes[miss.class.0].id.clone(),
        date: date.to_string(),
        start: horizon.clock(miss.start, date),
        end: horizon.clock(miss.end, date),
        busy: miss.busy,
        heads: heads(miss.heads),
        figure: Some(figure(miss.target, miss.exact, miss.simulated)),
        cents: price.0,
    }
}

/// A promise with what both engines say of it.
pub fn figure(target: WaitTarget, exact: Option<f64>, simulated: Option<f64>) -> proto::WaitFigure {
    use proto::wait_figure::Target;
    let (target, within_minutes) = match target {
        WaitTarget::ShareWithin { minutes, share } => (Target::Share(share), minutes),
        WaitTarget::Mean { minutes } => (Target::MeanMinutes(minutes), 0.0),
    };
    proto::WaitFigure {
        target: Some(target),
        within_minutes,
        exact,
        simulated,
    }
}
