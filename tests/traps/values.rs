//! Traps 51 to 65: Via, numbers, dates and texts.

use core::time::Duration;

use sipwire::header::{
    Accept, AcceptLanguage, CSeq, Contact, ContentDisposition, Date, Expires, MaxBreadth, MinExpires, Organization, RAck, RSeq, RetryAfter,
    Server, SessionExpires, Subject, Timestamp, UserAgent, Via, Warning,
};
use sipwire::{ErrorKind, Expected, Leniency, Limit, Transport};

use super::{ALL, NONE, Trap, nth, typed};

#[test]
fn trap_51_white_space_and_comments_in_a_via() {
    let trap = Trap::read("51-via-spread-out.sip");
    let message = trap.strict();
    let via = typed::<Via>(&message, 0);
    assert_eq!((via.transport(), via.host().unwrap().as_str(), via.port().unwrap()), (Transport::Udp, "hall.example", Some(4000)));
    assert_eq!((via.ttl().unwrap(), via.branch().unwrap().unwrap().as_str()), (Some(16), "z9hG4bKa"));
    assert_eq!(trap.row(1, NONE).unwrap_err().1, trap.at("(from"));
    // A comment was allowed once; one with a comma is still two elements.
    let whole = trap.with(", today)", ")");
    whole.only_with(1, Leniency::VIA_COMMENT, 1, whole.row(1, NONE).unwrap_err());
}

#[test]
fn trap_52_protocols_of_a_via_are_tokens() {
    let trap = Trap::read("52-via-tokens.sip");
    let message = trap.strict();
    let known = typed::<Via>(&message, 0);
    assert!(known.transport() == Transport::Udp && known.protocol().eq_ignore_ascii_case("SIP"));
    let other = typed::<Via>(&message, 1);
    assert_eq!((other.protocol().as_str(), other.version().as_str(), other.transport().as_str()), ("LAMP", "9-x", "PIGEON"));
}

#[test]
fn trap_53_a_branch_may_say_nothing() {
    let trap = Trap::read("53-branches.sip");
    let message = trap.strict();
    let branches: Vec<_> = message
        .headers()
        .all::<Via>()
        .map(|via| via.unwrap())
        .map(|via| (via.branch().unwrap().is_some(), via.has_magic_cookie()))
        .collect();
    assert_eq!(branches, [(true, false), (true, false), (false, false), (true, true)]);
}

#[test]
fn trap_54_parameters_of_a_via_are_within_their_range() {
    let trap = Trap::read("54-via-parameters.sip");
    let message = trap.strict();
    let first = typed::<Via>(&message, 0);
    assert_eq!((first.ttl().unwrap(), first.has_rport(), first.rport().unwrap()), (Some(255), true, None));
    trap.never(1, (ErrorKind::OutOfRange, trap.at("ttl=256")));
    trap.only_with(2, Leniency::EMPTY_PARAM_VALUE, 1, trap.wants_behind(Expected::ParameterValue, "rport="));
    let last = typed::<Via>(&message, 3);
    assert_eq!((last.received().unwrap(), last.rport().unwrap()), (last.host().unwrap().ip(), Some(9)));
}

#[test]
fn trap_55_two_vias_in_one_row_are_two() {
    let trap = Trap::read("55-top-via.sip");
    let rows = trap.with(", SIP", "\r\nVia: SIP");
    let vias = |trap: &Trap| trap.strict().headers().all::<Via>().map(|via| via.unwrap().as_bytes().to_vec()).collect::<Vec<_>>();
    assert_eq!(vias(&trap), vias(&rows));
    assert_eq!((vias(&trap).len(), trap.strict().headers().len(), rows.strict().headers().len()), (2, 1, 2));
    assert_eq!(trap.strict().headers().first::<Via>().unwrap().unwrap().as_bytes(), b"SIP/2.0/UDP a;branch=z9hG4bKa");
}

#[test]
fn trap_56_numbers_are_within_their_range() {
    let trap = Trap::read("56-numbers.sip");
    let message = trap.strict();
    trap.never(0, (ErrorKind::OutOfRange, trap.at("0002147483648")));
    let most = trap.with("0002147483648", "0002147483647");
    assert_eq!(typed::<CSeq>(&most.strict(), 0).number(), 0x7FFF_FFFF);
    assert_eq!(trap.with("0002147483648", "36893488147419103232").row(0, ALL), Err((ErrorKind::OutOfRange, trap.at("0002147483648"))));
    trap.never(1, (ErrorKind::OutOfRange, trap.at("300")));
    assert_eq!(typed::<Expires>(&message, 2).value(), u32::MAX);
    let contact = typed::<Contact>(&message, 3);
    assert_eq!((contact.expires(), contact.q()), (Ok(Some(u32::MAX)), Ok(Some(125))));
    assert_eq!(typed::<RetryAfter>(&message, 4).value(), 18);
    trap.never(5, (ErrorKind::OutOfRange, trap.at("0\r\nRAck")));
    assert_eq!(typed::<RSeq>(&trap.with("RSeq: 0", "RSeq: 4294967295").strict(), 5).value(), u32::MAX);
    trap.never(6, (ErrorKind::OutOfRange, trap.at("4294967296 1")));
    assert_eq!(typed::<RAck>(&trap.with("4294967296 1", "4294967295 1").strict(), 6).response_number(), u32::MAX);
    assert_eq!(trap.row(7, NONE).unwrap_err().1, trap.at("1812"));
    assert_eq!(trap.row(7, ALL), trap.row(7, NONE));
    assert_eq!((typed::<SessionExpires>(&message, 8).value(), typed::<MaxBreadth>(&message, 9).value()), (90, 68));
    assert_eq!(typed::<MinExpires>(&message, 10).value(), u32::MAX);
}

#[test]
fn trap_57_dates_have_one_form() {
    let trap = Trap::read("57-date.sip");
    let message = trap.strict();
    let date = typed::<Date>(&message, 0);
    assert_eq!((date.year(), date.second()), (2010, 60));
    for (text, place) in [
        ("Fri, 13 Nov 2010 23:29:60 EST", 26),
        ("Fri, 1 Nov 2010 23:29:60 GMT", 5),
        ("Fri, 13 nov 2010 23:29:60 GMT", 8),
        ("Fri, 13 Nov 10 23:29:60 GMT", 12),
        ("Fri, 13 Nov 2010 23:29:61 GMT", 23),
        ("Fri, 13 Nov 2010 23:29:60 gmt", 26),
    ] {
        let other = trap.with("Fri, 13 Nov 2010 23:29:60 GMT", text);
        let error = other.row(0, NONE).unwrap_err();
        assert!(other.row(0, ALL).is_err() && error.1 <= trap.at("Fri") + place, "{text}");
        // The message is one all the same, and what was sent is there to be forwarded.
        assert_eq!(nth(&other.strict(), 0).as_bytes(), text.as_bytes());
    }
}

#[test]
fn trap_58_timestamps_have_dots_and_delays() {
    let trap = Trap::read("58-timestamps.sip");
    let half = typed::<Timestamp>(&trap.strict(), 0).delay().unwrap();
    assert_eq!(half, Some(Duration::from_millis(500)));
    for (text, time, delay) in [("54", 54_000, None), ("54.", 54_000, None), ("54.21 0.3", 54_210, Some(300)), ("54 ", 54_000, None)] {
        let other = trap.with("54 .5", text);
        let message = other.strict();
        let timestamp = typed::<Timestamp>(&message, 0);
        assert_eq!(
            (timestamp.time(), timestamp.delay().unwrap()),
            (Duration::from_millis(time), delay.map(Duration::from_millis)),
            "{text}"
        );
    }
    for text in [".5", "-1", "54,1", "5 4 3"] {
        assert!(trap.with("54 .5", text).row(0, ALL).is_err(), "{text}");
    }
}

#[test]
fn trap_59_retry_after_has_a_comment_and_parameters() {
    let trap = Trap::read("59-retry-after.sip");
    let message = trap.strict();
    let retry = typed::<RetryAfter>(&message, 0);
    assert_eq!((retry.value(), retry.comment().unwrap().as_bytes()), (18_000, &b"in (a) dark; hall"[..]));
    assert!(retry.params().value("duration").unwrap().is("3600") && retry.params().contains("x"));
}

#[test]
fn trap_60_the_spaces_of_a_warning() {
    let trap = Trap::read("60-warnings.sip");
    let message = trap.strict();
    let warnings: Vec<_> = message.headers().all::<Warning>().take(2).map(Result::unwrap).collect();
    assert_eq!((warnings[0].code(), warnings[0].port().unwrap()), (399, Some(5060)));
    assert!(warnings[0].text().unwrap().is("a, b") && warnings[1].agent().unwrap().unwrap() == "-" && warnings[1].text().unwrap().is("c"));
    trap.only_with(1, Leniency::WARNING_SPACES, 1, trap.row(1, NONE).unwrap_err());
    assert_eq!(trap.row(1, NONE).unwrap_err().1, trap.at(" lamp.example \"a\""));
}

#[test]
fn trap_61_comments_nest_as_deep_as_allowed() {
    let trap = Trap::read("61-comments.sip");
    let message = trap.strict();
    assert_eq!(typed::<Server>(&message, 0).as_bytes(), nth(&message, 0).as_bytes());
    assert_eq!(typed::<Subject>(&message, 1).as_bytes(), b"(not ) a comment (");
    assert_eq!(typed::<UserAgent>(&message, 2).as_bytes(), b"lamp (a \\) b (c))");
    trap.never(3, (ErrorKind::Limit(Limit::CommentDepth), trap.at("( too deep")));
    // However deep it is, nothing recurses.
    let deep = trap.with("((((((((( too", format!("{} too", "(".repeat(10_000)));
    assert_eq!(deep.row(3, ALL).unwrap_err().0, ErrorKind::Limit(Limit::CommentDepth));
}

#[test]
fn trap_62_user_agents_call_themselves_what_they_like() {
    let trap = Trap::read("62-user-agent.sip");
    assert_eq!(typed::<UserAgent>(&trap.strict(), 0).as_bytes(), b"Lamp/Red 1.2 [x] <y> @hall/");
}

#[test]
fn trap_63_parameters_of_accept_and_digits_of_languages() {
    let trap = Trap::read("63-accept.sip");
    let message = trap.strict();
    let ranges: Vec<_> = message.headers().all::<Accept>().map(Result::unwrap).collect();
    assert_eq!((ranges[0].kind().as_str(), ranges[0].subtype().as_str(), ranges[0].q()), ("text", "*", Ok(400)));
    assert_eq!((ranges[0].params().iter().count(), ranges[1].q(), ranges.len()), (3, Ok(1000), 2));
    let languages: Vec<_> = message.headers().all::<AcceptLanguage>().map(|one| one.unwrap().token().to_string()).collect();
    assert_eq!(languages, ["es-419", "en"]);
}

#[test]
fn trap_64_a_body_is_required_unless_it_is_optional() {
    let trap = Trap::read("64-content-disposition.sip");
    assert!(typed::<ContentDisposition>(&trap.strict(), 0).is_required().unwrap());
    let handled = |handling: &str| {
        let other = trap.with("early-session", format!("early-session;handling={handling}"));
        typed::<ContentDisposition>(&other.strict(), 0).is_required().unwrap()
    };
    assert_eq!(["required", "OPTIONAL", "x"].map(handled), [true, false, true]);
    assert!(trap.with("Content-Disposition: early-session\r\n", "").strict().headers().get::<ContentDisposition>().unwrap().is_none());
}

#[test]
fn trap_65_texts_keep_their_inner_white_space() {
    let trap = Trap::read("65-subject.sip");
    let message = trap.strict();
    assert_eq!(typed::<Subject>(&message, 0).as_bytes(), b"dim   it \t now");
    let organization = typed::<Organization>(&message, 1);
    assert_eq!((organization.as_bytes(), organization.to_str().unwrap().as_ref()), (&b"a\r\n  b"[..], "a b"));
}
