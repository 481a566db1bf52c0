//! Staff look for shifts, each with a verdict for themselves.

use chrono::{DateTime, Utc};

use super::Service;
use super::access::{self, Act};
use super::caller::Caller;
use super::fault::{Fault, Reason};
use super::held::Held;
use super::pages::{Place, page_token, place};
use super::told::{self, OpenShift};
use crate::claims::{Desk, Effort, PublishedShift, ShiftIx, verdict};
use crate::domain::EmployeeIx;
use crate::milp::StopSignal;
use crate::storage::Page;
use crate::units::{EmployeeId, RosterId, ShiftId};

/// Weeks of single people that may be judged for one shift of a list; a claim itself is looked at longer.
const QUESTIONS: usize = 100;

/// A moment as the claims room counts it: elapsed minutes since the Unix epoch.
pub(super) fn instant(now: DateTime<Utc>) -> i64 {
    now.timestamp().div_euclid(60)
}

impl Service {
    /// Shifts with spots for claiming, by start, each with what a claim would be told.
    pub async fn list_open_shifts(
        &self,
        caller: &Caller,
        roster: &RosterId,
        employee: Option<&EmployeeId>,
        size: u32,
        token: &str,
    ) -> Result<Page<OpenShift>, Fault> {
        let who = access::person(caller, Act::ReadOwn, employee)?;
        let held = self.seen(caller, roster).await?;
        let who = held.employee(&who)?;
        let page = self.page(size, token);
        let list = (roster.as_str(), who);
        let after = place(list, &page.token)?;
        let mut shifts: Vec<Place> = (held.plan.list())
            .filter(|(_, shift)| shift.claim_counts().0 > 0)
            .map(|(at, shift)| (shift.start, at.0))
            .filter(|place| after.is_none_or(|after| *place > after))
            .collect();
        shifts.sort_unstable();
        let more = shifts.len() > page.size as usize;
        shifts.truncate(page.size as usize);
        let last = shifts.last().filter(|_| more);
        let next = last.map_or_else(String::new, |last| page_token(list, *last));
        let now = instant(self.clock.now());
        let rows = blocking(move || {
            let desk = Desk::new(&held.ground, &held.plan);
            let tell = |place: &Place| with_verdict(&held, &desk, who, ShiftIx(place.1), now);
            shifts.iter().filter_map(tell).collect()
        });
        let rows = rows.await?;
        Ok(Page { rows, next })
    }

    /// One of them.
    pub async fn get_open_shift(
        &self,
        caller: &Caller,
        roster: &RosterId,
        shift: &ShiftId,
        employee: Option<&EmployeeId>,
    ) -> Result<OpenShift, Fault> {
        let who = access::person(caller, Act::ReadOwn, employee)?;
        let held = self.seen(caller, roster).await?;
        let who = held.employee(&who)?;
        let at = held.shift(shift)?;
        let now = instant(self.clock.now());
        let shown = blocking(move || {
            let desk = Desk::new(&held.ground, &held.plan);
            with_verdict(&held, &desk, who, at, now)
        });
        let shown = shown.await?;
        shown.ok_or_else(|| Fault::new(Reason::OpenShiftNotFound, shift.as_str()))
    }

    /// Every shift of a roster without a verdict, for somebody who watches.
    pub async fn watched_shifts(
        &self,
        caller: &Caller,
        roster: &RosterId,
    ) -> Result<Vec<OpenShift>, Fault> {
        access::may(caller, Act::ReadOwn)?;
        let held = self.seen(caller, roster).await?;
        let now = instant(self.clock.now());
        let shifts = held.plan.shifts.iter();
        Ok(shifts.map(|shift| shown(&held, shift, now)).collect())
    }

    /// One of them.
    pub async fn watched_shift(
        &self,
        caller: &Caller,
        roster: &RosterId,
        shift: &ShiftId,
    ) -> Result<OpenShift, Fault> {
        access::may(caller, Act::ReadOwn)?;
        let held = self.seen(caller, roster).await?;
        let at = held.shift(shift)?;
        let now = instant(self.clock.now());
        Ok(shown(&held, &held.plan.shifts[at.0], now))
    }

    /// A published plan for staff: a draft is none of theirs, as if it were not there.
    pub(super) async fn seen(
        &self,
        caller: &Caller,
        roster: &RosterId,
    ) -> Result<std::sync::Arc<Held>, Fault> {
        match self.held(roster).await {
            Err(fault) if fault.reason == Reason::WrongState => {
                Err(Fault::new(Reason::RosterNotFound, roster.as_str()))
            }
            Err(fault) => Err(fault),
            Ok(held) => {
                access::in_halls(caller, &held.row.halls)?;
                Ok(held)
            }
        }
    }
}

fn with_verdict(
    held: &Held,
    desk: &Desk<'_>,
    who: EmployeeIx,
    at: ShiftIx,
    now: i64,
) -> Option<OpenShift> {
    let mut shown = shown(held, held.plan.shift(at)?, now);
    let effort = Effort {
        questions: QUESTIONS,
        ..Effort::quick()
    };
    let answer = verdict(desk, who, at, now, &effort, &StopSignal::new());
    shown.verdict = Some(told::verdict(&held.instance, &answer.for_staff()));
    Some(shown)
}

fn shown(held: &Held, shift: &PublishedShift, now: i64) -> OpenShift {
    told::open_shift(&held.row.id, &held.instance, &held.plan.terms, shift, now)
}

/// Runs what takes longer than a moment beside the runtime.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(Fault::broken)
}

/// Tells work beside the runtime to stop when the call that asked for it is given up.
pub(super) struct StopWhenGone(pub StopSignal);

impl Drop for StopWhenGone {
    fn drop(&mut self) {
        self.0.stop();
    }
}
