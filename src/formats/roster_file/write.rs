//! From a roster to a message.

use super::{RosterFile, day, shifts};
use crate::domain::{EmployeeIx, Instance, Served};
use crate::formats::instance::minutes;
use crate::formats::proto;
use crate::roster::{CompDay, CompDayState, CoverageGap, ShiftGap};
use crate::units::Money;

/// The message of a roster file.
pub fn roster(file: &RosterFile<'_>) -> proto::Roster {
    let instance = file.instance;
    let cost: Money = file.terms.iter().map(|(_, amount)| *amount).sum();
    let gap = cost - file.bound;
    proto::Roster {
        instance_id: instance.id.clone(),
        input_sha256: instance.input_sha256.clone(),
        seed: file.seed,
        status: match file.optimal {
            true => proto::SolveStatus::Optimal,
            false => proto::SolveStatus::Feasible,
        }
        .into(),
        cost: Some(proto::Cost {
            total_cents: cost.0,
            terms: (file.terms.iter())
                .map(|(name, amount)| proto::CostTerm {
                    name: (*name).to_owned(),
                    cents: amount.0,
                })
                .collect(),
        }),
        bound_cents: file.bound.0,
        relative_gap: relative(gap, cost),
        relative_gap_without_constant: relative(gap, cost - file.constant),
        gap_cents: gap.0,
        rule_packs: rule_packs(instance),
        shifts: shifts::shifts(instance, file.roster),
        witness: day::witness(instance, file.roster, file.comp_days),
        comp_days: (file.comp_days.iter())
            .map(|comp| comp_day(instance, comp))
            .collect(),
        gaps: (file.gaps.iter())
            .map(|gap| coverage_gap(instance, gap))
            .chain((file.shift_gaps.iter()).map(|gap| shift_gap(instance, gap)))
            .collect(),
        warnings: file.warnings.to_vec(),
    }
}

/// A gap as a share of a cost; a cost of nothing has no share.
fn relative(gap: Money, cost: Money) -> f64 {
    if cost.0 == 0 {
        0.0
    } else {
        gap.0 as f64 / cost.0.abs() as f64
    }
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
