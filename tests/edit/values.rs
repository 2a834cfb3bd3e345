//! Many edits of one row, and several of one value.

use std::hint::black_box;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use sipwire::header::{Allow, PChargingVector, RecordRoute, Route, To, Via, WwwAuthenticate};
use sipwire::{
    Edit, EditErrorKind, EditScratch, HeaderName, Host, Leniency, Limit, Limits, Message, NameAddr, ParamDraft, Parser, Transport,
};

use super::{edited, kind, with};

const UNLIMITED: Parser = Parser::new().limits(Limits::unlimited_for_trusted_input());

#[test]
fn slots_end_at_the_limit_on_elements() {
    let rows = format!("Allow: A{}\r\nAllow: B\r\n", ",A".repeat(499));
    let challenges = "WWW-Authenticate: Digest realm=\"a\"\r\n".repeat(30);
    let input = with(&(rows + &challenges));
    let message = Message::parse(input.as_bytes()).unwrap();
    let headers = message.headers();
    assert_eq!(headers.slots::<Allow>().count(), 128);
    assert_eq!(headers.slots::<Allow>().count(), headers.all::<Allow>().take_while(Result::is_ok).count());
    assert_eq!(headers.slots::<WwwAuthenticate>().count(), 16);
    assert_eq!(headers.iter().map(|row| row.slots().count()).take(3).collect::<Vec<_>>(), [128, 1, 1]);
    let parser = Parser::new().limits(Limits::new().with(Limit::Elements, 500));
    let message = parser.parse(input.as_bytes()).unwrap();
    assert_eq!(message.headers().slots::<Allow>().count(), 500);
    assert_eq!(UNLIMITED.parse(input.as_bytes()).unwrap().headers().slots::<Allow>().count(), 501);
}

#[test]
fn params_are_set_up_to_the_limit_and_not_beyond() {
    let params = |range: core::ops::Range<usize>| range.map(|number| format!(";p{number}")).collect::<String>();
    let input = with(&format!("To: <sip:a>{}\r\n", params(0..63)));
    let message = Message::parse(input.as_bytes()).unwrap();
    let (mut scratch, limit) =
        (EditScratch::new(), |error| matches!(error, EditErrorKind::Unreadable(sipwire::ErrorKind::Limit(Limit::Params))));
    let mut edit = message.edit(&mut scratch);
    let to = edit.only::<To>().unwrap();
    edit.set_param(&to, &ParamDraft::flag("p63")).unwrap();
    assert!(limit(kind(edit.set_param(&to, &ParamDraft::flag("p64")))));
    // One that goes makes room for another, and one that is there may change.
    edit.set_param(&to, &ParamDraft::token("p1", "x")).unwrap();
    edit.remove_param(&to, "p0").unwrap();
    edit.set_param(&to, &ParamDraft::flag("p64")).unwrap();
    assert!(limit(kind(edit.set_param(&to, &ParamDraft::flag("p65")))));
    let output = edit.finish();
    assert_eq!(output.as_bytes(), with(&format!("To: <sip:a>;p1=x{}\r\n", params(2..65))).as_bytes());
    assert!(output.headers().require::<To>().is_ok());
}

#[test]
fn params_of_a_value_that_has_nothing_else_are_removed_in_any_order() {
    /// The last one has to be there.
    const PARAMS: [&str; 4] = ["orig-ioi=a", "term-ioi=b", "x=\"y;z\"", "icid-value=1"];
    // Wherever that stands, every order in which the others can be named, a digit for each.
    for (separator, needed) in [";", " ; ", ";\r\n "].into_iter().flat_map(|separator| (0..4).map(move |needed| (separator, needed))) {
        let mut params = PARAMS.to_vec();
        params.swap(needed, 3);
        let input = with(&format!("P-Charging-Vector: {}\r\n", params.join(separator)));
        for order in (0..64).map(|code| [code % 4, code / 4 % 4, code / 16 % 4]) {
            let mut left = params.clone();
            let output = edited(&input, |edit| {
                let slot = edit.only::<PChargingVector>()?;
                for place in order {
                    let name = params[place].split('=').next().unwrap();
                    let removed = edit.remove_param(&slot, name).map(drop).map_err(|error| error.kind());
                    match left.iter().position(|&other| other == params[place]) {
                        None => assert_eq!(removed, Err(EditErrorKind::EditedBefore), "{order:?} of {input:?}"),
                        Some(_) if place == needed => {
                            assert!(matches!(removed, Err(EditErrorKind::Unreadable(_))), "{order:?} of {input:?}")
                        }
                        Some(at) => {
                            assert_eq!(removed, Ok(()), "{order:?} of {input:?}");
                            left.remove(at);
                        }
                    }
                }
                Ok(())
            });
            let rows = output.unwrap();
            let value = rows.split_once("Vector: ").unwrap().1.trim_end().replace([' ', '\r', '\n'], "");
            assert_eq!(value, left.join(";"), "{order:?} of {input:?}");
        }
    }
}

#[test]
fn a_param_is_changed_beside_others_that_are_removed() {
    let output = edited(&with("P-Charging-Vector: x;a=2;b=3;c=4;icid-value=1\r\n"), |edit| {
        let slot = edit.only::<PChargingVector>()?;
        edit.remove_param(&slot, "a")?;
        edit.set_param(&slot, &ParamDraft::token("b", "5"))?;
        edit.remove_param(&slot, "x")?;
        edit.set_param(&slot, &ParamDraft::flag("d"))?;
        assert_eq!(kind(edit.remove_param(&slot, "b")), EditErrorKind::EditedBefore);
        edit.remove_param(&slot, "c").map(drop)
    });
    assert_eq!(output.unwrap(), with("P-Charging-Vector: b=5;icid-value=1;d\r\n"));
}

/// For how long this thread has run, without what others took in between where the system tells that.
fn running() -> Duration {
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|line| line.split(' ').next()?.parse().ok());
    nanos.map_or_else(|| BEGAN.get_or_init(Instant::now).elapsed(), Duration::from_nanos)
}

/// Asserts that eight times the edits take about as long as the fewer ones take eight times: if each edit looked at all others, they would
/// take eight times as long.
fn assert_linear(what: &str, message: impl Fn(usize) -> String, leniency: Leniency, edits: impl Fn(&mut Edit<'_, '_>, usize)) {
    let mut scratch = EditScratch::new();
    let [few, many] = [(500, 24), (4_000, 3)].map(|(count, times)| {
        let input = message(count);
        let message = UNLIMITED.leniency(leniency).parse(input.as_bytes()).unwrap();
        let began = running();
        for _ in 0..times {
            let mut edit = message.edit(&mut scratch);
            edits(&mut edit, count);
            black_box(edit.finish());
        }
        running().saturating_sub(began)
    });
    assert!(many * 2 < few * 7, "{what}: {few:?}, then {many:?}");
}

#[test]
fn edits_of_many_values_take_linear_time() {
    let row = |count: usize| with(&format!("Route: <sip:a>{}\r\n", ", <sip:b;lr>".repeat(count - 1)));
    let rows = |count: usize| with(&"Route: <sip:a;lr>\r\n".repeat(count));
    for message in [&row as &dyn Fn(usize) -> String, &rows] {
        assert_linear("every other value is removed", message, Leniency::NONE, |edit, _| {
            edit.headers().slots::<Route>().step_by(2).for_each(|slot| assert!(edit.remove(&slot).is_ok()));
        });
        assert_linear("all values are removed", message, Leniency::NONE, |edit, _| {
            edit.headers().slots::<Route>().for_each(|slot| assert!(edit.remove(&slot).is_ok()));
        });
        assert_linear("all values are removed in reverse order", message, Leniency::NONE, |edit, _| {
            let slots: Vec<_> = edit.headers().slots::<Route>().collect();
            slots.iter().rev().for_each(|slot| assert!(edit.remove(slot).is_ok()));
        });
        assert_linear("all values get a parameter in reverse order", message, Leniency::NONE, |edit, _| {
            let slots: Vec<_> = edit.headers().slots::<Route>().collect();
            slots.iter().rev().for_each(|slot| assert!(edit.set_param(slot, &ParamDraft::flag("x")).is_ok()));
        });
    }
}

#[test]
fn edits_of_what_was_framed_leniently_take_linear_time() {
    let all = |edit: &mut Edit<'_, '_>, count| assert_eq!(edit.remove_all(HeaderName::custom("X-A")).unwrap(), count);
    assert_linear("rows that end in LF", |count| "BYE sip:a SIP/2.0\n".to_owned() + &"X-A: y\n".repeat(count) + "\n", Leniency::ALL, all);
    let lengths = |count| "BYE sip:a SIP/2.0\n".to_owned() + &"l: 0\n".repeat(count) + "\n";
    assert_linear("the same Content-Length", lengths, Leniency::ALL, |_, _| {});
}

#[test]
fn many_rows_are_pushed_in_linear_time() {
    assert_linear(
        "rows of two names",
        |_| with("Via: SIP/2.0/UDP a\r\nRoute: <sip:a>\r\n"),
        Leniency::NONE,
        |edit, count| {
            for place in 0..count {
                match place % 2 {
                    0 => drop(edit.push(Route::row(NameAddr::build("sip:b"))).unwrap()),
                    _ => drop(edit.push(Via::build(Transport::Udp, Host::try_from("p").unwrap())).unwrap()),
                }
            }
        },
    );
}

#[test]
fn each_pop_takes_the_topmost_value_that_is_left() {
    let rows = "Route: <sip:a>, <sip:b>\r\nX: y\r\nRoute: <sip:c>\r\nRoute: <sip:d>, <sip:e>\r\n";
    let mut popped = Vec::new();
    let output = edited(&with(rows), |edit| {
        edit.push(RecordRoute::row(NameAddr::build("sip:p")))?;
        let second = edit.headers().named(HeaderName::Route).nth(1).unwrap();
        edit.remove_row(&second)?;
        for _ in 0..3 {
            popped.push(String::from_utf8_lossy(edit.pop::<Route>()?.as_bytes()).into_owned());
        }
        Ok(())
    });
    assert_eq!(popped, ["<sip:a>", "<sip:b>", "<sip:d>"]);
    assert_eq!(output.unwrap(), with("Record-Route: <sip:p>\r\nX: y\r\nRoute: <sip:e>\r\n"));
    // One that was changed is not passed over.
    let changed = edited(&with(rows), |edit| {
        let topmost = edit.topmost::<Route>()?;
        edit.replace(&topmost, Route::row(NameAddr::build("sip:z")))?;
        edit.pop::<Route>().map(drop)
    });
    assert_eq!(kind(changed), EditErrorKind::EditedBefore);
    let none = edited(&with(rows), |edit| (0..6).try_for_each(|_| edit.pop::<Route>().map(drop)));
    assert_eq!(kind(none), EditErrorKind::Absent);
}
