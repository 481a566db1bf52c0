//! Running a file of test vectors: cases worked by hand, each with what the rules must say.

mod event_input;
mod input;
#[cfg(test)]
mod mutations;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::{Value, json};

use self::input::{Expected, VectorInput};
use super::{Case, DayTable, Evaluation, LawError, RulePack, RuleRecord, evaluate};
use crate::units::Money;

/// How a file of vectors went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VectorReport {
    passed: usize,
    /// Vectors that did not agree, with the reasons.
    pub failures: Vec<VectorNote>,
    /// Vectors that use a kind, parameter or field that is not known here.
    pub unknowns: Vec<VectorNote>,
}

impl VectorReport {
    /// How many vectors agreed in everything.
    pub fn passed(&self) -> usize {
        self.passed
    }

    /// How many did not.
    pub fn failed(&self) -> usize {
        self.failures.len()
    }

    /// How many say something that is not known here.
    pub fn not_yet(&self) -> usize {
        self.unknowns.len()
    }
}

/// One vector that did not pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VectorNote {
    /// Its id in the file.
    pub id: String,
    /// Its rule kind.
    pub kind: String,
    /// What was missing or unexpected, one entry each.
    pub reasons: Vec<String>,
}

impl fmt::Display for VectorReport {
    /// A paragraph for each vector that did not pass; the counts last.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (word, notes) in [("not yet", &self.unknowns), ("failed", &self.failures)] {
            for note in notes {
                writeln!(f, "{word}: {} {}", note.id, note.kind)?;
                for reason in &note.reasons {
                    writeln!(f, "    {reason}")?;
                }
            }
        }
        let (failed, not_yet) = (self.failed(), self.not_yet());
        write!(
            f,
            "{} passed, {failed} failed, {not_yet} not yet",
            self.passed
        )
    }
}

/// Why a vector could not be judged.
enum Refusal {
    /// It says something that is not known here.
    NotYet(String),
    /// It is not a vector.
    Malformed(String),
}

impl Refusal {
    /// Unknown words are a matter of time; anything else is a mistake in the file.
    fn of(message: String) -> Refusal {
        let unknown = ["unknown field", "unknown variant", "is not a rule kind"];
        if unknown.iter().any(|word| message.contains(word)) {
            Refusal::NotYet(message)
        } else {
            Refusal::Malformed(message)
        }
    }
}

/// Runs the vectors of a file given as text.
///
/// # Errors
/// Text that is not a vectors file; the message names the vector and the field.
pub fn run(text: &str) -> Result<VectorReport, LawError> {
    run_with(text, &[])
}

/// As [`run`], with packs that vectors may name besides those that come with this program.
///
/// # Errors
/// As there.
pub fn run_with(text: &str, packs: &[RulePack]) -> Result<VectorReport, LawError> {
    let mut shelf: BTreeMap<String, RulePack> = BTreeMap::new();
    for pack in packs {
        shelf.insert(pack.id.clone(), pack.clone());
    }
    let refuse = |reason: String| LawError::BadVectors { reason };
    let file: Value = serde_json::from_str(text).map_err(|error| refuse(error.to_string()))?;
    let vectors = (file.get("vectors").and_then(Value::as_array))
        .ok_or_else(|| refuse("there is no list `vectors`".to_owned()))?;
    if vectors.is_empty() {
        return Err(refuse("the list `vectors` is empty".to_owned()));
    }
    let mut report = VectorReport::default();
    for (at, vector) in vectors.iter().enumerate() {
        let word = |field: &str| vector.get(field).and_then(Value::as_str).map(str::to_owned);
        let id = word("id").unwrap_or_else(|| format!("#{}", at + 1));
        let kind = word("kind").unwrap_or_else(|| "?".to_owned());
        let note = |reasons| VectorNote {
            id: id.clone(),
            kind: kind.clone(),
            reasons,
        };
        match run_one(vector, &mut shelf) {
            Ok(reasons) if reasons.is_empty() => report.passed += 1,
            Ok(reasons) => report.failures.push(note(reasons)),
            Err(Refusal::NotYet(reason)) => report.unknowns.push(note(vec![reason])),
            Err(Refusal::Malformed(reason)) => {
                return Err(refuse(format!("vector {id}: {reason}")));
            }
        }
    }
    Ok(report)
}

/// Judges one vector and says how the answer differs from what it expects.
fn run_one(vector: &Value, shelf: &mut BTreeMap<String, RulePack>) -> Result<Vec<String>, Refusal> {
    let input: VectorInput =
        serde_json::from_value(vector.clone()).map_err(|error| Refusal::of(error.to_string()))?;
    let rule = rule_of(&input, shelf)?;
    let history = input.history.history().map_err(Refusal::Malformed)?;
    let shifts: Vec<_> = input.shifts.iter().map(|shift| shift.shift()).collect();
    let days = match DayTable::new(&input.timezone, input.horizon.start, input.horizon.end) {
        Ok(days) => days,
        Err(error) => return Ok(vec![error.to_string()]),
    };
    let (events, calendar) = (input.events(), input.calendar.calendar());
    let answer = evaluate(
        std::slice::from_ref(&rule),
        &Case {
            days: &days,
            person: &input.person,
            shifts: &shifts,
            history: &history,
            calendar: &calendar,
            events: &events,
        },
    );
    Ok(differences(&answer, &input.expected))
}

/// The rule that a vector tries: a record of a pack, or one made of its parameters.
fn rule_of(
    input: &VectorInput,
    shelf: &mut BTreeMap<String, RulePack>,
) -> Result<RuleRecord, Refusal> {
    if let Some(id) = &input.pack {
        let malformed = |reason: String| Refusal::Malformed(reason);
        if !shelf.contains_key(id) {
            let pack = RulePack::get(id).map_err(|error| malformed(error.to_string()))?;
            shelf.insert(id.clone(), pack);
        }
        let wanted = input.record.as_deref().unwrap_or_default();
        let mut records = shelf[id].records.iter();
        return match records.find(|record| record.id == wanted) {
            Some(record) if record.kind.name() == input.kind => Ok(record.clone()),
            Some(record) => {
                let kind = record.kind.name();
                Err(malformed(format!(
                    "`{wanted}` is of kind {kind}, not {}",
                    input.kind
                )))
            }
            None => Err(malformed(format!("pack {id} has no record `{wanted}`"))),
        };
    }
    let params = if input.params.is_null() {
        json!({})
    } else {
        input.params.clone()
    };
    let law = input.law.first().cloned().unwrap_or_default();
    let record = json!({
        "id": input.id, "kind": input.kind, "params": params, "source": {"law": law, "verified": "V"}, "inclusive": input.inclusive,
    });
    RuleRecord::from_value(record).map_err(|error| Refusal::of(error.to_string()))
}

fn differences(answer: &Evaluation, expected: &Expected) -> Vec<String> {
    let mut reasons: Vec<String> = answer
        .faults
        .iter()
        .map(|fault| fault.to_string())
        .collect();
    let found: BTreeSet<String> = (answer.findings.iter())
        .map(|f| {
            breach(
                f.rule,
                f.code,
                f.measured,
                f.limit,
                &f.place.to_string(),
                &f.unit.to_string(),
            )
        })
        .collect();
    let wanted: BTreeSet<String> = (expected.violations.iter())
        .map(|v| {
            breach(
                &v.rule,
                v.code.as_deref(),
                v.measured,
                v.limit,
                &v.place,
                &v.unit,
            )
        })
        .collect();
    reasons.extend(
        wanted
            .difference(&found)
            .map(|text| format!("missing violation: {text}")),
    );
    reasons.extend(
        found
            .difference(&wanted)
            .map(|text| format!("unexpected violation: {text}")),
    );

    let measured: BTreeSet<(String, i64)> = answer
        .measured
        .iter()
        .map(|m| (m.place.to_string(), m.value))
        .collect();
    for wanted in &expected.measured {
        if !measured.contains(&(wanted.place.clone(), wanted.value)) {
            let there = measured.iter().filter(|(place, _)| *place == wanted.place);
            let there: Vec<i64> = there.map(|(_, value)| *value).collect();
            let (place, value) = (&wanted.place, wanted.value);
            reasons.push(format!("measured at {place}: {there:?} instead of {value}"));
        }
    }
    if let Some(wanted) = &expected.premiums {
        let mut found: Vec<_> = (answer.premiums.iter())
            .map(|p| {
                (
                    p.place.to_string(),
                    p.class.name().to_owned(),
                    p.minutes,
                    p.factor_pct,
                    p.amount,
                )
            })
            .collect();
        let mut wanted: Vec<_> = (wanted.iter())
            .map(|p| {
                let amount = p.amount.map(|whole| Money(whole.saturating_mul(100)));
                (
                    p.place.clone(),
                    p.class.clone(),
                    p.minutes,
                    p.factor_pct,
                    amount,
                )
            })
            .collect();
        found.sort();
        wanted.sort();
        if found != wanted {
            reasons.push(format!("premiums: {found:?} instead of {wanted:?}"));
        }
    }
    if let Some(wanted) = expected.penalty
        && wanted != answer.penalty
    {
        reasons.push(format!("penalty: {} instead of {wanted}", answer.penalty));
    }
    reasons
}

fn breach(
    rule: &str,
    code: Option<&str>,
    measured: i64,
    limit: i64,
    place: &str,
    unit: &str,
) -> String {
    let code = code.map(|code| format!(" ({code})")).unwrap_or_default();
    format!("{rule}{code} {measured} against {limit} {unit} at {place}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::run;
    use crate::law::{RulePack, RuleRecord};

    #[test]
    fn the_other_side_of_each_limit_agrees_too() {
        for (text, least) in [
            (include_str!("own.json"), 80),
            (include_str!("edges.json"), 60),
        ] {
            let report = run(text).expect("a readable file");
            assert!(report.failed() + report.not_yet() == 0, "{report}");
            assert!(report.passed() >= least, "{report}");
        }
    }

    #[test]
    fn every_limit_of_every_pack_is_kept_and_broken_where_it_says() {
        let text = include_str!("packs.json");
        let report = run(text).expect("a readable file");
        assert!(report.failed() + report.not_yet() == 0, "{report}");
        let file: serde_json::Value = serde_json::from_str(text).expect("JSON");
        let mut tried: BTreeMap<String, [bool; 2]> = BTreeMap::new();
        for vector in file["vectors"].as_array().expect("a list") {
            let word = |field: &str| vector[field].as_str().unwrap_or_default().to_owned();
            let record = record(&word("pack"), &word("record"));
            let expected = &vector["expected"];
            let filled = |list: &str| expected[list].as_array().is_some_and(|l| !l.is_empty());
            let bites = filled("violations") || filled("premiums");
            tried.entry(meaning(&record)).or_default()[usize::from(bites)] = true;
        }
        for id in RulePack::list() {
            for record in RulePack::get(id).expect("a pack").records {
                let both = tried.get(&meaning(&record)).copied().unwrap_or_default();
                assert_eq!(both, [true, true], "{id} {}: kept, broken", record.id);
            }
        }
    }

    fn record(pack: &str, id: &str) -> RuleRecord {
        let records = RulePack::get(pack).expect("a pack").records;
        records
            .into_iter()
            .find(|own| own.id == id)
            .expect("a record of the pack")
    }

    /// What a record asks for and of whom, whatever it is called.
    fn meaning(record: &RuleRecord) -> String {
        format!("{:?} {:?}", record.kind, record.scope.for_attribute)
    }

    #[test]
    fn a_wrong_expectation_fails_with_the_reason() {
        let text = include_str!("own.json").replacen("\"measured\": 540", "\"measured\": 539", 1);
        let report = run(&text).expect("a readable file");
        assert_eq!(report.failed(), 1);
        assert_eq!(
            report.failures[0].reasons.len(),
            2,
            "one missing, one unexpected"
        );
        assert!(report.to_string().ends_with("passed, 1 failed, 0 not yet"));
    }

    #[test]
    fn unknown_kinds_and_parameters_are_not_yet() {
        for (known, unknown) in [
            ("max_work_per_day", "max_fun_per_day"),
            ("limit_min", "limit_h"),
        ] {
            let text = include_str!("own.json").replacen(known, unknown, 1);
            let report = run(&text).expect("a readable file");
            assert_eq!((report.failed(), report.not_yet()), (0, 1), "{unknown}");
        }
    }

    #[test]
    fn malformed_files_are_told_what_is_wrong() {
        let mutilated = |from: &str, to: &str| {
            let text = include_str!("own.json").replacen(from, to, 1);
            run(&text).map_err(|error| error.to_string())
        };
        for (from, to) in [
            ("\"vectors\"", "\"victors\""),
            ("\"2026-03-02\"", "\"2026-02-30\""),
            ("T12:00", "T25:00"),
            ("\"limit_min\": 480", "\"limit_min\": \"much\""),
        ] {
            let message = mutilated(from, to);
            assert!(
                message
                    .as_ref()
                    .is_err_and(|text| text.starts_with("vectors: ")),
                "{message:?}"
            );
        }
        for text in [
            "",
            "[]",
            "{}",
            "{\"vectors\": []}",
            "{\"vectors\": [1]}",
            "\u{0}",
        ] {
            assert!(run(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_unknown_zone_fails_its_vector_only() {
        let text = include_str!("own.json").replacen("Asia/Shanghai", "Asia/Nowhere", 1);
        let report = run(&text).expect("a readable file");
        assert_eq!(report.failed(), 1);
    }
}
