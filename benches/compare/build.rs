//! Builds what counts allocations.

fn main() {
    println!("cargo::rerun-if-changed=c");
    cc::Build::new().file("c/allocations.c").opt_level(2).warnings(true).compile("allocations");
    // Where the dumps of callgrind go; Cargo says so to benches alone.
    println!("cargo::rustc-env=CARGO_TARGET_TMPDIR={}", std::env::var("OUT_DIR").expect("Cargo sets it"));
    println!("cargo::rustc-env=TARGET={}", std::env::var("TARGET").expect("Cargo sets it"));
    let rustc = std::env::var("RUSTC").expect("Cargo sets it");
    let rustc = std::process::Command::new(rustc).arg("--version").output().expect("the compiler runs");
    println!("cargo::rustc-env=RUSTC_VERSION={}", String::from_utf8_lossy(&rustc.stdout).trim());
}
