//! The example program `inspect`, run as a user or another program runs it.

mod check;
mod streams;
#[path = "../common/tables.rs"]
mod tables;
mod values;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// The program, which `cargo test` builds with the other examples. (`cargo test --test inspect` does not: build it first.)
fn program() -> PathBuf {
    let mut path = std::env::current_exe().unwrap();
    path.pop();
    path.pop();
    path.extend(["examples", &format!("inspect{}", std::env::consts::EXE_SUFFIX)]);
    let built = path.metadata().and_then(|metadata| metadata.modified()).expect("run `cargo build --example inspect` first");
    for source in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/inspect")).unwrap() {
        let changed = source.unwrap().metadata().unwrap().modified().unwrap();
        assert!(changed <= built, "run `cargo build --example inspect` first: its source has changed");
    }
    path
}

struct Run {
    status: i32,
    stdout: Vec<u8>,
    stderr: String,
}

impl Run {
    fn text(&self) -> &str {
        std::str::from_utf8(&self.stdout).unwrap()
    }

    /// One JSON object a line, and nothing else.
    fn json(&self) -> Vec<Value> {
        self.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

fn inspect_with(arguments: &[&str], input: &[u8]) -> Run {
    let mut command = Command::new(program());
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    let status = output.status.code().unwrap();
    Run { status, stdout: output.stdout, stderr: String::from_utf8(output.stderr).unwrap() }
}

fn inspect(arguments: &[&str]) -> Run {
    inspect_with(arguments, b"")
}

/// The one JSON object that a message on standard input gives, and the exit status.
fn json_of(input: &[u8], flags: &[&str]) -> (Value, i32) {
    let run = inspect_with(&[flags, &["--json", "-"]].concat(), input);
    (run.json().pop().unwrap(), run.status)
}

const CORPUS: [&str; 5] = ["1-register", "2-register-with-route", "3-401-unauthorized", "4-register-with-authorization", "5-200-ok"];

/// The row of that name.
fn row<'v>(message: &'v Value, name: &str) -> &'v Value {
    message["headers"].as_array().unwrap().iter().find(|row| row["name"] == name).unwrap()
}

#[test]
fn the_corpus_is_parsed() {
    let files = CORPUS.map(|name| format!("corpus/register/{name}.sip"));
    let run = inspect(&[&["--json"], &files.each_ref().map(String::as_str)[..]].concat());
    assert_eq!((run.status, &*run.stderr), (0, ""));
    let messages = run.json();
    assert_eq!(messages.len(), 5);
    for (message, rows) in messages.iter().zip([11, 12, 7, 12, 6]) {
        assert_eq!(message["headers"].as_array().unwrap().len(), rows);
        assert_eq!([&message["content_length"], &message["body_length"], &message["trailing_length"]], [0, 0, 0]);
        assert!(message["version"] == "2.0" && message.get("diagnostics").is_none());
        assert!(message["headers"].as_array().unwrap().iter().all(|row| row.get("error").is_none() && row.get("typed").is_some()));
    }

    assert_eq!((&messages[0]["kind"], &messages[0]["method"]), (&json!("request"), &json!("REGISTER")));
    assert_eq!(
        messages[0]["uri"],
        json!({ "scheme": "sip", "host": "192.168.110.237", "port": 20101, "params": [["transport", "tcp"]],
            "raw": "sip:192.168.110.237:20101;transport=tcp" })
    );
    assert_eq!(
        row(&messages[0], "Via")["typed"],
        json!([{ "protocol": "SIP", "version": "2.0", "transport": "TCP", "host": "192.168.110.247", "port": 50250,
            "params": [["rport", null], ["branch", "z9hG4bKPjda05353a7a96446799361429235bc0e5"], ["alias", null]] }])
    );
    assert_eq!(row(&messages[0], "Call-ID")["typed"], json!([{ "id": "3548dbde40f943d2bdaf41d727049ffc" }]));
    assert_eq!(row(&messages[0], "Max-Forwards")["typed"], json!([{ "value": 70 }]));
    assert_eq!(row(&messages[0], "CSeq")["typed"], json!([{ "number": 54023, "method": "REGISTER" }]));
    assert_eq!(row(&messages[0], "Supported")["typed"], json!([{ "token": "outbound" }, { "token": "path" }]));
    assert_eq!(row(&messages[0], "Contact")["typed"][0]["uri"]["user"], "32100045");
    let instance = json!(["+sip.instance", "<urn:uuid:00000000-0000-0000-0000-000041d7c640>"]);
    assert!(row(&messages[0], "Contact")["typed"][0]["params"].as_array().unwrap().contains(&instance));
    assert!(!row(&messages[1], "Route")["typed"].as_array().unwrap().is_empty());

    assert_eq!((&messages[2]["kind"], &messages[2]["status"]), (&json!("response"), &json!(401)));
    assert_eq!(messages[2]["reason"], "Unauthorized");
    assert_eq!(
        row(&messages[2], "WWW-Authenticate")["typed"],
        json!([{ "scheme": "Digest", "params": [["realm", "32100045"], ["nonce", "0029482318be6784"], ["algorithm", "md5"]] }])
    );
    // JSON is data: nothing is hidden in it.
    let response = json!(["response", "f6144dbcc10d8995c0ffc1ade5a712f5"]);
    assert!(row(&messages[3], "Authorization")["typed"][0]["params"].as_array().unwrap().contains(&response));
    assert_eq!((&messages[4]["status"], &messages[4]["reason"]), (&json!(200), &json!("OK")));
}

#[test]
fn as_published_every_message_is_refused_at_its_no_break_space() {
    for name in CORPUS {
        let file = format!("corpus/register/as-published/{name}.as-published.sip");
        let bytes = std::fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(&file)).unwrap();
        let offset = bytes.windows(2).rposition(|pair| pair == b"\xC2\xA0").unwrap();
        let run = inspect(&["--json", &file]);
        let message = run.json().pop().unwrap();
        assert_eq!(run.status, 1);
        assert_eq!((&message["kind"], &message["error_kind"]), (&json!("error"), &json!("expected:digits")), "{name}");
        assert_eq!((&message["offset"], &message["status"]), (&json!(offset), &json!(400)));
        // What could be read stands beside the error.
        assert!(row(&message, "CSeq")["typed"][0]["number"].is_u64());
        assert_eq!(row(&message, "Content-Length")["error"]["offset"], offset);
        assert_eq!(message.get("method").is_some(), bytes.starts_with(b"REGISTER"));

        let run = inspect(&[&file]);
        assert_eq!(run.status, 1);
        let line = run.text().lines().position(|line| line.starts_with("  Content-Length: ")).unwrap();
        let shown: Vec<&str> = run.text().lines().skip(line - 1).take(3).collect();
        assert!(shown[0].starts_with("error: expected digits, found U+00A0 (bytes C2 A0) at byte "), "{shown:?}");
        assert_eq!(shown[1..], ["  Content-Length: ⟨U+00A0⟩0", "                  ^^^^^^^^"]);
    }
}

#[test]
fn a_second_row_of_a_singleton_is_an_error_on_that_row() {
    let (message, status) = json_of(b"OPTIONS sip:a SIP/2.0\r\nTo: <sip:b>\r\nt: <sip:c>\r\nVia: x\r\nVia: y\r\n\r\n", &[]);
    let rows = message["headers"].as_array().unwrap();
    assert!(status == 1 && rows[0].get("error").is_none());
    assert_eq!(rows[1]["error"], json!({ "offset": 36, "kind": "duplicate_header:To", "message": "second To row" }));
    assert_eq!((&rows[1]["name"], &rows[1]["wire_name"]), (&json!("To"), &json!("t")));
    assert_eq!(rows[3]["error"]["kind"], "expected:slash");
    // The same length twice is what the leniency takes.
    let (message, status) = json_of(b"OPTIONS sip:a SIP/2.0\r\nl: 0\r\nl: 0\r\n\r\n", &["--lenient"]);
    assert_eq!((status, &message["diagnostics"]), (0, &json!([{ "offset": 29, "kind": "same_content_length" }])));
}

#[test]
fn values_are_typed_as_far_as_they_go() {
    let input = b"OPTIONS http:\\ SIP/2.0\r\nAllow: ACK, (\r\nSupported:\r\nX-Mine: a\r\n b\r\nSubject: \xFF\r\nDate: x\r\nContact: *\r\nm: <sip:a>;q=7\r\n\r\nabc";
    let (message, status) = json_of(input, &[]);
    assert_eq!(status, 1);
    assert_eq!(message["uri"], json!({ "raw": "http:\\", "error": { "offset": 13, "kind": "expected:uri", "message": "expected a URI" } }));
    assert_eq!(row(&message, "Allow")["typed"], json!([{ "token": "ACK" }]));
    assert_eq!(row(&message, "Allow")["error"]["offset"], 36);
    assert_eq!(row(&message, "Supported")["typed"], json!([]));
    assert_eq!(*row(&message, "X-Mine"), json!({ "name": "X-Mine", "wire_name": "X-Mine", "value": "a b" }));
    assert_eq!(row(&message, "Subject")["typed"], json!([{ "text": { "base64": "/w==" } }]));
    let contacts: Vec<&Value> = message["headers"].as_array().unwrap().iter().filter(|row| row["name"] == "Contact").collect();
    assert_eq!((&contacts[0]["typed"], &contacts[0]["error"]["kind"]), (&json!([{ "star": true }]), &json!("expected:only_element")));
    assert_eq!(contacts[1]["error"]["kind"], "expected:qvalue");
    assert!(message.get("content_length").is_none() && message["body_length"] == 3);
}

#[test]
fn wrong_calls_are_told_from_wrong_input() {
    for call in [&[][..], &["no such file"], &["--what"], &["uri"], &["header", "To"], &["header", "T o", "x"], &["a", "uri", "sip:b"]] {
        let run = inspect(call);
        assert_eq!(run.status, 2, "{call:?}");
        assert!(run.stdout.is_empty() && !run.stderr.is_empty(), "{call:?}");
    }
    assert_eq!(inspect(&["no such file", "corpus/register/5-200-ok.sip"]).status, 2);
    assert_eq!(inspect(&["--help"]).status, 0);
}

/// Of the control bytes only the line ends of the output itself are in it, and no character that a terminal obeys.
fn assert_safe(output: &[u8]) {
    let text = std::str::from_utf8(output).unwrap();
    let raw = text.chars().find(|&c| (c.is_control() && c != '\n') || ('\u{202A}'..='\u{202E}').contains(&c));
    assert_eq!(raw, None, "{text}");
}

#[test]
fn hostile_input_reaches_the_terminal_as_text() {
    let evil = "\u{9b}31m\u{202e}\x7f\u{a0}".as_bytes();
    let mut messages = vec![
        b"".to_vec(),
        b"\r\n\r\n".to_vec(),
        b"\x1b[2J".to_vec(),
        (0..=255).collect(),
        [b"OPTIONS sip:a\x1b[31m SIP/2.0\r\n\x1b: ", evil, b"\r\n\r\n"].concat(),
        [b"OPTIONS ", evil, b" SIP/2.0\r\nSubject: ", evil, b"\r\nX: ", evil, b"\r\nTo: ", evil, b"\r\n\r\n", evil].concat(),
        b"SIP/2.0 200 \xFF\xFE\r\nFrom: \"\\\x1b\\\x07\" <sip:a@b>\r\nl: 3\r\n\r\n\x1b]0;".to_vec(),
        [b"OPTIONS sip:a SIP/2.0\r\nX: ".to_vec(), vec![b'\xA0'; 9000], b"\r\nl: ".to_vec(), vec![0; 99], b"\r\n\r\n".to_vec()].concat(),
    ];
    // Every byte in every place of a small message.
    let whole = b"OPTIONS sip:a:p@b SIP/2.0\r\nv: SIP/2.0/UDP a\r\nAuthorization: Digest a=\"b\"\r\n\r\n";
    messages.extend((0..whole.len()).step_by(5).map(|at| [&whole[..at], b"\x1b\x9b", &whole[at + 1..]].concat()));
    for message in messages {
        for flags in [&["-"][..], &["-", "--lenient"], &["-", "--json"], &["-", "--json", "--lenient"]] {
            let run = inspect_with(flags, &message);
            assert!(run.status < 2 && !run.stdout.is_empty());
            assert_safe(&run.stdout);
        }
    }
    assert_safe(&inspect(&["uri", "sip:\u{9b}\u{202e}", "sip:a%1b@b"]).stdout);
    assert_safe(&inspect(&["header", "Subject", "\u{9b}\x1b"]).stdout);
    assert_safe(inspect(&["no\u{9b}\x1bfile"]).stderr.as_bytes());
}

#[test]
fn secrets_stay_out_of_the_tree() {
    let broken = b"INVITE sip:a:tiger@h x SIP/2.0\r\nFrom: <sip:a:tiger@h\r\n x>\r\nAuthorization: Digest username=\"u\",\r\n response=\"tiger\"x\r\nProxy-Authorization: Basic tiger ]\r\n\r\n";
    let whole = b"INVITE sip:a:tiger@h SIP/2.0\r\nFrom: <sip:a:tiger@h>\r\nAuthorization: Digest username=\"u\", response=\"tiger\"\r\nProxy-Authorization: Bearer tiger\r\n\r\n";
    for message in [&broken[..], whole] {
        let run = inspect_with(&["-"], message);
        assert!(!run.text().contains("tiger") && run.text().contains("***"), "{}", run.text());
    }
}

#[test]
fn long_values_and_binary_bodies_are_cut_in_the_tree_alone() {
    let long = "x".repeat(16_000);
    let input = [format!("OPTIONS sip:a SIP/2.0\r\nSubject: {long}\r\nVia: SIP/2.0/UDP {long} !\r\n\r\n").as_bytes(), &[0; 5000]].concat();
    let shown = inspect_with(&["-"], &input);
    assert!(shown.text().lines().all(|line| line.chars().count() < 500) && shown.text().contains("(15600 more bytes)"));
    let (message, _) = json_of(&input, &[]);
    assert_eq!((&row(&message, "Subject")["value"], &message["body_length"]), (&json!(long), &json!(5000)));
}

/// The example of RFC 2069 §2.4 as its erratum 749 corrects it.
#[cfg(feature = "digest")]
#[test]
fn digest_takes_the_password_on_standard_input() {
    let call = |rest: &[&str], password: &[u8]| {
        let arguments = ["digest", "--username", "Mufasa", "--realm", "testrealm@host.com", "--method", "GET", "--uri", "/dir/index.html"];
        inspect_with(&[&arguments[..], &["--nonce", "dcd98b7102dd2f0e8b11d0f600bfb0c093"], rest].concat(), password)
    };
    let response = "1949323746fe6a43ef61f9606e7febea";
    for password in [&b"CircleOfLife"[..], b"CircleOfLife\n", b"CircleOfLife\r\n"] {
        let run = call(&["--algorithm", "md5"], password);
        assert_eq!((run.status, run.text()), (0, &*format!("{response}\n")));
    }
    assert_eq!(call(&["--json"], b"CircleOfLife").json(), [json!({ "response": response })]);
    assert_ne!(call(&[], b"CircleOfLife ").text().trim(), response);
    assert_eq!(call(&["--algorithm", "none-such"], b"x").status, 1);
    assert_eq!(call(&["--password", "x"], b"").status, 2);
}

#[test]
fn bodies_are_shown_part_by_part() {
    let head = "MESSAGE sip:a SIP/2.0\r\nc: multipart/mixed;boundary=b\r\n\r\n";
    let body = "--b\r\nc: text/plain\r\n\r\nhello\r\n--b\r\nno colon\r\n--b\r\nc: message/sipfrag\r\n\r\nSIP/2.0 100 Trying\r\n\
                --b\r\nc: multipart/related;boundary=d\r\n\r\n--d\r\n\r\n\r\n--d--\r\n--b--";
    let input = format!("{head}{body}");
    let (seen, status) = json_of(input.as_bytes(), &[]);
    let parts = seen["parts"].as_array().unwrap();
    assert_eq!((parts.len(), status, &seen["body_length"]), (4, 1, &json!(body.len())));
    assert_eq!((&parts[0]["headers"][0]["value"], &parts[0]["body_length"]), (&json!("text/plain"), &json!(5)));
    assert_eq!(
        parts[1],
        json!({ "error": { "offset": head.len() + 36, "kind": "expected:colon", "message": "expected a colon behind the field name" } })
    );
    assert_eq!((&parts[2]["sipfrag"]["kind"], &parts[2]["sipfrag"]["status"]), (&json!("response"), &json!(100)));
    assert_eq!(parts[3]["parts"], json!([{ "headers": [], "body_length": 0 }]));
    let tree = inspect_with(&["-"], input.as_bytes());
    for line in ["├─ part 1:", "       hello", "error: expected a colon behind", "SIP/2.0 100 Trying", "└─ part 4:"] {
        assert!(tree.text().contains(line), "{line:?} in {}", tree.text());
    }
    let (rows, _) = json_of(b"NOTIFY sip:a SIP/2.0\r\nc: message/sipfrag\r\n\r\nTo: <sip:b>", &[]);
    assert_eq!((&rows["sipfrag"]["kind"], &rows["sipfrag"]["headers"][0]["name"]), (&json!("headers"), &json!("To")));
}

#[test]
fn what_is_no_message_is_named() {
    for (input, form, shown) in [
        (&b"\r\n"[..], "crlf", "keep-alive: CRLF"),
        (b"\r\n\r\n", "double_crlf", "keep-alive: CRLFCRLF"),
        (b"\0\0\0\0", "nul", "keep-alive: NULs"),
        (b"jaK\0", "jak", "keep-alive: jaK"),
    ] {
        let (seen, status) = json_of(input, &[]);
        assert_eq!((seen, status), (json!({ "kind": "keep_alive", "form": form, "length": input.len() }), 0));
        assert!(inspect_with(&["-"], input).text().contains(shown));
    }
    for (input, name, shown) in [
        (&b"GET / HTTP/1.1\r\n\r\n"[..], "http_request", "refused: an HTTP request"),
        (b"\x16\x03\x01\x02\x00\x01", "tls", "refused: TLS"),
        (b"\0\x01\0\0\x21\x12\xA4\x42", "stun", "refused: STUN"),
    ] {
        let (seen, status) = json_of(input, &[]);
        assert_eq!((&seen["kind"], &seen["sniffed"], status), (&json!("error"), &json!(name), 1));
        assert!(inspect_with(&["-"], input).text().contains(shown));
    }
}
