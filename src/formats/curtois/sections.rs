//! The sections of a benchmark file as tables.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::lines::{Fields, fault, number, telling};
use super::tables::{Benchmark, Cover, Limits, Person, Request, Shift, Want};
use crate::domain::Finding;
use crate::formats::json::{capped, nearest};

/// Every section there is; the first three must be there.
const SECTIONS: [&str; 7] = [
    "SECTION_HORIZON",
    "SECTION_SHIFTS",
    "SECTION_STAFF",
    "SECTION_DAYS_OFF",
    "SECTION_SHIFT_ON_REQUESTS",
    "SECTION_SHIFT_OFF_REQUESTS",
    "SECTION_COVER",
];

/// A file being read.
#[derive(Default)]
struct Reading<'a> {
    benchmark: Benchmark,
    shift_of: HashMap<&'a str, usize>,
    person_of: HashMap<&'a str, usize>,
    found: Vec<Finding>,
}

/// Reads the sections; later ones refer to names of earlier ones, whatever their order in the file.
pub fn read(text: &str) -> Result<Benchmark, Vec<Finding>> {
    let mut reading = Reading::default();
    let sections = reading.sections(text);
    for name in &SECTIONS[..3] {
        if !sections.contains_key(name) {
            let remedy = "the section is missing; is this a shift scheduling benchmark?";
            reading
                .found
                .push(Finding::new("missing_section", *name, remedy));
        }
    }
    let of = |name: &str| sections.get(name).map_or(&[][..], Vec::as_slice);
    reading.horizon(of("SECTION_HORIZON"));
    reading.shifts(of("SECTION_SHIFTS"));
    reading.staff(of("SECTION_STAFF"));
    reading.days_off(of("SECTION_DAYS_OFF"));
    reading.requests(of("SECTION_SHIFT_ON_REQUESTS"), Want::On);
    reading.requests(of("SECTION_SHIFT_OFF_REQUESTS"), Want::Off);
    reading.cover(of("SECTION_COVER"));
    if reading.found.is_empty() {
        Ok(reading.benchmark)
    } else {
        Err(capped(reading.found))
    }
}

/// Lines of one section with their numbers.
type Lines<'a> = [(usize, &'a str)];

impl<'a> Reading<'a> {
    fn sections(&mut self, text: &'a str) -> HashMap<&'static str, Vec<(usize, &'a str)>> {
        let mut sections: HashMap<&'static str, Vec<(usize, &'a str)>> = HashMap::new();
        let mut current: Option<&'static str> = None;
        let mut started = false;
        for (line, content) in telling(text) {
            if content.starts_with("SECTION_") {
                started = true;
                current = SECTIONS.into_iter().find(|name| *name == content);
                match current {
                    Some(name) if sections.contains_key(name) => self.found.push(fault(
                        "duplicate_section",
                        line,
                        format!("{name} starts twice; keep one"),
                    )),
                    Some(name) => {
                        sections.insert(name, Vec::new());
                    }
                    None => {
                        let hint = nearest(content, SECTIONS.into_iter()).unwrap_or(SECTIONS[0]);
                        let remedy = format!("there is no such section; did you mean {hint}?");
                        self.found.push(fault("unknown_section", line, remedy));
                    }
                }
            } else if let Some(lines) = current.and_then(|name| sections.get_mut(name)) {
                lines.push((line, content));
            } else if !started {
                started = true;
                let remedy = "a file starts with SECTION_HORIZON; comments start with #";
                self.found.push(fault("outside_section", line, remedy));
            }
        }
        sections
    }

    fn horizon(&mut self, lines: &Lines<'a>) {
        let days = lines
            .first()
            .and_then(|(line, text)| number(text, "the horizon", *line, &mut self.found));
        if let Some((line, _)) = lines.get(1) {
            let remedy = "the horizon is one number of days; remove the rest";
            self.found.push(fault("wrong_field_count", *line, remedy));
        }
        let Some(days) = days else { return };
        self.benchmark.days = days as usize;
        if !(1..=366).contains(&days) {
            let line = lines.first().map_or(0, |(line, _)| *line);
            let remedy = format!("{days} days cannot be planned; give 1 to 366");
            self.found.push(fault("horizon_length", line, remedy));
        }
    }

    fn shifts(&mut self, lines: &Lines<'a>) {
        let mut later = Vec::new();
        for (line, text) in lines {
            // The last field may be missing altogether.
            let text = text.strip_suffix(',').unwrap_or(text);
            let meaning = if text.matches(',').count() == 1 {
                "id, minutes"
            } else {
                "id, minutes, shifts that cannot follow"
            };
            let Some(fields) = Fields::split(*line, text, meaning, &mut self.found) else {
                continue;
            };
            let minutes = fields.number(1, "the length", &mut self.found);
            if minutes.is_some_and(|minutes| !(1..=1440).contains(&minutes)) {
                let remedy = "a shift lasts 1 to 1440 minutes";
                self.found.push(fault("shift_length", *line, remedy));
            }
            let id = fields.text(0);
            let position = self.benchmark.shifts.len();
            name_once(&mut self.shift_of, id, position, *line, &mut self.found);
            later.push((*line, position, fields.text(2)));
            self.benchmark.shifts.push(Shift {
                id: id.to_owned(),
                minutes: minutes.unwrap_or(1),
                cannot_precede: Vec::new(),
            });
        }
        for (line, position, names) in later {
            for name in names.split('|').filter(|name| !name.is_empty()) {
                if let Some(shift) = self.shift(name, line) {
                    self.benchmark.shifts[position].cannot_precede.push(shift);
                }
            }
        }
    }

    fn staff(&mut self, lines: &Lines<'a>) {
        let meaning = "id, most shifts, most minutes, fewest minutes, most shifts in a row, \
            fewest shifts in a row, fewest days off in a row, most weekends";
        for (line, text) in lines {
            let Some(fields) = Fields::split(*line, text, meaning, &mut self.found) else {
                continue;
            };
            let shifts_max = self.shifts_max(fields.text(1), *line);
            let mut number = |position, name| {
                let value = fields.number(position, name, &mut self.found);
                value.unwrap_or_default()
            };
            let limits = Limits {
                shifts_max,
                minutes_max: number(2, "most minutes"),
                minutes_min: number(3, "fewest minutes"),
                run_max: number(4, "most shifts in a row"),
                run_min: number(5, "fewest shifts in a row"),
                off_min: number(6, "fewest days off in a row"),
                weekends_max: number(7, "most weekends"),
            };
            if limits.minutes_min > limits.minutes_max || limits.run_min > limits.run_max.max(1) {
                let remedy = "a lower limit is above its upper limit; swap them";
                self.found.push(fault("limits_reversed", *line, remedy));
            }
            let id = fields.text(0);
            let position = self.benchmark.staff.len();
            name_once(&mut self.person_of, id, position, *line, &mut self.found);
            self.benchmark.staff.push(Person {
                id: id.to_owned(),
                limits,
                days_off: BTreeSet::new(),
            });
        }
    }

    fn shifts_max(&mut self, text: &'a str, line: usize) -> Vec<(usize, i64)> {
        let mut limits = Vec::new();
        for part in text.split('|').filter(|part| !part.is_empty()) {
            let Some((name, most)) = part.split_once('=') else {
                let remedy = format!("\"{part}\" is no limit; write it as D=14");
                self.found.push(fault("bad_limit", line, remedy));
                continue;
            };
            let most = number(most, "most shifts", line, &mut self.found);
            let Some((shift, most)) = self.shift(name, line).zip(most) else {
                continue;
            };
            if limits.iter().any(|(known, _)| *known == shift) {
                let remedy = format!("{name} has two limits; keep one");
                self.found.push(fault("bad_limit", line, remedy));
            }
            limits.push((shift, most));
        }
        limits
    }

    fn days_off(&mut self, lines: &Lines<'a>) {
        for (line, text) in lines {
            let mut parts = text.split(',').map(str::trim);
            let person = parts.next().and_then(|id| self.person(id, *line));
            for part in parts.filter(|part| !part.is_empty()) {
                let day = self.day(part, *line);
                if let (Some(person), Some(day)) = (person, day) {
                    self.benchmark.staff[person].days_off.insert(day);
                }
            }
        }
    }

    fn requests(&mut self, lines: &Lines<'a>, want: Want) {
        let mut seen = HashSet::new();
        for (line, text) in lines {
            let meaning = "employee, day, shift, weight";
            let Some(fields) = Fields::split(*line, text, meaning, &mut self.found) else {
                continue;
            };
            let person = self.person(fields.text(0), *line);
            let day = self.day(fields.text(1), *line);
            let shift = self.shift(fields.text(2), *line);
            let weight = fields.number(3, "the weight", &mut self.found);
            let (Some(person), Some(day), Some(shift), Some(weight)) = (person, day, shift, weight)
            else {
                continue;
            };
            if !seen.insert((person, day, shift)) {
                let remedy = "the same request stands twice; keep one";
                self.found.push(fault("duplicate_request", *line, remedy));
            }
            self.benchmark.requests.push(Request {
                person,
                day,
                shift,
                weight,
                want,
            });
        }
    }

    fn cover(&mut self, lines: &Lines<'a>) {
        let mut seen = HashSet::new();
        for (line, text) in lines {
            let meaning = "day, shift, heads, weight for under, weight for over";
            let Some(fields) = Fields::split(*line, text, meaning, &mut self.found) else {
                continue;
            };
            let day = self.day(fields.text(0), *line);
            let shift = self.shift(fields.text(1), *line);
            let heads = fields.number(2, "heads", &mut self.found);
            let under = fields.number(3, "the weight for under", &mut self.found);
            let over = fields.number(4, "the weight for over", &mut self.found);
            let heads = heads.and_then(|heads| u32::try_from(heads).ok());
            let (Some(day), Some(shift), Some(heads)) = (day, shift, heads) else {
                continue;
            };
            if !seen.insert((day, shift)) {
                let remedy = "heads of this day and shift stand twice; keep one";
                self.found.push(fault("duplicate_cover", *line, remedy));
            }
            self.benchmark.cover.push(Cover {
                day,
                shift,
                heads,
                under: under.unwrap_or_default(),
                over: over.unwrap_or_default(),
            });
        }
    }

    fn shift(&mut self, id: &str, line: usize) -> Option<usize> {
        let position = self.shift_of.get(id).copied();
        if position.is_none() {
            let id: String = id.chars().take(40).collect();
            let remedy = format!("\"{id}\" is not in SECTION_SHIFTS; correct the name");
            self.found.push(fault("unknown_shift", line, remedy));
        }
        position
    }

    fn person(&mut self, id: &str, line: usize) -> Option<usize> {
        let position = self.person_of.get(id).copied();
        if position.is_none() {
            let id: String = id.chars().take(40).collect();
            let remedy = format!("\"{id}\" is not in SECTION_STAFF; correct the name");
            self.found.push(fault("unknown_employee", line, remedy));
        }
        position
    }

    fn day(&mut self, text: &str, line: usize) -> Option<usize> {
        let day = number(text, "the day", line, &mut self.found)? as usize;
        if day >= self.benchmark.days {
            let last = self.benchmark.days.saturating_sub(1);
            let remedy = format!("day {day} is beyond the horizon; days run from 0 to {last}");
            self.found.push(fault("date_outside_horizon", line, remedy));
            return None;
        }
        Some(day)
    }
}

fn name_once<'a>(
    positions: &mut HashMap<&'a str, usize>,
    id: &'a str,
    position: usize,
    line: usize,
    found: &mut Vec<Finding>,
) {
    if id.is_empty() {
        found.push(fault(
            "missing_id",
            line,
            "the first field is the name; give one",
        ));
    } else if positions.insert(id, position).is_some() {
        let id: String = id.chars().take(40).collect();
        found.push(fault(
            "duplicate_id",
            line,
            format!("\"{id}\" is listed twice; rename one"),
        ));
    }
}
