//! Clients that nobody here wrote: Python's gRPC library, by reflection alone and with stubs made from the protos.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::running::{Running, week};

/// A Python with the packages of the example; `None` with a line that says why there is none.
fn python() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let place = root.join("target/tmp/python");
    let python = place.join("bin/python");
    let mark = place.join("ready");
    if !mark.exists() {
        let made = Command::new("python3")
            .args(["-m", "venv"])
            .arg(&place)
            .output();
        if !made.is_ok_and(|output| output.status.success()) {
            eprintln!("skipped: python3 with venv is not here");
            return None;
        }
        let installed = Command::new(&python)
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "-r",
            ])
            .arg(root.join("examples/python/requirements.txt"))
            .output()
            .expect("pip runs");
        if !installed.status.success() {
            let said = String::from_utf8_lossy(&installed.stderr);
            eprintln!(
                "skipped: the packages cannot be had: {}",
                said.lines().last().unwrap_or("")
            );
            return None;
        }
        std::fs::write(mark, "").expect("the folder is ours");
    }
    Some(python)
}

fn run(python: &Path, script: &str, address: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(python)
        .arg(root.join("examples/python").join(script))
        .arg(address)
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script}: {said}\n{wrong}");
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn python_clients_find_their_way() {
    let Some(python) = python() else { return };
    let service = Running::start();
    service.solved("w31", week()).await;
    let said = run(&python, "by_reflection.py", &service.address);
    assert!(
        said.contains("SERVING") && said.contains("rosters/w31"),
        "{said}"
    );
    let said = run(&python, "with_stubs.py", &service.address);
    assert!(
        said.contains("PUBLISHED") && said.contains("ACCEPTED"),
        "{said}"
    );
}
