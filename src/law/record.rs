//! The envelope of a rule: what it is, whom it binds, what follows, since when, by which article.

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use serde_json::Value;

use super::{LawError, Outcome, RuleKind};

/// One limit with its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleRecord {
    /// A stable name, such as `cn.std.week40`.
    pub id: String,
    /// The kind and its parameters.
    pub kind: RuleKind,
    /// Whom it binds.
    pub scope: Scope,
    /// What follows from going beyond it.
    pub outcome: Outcome,
    /// Whether the optimiser may price it.
    pub severity: Severity,
    /// What a breach costs, where it may be priced.
    pub weight: Option<Weight>,
    /// Who set it.
    pub basis: Basis,
    /// What lifts it.
    pub needs: Needs,
    /// When it is in force.
    pub effective: Effective,
    /// Where it is written.
    pub source: Source,
    /// How much history it reads, as an ISO 8601 duration; for the reader.
    pub history: Option<String>,
    /// Reaching the limit already breaks it.
    pub inclusive: bool,
    /// Id of the record beneath that this one takes the place of; see [`lay`](super::lay).
    pub replaces: Option<String>,
    /// Name of the permit under which it may be looser than the law it replaces.
    pub permit: Option<String>,
}

impl RuleRecord {
    /// A record of that kind that binds everybody at all times.
    pub fn new(id: impl Into<String>, kind: RuleKind) -> RuleRecord {
        RuleRecord {
            id: id.into(),
            kind,
            scope: Scope::default(),
            outcome: Outcome::default(),
            severity: Severity::default(),
            weight: None,
            basis: Basis::default(),
            needs: Needs::default(),
            effective: Effective::default(),
            source: Source::default(),
            history: None,
            inclusive: false,
            replaces: None,
            permit: None,
        }
    }

    /// Whether it would forbid in the name of the law without anybody having verified its text.
    ///
    /// Such a record may not be a hard gate unless somebody has acknowledged it.
    pub fn needs_acknowledgement(&self) -> bool {
        self.basis == Basis::Law
            && self.severity == Severity::Hard
            && self.source.verified == Verified::M
            && matches!(
                self.outcome,
                Outcome::Forbid | Outcome::Consent | Outcome::Approval
            )
    }

    /// Reads a record from JSON text.
    ///
    /// # Errors
    /// Text that is not JSON, an unknown kind or field, a value of the wrong type; the message
    /// names the field.
    pub fn from_json(text: &str) -> Result<RuleRecord, LawError> {
        let value: Value = serde_json::from_str(text).map_err(|error| LawError::BadRule {
            id: "?".to_owned(),
            reason: error.to_string(),
        })?;
        RuleRecord::from_value(value)
    }

    /// As [`RuleRecord::from_json`], from JSON already read.
    ///
    /// # Errors
    /// As there.
    pub fn from_value(value: Value) -> Result<RuleRecord, LawError> {
        let id = value
            .get("id")
            .and_then(Value::as_str)
            .unwrap_or("?")
            .to_owned();
        let refuse = |reason: String| LawError::BadRule {
            id: id.clone(),
            reason,
        };
        let mut raw: Envelope =
            serde_json::from_value(value).map_err(|error| refuse(error.to_string()))?;
        for (name, slot) in [
            ("for_attribute", &mut raw.scope.for_attribute),
            ("not_for_attribute", &mut raw.scope.not_for_attribute),
        ] {
            // Files may name the attribute among the parameters or in the scope; it is kept in the scope.
            match raw
                .params
                .as_object_mut()
                .and_then(|params| params.shift_remove(name))
            {
                None | Some(Value::Null) => {}
                Some(Value::String(text)) if slot.as_ref().is_none_or(|known| *known == text) => {
                    *slot = Some(text);
                }
                Some(other) => {
                    return Err(refuse(format!(
                        "params: `{name}` is {other}, which is not the one attribute of the scope"
                    )));
                }
            }
        }
        Ok(RuleRecord {
            kind: RuleKind::from_json(&raw.kind, raw.params).map_err(refuse)?,
            id: raw.id,
            scope: raw.scope,
            outcome: raw.outcome,
            severity: raw.severity,
            weight: raw.weight,
            basis: raw.basis,
            needs: raw.needs,
            effective: raw.effective,
            source: raw.source,
            history: raw.history,
            inclusive: raw.inclusive,
            replaces: raw.replaces,
            permit: raw.permit,
        })
    }
}

/// Whom a rule binds; an empty scope is everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Scope {
    /// Hours regimes; empty: all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub regime: Vec<String>,
    /// Contract types; empty: all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contract: Vec<String>,
    /// Only on dates on which the person has this attribute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub for_attribute: Option<String>,
    /// Only on dates on which the person does not have this attribute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_for_attribute: Option<String>,
    /// Halls; empty: all, written `"*"`.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "halls")]
    pub halls: Vec<String>,
}

fn halls<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Halls {
        All(String),
        Some(Vec<String>),
    }
    match Option::<Halls>::deserialize(deserializer)? {
        None => Ok(Vec::new()),
        Some(Halls::All(star)) if star == "*" => Ok(Vec::new()),
        Some(Halls::Some(halls)) => Ok(halls),
        Some(Halls::All(other)) => Err(de::Error::custom(format!(
            "halls: `{other}` is neither \"*\" nor a list"
        ))),
    }
}

/// Whether the optimiser must keep a rule or may price it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It must be kept.
    #[default]
    Hard,
    /// It has a price.
    Soft,
}

/// What a breach costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Weight {
    /// For each minute, day or thing beyond the limit.
    #[serde(alias = "per_unit")]
    pub per_min: i64,
    /// For each breach.
    pub per_breach: i64,
}

/// Who set a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The law.
    Law,
    /// A collective agreement.
    Collective,
    /// The company.
    #[default]
    Policy,
}

/// Whose agreement lifts a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentOf {
    /// The employee's, for the shift or standing.
    Person,
    /// The union's, standing.
    Union,
}

/// What lifts a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Needs {
    /// Whose agreement, for the outcome `consent`; none: the employee's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<ConsentOf>,
    /// Name of the permit, for the outcome `approval`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approval: Option<String>,
    /// Reasons that exempt a shift, such as `emergency`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exemptions: Vec<String>,
}

/// When a rule is in force; the record in force on a shift's local start date judges it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Effective {
    /// First date; none: always has been.
    pub from: Option<NaiveDate>,
    /// First date it no longer is; none: until further notice.
    pub to: Option<NaiveDate>,
}

impl Effective {
    /// Whether it is in force on `date`.
    pub fn covers(&self, date: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date < to)
    }
}

/// Where a rule is written, and who has seen it there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Source {
    /// The article, such as `PRC-SC174-3`.
    pub law: String,
    /// How well it was verified.
    pub verified: Verified,
}

/// How well a source was verified.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verified {
    /// The legal text itself was read.
    V,
    /// A secondary summary was read.
    S,
    /// From memory; a placeholder until checked.
    #[default]
    M,
}

/// A record as it stands in a file, before its kind is known.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Envelope {
    id: String,
    kind: String,
    #[serde(default = "no_params")]
    params: Value,
    #[serde(default)]
    scope: Scope,
    #[serde(default)]
    outcome: Outcome,
    #[serde(default)]
    severity: Severity,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    weight: Option<Weight>,
    #[serde(default)]
    basis: Basis,
    #[serde(default)]
    needs: Needs,
    #[serde(default)]
    effective: Effective,
    #[serde(default)]
    source: Source,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    history: Option<String>,
    #[serde(default)]
    inclusive: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    replaces: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    permit: Option<String>,
}

fn no_params() -> Value {
    Value::Object(serde_json::Map::new())
}

impl Serialize for RuleRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let record = self.clone();
        Envelope {
            params: record.kind.to_json().map_err(ser::Error::custom)?,
            id: record.id,
            kind: record.kind.name().to_owned(),
            scope: record.scope,
            outcome: record.outcome,
            severity: record.severity,
            weight: record.weight,
            basis: record.basis,
            needs: record.needs,
            effective: record.effective,
            source: record.source,
            history: record.history,
            inclusive: record.inclusive,
            replaces: record.replaces,
            permit: record.permit,
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for RuleRecord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<RuleRecord, D::Error> {
        RuleRecord::from_value(Value::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}
