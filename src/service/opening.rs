//! What HR opens at publishing, and the shifts offered besides those of the plan.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::Service;
use super::fault::{Fault, Wrong, at_most};
use super::held;
use super::publish::PublicationAsked;
use crate::claims::{ClaimTerms, ExtraShift, OpenChoice, PublishOptions};
use crate::domain::{HallIx, Instance, OpenSpots, TemplateIx};
use crate::roster::Roster;

/// What of a hall is opened: as one of the settings says, or the listed shifts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HallOpening {
    /// Id of the hall.
    pub hall: String,
    /// The setting; `None` where shifts are listed.
    pub open_spots: Option<OpenSpots>,
    /// The shifts.
    pub shifts: Vec<DatedShift>,
}

/// A shift template on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedShift {
    /// Local day; `None` for what was sent and is no date.
    pub date: Option<NaiveDate>,
    /// Id of the template.
    pub template: String,
}

/// A shift offered besides those of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtraAsked {
    /// Id of the hall.
    pub hall: String,
    /// When and on what.
    pub shift: DatedShift,
    /// How many spots.
    pub spots: i32,
}

impl Service {
    /// Refuses lists longer than the service takes.
    pub(super) fn within_limits(&self, asked: &PublicationAsked) -> Result<(), Fault> {
        let most = self.limits.items_max;
        at_most(asked.openings.len(), most, "openings")?;
        for (at, opening) in asked.openings.iter().enumerate() {
            at_most(
                opening.shifts.len(),
                most,
                &format!("openings[{at}].shifts"),
            )?;
        }
        at_most(asked.extras.len(), most, "extra_shifts")?;
        let spots = asked
            .extras
            .iter()
            .map(|extra| i64::from(extra.spots.max(0)));
        if spots.sum::<i64>() > most as i64 {
            return Err(Fault::field(
                "extra_shifts",
                &format!("offer at most {most} extra spots together"),
                &format!("额外名额合计最多 {most} 个"),
            ));
        }
        Ok(())
    }
}

/// How a roster is published that is asked to be published so at this instant.
///
/// # Errors
/// Everything that is wrong with the lists, entry by entry.
pub(super) fn options(
    instance: &Instance,
    roster: &Roster,
    terms: &ClaimTerms,
    asked: &PublicationAsked,
    now: i64,
) -> Result<PublishOptions, Fault> {
    let mut read = Reading {
        instance,
        wrong: Wrong::default(),
    };
    let open = read.openings(roster, &asked.openings);
    let extras = read.extras(&asked.extras, |start| terms.is_frozen(start, now));
    read.wrong.told()?;
    Ok(PublishOptions {
        open,
        terms: terms.clone(),
        close_gaps: true,
        extras,
    })
}

struct Reading<'r> {
    instance: &'r Instance,
    wrong: Wrong,
}

impl Reading<'_> {
    fn openings(&mut self, roster: &Roster, asked: &[HallOpening]) -> Vec<(HallIx, OpenChoice)> {
        let mut named: HashSet<HallIx> = HashSet::new();
        let mut open = Vec::new();
        for (at, opening) in asked.iter().enumerate() {
            let field = format!("openings[{at}]");
            let hall = self.hall(&opening.hall, &field);
            self.wrong.unless(
                hall.is_none_or(|hall| named.insert(hall)),
                &format!("{field}.hall"),
                "this hall is named twice; keep one",
                "同一营业厅出现两次，请保留一项",
            );
            self.wrong.unless(
                opening.open_spots.is_some() == opening.shifts.is_empty(),
                &format!("{field}.open_spots"),
                "say which spots are opened: by a setting, or by a list of shifts",
                "请指定开放哪些名额：给出设置，或列出班务",
            );
            let list = self.listed(roster, hall, &opening.shifts, &format!("{field}.shifts"));
            let choice = opening
                .open_spots
                .map_or(OpenChoice::List(list), OpenChoice::Setting);
            open.extend(hall.map(|hall| (hall, choice)));
        }
        open
    }

    fn listed(
        &mut self,
        roster: &Roster,
        hall: Option<HallIx>,
        asked: &[DatedShift],
        field: &str,
    ) -> Vec<(NaiveDate, TemplateIx)> {
        let mut list = Vec::new();
        for (at, shift) in asked.iter().enumerate() {
            let field = format!("{field}[{at}]");
            let (Some(found), Some(hall)) = (self.dated(shift, &field), hall) else {
                continue;
            };
            self.once(!list.contains(&found), &field);
            let (date, template) = found;
            let day = self.instance.horizon.day_inside(date);
            let worked = self.instance.staff().any(|(who, _)| {
                let duty = day.and_then(|day| roster.activity(who, day).duty());
                duty.is_some_and(|duty| (duty.hall, duty.template) == (hall, template))
            });
            self.wrong.unless(
                worked,
                &field,
                "the plan has no such shift in that hall on that day; offer it as an extra shift, or leave it out",
                "班表当日在该营业厅没有此班次；可作为额外班务提供，或删除此项",
            );
            list.push(found);
        }
        list
    }

    fn extras(&mut self, asked: &[ExtraAsked], frozen: impl Fn(i64) -> bool) -> Vec<ExtraShift> {
        let mut extras: Vec<ExtraShift> = Vec::new();
        for (at, extra) in asked.iter().enumerate() {
            let field = format!("extra_shifts[{at}]");
            let hall = self.hall(&extra.hall, &field);
            let found = self.dated(&extra.shift, &field);
            self.wrong.unless(
                extra.spots >= 1,
                &format!("{field}.spot_count"),
                "a number of spots is not negative",
                "名额数不能为负",
            );
            let (Some(hall), Some((date, template))) = (hall, found) else {
                continue;
            };
            let same = |known: &ExtraShift| {
                (known.hall, known.date, known.template) == (hall, date, template)
            };
            self.once(!extras.iter().any(same), &field);
            let extra = ExtraShift {
                hall,
                date,
                template,
                spots: usize::try_from(extra.spots).unwrap_or(0),
            };
            self.wrong.unless(
                extra.is_offered(self.instance),
                &field,
                "the shift template is not worked in that hall on that day; choose another",
                "该班次当日不在该营业厅使用，请另选",
            );
            let begins = self.instance.templates[template.0].start;
            self.wrong.unless(
                !frozen(self.instance.horizon.instant(date, begins)),
                &field,
                "nobody could claim it: its freeze has begun",
                "该班务已冻结，无人可认领",
            );
            extras.push(extra);
        }
        extras
    }

    fn hall(&mut self, id: &str, field: &str) -> Option<HallIx> {
        self.wrong
            .take(held::hall(self.instance, id, &format!("{field}.hall")))
    }

    fn dated(&mut self, shift: &DatedShift, field: &str) -> Option<(NaiveDate, TemplateIx)> {
        let at = format!("{field}.date");
        let date = shift.date.ok_or_else(|| Fault::no_date(&at));
        let date = date.and_then(|date| held::day(self.instance, date, &at).map(|_| date));
        let date = self.wrong.take(date);
        let at = format!("{field}.shift_template");
        let template = self
            .wrong
            .take(held::template(self.instance, &shift.template, &at));
        date.zip(template)
    }

    fn once(&mut self, is_new: bool, field: &str) {
        let (en, zh) = (
            "this shift is named twice; keep one",
            "同一班务出现两次，请保留一项",
        );
        self.wrong.unless(is_new, field, en, zh);
    }
}
