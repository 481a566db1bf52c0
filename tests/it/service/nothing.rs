//! What the clients say when there is nothing to show.

use std::process::Command;

use paiban::formats::proto::OpenSpots;

use super::running::{Running, week};

/// What a command prints, in a language.
fn said(service: &Running, language: &str, command: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_paiban"))
        .args(command.split_whitespace())
        .args(["--server", &service.address])
        .env("LANG", language)
        .output()
        .expect("it runs");
    assert!(output.status.success(), "{command}: {output:?}");
    String::from_utf8(output.stdout).expect("text")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_list_is_told_in_a_word_in_the_readers_language() {
    let service = Running::start();
    assert_eq!(said(&service, "C", "roster list"), "no rosters\n");
    assert_eq!(said(&service, "zh_CN.UTF-8", "roster list"), "没有班表\n");
    let mut assigned = week();
    assigned.halls[0].open_spots = OpenSpots::None.into();
    service.solved("assigned", assigned).await;
    service.publish("assigned").await;
    let open = super::running::week_of("F");
    service.solved("open", open).await;
    service.publish("open").await;
    for (command, en, zh) in [
        (
            "shift list assigned --as E1",
            "no open shifts",
            "没有开放班务",
        ),
        ("shift claims open --as F1", "no claims", "没有认领"),
        (
            "shift mine open --as F1",
            "no days are certain yet",
            "尚无确定的班次",
        ),
        ("shift ledger open --as F1", "no rest is owed", "没有补休"),
        (
            "shift with assigned 2026-03-15 --as E1",
            "nobody works with you",
            "当日没有同班同事",
        ),
        ("roster waits open", "no waits", "没有等待数据"),
    ] {
        let english = said(&service, "en_US.UTF-8", command);
        assert!(english.starts_with(en), "{command}: {english}");
        let chinese = said(&service, "zh_CN.UTF-8", command);
        assert!(chinese.starts_with(zh), "{command}: {chinese}");
        assert_eq!(english.lines().count() + chinese.lines().count(), 2);
        let json = said(&service, "C", &format!("{command} --json"));
        assert!(json.starts_with('{'), "{command}: {json}");
    }
    for command in [
        "roster list",
        "roster log open",
        "shift mine assigned --as E1",
    ] {
        let told = said(&service, "C", command);
        assert!(!told.contains("no "), "{command}: {told}");
    }
}
