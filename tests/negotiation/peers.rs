//! What Supported, Require, Allow, Accept, Allow-Events and Recv-Info say.

use proptest::prelude::*;
use proptest::sample::select;
use sipwire::rules::Peer;
use sipwire::{Method, Response, StatusCode};

use crate::request;

/// N001 and N002: the tags of Require, or of Proxy-Require, that are not known, over rows and commas.
#[test]
fn unknown_tags_are_listed_in_their_order() {
    let rows = ["Require: 100rel, foo", "Proxy-Require: sec-agree, x", "Require: BAR,foo", "Require:", "require: TIMER"];
    request("INVITE", &rows, |request| {
        let peer = Peer::of(request.headers());
        let unknown = |own: &[&str]| peer.unknown(own).map(|tag| tag.to_string()).collect::<Vec<_>>();
        assert_eq!(unknown(&["100rel", "timer"]), ["foo", "BAR", "foo"]);
        assert_eq!(unknown(&["100REL", "bar", "Foo", "timer"]), [""; 0]);
        assert_eq!(peer.unknown_of_proxy(&["sec-agree"]).map(|tag| tag.to_string()).collect::<Vec<_>>(), ["x"]);
        assert!(peer.requires("Foo") && !peer.supports("foo") && peer.knows("foo") && !peer.knows("path"));
    });
}

proptest! {
    /// What is unknown is a part of Require in its order, and nothing exactly if all is known.
    #[test]
    fn what_is_unknown_is_a_part_of_require(
        tags in proptest::collection::vec(select(&["100rel", "Timer", "foo", "path", "FOO", "x"][..]), 0..20),
        own in proptest::sample::subsequence(vec!["100rel", "timer", "foo", "path", "x"], 0..=5),
    ) {
        let row = format!("Require: {}", tags.join(", "));
        let rows: &[&str] = if tags.is_empty() { &[] } else { &[&row] };
        request("INVITE", rows, |request| {
            let unknown: Vec<_> = Peer::of(request.headers()).unknown(&own).map(|tag| tag.to_string()).collect();
            let twin: Vec<_> = tags.iter().filter(|tag| !own.iter().any(|known| known.eq_ignore_ascii_case(tag))).collect();
            assert_eq!(unknown.iter().collect::<Vec<_>>(), twin);
        });
    }
}

/// N008: a server that can't do without an extension says so with a 421.
#[test]
fn n008_who_lacks_an_extension_that_is_needed_is_told_which() {
    request("INVITE", &["Supported: 100rel", "To: <sip:bob@b>"], |request| {
        assert!(!Peer::of(request.headers()).supports("timer"));
        let mut refusal = Response::to(request.headers(), StatusCode::EXTENSION_REQUIRED, Some(b"1"));
        let refusal = refusal.header(sipwire::header::Require::list(&["timer"])).finish().unwrap();
        assert!(Peer::of(refusal.headers()).requires("timer"));
    });
}

/// N011, N012 and N035.
#[test]
fn methods_are_known_only_if_they_are_listed() {
    request("INVITE", &[], |request| assert_eq!(Peer::of(request.headers()).allows(Method::Update), None));
    request("INVITE", &["Allow: INVITE, ACK", "Allow: Update"], |request| {
        let peer = Peer::of(request.headers());
        assert_eq!(
            (peer.allows(Method::Invite), peer.allows(Method::Update), peer.allows(Method::Bye)),
            (Some(true), Some(false), Some(false))
        );
    });
    request("INVITE", &["Allow:"], |request| assert_eq!(Peer::of(request.headers()).allows(Method::Invite), Some(false)));
}

/// N015 to N018.
#[test]
fn bodies_are_accepted_by_the_most_specific_range() {
    let accepts =
        |rows: &[&str], kind: &str, subtype: &str| request("INVITE", rows, |request| Peer::of(request.headers()).accepts(kind, subtype));
    assert!(accepts(&[], "Application", "SDP") && !accepts(&[], "text", "plain"));
    assert!(!accepts(&["Accept:"], "application", "sdp"));
    let rows = ["Accept: text/*;q=0, */*;q=0.1", "Accept: text/html, application/sdp;q=0"];
    for (kind, subtype, wanted) in [("text", "plain", false), ("text", "html", true), ("image", "png", true), ("application", "sdp", false)]
    {
        assert_eq!(accepts(&rows, kind, subtype), wanted, "{kind}/{subtype}");
    }
}

#[test]
fn codings_and_languages_have_defaults() {
    let coding = |rows: &[&str], name: &str| request("INVITE", rows, |request| Peer::of(request.headers()).accepts_encoding(name));
    assert!(coding(&[], "identity") && !coding(&[], "gzip"));
    assert!(coding(&["Accept-Encoding: gzip"], "GZIP") && coding(&["Accept-Encoding: gzip"], "identity"));
    assert!(!coding(&["Accept-Encoding: gzip;q=0, *"], "gzip") && coding(&["Accept-Encoding: gzip;q=0, *"], "br"));
    assert!(!coding(&["Accept-Encoding: identity;q=0"], "identity"));
    let language = |rows: &[&str], name: &str| request("INVITE", rows, |request| Peer::of(request.headers()).accepts_language(name));
    assert!(language(&[], "da") && language(&["Accept-Language: da, en;q=0.7"], "DA-dk") && !language(&["Accept-Language: da"], "en"));
    assert!(!language(&["Accept-Language: *, en-gb;q=0"], "en-GB") && language(&["Accept-Language: *, en-gb;q=0"], "en"));
    assert!(!language(&["Accept-Language: en-gb"], "en"));
}

/// N055, and INFO packages (N068, RFC 6086 §4.2.1).
#[test]
fn packages_are_known_only_if_they_are_listed() {
    let rows = ["Allow-Events: presence, dialog", "Recv-Info: P, R"];
    request("INVITE", &rows, |request| {
        let peer = Peer::of(request.headers());
        assert_eq!((peer.allows_event("dialog"), peer.allows_event("Dialog")), (Some(true), Some(false)));
        assert_eq!((peer.receives_info("p"), peer.receives_info("Q")), (Some(true), Some(false)));
    });
    request("INVITE", &["Recv-Info:"], |request| {
        let peer = Peer::of(request.headers());
        assert_eq!((peer.receives_info("P"), peer.allows_event("dialog")), (Some(false), None));
    });
    request("INVITE", &[], |request| assert_eq!(Peer::of(request.headers()).receives_info("P"), None));
}

/// N058: each directive by itself, over rows and commas.
#[test]
fn n058_directives_are_asked_one_by_one() {
    request("INVITE", &["Request-Disposition: no-fork, Queue", "d: parallel"], |request| {
        let peer = Peer::of(request.headers());
        assert!(["no-fork", "queue", "parallel"].iter().all(|directive| peer.directs(directive)));
        assert!(["fork", "no-queue", "redirect"].iter().all(|directive| !peer.directs(directive)));
    });
    request("INVITE", &[], |request| assert!(!Peer::of(request.headers()).directs("fork")));
}
