//! Generates the messages of `proto/` without a protoc: protox parses, prost-build writes Rust.

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use prost::Message;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=proto");
    let mut files: Vec<PathBuf> = fs::read_dir("proto/paiban/v1")?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.retain(|path| path.extension().is_some_and(|ending| ending == "proto"));
    // The order of a folder differs between machines; the generated file must not.
    files.sort();
    let descriptors = protox::compile(&files, ["proto"])?;

    let out = env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR for build scripts")?;
    let out = Path::new(&out);
    fs::write(out.join("paiban.fds"), descriptors.encode_to_vec())?;
    prost_build::Config::new()
        .compile_well_known_types()
        .extern_path(".google.protobuf", "::prost_reflect::prost_types")
        .out_dir(out)
        .compile_fds(descriptors)?;
    Ok(())
}
