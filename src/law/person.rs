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
    /// The post held, as permits list posts.
    pub post: Option<String>,
    /// Permits on file, named as rule records ask for them.
    pub permits: Vec<Permit>,
}

/// What an authority allowed the employer, for some posts and for some time.
///
/// In the PRC a permit for comprehensive or flexible hours belongs to the posts it lists and to the
/// enterprise that uses the labour (labour ministry, 劳部发\[1994\]503号 Art. 7; Jining, 2021-12-01).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Permit {
    /// Its name, as rule records ask for it, such as `cn.comprehensive_hours`.
    pub name: String,
    /// The number of the paper, for the reader.
    pub number: String,
    /// Who granted it, for the reader.
    pub granted_by: String,
    /// The posts it covers; empty: all.
    pub posts: Vec<String>,
    /// First date it holds; none: always has.
    pub from: Option<NaiveDate>,
    /// First date it no longer holds; none: until further notice.
    pub to: Option<NaiveDate>,
}

impl Permit {
    /// Whether it covers a post on `date`; without a post only permits for all posts do.
    pub fn covers(&self, name: &str, post: Option<&str>, date: NaiveDate) -> bool {
        let listed = || post.is_some_and(|post| self.posts.iter().any(|own| own == post));
        self.name == name
            && (self.posts.is_empty() || listed())
            && self.from.is_none_or(|from| from <= date)
            && self.to.is_none_or(|to| date < to)
    }
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
        let post = self.post.as_deref();
        self.permits
            .iter()
            .any(|own| own.covers(permit, post, date))
    }
}

fn holding<'a>(facts: &'a [Attribute], name: &str, date: NaiveDate) -> Option<&'a Attribute> {
    (facts.iter()).find(|fact| fact.name == name && fact.holds_on(date))
}

#[cfg(test)]
mod tests {
    use super::{Attribute, Permit, Person};
    use chrono::NaiveDate;

    #[test]
    fn a_permit_covers_its_posts_while_it_lasts() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 3, d).expect("a date");
        let permit = Permit {
            name: "cn.comprehensive_hours".to_owned(),
            posts: vec!["counter".to_owned()],
            to: Some(day(5)),
            ..Permit::default()
        };
        let covers = |post, d| permit.covers("cn.comprehensive_hours", post, day(d));
        assert!(covers(Some("counter"), 4));
        assert!(!covers(Some("counter"), 5) && !covers(Some("guard"), 4) && !covers(None, 4));
        assert!(!permit.covers("cn.flexible_hours", Some("counter"), day(4)));
    }

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
