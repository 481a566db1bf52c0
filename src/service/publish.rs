//! HR opens the claim window, and ends it.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};

use super::Service;
use super::access::{self, Act};
use super::events::EventKind;
use super::fault::{BrokenRule, Fault, Reason};
use super::open_shifts::{blocking, instant};
use super::opening::{ExtraAsked, HallOpening, options};
use super::pages::all;
use super::request::{Call, Entry};
use super::stored_plan::witness_row;
use crate::checker::{AuditFinding, publishing};
use crate::claims::{
    self, ClaimState, ClaimTerms, Closing, Desk, PublishedPlan, PublishedShift, RosterState, Spot,
};
use crate::domain::{Finding, Instance};
use crate::storage::{
    Change, ClaimFilter, ClaimWindow, ShiftFilter, ShiftRow, ShiftWithSpots, SpotKind, SpotRow,
    StoreError,
};
use crate::units::{EmployeeId, Minutes, Money, RosterId, ShiftId};
use crate::worker::Blamed;

/// Claims end so long before a shift starts when nobody says otherwise.
const FREEZE_DEFAULT: Minutes = Minutes(12 * 60);

/// When and how claims are to be taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WindowAsked {
    /// From when on; now when `None`.
    pub opens: Option<DateTime<Utc>>,
    /// Until when; the first day of the horizon when `None`.
    pub closes: Option<DateTime<Utc>>,
    /// So long before its start a shift stands still; twelve hours when `None`.
    pub freeze: Option<Minutes>,
    /// Most accepted claims of one person.
    pub claims_max: Option<u32>,
    /// How much dearer the plan may become by one claim; no limit when `None`.
    pub cost_tolerance: Option<Money>,
}

/// How a draft is to be published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublicationAsked {
    /// When and how claims are taken.
    pub window: WindowAsked,
    /// What is opened, in place of what the halls say.
    pub openings: Vec<HallOpening>,
    /// Shifts offered besides those of the plan.
    pub extras: Vec<ExtraAsked>,
}

impl Service {
    /// Publishes a draft: its shift list stands, its promise is in force, its open spots can be claimed. What the law says of
    /// publishing it now without forbidding it comes back, once a rule, and is kept with the audit entry.
    ///
    /// # Errors
    /// [`Reason::RulesBroken`] where the law forbids to publish so late. [`Reason::PeopleElsewhere`] while another
    /// published roster has some of its people on the same days.
    pub async fn publish(
        &self,
        call: &Call,
        id: &RosterId,
        asked: &PublicationAsked,
    ) -> Result<Vec<Blamed>, Fault> {
        access::may(&call.caller, Act::ChangeRosters)?;
        self.within_limits(asked)?;
        if let Some(first) = self.answered(call).await? {
            return notices_of(&first);
        }
        let mut row = self.idle_draft(call, id).await?;
        let bound = self.store.plan(id, None).await?.bound;
        let (instance, roster) = self.current_plan(&row).await?;
        let mut touches = self.all_touches(id, &instance).await?;
        let terms = self.terms(&instance, &asked.window)?;
        let now = instant(self.clock.now());
        let options = options(&instance, &roster, &terms, asked, now)?;
        touches.extend(self.nobody_elsewhere(&row, &instance).await?);
        let judged = instance.clone();
        let made = blocking(move || {
            let step = publishing(&judged, &roster, now);
            if !step.forbidden.is_empty() {
                return Err(broken(BrokenRule::each(&step.forbidden)));
            }
            let plan = claims::publish(&judged, &roster, bound, &options)
                .map_err(|findings| refused(&findings))?;
            Ok((plan, notices(&step.told)))
        });
        let (mut plan, notices) = made.await??;
        plan.version = self.newest_witness(id).await? + 1;
        if call.validate_only {
            return Ok(notices);
        }
        row.state = RosterState::Published;
        row.claim_window = Some(ClaimWindow {
            opens_at: moment(terms.opens),
            closes_at: moment(terms.closes),
        });
        row.updated_at = self.clock.now();
        let mut changes = vec![Change::Roster(row)];
        changes.extend(self.shift_list(id, &instance, &plan).await?);
        changes.push(Change::Witness(witness_row(id, &plan, self.clock.now())?));
        let told = serde_json::to_string(&notices).map_err(Fault::broken)?;
        let mut entry = Entry::new("roster.publish", format!("rosters/{id}"));
        if !notices.is_empty() {
            entry.verdict = serde_json::json!({ "notices": notices }).to_string();
        }
        let answer = self.commit(call, id, touches, changes, entry, told).await?;
        self.seat(id).put(None);
        self.tell(id, EventKind::Roster);
        self.learn(id).await;
        notices_of(&answer)
    }

    /// Takes a published roster back to a draft while no claim is accepted.
    pub async fn unpublish(&self, call: &Call, id: &RosterId) -> Result<(), Fault> {
        if self.answered(call).await?.is_some() {
            return Ok(());
        }
        let seat = self.seat(id);
        let _turn = seat.still().await;
        let mut row = self.changeable(call, id).await?;
        if row.state != RosterState::Published {
            return Err(Fault::new(Reason::WrongState, row.state.name()));
        }
        let held = self.held(id).await?;
        claims::take_back(&held.plan)
            .map_err(|error| Fault::new(Reason::ClaimsAccepted, error.to_string()))?;
        let mut changes = self.expire_pending(id).await?;
        if call.validate_only {
            return Ok(());
        }
        row.state = RosterState::Draft;
        row.claim_window = None;
        row.updated_at = self.clock.now();
        changes.insert(0, Change::Roster(row));
        let touches = self.all_touches(id, &held.instance).await?;
        let entry = Entry::new("roster.unpublish", format!("rosters/{id}"));
        self.commit(call, id, touches, changes, entry, id.to_string())
            .await?;
        seat.put(None);
        self.tell(id, EventKind::Roster);
        Ok(())
    }

    /// Ends the claim window: what nobody claimed goes to the people of the witness, or stays open.
    pub async fn close(&self, call: &Call, id: &RosterId, leave_open: bool) -> Result<(), Fault> {
        if self.answered(call).await?.is_some() {
            return Ok(());
        }
        let seat = self.seat(id);
        let _turn = seat.still().await;
        let mut row = self.changeable(call, id).await?;
        if row.state != RosterState::Published {
            return Err(Fault::new(Reason::WrongState, row.state.name()));
        }
        let touches = {
            let held = self.held(id).await?;
            self.all_touches(id, &held.instance).await?
        };
        let held = self.held(id).await?;
        let closing = if leave_open {
            Closing::LeaveOpen
        } else {
            Closing::AssignUnfilledNorms
        };
        let closed = claims::close(&Desk::new(&held.ground, &held.plan), closing)
            .map_err(|error| Fault::new(Reason::WrongState, error.to_string()))?;
        if call.validate_only {
            return Ok(());
        }
        row.state = RosterState::Closed;
        row.updated_at = self.clock.now();
        let mut changes = self.expire_pending(id).await?;
        changes.insert(0, Change::Roster(row));
        changes.extend(self.shift_list(id, &held.instance, &closed.plan).await?);
        changes.push(Change::Witness(witness_row(
            id,
            &closed.plan,
            self.clock.now(),
        )?));
        let entry = Entry::new("roster.close", format!("rosters/{id}"));
        self.commit(call, id, touches, changes, entry, id.to_string())
            .await?;
        seat.put(None);
        self.tell(id, EventKind::Roster);
        Ok(())
    }

    fn terms(&self, instance: &Instance, asked: &WindowAsked) -> Result<ClaimTerms, Fault> {
        let now = self.clock.now();
        let opens = instant(asked.opens.unwrap_or(now));
        let closes = match asked.closes {
            Some(closes) => instant(closes),
            None => instance.horizon.instant(instance.horizon.start, 0),
        };
        if closes <= opens {
            return Err(Fault::field(
                "claim_window.end_time",
                "the claim window ends before it begins; name an end after its start",
                "认领窗口的结束早于开始，请指定更晚的结束时间",
            ));
        }
        let freeze = asked.freeze.unwrap_or(FREEZE_DEFAULT);
        if !(0..=30 * 1440).contains(&freeze.0) {
            return Err(Fault::field(
                "claim_window.freeze_minutes",
                "shifts freeze 0 to 43200 minutes before they start",
                "班务在开始前 0 至 43200 分钟冻结",
            ));
        }
        if asked
            .cost_tolerance
            .is_some_and(|tolerance| tolerance < Money::ZERO)
        {
            return Err(Fault::field(
                "claim_window.cost_tolerance_cents",
                "a tolerance is not negative",
                "容许的成本增加不能为负",
            ));
        }
        Ok(ClaimTerms {
            opens,
            closes,
            freeze,
            claims_per_person_max: asked.claims_max,
            cost_tolerance: asked.cost_tolerance,
        })
    }

    /// The rows of the shift list and its spots, over what may be stored from an earlier publication.
    pub(super) async fn shift_list(
        &self,
        id: &RosterId,
        instance: &Instance,
        plan: &PublishedPlan,
    ) -> Result<Vec<Change>, Fault> {
        let filter = &ShiftFilter {
            roster: Some(id.clone()),
            ..ShiftFilter::default()
        };
        let stored = all(|page| async move { self.store.shifts(filter, &page).await }).await?;
        let stored = stored.into_iter().map(|row| (row.shift.id.clone(), row));
        let mut stored: HashMap<ShiftId, ShiftWithSpots> = stored.collect();
        let mut changes = Vec::new();
        for shift in &plan.shifts {
            let known = stored.remove(&ShiftId::from(shift.id.as_str()));
            changes.extend(shift_rows(id, instance, &plan.terms, shift, known.as_ref()));
        }
        for mut gone in stored.into_values().filter(|gone| !gone.shift.cancelled) {
            gone.shift.cancelled = true;
            changes.push(Change::Shift(gone.shift));
        }
        Ok(changes)
    }

    /// Number of the newest stored plan of an earlier publication; 0 without one.
    async fn newest_witness(&self, id: &RosterId) -> Result<u64, Fault> {
        match self.store.witness(id, None, None).await {
            Ok(row) => Ok(row.version),
            Err(StoreError::NotFound { .. }) => Ok(0),
            Err(other) => Err(other.into()),
        }
    }

    async fn expire_pending(&self, id: &RosterId) -> Result<Vec<Change>, Fault> {
        let filter = &ClaimFilter {
            roster: Some(id.clone()),
            states: vec![ClaimState::Pending],
            ..ClaimFilter::default()
        };
        let now = self.clock.now();
        let pending = all(|page| async move { self.store.claims(filter, &page).await }).await?;
        let expired = pending.into_iter().map(|mut row| {
            row.state = ClaimState::Expired;
            row.updated_at = now;
            Change::Claim(row)
        });
        Ok(expired.collect())
    }
}

fn shift_rows(
    id: &RosterId,
    instance: &Instance,
    terms: &ClaimTerms,
    shift: &PublishedShift,
    known: Option<&ShiftWithSpots>,
) -> Vec<Change> {
    let person = |who: crate::domain::EmployeeIx| EmployeeId(instance.employees[who.0].id.clone());
    let row = ShiftRow {
        roster: id.clone(),
        id: shift.id.as_str().into(),
        version: known.map_or(0, |known| known.shift.version),
        hall: instance.halls[shift.hall.0].id.as_str().into(),
        date: shift.date,
        start: moment(shift.start),
        end: moment(shift.end),
        freeze_at: moment(shift.start - terms.freeze.0),
        cancelled: shift.spots.iter().all(|spot| *spot == Spot::Cancelled),
        body: "{}".to_string(),
    };
    let spots = shift.spots.iter().enumerate().map(|(number, spot)| {
        let stored = known.and_then(|known| {
            let mut spots = known.spots.iter();
            spots.find(|stored| stored.number as usize == number)
        });
        Change::Spot(SpotRow {
            roster: id.clone(),
            shift: shift.id.as_str().into(),
            number: number as u32,
            version: stored.map_or(0, |stored| stored.version),
            kind: match spot {
                Spot::Assigned(_) => SpotKind::Assigned,
                Spot::Open | Spot::Claimed(_) => SpotKind::Open,
                Spot::Cancelled => SpotKind::Cancelled,
                Spot::Extra | Spot::ClaimedExtra(_) => SpotKind::Extra,
            },
            holder: spot.committed().map(person),
        })
    });
    std::iter::once(Change::Shift(row)).chain(spots).collect()
}

/// An instant of the claims room as a moment.
pub fn moment(instant: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH
        .checked_add_signed(Duration::minutes(instant))
        .unwrap_or(DateTime::UNIX_EPOCH)
}

/// What is to be known, once a rule: a roster is published late for a whole staff at once.
fn notices(told: &[AuditFinding]) -> Vec<Blamed> {
    let rules = BrokenRule::each(told).into_iter();
    rules
        .map(|rule| Blamed {
            rule: rule.rule,
            article: rule.article,
            employee: String::new(),
            en: rule.en,
            zh: rule.zh,
        })
        .collect()
}

/// The same from the answer that was kept.
fn notices_of(answer: &str) -> Result<Vec<Blamed>, Fault> {
    serde_json::from_str(answer).map_err(Fault::broken)
}

fn refused(findings: &[Finding]) -> Fault {
    let rules = findings.iter().map(|finding| BrokenRule {
        rule: finding.code.to_string(),
        article: String::new(),
        en: format!("{}: {}", finding.subject, finding.remedy),
        zh: format!(
            "{}：{}",
            finding.subject,
            finding.remedy_zh().unwrap_or(&finding.remedy)
        ),
    });
    broken(rules.collect())
}

fn broken(rules: Vec<BrokenRule>) -> Fault {
    Fault {
        rules,
        ..Fault::new(Reason::RulesBroken, "")
    }
}
