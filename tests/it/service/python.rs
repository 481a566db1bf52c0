//! Clients that nobody here wrote: Python's gRPC library, by reflection alone and with stubs made from the protos.

use std::path::Path;
use std::process::Command;

use super::running::{Running, week};
use crate::planning::at;
use crate::tools;

fn run(python: &Path, script: &str, address: &str) -> String {
    let output = Command::new(python)
        .arg(at("examples/python").join(script))
        .arg(address)
        .output();
    tools::said(script, &output.expect("it runs"))
}

#[tokio::test(flavor = "multi_thread")]
async fn python_clients_find_their_way() {
    let Some(python) = tools::python() else {
        return;
    };
    let service = Running::start();
    service.solved("w31", week()).await;
    let said = run(python, "by_reflection.py", &service.address);
    assert!(
        said.contains("SERVING") && said.contains("rosters/w31"),
        "{said}"
    );
    let said = run(python, "with_stubs.py", &service.address);
    assert!(
        said.contains("PUBLISHED") && said.contains("ACCEPTED"),
        "{said}"
    );
}
