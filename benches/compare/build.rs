//! Builds what counts allocations, and what calls parsers written in C.

fn main() {
    println!("cargo::rerun-if-changed=c");
    cc::Build::new().file("c/allocations.c").opt_level(2).warnings(true).compile("allocations");
    #[cfg(feature = "c")]
    c_parsers();
    // Where the dumps of callgrind go; Cargo says so to benches alone.
    println!("cargo::rustc-env=CARGO_TARGET_TMPDIR={}", std::env::var("OUT_DIR").expect("Cargo sets it"));
    println!("cargo::rustc-env=TARGET={}", std::env::var("TARGET").expect("Cargo sets it"));
    let rustc = std::env::var("RUSTC").expect("Cargo sets it");
    let rustc = std::process::Command::new(rustc).arg("--version").output().expect("the compiler runs");
    println!("cargo::rustc-env=RUSTC_VERSION={}", String::from_utf8_lossy(&rustc.stdout).trim());
}

/// The parsers written in C, and a file each that calls it.
#[cfg(feature = "c")]
fn c_parsers() {
    for (package, file, variable) in
        [("libosip2", "osip", "OSIP_VERSION"), ("sofia-sip-ua", "sofia", "SOFIA_VERSION"), ("libre", "re", "RE_VERSION")]
    {
        // The file comes before the library, as a linker wants it.
        let library = pkg_config::Config::new().cargo_metadata(false).probe(package).expect("its -dev package is installed");
        // Called so that it is not taken for the library itself.
        cc::Build::new()
            .file(format!("c/{file}.c"))
            .includes(&library.include_paths)
            .opt_level(2)
            .warnings(true)
            .compile(&format!("ask_{file}"));
        pkg_config::probe_library(package).expect("it was there before");
        println!("cargo::rustc-env={variable}={}", library.version);
    }
}
