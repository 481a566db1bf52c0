//! The people: contracts, skills, consents, absences, wishes, and what happened before the horizon.

use std::sync::OnceLock;

use chrono::NaiveDate;

use super::index::{ContractIx, HallIx, SkillIx, TemplateIx};
use crate::law::kinds::comp_redemption::{CompRedemptionRule, Elects};
use crate::law::kinds::premium_class::PremiumClasses;
use crate::law::params::Window;
use crate::law::{
    Attribute, CalendarStatus, ChinaCalendar, ChinaDay, DayKind, PremiumClass, PublicHolidays,
    RuleKind, RuleRecord, WindowMinutes, WorkShift,
};
use crate::units::{Minutes, Money};

/// The terms people are employed on.
#[derive(Clone, Debug, PartialEq)]
pub struct Contract {
    /// Stable name given by HR.
    pub id: String,
    /// For people to read.
    pub name: String,
    /// Rule pack with its version, for the reader; empty when none.
    pub rule_pack: String,
    /// Hours regime of that pack, which rules may be scoped to; empty when none.
    pub regime: String,
    /// Type of employment, which rules may be scoped to, such as `part_time`; empty when not told.
    pub employment: String,
    /// Name of the permit without which the pack may not be used.
    pub needs_permit: Option<String>,
    /// Ids of rules that shall be a hard gate although nobody has verified their legal text.
    pub acknowledged: Vec<String>,
    /// Every rule that judges people on this contract: the pack's, then the company's.
    pub rules: Vec<RuleRecord>,
    /// Salaried or hourly.
    pub pay: PayBasis,
    /// Paid working time of a full week.
    pub weekly_norm: Minutes,
    /// Working days of a full week.
    pub weekly_norm_days: i64,
    /// Working time of one norm day, credited for leave and arranged holidays.
    pub day_norm: Minutes,
    /// Whose working days and holidays apply.
    pub calendar: Option<NationalCalendar>,
}

/// Whose working days and holidays apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NationalCalendar {
    /// The People's Republic of China, 2024 to 2027, with the days that are worked instead.
    China,
    /// A place that has public holidays and moves no working days.
    Place(&'static PublicHolidays),
}

impl NationalCalendar {
    /// What a contract says in files that wants no holidays.
    pub const NONE: &str = "none";

    /// The calendar of a place by its name in files.
    pub fn named(id: &str) -> Option<NationalCalendar> {
        match id {
            "cn" => Some(NationalCalendar::China),
            _ => PublicHolidays::of(id).map(NationalCalendar::Place),
        }
    }

    /// Its name in files.
    pub fn id(self) -> &'static str {
        match self {
            NationalCalendar::China => "cn",
            NationalCalendar::Place(place) => place.id(),
        }
    }

    /// The names of all calendars.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let places = PublicHolidays::all().iter().map(|place| place.id());
        std::iter::once("cn").chain(places)
    }
}

impl Contract {
    /// Whether the calendar makes a date free or worked, whatever its weekday; `None` where it says nothing, without a
    /// calendar, and outside its years.
    pub fn nation_works_on(&self, date: NaiveDate) -> Option<bool> {
        match self.calendar? {
            NationalCalendar::China => {
                let day = arranged(date)?;
                Some(
                    matches!(day.kind, DayKind::Workday | DayKind::MakeupWorkday) && !day.statutory,
                )
            }
            NationalCalendar::Place(place) => {
                let free = place.takes_off_norm() && place.on(date).is_ok_and(|day| day.is_some());
                free.then_some(false)
            }
        }
    }

    /// Whether a date is a statutory holiday; one that no terms of pay in force have a factor for is a day like any other, so
    /// that its hours stay overtime where they are.
    pub fn is_statutory_holiday(&self, date: NaiveDate) -> bool {
        if !self.is_public_holiday(date) {
            return false;
        }
        let mut terms = self.pay_terms_on(date).peekable();
        terms.peek().is_none() || terms.any(|terms| terms.factors_pct.statutory_holiday.is_some())
    }

    fn is_public_holiday(&self, date: NaiveDate) -> bool {
        match self.calendar {
            None => false,
            Some(NationalCalendar::China) => arranged(date).is_some_and(|day| day.statutory),
            Some(NationalCalendar::Place(place)) => place.on(date).is_ok_and(|day| day.is_some()),
        }
    }

    /// Whether a date lies outside the years that the contract's calendar holds.
    pub fn is_outside_calendar(&self, date: NaiveDate) -> bool {
        match self.calendar {
            None => false,
            Some(NationalCalendar::China) => arranged(date).is_none(),
            Some(NationalCalendar::Place(place)) => place.on(date).is_err(),
        }
    }

    /// Whether only the statutory holidays of a date's year are known yet.
    pub fn arrangement_pending(&self, date: NaiveDate) -> bool {
        self.arranged(date)
            .is_some_and(|day| day.status == CalendarStatus::StatutoryOnly)
    }

    /// What the arrangement of the PRC says of a date, where it applies.
    pub fn arranged(&self, date: NaiveDate) -> Option<ChinaDay> {
        match self.calendar? {
            NationalCalendar::China => arranged(date),
            NationalCalendar::Place(_) => None,
        }
    }

    /// All terms of extra pay in force on a date.
    fn pay_terms_on(&self, date: NaiveDate) -> impl Iterator<Item = &PremiumClasses> {
        self.rules.iter().filter_map(move |rule| match &rule.kind {
            RuleKind::PremiumClass(terms) if rule.effective.covers(date) => Some(terms),
            _ => None,
        })
    }

    /// Terms of compensatory time, if any.
    pub fn comp_terms(&self) -> Option<&CompRedemptionRule> {
        self.rules.iter().find_map(|rule| match &rule.kind {
            // Where nobody may have time given back, the work is paid and there is nothing to plan.
            RuleKind::CompRedemption(terms) if terms.who_may_elect != Elects::Nobody => Some(terms),
            _ => None,
        })
    }

    /// Days a comp lot can be taken after it was earned: as the terms say, 90 without terms, at most a hundred years.
    pub fn lot_expiry_days(&self) -> i64 {
        let terms = self.comp_terms().and_then(|terms| terms.expiry_days);
        terms.unwrap_or(90).clamp(0, 36_525)
    }

    /// Whether a short week may be made up for by a long one: hours are averaged over more than a week, or not counted.
    pub fn averages_weeks(&self) -> bool {
        let by_week = |rule: &RuleRecord| match &rule.kind {
            RuleKind::MaxWorkPerWindow(limit) => {
                matches!(limit.window, Window::CalendarWeek { .. })
            }
            _ => false,
        };
        matches!(self.regime.as_str(), "comprehensive" | "flexible")
            && !self.rules.iter().any(by_week)
    }

    /// Whether work on a rest day is a class of its own, repaid by a comp day or paid.
    pub fn repays_rest_days(&self) -> bool {
        self.comp_terms().is_some_and(|terms| {
            terms
                .earn_classes
                .iter()
                .any(|class| class == PremiumClass::RestDay.name())
        })
    }
}

/// What the arrangement of the PRC, read once, says of a date.
fn arranged(date: NaiveDate) -> Option<ChinaDay> {
    static CALENDAR: OnceLock<Option<ChinaCalendar>> = OnceLock::new();
    let read = || ChinaCalendar::embedded().ok();
    CALENDAR.get_or_init(read).as_ref()?.day(date).ok()
}

/// What pay depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayBasis {
    /// Paid for the norm whether rostered or not.
    Salaried,
    /// Paid by the rostered minute.
    Hourly,
}

/// A member of staff.
#[derive(Clone, Debug, PartialEq)]
pub struct Employee {
    /// Stable name given by HR.
    pub id: String,
    /// For people to read; left out of answers to other staff.
    pub name: String,
    /// Terms of employment.
    pub contract: ContractIx,
    /// The post held, as permits list posts; empty when not told.
    pub post: String,
    /// Wage of one hour.
    pub hourly_wage: Money,
    /// Halls where the person may work; the first is home.
    pub halls: Vec<HallIx>,
    /// In order of what the person should serve first.
    pub skills: Vec<HeldSkill>,
    /// Facts the law asks about.
    pub attributes: Vec<Attribute>,
    /// Consents on file.
    pub consents: Vec<Consent>,
    /// Approved absences.
    pub leave: Vec<Leave>,
    /// Training to be placed.
    pub training: Vec<Training>,
    /// Wishes about single days.
    pub wishes: Vec<Wish>,
    /// What happened before the horizon.
    pub history: PastWork,
}

impl Employee {
    /// Whether the person may serve what needs `skill` on `date`.
    pub fn has_skill(&self, skill: SkillIx, date: NaiveDate) -> bool {
        self.skills
            .iter()
            .any(|held| held.skill == skill && held.holds(date))
    }

    /// The leave that covers `date`.
    pub fn leave_on(&self, date: NaiveDate) -> Option<&Leave> {
        self.leave
            .iter()
            .find(|leave| leave.from <= date && date <= leave.to)
    }

    /// Whether a consent is on file.
    pub fn consents_to(&self, consent: Consent) -> bool {
        self.consents.contains(&consent)
    }
}

/// A skill with its validity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldSkill {
    /// What.
    pub skill: SkillIx,
    /// First day; open when `None`.
    pub from: Option<NaiveDate>,
    /// Last day; open when `None`.
    pub to: Option<NaiveDate>,
}

impl HeldSkill {
    /// Whether it is valid on `date`.
    pub fn holds(&self, date: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to)
    }
}

/// What a person has agreed to in writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// Work beyond the daily or weekly norm.
    Overtime,
    /// Work on a rest day, repaid by a comp day or paid.
    RestDayWork,
}

/// Approved absence, first to last day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leave {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// `annual`, `sick`, ...; never shown to other staff.
    pub reason: String,
    /// Unpaid leave earns no norm minutes.
    pub unpaid: bool,
}

/// Training to be placed on one day of its window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Training {
    /// Stable name given by HR.
    pub id: String,
    /// For people to read.
    pub name: String,
    /// First possible day.
    pub from: NaiveDate,
    /// Last possible day.
    pub to: NaiveDate,
    /// Minute of the local day.
    pub start: i64,
    /// How long; all of it is working time.
    pub length: Minutes,
    /// May be placed on a busy day too.
    pub any_day: bool,
}

/// A wish about one day, with its price when it is not met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Which day.
    pub date: NaiveDate,
    /// To work or to be free.
    pub kind: WishKind,
    /// Which shift; any when `None`.
    pub template: Option<TemplateIx>,
    /// Price when not met.
    pub price: Money,
}

/// Direction of a wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WishKind {
    /// Wants to work (this shift).
    Work,
    /// Wants not to work (this shift).
    Free,
}

/// What happened before the horizon.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PastWork {
    /// Shifts worked, oldest first.
    pub shifts: Vec<WorkShift>,
    /// Comp lots still open, oldest first.
    pub comp_lots: Vec<CompLot>,
    /// Work in windows that began before the listed shifts.
    pub work_minutes: Vec<WindowMinutes>,
    /// Overtime in calendar windows before the horizon.
    pub overtime_minutes: Vec<WindowMinutes>,
}

/// Rest owed for work on a rest day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompLot {
    /// Stable name.
    pub id: String,
    /// Day of the work.
    pub earned: NaiveDate,
    /// Length of the rest owed.
    pub minutes: Minutes,
    /// Last day on which it can be taken.
    pub due: NaiveDate,
}
