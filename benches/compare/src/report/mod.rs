//! What is written: all of it is made from the results, and no figure is typed by hand.

mod capacity;
mod chart;
mod table;

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use crate::results::Results;

/// What encloses the part of the README that this program writes.
const BEGIN: &str = "<!-- Written by benches/compare: do not edit. -->";
const END: &str = "<!-- End of what benches/compare wrote. -->";

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The results of the last whole run.
pub fn saved() -> Result<Results, Box<dyn Error>> {
    Ok(serde_json::from_str(&fs::read_to_string(path("results.json"))?)?)
}

pub fn save(results: &Results) -> Result<(), Box<dyn Error>> {
    Ok(fs::write(path("results.json"), serde_json::to_string_pretty(results)? + "\n")?)
}

pub fn markdown(results: &Results) -> String {
    table::all(results) + "\n" + &capacity::page(results)
}

/// Every file that is written, and its text.
fn files(results: &Results) -> Result<Vec<(PathBuf, String)>, Box<dyn Error>> {
    let readme = fs::read_to_string(path("../../README.md"))?;
    let (before, rest) = readme.split_once(BEGIN).ok_or("the README has no place for the table")?;
    let (_, after) = rest.split_once(END).ok_or("the README has no end of the table")?;
    let few = table::few(results);
    Ok(vec![
        (path("RESULTS.md"), table::all(results)),
        (path("chart.svg"), chart::svg(results)),
        (path("../CAPACITY.md"), capacity::page(results)),
        (path("../../README.md"), format!("{before}{BEGIN}\n{few}{END}{after}")),
    ])
}

pub fn write(results: &Results) -> Result<(), Box<dyn Error>> {
    files(results)?.into_iter().try_for_each(|(path, text)| Ok(fs::write(path, text)?))
}

/// Whether every file is what the results give.
pub fn check(results: &Results) -> Result<(), Box<dyn Error>> {
    for (path, text) in files(results)? {
        if fs::read_to_string(&path)? != text {
            return Err(format!("{} is not what results.json gives: `--write` makes it so", path.display()).into());
        }
    }
    Ok(())
}
