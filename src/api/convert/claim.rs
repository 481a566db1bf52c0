//! Open shifts, claims and verdicts: what staff read.

use super::timestamp;
use crate::claims::{ClaimState, ShiftState};
use crate::formats::{clock_minutes, proto};
use crate::service::{self, Effect, VerdictDecision};

/// A shift with spots to claim.
pub fn open_shift(shift: &service::OpenShift) -> proto::OpenShift {
    use proto::open_shift::State;
    proto::OpenShift {
        name: shift_name(&shift.roster.0, &shift.id.0),
        hall: shift.hall.clone(),
        date: shift.date.to_string(),
        shift_template: shift.template.clone(),
        start: shift.start.clone(),
        length_minutes: clock_minutes(shift.length),
        breaks: pauses(&shift.breaks),
        spot_count: count(shift.spots),
        filled_count: count(shift.filled),
        state: match shift.state {
            ShiftState::Open => State::Open,
            ShiftState::Filled => State::Filled,
            ShiftState::Cancelled => State::Cancelled,
            ShiftState::Frozen => State::Frozen,
        }
        .into(),
        extra: shift.extra,
        inconvenient: shift.inconvenient,
        my_verdict: shift
            .verdict
            .as_ref()
            .map(|answer| verdict(&shift.roster.0, answer)),
    }
}

/// The name of a shift.
pub fn shift_name(roster: &str, shift: &str) -> String {
    format!("rosters/{roster}/openShifts/{shift}")
}

/// A claim.
pub fn claim(claim: &service::Claim) -> proto::Claim {
    use proto::claim::State;
    let shift = open_shift(&claim.shift);
    proto::Claim {
        name: format!("{}/claims/{}", shift.name, claim.id),
        employee: claim.employee.0.clone(),
        state: match claim.state {
            ClaimState::Pending => State::Pending,
            ClaimState::Accepted => State::Accepted,
            ClaimState::Declined => State::Declined,
            ClaimState::Expired => State::Expired,
            ClaimState::Withdrawn => State::Withdrawn,
            ClaimState::Worked => State::Worked,
            ClaimState::NoShow => State::NoShow,
        }
        .into(),
        create_time: Some(timestamp(claim.created_at)),
        update_time: Some(timestamp(claim.updated_at)),
        etag: claim.version.to_string(),
        verdict: Some(verdict(&claim.shift.roster.0, &claim.verdict)),
        open_shift: Some(shift),
    }
}

fn verdict(roster: &str, answer: &service::Verdict) -> proto::ClaimVerdict {
    use proto::claim_verdict::Decision;
    proto::ClaimVerdict {
        decision: match answer.decision {
            VerdictDecision::Allowed => Decision::Allowed,
            VerdictDecision::Undecided => Decision::Undecided,
            VerdictDecision::Refused
            | VerdictDecision::AgainstRule
            | VerdictDecision::BreaksPlan
            | VerdictDecision::TooDear => Decision::Declined,
        }
        .into(),
        rules: answer.rules.iter().map(rule).collect(),
        consequence: answer.consequence.as_ref().map(consequence),
        alternatives: (answer.nearest.iter())
            .map(|shift| shift_name(roster, &shift.0))
            .collect(),
    }
}

fn rule(rule: &service::RuleWord) -> proto::BrokenRule {
    use proto::broken_rule::Effect as Told;
    proto::BrokenRule {
        rule: rule.rule.clone(),
        article: rule.article.clone(),
        effect: match rule.effect {
            Effect::Forbids => Told::Forbids,
            Effect::Costs => Told::Costs,
        }
        .into(),
        text: Some(proto::LocalizedText {
            zh: rule.text.zh.clone(),
            en: rule.text.en.clone(),
        }),
    }
}

fn consequence(follows: &service::Consequence) -> proto::ClaimConsequence {
    proto::ClaimConsequence {
        work_minutes: clock_minutes(follows.work),
        premium_cents: follows.premium.0,
        comp_day: follows.comp.as_ref().map(|comp| proto::EarnedCompDay {
            minutes: clock_minutes(comp.minutes),
            due_date: comp.due.to_string(),
            planned_date: comp.planned.map_or_else(String::new, |day| day.to_string()),
        }),
        waits: (follows.waits.iter())
            .map(|wait| proto::WaitChange {
                hall: wait.hall.clone(),
                customer_class: wait.class.clone(),
                date: wait.date.to_string(),
                start: wait.start.clone(),
                before_mean_wait_minutes: wait.before_minutes,
                after_mean_wait_minutes: wait.after_minutes,
            })
            .collect(),
    }
}

/// The reader's own days.
pub fn my_roster(mine: &service::MyRoster) -> proto::MyRoster {
    proto::MyRoster {
        name: format!("rosters/{}", mine.roster),
        employee: mine.employee.0.clone(),
        state: super::roster::state(mine.state).into(),
        days: mine.days.iter().map(|day| my_day(mine, day)).collect(),
    }
}

fn my_day(mine: &service::MyRoster, day: &service::MyDay) -> proto::MyDay {
    let mut told = proto::PersonDay {
        employee: mine.employee.0.clone(),
        date: day.date.to_string(),
        activity: proto::Activity::Leave.into(),
        ..proto::PersonDay::default()
    };
    let mut claim = String::new();
    if let Some(shift) = &day.shift {
        told.activity = proto::Activity::Duty.into();
        told.hall.clone_from(&shift.hall);
        told.shift_template.clone_from(&shift.template);
        told.start.clone_from(&shift.start);
        told.length_minutes = clock_minutes(shift.length);
        told.breaks = pauses(&shift.breaks);
        if let Some(id) = &day.claim {
            claim = format!("{}/claims/{id}", shift_name(&mine.roster.0, &shift.id.0));
        }
    }
    proto::MyDay {
        day: Some(told),
        claim,
    }
}

/// Somebody who works at the same time.
pub fn coworker(person: &service::Coworker) -> proto::Coworker {
    proto::Coworker {
        display_name: person.name.clone(),
        hall: person.hall.clone(),
        date: person.date.to_string(),
        start: person.start.clone(),
        length_minutes: clock_minutes(person.length),
    }
}

/// Rest owed and taken.
pub fn ledger(ledger: &service::Ledger) -> proto::CompLedger {
    let lots = ledger.lots.iter();
    proto::CompLedger {
        employee: ledger.employee.0.clone(),
        comp_days: lots
            .map(|lot| proto::CompDay {
                employee: ledger.employee.0.clone(),
                lot: lot.id.clone(),
                minutes: clock_minutes(lot.minutes),
                earned_date: lot.earned.to_string(),
                due_date: lot.due.to_string(),
                date: lot.planned.map_or_else(String::new, |day| day.to_string()),
                state: match lot.planned {
                    Some(_) => proto::CompDayState::Planned,
                    None => proto::CompDayState::Unplanned,
                }
                .into(),
            })
            .collect(),
        open_minutes: clock_minutes(ledger.open()),
    }
}

fn pauses(breaks: &[service::Pause]) -> Vec<proto::PlacedBreak> {
    let breaks = breaks.iter();
    breaks
        .map(|pause| proto::PlacedBreak {
            start: pause.start.clone(),
            length_minutes: clock_minutes(pause.length),
            paid: pause.paid,
        })
        .collect()
}

fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
