//! What the judge of waits says, as JSON.

use serde_json::{Value, json};

use crate::checker::WaitVerdict;
use crate::domain::{ClassIx, HallIx, Instance, WaitTarget};

/// Wait targets by class, and what is missed, for programs.
pub fn object(instance: &Instance, verdict: &WaitVerdict) -> Value {
    let name = |hall: HallIx, class: ClassIx| {
        let hall = &instance.halls[hall.0];
        (hall.id.clone(), hall.classes[class.0].id.clone())
    };
    let classes = verdict.by_class().into_iter().map(|class| {
        let (hall, id) = name(class.hall, class.class);
        json!({
            "hall": hall, "class": id, "busy": class.busy, "target": target(class.target),
            "targets": class.promises, "targets_met": class.met,
            "exact": class.exact, "simulated": class.simulated,
        })
    });
    let missed = verdict.missed().map(|miss| {
        let (hall, id) = name(miss.hall, miss.class);
        let (date, _) = instance.horizon.local(miss.start);
        json!({
            "hall": hall, "class": id, "busy": miss.busy, "target": target(miss.target),
            "date": date.to_string(), "start": instance.horizon.clock(miss.start, date),
            "end": instance.horizon.clock(miss.end, date), "heads": miss.heads,
            "exact": miss.exact, "simulated": miss.simulated, "undecided": miss.undecided, "price": verdict.price.0,
        })
    });
    json!({"classes": classes.collect::<Vec<_>>(), "missed": missed.collect::<Vec<_>>()})
}

fn target(target: WaitTarget) -> Value {
    match target {
        WaitTarget::ShareWithin { minutes, share } => json!({"share": share, "minutes": minutes}),
        WaitTarget::Mean { minutes } => json!({"mean_minutes": minutes}),
    }
}
