//! The table: each rule of the crate is in it as it is here, and each row's messages do what the row says.

use std::collections::BTreeSet;
use std::path::Path;

use sipwire::rules::{Owed, Rule};

use crate::messages::{good, message, setting};

/// A row of the table.
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) class: String,
    pub(crate) rule: String,
    section: String,
    owed: String,
    pub(crate) check: String,
    pub(crate) hit: String,
    pub(crate) miss: String,
    wording: String,
}

/// The rows whose messages are checked: all but those of the rules between messages.
pub(crate) fn rows() -> Vec<Row> {
    table().into_iter().filter(|row| row.class != "between").collect()
}

fn table() -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/rules/rules.tsv");
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    let row = |line: &str| {
        let cells: Vec<String> = line.split('\t').map(String::from).collect();
        let [id, class, rule, section, owed, check, hit, miss, wording] =
            <[String; 9]>::try_from(cells).unwrap_or_else(|_| panic!("{line}"));
        Row { id, class, rule, section, owed, check, hit, miss, wording }
    };
    lines.map(row).collect()
}

fn owed(owed: Owed) -> String {
    match owed {
        Owed::Status(status) => status.to_string(),
        Owed::Drop => "drop".to_owned(),
        Owed::Ignore => "ignore".to_owned(),
        Owed::Nothing => "none".to_owned(),
    }
}

#[test]
fn every_rule_is_in_the_table_as_it_is_in_the_crate() {
    let rows = table();
    for rule in Rule::ALL {
        let row = rows.iter().find(|row| row.id == rule.id() && row.rule == rule.name());
        let row = row.unwrap_or_else(|| panic!("{rule:?} is not in the table"));
        assert_eq!((&*row.section, &*row.owed, &*row.wording), (rule.section(), &*owed(rule.owed()), rule.as_str()), "{}", row.id);
        assert!(row.class == "between" || matches!(&*row.class, "fault" | "state") == rule.owed().is_refusal(), "{}", row.id);
        let header = rule.header().map(|header| header.as_str());
        assert!(header.is_none_or(|header| !header.is_empty()));
        assert!(rule.section().starts_with("RFC ") && rule.section().contains('§'), "{rule:?}");
    }
    let names: BTreeSet<_> = Rule::ALL.iter().map(|rule| rule.name()).collect();
    assert_eq!(names.len(), Rule::ALL.len());
    for row in &rows {
        match &*row.class {
            "fault" | "note" => assert!(names.contains(&*row.rule), "{}", row.id),
            "state" | "build" => {
                assert!(row.check == "-" && row.hit == "-" && row.miss == "-", "{}", row.id);
                assert!(row.rule == "-" || row.class == "state" && names.contains(&*row.rule), "{}", row.id);
            }
            "between" => assert!((row.rule == "-" || names.contains(&*row.rule)) && row.check != "-" && row.miss == "-", "{}", row.id),
            other => panic!("{other} is no class"),
        }
        assert!(!row.wording.is_empty() && row.section.starts_with("RFC "), "{}", row.id);
    }
}

/// The table has the ids of the design without a gap but those that were never given.
#[test]
fn the_table_has_every_id() {
    let ids: BTreeSet<_> = table().into_iter().map(|row| row.id).collect();
    let given = |letter: char, numbers: std::ops::RangeInclusive<u16>| numbers.map(move |number| format!("{letter}{number:03}"));
    let others = given('R', 1..=21).chain(given('D', 1..=40));
    for id in given('V', 1..=181).chain(given('V', 190..=240)).chain(given('N', 1..=73)).chain(others) {
        assert!(ids.contains(&id), "{id}");
    }
}

/// The rules between messages have tests of their own, which the table names.
#[test]
fn the_test_of_each_rule_between_messages_exists() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dialog");
    for row in table().iter().filter(|row| row.class == "between" && row.hit != "-") {
        let (file, test) = row.hit.split_once("::").unwrap();
        let text = std::fs::read_to_string(tests.join(file).with_extension("rs")).unwrap();
        assert!(text.contains(&format!("#[test]\nfn {test}() {{")), "{}: {test}", row.id);
    }
}

#[test]
fn the_hit_of_each_fault_gives_it_first_and_its_miss_does_not() {
    for row in rows().iter().filter(|row| row.class == "fault") {
        let setting = setting(&row.check);
        let found = setting.find(&message(&row.hit));
        let first = found.faults.first().unwrap_or_else(|| panic!("{}: no fault", row.id));
        assert_eq!((first.rule().name(), owed(first.owed())), (&*row.rule, row.owed.clone()), "{}: {:?}", row.id, found.faults);
        if let Some(header) = first.rule().header() {
            assert_eq!(first.header(), Some(header), "{}", row.id);
        }
        let found = setting.find(&message(&row.miss));
        assert!(found.faults.iter().all(|fault| fault.rule().name() != row.rule), "{}: {:?}", row.id, found.faults);
    }
}

#[test]
fn the_hit_of_each_note_gives_it_and_no_fault_and_its_miss_does_not() {
    for row in rows().iter().filter(|row| row.class == "note") {
        let setting = setting(&row.check);
        let found = setting.find(&message(&row.hit));
        assert!(found.faults.is_empty(), "{}: {:?}", row.id, found.faults);
        let note = found.notes.iter().find(|note| note.rule().name() == row.rule);
        let note = note.unwrap_or_else(|| panic!("{}: {:?}", row.id, found.notes));
        assert_eq!(owed(note.owed()), row.owed, "{}", row.id);
        if let Some(header) = note.rule().header() {
            assert_eq!(note.header(), Some(header), "{}", row.id);
        }
        let found = setting.find(&message(&row.miss));
        assert!(found.notes.iter().all(|note| note.rule().name() != row.rule), "{}: {:?}", row.id, found.notes);
    }
}

pub(crate) const REQUESTS: [&str; 14] = [
    "INVITE",
    "ACK",
    "BYE",
    "CANCEL",
    "OPTIONS",
    "REGISTER",
    "PRACK",
    "UPDATE",
    "MESSAGE",
    "REFER",
    "PUBLISH",
    "SUBSCRIBE",
    "NOTIFY",
    "INFO",
];

#[test]
fn good_messages_have_neither_faults_nor_notes() {
    for name in REQUESTS {
        for role in ["uas", "registrar", "proxy", "uac"] {
            let found = setting(role).find(good(name).as_bytes());
            assert!(found.faults.is_empty() && found.notes.is_empty(), "{name} at a {role}: {:?} {:?}", found.faults, found.notes);
        }
    }
    for role in ["uas", "registrar", "uac"] {
        let found = setting(role).find(good("response").as_bytes());
        assert!(found.faults.is_empty() && found.notes.is_empty(), "{role}: {:?} {:?}", found.faults, found.notes);
    }
}

/// A fault with a switch becomes a note when the switch is off, and the other way round.
#[test]
fn what_a_policy_tolerates_is_a_note() {
    use crate::messages::switch;
    use sipwire::rules::{Policy, Switch};
    let silent = ["SIP_ONLY", "SIPS_ONLY", "NEEDS_PATH", "NEEDS_IDENTITY"].map(switch);
    let all_off = Switch::ALL.iter().fold(Policy::new(), |policy, (_, switch)| policy.without(*switch));
    let mut tolerated = BTreeSet::new();
    for row in rows().iter().filter(|row| row.class == "fault" && !row.check.contains("stream")) {
        let mut setting = setting(&row.check);
        setting.check =
            setting.check.policy(silent.iter().fold(all_off, |policy, switch| policy.with(*switch)).min_expires(60).min_session(120));
        let found = setting.find(&message(&row.hit));
        if let Some(note) = found.notes.iter().find(|note| note.rule().name() == row.rule) {
            assert_eq!(note.owed(), Owed::Ignore, "{}", row.id);
            assert!(found.faults.iter().all(|fault| fault.rule() != note.rule()));
            tolerated.insert(row.rule.clone());
        }
    }
    // Two switches are about two rules each.
    assert_eq!(tolerated.len(), Switch::ALL.len() - silent.len() + 2, "{tolerated:?}");
}
