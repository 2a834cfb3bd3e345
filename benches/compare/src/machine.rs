//! Where and with what it was measured.

use std::fs;
use std::process::Command;

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Machine {
    pub cpu: String,
    pub cores: usize,
    pub target: String,
    pub rustc: String,
    /// `None` where it is not.
    pub valgrind: Option<String>,
    pub date: String,
    pub commit: String,
}

impl Machine {
    pub fn here() -> Self {
        let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let cpu = cpus.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ").map(|(_, name)| name.to_owned()));
        // Of the library, whatever else has changed since.
        let changed = says("git", &["status", "--porcelain", "../../src"]).is_some_and(|files| !files.is_empty());
        let commit = says("git", &["log", "-1", "--abbrev=10", "--format=%h", "--", "../../src"]).unwrap_or_else(|| "unknown".to_owned());
        Self {
            cpu: cpu.unwrap_or_else(|| "unknown CPU".to_owned()),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            target: env!("TARGET").to_owned(),
            rustc: env!("RUSTC_VERSION").to_owned(),
            valgrind: says("valgrind", &["--version"]),
            date: chrono::Utc::now().format("%F").to_string(),
            commit: if changed { format!("{commit}, changed") } else { commit },
        }
    }
}

/// What a program prints; `None` if it isn't there.
fn says(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).current_dir(env!("CARGO_MANIFEST_DIR")).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The version of a package that this one was built with.
pub fn locked_version(name: &str) -> String {
    let lock = include_str!("../Cargo.lock");
    // What other peers need may be there in an older version, too.
    let packages = lock.split("[[package]]").filter(|package| package.contains(&format!("\nname = \"{name}\"\n")));
    let version = packages.last().and_then(|package| package.split("\nversion = \"").nth(1)?.split('"').next());
    version.expect("a package of Cargo.lock").to_owned()
}
