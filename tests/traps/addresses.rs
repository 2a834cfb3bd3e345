//! Traps 30 to 37: addresses.

use sipwire::header::{Contact, Expires, From, ReplyTo, Server, To};
use sipwire::{ErrorKind, Expected, HeaderName, Leniency, NameAddr};

use super::{ALL, NONE, Trap, nth, typed};

#[test]
fn trap_30_without_brackets_parameters_are_the_headers() {
    let trap = Trap::read("30-addresses-without-brackets.sip");
    let message = trap.strict();
    let contact = typed::<Contact>(&message, 0);
    assert_eq!(contact.uri().unwrap().unwrap().as_bytes(), b"sip:a@lamp.example");
    assert!(contact.params().value("x").unwrap().is("1") && contact.uri().unwrap().unwrap().as_sip().unwrap().params().is_empty());
    // A question mark or a comma wants brackets.
    trap.only_with(1, Leniency::QUESTION_WITHOUT_BRACKETS, 1, trap.wants(Expected::EndOfValue, "?Route"));
    trap.only_with(2, Leniency::QUESTION_WITHOUT_BRACKETS, 1, trap.wants(Expected::EndOfValue, "?x=y"));
    assert_eq!(trap.row(3, NONE).unwrap_err().1, trap.row(3, ALL).unwrap_err().1);
}

#[test]
fn trap_31_display_names_of_tokens() {
    let trap = Trap::read("31-display-names.sip");
    let message = trap.strict();
    let from = typed::<From>(&message, 0);
    assert!(from.display_name().unwrap().unwrap().is("hall") && from.tag().unwrap().unwrap() == "1");
    assert!(typed::<To>(&message, 1).display_name().unwrap().unwrap().is("Red  Lamp"));
    // A comma wants quotes, whatever is taken.
    assert!(trap.row(2, NONE).is_err() && trap.row(2, ALL).is_err());
    trap.only_with(3, Leniency::LOOSE_DISPLAY_NAME, 1, trap.wants(Expected::DisplayName, "(red)"));
    let lenient = trap.lenient(Leniency::LOOSE_DISPLAY_NAME);
    assert!(typed::<ReplyTo>(&lenient, 3).display_name().unwrap().unwrap().is("Lamp (red)"));
}

#[test]
fn trap_32_a_quote_that_is_not_closed_ends_with_its_row() {
    let trap = Trap::read("32-open-quote.sip");
    let (_, end) = trap.span(0);
    trap.never(0, (ErrorKind::Expected(Expected::ClosingQuote), end));
    let message = trap.strict();
    assert!(typed::<From>(&message, 1).display_name().unwrap().unwrap().is("x"));
}

#[test]
fn trap_33_an_empty_display_name_is_not_none() {
    let trap = Trap::read("33-empty-display-name.sip");
    let message = trap.strict();
    assert!(typed::<From>(&message, 0).display_name().unwrap().is_some_and(|name| name.is_empty()));
    assert!(typed::<To>(&message, 1).display_name().unwrap().is_none());
    let contact = typed::<Contact>(&message, 2);
    let name = contact.address().unwrap().display_name().unwrap().unwrap();
    assert_eq!((name.as_bytes(), &*name.unescape()), (&b"Re\\d \\\"Lamp\\\""[..], &b"Red \"Lamp\""[..]));
}

#[test]
fn trap_34_no_spaces_inside_brackets() {
    let trap = Trap::read("34-spaces-in-brackets.sip");
    let error = trap.row(0, NONE).unwrap_err();
    assert_eq!(error.1, trap.at(" sip:hall@lamp.example >"));
    trap.only_with(0, Leniency::SPACES_IN_BRACKETS, 1, error);
    let lenient = trap.lenient(Leniency::SPACES_IN_BRACKETS);
    assert_eq!(typed::<To>(&lenient, 0).uri().unwrap().as_bytes(), b"sip:hall@lamp.example");
    // Outside they are white space, inside the URI they are never taken.
    let message = trap.strict();
    assert_eq!(typed::<From>(&message, 1).tag().unwrap().unwrap(), "1");
    trap.never(2, trap.wants(Expected::Host, " lamp.example"));
}

#[test]
fn trap_35_a_star_stands_alone() {
    let trap = Trap::read("35-contact-star.sip");
    let message = trap.strict();
    assert!(message.headers().first::<Contact>().unwrap().unwrap().is_star());
    // What validation will want to know: the method, and that it expires at once.
    assert_eq!(message.headers().require::<Expires>().unwrap().value(), 0);
    for contact in ["Contact: *, <sip:a@b>", "Contact: <sip:a@b>, *", "Contact: *\r\nm: <sip:a@b>", "Contact: *;x", "Contact: *, *"] {
        let other = trap.with("Contact: *", contact);
        for leniency in [NONE, ALL] {
            let message = other.lenient(leniency);
            let (mut all, mut rows) = (message.headers().all::<Contact>(), message.headers().named(HeaderName::Contact));
            let is_part = contact.contains(";x");
            // A parameter of the star is an error when the value is checked; the others leave doubt about the list.
            assert!(all.any(|one| one.is_err()) != is_part, "{contact}");
            assert!(!is_part || rows.any(|row| row.values().any(|value| value.is_err())), "{contact}");
        }
    }
}

#[test]
fn trap_36_addresses_without_a_tag() {
    let trap = Trap::read("36-no-tag.sip");
    let message = trap.strict();
    assert!(typed::<From>(&message, 0).tag().unwrap().is_none() && typed::<To>(&message, 1).tag().unwrap().is_none());
    assert_eq!((trap.row(0, NONE), trap.row(1, NONE)), (Ok(1), Ok(1)));
}

#[test]
fn trap_37_folds_in_texts_are_one_space() {
    let trap = Trap::read("37-folds-in-texts.sip");
    let message = trap.strict();
    let from = typed::<From>(&message, 0);
    let name = from.display_name().unwrap().unwrap();
    assert_eq!((name.as_bytes(), &*name.unescape()), (&b"Red\r\n \tLamp"[..], &b"Red Lamp"[..]));
    assert_eq!(typed::<Server>(&message, 1).to_str().unwrap(), "lamp (red one)");
    assert_eq!(nth(&message, 1).as_bytes(), b"lamp (red\r\n  one)");
    assert_eq!(NameAddr::parse(b"\"a\r\nb\" <sip:c>").unwrap_err().offset(), 2);
}
