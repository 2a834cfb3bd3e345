//! Instructions counted by valgrind's callgrind, which must be installed: a bench runs itself under it, and each call is told from the
//! next by a dump.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The function whose instructions are counted, and dumped when it returns: the one below, in whatever bench it is.
const COUNTER: &str = "*::callgrind::counted";
/// What the bench is told when it is to be counted.
const COUNTED: &str = "--counted";

/// Makes one call, to be counted. Callgrind knows it by its name, so that it is not made a part of its caller.
#[inline(never)]
pub(crate) fn counted(call: &mut dyn FnMut()) {
    call();
}

/// Whether this is the run under callgrind: all that is to be done is to make the calls, in order.
pub(crate) fn is_counting() -> bool {
    is_asked_for(COUNTED)
}

/// Whether the command line has this flag.
pub(crate) fn is_asked_for(flag: &str) -> bool {
    std::env::args().skip(1).any(|arg| arg == flag)
}

/// The instructions of each call that this program makes by [`counted`], in order; `None` without valgrind. `name` is the bench's, for
/// what is left on the disk.
pub(crate) fn count(name: &str) -> Option<Vec<u64>> {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let dump = directory.join("dump");
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).expect("there is room for dumps");
    let status = Command::new("valgrind")
        .args(["--tool=callgrind", "--quiet"])
        .args([format!("--toggle-collect={COUNTER}"), format!("--dump-after={COUNTER}")])
        .arg(format!("--callgrind-out-file={}", dump.display()))
        .arg(std::env::current_exe().expect("this program is a file"))
        .arg(COUNTED)
        .status()
        .ok()?;
    assert!(status.success(), "a call failed");
    let total = |place: usize| {
        let text = fs::read_to_string(directory.join(format!("dump.{place}"))).ok()?;
        text.lines().find_map(|line| line.strip_prefix("totals: ")?.trim().parse().ok())
    };
    // The last dump is what was counted behind the last call: nothing.
    Some((1..).map_while(total).filter(|&instructions| instructions > 0).collect())
}
