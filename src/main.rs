//! The `paiban` command.

fn main() -> std::process::ExitCode {
    paiban::cli::run()
}
