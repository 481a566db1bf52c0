//! The few calls that the safe bindings do not offer. All of this room's `unsafe` is here.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::slice;

use highs::{Model, SolvedModel};
use highs_sys::{
    HighsCallbackDataIn, HighsCallbackDataOut, HighsInt, STATUS_ERROR, kHighsCallbackIpmInterrupt,
    kHighsCallbackMipImprovingSolution, kHighsCallbackMipInterrupt, kHighsCallbackSimplexInterrupt,
};

use super::check::Fault;
use super::live::NewColumn;
use super::watch::{Message, Watch};

/// Runs the engine with `watch` listening.
pub(super) fn run(mut model: Model, watch: &Watch) -> Result<SolvedModel, Fault> {
    let data = std::ptr::from_ref(watch).cast_mut().cast::<c_void>();
    // SAFETY: the pointer comes from a live model. `data` is only ever read through a shared reference, and
    // stays valid while the callback can be called: `watch` is borrowed for this whole function, in which
    // the only run takes place, and afterwards the callback is taken away again.
    let status = unsafe { highs_sys::Highs_setCallback(model.as_mut_ptr(), Some(listen), data) };
    accept(status, "setting the callback")?;
    for kind in [
        kHighsCallbackSimplexInterrupt,
        kHighsCallbackIpmInterrupt,
        kHighsCallbackMipInterrupt,
        kHighsCallbackMipImprovingSolution,
    ] {
        // SAFETY: the pointer comes from a live model.
        let status = unsafe { highs_sys::Highs_startCallback(model.as_mut_ptr(), kind) };
        accept(status, "starting a callback")?;
    }
    let mut solved = model
        .try_solve()
        .map_err(|status| Fault::Engine(format!("running: {status:?}")))?;
    let nothing = std::ptr::null_mut();
    // SAFETY: the pointer comes from a live model, and no callback means no data.
    let status = unsafe { highs_sys::Highs_setCallback(solved.as_mut_ptr(), None, nothing) };
    accept(status, "removing the callback")?;
    Ok(solved)
}

/// Called by the engine between steps and on every improving solution.
///
/// # Safety
/// Only the engine calls this, with structures that live during the call and the `Watch` given to [`run`].
unsafe extern "C" fn listen(
    kind: c_int,
    _message: *const c_char,
    out: *const HighsCallbackDataOut,
    into: *mut HighsCallbackDataIn,
    data: *mut c_void,
) {
    // SAFETY: `run` passed a valid `Watch` and outlives this call; `Watch` may be shared between threads.
    let watch = unsafe { &*data.cast_const().cast::<Watch>() };
    // SAFETY: the engine fills `out` before the call and does not touch it during the call.
    let Some(out) = (unsafe { out.as_ref() }) else {
        return;
    };
    if kind == kHighsCallbackMipImprovingSolution {
        if let Ok(length) = usize::try_from(out.mip_solution_size)
            && !out.mip_solution.is_null()
        {
            // SAFETY: the engine gives the length of the array it points to, and keeps it during the call.
            let values = unsafe { slice::from_raw_parts(out.mip_solution, length) };
            // Nobody listening any more is no reason to fail.
            let _ = watch.messages.send(Message::Incumbent(values.to_vec()));
        }
        return;
    }
    let must_stop = if kind == kHighsCallbackMipInterrupt {
        watch.gauge.set_bound(out.mip_dual_bound);
        watch.must_stop(
            count(out.mip_node_count),
            count(out.mip_total_lp_iterations),
        )
    } else {
        let iterations = out.simplex_iteration_count.max(out.ipm_iteration_count);
        watch.must_stop(0, count(i64::from(iterations)))
    };
    // SAFETY: the engine passes either null or a structure it owns and reads only after the call.
    if let Some(into) = unsafe { into.as_mut() } {
        into.user_interrupt = c_int::from(must_stop);
    }
}

/// Adds a constant to the objective, so that the engine's own gap is taken on the whole.
pub(super) fn set_offset(model: &mut Model, offset: f64) -> Result<(), Fault> {
    // SAFETY: the pointer comes from a live model; any number is allowed.
    let status = unsafe { highs_sys::Highs_changeObjectiveOffset(model.as_mut_ptr(), offset) };
    accept(status, "setting the constant")
}

/// Gives a row both its bounds.
pub(super) fn set_row_bounds(
    model: &mut Model,
    row: usize,
    (lower, upper): (f64, f64),
) -> Result<(), Fault> {
    let row = HighsInt::try_from(row).map_err(|_| Fault::TooLarge)?;
    // SAFETY: the pointer comes from a live model, and the engine itself refuses a row it does not have.
    let status = unsafe { highs_sys::Highs_changeRowBounds(model.as_mut_ptr(), row, lower, upper) };
    accept(status, "setting the bounds of a row")
}

/// Gives a column both its bounds.
pub(super) fn set_column_bounds(
    model: &mut Model,
    column: usize,
    (lower, upper): (f64, f64),
) -> Result<(), Fault> {
    let column = HighsInt::try_from(column).map_err(|_| Fault::TooLarge)?;
    // SAFETY: the pointer comes from a live model, and the engine itself refuses a column it does not have.
    let status =
        unsafe { highs_sys::Highs_changeColBounds(model.as_mut_ptr(), column, lower, upper) };
    accept(status, "setting the bounds of a column")
}

/// Adds columns after those the model has; its basis stays.
pub(super) fn add_columns(model: &mut Model, columns: &[NewColumn]) -> Result<(), Fault> {
    let whole = |number: usize| HighsInt::try_from(number).map_err(|_| Fault::TooLarge);
    let costs: Vec<f64> = columns.iter().map(|column| column.cost).collect();
    let lower: Vec<f64> = columns.iter().map(|column| column.lower).collect();
    let upper: Vec<f64> = columns.iter().map(|column| column.upper).collect();
    let (mut starts, mut rows, mut by) = (Vec::new(), Vec::new(), Vec::new());
    for column in columns {
        starts.push(whole(rows.len())?);
        for &(row, coefficient) in &column.terms {
            rows.push(whole(row)?);
            by.push(coefficient);
        }
    }
    let (count, terms) = (whole(columns.len())?, whole(rows.len())?);
    // SAFETY: the pointer comes from a live model; every array has the length that is told and lives during the
    // call; the engine itself refuses rows it does not have.
    let status = unsafe {
        highs_sys::Highs_addCols(
            model.as_mut_ptr(),
            count,
            costs.as_ptr(),
            lower.as_ptr(),
            upper.as_ptr(),
            terms,
            starts.as_ptr(),
            rows.as_ptr(),
            by.as_ptr(),
        )
    };
    accept(status, "adding columns")
}

/// Lets the engine's clock begin at zero, so that a time limit speaks of the next run only.
pub(super) fn restart_clock(model: &mut Model) -> Result<(), Fault> {
    // SAFETY: the pointer comes from a live model.
    let status = unsafe { highs_sys::Highs_zeroAllClocks(model.as_mut_ptr()) };
    accept(status, "restarting the clock")
}

/// Branch-and-bound nodes of a finished run; none for a linear program.
pub(super) fn node_count(solved: &SolvedModel) -> Result<u64, Fault> {
    const NAME: &CStr = c"mip_node_count";
    let mut nodes = 0_i64;
    // SAFETY: the pointer comes from a live model, the name ends in a zero byte, and this figure is a
    // 64-bit one.
    let status = unsafe {
        highs_sys::Highs_getInt64InfoValue(solved.as_ptr(), NAME.as_ptr(), &raw mut nodes)
    };
    accept(status, "reading the node count").map(|()| count(nodes))
}

/// Ends the engine's helper threads that belong to the calling thread. No model of this thread may be running.
pub(super) fn release_threads() {
    // SAFETY: the scheduler is thread-local, so solvers on other threads keep theirs, and the engine makes a
    // new one when it needs one.
    unsafe { highs_sys::Highs_resetGlobalScheduler(1) };
}

/// The engine says -1 where it has no count.
fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

fn accept(status: HighsInt, doing: &str) -> Result<(), Fault> {
    if status == STATUS_ERROR {
        return Err(Fault::Engine(doing.to_owned()));
    }
    Ok(())
}
