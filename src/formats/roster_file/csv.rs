//! Rosters as tables: for people with spreadsheets, and for the benchmarks' scorers.

use std::borrow::Cow;

use crate::domain::{Employee, EmployeeIx, Instance};
use crate::formats::Format;
use crate::formats::instance::clock;
use crate::roster::{Activity, Roster, rest_day_work};
use crate::units::Minutes;

/// The roster as CSV in UTF-8, a line for each person and day; leave reasons and names stay out.
///
/// Several breaks of a day stand in one field, separated by spaces. For a benchmark instance it is the table that
/// the benchmark's scorer reads: `employee,day,shift`, duties only, days counted from 0.
pub fn write_csv(instance: &Instance, roster: &Roster) -> String {
    match Format::of(instance) {
        Format::Own => own(instance, roster),
        Format::Curtois => curtois(instance, roster),
    }
}

const HEADER: &str = "employee,date,activity,hall,shift_template,start,end,break_start,break_end,\
    work_minutes,rest_day_work\n";

fn own(instance: &Instance, roster: &Roster) -> String {
    let mut text = HEADER.to_owned();
    for (employee, person) in instance.staff() {
        let extra = rest_day_work(instance, roster, employee);
        for (day, date) in instance.horizon.days() {
            let mut line = vec![person.id.clone(), date.to_string()];
            line.extend(activity(instance, roster, employee, person, day));
            line.push(if extra.contains(&day) { "yes" } else { "" }.to_owned());
            let fields: Vec<_> = line.iter().map(|field| quoted(safe(field))).collect();
            text.push_str(&fields.join(","));
            text.push('\n');
        }
    }
    text
}

/// From `activity` to `work_minutes`.
fn activity(
    instance: &Instance,
    roster: &Roster,
    employee: EmployeeIx,
    person: &Employee,
    day: usize,
) -> [String; 8] {
    let horizon = &instance.horizon;
    let mut fields: [String; 8] = Default::default();
    let (name, work) = match roster.activity(employee, day) {
        Activity::Rest => ("rest", Minutes::ZERO),
        Activity::Leave => ("leave", Minutes::ZERO),
        Activity::CompDay(_) => ("comp_day", Minutes::ZERO),
        Activity::Training(index) => match person.training.get(*index) {
            Some(training) => {
                fields[3] = clock(training.start);
                fields[4] = clock(training.start + training.length.0);
                ("training", training.length)
            }
            None => ("training", Minutes::ZERO),
        },
        Activity::Duty(duty) => {
            let date = horizon.date(day as i64);
            let clocks = |instants: Vec<i64>| {
                let clocks = instants.into_iter().map(|at| horizon.clock(at, date));
                clocks.collect::<Vec<_>>().join(" ")
            };
            fields[1] = instance.halls[duty.hall.0].id.clone();
            fields[2] = instance.templates[duty.template.0].id.clone();
            fields[3] = horizon.clock(duty.start, date);
            fields[4] = horizon.clock(duty.end, date);
            fields[5] = clocks(duty.breaks.iter().map(|pause| pause.start).collect());
            fields[6] = clocks(duty.breaks.iter().map(|pause| pause.end).collect());
            ("duty", duty.work_minutes())
        }
    };
    fields[0] = name.to_owned();
    fields[7] = work.0.to_string();
    fields
}

fn curtois(instance: &Instance, roster: &Roster) -> String {
    let mut text = "employee,day,shift\n".to_owned();
    for (employee, person) in instance.staff() {
        for (day, _) in instance.horizon.days() {
            if let Some(duty) = roster.activity(employee, day).duty() {
                let shift = &instance.templates[duty.template.0].id;
                text.push_str(&format!(
                    "{},{day},{}\n",
                    quoted(Cow::from(&person.id)),
                    quoted(Cow::from(shift))
                ));
            }
        }
    }
    text
}

/// A spreadsheet runs a field that starts like a formula; an apostrophe in front makes it text.
fn safe(field: &str) -> Cow<'_, str> {
    if field.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::from(format!("'{field}"))
    } else {
        Cow::from(field)
    }
}

/// Quotes a field that needs it.
fn quoted(field: Cow<'_, str>) -> Cow<'_, str> {
    if field.contains([',', '"', '\n', '\r']) {
        Cow::from(format!("\"{}\"", field.replace('"', "\"\"")))
    } else {
        field
    }
}

#[cfg(test)]
mod tests {
    use super::{quoted, safe};

    #[test]
    fn a_field_is_neither_a_formula_nor_two_fields() {
        let field = |text| quoted(safe(text)).into_owned();
        assert_eq!(field("E01"), "E01");
        assert_eq!(field("=1+1"), "'=1+1");
        assert_eq!(field("@x, \"y\""), "\"'@x, \"\"y\"\"\"");
        assert_eq!(field("a\nb"), "\"a\nb\"");
    }
}
