//! The judge judged: small snippets and what must be said of them.

use super::source::read;
use super::{File, judge};

/// What is found in `files`, each a path and its text.
fn check(files: &[(&str, &str)], expected: &[&str]) {
    let given: Vec<File> = files
        .iter()
        .map(|(path, text)| File {
            path: path.to_string(),
            text: text.to_string(),
        })
        .collect();
    assert_eq!(judge(&given), expected, "in {files:?}");
}

fn fine(path: &str, text: &str) {
    check(&[(path, text)], &[]);
}

#[test]
fn an_allowed_arrow_is_silent() {
    fine(
        "src/domain/hall.rs",
        "use crate::units::Minutes; use crate::law::{RuleKind, kinds::Rest};",
    );
    fine(
        "src/domain/hall.rs",
        "use super::index::ClassIx; use crate::domain::Finding; use self::x::Y;",
    );
    fine("src/main.rs", "fn main() { paiban::cli::run() }");
}

#[test]
fn a_wrong_arrow_is_found_with_file_line_and_what_is_allowed() {
    let found = "src/law/rest.rs:3: law -> domain: `law` may use units";
    check(
        &[("src/law/rest.rs", "\n\nuse crate::domain::Hall;")],
        &[found],
    );
    check(
        &[("src/law/rest.rs", "fn f() {\n\n crate::domain::hall::f() }")],
        &[found],
    );
    check(
        &[(
            "src/law/rest.rs",
            "\nuse crate::{units::Money,\ndomain::{self, Hall as H}};",
        )],
        &[found, found],
    );
    check(
        &[(
            "src/law/rest.rs",
            "fn f(x:\n\n&Vec<crate::domain::Hall>) {}",
        )],
        &[found],
    );
    check(
        &[(
            "src/law/rest.rs",
            "macro_rules! m { () => {\n\n$crate::domain::Hall } }",
        )],
        &[found],
    );
    let found = "src/main.rs:1: main -> planner: `main` may use cli";
    check(&[("src/main.rs", "use paiban::planner::plan;")], &[found]);
    let found = "src/units/money.rs:1: units -> law: `units` may use no room";
    check(
        &[("src/units/money.rs", "pub use crate::law::*;")],
        &[found],
    );
}

#[test]
fn super_is_followed_out_of_the_room() {
    let found = "src/law/mod.rs:1: law -> domain: `law` may use units";
    check(&[("src/law/mod.rs", "use super::domain::Hall;")], &[found]);
    check(
        &[(
            "src/law/mod.rs",
            "mod a { mod b { use super::super::super::domain; } }",
        )],
        &[found],
    );
    let found = "src/law/rest.rs:1: law -> domain: `law` may use units";
    check(
        &[("src/law/rest.rs", "fn f() { super::super::domain::f() }")],
        &[found],
    );
    fine(
        "src/law/rest.rs",
        "mod tests { use super::super::domain; use super::*; }",
    );
}

#[test]
fn the_crate_root_as_a_whole_would_hide_arrows() {
    let found = "src/law/mod.rs:1: `law` takes the crate root as a whole; name the room";
    check(&[("src/law/mod.rs", "use crate::*;")], &[found]);
    check(&[("src/law/mod.rs", "use crate as root;")], &[found]);
    check(&[("src/law/mod.rs", "use super::*;")], &[found]);
}

#[test]
fn rooms_outside_the_table_are_found() {
    check(
        &[
            ("src/lib.rs", "pub mod law;\npub mod attic;"),
            ("src/attic/mod.rs", ""),
        ],
        &[
            "src/lib.rs:1: `attic` is no room of the table",
            "src/attic/mod.rs:1: `attic` is no room of the table",
        ],
    );
    let found = "src/cli/mod.rs:1: cli -> attic: `attic` is no room of the table";
    check(&[("src/cli/mod.rs", "use crate::attic::Box;")], &[found]);
}

#[test]
fn foreign_libraries_stay_in_their_room() {
    fine(
        "src/milp/highs.rs",
        "use highs::{HighsPtr, RowProblem}; use good_lp::constraint;",
    );
    fine(
        "src/formats/proto.rs",
        "#[derive(::prost::Message)] pub struct Hall {}",
    );
    fine(
        "src/law/mod.rs",
        "let rand = 3; rand.pow(rand); other::rand::f(); Vec::<u8>::rand();",
    );
    let found = "src/law/mod.rs:1: `law` names rand; only generate, paths may";
    check(&[("src/law/mod.rs", "use rand::Rng;")], &[found]);
    check(
        &[("src/law/mod.rs", "use {serde::Serialize, rand};")],
        &[found],
    );
    check(
        &[("src/law/mod.rs", "fn f() { return ::rand::rng() }")],
        &[found],
    );
    check(&[("src/law/mod.rs", "extern crate rand;")], &[found]);
    let found = "src/model/mod.rs:1: `model` names highs_sys; only milp may";
    check(
        &[("src/model/mod.rs", "fn f(p: *mut highs_sys::Highs) {}")],
        &[found],
    );
    let found = "src/planner/mod.rs:1: `planner` names anyhow; only cli, main may";
    check(
        &[(
            "src/planner/mod.rs",
            "fn f() -> anyhow::Result<()> { Ok(()) }",
        )],
        &[found],
    );
}

#[test]
fn the_checker_stays_blind_even_in_tests() {
    let found =
        "src/checker/mod.rs:1: checker -> model: the checker must not see how a roster was made";
    check(
        &[("src/checker/mod.rs", "use crate::model::build;")],
        &[found],
    );
    check(
        &[(
            "src/checker/mod.rs",
            "#[cfg(test)] mod tests { use crate::model::build; }",
        )],
        &[found],
    );
}

#[test]
fn the_model_names_rule_parameters_only() {
    fine(
        "src/model/rest.rs",
        "use crate::law::{RuleKind, kinds::{Rest, WeekHours}}; crate::law::Outcome::new();",
    );
    fine(
        "src/model/rest.rs",
        "#[cfg(test)] mod tests { use crate::law::evaluate; }",
    );
    for text in [
        "use crate::law::evaluate;",
        "fn f() { crate::law::evaluate() }",
    ] {
        let said = &judge(&[File {
            path: "src/model/a.rs".to_string(),
            text: text.to_string(),
        }])[0];
        assert!(
            said.starts_with(
                "src/model/a.rs:1: model -> law: names evaluate; `model` may name RuleKind, "
            ),
            "{said}"
        );
    }
    for text in [
        "use crate::law;",
        "use crate::law::*;",
        "use crate::{law::{self}};",
    ] {
        let said = judge(&[File {
            path: "src/model/a.rs".to_string(),
            text: text.to_string(),
        }]);
        assert_eq!(said.len(), 1, "{text}: {said:?}");
    }
}

#[test]
fn comments_and_literals_say_nothing() {
    fine(
        "src/law/mod.rs",
        "//! See [`crate::domain`].\n/* use crate::domain; /* nested */ use rand::Rng; */",
    );
    fine(
        "src/law/mod.rs",
        r##"const A: &str = "use crate::domain::Hall; \" unsafe"; "##,
    );
    fine(
        "src/law/mod.rs",
        r###"const A: &str = r#"a " use crate::domain;"#; const B: &[u8] = b"rand::x";"###,
    );
    // What follows a character or a lifetime is still read.
    let found = "src/law/mod.rs:1: `law` names rand; only generate, paths may";
    for text in [
        "let a = '\"'; use rand::Rng; let b = '\"';",
        "let a = '\\''; rand::f('班', b'\\\\');",
    ] {
        check(&[("src/law/mod.rs", text)], &[found]);
    }
    check(
        &[("src/law/mod.rs", "fn f<'a, 'b>(x: &'a u8) { rand::f() }")],
        &[found],
    );
}

#[test]
fn test_code_may_make_up_its_input() {
    fine(
        "src/law/mod.rs",
        "#[cfg(test)]\nmod tests { use rand::Rng; fn f() { crate::generate::hall() } }",
    );
    fine(
        "src/law/mod.rs",
        "#[cfg(test)] use rand::Rng;\n#[cfg(test)] fn f(a: [u8; 3]) -> u8 { rand::f() }",
    );
    let found = "src/law/mod.rs:2: `law` names rand; only generate, paths may";
    check(
        &[(
            "src/law/mod.rs",
            "#[cfg(test)] mod tests { fn f() {} }\nuse rand::Rng;",
        )],
        &[found],
    );
    check(
        &[(
            "src/law/mod.rs",
            "#[cfg(test)] use rand::{Rng};\nuse rand::Rng;",
        )],
        &[found],
    );
    let found = "src/law/mod.rs:1: law -> planner: `law` may use units";
    check(
        &[(
            "src/law/mod.rs",
            "#[cfg(test)] mod tests { use crate::planner::plan; }",
        )],
        &[found],
    );
}

#[test]
fn a_file_that_only_tests_include_is_test_code() {
    let tests = ("src/law/rest/tests.rs", "use rand::Rng;");
    check(
        &[("src/law/rest.rs", "#[cfg(test)]\nmod tests;"), tests],
        &[],
    );
    let found = "src/law/rest/tests.rs:1: `law` names rand; only generate, paths may";
    check(&[("src/law/rest.rs", "mod tests;"), tests], &[found]);
}

#[test]
fn unsafe_is_in_one_file_of_milp() {
    fine(
        "src/milp/live.rs",
        "unsafe fn f() {} fn g() { unsafe { f() } }",
    );
    fine("src/lib.rs", "#![deny(unsafe_code)]");
    check(
        &[("src/law/mod.rs", "\nfn g() { unsafe { f() } }")],
        &["src/law/mod.rs:2: `unsafe` outside src/milp"],
    );
    check(
        &[
            ("src/milp/a.rs", "unsafe fn f() {}"),
            ("src/milp/b.rs", "unsafe fn f() {}"),
        ],
        &["src/milp/b.rs:1: `unsafe` in a second file beside src/milp/a.rs"],
    );
}

#[test]
fn odd_source_is_read_to_its_end() {
    for text in [
        "use crate::{",
        "use $x::{$($y),*};",
        "/* open",
        "\"open",
        "r#\"open",
        "'",
        "}}} use",
        "mod a {",
        "#[cfg(test)]",
    ] {
        read(text, &["law"]);
    }
}
