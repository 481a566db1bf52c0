//! Rules of a province, a city, a company or a hall laid over those beneath them.
//!
//! A record that `replaces` another takes its place. What stands in the law may only become tighter
//! that way. A record that names a `permit` may be looser: the law beneath then stays and becomes a
//! matter of that permit, so that it binds wherever the permit is not on file.

use serde_json::{Map, Value};

use super::kinds::premium_class::PremiumClasses;
use super::{Basis, Effective, Fault, Needs, Outcome, RuleKind, RuleRecord, Severity};

/// The records of `base` with those of `over` laid on top, and what may not be done so.
///
/// Records of `over` that replace nothing are added at the end. Where a replacement is refused the
/// record beneath stays. A record beneath can be replaced once: a chain of replacements within `over`
/// would lead from the law to a company's record and from there to anything.
pub fn lay(base: &[RuleRecord], over: &[RuleRecord]) -> (Vec<RuleRecord>, Vec<Fault>) {
    let mut records = base.to_vec();
    let mut faults = Vec::new();
    let mut replaced_by: Vec<Option<&str>> = vec![None; base.len()];
    for record in over {
        let Some(target) = &record.replaces else {
            records.push(record.clone());
            continue;
        };
        let Some(at) = base.iter().position(|known| known.id == *target) else {
            let remedy =
                format!("there is no record `{target}` beneath; name one, or drop `replaces`");
            faults.push(Fault::new("nothing_to_replace", &record.id, remedy));
            continue;
        };
        if let Some(other) = replaced_by[at] {
            let remedy = format!("`{other}` replaces `{target}` already; make the two one record");
            faults.push(Fault::new("replaced_twice", &record.id, remedy));
            continue;
        }
        replaced_by[at] = Some(&record.id);
        let beneath = &mut records[at];
        let refuses = matches!(
            beneath.outcome,
            Outcome::Forbid | Outcome::Consent | Outcome::Approval
        );
        if beneath.basis != Basis::Law || is_as_tight(record, beneath) {
            *beneath = record.clone();
        } else if let Some(permit) = record.permit.as_ref().filter(|_| refuses) {
            beneath.outcome = Outcome::Approval;
            beneath.needs = Needs {
                consent: None,
                approval: Some(permit.clone()),
                exemptions: beneath.needs.exemptions.clone(),
            };
            records.push(record.clone());
        } else {
            let way = if refuses {
                "make the record at least as tight, or name the `permit` that allows it"
            } else {
                "it refuses nothing that a permit could lift; make the record at least as tight"
            };
            let remedy = format!("`{target}` is law ({}): {way}", beneath.source.law);
            faults.push(Fault::new("looser_than_law", &record.id, remedy));
        }
    }
    (records, faults)
}

/// Whether everything that keeps `over` keeps `base` too, as far as the records show it.
pub(super) fn is_as_tight(over: &RuleRecord, base: &RuleRecord) -> bool {
    let strong = |outcome| match outcome {
        Outcome::Forbid => 4,
        Outcome::Approval => 3,
        Outcome::Consent => 2,
        Outcome::Cost => 1,
        Outcome::Warn => 0,
    };
    let (Ok(own), Ok(beneath)) = (over.kind.to_json(), base.kind.to_json()) else {
        return false;
    };
    over.kind.name() == base.kind.name()
        && strong(over.outcome) >= strong(base.outcome)
        && !(over.severity == Severity::Soft && base.severity == Severity::Hard)
        && (over.inclusive || !base.inclusive)
        && (over.outcome == Outcome::Forbid || over.needs == base.needs)
        && over
            .needs
            .exemptions
            .iter()
            .all(|reason| base.needs.exemptions.contains(reason))
        && binds_as_many(over, base)
        && lasts_as_long(over.effective, base.effective)
        && match (&over.kind, &base.kind) {
            (RuleKind::PremiumClass(own), RuleKind::PremiumClass(beneath)) => {
                pays_as_much(own, beneath)
            }
            (kind, _) => params_as_tight(kind.name(), &own, &beneath),
        }
}

/// Whether every minute that is paid a premium beneath is paid as much.
fn pays_as_much(own: &PremiumClasses, beneath: &PremiumClasses) -> bool {
    let reached = |own: Option<i64>, beneath: Option<i64>| {
        beneath.is_none_or(|beneath| own.is_some_and(|own| own <= beneath))
    };
    let (factors, least) = (own.factors_pct, beneath.factors_pct);
    // A tier or a seventh day takes minutes away from the other factors.
    let highest = (beneath.tiers.iter().map(|tier| tier.factor_pct))
        .chain(least.workday_overtime)
        .max()
        .unwrap_or(0);
    let seventh_paid = match (own.seventh_day, beneath.seventh_day) {
        (Some(seventh), None) => seventh.factor_pct.min(seventh.over_factor_pct) >= highest,
        (own, beneath) => own == beneath,
    };
    let paid = |own: Option<i64>, least: Option<i64>| least.is_none_or(|_| own >= least);
    own.regime == beneath.regime
        && own.week_start == beneath.week_start
        && reached(own.normal.daily_min, beneath.normal.daily_min)
        && reached(own.normal.weekly_min, beneath.normal.weekly_min)
        && paid(factors.workday_overtime, least.workday_overtime)
        && paid(factors.rest_day, least.rest_day)
        && paid(factors.statutory_holiday, least.statutory_holiday)
        && own
            .substitutable
            .iter()
            .all(|class| beneath.substitutable.contains(class))
        && beneath.tiers.iter().all(|tier| own.tiers.contains(tier))
        && (own.tiers.iter()).all(|tier| beneath.tiers.contains(tier) || tier.factor_pct >= highest)
        && seventh_paid
}

fn binds_as_many(over: &RuleRecord, base: &RuleRecord) -> bool {
    let wider = |own: &[String], beneath: &[String]| {
        own.is_empty() || (!beneath.is_empty() && beneath.iter().all(|name| own.contains(name)))
    };
    let (own, beneath) = (&over.scope, &base.scope);
    wider(&own.regime, &beneath.regime)
        && wider(&own.contract, &beneath.contract)
        && wider(&own.halls, &beneath.halls)
        && (own.for_attribute.is_none() || own.for_attribute == beneath.for_attribute)
        && (own.not_for_attribute.is_none() || own.not_for_attribute == beneath.not_for_attribute)
}

fn lasts_as_long(own: Effective, beneath: Effective) -> bool {
    let early = own
        .from
        .is_none_or(|from| beneath.from.is_some_and(|base| from <= base));
    let late = own
        .to
        .is_none_or(|to| beneath.to.is_some_and(|base| base <= to));
    early && late
}

/// Which side of a number is the tighter one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tighter {
    Lower,
    Higher,
}

/// Parameters that are limits; all others must be equal to be compared at all.
const LIMITS: &[(&str, Tighter)] = &[
    ("limit", Tighter::Lower),
    ("limit_min", Tighter::Lower),
    ("limit_min_per_month", Tighter::Lower),
    ("threshold_min", Tighter::Lower),
    ("latest_start_after_min", Tighter::Lower),
    ("window_days", Tighter::Lower),
    ("expiry_days", Tighter::Lower),
    ("max_advance_min", Tighter::Lower),
    ("max_balance_min", Tighter::Lower),
    ("min", Tighter::Higher),
    ("min_minutes", Tighter::Higher),
    ("min_days", Tighter::Higher),
    ("days", Tighter::Higher),
    ("min_minutes_before_start", Tighter::Higher),
    ("min_minutes_per_value", Tighter::Higher),
    ("min_segment_min", Tighter::Higher),
];

fn params_as_tight(kind: &str, own: &Value, beneath: &Value) -> bool {
    let (Some(own), Some(beneath)) = (own.as_object(), beneath.as_object()) else {
        return own == beneath;
    };
    let names = own.keys().chain(beneath.keys());
    names.into_iter().all(|name| {
        let pair = (own.get(name), beneath.get(name));
        match LIMITS.iter().find(|(limit, _)| limit == name) {
            // The one least that is called a limit.
            Some(("limit_min", _)) if kind == "min_work_per_window" => {
                number_as_tight(pair, Tighter::Higher)
            }
            Some((_, side)) => number_as_tight(pair, *side),
            None if name == "tiers" => tiers_as_tight(pair),
            None if name == "inclusive" => {
                pair.0.and_then(Value::as_bool) >= pair.1.and_then(Value::as_bool)
            }
            None => pair.0.unwrap_or(&Value::Null) == pair.1.unwrap_or(&Value::Null),
        }
    })
}

fn number_as_tight(pair: (Option<&Value>, Option<&Value>), side: Tighter) -> bool {
    match (
        pair.0.and_then(Value::as_i64),
        pair.1.and_then(Value::as_i64),
    ) {
        (Some(own), Some(beneath)) if side == Tighter::Lower => own <= beneath,
        (Some(own), Some(beneath)) => own >= beneath,
        (own, None) => own.is_some() || pair.0 == pair.1 || pair.0.is_none_or(Value::is_null),
        (None, Some(_)) => false,
    }
}

/// Breaks: whatever a tier beneath asks for, one of the own tiers asks for as well.
fn tiers_as_tight(pair: (Option<&Value>, Option<&Value>)) -> bool {
    if pair.0 == pair.1 {
        return true;
    }
    let tier = |tier: &Map<String, Value>| {
        let number = |name: &str| tier.get(name).and_then(Value::as_i64);
        Some((number("work_over_min")?, number("break_min")?))
    };
    let tiers = |list: Option<&Value>| -> Option<Vec<(i64, i64)>> {
        let list = list?.as_array()?.iter();
        list.map(|entry| entry.as_object().and_then(tier)).collect()
    };
    match (tiers(pair.0), tiers(pair.1)) {
        (Some(own), Some(beneath)) => beneath.iter().all(|(over_min, break_min)| {
            own.iter()
                .any(|own| own.0 <= *over_min && own.1 >= *break_min)
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::lay;
    use crate::law::{Outcome, RuleRecord};

    fn record(text: &str) -> RuleRecord {
        RuleRecord::from_json(text).expect("a record")
    }

    fn law() -> RuleRecord {
        record(
            r#"{"id": "day", "kind": "max_work_per_day", "params": {"limit_min": 600}, "basis": "law", "outcome": "forbid"}"#,
        )
    }

    fn over(limit: i64, rest: &str) -> RuleRecord {
        record(&format!(
            r#"{{"id": "own", "kind": "max_work_per_day", "params": {{"limit_min": {limit}}}, "replaces": "day"{rest}}}"#
        ))
    }

    #[test]
    fn a_tighter_record_takes_the_place_of_the_law() {
        for limit in [0, 480, 600] {
            let (records, faults) = lay(&[law()], &[over(limit, "")]);
            assert_eq!((records, faults), (vec![over(limit, "")], vec![]));
        }
    }

    #[test]
    fn a_looser_record_is_refused_and_the_law_stays() {
        let looser = [
            over(601, ""),
            over(480, r#", "outcome": "warn""#),
            over(480, r#", "severity": "soft""#),
            over(480, r#", "scope": {"contract": ["part_time"]}"#),
            over(480, r#", "scope": {"for_attribute": "minor"}"#),
            over(480, r#", "effective": {"from": "2026-01-01"}"#),
            over(480, r#", "needs": {"exemptions": ["emergency"]}"#),
            record(
                r#"{"id": "own", "kind": "max_consecutive_work_days", "params": {"limit": 1}, "replaces": "day"}"#,
            ),
        ];
        for record in looser {
            let (records, faults) = lay(&[law()], std::slice::from_ref(&record));
            assert_eq!(records, [law()], "{record:?}");
            assert_eq!(faults.len(), 1);
            assert_eq!(faults[0].code, "looser_than_law");
        }
    }

    #[test]
    fn under_a_permit_the_law_becomes_a_matter_of_the_permit() {
        let (records, faults) = lay(&[law()], &[over(720, r#", "permit": "twelve""#)]);
        assert_eq!(faults, []);
        assert_eq!(records.len(), 2);
        assert_eq!(records[0].outcome, Outcome::Approval);
        assert_eq!(records[0].needs.approval.as_deref(), Some("twelve"));
    }

    #[test]
    fn no_chain_of_replacements_leads_out_of_the_law() {
        let mut loose = over(1_400, "");
        loose.id = "looser".to_owned();
        for (first, target, code) in [
            ("own", "own", "nothing_to_replace"),
            ("own", "day", "replaced_twice"),
            ("day", "day", "replaced_twice"),
        ] {
            let mut tight = over(600, "");
            tight.id = first.to_owned();
            loose.replaces = Some(target.to_owned());
            let (records, faults) = lay(&[law()], &[tight.clone(), loose.clone()]);
            assert_eq!(records, [tight]);
            assert_eq!(faults.len(), 1);
            assert_eq!(faults[0].code, code);
        }
    }

    #[test]
    fn no_permit_lifts_a_law_that_only_costs_or_warns() {
        for outcome in [Outcome::Cost, Outcome::Warn] {
            let mut priced = law();
            priced.outcome = outcome;
            let looser = over(720, r#", "permit": "twelve""#);
            let (records, faults) = lay(std::slice::from_ref(&priced), &[looser]);
            assert_eq!((records, faults[0].code), (vec![priced], "looser_than_law"));
        }
    }

    #[test]
    fn company_policy_beneath_may_be_loosened() {
        let mut policy = law();
        policy.basis = crate::law::Basis::Policy;
        let (records, faults) = lay(&[policy], &[over(700, "")]);
        assert_eq!((records, faults), (vec![over(700, "")], vec![]));
    }

    #[test]
    fn a_least_amount_of_work_may_be_raised_and_not_lowered() {
        let least = |minutes: i64, rest: &str| {
            record(&format!(
                r#"{{"id": "w", "kind": "min_work_per_window", "params": {{"limit_min": {minutes}, "window": {{"type": "horizon"}}}}, "basis": "law"{rest}}}"#
            ))
        };
        let laid = |minutes| {
            let over = least(minutes, r#", "replaces": "w""#);
            lay(&[least(1_020, "")], &[over]).1.is_empty()
        };
        assert!(laid(1_020) && laid(1_200));
        assert!(!laid(1_019));
    }

    #[test]
    fn pay_may_be_raised_and_no_tier_or_seventh_day_may_lower_it() {
        let pay = |more: &str, rest: &str| {
            record(&format!(
                r#"{{"id": "p", "kind": "premium_class", "params": {{"regime": "standard", "factors_pct": {{"workday_overtime": 150}}{more}}}, "outcome": "cost", "basis": "law"{rest}}}"#
            ))
        };
        let laid = |more: &str| {
            let over = pay(more, r#", "replaces": "p""#);
            lay(&[pay("", "")], &[over]).1.is_empty()
        };
        let tier = |factor: i64| {
            format!(r#", "tiers": [{{"per": "day", "over_min": 600, "factor_pct": {factor}}}]"#)
        };
        assert!(laid("") && laid(&tier(150)) && laid(&tier(200)));
        assert!(!laid(&tier(149)));
        let seventh = |above: i64| {
            format!(
                r#", "seventh_day": {{"factor_pct": 150, "over_min": 480, "over_factor_pct": {above}}}"#
            )
        };
        assert!(laid(&seventh(200)));
        assert!(!laid(&seventh(149)));
    }

    #[test]
    fn a_record_that_replaces_nothing_known_is_a_fault() {
        let mut lost = over(480, "");
        lost.replaces = Some("nowhere".to_owned());
        let (records, faults) = lay(&[law()], &[lost]);
        assert_eq!(
            (records, faults[0].code),
            (vec![law()], "nothing_to_replace")
        );
    }

    #[test]
    fn breaks_are_as_tight_when_each_tier_is_asked_for_as_well() {
        let breaks = |tiers: &str, rest: &str| {
            record(&format!(
                r#"{{"id": "b", "kind": "min_break", "params": {{"tiers": [{tiers}]}}, "basis": "law"{rest}}}"#
            ))
        };
        let base = breaks(
            r#"{"work_over_min": 360, "break_min": 30}, {"work_over_min": 540, "break_min": 45}"#,
            "",
        );
        let replaced = |tiers: &str| {
            lay(
                std::slice::from_ref(&base),
                &[breaks(tiers, r#", "replaces": "b""#)],
            )
            .1
            .is_empty()
        };
        assert!(replaced(r#"{"work_over_min": 360, "break_min": 45}"#));
        assert!(!replaced(r#"{"work_over_min": 360, "break_min": 44}"#));
        assert!(!replaced(r#"{"work_over_min": 361, "break_min": 60}"#));
    }
}
