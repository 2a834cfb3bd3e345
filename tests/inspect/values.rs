//! Header values, URIs and pairs of URIs that stand alone.

use serde_json::{Value, json};
use sipwire::HeaderName;

use super::{inspect, json_of, row, tables};

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
        "name-addr" | "contact" | "info-uri" => &["uri"],
        "cseq" => &["number", "method"],
        "call-id" | "dialog-ref" | "content-id" => &["id"],
        "number" | "timestamp" => &["value"],
        "token-params" => &["token"],
        "session-id" => &["token", "params"],
        "media-range" | "media-type" => &["type", "subtype"],
        "challenge" | "credentials" => &["scheme"],
        "auth-info" | "param-set" => &["params"],
        "feature-set" => &[],
        "date" => &["unix"],
        "mime-version" => &["version"],
        "event-type" => &["package"],
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
    let rows = tables::rows(env!("CARGO_MANIFEST_DIR").as_ref());
    // What a command line can hold; the star of a Contact has no parts.
    let is_printable = |row: &&tables::Row| row.value.iter().all(|b| matches!(b, b' '..=b'~')) && row.value != b"*";
    for name in HeaderName::known() {
        let mut of_header = rows.iter().filter(|row| name == row.header.as_str()).filter(is_printable);
        let is_valid = |row: &&tables::Row| row.error.is_none() && row.elements > 0 && !row.value.is_empty() && !row.facts.contains("=! ");
        let valid = of_header.clone().find(is_valid).unwrap_or_else(|| panic!("{name}: no printable value in corpus/headers"));
        let text = |row: &tables::Row| String::from_utf8(row.value.clone()).unwrap();
        let (name, value) = (name.as_str(), text(valid));
        let run = inspect(&["header", "--json", "--", name, &value]);
        assert_eq!(run.status, 0, "{name}: {}{}", run.text(), run.stderr);
        let row = run.json().pop().unwrap();
        assert_eq!((&row["name"], &row["value"]), (&json!(name), &json!(value)));
        assert!(row.get("error").is_none());
        let typed = row["typed"].as_array().unwrap();
        assert_eq!(typed.len(), valid.elements, "{name}");
        for value in typed {
            let value = value.as_object().unwrap();
            let must = members(&valid.family);
            assert!(must.iter().all(|member| value.contains_key(*member)), "{name}: {value:?}");
            assert!(value.keys().all(|key| must.contains(&&**key) || optional.contains(&&**key)), "{name}: {value:?}");
        }
        assert!(inspect(&["header", "--", name, &value]).text().contains(name), "{name}");

        // Some are wrong for a control byte alone.
        let Some(invalid) = of_header.find(|row| row.error.is_some()) else { continue };
        let value = text(invalid);
        let broken = inspect(&["header", "--json", "--", name, &value]);
        let row = broken.json().pop().unwrap();
        assert_eq!(broken.status, 1, "{name}: {row}");
        assert_eq!(row["error"]["offset"].as_u64(), invalid.error.map(|at| at as u64), "{name}: {row}");
        assert!(inspect(&["header", "--", name, &value]).text().contains(name), "{name}");
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
