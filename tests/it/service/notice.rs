//! What the law says of publishing and changing so late, as clients are told it.

use paiban::formats::proto;
use paiban::formats::proto::longrunning::{self, operation::Result as Outcome};
use prost::Message;
use serde_json::{Value, json};
use tonic_types::StatusExt;

use super::running::{Running, week_under};

/// Publishes a week under rules; then somebody cannot come on a day on which nobody else works. What was published, and how
/// its mending ended.
pub async fn mended(service: &Running, rules: &Value) -> (proto::Roster, longrunning::Operation) {
    service.solved("late", week_under("L", rules)).await;
    let published = service.publish("late").await;
    let works = |day: &&proto::PersonDay| !day.hall.is_empty();
    let alone = |day: &&proto::PersonDay| {
        let others = published.witness.iter().filter(works);
        others.filter(|other| other.date == day.date).count() == 1
    };
    let absent = published.witness.iter().filter(works).find(alone);
    let absent = absent.expect("each has five of the six days, not the same ones");
    let ended = missing(service, &published.name, &absent.employee, &absent.date).await;
    (published, ended)
}

/// Makes a published roster fit again without a person on a day.
async fn missing(
    service: &Running,
    roster: &str,
    employee: &str,
    date: &str,
) -> longrunning::Operation {
    let request = proto::ReoptimizeRosterRequest {
        name: roster.to_string(),
        absences: vec![proto::Absence {
            employee: employee.to_string(),
            from_date: date.to_string(),
            to_date: date.to_string(),
            reason: "sick".to_string(),
        }],
        ..proto::ReoptimizeRosterRequest::default()
    };
    let operation = service.hr().await.reoptimize_roster(request).await;
    let operation = operation.expect("accepted").into_inner();
    service.finished(operation).await
}

#[tokio::test]
async fn a_roster_published_too_late_is_refused_with_the_rule_and_its_article() {
    let service = Running::start();
    let rule = json!([{
        "id": "company.notice", "kind": "min_publish_notice", "params": {"days": 99}, "outcome": "forbid",
        "source": {"law": "House agreement, 7"},
    }]);
    service.solved("late", week_under("L", &rule)).await;
    let request = proto::PublishRosterRequest {
        name: "rosters/late".to_string(),
        ..proto::PublishRosterRequest::default()
    };
    let refused = service.hr().await.publish_roster(request).await;
    let details = refused.expect_err("it is late").get_error_details();
    let rules = &details.precondition_failure().expect("rules").violations;
    assert_eq!(rules.len(), 1, "once for the whole staff: {rules:?}");
    assert_eq!(
        (rules[0].r#type.as_str(), rules[0].subject.as_str()),
        ("company.notice", "House agreement, 7")
    );
}

/// Under every outcome but a refusal the roster is published, and HR hears of the rule: in the answer, in the same answer asked
/// for again, beforehand when only asking, in the lines of `paiban roster`, and for good in the audit entry.
#[tokio::test]
async fn a_roster_published_too_late_for_a_rule_that_allows_it_says_so() {
    let service = Running::start();
    for (at, outcome) in ["warn", "consent", "approval", "cost"].iter().enumerate() {
        let rule = json!([{
            "id": "company.notice", "kind": "min_publish_notice", "params": {"days": 99}, "outcome": outcome,
            "source": {"law": "House agreement, 7"}, "needs": needs_of(outcome),
        }]);
        service
            .solved(outcome, week_under(&format!("L{at}"), &rule))
            .await;
        let name = format!("rosters/{outcome}");
        let publish = |validate_only| proto::PublishRosterRequest {
            name: name.clone(),
            request_id: format!("6f1c2c5e-8a55-4a3b-9a52-2f27c3a1b0d{at}"),
            validate_only,
            ..proto::PublishRosterRequest::default()
        };
        let mut told = Vec::new();
        for validate_only in [true, false, false] {
            let answer = service
                .hr()
                .await
                .publish_roster(publish(validate_only))
                .await;
            told.push(answer.expect("it may be published").into_inner().notices);
        }
        assert_eq!(told[0].len(), 1, "once for the whole staff: {told:?}");
        assert!(told.iter().all(|notices| *notices == told[0]), "{told:?}");
        let notice = &told[0][0];
        assert_eq!(
            (notice.rule.as_str(), notice.article.as_str()),
            ("company.notice", "House agreement, 7")
        );
        let words = notice.reason.clone().expect("words");
        for told in [&words.en, &words.zh] {
            assert!(
                told.contains("99") && told.contains("House agreement, 7"),
                "{told}"
            );
        }
        let request = proto::ListAuditEntriesRequest {
            parent: name.clone(),
            ..proto::ListAuditEntriesRequest::default()
        };
        let entries = service.hr().await.list_audit_entries(request).await;
        let entries = entries.expect("a log").into_inner().audit_entries;
        let kept: Vec<&proto::AuditEntry> = (entries.iter())
            .filter(|entry| entry.action == "roster.publish")
            .collect();
        assert_eq!(kept.len(), 1, "{entries:?}");
        let kept: Value = serde_json::from_str(&kept[0].verdict).expect("JSON");
        assert_eq!(kept["notices"][0]["rule"], "company.notice");
        assert_eq!(kept["notices"][0]["article"], "House agreement, 7");
        assert_eq!(kept["notices"][0]["en"], words.en);
    }
}

/// Who is to agree, or which permit is to be there.
fn needs_of(outcome: &str) -> Value {
    match outcome {
        "consent" => json!({"consent": "person"}),
        "approval" => json!({"approval": "late_roster"}),
        _ => json!({}),
    }
}

#[tokio::test]
async fn a_change_that_is_forbidden_so_late_leaves_the_roster_as_it_was() {
    let service = Running::start();
    let rule = json!([{
        "id": "company.change", "kind": "change_notice", "params": {"min_minutes_before_start": 99_999},
        "outcome": "forbid", "source": {"law": "House agreement, 8"},
    }]);
    let (published, ended) = mended(&service, &rule).await;
    let Some(Outcome::Error(error)) = ended.result else {
        panic!("{ended:?}");
    };
    let words: Vec<u8> = error
        .details
        .into_iter()
        .flat_map(|any| any.value)
        .collect();
    let words = String::from_utf8_lossy(&words);
    for word in ["RULES_BROKEN", "company.change", "House agreement, 8"] {
        assert!(words.contains(word), "{word} in {words}");
    }
    let request = proto::GetRosterRequest {
        name: published.name.clone(),
        view: 0,
    };
    let now = service.hr().await.get_roster(request).await;
    let now = now.expect("it is there").into_inner();
    assert_eq!(now.witness, published.witness);
}

#[tokio::test]
async fn whose_agreement_a_late_change_needs_and_what_it_owes_is_told() {
    let service = Running::start();
    let rules = json!([
        {"id": "company.change", "kind": "change_notice", "params": {"min_minutes_before_start": 99_999},
         "outcome": "consent"},
        {"id": "company.late", "kind": "change_premium", "outcome": "cost",
         "params": {"tiers": [{"type": "add", "less_than_min": 99_999, "pay_min": 60}]}},
    ]);
    let (_, ended) = mended(&service, &rules).await;
    let metadata = ended.metadata.expect("it has some");
    let metadata = proto::SolveMetadata::decode(metadata.value.as_slice()).expect("its message");
    let told = metadata.reoptimization.expect("it succeeded");
    let asked: Vec<&str> = told.notices.iter().map(|one| one.rule.as_str()).collect();
    assert!(asked.contains(&"company.change"), "{told:?}");
    let stood_in = told.moves.iter().find(|moved| moved.from_shift.is_empty());
    let who = &stood_in.expect("somebody stands in").employee;
    let owed = told.late_pay.iter().find(|owed| owed.employee == *who);
    assert_eq!(owed.map(|owed| owed.minutes), Some(60), "{told:?}");
}

#[tokio::test]
async fn mending_twice_counts_the_changes_of_both() {
    let service = Running::start();
    let rule = json!([{
        "id": "company.changes", "kind": "max_changes_after_publish", "outcome": "forbid",
        "params": {"limit": 1, "per": "horizon"}, "source": {"law": "House agreement, 9"},
    }]);
    service.solved("twice", week_under("T", &rule)).await;
    let published = service.publish("twice").await;
    let works = |day: &&proto::PersonDay| day.employee == "T1" && !day.hall.is_empty();
    let worked: Vec<&str> = (published.witness.iter().filter(works))
        .map(|day| day.date.as_str())
        .collect();
    let mut ended = Vec::new();
    for date in &worked[..2] {
        let operation = missing(&service, &published.name, "T1", date).await;
        ended.push(matches!(operation.result, Some(Outcome::Response(_))));
    }
    assert_eq!(
        ended,
        [true, false],
        "one change each, two since publication"
    );
}
