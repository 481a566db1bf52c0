//! How the list of kinds becomes an enum that reads and writes itself by name.

/// Declares `RuleKind` with one variant for each kind.
macro_rules! rule_kinds {
    ($($(#[$doc:meta])* $variant:ident($($params:ident)::+) = $name:literal,)*) => {
        /// A rule kind with its parameters; the name in files is in [`RuleKind::NAMES`].
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum RuleKind {
            $($(#[$doc])* $variant($($params)::+),)*
        }

        impl RuleKind {
            /// The names of all kinds.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// The kind's name in files.
            pub const fn name(&self) -> &'static str {
                match self {
                    $(RuleKind::$variant(_) => $name,)*
                }
            }

            /// Reads the parameters of the kind called `name`; says what is wrong if it cannot.
            pub(in crate::law) fn from_json(
                name: &str,
                params: serde_json::Value,
            ) -> Result<RuleKind, String> {
                match name {
                    $($name => serde_json::from_value(params)
                        .map(RuleKind::$variant)
                        .map_err(|error| format!("params: {error}")),)*
                    _ => Err(format!(
                        "kind: `{name}` is not a rule kind; there are: {}",
                        RuleKind::NAMES.join(", "),
                    )),
                }
            }

            /// Adds what is wrong with the parameters.
            pub(in crate::law) fn check(&self, faults: &mut crate::law::check::ParamFaults) {
                match self {
                    $(RuleKind::$variant(params) => params.check(faults),)*
                }
            }

            /// Holds the timeline to the rule. A variant without an evaluation does not compile.
            pub(in crate::law) fn evaluate(&self, judge: &mut crate::law::judge::Judge<'_, '_>) {
                match self {
                    $(RuleKind::$variant(params) => params.evaluate(judge),)*
                }
            }

            /// The parameters as JSON.
            pub(in crate::law) fn to_json(&self) -> Result<serde_json::Value, serde_json::Error> {
                match self {
                    $(RuleKind::$variant(params) => serde_json::to_value(params),)*
                }
            }
        }
    };
}
