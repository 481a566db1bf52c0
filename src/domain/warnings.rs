//! What a valid instance leaves unsaid, told so that nobody is surprised by the answer.

use chrono::Datelike;

use super::instance::Instance;
use super::staff::PastWork;

/// Everything that is missing or unusual in a valid instance, in plain words.
pub fn warnings(instance: &Instance) -> Vec<String> {
    let mut told = Vec::new();
    history(instance, &mut told);
    weeks(instance, &mut told);
    calendar(instance, &mut told);
    holidays(instance, &mut told);
    outlook(instance, &mut told);
    targets(instance, &mut told);
    told
}

/// Rules that look back judge less than they should where nothing is known of the days before.
fn history(instance: &Instance, told: &mut Vec<String>) {
    let without: Vec<&str> = (instance.employees.iter())
        .filter(|person| person.history == PastWork::default())
        .map(|person| person.id.as_str())
        .collect();
    // A benchmark without law starts from nothing on purpose.
    let looks_back = instance.contracts.iter().any(|c| !c.rule_pack.is_empty());
    if without.is_empty() || !looks_back {
        return;
    }
    told.push(format!(
        "no history for {}; the days before the horizon count as free, so rest and weekly hours across its start are not judged 以上员工没有历史记录，排班期之前的日子按休息计，因此跨排班期开始的休息和每周工时无法核查",
        named(&without)
    ));
}

fn weeks(instance: &Instance, told: &mut Vec<String>) {
    let horizon = &instance.horizon;
    let monday = horizon.start.weekday().num_days_from_monday() == 0;
    if !monday || !horizon.day_count.is_multiple_of(7) {
        told.push(format!(
            "the horizon from {} over {} days is not a number of weeks from Monday to Sunday; of a week cut at the end only a share of its norm is owed 排班期不是从周一到周日的整周，末尾被截断的一周只按比例计标准工时",
            horizon.start, horizon.day_count
        ));
    }
}

fn calendar(instance: &Instance, told: &mut Vec<String>) {
    let pending = instance.contracts.iter().find_map(|contract| {
        let mut days = instance.horizon.days();
        days.find(|(_, date)| contract.arrangement_pending(*date))
    });
    if let Some((_, date)) = pending {
        told.push(format!(
            "of {0} only the statutory holidays are known; swapped rest days and working Saturdays are not announced yet {0} 年目前只知法定节假日，调休和周末上班日尚未公布",
            date.year()
        ));
    }
}

/// Without a calendar no day is a statutory holiday, whatever the law of the place says.
fn holidays(instance: &Instance, told: &mut Vec<String>) {
    let without: Vec<&str> = (instance.contracts.iter())
        .filter(|contract| contract.calendar.is_none() && !contract.rule_pack.is_empty())
        .map(|contract| contract.id.as_str())
        .collect();
    if !without.is_empty() {
        told.push(format!(
            "no calendar of statutory holidays is held for the contracts {}; holiday work is judged and paid as on any day 以上合同所属地区没有法定节假日日历，节假日上班按普通日核查和计薪",
            named(&without)
        ));
    }
}

/// Comp lots may be earned under any contract that repays work on rest days.
fn outlook(instance: &Instance, told: &mut Vec<String>) {
    let repaid = instance.contracts.iter().any(|c| c.repays_rest_days());
    if instance.outlook.is_empty() && repaid {
        told.push(
            "no outlook beyond the horizon; a comp day still owed at its end gets no planned date and is priced as pay 没有排班期之后的负荷（outlook），期末未还的补休无法安排日期，按应付工资计价"
                .to_owned(),
        );
    }
}

fn targets(instance: &Instance, told: &mut Vec<String>) {
    for (index, hall) in instance.halls.iter().enumerate() {
        let without: Vec<&str> = (hall.classes.iter().enumerate())
            .filter(|(_, class)| class.busy_target.is_none() && class.quiet_target.is_none())
            .filter(|(position, _)| {
                let mut demand = instance.demand.iter();
                demand.any(|d| (d.hall.0, d.class.0) == (index, *position))
            })
            .map(|(_, class)| class.id.as_str())
            .collect();
        if !without.is_empty() {
            told.push(format!(
                "hall \"{}\" has demand without a wait target: {}; its customers are only kept from waiting without end 该营业厅有客流而没有等待目标的客户类别，只保证其队列不会无限增长",
                hall.id,
                named(&without)
            ));
        }
    }
}

/// The first few of a list, and how many more.
fn named(ids: &[&str]) -> String {
    const SHOWN: usize = 5;
    let shown = ids[..ids.len().min(SHOWN)].join(", ");
    match ids.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
