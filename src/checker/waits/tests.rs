use super::{Engine, met};
use crate::domain::WaitTarget;

fn check(target: WaitTarget, engine: Engine, kept: f64, broken: f64) {
    assert!(met(target, kept, engine), "{target:?} {kept}");
    assert!(!met(target, broken, engine), "{target:?} {broken}");
}

#[test]
fn a_promise_is_kept_up_to_the_error_of_the_engine() {
    let share = WaitTarget::ShareWithin {
        minutes: 10.0,
        share: 0.9,
    };
    let mean = WaitTarget::Mean { minutes: 5.0 };
    check(share, Engine::Exact, 0.9, 0.899_99);
    check(share, Engine::Simulation, 0.8985, 0.8975);
    check(mean, Engine::Exact, 5.0, 5.0001);
    check(mean, Engine::Simulation, 5.04, 5.06);
    check(mean, Engine::Exact, 0.0, f64::NAN);
}
