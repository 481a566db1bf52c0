//! What can go wrong, told so that a person and a program know what to do.

use crate::storage::StoreError;
use crate::units::ShiftId;

/// The kind of an error, which decides the status of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Who calls is not told, or makes no sense.
    Unknown,
    /// The caller may not.
    Forbidden,
    /// The request makes no sense.
    BadRequest,
    /// There is no such thing.
    NotFound,
    /// It is there already.
    Exists,
    /// Somebody else was faster; read again.
    Conflict,
    /// Not in this state, or against a rule.
    Precondition,
    /// More than the service takes.
    TooMuch,
    /// Not now; try again.
    Busy,
    /// The time given is over.
    TooLate,
    /// Somebody asked for it to end.
    Stopped,
    /// The service is at fault.
    Broken,
}

/// Declares the reasons with their kind, English and Chinese.
macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident $code:literal $kind:ident $en:literal $zh:literal;)+) => {
        /// Why a request was not done. Each has a line in `docs/errors.md`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Reason { $(#[doc = $en] $name,)+ }

        impl Reason {
            /// Every reason.
            pub const ALL: &'static [Reason] = &[$(Reason::$name,)+];

            /// Its stable name.
            pub const fn code(self) -> &'static str {
                match self { $(Reason::$name => $code,)+ }
            }

            /// Its kind.
            pub const fn kind(self) -> Kind {
                match self { $(Reason::$name => Kind::$kind,)+ }
            }

            /// In plain English.
            pub const fn en(self) -> &'static str {
                match self { $(Reason::$name => $en,)+ }
            }

            /// In plain Chinese.
            pub const fn zh(self) -> &'static str {
                match self { $(Reason::$name => $zh,)+ }
            }
        }
    };
}

reasons! {
    CallerMissing "CALLER_MISSING" Unknown "Say who calls." "请说明调用者身份。";
    CallerInvalid "CALLER_INVALID" Unknown "Who calls makes no sense." "调用者身份无法识别。";
    RoleNotAllowed "ROLE_NOT_ALLOWED" Forbidden "This role may not do that." "该角色无权进行此操作。";
    NotYourOwn "NOT_YOUR_OWN" Forbidden "Employees see and claim for themselves only." "员工只能查看和认领自己的班务。";
    HallNotYours "HALL_NOT_YOURS" Forbidden "The roster has a hall that is not the caller's." "班表涉及不归调用者管理的营业厅。";
    FieldInvalid "FIELD_INVALID" BadRequest "A field of the request cannot be used." "请求中有无法使用的字段。";
    InstanceInvalid "INSTANCE_INVALID" BadRequest "The instance has faults; nothing was planned." "算例有误，未排班。";
    PageTokenInvalid "PAGE_TOKEN_INVALID" BadRequest "The page token does not belong to this list." "分页标记不属于此列表。";
    RequestIdReused "REQUEST_ID_REUSED" BadRequest "Another request used this request id." "该请求编号已用于另一请求。";
    RosterNotFound "ROSTER_NOT_FOUND" NotFound "There is no such roster." "没有该班表。";
    OpenShiftNotFound "OPEN_SHIFT_NOT_FOUND" NotFound "There is no such open shift." "没有该开放班务。";
    ClaimNotFound "CLAIM_NOT_FOUND" NotFound "There is no such claim." "没有该认领。";
    OperationNotFound "OPERATION_NOT_FOUND" NotFound "There is no such operation." "没有该任务。";
    EmployeeNotFound "EMPLOYEE_NOT_FOUND" NotFound "The roster has no such employee." "班表中没有该员工。";
    RosterExists "ROSTER_EXISTS" Exists "There is a roster of that name." "已有同名班表。";
    EtagMismatch "ETAG_MISMATCH" Conflict "The roster has changed since it was read; read it again." "班表已变更，请重新读取。";
    ChangedMeanwhile "CHANGED_MEANWHILE" Conflict "Others changed it at the same time; try again." "同时有他人变更，请重试。";
    WrongState "WRONG_STATE" Precondition "Not in this state." "当前状态不允许此操作。";
    NoPlanYet "NO_PLAN_YET" Precondition "The roster has no plan yet." "班表尚无排班结果。";
    ClaimsAccepted "CLAIMS_ACCEPTED" Precondition "Claims have been accepted." "已有被接受的认领。";
    SolveRunning "SOLVE_RUNNING" Precondition "A solve is under way; cancel it or wait for it." "正在求解，请取消或等待。";
    PeopleElsewhere "PEOPLE_ELSEWHERE" Precondition "People of it are in another published roster on the same days." "其中有人员在同一日期已列入另一份已发布的班表。";
    NotOver "NOT_OVER" Precondition "The roster's last day is not over." "班表的最后一天尚未结束。";
    StoredOtherwise "STORED_BY_ANOTHER_VERSION" Precondition "Another version of the program stored this: serve the data with that version, or submit the week anew with a new data folder (--data)." "该数据由程序的其他版本写入：请用该版本运行，或使用新的数据目录（--data）重新提交班表。";
    RulesBroken "RULES_BROKEN" Precondition "The change is against rules." "变更违反规则。";
    ClaimRefused "CLAIM_REFUSED" Precondition "The shift cannot be claimed." "该班务不可认领。";
    ClaimAgainstRule "CLAIM_AGAINST_RULE" Precondition "A rule forbids this claim." "规则不允许此认领。";
    ClaimBreaksPlan "CLAIM_BREAKS_PLAN" Precondition "The rest of the week could not be staffed." "认领后其余班务将无法配齐人手。";
    ClaimTooDear "CLAIM_TOO_DEAR" Precondition "The plan would cost more than HR tolerates." "认领后成本超出允许范围。";
    WithdrawalRefused "WITHDRAWAL_REFUSED" Precondition "The shift cannot be given back." "该班务不可退回。";
    TooLarge "TOO_LARGE" TooMuch "More than the service takes." "超过服务限制。";
    TooManyJobs "TOO_MANY_JOBS" TooMuch "Too many solves wait already." "等待求解的任务过多。";
    StoreFull "STORE_FULL" TooMuch "There is no room to store it; nothing was changed." "存储空间不足，未做变更。";
    StoreBusy "STORE_BUSY" Busy "The store is busy; nothing was changed." "存储繁忙，未做变更。";
    ShuttingDown "SHUTTING_DOWN" Busy "The service is shutting down." "服务正在关闭。";
    TimeOver "TIME_OVER" TooLate "The time given is over; ask again with the same request id." "时限已到，请以相同请求编号重试。";
    OperationCancelled "OPERATION_CANCELLED" Stopped "It was cancelled before there was a roster." "已取消，尚无班表。";
    ServiceFault "SERVICE_FAULT" Broken "The service is at fault; its log says more." "服务出错，详见服务日志。";
}

/// A field that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFault {
    /// Its path in the request: `roster.instance.halls[0]`.
    pub field: String,
    /// What is wrong, in a word.
    pub code: String,
    /// What is wrong and what to do, in English.
    pub en: String,
    /// The same in Chinese.
    pub zh: String,
}

/// A rule that stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenRule {
    /// Its id: `cn.std.rest11`; `plan` where hours could not be staffed.
    pub rule: String,
    /// The article behind it.
    pub article: String,
    /// What it says, in English.
    pub en: String,
    /// The same in Chinese.
    pub zh: String,
}

impl BrokenRule {
    /// One for each rule that the findings speak of, in the words of its first one: a whole staff may break it at once.
    pub(super) fn each(findings: &[crate::checker::AuditFinding]) -> Vec<BrokenRule> {
        let mut rules: Vec<BrokenRule> = Vec::new();
        for finding in findings {
            let rule = finding.rule_id.as_deref().unwrap_or(finding.code);
            if rules.iter().all(|known| known.rule != rule) {
                rules.push(BrokenRule {
                    rule: rule.to_string(),
                    article: finding.article.clone().unwrap_or_default(),
                    en: finding.en.clone(),
                    zh: finding.zh.clone(),
                });
            }
        }
        rules
    }
}

/// Why a request was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Why.
    pub reason: Reason,
    /// What it is about: a name, a state.
    pub subject: String,
    /// Fields that cannot be used.
    pub fields: Vec<FieldFault>,
    /// Rules that stand in the way.
    pub rules: Vec<BrokenRule>,
    /// Shifts that would be accepted instead.
    pub nearest: Vec<ShiftId>,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.reason.code(), self.subject)
    }
}

impl std::error::Error for Fault {}

impl Fault {
    /// About `subject`.
    pub fn new(reason: Reason, subject: impl Into<String>) -> Fault {
        Fault {
            reason,
            subject: subject.into(),
            fields: Vec::new(),
            rules: Vec::new(),
            nearest: Vec::new(),
        }
    }

    /// One field that cannot be used.
    pub fn field(field: &str, en: &str, zh: &str) -> Fault {
        Fault {
            fields: vec![FieldFault {
                field: field.to_string(),
                code: "invalid".to_string(),
                en: en.to_string(),
                zh: zh.to_string(),
            }],
            ..Fault::new(Reason::FieldInvalid, field)
        }
    }

    /// A field that should hold a date and does not.
    pub fn no_date(field: &str) -> Fault {
        Fault::field(
            field,
            "write the date as 2026-03-02",
            "日期应写作 2026-03-02",
        )
    }

    /// An instance with these findings.
    pub fn instance(findings: &[crate::domain::Finding]) -> Fault {
        Fault::findings("roster.instance", findings)
    }

    /// An instance with these findings, or one that a part of the request would make.
    pub fn findings(part: &str, findings: &[crate::domain::Finding]) -> Fault {
        let fields = findings.iter().map(|finding| FieldFault {
            field: format!("{part}.{}", finding.subject),
            code: finding.code.to_string(),
            en: finding.remedy.clone(),
            zh: finding.remedy_zh().unwrap_or(&finding.remedy).to_string(),
        });
        Fault {
            fields: fields.collect(),
            ..Fault::new(Reason::InstanceInvalid, part)
        }
    }

    /// Something the service must never meet.
    pub fn broken(what: impl std::fmt::Display) -> Fault {
        tracing::error!(%what, "the service is at fault");
        // What happened inside is for the log, not for the caller.
        Fault::new(Reason::ServiceFault, "")
    }

    /// Something stored that this program does not understand.
    pub(super) fn unreadable(subject: impl Into<String>, what: impl std::fmt::Display) -> Fault {
        let fault = Fault::new(Reason::StoredOtherwise, subject);
        tracing::error!(subject = fault.subject, %what, "another version stored it");
        fault
    }

    /// Whether somebody else was faster and the request should be decided anew.
    pub(super) fn is_conflict(&self) -> bool {
        self.reason == Reason::ChangedMeanwhile
    }
}

/// Gathers all that is wrong with the fields of a request, so that it is told at once.
#[derive(Default)]
pub(super) struct Wrong(Vec<FieldFault>);

impl Wrong {
    /// What was read, or nothing when that was wrong.
    pub fn take<T>(&mut self, read: Result<T, Fault>) -> Option<T> {
        read.map_err(|fault| self.0.extend(fault.fields)).ok()
    }

    /// Tells what is wrong unless it holds.
    pub fn unless(&mut self, holds: bool, field: &str, en: &str, zh: &str) {
        if !holds {
            self.0.extend(Fault::field(field, en, zh).fields);
        }
    }

    /// # Errors
    /// Everything that was wrong.
    pub fn told(self) -> Result<(), Fault> {
        let Some(first) = self.0.first() else {
            return Ok(());
        };
        let fault = Fault::new(Reason::FieldInvalid, &first.field);
        Err(Fault {
            fields: self.0,
            ..fault
        })
    }
}

/// Refuses a list of a request that is longer than the service takes.
pub(super) fn at_most(length: usize, most: usize, field: &str) -> Result<(), Fault> {
    if length <= most {
        return Ok(());
    }
    Err(Fault::field(
        field,
        &format!("send at most {most} of them"),
        &format!("最多提交 {most} 项"),
    ))
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Fault {
        let told = error.to_string();
        let reason = match error {
            StoreError::NotFound { what, id } => {
                let reason = match what {
                    "roster" => Reason::RosterNotFound,
                    "claim" => Reason::ClaimNotFound,
                    "job" => Reason::OperationNotFound,
                    "shift" => Reason::OpenShiftNotFound,
                    _ => return Fault::broken(told),
                };
                return Fault::new(reason, id);
            }
            StoreError::AlreadyExists { what: "roster", id } => {
                return Fault::new(Reason::RosterExists, id);
            }
            StoreError::AlreadyExists { .. }
            | StoreError::Conflict { .. }
            | StoreError::SpotTaken { .. } => Reason::ChangedMeanwhile,
            StoreError::InUse { .. } => Reason::ClaimsAccepted,
            StoreError::RequestIdReused(_) => Reason::RequestIdReused,
            StoreError::InvalidPageToken => Reason::PageTokenInvalid,
            StoreError::TooMuch { ref what, .. } if what.contains("job") => Reason::TooManyJobs,
            StoreError::TooMuch { .. } => Reason::TooLarge,
            StoreError::Invalid { .. } => Reason::FieldInvalid,
            StoreError::Full => Reason::StoreFull,
            StoreError::Busy => Reason::StoreBusy,
            StoreError::LeaseLost(_)
            | StoreError::JobEnded(_)
            | StoreError::Corrupt(_)
            | StoreError::NewerSchema { .. }
            | StoreError::Unavailable(_) => return Fault::broken(told),
        };
        Fault::new(reason, told)
    }
}
