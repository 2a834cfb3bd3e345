//! A naive twin of the checks: it walks over strings, and knows the words that the mutations are made of.

use proptest::prelude::*;

use crate::messages::{Draft, setting};
use crate::table::REQUESTS;

/// How many mutated messages are compared.
fn cases() -> u32 {
    match std::env::var_os("SIPWIRE_LONG_TESTS").is_some_and(|value| value == "1") {
        true => 1_000_000,
        false => 2_000,
    }
}

pub(crate) const COMPACT: &[(&str, &str)] = &[
    ("t", "To"),
    ("f", "From"),
    ("i", "Call-ID"),
    ("v", "Via"),
    ("m", "Contact"),
    ("o", "Event"),
    ("r", "Refer-To"),
    ("b", "Referred-By"),
    ("k", "Supported"),
    ("c", "Content-Type"),
    ("x", "Session-Expires"),
    ("a", "Accept-Contact"),
    ("d", "Request-Disposition"),
    ("e", "Content-Encoding"),
    ("j", "Reject-Contact"),
    ("n", "Identity-Info"),
    ("s", "Subject"),
    ("u", "Allow-Events"),
    ("y", "Identity"),
];

/// The message as a list of names and values.
struct Twin {
    method: String,
    uri: String,
    version: String,
    rows: Vec<(String, String)>,
    has_body: bool,
}

impl Twin {
    fn of(draft: &Draft) -> Self {
        let mut line = draft.start.split(' ');
        let mut next = || line.next().unwrap().to_owned();
        let (method, uri, version) = (next(), next(), next());
        let long = |name: &String| COMPACT.iter().find(|(short, _)| short == name).map_or(name.clone(), |(_, long)| (*long).to_owned());
        let rows = draft.rows.iter().map(|(name, value)| (long(name), value.clone())).collect();
        Self { method, uri, version, rows, has_body: !draft.body.is_empty() }
    }

    fn all(&self, name: &str) -> Vec<&str> {
        self.rows.iter().filter(|(row, _)| row == name).map(|(_, value)| &**value).collect()
    }

    fn first(&self, name: &str) -> Option<&str> {
        self.all(name).first().copied()
    }

    /// The elements of a list header without quoted commas.
    fn list(&self, name: &str) -> Vec<&str> {
        self.all(name).iter().flat_map(|value| value.split(',')).map(str::trim).collect()
    }

    fn is_second(&self, name: &str) -> bool {
        self.all(name).len() > 1
    }

    /// The names of the rules that are broken, in order.
    fn faults(&self, role: &str) -> Vec<&'static str> {
        let mut found = Vec::new();
        let is_server = role == "uas" || role == "registrar";
        let is_bare = self.method == "ACK" || self.method == "CANCEL";
        let mut rule = |is_broken: bool, rule: &'static str| {
            if is_broken {
                found.push(rule);
            }
        };
        rule(self.version != "SIP/2.0", "Version");
        let via = self.list("Via").first().copied();
        rule(via.is_some_and(|via| via.starts_with("SIP/1.0/")), "ViaVersion");

        rule(self.is_second("To"), "SecondTo");
        rule(self.is_second("From"), "SecondFrom");
        rule(self.is_second("Call-ID"), "SecondCallId");
        rule(self.is_second("CSeq"), "SecondCSeq");
        rule(self.is_second("Max-Forwards"), "SecondMaxForwards");
        let of_method: &[&str] = match &*self.method {
            "INVITE" => &["Expires", "Replaces", "Join", "Session-Expires"],
            "UPDATE" => &["Session-Expires"],
            "REGISTER" | "MESSAGE" => &["Expires"],
            "SUBSCRIBE" => &["Event", "Expires"],
            "NOTIFY" => &["Event", "Subscription-State"],
            "PUBLISH" => &["Event", "Expires", "SIP-If-Match"],
            "REFER" => &["Refer-To"],
            "PRACK" => &["RAck"],
            _ => &[],
        };
        let of_body: &[&str] = if self.has_body { &["Content-Type", "Content-Disposition"] } else { &[] };
        let needed = of_method.iter().chain(of_body).any(|name| self.is_second(name));
        rule(is_server && !is_bare && needed, "SecondRow");
        rule(is_server && self.method == "REFER" && self.is_second("Referred-By"), "SecondReferredBy");

        for (name, missing) in
            [("To", "MissingTo"), ("From", "MissingFrom"), ("Call-ID", "MissingCallId"), ("CSeq", "MissingCSeq"), ("Via", "MissingVia")]
        {
            rule(self.first(name).is_none(), missing);
        }

        rule(via.is_some_and(|via| via == "SIP/2.0"), "Unreadable");
        for name in ["From", "To"] {
            rule(self.first(name).is_some_and(|value| value == "<sip"), "Unreadable");
            rule(self.first(name).is_some_and(|value| value.matches("tag=").count() > 1), "RepeatedParam");
        }
        rule(self.first("Call-ID").is_some_and(|value| value.contains(' ')), "Unreadable");
        let cseq = self.first("CSeq").and_then(|cseq| cseq.split_once(' '));
        rule(self.first("CSeq").is_some() && cseq.is_none(), "Unreadable");
        rule(role == "proxy" && self.first("Max-Forwards").is_some_and(|value| value.parse::<u8>().is_err()), "Unreadable");

        let number: Option<u64> = cseq.and_then(|(number, _)| number.parse().ok());
        let is_large = number.is_some_and(|number| number > 0x7FFF_FFFF);
        let is_known = REQUESTS.contains(&&*self.method);
        let differs = !is_large && cseq.is_some_and(|(_, method)| method != self.method);
        rule(differs && (!is_server || is_known), "CSeqMethod");
        rule(differs && is_server && !is_known, "CSeqMethodUnknown");
        rule(is_large, "CSeqNumber");
        rule(is_server && !is_known, "MethodUnknown");

        let is_uac = role == "uac";
        let scheme = self.uri.split(':').next().unwrap();
        let is_sips = scheme == "sips";
        rule(!is_uac && !["sip", "sips", "tel"].contains(&scheme), "UriScheme");
        rule(!is_uac && self.uri == "sip:", "Unreadable");
        rule(!is_uac && self.uri.contains('?'), "UriHeaders");
        let names: Vec<_> =
            self.uri.split(['?']).next().unwrap().split(';').skip(1).map(|param| param.split('=').next().unwrap()).collect();
        rule(!is_uac && names.iter().enumerate().any(|(at, name)| names[..at].contains(name)), "RepeatedUriParam");
        rule(!is_uac && is_sips && self.uri.contains("transport=udp"), "SipsTransport");

        let no_hops = role == "proxy" && self.first("Max-Forwards").and_then(|value| value.parse::<u8>().ok()) == Some(0);
        rule(no_hops && self.method == "OPTIONS", "OptionsAtLastHop");
        rule(no_hops && self.method != "OPTIONS", "TooManyHops");

        if !is_bare && !is_uac {
            let (name, unknown) = if is_server { ("Require", "UnknownRequire") } else { ("Proxy-Require", "UnknownProxyRequire") };
            rule(self.list(name).iter().any(|tag| !tag.is_empty() && !tag.eq_ignore_ascii_case("timer")), unknown);
            rule(self.all(name).contains(&""), "EmptyRequire");
            self.of_the_method(role, is_server, is_sips, &mut found);
        }
        let is_required = !self.first("Content-Disposition").is_some_and(|value| value.ends_with("handling=optional"));
        if is_server && !is_bare && self.has_body && is_required {
            let media = self.first("Content-Type");
            if media.is_none() {
                found.push("MissingContentType");
            }
            if media.is_some_and(|media| !["application/sdp", "text/plain", "application/pidf+xml"].contains(&media)) {
                found.push("ContentType");
            }
        }
        found
    }

    fn of_the_method(&self, role: &str, is_server: bool, is_sips: bool, found: &mut Vec<&'static str>) {
        let mut rule = |is_broken: bool, rule: &'static str| {
            if is_broken {
                found.push(rule);
            }
        };
        let contacts = self.list("Contact");
        let has = |scheme: &str| contacts.iter().any(|contact| contact.trim_start_matches('<').starts_with(scheme));
        let has_to_tag = self.first("To").is_some_and(|to| to.contains("tag=") && to.matches("tag=").count() == 1);
        let method = &*self.method;
        let refreshes = ["INVITE", "SUBSCRIBE", "NOTIFY", "REFER", "UPDATE"].contains(&method);
        let forms = ["INVITE", "SUBSCRIBE"].contains(&method);
        rule(refreshes && is_sips && self.uri != "sips:a;transport=udp;transport=udp" && has("sip:"), "SipsContact");
        if !is_server {
            return;
        }
        let is_registration = role == "registrar" && method == "REGISTER";
        let star = contacts.contains(&"*");
        if is_registration {
            rule(self.first("To").is_some_and(|to| to.starts_with("<tel:")), "RegisterTo");
            rule(has("sips:") && (!is_sips || has("sip:") || has("tel:")), "RegisterSips");
            let lifetime = self.first("Expires").map(|value| value.parse::<u64>().unwrap_or(3600));
            rule(star && (contacts.len() > 1 || lifetime.is_some_and(|lifetime| lifetime > 0)), "StarNotAlone");
            rule(star && lifetime.is_none(), "StarWithoutExpires");
            let expires = |contact: &&str| match contact.split_once(";expires=") {
                Some((_, value)) => value.parse::<u64>().unwrap_or(3600),
                None => lifetime.unwrap_or(3600),
            };
            rule(contacts.iter().any(|contact| *contact != "*" && (1..60).contains(&expires(contact))), "BindingTooBrief");
        }
        let tag = |name: &str| self.first(name).is_some_and(|value| !value.is_empty());
        if method == "INVITE" {
            let is_modern = self.list("Via").first().is_some_and(|via| via.contains("branch=z9hG4bK"));
            rule(contacts.is_empty() && is_modern && !has_to_tag, "InviteContact");
        }
        rule(method == "UPDATE" && contacts.is_empty(), "MissingForMethod");
        rule(method == "PRACK" && !tag("RAck"), "MissingForMethod");
        rule(forms && contacts.len() > 1 && !has_to_tag, "ContactCount");
        rule(method != "REGISTER" && star, "ContactStar");
        rule((forms || method == "REFER") && has("tel:") && !has_to_tag, "ContactScheme");
        rule(method == "REFER" && contacts.len() != 1, "ReferContact");
        rule(method == "SUBSCRIBE" && !tag("Event"), "MissingEvent");
        let brief = self.first("Expires").is_some_and(|value| (1..60).contains(&value.parse::<u64>().unwrap_or(3600)));
        rule(method == "SUBSCRIBE" && brief, "SubscriptionTooBrief");
        rule(method == "NOTIFY" && !tag("Subscription-State"), "MissingSubscriptionState");
        rule(method == "REFER" && !tag("Refer-To"), "MissingReferTo");
        let (replaces, join) = (tag("Replaces"), tag("Join"));
        rule(method != "INVITE" && replaces, "ReplacesMethod");
        rule(method == "INVITE" && replaces && join, "ReplacesAndJoin");
        rule(method == "INVITE" && self.first("Replaces").is_some_and(|value| !value.contains("from-tag")), "ReplacesTags");
        rule(method != "INVITE" && join, "JoinMethod");
        rule(method == "PUBLISH" && !tag("Event"), "PublishEvent");
        rule(method == "PUBLISH" && brief, "PublicationTooBrief");
        rule(method == "PUBLISH" && !self.has_body && !tag("SIP-If-Match"), "EmptyPublish");
    }
}

/// The words of the mutations. What needs a grammar to be read is not among them.
const CHANGES: &[&str] = &[
    "-To",
    "-From",
    "-Call-ID",
    "-CSeq",
    "-Via",
    "-Contact",
    "-Event",
    "-Refer-To",
    "-RAck",
    "-Subscription-State",
    "-Content-Type",
    "-Max-Forwards",
    "-Supported",
    "-Expires",
    "+t: <sip:x@y>",
    "+f: <sip:x@y>;tag=2",
    "+i: x",
    "+CSeq: 8 INVITE",
    "+Max-Forwards: 1",
    "+Expires: 30",
    "+o: dialog",
    "+r: <sip:x@y>",
    "+m: <sip:x@y>",
    "+m: <sips:x@y>",
    "+Via: SIP/2.0/TCP z;branch=z9hG4bK9",
    "To: <sip",
    "To: <tel:+12015550123>",
    "To: <sip:x@y>;tag=1;tag=2",
    "To: <sip:x@y>;tag=9",
    "From: <sip",
    "Call-ID: a b",
    "CSeq: x",
    "CSeq: 7 BYE",
    "CSeq: 7 OPTIONS",
    "CSeq: 2147483648 INVITE",
    "Via: SIP/2.0",
    "Via: SIP/1.0/UDP a;branch=z9hG4bK1",
    "Via: SIP/2.0/UDP a",
    "Max-Forwards: 0",
    "Max-Forwards: 999",
    "Contact: <sips:x@y>",
    "Contact: <tel:+12015550123>",
    "Contact: <sip:x@y>;expires=5",
    "Contact: <sip:x@y>;expires=soon",
    "Contact: *",
    "Expires: 0",
    "Expires: 59",
    "Expires: 60",
    "Expires: soon",
    "Require: timer",
    "Require: foo, timer",
    "Require:",
    "Proxy-Require: foo",
    "Proxy-Require: timer",
    "Replaces: a;to-tag=1;from-tag=2",
    "Replaces: a;to-tag=1",
    "Join: a;to-tag=1;from-tag=2",
    "SIP-If-Match: a",
    "+Referred-By: <sip:x@y>",
    "Content-Type: a/b",
    "Content-Type: text/plain",
    "Content-Disposition: session;handling=optional",
    "Content-Disposition: session",
    "X-Other: a",
    "body=",
    "body=x",
];

const URIS: &[&str] = &["sip:a@b", "sips:a@b", "sips:a;transport=udp", "sip:a;x=1;x=2", "sip:a?b=c", "sip:", "tel:+12015550123", "x-y:z"];
const METHODS: &[&str] = &["DANCE", "INVITE", "OPTIONS"];

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_global_rejects: cases(), ..ProptestConfig::default() })]

    #[test]
    fn a_naive_twin_finds_the_same_faults(
        base in prop::sample::select(&REQUESTS[..]),
        role in prop::sample::select(&["uas", "registrar", "proxy", "uac"][..]),
        changes in prop::collection::vec(prop::sample::select(CHANGES), 0..5),
        uri in prop::option::weighted(0.3, prop::sample::select(URIS)),
        method in prop::option::weighted(0.1, prop::sample::select(METHODS)),
        is_old in prop::bool::weighted(0.05),
    ) {
        let mut draft = Draft::of(base);
        changes.iter().for_each(|change| draft.change(change));
        let twin = Twin::of(&draft);
        let version = if is_old { "SIP/1.0" } else { "SIP/2.0" };
        draft.start = format!("{} {} {version}", method.unwrap_or(&twin.method), uri.unwrap_or(&twin.uri));
        // A star stands alone in its header, or the value has no elements.
        prop_assume!(draft.rows.iter().filter(|(_, value)| value == "*").count() == 0 || !changes.iter().any(|change| change.starts_with("+m")));
        let twin = Twin::of(&draft);
        let wanted = twin.faults(role);
        let setting = setting(&format!("{role} tags=timer min-expires=60 types=application/sdp,text/plain,application/pidf+xml"));
        let found = setting.find(&draft.bytes()).faults;
        let mut found: Vec<_> = found.iter().map(|fault| fault.rule().name()).collect();
        // The order of rules within the method's own is another test's matter.
        prop_assert_eq!(found.first(), wanted.first(), "{:?} {:?} at a {}", &found, &wanted, role);
        let mut wanted = wanted;
        found.sort_unstable();
        wanted.sort_unstable();
        prop_assert_eq!(found, wanted, "at a {}", role);
    }
}
