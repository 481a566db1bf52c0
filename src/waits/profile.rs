//! A day profile: arrivals and counters by period, as a file gives them.

use serde_json::{Map, Value};

use crate::domain::Finding;
use crate::queueing::day_limits;

/// Who leaves when counters close.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leavers {
    /// The first server who gets free.
    FirstFree,
    /// The person whose shift ends; the last to have come is the first to go.
    Named,
}

/// One class of customers of a profile.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileClass {
    /// Mean arrivals per hour, one figure a period.
    pub arrivals_per_hour: Vec<f64>,
    /// Mean patience in minutes; `None` for customers who never give up.
    pub patience_minutes: Option<f64>,
    /// Customers waiting at the door when the day begins.
    pub opening_queue: u32,
    /// Its own mean service time in minutes, where it differs from that of all; for the simulation only.
    pub service_minutes: Option<f64>,
}

/// A day of one line at a hall.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// Minutes from midnight to opening.
    pub start_minutes: u32,
    /// Length of every period, in minutes.
    pub period_minutes: f64,
    /// Open counters, one figure a period.
    pub servers: Vec<u32>,
    /// Mean service time, in minutes.
    pub service_minutes: f64,
    /// One class or two, the one called first in front.
    pub classes: Vec<ProfileClass>,
    /// Standard deviation of service times over their mean: lognormal; exponential when absent. For the simulation only.
    pub service_cv: Option<f64>,
    /// Who leaves when counters close; named leavers are for the simulation only.
    pub leavers: Leavers,
    /// Minutes a counter waits for somebody who was called and has gone; for the simulation only.
    pub call_out_minutes: f64,
}

/// Fields that are read; `K1` and `K2` (room of another program's tables) and `note` are passed over.
const FIELDS: [&str; 21] = [
    "name",
    "note",
    "start",
    "period_min",
    "lambda1_per_hour",
    "lambda2_per_hour",
    "servers",
    "service_min",
    "patience1_min",
    "patience2_min",
    "opening_queue1",
    "opening_queue2",
    "service1_min",
    "service2_min",
    "service_cv",
    "leavers",
    "call_out_min",
    "K1",
    "K2",
    "units",
    "semantics",
];

/// Reads a profile; every fault is a finding with its field.
pub fn read_profile(value: Value) -> Result<Profile, Vec<Finding>> {
    let Value::Object(fields) = value else {
        return Err(vec![Finding::new(
            "wrong_type",
            "file",
            "a profile is one JSON object { … } of arrivals, servers and service_min",
        )]);
    };
    let mut reader = Reader {
        fields,
        findings: Vec::new(),
    };
    let profile = reader.profile();
    if reader.findings.is_empty() {
        Ok(profile)
    } else {
        Err(reader.findings)
    }
}

/// Takes fields out of an object and notes what is wrong with them.
struct Reader {
    fields: Map<String, Value>,
    findings: Vec<Finding>,
}

impl Reader {
    fn profile(&mut self) -> Profile {
        use day_limits::*;
        let strangers: Vec<String> = self
            .fields
            .keys()
            .filter(|key| !FIELDS.contains(&key.as_str()))
            .cloned()
            .collect();
        for key in strangers {
            let remedy = format!("no such field; known are {}", FIELDS.join(", "));
            self.findings
                .push(Finding::new("unknown_field", key, remedy));
        }
        let periods = self.list("servers", 1_000.0, true);
        let servers: Vec<u32> = periods.iter().map(|heads| *heads as u32).collect();
        if servers.last() == Some(&0) {
            let subject = format!("servers[{}]", servers.len() - 1);
            let remedy = "the last period needs a counter: it serves whoever still waits when the doors close; \
                          give it 1 or more, or leave the period out";
            self.findings
                .push(Finding::new("no_server_at_close", subject, remedy));
        }
        let mut classes = Vec::new();
        for number in [1, 2] {
            let key = format!("lambda{number}_per_hour");
            if number == 2 && self.absent(&key) {
                break;
            }
            let arrivals_per_hour = self.list(&key, ARRIVALS_PER_HOUR_MAX, false);
            if arrivals_per_hour.len() != servers.len() {
                let remedy = format!(
                    "it has {} figures and `servers` has {}; give both one figure a period",
                    arrivals_per_hour.len(),
                    servers.len()
                );
                self.findings
                    .push(Finding::new("list_length", &*key, remedy));
            }
            let door = format!("opening_queue{number}");
            classes.push(ProfileClass {
                arrivals_per_hour,
                patience_minutes: self.number(&format!("patience{number}_min"), 0.001, 1e6),
                opening_queue: self.count(&door, f64::from(OPENING_QUEUE_MAX)).unwrap_or(0),
                service_minutes: self.number(
                    &format!("service{number}_min"),
                    SERVICE_MINUTES_MIN,
                    1_440.0,
                ),
            });
        }
        Profile {
            name: self.word("name").unwrap_or_else(|| "profile".into()),
            start_minutes: self.start(),
            period_minutes: self.needed("period_min", PERIOD_MINUTES_MIN, PERIOD_MINUTES_MAX),
            servers,
            service_minutes: self.needed("service_min", SERVICE_MINUTES_MIN, 1_440.0),
            classes,
            service_cv: self.number("service_cv", 0.0, 10.0),
            leavers: self.leavers(),
            call_out_minutes: self.number("call_out_min", 0.0, 60.0).unwrap_or(0.0),
        }
    }

    fn absent(&self, key: &str) -> bool {
        self.fields.get(key).is_none_or(Value::is_null)
    }

    fn wrong_type(&mut self, subject: &str, wanted: &str) {
        let remedy = format!("it must be {wanted}");
        self.findings
            .push(Finding::new("wrong_type", subject, remedy));
    }

    fn within(&mut self, subject: &str, found: f64, low: f64, high: f64) -> bool {
        let fits = (low..=high).contains(&found);
        if !fits {
            let remedy = format!("it must lie between {low} and {high}, not {found}");
            self.findings
                .push(Finding::new("number_out_of_range", subject, remedy));
        }
        fits
    }

    fn number(&mut self, key: &str, low: f64, high: f64) -> Option<f64> {
        if self.absent(key) {
            return None;
        }
        let Some(found) = self.fields[key].as_f64() else {
            self.wrong_type(key, "a number");
            return None;
        };
        self.within(key, found, low, high).then_some(found)
    }

    /// A number that must be there; 1 stands in for one that is not.
    fn needed(&mut self, key: &str, low: f64, high: f64) -> f64 {
        if self.absent(key) {
            let remedy = "give it: without it no wait can be worked out";
            self.findings
                .push(Finding::new("missing_field", key, remedy));
        }
        self.number(key, low, high).unwrap_or(1.0)
    }

    fn count(&mut self, key: &str, high: f64) -> Option<u32> {
        let found = self.number(key, 0.0, high)?;
        if found.fract() != 0.0 {
            self.wrong_type(key, "a whole number");
        }
        Some(found as u32)
    }

    fn list(&mut self, key: &str, high: f64, whole: bool) -> Vec<f64> {
        if self.absent(key) {
            let remedy = "give one figure a period";
            self.findings
                .push(Finding::new("missing_field", key, remedy));
            return Vec::new();
        }
        let Some(values) = self.fields[key].as_array().cloned() else {
            self.wrong_type(key, "a list of numbers, one a period");
            return Vec::new();
        };
        if !self.within(
            &format!("the length of {key}"),
            values.len() as f64,
            1.0,
            day_limits::PERIODS_MAX as f64,
        ) {
            return Vec::new();
        }
        let mut found = Vec::with_capacity(values.len());
        for (place, value) in values.iter().enumerate() {
            let subject = format!("{key}[{place}]");
            let number = value.as_f64().unwrap_or(f64::NAN);
            if number.is_nan() || (whole && number.fract() != 0.0) {
                self.wrong_type(&subject, if whole { "a whole number" } else { "a number" });
            } else {
                self.within(&subject, number, 0.0, high);
            }
            found.push(number);
        }
        found
    }

    fn word(&mut self, key: &str) -> Option<String> {
        if self.absent(key) {
            return None;
        }
        let found = self.fields[key].as_str().map(str::to_owned);
        if found.is_none() {
            self.wrong_type(key, "a text in quotes");
        }
        found
    }

    fn start(&mut self) -> u32 {
        let Some(text) = self.word("start") else {
            return 0;
        };
        let parts = text.split_once(':').and_then(|(hours, minutes)| {
            let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
            (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
        });
        if parts.is_none() {
            let remedy = format!("`{text}` is no time of day; write it as 08:30");
            self.findings
                .push(Finding::new("bad_time", "start", remedy));
        }
        parts.unwrap_or(0)
    }

    fn leavers(&mut self) -> Leavers {
        match self.word("leavers").as_deref() {
            None | Some("first_free") => Leavers::FirstFree,
            Some("named") => Leavers::Named,
            Some(other) => {
                let remedy = format!("`{other}` is none of first_free, named");
                self.findings
                    .push(Finding::new("unknown_value", "leavers", remedy));
                Leavers::FirstFree
            }
        }
    }
}
