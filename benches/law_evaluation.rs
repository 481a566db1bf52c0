//! How long the law takes for one employee's quarter: it is asked for every person of every roster that is shown.

use std::hint::black_box;
use std::time::Duration;

use chrono::{Days, NaiveDate};
use criterion::{Criterion, criterion_group, criterion_main};
use paiban::law::{
    Case, ChinaCalendar, DayTable, Events, History, Person, RulePack, ShiftBreak, Span, Standing,
    WorkShift, evaluate,
};

/// Thirteen weeks of five day shifts with an hour's break.
fn shifts(days: &DayTable) -> Vec<WorkShift> {
    let midnight = |day: u64| {
        let date = days.start() + Days::new(day);
        let noon = date.and_hms_opt(12, 0, 0).expect("noon is every day");
        // China keeps one time all year, eight hours ahead.
        noon.and_utc().timestamp() / 60 - 20 * 60
    };
    let worked = (0..91).filter(|day| day % 7 < 5);
    worked
        .map(|day| {
            let start = midnight(day) + 9 * 60;
            WorkShift {
                breaks: vec![ShiftBreak {
                    span: Span::new(start + 180, start + 240),
                    paid: false,
                    purpose: None,
                }],
                ..WorkShift::plain(format!("s{day}"), Span::new(start, start + 540))
            }
        })
        .collect()
}

fn quarter_of_one_employee(criterion: &mut Criterion) {
    let start = NaiveDate::from_ymd_opt(2026, 6, 29).expect("a Monday");
    let end = start + Days::new(91);
    let days = DayTable::new("Asia/Shanghai", start, end).expect("a known zone");
    let pack = RulePack::get("cn_standard").expect("it is shipped");
    let calendar = ChinaCalendar::embedded()
        .and_then(|china| china.day_calendar(start, end))
        .expect("the year is known");
    let (person, history) = (Person::default(), History::default());
    let (shifts, events) = (shifts(&days), Events::default());
    let case = Case {
        days: &days,
        person: &person,
        shifts: &shifts,
        history: &history,
        calendar: &calendar,
        events: &events,
    };
    criterion.bench_function("law of one employee's quarter", |bench| {
        bench.iter(|| evaluate(black_box(&pack.records), black_box(&case)));
    });
    let standing = Standing::of(&pack.records, &case);
    // The Saturday of the sixth week: a sixth day of work, in the middle of everything.
    let saturday = shifts[29].span.start + 1440;
    let claimed = WorkShift {
        breaks: vec![ShiftBreak {
            span: Span::new(saturday + 180, saturday + 240),
            paid: false,
            purpose: None,
        }],
        ..WorkShift::plain("claimed", Span::new(saturday, saturday + 540))
    };
    criterion.bench_function("law of one claim", |bench| {
        bench.iter(|| standing.claim(black_box(&claimed)));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(Duration::from_secs(5));
    targets = quarter_of_one_employee
}
criterion_main!(benches);
