//! Generates the messages and services of `proto/` without a protoc: protox parses, prost-build writes the messages,
//! tonic-prost-build the services that speak of them.

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use prost::Message;

const WELL_KNOWN: &str = "::prost_reflect::prost_types";

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
    let mut messages_only = descriptors.clone();
    for file in &mut messages_only.file {
        file.service.clear();
    }
    prost_build::Config::new()
        .compile_well_known_types()
        .extern_path(".google.protobuf", WELL_KNOWN)
        .extern_path(".google.protobuf.Empty", "()")
        .out_dir(out)
        .compile_fds(messages_only)?;
    // The messages are one room's, the services another's.
    let services = out.join("services");
    fs::create_dir_all(&services)?;
    tonic_prost_build::configure()
        .compile_well_known_types(true)
        .extern_path(".google.protobuf", WELL_KNOWN)
        .extern_path(".google.protobuf.Empty", "()")
        .extern_path(".google.longrunning", "crate::formats::proto::longrunning")
        .extern_path(".google.rpc", "crate::formats::proto::rpc")
        .extern_path(".paiban.v1", "crate::formats::proto")
        .out_dir(services)
        .compile_fds(descriptors)?;
    Ok(())
}
