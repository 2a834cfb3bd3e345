//! The example program `inspect`, run as a user or another program runs it.

#[path = "common/registry.rs"]
mod registry;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use registry::SAMPLES;
use serde_json::{Value, json};
use sipwire::HeaderName;

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
fn uris_and_values_alone() {
    let run = inspect(&["uri", "--json", "sip:a%20b:p%40@[::1]:5061;lr?Subject=x", "tel:+1-2;isub=%41;ext", "urn:service:sos", "sip:"]);
    assert_eq!(run.status, 1);
    let uris = run.json();
    assert_eq!(
        uris[0],
        json!({ "scheme": "sip", "user": "a b", "password": "p@", "host": "[::1]", "port": 5061, "params": [["lr", null]],
            "headers": [["Subject", "x"]], "raw": "sip:a%20b:p%40@[::1]:5061;lr?Subject=x" })
    );
    let params = json!([["isub", "A"], ["ext", null]]);
    assert_eq!(uris[1], json!({ "scheme": "tel", "number": "+1-2", "params": params, "raw": "tel:+1-2;isub=%41;ext" }));
    assert_eq!(uris[2], json!({ "scheme": "urn", "raw": "urn:service:sos" }));
    assert_eq!((&uris[3]["raw"], &uris[3]["error"]["kind"]), (&json!("sip:"), &json!("expected:host")));
    let shown = inspect(&["uri", "sip:a:secret@b"]);
    assert!(shown.status == 0 && shown.text().contains("sip:a:***@b") && !shown.text().contains("secret"));

    let run = inspect(&["compare", "--json", "sip:a@b", "sip:a@b:5060"]);
    assert_eq!((run.status, &run.json()[0]), (1, &json!({ "equal": false, "difference": "port" })));
    let run = inspect(&["compare", "--json", "sip:a@b", "sip:a@b;transport=udp"]);
    assert_eq!((run.status, &run.json()[0]), (1, &json!({ "equal": false, "difference": "parameter", "name": "transport" })));
    let run = inspect(&["compare", "sip:a@b;x", "SIP:%61@B"]);
    assert_eq!((run.status, run.text()), (0, "equal\n"));
    assert_eq!(inspect(&["compare", "sip:a@b", "sip:"]).status, 1);
    assert_eq!(inspect(&["compare", "sip:a@b"]).status, 2);

    let run = inspect(&["header", "m", "\"\\\"A\\\"\" <sip:a@b>;expires=\"1\"", "--json"]);
    assert_eq!(run.status, 0);
    let uri = json!({ "scheme": "sip", "user": "a", "host": "b", "raw": "sip:a@b" });
    assert_eq!(run.json()[0]["typed"], json!([{ "display_name": "\"A\"", "uri": uri, "params": [["expires", "1"]] }]));
    assert_eq!(inspect(&["header", "Max-Forwards", "-1"]).status, 1);
    assert_eq!(inspect(&["header", "Expires", "60"]).status, 0);
    let run = inspect(&["header", "WWW-Authenticate", "Bearer realm=\"x\"", "--json"]);
    assert_eq!(run.json()[0]["typed"], json!([{ "scheme": "Bearer", "rest": "realm=\"x\"" }]));
}

#[test]
fn what_is_taken_of_uris_and_values_is_listed() {
    let listed = |arguments: &[&str]| inspect(&[&["--lenient", "--json"], arguments].concat()).json()[0]["diagnostics"].clone();
    let (comma, short) = (json!({ "offset": 13, "kind": "empty_elements" }), json!({ "offset": 10, "kind": "short_qvalue" }));
    assert_eq!(listed(&["header", "m", "<sip:a>;q=.5,"]), json!([comma, short]));
    assert_eq!(listed(&["uri", "sip:a:0"]), json!([{ "offset": 6, "kind": "port_zero" }]));
    assert_eq!((listed(&["header", "m", "<sip:a>"]), listed(&["uri", "sip:a"])), (Value::Null, Value::Null));
    let shown = inspect(&["--lenient", "compare", "sip:a_b", "sip:A_B"]);
    assert!(
        shown.status == 0 && shown.text().contains("taken: an underscore in a host name at byte 5\n") && shown.text().ends_with("equal\n")
    );
}

/// The members that values of a family have in any case.
fn members(family: &str) -> &'static [&'static str] {
    match family {
        "via" => &["protocol", "version", "transport", "host"],
        "address" | "contact" | "uri" => &["uri"],
        "cseq" => &["number", "method"],
        "call_id" | "dialog" | "message_id" => &["id"],
        "number" | "timestamp" => &["value"],
        "tokens" => &["token"],
        "session_id" => &["token", "params"],
        "media" => &["type", "subtype"],
        "challenge" | "credentials" => &["scheme"],
        "auth_params" | "params" => &["params"],
        "date" => &["unix"],
        "version" => &["version"],
        "event" => &["package"],
        "rack" => &["rseq", "cseq", "method"],
        "warning" => &["code", "agent", "text"],
        "identity" => &["digest", "uri", "params"],
        "text" => &["text"],
        other => panic!("{other}"),
    }
}

#[test]
fn every_header_has_the_shape_of_its_family() {
    // What members may stand beside those that must.
    let optional = ["display_name", "params", "port", "comment", "delay", "rest"];
    for name in HeaderName::known() {
        let sample = SAMPLES.iter().find(|sample| name == sample.name).unwrap_or_else(|| panic!("{name}: no sample"));
        let run = inspect(&["header", "--json", "--", sample.name, sample.value]);
        assert_eq!(run.status, 0, "{name}: {}{}", run.text(), run.stderr);
        let row = run.json().pop().unwrap();
        assert_eq!((&row["name"], &row["value"]), (&json!(sample.name), &json!(sample.value)));
        assert!(row.get("error").is_none());
        let typed = row["typed"].as_array().unwrap();
        assert!(!typed.is_empty(), "{name}");
        for value in typed {
            let value = value.as_object().unwrap();
            let must = members(sample.family);
            assert!(must.iter().all(|member| value.contains_key(*member)), "{name}: {value:?}");
            assert!(value.keys().all(|key| must.contains(&&**key) || optional.contains(&&**key)), "{name}: {value:?}");
        }

        let broken = inspect(&["header", "--json", "--", sample.name, sample.broken]);
        let row = broken.json().pop().unwrap();
        assert_eq!(broken.status, 1, "{name}: {row}");
        assert!(row["error"]["offset"].as_u64().unwrap() <= sample.broken.len() as u64, "{name}: {row}");
        for value in [sample.value, sample.broken] {
            let tree = inspect(&["header", "--", sample.name, value]);
            assert!(tree.text().contains(sample.name), "{name}: {}", tree.text());
        }
    }
}

#[test]
fn values_of_all_families() {
    let typed = |name: &str, value: &str| {
        let run = inspect(&["header", "--json", name, value]);
        let row = run.json().pop().unwrap();
        (row["typed"].clone(), row.get("error").map(|error| (error["kind"].clone(), error["offset"].clone())))
    };
    let uri = |raw: &str| json!({ "scheme": "urn", "raw": raw });
    let fine = [
        ("Session-Expires", "4000;refresher=uac", json!([{ "value": 4000, "params": [["refresher", "uac"]] }])),
        ("Retry-After", "120 (a \\(b\\));x", json!([{ "value": 120, "comment": "a (b)", "params": [["x", null]] }])),
        ("Date", "Sat, 13 Nov 2010 23:29:00 GMT", json!([{ "unix": 1_289_690_940 }])),
        ("Timestamp", "54.21 0.3", json!([{ "value": "54.21", "delay": "0.3" }])),
        ("Timestamp", "54", json!([{ "value": "54" }])),
        ("MIME-Version", "1.0", json!([{ "version": "1.0" }])),
        ("Event", "presence.winfo;id=7", json!([{ "package": "presence.winfo", "params": [["id", "7"]] }])),
        ("RAck", "1 2 INVITE", json!([{ "rseq": 1, "cseq": 2, "method": "INVITE" }])),
        ("Warning", "307 isi.edu \"a \\\"b\\\"\"", json!([{ "code": 307, "agent": "isi.edu", "text": "a \"b\"" }])),
        ("Join", "a@b;to-tag=1;from-tag=2", json!([{ "id": "a@b", "params": [["to-tag", "1"], ["from-tag", "2"]] }])),
        ("Alert-Info", "<urn:alert:x>;a=\"\\\"\"", json!([{ "uri": uri("urn:alert:x"), "params": [["a", "\""]] }])),
        ("P-Asserted-Service", "urn:urn-7:a.b", json!([{ "uri": uri("urn:urn-7:a.b") }])),
        ("Accept-Contact", "*;audio, *", json!([{ "params": [["audio", null]] }, {}])),
        ("Response-Source", "fe=<urn:a:b>", json!([{ "params": [["fe", "<urn:a:b>"]] }])),
        (
            "Accept",
            "text/*;q=0.5, a/b",
            json!([{ "type": "text", "subtype": "*", "params": [["q", "0.5"]] }, { "type": "a", "subtype": "b" }]),
        ),
        ("Accept", "", json!([])),
        ("In-Reply-To", "a@b, c", json!([{ "id": "a@b" }, { "id": "c" }])),
        ("Content-ID", "<a@b>", json!([{ "id": "a@b" }])),
        ("Identity", "ab;info=<urn:a:b>", json!([{ "digest": "ab", "uri": uri("urn:a:b"), "params": [["info", "<urn:a:b>"]] }])),
        ("Authentication-Info", "rspauth=\"a\", qop=auth", json!([{ "params": [["rspauth", "a"], ["qop", "auth"]] }])),
        ("P-Access-Network-Info", "3GPP;\"x\"", json!([{ "token": "3GPP", "params": [["", "x"]] }])),
    ];
    for (name, value, expected) in fine {
        assert_eq!(typed(name, value), (expected, None), "{name}: {value}");
    }
    // What is asked for later: the value is typed still.
    let (replaces, error) = typed("Replaces", "a@b;from-tag=2");
    assert_eq!(replaces, json!([{ "id": "a@b", "params": [["from-tag", "2"]] }]));
    // That a request must have both tags is no matter of the value's grammar.
    assert_eq!(error, None);
    assert_eq!(typed("Replaces", "a@b;from-tag=2;from-tag=3").1, Some((json!("duplicate_param:from-tag"), json!(15))));
    let (accept, error) = typed("Accept", "a/b, c/d;q=x, e/f;q=2");
    assert_eq!((accept.as_array().unwrap().len(), error), (3, Some((json!("expected:qvalue"), json!(11)))));
    assert_eq!(typed("Event", "a;effective-by=b").1, Some((json!("expected:digits"), json!(15))));
    let (message, status) = json_of(b"OPTIONS sip:a SIP/2.0\r\nHistory-Info: <sip:a>,\r\n <sip:b>;index=01\r\n\r\n", &[]);
    let history = row(&message, "History-Info");
    assert_eq!((status, history["typed"].as_array().unwrap().len(), &history["error"]["offset"]), (1, 2, &json!(62)));
    // The proof is no business of the tree.
    let tree = inspect(&["header", "Authentication-Info", "rspauth=\"tiger\""]);
    assert!(tree.text().contains("***") && !tree.text().contains("tiger"), "{}", tree.text());
}

#[test]
fn one_bad_part_costs_no_other() {
    let seen = |name: &str, value: &str| {
        let run = inspect(&["header", "--json", name, value]);
        assert_eq!(run.status, 1, "{name}: {value}");
        let row = run.json().pop().unwrap();
        let tree = inspect(&["header", name, value]);
        assert_eq!(tree.status, 1, "{name}: {value}");
        (row["typed"].clone(), json!([row["error"]["offset"], row["error"]["kind"]]), tree.text().to_owned())
    };
    let error = json!({ "offset": 7, "kind": "expected:host", "message": "expected a host" });
    let (typed, first, tree) = seen("From", "A <sip:>;tag=7");
    assert_eq!(typed, json!([{ "display_name": "A", "uri": { "raw": "sip:", "error": error }, "params": [["tag", "7"]] }]));
    assert_eq!(first, json!([7, "expected:host"]));
    for line in
        ["display name  A\n", "uri           sip:\n", "error: expected a host, found ", "From: A <sip:>;tag=7\n", ";tag          7\n"]
    {
        assert!(tree.contains(line), "{line:?} in {tree}");
    }
    assert_eq!(tree.matches("error: ").count(), 1, "{tree}");

    let (typed, first, tree) = seen("Via", "SIP/2.0/UDP a;rport=0;branch=b, SIP/2.0/TCP c;ttl=1");
    let params = json!([["rport", "0"], ["branch", "b"]]);
    let errors = json!([{ "param": "rport", "offset": first[0], "kind": first[1] }]);
    let via = json!({ "protocol": "SIP", "version": "2.0", "transport": "UDP", "host": "a", "params": params, "errors": errors });
    assert_eq!((&typed[0], &typed[1]["host"], &typed[1].get("errors")), (&via, &json!("c"), &None));
    let lines: Vec<_> = tree.lines().collect();
    let rport = lines.iter().position(|line| line.ends_with(";rport     0")).unwrap_or_else(|| panic!("{tree}"));
    assert!(lines[rport + 1].contains("error: ") && lines[rport + 4].ends_with(";branch    b"), "{tree}");

    let (typed, first, _) = seen("WWW-Authenticate", "Digest realm=\"r\", nonce=@, opaque=\"o\"");
    let errors = json!([{ "param": "nonce", "offset": first[0], "kind": first[1] }]);
    assert_eq!(typed[0]["errors"], errors);
    assert_eq!((&typed[0]["params"][0], &typed[0]["params"][2]), (&json!(["realm", "r"]), &json!(["opaque", "o"])));

    // The second is told too, and what is typed on demand.
    let (typed, first, _) = seen("Contact", "<sip:a>;x=@;b=c;q=2;y=/");
    assert_eq!(first, json!([10, "expected:parameter_value"]));
    let places: Vec<_> = typed[0]["errors"].as_array().unwrap().iter().map(|error| (&error["param"], &error["offset"])).collect();
    assert_eq!(places, [(&json!("x"), &json!(10)), (&json!("q"), &json!(18)), (&json!("y"), &json!(22))]);
    assert_eq!(typed[0]["uri"]["host"], "a");

    let (typed, first, tree) = seen("Via", "SIP/2.0/UDP a_b:c;branch=z");
    let parts: Vec<_> = typed[0]["errors"].as_array().unwrap().iter().map(|error| error["part"].as_str().unwrap()).collect();
    assert_eq!((parts, first[0].as_u64().is_some()), (vec!["host", "port"], true));
    assert!(typed[0].get("host").is_none() && typed[0]["params"] == json!([["branch", "z"]]) && tree.matches("error: ").count() == 2);
    // Who has a password in a URI that is none does not see it.
    assert!(!seen("From", "<sip:a:tiger@>;tag=1").2.contains("tiger"));
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
