//! What the law says of publishing and changing so late, as clients are told it.

use paiban::formats::proto;
use paiban::formats::proto::longrunning::{self, operation::Result as Outcome};
use prost::Message;
use serde_json::{Value, json};
use tonic_types::StatusExt;

use super::running::{Running, week_under};

/// Publishes a week under rules; then somebody cannot come on a day on which nobody else works. What was published, and how
/// its mending ended.
async fn mended(service: &Running, rules: &Value) -> (proto::Roster, longrunning::Operation) {
    service.solved("late", week_under("L", rules)).await;
    let published = service.publish("late").await;
    let works = |day: &&proto::PersonDay| !day.hall.is_empty();
    let alone = |day: &&proto::PersonDay| {
        let others = published.witness.iter().filter(works);
        others.filter(|other| other.date == day.date).count() == 1
    };
    let absent = published.witness.iter().filter(works).find(alone);
    let absent = absent.expect("each has five of the six days, not the same ones");
    let request = proto::ReoptimizeRosterRequest {
        name: published.name.clone(),
        absences: vec![proto::Absence {
            employee: absent.employee.clone(),
            from_date: absent.date.clone(),
            to_date: absent.date.clone(),
            reason: "sick".to_string(),
        }],
        ..proto::ReoptimizeRosterRequest::default()
    };
    let operation = service.hr().await.reoptimize_roster(request).await;
    let operation = operation.expect("accepted").into_inner();
    (published, service.finished(operation).await)
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
