//! Writes what the targets begin with beside the files of the corpus: a value of every header, and URIs.

#[path = "../../tests/common/tables.rs"]
mod tables;

use std::path::Path;
use std::{fs, io};

use tables::Sample;

fn main() -> io::Result<()> {
    let crate_root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let keep = |target: &str, name: &str, bytes: &[u8]| {
        let folder = crate_root.join("fuzz/corpus").join(target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(name), bytes)
    };
    for Sample { valid, invalid } in tables::samples(&crate_root) {
        for (kind, row) in [("value", valid), ("broken", invalid)] {
            keep("header", &format!("{kind}-of-{}", row.header), &row.seed(&row.value))?;
        }
    }
    for table in ["sip", "tel", "other", "invalid", "equal"] {
        let rows = fs::read_to_string(crate_root.join(format!("corpus/uris/{table}.tsv")))?;
        for (number, row) in rows.lines().enumerate().skip(1) {
            let target = if table == "equal" { "compare" } else { "uri" };
            let seed = if table == "equal" { row } else { row.split('\t').next().unwrap_or_default() };
            keep(target, &format!("{table}-{number}"), seed.as_bytes())?;
        }
    }
    Ok(())
}
