//! The hall that is simulated: who comes, who serves whom and when.

/// Limits on a simulated hall, so that no run goes on for ever.
pub mod limits {
    /// Most periods of a day.
    pub const PERIODS_MAX: usize = 288;
    /// Longest period, in minutes: a day.
    pub const PERIOD_MINUTES_MAX: f64 = 1_440.0;
    /// Most classes.
    pub const CLASSES_MAX: usize = 32;
    /// Most queues.
    pub const QUEUES_MAX: usize = 32;
    /// Most crews, counting each named person as one.
    pub const CREWS_MAX: usize = 500;
    /// Most heads of a crew.
    pub const HEADS_MAX: u32 = 1_000;
    /// Most changes of a crew's heads in a day.
    pub const STEPS_MAX: usize = 1_000;
    /// Longest mean service, call-out or patience, in minutes.
    pub const MINUTES_MAX: f64 = 1e6;
    /// Largest coefficient of variation of a service time.
    pub const CV_MAX: f64 = 10.0;
    /// Most expected customers of one day.
    pub const CUSTOMERS_A_DAY_MAX: f64 = 1e6;
    /// Most expected customers of a whole run: some ten seconds.
    pub const CUSTOMERS_MAX: f64 = 4e7;
    /// Most days of a run.
    pub const DAYS_MAX: u64 = 1_000_000;
    /// Most wait thresholds.
    pub const THRESHOLDS_MAX: usize = 64;
}

/// How long a service takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ServiceLaw {
    /// Exponential with this mean, in minutes.
    Exponential {
        /// Mean in minutes.
        mean_minutes: f64,
    },
    /// Lognormal, as measured at bank counters (Brown et al. 2005, JASA 100).
    Lognormal {
        /// Mean in minutes.
        mean_minutes: f64,
        /// Standard deviation over mean.
        cv: f64,
    },
}

/// One class of customers.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// The queue it joins, from 0.
    pub queue: usize,
    /// Whoever has the lower rank is called first; equal ranks in order of arrival.
    pub rank: u32,
    /// Mean arrivals per hour, one figure a period.
    pub arrivals_per_hour: Vec<f64>,
    /// Its service time.
    pub service: ServiceLaw,
    /// Mean patience in minutes (exponential); `None` for customers who never give up.
    pub patience_minutes: Option<f64>,
    /// How long a counter waits for somebody who was called and has gone; 0 when tickets of leavers are not called.
    pub call_out_minutes: f64,
    /// Customers waiting at the door when the day begins.
    pub opening_queue: u32,
}

/// Counters that work as one: `heads` of them from each instant on.
///
/// When heads go down, those in service are served to the end and the first to get free leaves. A named person is a
/// crew of one: whoever's shift or break begins finishes the customer and leaves, while all others keep calling.
#[derive(Clone, Debug, PartialEq)]
pub struct Crew {
    /// Queues it serves.
    pub queues: Vec<usize>,
    /// Heads from an instant on, in minutes from opening, in order of time; 0 before the first.
    pub heads: Vec<(f64, u32)>,
}

impl Crew {
    /// A crew of whom the first free server leaves, with one number of heads a period.
    pub fn first_free(queues: Vec<usize>, period_minutes: f64, heads: &[u32]) -> Crew {
        let steps = heads.iter().enumerate();
        Crew {
            queues,
            heads: steps
                .map(|(period, heads)| (period as f64 * period_minutes, *heads))
                .collect(),
        }
    }

    /// One named person who calls customers in these spans (minutes from opening); the gaps are breaks.
    pub fn named(queues: Vec<usize>, spans: &[(f64, f64)]) -> Crew {
        Crew {
            queues,
            heads: spans
                .iter()
                .flat_map(|(from, to)| [(*from, 1), (*to, 0)])
                .collect(),
        }
    }

    /// Named people who together are `heads` in every period: the last to have come is the first to go.
    pub fn people(queues: &[usize], period_minutes: f64, heads: &[u32]) -> Vec<Crew> {
        let most = heads.iter().copied().max().unwrap_or(0);
        let person = |number: u32| {
            let present: Vec<u32> = heads
                .iter()
                .map(|heads| u32::from(*heads > number))
                .collect();
            Crew::first_free(queues.to_vec(), period_minutes, &present)
        };
        (0..most).map(person).collect()
    }

    /// Heads that stay when the doors close.
    pub(super) fn heads_at(&self, minutes: f64) -> u32 {
        let before = self.heads.iter().take_while(|(from, _)| *from < minutes);
        before.last().map_or(0, |(_, heads)| *heads)
    }
}

/// A hall for one day. After the last period nobody enters, and whoever serves then stays until the hall is empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Hall {
    /// Length of every period, in minutes.
    pub period_minutes: f64,
    /// Number of periods.
    pub periods: usize,
    /// The classes of customers.
    pub classes: Vec<Class>,
    /// Who serves. A free crew with fewer queues is asked before one with more, then the one that is free longest.
    pub crews: Vec<Crew>,
}

/// Why a hall cannot be simulated; each message names what was refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SimulationError {
    /// A number is none, or out of its limits.
    #[error("{what} must lie between {low} and {high}, not {found}")]
    Number {
        /// What the number is.
        what: &'static str,
        /// What it was.
        found: f64,
        /// Least allowed.
        low: f64,
        /// Most allowed.
        high: f64,
    },
    /// A class has another number of arrival figures than the day has periods.
    #[error("class {0} needs one arrival figure a period")]
    ArrivalPeriods(usize),
    /// A crew's heads are not in order of time.
    #[error("the heads of crew {0} must be given in order of time")]
    HeadsOrder(usize),
    /// Nobody serves a queue at the close of day, so that whoever waits there is never served.
    #[error(
        "somebody must serve queue {0} when the doors close: whoever still waits is served then"
    )]
    NobodyAtClose(usize),
    /// It got late before there was an answer.
    #[error("stopped before there was an answer; allow more time")]
    Stopped,
    /// Two halls that shall be compared do not have the same classes and periods.
    #[error("two halls can be compared only when the same customers come to both")]
    OtherCustomers,
}

/// Passes a number within its limits; not-a-number never is.
pub(super) fn number(
    what: &'static str,
    found: f64,
    low: f64,
    high: f64,
) -> Result<(), SimulationError> {
    if (low..=high).contains(&found) {
        return Ok(());
    }
    Err(SimulationError::Number {
        what,
        found,
        low,
        high,
    })
}

fn count(what: &'static str, found: usize, high: usize) -> Result<(), SimulationError> {
    number(what, found as f64, 1.0, high as f64)
}

impl Hall {
    /// Length of the day, in minutes.
    pub(super) fn minutes(&self) -> f64 {
        self.periods as f64 * self.period_minutes
    }

    /// Expected customers of a day, with those at the door.
    pub fn customers(&self) -> f64 {
        let of_class = |class: &Class| {
            let arrivals: f64 = class.arrivals_per_hour.iter().sum();
            arrivals * self.period_minutes / 60.0 + f64::from(class.opening_queue)
        };
        self.classes.iter().map(of_class).sum()
    }

    /// Refuses a hall that is none, or that is beyond [`limits`].
    pub(super) fn check(&self) -> Result<(), SimulationError> {
        use limits::*;
        count("the number of periods", self.periods, PERIODS_MAX)?;
        number(
            "the length of a period in minutes",
            self.period_minutes,
            1.0,
            PERIOD_MINUTES_MAX,
        )?;
        count("the number of classes", self.classes.len(), CLASSES_MAX)?;
        count("the number of crews", self.crews.len(), CREWS_MAX)?;
        for (place, class) in self.classes.iter().enumerate() {
            self.check_class(place, class)?;
        }
        for (place, crew) in self.crews.iter().enumerate() {
            count(
                "the changes of heads of a crew",
                crew.heads.len(),
                STEPS_MAX,
            )?;
            for (from, heads) in &crew.heads {
                number(
                    "heads of a crew",
                    f64::from(*heads),
                    0.0,
                    f64::from(HEADS_MAX),
                )?;
                number(
                    "the minute of a change of heads",
                    *from,
                    0.0,
                    PERIODS_MAX as f64 * PERIOD_MINUTES_MAX,
                )?;
            }
            if !crew.heads.is_sorted_by(|a, b| a.0 <= b.0) {
                return Err(SimulationError::HeadsOrder(place));
            }
        }
        for class in &self.classes {
            let mut crews = self.crews.iter();
            let stays = |crew: &Crew| {
                crew.queues.contains(&class.queue) && crew.heads_at(self.minutes()) > 0
            };
            if !crews.any(stays) {
                return Err(SimulationError::NobodyAtClose(class.queue));
            }
        }
        number(
            "the expected customers of a day",
            self.customers(),
            0.0,
            CUSTOMERS_A_DAY_MAX,
        )
    }

    fn check_class(&self, place: usize, class: &Class) -> Result<(), SimulationError> {
        use limits::*;
        let shortest = 1e-3;
        number(
            "the queue of a class",
            class.queue as f64,
            0.0,
            QUEUES_MAX as f64,
        )?;
        if class.arrivals_per_hour.len() != self.periods {
            return Err(SimulationError::ArrivalPeriods(place));
        }
        for arrivals in &class.arrivals_per_hour {
            number("arrivals per hour", *arrivals, 0.0, CUSTOMERS_A_DAY_MAX)?;
        }
        let mean_minutes = match class.service {
            ServiceLaw::Exponential { mean_minutes } => mean_minutes,
            ServiceLaw::Lognormal { mean_minutes, cv } => {
                number("the variation of a service time", cv, 0.0, CV_MAX)?;
                mean_minutes
            }
        };
        number(
            "the mean service time in minutes",
            mean_minutes,
            shortest,
            MINUTES_MAX,
        )?;
        if let Some(patience) = class.patience_minutes {
            number(
                "the mean patience in minutes",
                patience,
                shortest,
                MINUTES_MAX,
            )?;
        }
        number(
            "the call-out time in minutes",
            class.call_out_minutes,
            0.0,
            MINUTES_MAX,
        )
    }
}
