//! Edits with known answers.

mod faults;
mod hops;
mod values;

use sipwire::header::{
    Accept, ContentLength, From, InReplyTo, PChargingVector, Privacy, RecordRoute, Route, Subject, Supported, To, Via, WwwAuthenticate,
};
use sipwire::{
    BuildErrorKind, Challenge, Edit, EditError, EditErrorKind, EditScratch, Encode, Header, HeaderName, Host, Leniency, MediaRange,
    Message, NameAddr, ParamDraft, Parser, Transport, Writer,
};

const LENIENT: Parser = Parser::new().leniency(Leniency::ALL);

/// What `changes` make of a message.
fn edited(input: &str, changes: impl FnOnce(&mut Edit<'_, '_>) -> Result<(), EditError>) -> Result<String, EditError> {
    let message = LENIENT.parse(input.as_bytes()).unwrap();
    let mut scratch = EditScratch::new();
    let mut edit = message.edit(&mut scratch);
    changes(&mut edit)?;
    let output = edit.finish();
    // It is not parsed again, and has everything where a parser finds it.
    assert_eq!(parts(&output.as_message()), parts(&LENIENT.parse(output.as_bytes()).unwrap()), "{input:?}");
    Ok(String::from_utf8(output.to_bytes().to_vec()).unwrap())
}

/// The start line, the rows and the body of a message, and where they are.
fn parts(message: &Message<'_>) -> (String, Vec<String>, Vec<u8>) {
    let line = match (message.as_request(), message.as_response()) {
        (Some(request), _) => format!("{} {:?} at {}", request.method(), request.raw_uri(), request.uri_offset()),
        (_, Some(response)) => format!("{} {:?}", response.status(), response.reason().as_bytes()),
        _ => unreachable!("neither"),
    };
    let row = |row: Header<'_>| format!("{} at {}: {:?} at {}", row.name(), row.offset(), row.as_bytes(), row.value_offset());
    (line, message.headers().iter().map(row).collect(), message.body().to_vec())
}

fn kind<T>(outcome: Result<T, EditError>) -> EditErrorKind {
    outcome.err().expect("an error").kind()
}

/// An OPTIONS with these rows.
fn with(rows: &str) -> String {
    format!("OPTIONS sip:a SIP/2.0\r\n{rows}\r\n")
}

#[test]
fn values_go_with_what_parts_them() {
    for (rows, places, left) in [
        ("Route: <sip:a>\r\nX: y\r\n", &[0][..], "X: y\r\n"),
        ("Route: <sip:a>, <sip:b>\r\n", &[0], "Route: <sip:b>\r\n"),
        ("Route:<sip:a>\t,\r\n <sip:b> \r\n", &[0], "Route:<sip:b> \r\n"),
        ("Route:<sip:a>\t,\r\n <sip:b> \r\n", &[1], "Route:<sip:a> \r\n"),
        ("Route:\r\n <sip:a>\r\n ,<sip:b>, \"<,\" <sip:c>\r\n", &[1], "Route:\r\n <sip:a>\r\n ,\"<,\" <sip:c>\r\n"),
        ("Route: <sip:a>,<sip:b>,<sip:c>,<sip:d>\r\n", &[1, 2], "Route: <sip:a>,<sip:d>\r\n"),
        ("Route: <sip:a>,<sip:b>,<sip:c>,<sip:d>\r\n", &[3, 0, 1], "Route: <sip:c>\r\n"),
        ("Route: <sip:a>,<sip:b>,<sip:c>,<sip:d>\r\n", &[3, 1, 2], "Route: <sip:a>\r\n"),
        ("Route: <sip:a>,<sip:b>,<sip:c>,<sip:d>\r\n", &[0, 2], "Route: <sip:b>,<sip:d>\r\n"),
        ("Route: <sip:a>,<sip:b>\r\nX: y\r\nRoute: <sip:c>\r\n", &[2, 1, 0], "X: y\r\n"),
    ] {
        let input = with(rows);
        // In any order.
        for turn in 0..places.len() {
            let output = edited(&input, |edit| {
                let slots: Vec<_> = edit.headers().slots::<Route>().collect();
                for at in 0..places.len() {
                    edit.remove(&slots[places[(at + turn) % places.len()]])?;
                }
                assert_eq!(kind(edit.remove(&slots[places[0]])), EditErrorKind::EditedBefore);
                Ok(())
            });
            assert_eq!(output.unwrap(), with(left), "{rows}, from {turn}");
        }
    }
}

#[test]
fn lists_of_other_kinds() {
    let privacy = edited(&with("Privacy: id; user;critical\r\n"), |edit| edit.pop::<Privacy>().map(drop));
    assert_eq!(privacy.unwrap(), with("Privacy: user;critical\r\n"));
    let replied = edited(&with("In-Reply-To: \"a@b, c\r\n"), |edit| edit.pop::<InReplyTo>().map(drop));
    assert_eq!(replied.unwrap(), with("In-Reply-To: c\r\n"));
    assert_eq!(kind(edited(&with("Supported:\r\n"), |edit| edit.pop::<Supported>().map(drop))), EditErrorKind::Absent);
    let empty = edited(&with("Accept: , b/c\r\n"), |edit| {
        let slots: Vec<_> = edit.headers().slots::<Accept>().collect();
        edit.replace(&slots[slots.len() - 1], MediaRange::parse(b"x/y").unwrap())?;
        Ok(())
    });
    assert_eq!(empty.unwrap(), with("Accept: , x/y\r\n"));
}

#[test]
fn what_is_pushed_last_lies_on_top() {
    let push = |edit: &mut Edit<'_, '_>| {
        let host = Host::try_from("p").unwrap();
        for branch in ["1", "2"] {
            edit.push(Via::build(Transport::Udp, host).branch(branch))?;
            edit.push(RecordRoute::row(NameAddr::build(format!("sip:{branch}").as_str())))?;
        }
        edit.append_raw(HeaderName::custom("X-Y"), "1")?;
        edit.append(Subject::row(" y "))?;
        Ok(())
    };
    let vias = "Via: SIP/2.0/UDP p;branch=2\r\nVia: SIP/2.0/UDP p;branch=1\r\n";
    let routes = "Record-Route: <sip:2>\r\nRecord-Route: <sip:1>\r\n";
    for (rows, wanted) in [
        ("v:SIP/2.0/TCP a\r\nX: z\r\n", [vias, "v:SIP/2.0/TCP a\r\n", routes, "X: z\r\n"]),
        ("X: z\r\nVia: SIP/2.0/TCP a\r\n", ["X: z\r\n", vias, "Via: SIP/2.0/TCP a\r\n", routes]),
        ("Record-Route: <sip:a>\r\nv: SIP/2.0/TCP a\r\n", [routes, "Record-Route: <sip:a>\r\n", vias, "v: SIP/2.0/TCP a\r\n"]),
    ] {
        assert_eq!(edited(&with(rows), push).unwrap(), with(&format!("{}X-Y: 1\r\nSubject:  y \r\n", wanted.concat())), "{rows}");
    }
}

#[test]
fn changes_of_other_bytes_compose_in_any_order() {
    let input = "INVITE sip:a SIP/2.0\r\nVia: SIP/2.0/UDP a;rport ;x=1, SIP/2.0/UDP b\r\nRoute: <sip:p>, <sip:q>\r\nMax-Forwards: 070\r\n\
        Subject: x\r\nContent-Length: 2\r\n\r\nab";
    let wanted = "INVITE sip:c SIP/2.0\r\nVia: SIP/2.0/UDP p\r\nVia: SIP/2.0/UDP a;rport=7;received=::1, SIP/2.0/UDP b;y\r\n\
        Route: <sip:q>\r\nMax-Forwards: 69\r\nContent-Length: 3\r\n\r\nxyz";
    type Change = fn(&mut Edit<'_, '_>) -> Result<(), EditError>;
    let changes: [Change; 8] = [
        |edit| edit.set_uri("sip:c").map(drop),
        |edit| edit.fill_source("[::1]:7".parse().unwrap()).map(drop),
        |edit| {
            let via = edit.topmost::<Via>()?;
            edit.remove_param(&via, "X").map(drop)
        },
        |edit| {
            let second = edit.headers().slots::<Via>().nth(1).unwrap();
            edit.set_param(&second, &ParamDraft::flag("y")).map(drop)
        },
        |edit| {
            let topmost = edit.topmost::<Route>()?;
            edit.remove(&topmost).map(drop)
        },
        |edit| edit.decrement_max_forwards().map(drop),
        |edit| edit.remove_all(HeaderName::Subject).map(drop),
        |edit| edit.replace_body(b"xyz").map(drop),
    ];
    for first in 0..changes.len() {
        for step in [1, 3, 5, 7] {
            let output = edited(input, |edit| {
                edit.push(Via::build(Transport::Udp, Host::try_from("p").unwrap()))?;
                for at in 0..changes.len() {
                    let change = changes[(first + at * step) % changes.len()];
                    change(edit)?;
                    // Not a second time.
                    let before = edit.pending().count();
                    assert!(matches!(kind(change(edit)), EditErrorKind::EditedBefore), "{first} {at} {step}");
                    assert_eq!(edit.pending().count(), before);
                }
                Ok(())
            });
            assert_eq!(output.unwrap(), wanted, "{first} {step}");
        }
    }
}

#[test]
fn parameters_are_found_where_they_are() {
    let set = |rows: &str, param: ParamDraft<'_>| {
        edited(&with(rows), |edit| {
            let slot = edit.headers().iter().next().unwrap().slots().next().unwrap();
            edit.set_param(&slot, &param).map(drop)
        })
    };
    for (row, param, wanted) in [
        ("To: \"a;tag=1\" <sip:b;tag=2>\r\n", ParamDraft::token("tag", "3"), "To: \"a;tag=1\" <sip:b;tag=2>;tag=3\r\n"),
        ("t:sip:b ;TAG =\r\n 1;x\r\n", ParamDraft::token("tag", "3"), "t:sip:b ;tag=3;x\r\n"),
        ("m: <sip:a>;x=\";\\\"\";y,<sip:b>\r\n", ParamDraft::quoted("x", "\""), "m: <sip:a>;x=\"\\\"\";y,<sip:b>\r\n"),
        ("Retry-After: 5 (x);duration=3\r\n", ParamDraft::number("duration", 4), "Retry-After: 5 (x);duration=4\r\n"),
        ("P-Charging-Vector: icid-value=1\r\n", ParamDraft::token("icid-value", "2"), "P-Charging-Vector: icid-value=2\r\n"),
        ("Content-Type: a/b\r\n", ParamDraft::quoted("boundary", "c d"), "Content-Type: a/b;boundary=\"c d\"\r\n"),
    ] {
        assert_eq!(set(row, param).unwrap(), with(wanted), "{row}");
    }
    for (row, param) in [
        ("Subject: a;b\r\n", ParamDraft::flag("b")),
        ("Call-ID: 1\r\n", ParamDraft::flag("b")),
        ("Authorization: Digest a=\"b\"\r\n", ParamDraft::flag("b")),
        ("X-Unknown: a;b\r\n", ParamDraft::flag("b")),
    ] {
        let wrong = kind(set(row, param));
        assert!(matches!(wrong, EditErrorKind::NoParams | EditErrorKind::Unreadable(_)), "{row}: {wrong:?}");
    }
    for (row, param) in [
        ("Via: SIP/2.0/UDP a\r\n", ParamDraft::token("rport", "b")),
        ("Via: SIP/2.0/UDP a\r\n", ParamDraft::token("ttl", "256")),
        ("Contact: *\r\n", ParamDraft::flag("x")),
        ("Max-Forwards: 7\r\n", ParamDraft::flag("x")),
        ("To: <sip:\r\n", ParamDraft::flag("x")),
    ] {
        assert!(matches!(set(row, param).map_err(|error| error.kind()), Err(EditErrorKind::Unreadable(_))), "{row}");
    }
    assert_eq!(kind(set("Contact: <sip:a>;x;X\r\n", ParamDraft::flag("x"))), EditErrorKind::DuplicateParam);
    let error = set("To: <sip:a>\r\n", ParamDraft::token("tag", "a b")).unwrap_err();
    assert!(matches!(error.kind(), EditErrorKind::Build(_)) && error.offset() == 1 && error.to_string().ends_with("(To)"));
    // The first of a value that is nothing but parameters goes with the semicolon behind it.
    let first = edited(&with("P-Charging-Vector: x=1 ; icid-value=2;y\r\n"), |edit| {
        let slot = edit.headers().iter().next().unwrap().slots().next().unwrap();
        edit.remove_param(&slot, "x")?;
        assert_eq!(kind(edit.remove_param(&slot, "z")), EditErrorKind::Absent);
        Ok(())
    });
    assert_eq!(first.unwrap(), with("P-Charging-Vector: icid-value=2;y\r\n"));
    assert!(Message::parse(with("P-Charging-Vector: icid-value=2;y\r\n").as_bytes()).unwrap().headers().is_present::<PChargingVector>());
}

#[test]
fn a_value_stays_one_value() {
    struct Raw(&'static str);
    impl Encode for Raw {
        fn encode(&self, out: &mut Writer<'_>) {
            out.text(self.0);
        }
    }
    let replace = |by| {
        edited(&with("Route: <sip:a>, <sip:b>\r\n"), |edit| {
            let route = edit.topmost::<Route>()?;
            edit.replace(&route, Raw(by)).map(drop)
        })
    };
    assert_eq!(replace("\"a, b\" <sip:c,d>").unwrap(), with("Route: \"a, b\" <sip:c,d>, <sip:b>\r\n"));
    for by in ["<sip:c>, <sip:d>", "<sip:c", "\"c", "<sip:c>;x=\"\\\"", "", " \t", "a\r\nVia: b", "\0"] {
        assert!(matches!(kind(replace(by)), EditErrorKind::Build(_)), "{by:?}");
    }
    let challenges = |by| {
        edited(&with("WWW-Authenticate: Digest realm=\"a\", Digest realm=\"b\"\r\n"), |edit| {
            let slot = edit.headers().iter().next().unwrap().slots().next().unwrap();
            edit.replace(&slot, Raw(by)).map(drop)
        })
    };
    assert!(challenges("Digest realm=\"c\"").unwrap().contains("Digest realm=\"c\", Digest realm=\"b\""));
    assert!(challenges("Digest realm=\"c\", Digest realm=\"d\"").is_err() && challenges("Digest realm=\"c").is_err());
}

#[test]
fn what_stands_once_is_not_put_in_twice() {
    let doubled = |outcome| match kind(outcome) {
        EditErrorKind::Build(BuildErrorKind::Duplicate(id)) => id.name(),
        other => panic!("{other:?}"),
    };
    let on = |rows: &str, change: fn(&mut Edit<'_, '_>) -> Result<(), EditError>| edited(&with(rows), change);
    assert_eq!(doubled(on("s: x\r\n", |edit| edit.push(Subject::row("y")).map(drop))), Some(HeaderName::Subject));
    assert_eq!(doubled(on("s: x\r\n", |edit| edit.append(Subject::row("y")).map(drop))), Some(HeaderName::Subject));
    assert_eq!(doubled(on("Subject:\r\n", |edit| edit.append_raw(HeaderName::Subject, "y").map(drop))), Some(HeaderName::Subject));
    let pushed = on("X: y\r\n", |edit| edit.push(Subject::row("y"))?.append(Subject::row("z")).map(drop));
    assert_eq!(doubled(pushed), Some(HeaderName::Subject));
    let appended = on("X: y\r\n", |edit| edit.append(Subject::row("y"))?.push(Subject::row("z")).map(drop));
    assert_eq!(doubled(appended), Some(HeaderName::Subject));
    let one_of_two = on("s: x\r\nX: y\r\nSubject: x\r\n", |edit| {
        let first = edit.headers().named(HeaderName::Subject).next().unwrap();
        edit.remove_row(&first)?.append(Subject::row("z")).map(drop)
    });
    assert_eq!(doubled(one_of_two), Some(HeaderName::Subject));
    let hops = on("X: y\r\n", |edit| {
        edit.decrement_max_forwards()?;
        edit.decrement_max_forwards().map(drop)
    });
    assert_eq!(doubled(hops), Some(HeaderName::MaxForwards));
    // One that was taken out makes room for another; lists and unknown names have any number.
    let room = on("s: x\r\nX-Y: y\r\nRoute: <sip:a>\r\n", |edit| {
        edit.remove_all(HeaderName::Subject)?;
        edit.append(Subject::row("y"))?.append_raw(HeaderName::custom("X-Y"), "z")?.append_raw(HeaderName::Route, "<sip:b>").map(drop)
    });
    assert_eq!(room.unwrap(), with("X-Y: y\r\nRoute: <sip:a>\r\nSubject: y\r\nX-Y: z\r\nRoute: <sip:b>\r\n"));
}

#[test]
fn the_length_follows_the_body() {
    let computed = |change: fn(&mut Edit<'_, '_>) -> Result<(), EditError>| kind(edited(&with("l: 0\r\n"), change));
    assert_eq!(computed(|edit| edit.remove_all(HeaderName::ContentLength).map(drop)), EditErrorKind::Computed);
    assert_eq!(computed(|edit| edit.append_raw(HeaderName::ContentLength, "5").map(drop)), EditErrorKind::Computed);
    assert_eq!(computed(|edit| edit.push(ContentLength::row(5)).map(drop)), EditErrorKind::Computed);
    assert_eq!(
        computed(|edit| {
            let slot = edit.only::<ContentLength>()?;
            edit.replace(&slot, ContentLength::row(5)).map(drop)
        }),
        EditErrorKind::Computed
    );
    let body = |input: &str, change: fn(&mut Edit<'_, '_>) -> Result<(), EditError>| edited(input, change).unwrap();
    let both = |edit: &mut Edit<'_, '_>| edit.ensure_content_length()?.ensure_content_length()?.replace_body(b"xyz").map(drop);
    assert_eq!(body(&with("l : 00\r\n"), both), with("l : 3\r\n") + "xyz");
    assert_eq!(body(&with("X: y\r\n"), both), with("X: y\r\nContent-Length: 3\r\n") + "xyz");
    let other_way = |edit: &mut Edit<'_, '_>| edit.replace_body(b"xyz")?.ensure_content_length().map(drop);
    assert_eq!(body(&with("X: y\r\n"), other_way), with("X: y\r\nContent-Length: 3\r\n") + "xyz");
    let ensured = body("BYE sip:a SIP/2.0\r\n\r\nabc", |edit| edit.ensure_content_length().map(drop));
    assert_eq!(ensured, "BYE sip:a SIP/2.0\r\nContent-Length: 3\r\n\r\nabc");
}

#[test]
fn what_was_framed_leniently_leaves_strict() {
    for (input, wanted) in [
        ("\r\n\r\nBYE sip:a SIP/2.0\r\nX : y \r\n\r\n", "BYE sip:a SIP/2.0\r\nX : y \r\n\r\n"),
        ("BYE sip:a SIP/2.0\nTo: A\n <sip:b>\r\n\nx\ny", "BYE sip:a SIP/2.0\r\nTo: A\r\n <sip:b>\r\n\r\nx\ny"),
        ("BYE \t <sip:a>   sip/2.0 \t\r\nX:\r\n\r\n", "BYE sip:a sip/2.0\r\nX:\r\n\r\n"),
        ("SIP/2.0  200   OK  \n\r\n", "SIP/2.0 200   OK  \r\n\r\n"),
        ("SIP/2.0 200\n\n", "SIP/2.0 200 \r\n\r\n"),
        ("BYE sip:a SIP/2.0\r\nl: 1\r\nX: y\r\nContent-Length:\r\n 01\r\n\r\nz", "BYE sip:a SIP/2.0\r\nl: 1\r\nX: y\r\n\r\nz"),
        ("BYE sip:a SIP/2.0\r\nContact: <sip:a>;;x,\r\n\r\n", "BYE sip:a SIP/2.0\r\nContact: <sip:a>;;x,\r\n\r\n"),
    ] {
        assert_eq!(edited(input, |_| Ok(())).unwrap(), wanted, "{input:?}");
    }
    // What is framed as it should be has nothing to be changed, whoever reads it.
    for input in ["BYE sip:a SIP/2.0\r\nX:\r\n y\r\nl: 1\r\n\r\nz", "SIP/2.0 200 \r\n\r\n\n"] {
        let message = LENIENT.parse(input.as_bytes()).unwrap();
        assert_eq!(message.edit(&mut EditScratch::new()).pending().count(), 0, "{input:?}");
    }
    // With changes around it.
    let output = edited("BYE  <sip:a>  SIP/2.0\nVia: SIP/2.0/UDP a\nRoute: <sip:p>\nX: y\nl: 1\nl: 1\n\nz", |edit| {
        edit.set_uri("sip:c")?;
        edit.fill_source("192.0.2.1:7".parse().unwrap())?;
        edit.pop::<Route>()?;
        edit.append_raw(HeaderName::custom("X-Y"), "1")?;
        edit.replace_body(b"ab")?;
        Ok(())
    });
    assert_eq!(output.unwrap(), "BYE sip:c SIP/2.0\r\nVia: SIP/2.0/UDP a;received=192.0.2.1\r\nX: y\r\nl: 2\r\nX-Y: 1\r\n\r\nab");
}

#[test]
fn a_slot_belongs_to_its_message() {
    let (input, same) = (with("To: <sip:a>\r\nX: y\r\n"), with("To: <sip:a>\r\nX: y\r\n"));
    let (message, other) = (Message::parse(input.as_bytes()).unwrap(), Message::parse(same.as_bytes()).unwrap());
    let slot = other.headers().slot::<To>().unwrap().unwrap();
    let mut scratch = EditScratch::new();
    let mut edit = message.edit(&mut scratch);
    assert_eq!(kind(edit.replace(&slot, To::row(NameAddr::build("sip:b")))), EditErrorKind::OtherMessage);
    assert_eq!(kind(edit.remove(&slot)), EditErrorKind::OtherMessage);
    assert_eq!(kind(edit.set_param(&slot, &ParamDraft::flag("x"))), EditErrorKind::OtherMessage);
    assert_eq!(kind(edit.remove_row(&other.headers().iter().next().unwrap())), EditErrorKind::OtherMessage);
    assert_eq!(edit.pending().count(), 0);
    // The same message, parsed again, is the same.
    let again = Message::parse(input.as_bytes()).unwrap();
    assert!(edit.remove(&again.headers().slot::<To>().unwrap().unwrap()).is_ok());
    assert_eq!(kind(edit.only::<From>()), EditErrorKind::Absent);
    let response = Message::parse(b"SIP/2.0 200 OK\r\n\r\n").unwrap();
    let mut scratch = EditScratch::new();
    assert_eq!(kind(response.edit(&mut scratch).set_uri("sip:a")), EditErrorKind::Absent);
}

#[test]
fn a_row_is_taken_out_by_what_was_read() {
    let output = edited(&with("X: a\r\nY: b\r\n"), |edit| {
        let row = edit.headers().iter().next().unwrap();
        edit.remove_row(&row).map(drop)
    });
    assert_eq!(output.unwrap(), with("Y: b\r\n"));
}

#[test]
fn parameters_of_other_names_are_added_beside_each_other() {
    let added = |second| {
        edited(&with("To: <sip:a>\r\n"), |edit| {
            let slot = edit.headers().slot::<To>().unwrap().unwrap();
            edit.set_param(&slot, &ParamDraft::flag("x"))?;
            edit.set_param(&slot, &ParamDraft::flag(second)).map(drop)
        })
    };
    assert_eq!(added("y").unwrap(), with("To: <sip:a>;x;y\r\n"));
    assert_eq!(kind(added("X")), EditErrorKind::EditedBefore);
}

#[test]
fn a_parameter_is_added_to_what_is_still_there() {
    let input = with("Route: <sip:a>, <sip:b>, <sip:c>\r\n");
    type Change = fn(&mut Edit<'_, '_>, usize) -> Result<(), EditError>;
    let add: Change = |edit, place| {
        let slot = edit.headers().slots::<Route>().nth(place).unwrap();
        edit.set_param(&slot, &ParamDraft::flag("x")).map(drop)
    };
    let replace: Change = |edit, place| {
        let slot = edit.headers().slots::<Route>().nth(place).unwrap();
        edit.replace(&slot, Route::row(NameAddr::build("sip:d"))).map(drop)
    };
    let remove: Change = |edit, place| {
        let slot = edit.headers().slots::<Route>().nth(place).unwrap();
        edit.remove(&slot).map(drop)
    };
    for (change, place, wanted) in [
        (replace, 0, ["", "Route: <sip:d>, <sip:b>;x, <sip:c>\r\n", "Route: <sip:d>, <sip:b>, <sip:c>;x\r\n"]),
        (replace, 1, ["Route: <sip:a>;x, <sip:d>, <sip:c>\r\n", "", "Route: <sip:a>, <sip:d>, <sip:c>;x\r\n"]),
        (replace, 2, ["Route: <sip:a>;x, <sip:b>, <sip:d>\r\n", "Route: <sip:a>, <sip:b>;x, <sip:d>\r\n", ""]),
        (remove, 0, ["", "Route: <sip:b>;x, <sip:c>\r\n", "Route: <sip:b>, <sip:c>;x\r\n"]),
        (remove, 1, ["Route: <sip:a>;x, <sip:c>\r\n", "", "Route: <sip:a>, <sip:c>;x\r\n"]),
        (remove, 2, ["Route: <sip:a>;x, <sip:b>\r\n", "Route: <sip:a>, <sip:b>;x\r\n", ""]),
    ] {
        for (added, wanted) in wanted.into_iter().enumerate() {
            let orders: [[(Change, usize); 2]; 2] = [[(change, place), (add, added)], [(add, added), (change, place)]];
            for [(first, at), (second, then)] in orders {
                let output = edited(&input, |edit| {
                    first(edit, at)?;
                    second(edit, then)
                });
                match wanted {
                    "" => assert_eq!(kind(output), EditErrorKind::EditedBefore, "{place} {added}"),
                    rows => assert_eq!(output.unwrap(), with(rows), "{place} {added}"),
                }
            }
        }
    }
}

#[test]
fn an_empty_value_before_what_was_taken_out_is_still_there() {
    let input = with("Supported:,a\r\n");
    let message = Message::parse(input.as_bytes()).unwrap();
    let slots: Vec<_> = message.headers().slots::<Supported>().collect();
    assert_eq!(slots.iter().map(|slot| slot.as_bytes()).collect::<Vec<_>>(), [&b""[..], b"a"]);
    let mut scratch = EditScratch::new();
    let mut edit = message.edit(&mut scratch);
    edit.remove(&slots[1]).unwrap();
    edit.replace(&slots[0], Supported::row("b")).unwrap();
    assert_eq!(kind(edit.replace(&slots[0], Supported::row("c"))), EditErrorKind::EditedBefore);
    assert_eq!(edit.finish().to_bytes(), with("Supported:b\r\n").as_bytes());
}

#[test]
fn a_challenge_among_joined_ones_is_replaced_by_what_is_seen_to_begin() {
    let input = with("WWW-Authenticate: Digest realm=\"a\", Digest realm=\"b\"\r\n");
    let replaced = |place: usize, text: &'static str| {
        edited(&input, |edit| {
            let slot = edit.headers().slots::<WwwAuthenticate>().nth(place).unwrap();
            edit.replace(&slot, Challenge::parse(text.as_bytes()).unwrap()).map(drop)
        })
    };
    assert_eq!(replaced(1, "X y=z").unwrap(), with("WWW-Authenticate: Digest realm=\"a\", X y=z\r\n"));
    assert_eq!(replaced(0, "Negotiate y").unwrap(), with("WWW-Authenticate: Negotiate y, Digest realm=\"b\"\r\n"));
    // Behind a comma it would be no challenge, and spoil the one before it.
    assert!(replaced(1, "Negotiate y").is_err());
}
