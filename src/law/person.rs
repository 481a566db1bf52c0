//! Who is judged: attributes, skills, hours regime, contract, agreements and permits.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A fact about a person that holds from one local date up to, not including, another.
///
/// Used for protected states (`pregnant_7m`, `nursing` with the number of children as value),
/// skills, agreements on file and permits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// First date it holds; none: always has.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// First date it no longer holds; none: until further notice.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// A size where the rule multiplies by one; none counts as one.
    #[serde(default)]
    pub value: Option<i64>,
}

impl Attribute {
    /// A fact without dates.
    pub fn always(name: impl Into<String>) -> Attribute {
        Attribute {
            name: name.into(),
            ..Attribute::default()
        }
    }

    /// Whether it holds on `date`.
    pub fn holds_on(&self, date: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date < to)
    }
}

/// The legal side of an employee.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Person {
    /// Protected or otherwise relevant states.
    pub attributes: Vec<Attribute>,
    /// What the person may serve.
    pub skills: Vec<Attribute>,
    /// Hours regime, such as `standard`; a rule scoped to regimes skips a person without one.
    pub regime: Option<String>,
    /// Contract type, such as `full_time`; as above.
    pub contract: Option<String>,
    /// Standing agreements on file, named by the id of the rule record they satisfy.
    pub consents: Vec<Attribute>,
    /// Permits on file, named as rule records ask for them.
    pub permits: Vec<Attribute>,
}

impl Person {
    /// The attribute of that name that holds on `date`.
    pub fn attribute_on(&self, name: &str, date: NaiveDate) -> Option<&Attribute> {
        holding(&self.attributes, name, date)
    }

    /// Whether the person has the skill on `date`.
    pub fn has_skill_on(&self, skill: &str, date: NaiveDate) -> bool {
        holding(&self.skills, skill, date).is_some()
    }

    /// Whether a standing agreement to the rule record is on file for `date`.
    pub fn consents_on(&self, rule_id: &str, date: NaiveDate) -> bool {
        holding(&self.consents, rule_id, date).is_some()
    }

    /// Whether the permit is on file for `date`.
    pub fn has_permit_on(&self, permit: &str, date: NaiveDate) -> bool {
        holding(&self.permits, permit, date).is_some()
    }
}

fn holding<'a>(facts: &'a [Attribute], name: &str, date: NaiveDate) -> Option<&'a Attribute> {
    (facts.iter()).find(|fact| fact.name == name && fact.holds_on(date))
}

#[cfg(test)]
mod tests {
    use super::{Attribute, Person};
    use chrono::NaiveDate;

    #[test]
    fn dates_are_half_open() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 3, d).expect("a date");
        let person = Person {
            attributes: vec![Attribute {
                from: Some(day(3)),
                to: Some(day(5)),
                ..Attribute::always("minor")
            }],
            ..Person::default()
        };
        let held = |d| person.attribute_on("minor", day(d)).is_some();
        assert_eq!(
            [held(2), held(3), held(4), held(5)],
            [false, true, true, false]
        );
    }
}
