//! Halls are valid, repeatable, legal in their past, and as loaded as the recipe says.

use super::{DistrictOptions, HallOptions, city, district, district_recipe, hall, recipe, rules};
use crate::demand::requirements;
use crate::domain::{Instance, PayBasis, week_norm};

fn given(staff: usize, weeks: usize, seed: u64) -> Instance {
    let options = HallOptions { staff, weeks, seed };
    let problem = hall(options).unwrap_or_else(|found| panic!("{options:?}: {found:?}"));
    Instance::new(problem).unwrap_or_else(|found| panic!("{options:?}: {found:?}"))
}

/// Hours that queues and posts require, in percent of those that contracts offer less leave.
fn load_percent(hall: &Instance) -> f64 {
    let required: i64 = requirements(hall)
        .needs
        .iter()
        .map(|need| i64::from(need.heads) * (need.end - need.start))
        .sum();
    let mondays = (0..hall.horizon.day_count as i64).step_by(7);
    let offered: i64 = mondays
        .flat_map(|day| {
            let monday = hall.horizon.date(day);
            hall.staff()
                .map(move |(_, person)| week_norm(hall, person, monday).minutes.0)
        })
        .sum();
    100.0 * required as f64 / offered as f64
}

#[test]
fn every_size_is_valid_and_loaded_to_95_percent() {
    for (staff, weeks) in [(5, 1), (16, 1), (23, 2), (60, 1), (200, 1), (9, 4)] {
        for seed in 1..=2 {
            let hall = given(staff, weeks, seed);
            assert_eq!(hall.employees.len(), staff);
            let load = load_percent(&hall);
            let within = if staff < 10 { 2.5 } else { 1.0 };
            assert!(
                load <= 95.0 && load > 95.0 - within,
                "{staff} people, {weeks} weeks, seed {seed}: load {load} %"
            );
        }
    }
}

#[test]
fn the_same_options_give_the_same_hall_and_another_seed_another() {
    assert_eq!(given(16, 1, 3), given(16, 1, 3));
    assert_ne!(given(16, 1, 3).demand, given(16, 1, 4).demand);
    assert_ne!(given(16, 1, 3).employees, given(16, 1, 4).employees);
}

#[test]
fn the_recipe_is_kept() {
    for seed in 1..=10 {
        let hall = given(20, 1, seed);
        let hourly = |index: usize| hall.contracts[index].pay == PayBasis::Hourly;
        let part_time = hall.employees.iter().filter(|p| hourly(p.contract.0));
        assert_eq!(part_time.count(), 4);
        let mut sets: Vec<Vec<usize>> = (hall.employees.iter())
            .map(|person| person.skills.iter().map(|held| held.skill.0).collect())
            .collect();
        sets.sort();
        sets.dedup();
        assert_eq!(sets.len(), 4);
        assert_eq!(hall.templates.len(), 29);
        assert!(hall.templates.iter().all(|t| t.work_minutes().0 <= 480));
        assert!((hall.templates.iter()).all(|t| t.start + t.length.0 <= 22 * 60));
        assert_eq!(hall.outlook.len(), 91);
    }
}

#[test]
fn the_week_before_was_legal() {
    for seed in 1..=10 {
        let hall = given(25, 1, seed);
        for (_, person) in hall.staff() {
            let shifts = &person.history.shifts;
            assert_eq!(shifts.len(), 5, "{}", person.id);
            let most = if person.contract == rules::PART_TIME {
                240
            } else {
                480
            };
            assert!(shifts.iter().all(|shift| shift.work_minutes().0 == most));
            let rested =
                |pair: &[crate::law::WorkShift]| pair[1].span.start - pair[0].span.end >= 660;
            assert!(shifts.windows(2).all(rested), "{}", person.id);
            for lot in &person.history.comp_lots {
                assert!(lot.earned < hall.horizon.start && hall.horizon.end() <= lot.due);
            }
        }
    }
}

#[test]
fn halls_hold_open_lots_leave_training_and_wishes() {
    let halls: Vec<Instance> = (1..=5).map(|seed| given(20, 1, seed)).collect();
    let people = || halls.iter().flat_map(|hall| &hall.employees);
    assert!(people().any(|person| !person.history.comp_lots.is_empty()));
    assert!(people().any(|person| !person.leave.is_empty()));
    assert!(people().any(|person| !person.training.is_empty()));
    assert!(people().any(|person| !person.wishes.is_empty()));
}

#[test]
fn options_out_of_range_are_all_told() {
    let found = hall(HallOptions {
        staff: 4,
        weeks: 14,
        seed: 1,
    })
    .unwrap_err();
    let told: Vec<_> = found.iter().map(|f| (f.code, f.subject.as_str())).collect();
    assert_eq!(
        told,
        [
            ("option_out_of_range", "staff"),
            ("option_out_of_range", "weeks")
        ]
    );
}

#[test]
fn the_recipe_is_printed_in_both_languages() {
    assert!(recipe().contains("95 %"));
    assert!(recipe().contains("生成的营业厅"));
}

#[test]
fn a_district_is_valid_and_its_float_pool_may_work_in_every_hall() {
    let options = DistrictOptions {
        halls: 4,
        weeks: 3,
        seed: 2,
    };
    let problem = district(options).unwrap_or_else(|found| panic!("{found:?}"));
    assert_eq!(Ok(&problem), district(options).as_ref());
    let district = Instance::new(problem).unwrap_or_else(|found| panic!("{found:?}"));
    let pool: Vec<_> = (district.employees.iter())
        .filter(|p| p.halls.len() > 1)
        .collect();
    assert!(pool.len() >= 5 && pool.iter().all(|person| person.halls.len() == 4));
    let hours: Vec<_> = district
        .halls
        .iter()
        .map(|hall| hall.opening_hours[0].open)
        .collect();
    assert_eq!(hours, [510, 540, 600, 510]);
    let holiday = "2026-10-01".parse().unwrap();
    assert!(
        district
            .halls
            .iter()
            .all(|hall| hall.open_on(holiday).unwrap().close == 960)
    );
    let load = load_percent(&district);
    assert!((91.0..97.0).contains(&load), "{load}");
}

#[test]
fn a_city_has_a_float_pool_for_every_district() {
    let options = DistrictOptions {
        halls: 9,
        weeks: 1,
        seed: 1,
    };
    let problem = city(options).unwrap_or_else(|found| panic!("{found:?}"));
    let city = Instance::new(problem).unwrap_or_else(|found| panic!("{found:?}"));
    let pools: std::collections::BTreeSet<Vec<usize>> = (city.employees.iter())
        .filter(|person| person.halls.len() > 1)
        .map(|person| {
            let mut halls: Vec<usize> = person.halls.iter().map(|hall| hall.0).collect();
            halls.sort_unstable();
            halls
        })
        .collect();
    assert_eq!(
        pools.into_iter().collect::<Vec<_>>(),
        [(0..7).collect::<Vec<_>>(), vec![7, 8]]
    );
}

#[test]
fn districts_out_of_range_are_told_and_their_recipe_is_printed() {
    let options = DistrictOptions {
        halls: 1,
        weeks: 0,
        seed: 1,
    };
    assert_eq!(district(options).unwrap_err().len(), 2);
    assert_eq!(city(options).unwrap_err().len(), 2);
    assert!(district_recipe().contains("float pool") && district_recipe().contains("机动"));
}
