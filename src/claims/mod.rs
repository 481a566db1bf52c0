//! Claims on published shifts: what a claim is answered, and the plan that stays whole behind every answer.
//!
//! [`publish()`] turns a roster into a [`PublishedPlan`]: shifts with spots, a promise of heads, and a witness, the
//! complete legal assignment that proves that all can be staffed. [`verdict()`] answers a claim and changes nothing;
//! [`award()`] puts an accepted answer into force. Everything is pure: the time comes in, plans go out.

mod award;
mod blocked;
mod bonds;
mod call;
mod carry;
mod changes;
mod close;
mod complete;
mod consequence;
mod decide;
mod desk;
mod exchange;
mod gaps_left;
mod in_time;
mod judged;
mod known;
mod lasting;
mod part;
mod person;
mod plan;
mod publish;
mod relay;
mod relist;
mod reoptimise;
mod reoptimised;
mod serve;
mod settle;
mod solve;
mod staff;
mod states;
mod step;
mod verdict;
mod waiting;
mod weeks;
mod whole;

pub use award::{NotAwarded, award, give_back, take_back};
pub use call::{Call, Uncovered};
pub use changes::{Change, absent, hold, too_late};
pub use close::{Closed, Closing, close};
pub use complete::Effort;
pub use decide::{Listing, Withdrawal, list_for, nearest, verdict, withdrawal};
pub use desk::{Desk, Ground};
pub use plan::{ClaimTerms, MendedDay, PublishedPlan, PublishedShift, ShiftIx, Spot};
pub use publish::{ExtraShift, OpenChoice, PublishOptions, publish};
pub use reoptimise::{NotFitted, ReoptimiseLimits, learn, reoptimise};
pub use reoptimised::{PlanMove, Reoptimised, Why};
pub use staff::{Earned, RuleName, StaffDecision, StaffHours, StaffVerdict};
pub use states::{
    ClaimEvent, ClaimState, CompLotEvent, CompLotState, IllegalMove, RosterEvent, RosterState,
    ShiftEvent, ShiftState,
};
pub use step::PlanStep;
pub use verdict::{
    BlockedHours, BlockedPerson, Blocking, CompEarned, Completion, Consequence, CostChange,
    Decision, Decline, Move, PremiumEarned, Refusal, RuleWord, Touched, Verdict, WaitChange,
    WaitEffect, Way,
};
pub use whole::{audited, faults};
