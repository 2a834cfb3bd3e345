//! What is wrong with messages: `inspect check`.

use serde_json::{Value, json};

use super::{inspect, inspect_with};

/// The ids of the faults of a message on standard input, what each owes, and the exit status.
fn faults(input: &str, arguments: &[&str]) -> (Vec<(String, Value)>, i32) {
    let run = inspect_with(&[&["check", "--json"], arguments, &["-"]].concat(), input.as_bytes());
    let found = run.json().pop().unwrap();
    let fault = |fault: &Value| (fault["id"].as_str().unwrap().to_owned(), fault["owed"].clone());
    (found["faults"].as_array().unwrap().iter().map(fault).collect(), run.status)
}

const OPTIONS: &str = "OPTIONS sip:bob@example.com SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nMax-Forwards: 70\r\n\
    From: <sip:ann@example.org>;tag=1\r\nTo: <sip:bob@example.com>\r\nCall-ID: 7\r\nCSeq: 5 OPTIONS\r\nContent-Length: 0\r\n\r\n";

#[test]
fn faults_are_checked_for_an_element() {
    assert_eq!(faults(OPTIONS, &["--as", "uas"]), (vec![], 0));
    let without_to = OPTIONS.replace("To: <sip:bob@example.com>\r\n", "");
    let run = inspect_with(&["check", "--json", "--as", "uas", "-"], without_to.as_bytes());
    let empty_line = without_to.find("\r\n\r\n").unwrap() + 2;
    assert_eq!(
        run.json(),
        [json!({ "file": "-", "faults": [{ "rule": "MissingTo", "id": "V001", "section": "RFC 3261 §8.1.1", "owed": 400,
            "offset": empty_line, "header": "To" }] })]
    );
    assert_eq!(run.status, 1);
    let dropped = OPTIONS.replace("Via: SIP/2.0/UDP a;branch=z9hG4bK1\r\n", "");
    assert_eq!(faults(&dropped, &["--as", "proxy"]), (vec![("V005".to_owned(), json!("drop"))], 1));
    let run = inspect_with(&["check", "--json", "--as", "uas", "-"], OPTIONS.replace("SIP/2.0\r\nVia", "SIP/9.0\r\nVia").as_bytes());
    assert!(run.json()[0]["faults"][0].get("header").is_none() && run.json()[0]["faults"][0]["owed"] == 505);
}

#[test]
fn lists_say_what_the_element_knows() {
    let one = |id: &str, owed: u16| (vec![(id.to_owned(), json!(owed))], 1);
    let required = OPTIONS.replace("Content-Length", "Require: timer, path\r\nContent-Length");
    assert_eq!(faults(&required, &["--as", "uas", "--tags", "timer,path"]), (vec![], 0));
    assert_eq!(faults(&required, &["--as", "uas", "--tags", "timer"]), one("N001", 420));
    assert_eq!(faults(OPTIONS, &["--as", "uas", "--methods", "INVITE,ACK"]), one("V030", 501));
    assert_eq!(faults(OPTIONS, &["--as", "uas", "--allow", "INVITE,ACK"]), one("V029", 405));
    assert_eq!(faults(OPTIONS, &["--as", "proxy", "--schemes", "sips"]), one("V024", 416));
    let body = OPTIONS.replace("Content-Length: 0\r\n\r\n", "Content-Type: text/plain\r\nContent-Length: 1\r\n\r\nx");
    assert_eq!(faults(&body, &["--as", "uas", "--accept", "application/sdp"]), one("V042", 415));
    let subscribe = OPTIONS.replace("OPTIONS", "SUBSCRIBE").replace("Content-Length", "o: teapot\r\nContent-Length");
    assert_eq!(faults(&subscribe, &["--as", "uas", "--packages", "presence,dialog"]), one("V086", 489));
}

#[test]
fn faults_are_underlined_under_the_message() {
    let wrong = OPTIONS.replace("5 OPTIONS", "5 INVITE");
    let run = inspect_with(&["check", "--as", "uas", "-"], wrong.as_bytes());
    assert_eq!(run.status, 1);
    let text = run.text();
    assert!(text.starts_with("standard input  ") && text.lines().next().unwrap().ends_with("  1 fault"), "{text}");
    let tree = text.find("OPTIONS sip:bob@example.com SIP/2.0\n").unwrap();
    let fault = text.find("fault: CSeq names another method (V009 RFC 3261 §8.1.1.5), owed: 400 Bad Request at byte ").unwrap();
    assert!(tree < fault && text.ends_with("\n  CSeq: 5 INVITE\n        ^\n"), "{text}");
    assert!(inspect_with(&["check", "--as", "uas", "-"], OPTIONS.as_bytes()).text().contains("  no fault\n"));
}

#[test]
fn an_element_is_told_of_messages_that_it_does_not_receive() {
    let run = inspect_with(&["check", "--as", "uac", "-"], OPTIONS.replace("Call-ID: 7\r\n", "").as_bytes());
    assert!(run.status == 1 && run.text().contains("note: a client receives responses, and this is a request"), "{}", run.text());
    let response = OPTIONS.replace("OPTIONS sip:bob@example.com SIP/2.0", "SIP/2.0 200 OK").replace("Max-Forwards: 70\r\n", "");
    for (role, is_told) in [("uas", true), ("registrar", true), ("proxy", false), ("uac", false)] {
        let run = inspect_with(&["check", "--json", "--as", role, "-"], response.as_bytes());
        assert_eq!((run.json()[0].get("note").is_some(), run.status), (is_told, 0), "{role}");
    }
}

#[test]
fn messages_of_a_stream_are_checked_one_by_one() {
    let second = OPTIONS.replace("CSeq: 5 OPTIONS\r\n", "");
    let stream = [OPTIONS, "\r\n\r\n", &second, &OPTIONS.replace("Content-Length: 0\r\n", "")].concat();
    let run = inspect_with(&["check", "--json", "--stream", "--as", "proxy", "-"], stream.as_bytes());
    let ids: Vec<Vec<String>> = run
        .json()
        .iter()
        .map(|one| one["faults"].as_array().unwrap().iter().map(|fault| fault["id"].as_str().unwrap().to_owned()).collect())
        .collect();
    assert_eq!((ids, run.status), (vec![vec![], vec!["V004".to_owned()], vec!["V040".to_owned()]], 1));
    assert_eq!(run.json()[1]["at"], OPTIONS.len() + 4);
}

#[test]
fn wrong_calls_of_check_are_told() {
    assert_eq!(inspect(&["check", "-"]).status, 2);
    assert_eq!(inspect(&["check", "--as", "phone", "-"]).status, 2);
    assert_eq!(inspect(&["check", "--as", "uas"]).status, 2);
    assert_eq!(inspect(&["check", "--as", "uas", "--allow", "INVITE,a b", "-"]).status, 2);
    assert_eq!(inspect(&["check", "--as", "uas", "no-such-file"]).status, 2);
}

#[test]
fn a_parsed_message_says_that_it_has_faults() {
    let without_to = OPTIONS.replace("To: <sip:bob@example.com>\r\n", "");
    let run = inspect_with(&["-"], without_to.as_bytes());
    assert!(run.status == 0 && run.text().contains("\n1 fault: Missing To header field (RFC 3261 §8.1.1); `inspect check` shows each\n"));
    assert!(!inspect_with(&["-"], OPTIONS.as_bytes()).text().contains("fault"));
}
