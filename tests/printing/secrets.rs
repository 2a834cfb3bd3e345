//! A marker that stands at every place of a secret, and is looked for in whatever is printed.

use core::fmt::Debug;

use sipwire::header::{self, Authorization, CallInfo, Contact, From, ReferTo, Route, Via, WwwAuthenticate};
use sipwire::rules::Check;
use sipwire::{
    Challenge, Credentials, Destination, Host, MergeKey, Message, Method, NameAddr, NameAddrBuf, ParamDraft, Request, Response, SipUri,
    StatusCode, TelUri, Template, TransactionKey, Transport, Uri, UriBuf, UriHeaderDraft, UriParamDraft, UriRef,
};

use super::{assert_hidden, both, debug, print};

/// The second of the secrets.
const MARKER: &str = "hunter2";

/// URIs with a secret: a password, the identifier of a device, credentials; in the URI itself, and in URIs that its headers hold.
const URIS: &[&str] = &[
    "sip:a:hunter2@b",
    "SIPS:a:hunter2@b",
    "http://a:hunter2@b/",
    "sip:a:x%40hunter2@b",
    "sip:a:x%22hunter2@b",
    "sip:a:x%3Ehunter2%3C@b",
    "sip:a@b;pn-prid=hunter2",
    "sip:a@b;ob;PN-PRID=hunter2;x=y?z=1",
    "sip:a@b;pn%2Dprid=hunter2",
    "sip:a@b;pn-prid=x:hunter2",
    "tel:+1;pn-prid=hunter2",
    "sip:a@b?To=sip:c:hunter2%40d",
    "sip:a@b?To=sip%3ac%3Ahunter2%40d&x=y",
    "sip:a@b?To=%3Csip:c:hunter2%40d%3E&x=y",
    "sip:a@b?Contact=%3Csip:c%40d%3Bpn-prid%3Dhunter2%3E&x=y",
    "sip:a@b?Authorization=Digest%20response%3D%22hunter2%22",
    "sip:a@b?x=y&proxy-authorization=NTLM%20gssapi-data%3Dhunter2&z=1",
    "sip:a@b?%41uthorization=Bearer%20hunter2",
    "sip:a@b?WWW-Authenticate=Digest%20ik%3Dhunter2",
    "sip:a@b?Proxy-Authenticate=Digest%20ck%3Dhunter2",
    "sip:a@b?Authentication-Info=rspauth%3Dhunter2",
    "sip:a@b?Proxy-Authentication-Info=rspauth%3Dhunter2",
    // Two URIs deep.
    "sip:a@b?Refer-To=%3Csip:c%40d%3FAuthorization%3DDigest%2520response%253D%2522hunter2%2522%3E",
    "sip:a@b?Refer-To=sip:c%40d%3FTo%3Dsip%253Ae%253Ahunter2%2540f",
    // Refused, and shown.
    "sip:a:hunter2@b;;",
    "sip:a@b;pn-prid = hunter2",
    "sip:a@b?Authorization=Digest response=\"hunter2\"",
    "sip:a@b?Authorization=%zz%20hunter2",
];

#[test]
fn secrets_of_uris_are_not_printed_wherever_a_uri_stands() {
    for uri in URIS {
        for row in [
            "From: <#>;tag=1",
            "From: #",
            "Contact: \"x\" <#>;q=1, <sip:x>",
            "Contact: <sip:b>;+sip.instance=\"<#>\"",
            "Route: <#>",
            "Refer-To: x <#>;a=\"<#>\"",
            "Call-Info: <#>;purpose=icon",
            "Identity-Info: <#>;alg=x",
            "Subject: # x",
            "X-Y: <#>, #",
            "Reason: SIP;text=\"#\"",
            "Warning: 399 a \"#\"",
            "Via: SIP/2.0/UDP b;x=\"<#>\"",
            "Authorization: Digest username=\"#\", uri=\"#\"",
            "WWW-Authenticate: Digest realm=\"#\", domain=\"#\"",
            "Alert-Info: <#>",
            "Server: x (#)",
            "Call-ID: #",
        ] {
            let row = row.replace('#', uri);
            print(&row, format!("OPTIONS sip:b SIP/2.0\r\n{row}\r\n\r\n").as_bytes());
        }
        print(uri, format!("OPTIONS {uri} SIP/2.0\r\n\r\n").as_bytes());
        // With the key of RFC 2543, which has the Request-URI in it, and without.
        for branch in ["", ";branch=z9hG4bK1"] {
            let text = format!(
                "INVITE {uri} SIP/2.0\r\nVia: SIP/2.0/UDP h{branch}\r\nFrom: <{uri}>;tag=1\r\nTo: <{uri}>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\n\
                 Contact: <{uri}>\r\nRequire: <{uri}>\r\n\r\n"
            );
            print(uri, text.as_bytes());
            if let Some(request) = Message::parse(text.as_bytes()).ok().as_ref().and_then(Message::as_request) {
                made(uri, request);
            }
        }
        print(uri, format!("SIP/2.0 302 {uri}\r\n\r\n").as_bytes());
        debug(uri, &(Uri::parse(uri.as_bytes()), NameAddr::parse(uri.as_bytes())));
        debug(uri, &Contact::parse(format!("<{uri}>").as_bytes()));
        if let Ok(read) = Uri::parse(uri.as_bytes()) {
            parts(read);
        }
    }
}

/// What is made of a request: keys, what is wrong with it, answers, drafts of edits.
fn made(name: &str, request: &Request<'_>) {
    if let Ok(keyed) = TransactionKey::server(request) {
        hidden(name, &(&keyed, keyed.key.cancelled(Method::Invite)));
    }
    hidden(name, &MergeKey::of(request));
    for check in [Check::uas(), Check::registrar(), Check::proxy()] {
        hidden(name, &(request.faults(&check).collect::<Vec<_>>(), request.notes(&check).collect::<Vec<_>>()));
        if let Some(mut refusal) = request.faults(&check).next().and_then(|fault| Response::refusing(request, &fault, &check, b"1")) {
            debug(name, &refusal.finish());
        }
    }
    let mut answer = Response::to(request.headers(), StatusCode::OK, Some(b"1"));
    hidden(name, &answer);
    if let Ok(answer) = answer.finish() {
        hidden(name, &Template::new(&answer));
        debug(name, &answer);
    }
    let headers = request.headers();
    hidden(name, &(headers.slots::<Contact>().collect::<Vec<_>>(), headers.iter().flat_map(|row| row.elements()).collect::<Vec<_>>()));
}

fn parts(uri: Uri<'_>) {
    both("URI", &uri);
    debug("parameters", &(uri.params(), uri.params().iter().collect::<Vec<_>>()));
    hidden("reference", &UriRef::from(uri));
    debug("kept", &UriBuf::from(uri));
    hidden("draft", &NameAddr::build(uri));
    hidden("row", &Contact::row(&NameAddr::build(uri)));
    if let Some(sip) = uri.as_sip() {
        both("SIP URI", sip);
        debug("headers", &(sip.headers(), sip.headers().iter().collect::<Vec<_>>()));
        debug("difference", &uri.equivalent(&Uri::parse(b"sip:a@b").unwrap()));
    }
    debug("destination", &uri.destination().map(|found: Destination<'_>| format!("{found:?}")));
}

#[test]
fn parameters_that_identify_a_device_are_not_printed() {
    for param in [
        "pn-prid=hunter2",
        "pn-prid = hunter2",
        "PN-Prid=\"hunter2\"",
        "pn-prid=\"x;hunter2\"",
        "pn-prid=\"x\\\"hunter2\"",
        "pn-prid=\r\n hunter2",
    ] {
        for row in ["Contact: <sip:a@b>;#;x=y", "Contact: sip:a@b;#", "Via: SIP/2.0/UDP b;#", "Accept: a/b;#", "Event: x;#", "X-Y: z;#"] {
            let text = format!("REGISTER sip:b SIP/2.0\r\n{}\r\n\r\n", row.replace('#', param));
            print(param, text.as_bytes());
        }
        let address = format!("<sip:a@b>;{param}");
        let address = NameAddr::parse(address.as_bytes()).unwrap();
        let params = address.params();
        debug(param, &(address, params, params.iter(), params.iter().next()));
        hidden(param, &params.iter());
        hidden(param, &ParamDraft::from(params.iter().next().unwrap()));
        debug(param, &NameAddrBuf::from(address));
    }
}

#[test]
fn no_parameter_of_another_scheme_is_printed_and_no_unknown_one_of_digest() {
    const ALL: [&str; 12] =
        ["gssapi-data", "response", "rspauth", "ik", "ck", "auts", "realm", "targetname", "opaque", "version", "x", "signature"];
    const OF_DIGEST: [&str; 7] = ["gssapi-data", "response", "RSPAUTH", "ik", "ck", "auts", "x"];
    for name in ["Authorization", "Proxy-Authorization", "WWW-Authenticate", "Proxy-Authenticate"] {
        for scheme in ["NTLM", "Kerberos", "TLS-DSK", "Bearer", "Basic", "Digest2", "Digest"] {
            let params: &[&str] = if scheme == "Digest" { &OF_DIGEST } else { &ALL };
            for param in params {
                for row in [
                    format!("{param}=hunter2"),
                    format!("{param}=\"hunter2\""),
                    format!("{param} = \"x\\\"hunter2\", qop=\"auth\""),
                    format!("realm=\"r\", {param}=\"hunter2\", nonce=\"n\""),
                    format!("qop=auth, {param}=hunter2;x"),
                    format!("qop=auth, {param}=\"hunter2"),
                    format!("qop=auth, {param} hunter2"),
                ] {
                    let row = format!("{name}: {scheme} {row}");
                    print(&row, format!("OPTIONS sip:b SIP/2.0\r\n{row}\r\n\r\n").as_bytes());
                    print(&row, format!("SIP/2.0 401 No\r\n{row}\r\n\r\n").as_bytes());
                }
            }
            print(scheme, format!("OPTIONS sip:b SIP/2.0\r\n{name}: {scheme} hunter2==\r\n\r\n").as_bytes());
        }
    }
    for param in OF_DIGEST {
        for name in ["Authentication-Info", "Proxy-Authentication-Info"] {
            let row = format!("{name}: {param}=\"hunter2\", qop=auth");
            print(&row, format!("SIP/2.0 200 OK\r\n{row}\r\n\r\n").as_bytes());
        }
    }
}

/// A draft, of which no list of numbers shows a secret either.
fn hidden(what: &str, value: &impl Debug) {
    assert_hidden(what, &format!("{value:?}"));
    assert_hidden(what, &format!("{value:#?}"));
}

#[test]
fn secrets_of_drafts_are_not_printed() {
    let host = Host::try_from("b").unwrap();
    let (flag, secret) = (UriParamDraft::flag("ob"), UriParamDraft::new("pn-prid", MARKER));
    let params = [flag, secret];
    hidden("URI parameter", &params);
    let headers = [
        UriHeaderDraft::new("Authorization", "Digest response=\"hunter2\""),
        UriHeaderDraft::new("x", "y"),
        UriHeaderDraft::new("To", "<sip:a:hunter2@b>"),
    ];
    hidden("URI header", &headers);
    let sip = SipUri::build(host).user("a").password(MARKER).params(&params).headers(&headers);
    hidden("SIP URI", &sip);
    let tel = TelUri::build("+1").params(&params);
    hidden("tel URI", &tel);
    for reference in [
        UriRef::from(sip),
        UriRef::from(tel),
        UriRef::from("sip:a:hunter2@b"),
        UriRef::from("sip:a:hunter2@b@"),
        UriRef::from("sip:a@b;pn-prid=hunter2"),
    ] {
        hidden("reference", &reference);
        let address = NameAddr::build(reference).display_name("sip:a:hunter2@b");
        hidden("address", &address);
        hidden("From", &From::row(&address));
        hidden("list", &Route::list(&[address, address]));
        hidden("Refer-To", &ReferTo::row(&address));
        hidden("info", &header::InfoUri::build(reference));
        hidden("Call-Info", &CallInfo::row(&header::InfoUri::build(reference)));
    }
    let generic = [
        ParamDraft::token("pn-prid", MARKER),
        ParamDraft::quoted("gssapi-data", MARKER),
        ParamDraft::token("response", MARKER),
        ParamDraft::quoted("x", "<sip:a:hunter2@b>"),
        ParamDraft::uri("x", Uri::parse(b"sip:a:hunter2@b").unwrap()),
    ];
    hidden("parameter", &generic);
    // In an address, nothing tells what is secret but the name, and the URI.
    let generic_of_addresses = [generic[0], generic[3], generic[4]];
    hidden("address", &NameAddr::build("sip:a").params(&generic_of_addresses));
    hidden("Via", &header::Via::build(Transport::Udp, host).params(&generic_of_addresses));
    hidden("Via", &Via::row(&sipwire::header::Via::build(Transport::Udp, host).params(&generic_of_addresses)));
    hidden("challenge", &Challenge::build("r", "n").params(&[ParamDraft::quoted("ik", MARKER), ParamDraft::quoted("ck", MARKER)]));
    hidden("challenge", &WwwAuthenticate::row(&Challenge::build("r", "n").params(&[ParamDraft::quoted("ik", MARKER)])));
    for draft in [Challenge::other("NTLM", &generic), Credentials::other("NTLM", &generic)] {
        hidden("other scheme", &draft);
    }
    hidden("bearer", &Credentials::bearer(MARKER));
    hidden("bearer", &Authorization::row(&Credentials::bearer(MARKER)));
}
