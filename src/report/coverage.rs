//! Heads there against heads asked for, hour by hour.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Sheet;
use super::day_plan::served_id;
use super::page::Page;
use super::roster::{name, weekday};
use super::width::{clip, pad};
use crate::checker::CoveredInterval;
use crate::domain::{HallIx, Served};

const DAY_COLUMNS: usize = 13;
const LINE_COLUMNS: usize = 16;
const HOUR_COLUMNS: usize = 6;

type Hours = BTreeMap<i64, CoveredInterval>;

pub(super) fn write(sheet: &Sheet<'_>, page: &mut Page) {
    page.section("Coverage", "人手覆盖");
    page.line("heads there / heads needed in the worst interval of each hour, ! short 在岗/需求（每小时最差时段），! 为缺口");
    let mut halls: BTreeMap<HallIx, BTreeMap<(NaiveDate, Served), Hours>> = BTreeMap::new();
    for line in &sheet.audit.coverage {
        let (date, minute) = sheet.instance.horizon.local(line.start);
        let lines = halls.entry(line.hall).or_default();
        let hours = lines.entry((date, line.served)).or_default();
        let worst = hours.entry(minute.div_euclid(60)).or_insert(*line);
        let unasked = line.needed == 0 && worst.needed == 0;
        if (line.missing(), line.needed) > (worst.missing(), worst.needed)
            || (unasked && line.heads < worst.heads)
        {
            *worst = *line;
        }
    }
    for (hall, lines) in halls {
        let site = &sheet.instance.halls[hall.0];
        let hours: BTreeSet<i64> = lines
            .values()
            .flat_map(|hours| hours.keys().copied())
            .collect();
        let (first, last) = (hours.first().copied(), hours.last().copied());
        let (Some(first), Some(last)) = (first, last) else {
            continue;
        };
        page.line("");
        page.line(&name(&site.name, &site.id));
        let mut head = pad("Day 日期", DAY_COLUMNS) + &pad("Queue 队列", LINE_COLUMNS);
        for hour in first..=last {
            head += &pad(&format!("{hour:02}"), HOUR_COLUMNS);
        }
        page.line(&head);
        for ((date, served), hours) in lines {
            let (en, zh) = weekday(date);
            let what = clip(served_id(sheet.instance, hall, served), LINE_COLUMNS - 1);
            let day = format!("{} {en}{zh}", date.format("%m-%d"));
            let mut line = pad(&day, DAY_COLUMNS) + &pad(&what, LINE_COLUMNS);
            for hour in first..=last {
                line += &pad(&cell(hours.get(&hour)), HOUR_COLUMNS);
            }
            page.line(&line);
        }
    }
}

fn cell(worst: Option<&CoveredInterval>) -> String {
    match worst {
        None => ".".to_owned(),
        Some(line) if line.needed == 0 => line.heads.to_string(),
        Some(line) => {
            let mark = if line.missing() > 0 { "!" } else { "" };
            format!("{}/{}{mark}", line.heads, line.needed)
        }
    }
}
