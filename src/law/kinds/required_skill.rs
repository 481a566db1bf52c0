//! `required_skill`.

use serde::{Deserialize, Serialize};

/// A duty that needs a skill goes to somebody who has it.
///
/// Judged on the local date on which the shift starts: broken when the person does not have the
/// skill then. Measured is 1 with, 0 without.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequiredSkill {
    /// The skill that is looked at; none: whichever a shift needs.
    #[serde(default)]
    pub skill: Option<String>,
}
