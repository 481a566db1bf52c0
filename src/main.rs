use std::time::Duration;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let bytes = std::fs::read(&args[1]).unwrap();
    let instance = match paiban::formats::read_file("x", &bytes) {
        Ok(i) => i,
        Err(f) => {
            for f in f {
                println!("{f}");
            }
            std::process::exit(2)
        }
    };
    let options = paiban::planner::PlanOptions {
        time_limit: Some(Duration::from_secs(args[2].parse().unwrap())),
        gap: args[3].parse().unwrap(),
        ..Default::default()
    };
    match paiban::planner::plan(&instance, &options, &paiban::milp::StopSignal::new(), |s| {
        eprintln!("{s:?}")
    }) {
        Ok(p) => {
            println!(
                "{:?} cost {} bound {} {}s",
                p.status, p.audit.cost.total, p.bound, p.seconds
            );
            for t in &p.audit.cost.terms {
                println!("{t:?}")
            }
            for f in &p.audit.findings {
                println!("{}", f.en)
            }
        }
        Err(e) => println!("{e:#?}"),
    }
}
