//! What a solve is asked for again with, as it is typed. What is wrong with it is for the service to say, but that a
//! shift named in part is no day off.

use crate::formats::proto;

/// `E03:2026-03-11:2026-03-12`.
pub(super) fn absence(text: &str) -> proto::Absence {
    let mut parts = text.rsplitn(3, ':');
    let to_date = parts.next().unwrap_or_default().to_string();
    let from_date = parts.next().unwrap_or_default().to_string();
    proto::Absence {
        employee: parts.next().unwrap_or_default().to_string(),
        from_date,
        to_date,
        reason: String::new(),
    }
}

/// `E03:2026-03-11:WX/A`, or `E03:2026-03-11:rest`.
pub(super) fn pin(text: &str) -> Result<proto::Pin, String> {
    let named = |(hall, template): &(&str, &str)| !hall.is_empty() && !template.is_empty();
    let pin = text.rsplit_once(':').and_then(|(day, duty)| {
        let (employee, date) = day.rsplit_once(':')?;
        let (hall, shift_template) = match duty {
            "rest" => ("", ""),
            duty => duty.split_once('/').filter(named)?,
        };
        Some(proto::Pin {
            employee: employee.to_string(),
            date: date.to_string(),
            shift_template: shift_template.to_string(),
            hall: hall.to_string(),
        })
    });
    pin.ok_or_else(|| {
        "a shift is written HALL/TEMPLATE, a day off rest 班务写作 HALL/TEMPLATE，休息写作 rest"
            .to_string()
    })
}

/// `E03:2026-03-11`.
pub(super) fn release(text: &str, own_wish: bool) -> proto::Release {
    let (employee, date) = text.rsplit_once(':').unwrap_or((text, ""));
    proto::Release {
        employee: employee.to_string(),
        date: date.to_string(),
        own_wish,
        reason: String::new(),
    }
}

/// Nothing unless a price is named.
pub(super) fn prices(per_duty: Option<i64>, per_person: Option<i64>) -> Option<proto::MovePrices> {
    (per_duty.is_some() || per_person.is_some()).then_some(proto::MovePrices {
        per_duty_cents: per_duty,
        per_person_cents: per_person,
    })
}
