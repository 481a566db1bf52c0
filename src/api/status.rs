//! Errors as gRPC tells them: the only place where a fault becomes a status.

use std::collections::HashMap;

use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt};

use crate::service::{Fault, Kind};

/// Most bytes of texts in the details of one error: clients refuse trailers of more than 8 KiB.
const DETAILS_MAX: usize = 3_000;

/// Who tells of errors.
const DOMAIN: &str = "paiban";

/// The language of the short message; the details hold both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Simplified Chinese.
    Chinese,
}

/// The code of a kind.
pub fn code(kind: Kind) -> Code {
    match kind {
        Kind::Unknown => Code::Unauthenticated,
        Kind::Forbidden => Code::PermissionDenied,
        Kind::BadRequest => Code::InvalidArgument,
        Kind::NotFound => Code::NotFound,
        Kind::Exists => Code::AlreadyExists,
        Kind::Conflict => Code::Aborted,
        Kind::Precondition => Code::FailedPrecondition,
        Kind::TooMuch => Code::ResourceExhausted,
        Kind::Busy => Code::Unavailable,
        Kind::TooLate => Code::DeadlineExceeded,
        Kind::Stopped => Code::Cancelled,
        Kind::Broken => Code::Internal,
    }
}

/// A fault with everything that programs and people want to know.
pub fn status(fault: &Fault, language: Language) -> Status {
    let reason = fault.reason;
    let mut metadata = HashMap::new();
    if !fault.subject.is_empty() {
        metadata.insert("subject".to_string(), fault.subject.clone());
    }
    if !fault.nearest.is_empty() {
        let nearest: Vec<&str> = fault.nearest.iter().map(|shift| shift.as_str()).collect();
        metadata.insert("nearest".to_string(), nearest.join(","));
    }
    let mut details = ErrorDetails::new();
    details.set_error_info(reason.code(), DOMAIN, metadata);
    let mut room = DETAILS_MAX;
    for (told, field) in fault.fields.iter().enumerate() {
        let text = format!("{}: {} {}", field.code, field.en, field.zh);
        if !takes(&mut room, field.field.len() + text.len()) {
            let more = format!("and {} more 其余 {0} 处", fault.fields.len() - told);
            details.add_bad_request_violation("", more);
            break;
        }
        details.add_bad_request_violation(&field.field, text);
    }
    for rule in &fault.rules {
        let subject = if rule.article.is_empty() {
            &rule.rule
        } else {
            &rule.article
        };
        let text = format!("{} {}", rule.en, rule.zh);
        if !takes(&mut room, rule.rule.len() + subject.len() + text.len()) {
            break;
        }
        details.add_precondition_failure_violation(&rule.rule, subject, text);
    }
    let (en, zh) = (
        said(fault, Language::English),
        said(fault, Language::Chinese),
    );
    // The standard list of details has room for one text; the other language is added behind it.
    let (message, first, second) = match language {
        Language::English => (en.clone(), ("en", en), ("zh-CN", zh)),
        Language::Chinese => (zh.clone(), ("zh-CN", zh), ("en", en)),
    };
    details.set_localized_message(first.0, first.1);
    let mut list: Vec<tonic_types::ErrorDetail> = listed(&details);
    let second = tonic_types::LocalizedMessage {
        locale: second.0.to_string(),
        message: second.1,
    };
    list.push(second.into());
    Status::with_error_details_vec(code(reason.kind()), message, list)
}

/// Takes so many bytes of what is left, if they fit.
fn takes(room: &mut usize, bytes: usize) -> bool {
    match room.checked_sub(bytes) {
        Some(left) => {
            *room = left;
            true
        }
        None => false,
    }
}

fn listed(details: &ErrorDetails) -> Vec<tonic_types::ErrorDetail> {
    let mut list = Vec::new();
    list.extend(details.error_info().cloned().map(Into::into));
    list.extend(details.bad_request().cloned().map(Into::into));
    list.extend(details.precondition_failure().cloned().map(Into::into));
    list.extend(details.localized_message().cloned().map(Into::into));
    list
}

/// The fault in one sentence.
fn said(fault: &Fault, language: Language) -> String {
    let (text, first) = match language {
        Language::English => (
            fault.reason.en(),
            (fault.rules.first().map(|rule| &rule.en))
                .or_else(|| fault.fields.first().map(|field| &field.en)),
        ),
        Language::Chinese => (
            fault.reason.zh(),
            (fault.rules.first().map(|rule| &rule.zh))
                .or_else(|| fault.fields.first().map(|field| &field.zh)),
        ),
    };
    let mut said = text.to_string();
    if let Some(first) = first.filter(|first| *first != text) {
        said.push(' ');
        said.push_str(first);
    }
    if !fault.subject.is_empty() {
        said.push_str(&format!(" ({})", fault.subject));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::{BrokenRule, Reason};

    #[test]
    fn many_faults_are_told_as_far_as_a_trailer_holds() {
        let fault = Fault {
            fields: vec![Fault::field("roster", "long text", "长").fields[0].clone(); 1_000],
            ..Fault::new(Reason::InstanceInvalid, "roster.instance")
        };
        let status = status(&fault, Language::English);
        assert!(status.details().len() < 6_000, "{}", status.details().len());
        let told = status.get_error_details();
        let told = &told
            .bad_request()
            .expect("fields are told")
            .field_violations;
        let last = &told.last().expect("some are").description;
        let left = 1_001 - told.len();
        assert_eq!(*last, format!("and {left} more 其余 {left} 处"));
    }

    #[test]
    fn a_broken_rule_is_told_with_its_article_in_both_languages() {
        let fault = Fault {
            rules: vec![BrokenRule {
                rule: "cn.std.rest11".to_string(),
                article: "PRC-REST".to_string(),
                en: "Rest is too short.".to_string(),
                zh: "休息不足。".to_string(),
            }],
            ..Fault::new(Reason::ClaimAgainstRule, "WX-1")
        };
        let status = status(&fault, Language::Chinese);
        assert_eq!(status.code(), Code::FailedPrecondition);
        assert!(
            status.message().contains("休息不足"),
            "{}",
            status.message()
        );
        let details = status.get_error_details();
        let info = details.error_info().expect("every error has one");
        assert_eq!(info.reason, "CLAIM_AGAINST_RULE");
        let failure = details.precondition_failure().expect("a rule was broken");
        assert_eq!(failure.violations[0].r#type, "cn.std.rest11");
        assert_eq!(failure.violations[0].subject, "PRC-REST");
        let texts = status.get_error_details_vec();
        let locales: Vec<&str> = texts
            .iter()
            .filter_map(|detail| match detail {
                tonic_types::ErrorDetail::LocalizedMessage(text) => Some(text.locale.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(locales, ["zh-CN", "en"]);
    }
}
