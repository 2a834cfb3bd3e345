//! Streams, part by part.

use serde_json::{Value, json};

use super::{inspect, inspect_with, row};

const BYE: &str = "BYE sip:a SIP/2.0\r\nl: 0\r\n\r\n";
const OK: &str = "SIP/2.0 200 OK\r\nl: 5\r\n\r\nhello";

/// What a stream gives: the kind of each part, its place and its length.
fn parts(stream: &str, flags: &[&str]) -> (Vec<(String, u64, u64)>, i32) {
    let run = inspect_with(&[flags, &["--stream", "--json", "-"]].concat(), stream.as_bytes());
    assert_eq!(run.stderr, "");
    let part = |part: &Value| (part["kind"].as_str().unwrap().to_owned(), part["at"].as_u64().unwrap(), part["length"].as_u64().unwrap());
    (run.json().iter().map(part).collect(), run.status)
}

#[test]
fn a_stream_is_shown_part_by_part() {
    let part = |kind: &str, at: u64, length: u64| (kind.to_owned(), at, length);
    let requests = format!("\r\n\r\n{BYE}\r\n{BYE}\r\n\r");
    let accepted = vec![part("ping", 0, 4), part("request", 4, 27), part("request", 33, 27), part("left", 60, 3)];
    assert_eq!(parts(&requests, &[]), (accepted.clone(), 0));
    assert_eq!(parts(&requests, &["--reader", "accepted"]), (accepted, 0));
    let pongs = [part("pong", 0, 2), part("pong", 2, 2), part("request", 4, 27), part("pong", 31, 2), part("request", 33, 27)];
    let opened = pongs.into_iter().chain([part("pong", 60, 2), part("left", 62, 1)]).collect();
    assert_eq!(parts(&requests, &["--reader", "opened"]), (opened, 0));
    // Who gets a response first has opened the connection.
    let responses = format!("\r\n{OK}\r\n{BYE}");
    let found = vec![part("pong", 0, 2), part("response", 2, 29), part("pong", 31, 2), part("request", 33, 27)];
    assert_eq!(parts(&responses, &[]), (found, 0));
    assert_eq!(parts(&responses, &["--reader", "accepted"]).0.len(), 2);
    assert_eq!(parts("", &[]), (vec![], 0));
}

#[test]
fn a_stream_ends_in_what_is_wrong_with_it() {
    let broken = format!("{BYE}BYE sip:a SIP/2.0\r\nTo: <sip:b>\r\nl: -5\r\n\r\n{BYE}");
    let run = inspect_with(&["--stream", "--json", "-"], broken.as_bytes());
    let parts = run.json();
    assert_eq!((run.status, parts.len(), &parts[0]["at"]), (1, 2, &json!(0)));
    let error = &parts[1];
    assert_eq!((&error["kind"], &error["error_kind"], &error["status"]), (&json!("error"), &json!("expected:digits"), &json!(400)));
    // `at` counts in the stream, `offset` in the message; and nobody looks at what follows.
    assert_eq!((&error["at"], &error["offset"], &error["length"]), (&json!(27 + 35), &json!(35), &json!(broken.len() - 27)));
    assert_eq!((&error["method"], &row(error, "To")["typed"][0]["uri"]["host"]), (&json!("BYE"), &json!("b")));
    let tree = inspect_with(&["--stream", "-"], broken.as_bytes());
    for line in
        ["standard input from byte 0  27 bytes  parsed", "standard input from byte 27  68 bytes  refused", "error: expected digits, found"]
    {
        assert!(tree.text().contains(line), "{line:?} in {}", tree.text());
    }

    let cut = format!("{BYE}{}", &OK[..28]);
    let run = inspect_with(&["--stream", "--json", "-"], cut.as_bytes());
    let error = &run.json()[1];
    assert_eq!((run.status, &error["error_kind"], &error["at"]), (1, &json!("truncated"), &json!(55)));
    // A length must be there, whatever is lenient; and what is wrong with a value ends nothing.
    let without = "BYE sip:a SIP/2.0\r\n\r\n";
    assert_eq!(
        inspect_with(&["--stream", "--json", "--lenient", "-"], without.as_bytes()).json()[0]["error_kind"],
        "missing_header:Content-Length"
    );
    let value = BYE.replace("l: 0", "CSeq: x\r\nl: 0");
    let run = inspect_with(&["--stream", "--json", "-"], format!("{value}{BYE}").as_bytes());
    assert_eq!((run.status, run.json().len()), (1, 2));
    assert_eq!(inspect(&["--reader", "opened", "-"]).status, 2);
    assert_eq!(inspect(&["--stream", "no such file"]).status, 2);
}

/// More than is read at once, and from a file: the frames are the same, and progress is for terminals.
#[test]
fn a_long_stream_is_read_piece_by_piece() {
    let message = format!("MESSAGE sip:a SIP/2.0\r\nl: 3000\r\n\r\n{}", "x".repeat(3_000));
    let stream = message.repeat(700);
    let path = std::env::temp_dir().join(format!("sipwire-stream-{}", std::process::id()));
    std::fs::write(&path, &stream).unwrap();
    let run = inspect(&["--stream", "--json", path.to_str().unwrap()]);
    std::fs::remove_file(&path).unwrap();
    assert_eq!((run.status, &*run.stderr), (0, ""));
    let parts = run.json();
    assert_eq!(parts.len(), 700);
    assert!(parts.iter().enumerate().all(|(place, part)| part["at"] == place * message.len() && part["body_length"] == 3_000));
}
