//! The states of rosters, claims, open shifts and comp lots, and every move that is allowed between them.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A move that the states do not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "{what} that is {from} does not take the step {by} {what_zh}当前状态为 {from}，不能执行 {by}"
)]
pub struct IllegalMove {
    /// Of what.
    pub what: &'static str,
    /// The same in Chinese.
    pub what_zh: &'static str,
    /// Where it is.
    pub from: &'static str,
    /// What was asked of it.
    pub by: &'static str,
}

/// Declares states and events of one thing, and its allowed moves.
macro_rules! machine {
    (
        $(#[$doc:meta])* $state:ident { $($(#[$sdoc:meta])* $s:ident = $sname:literal,)+ }
        $(#[$edoc:meta])* $event:ident { $($(#[$vdoc:meta])* $e:ident = $ename:literal,)+ }
        $what:literal $what_zh:literal
        $($from:ident --$by:ident--> $to:ident;)+
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        pub enum $state { $($(#[$sdoc])* $s,)+ }

        $(#[$edoc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $event { $($(#[$vdoc])* $e,)+ }

        impl $state {
            /// Every state.
            pub const ALL: &'static [$state] = &[$($state::$s,)+];

            /// Its name in files and answers.
            pub const fn name(self) -> &'static str {
                match self { $($state::$s => $sname,)+ }
            }

            /// The state with that name.
            pub fn named(name: &str) -> Option<$state> {
                Self::ALL.iter().copied().find(|state| state.name() == name)
            }

            /// The state after an event; an error when the event may not happen now.
            pub fn after(self, event: $event) -> Result<$state, IllegalMove> {
                match (self, event) {
                    $(($state::$from, $event::$by) => Ok($state::$to),)+
                    _ => Err(IllegalMove {
                        what: $what,
                        what_zh: $what_zh,
                        from: self.name(),
                        by: event.name(),
                    }),
                }
            }
        }

        impl $event {
            /// Every event.
            pub const ALL: &'static [$event] = &[$($event::$e,)+];

            /// Its name.
            pub const fn name(self) -> &'static str {
                match self { $($event::$e => $ename,)+ }
            }
        }
    };
}

machine! {
    /// The life of a roster.
    RosterState {
        /// Solved, editable.
        Draft = "DRAFT",
        /// Claim window and promise in force.
        Published = "PUBLISHED",
        /// The window is over; everybody knows his or her shifts.
        Closed = "CLOSED",
        /// History for the next weeks.
        Archived = "ARCHIVED",
    }
    /// What moves a roster.
    RosterEvent {
        /// HR publishes it.
        Publish = "publish",
        /// HR takes it back; the caller must know that no claim is accepted.
        TakeBack = "take_back",
        /// The claim window ends.
        Close = "close",
        /// The horizon is over.
        Archive = "archive",
    }
    "a roster" "班表"
    Draft --Publish--> Published;
    Published --TakeBack--> Draft;
    Published --Close--> Closed;
    Closed --Archive--> Archived;
}

machine! {
    /// The life of a claim.
    ClaimState {
        /// Neither granted nor refused yet: the full solve goes on.
        Pending = "PENDING",
        /// Granted, with a witness that holds it.
        Accepted = "ACCEPTED",
        /// Refused, with the reasons.
        Declined = "DECLINED",
        /// The window or the freeze came before a proof.
        Expired = "EXPIRED",
        /// Given back before the freeze, or by HR's leave.
        Withdrawn = "WITHDRAWN",
        /// The shift was worked.
        Worked = "WORKED",
        /// The person did not come.
        NoShow = "NO_SHOW",
    }
    /// What moves a claim.
    ClaimEvent {
        /// A completion was found and stored.
        Accept = "accept",
        /// A rule or the plan speaks against it.
        Decline = "decline",
        /// Time ran out.
        Expire = "expire",
        /// The person gives it back; before acceptance it simply ends.
        Withdraw = "withdraw",
        /// The work was done.
        Work = "work",
        /// Nobody came.
        Miss = "miss",
    }
    "a claim" "认领"
    Pending --Accept--> Accepted;
    Pending --Decline--> Declined;
    Pending --Expire--> Expired;
    Pending --Withdraw--> Withdrawn;
    Accepted --Withdraw--> Withdrawn;
    Accepted --Work--> Worked;
    Accepted --Miss--> NoShow;
}

machine! {
    /// What a published shift is to somebody who looks for shifts.
    ShiftState {
        /// A spot is free.
        Open = "OPEN",
        /// Every spot is taken.
        Filled = "FILLED",
        /// Taken back while nobody had claimed it.
        Cancelled = "CANCELLED",
        /// Too close to its start for any change.
        Frozen = "FROZEN",
    }
    /// What moves a shift.
    ShiftEvent {
        /// The last free spot is claimed.
        Fill = "fill",
        /// A claim is withdrawn.
        Free = "free",
        /// HR or a re-optimisation takes it back; the caller must know that nobody has claimed it.
        Cancel = "cancel",
        /// The freeze time comes.
        Freeze = "freeze",
    }
    "a shift" "班务"
    Open --Fill--> Filled;
    Filled --Free--> Open;
    Open --Cancel--> Cancelled;
    Open --Freeze--> Frozen;
    Filled --Freeze--> Frozen;
}

machine! {
    /// The life of rest owed for work on a rest day.
    CompLotState {
        /// Will be earned by an accepted claim or a shift of the witness.
        Planned = "PLANNED",
        /// The work was done.
        Earned = "EARNED",
        /// The day of rest is fixed.
        Scheduled = "SCHEDULED",
        /// The rest was taken.
        Taken = "TAKEN",
        /// Paid instead, by the rules on the due date.
        Paid = "PAID",
        /// Lapsed, by the rules on the due date.
        Expired = "EXPIRED",
        /// The work did not happen.
        Void = "VOID",
    }
    /// What moves a lot.
    CompLotEvent {
        /// The shift was worked.
        Earn = "earn",
        /// The shift was not worked, or moved away.
        Cancel = "cancel",
        /// A day of rest is fixed.
        Schedule = "schedule",
        /// That day is given up again.
        Unschedule = "unschedule",
        /// The day of rest has passed.
        Take = "take",
        /// It is paid out.
        Pay = "pay",
        /// The due date passed and the rules let it lapse.
        Expire = "expire",
    }
    "a comp lot" "补休额度"
    Planned --Earn--> Earned;
    Planned --Cancel--> Void;
    Earned --Schedule--> Scheduled;
    Scheduled --Unschedule--> Earned;
    Scheduled --Take--> Taken;
    Earned --Pay--> Paid;
    Earned --Expire--> Expired;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_moves_from_pending_to_its_end_and_not_back() {
        let accepted = ClaimState::Pending.after(ClaimEvent::Accept);
        assert_eq!(accepted, Ok(ClaimState::Accepted));
        let ends = [
            ClaimState::Declined,
            ClaimState::Withdrawn,
            ClaimState::Worked,
        ];
        for end in ends {
            for event in ClaimEvent::ALL {
                assert!(
                    end.after(*event).is_err(),
                    "{} after {}",
                    event.name(),
                    end.name()
                );
            }
        }
    }

    #[test]
    fn a_closed_roster_is_not_published_again() {
        let refused = RosterState::Closed.after(RosterEvent::Publish);
        let told = refused.expect_err("it may not happen").to_string();
        assert!(
            told.contains("CLOSED") && told.contains("publish"),
            "{told}"
        );
    }

    #[test]
    fn a_lot_is_only_scheduled_when_it_was_earned() {
        assert!(CompLotState::Planned.after(CompLotEvent::Schedule).is_err());
        let earned = CompLotState::Planned.after(CompLotEvent::Earn);
        assert_eq!(earned, Ok(CompLotState::Earned));
    }

    #[test]
    fn names_are_read_back() {
        for state in RosterState::ALL {
            assert_eq!(RosterState::named(state.name()), Some(*state));
        }
    }
}
