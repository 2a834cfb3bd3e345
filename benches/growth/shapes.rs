//! The shapes of input that are measured: something that repeats, and what stands around it.

use sipwire::{Leniency, Limits, Parser};

const START: &str = "OPTIONS sip:a SIP/2.0\r\n";

/// Input of any size: `before`, `unit` as often as it fits, `after`. Or half of it, and the other half `then`.
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    before: String,
    unit: &'static str,
    then: &'static str,
    /// Whether `#` in `unit` is the number of the repetition, and `@` that of the next.
    numbered: bool,
    after: &'static str,
    leniency: Leniency,
    /// Whether all of it is taken: otherwise the cost of a refusal is measured.
    pub(crate) is_taken: bool,
}

impl Shape {
    /// About `size` bytes of it.
    pub(crate) fn bytes(&self, size: usize) -> Vec<u8> {
        let room = size - self.before.len() - self.after.len();
        let (first, second) = if self.then.is_empty() { (room, 0) } else { (room / 2, room / 2 / self.then.len()) };
        let unit = |number: usize| match self.numbered {
            true => self.unit.replace('#', &format!("{number:05}")).replace('@', &format!("{:05}", number + 1)),
            false => self.unit.to_owned(),
        };
        let repeated = (0..first / unit(0).len()).map(unit).collect::<String>() + &self.then.repeat(second);
        [&self.before, &*repeated, self.after].concat().into_bytes()
    }

    /// Without limits, or with the default ones.
    pub(crate) fn parser(&self, limited: bool) -> Parser {
        let limits = if limited { Limits::new() } else { Limits::unlimited_for_trusted_input() };
        Parser::new().limits(limits).leniency(self.leniency)
    }

    fn leniently(self, leniency: Leniency) -> Self {
        Self { leniency, ..self }
    }

    fn then(self, then: &'static str) -> Self {
        Self { then, ..self }
    }

    fn numbered(self) -> Self {
        Self { numbered: true, ..self }
    }

    fn refused(self) -> Self {
        Self { is_taken: false, ..self }
    }
}

/// A whole message.
fn message(name: &'static str, before: &str, unit: &'static str, after: &'static str) -> Shape {
    Shape { name, before: before.to_owned(), unit, then: "", numbered: false, after, leniency: Leniency::NONE, is_taken: true }
}

/// Many rows.
fn rows(name: &'static str, row: &'static str) -> Shape {
    message(name, START, row, "\r\n")
}

/// One row.
fn row(name: &'static str, before: &str, unit: &'static str, after: &'static str) -> Shape {
    message(name, &format!("{START}{before}"), unit, after)
}

const END: &str = "\r\n\r\n";

/// Every shape.
pub(crate) fn all() -> Vec<Shape> {
    let mut shapes = many_rows();
    shapes.extend(framing());
    shapes.extend(elements());
    shapes.extend(params());
    shapes.extend(text());
    shapes.extend(uris());
    shapes.extend(families());
    shapes.extend(one_byte());
    shapes.extend(bodies());
    shapes.extend(lenient());
    shapes
}

fn many_rows() -> Vec<Shape> {
    vec![
        rows("rows: X-A", "X-A: 1\r\n"),
        rows("rows: Via", "Via: SIP/2.0/UDP a;branch=z9hG4bKa\r\n"),
        rows("rows: Route", "Route: <sip:a;lr>\r\n"),
        rows("rows: Contact", "Contact: <sip:a>;q=0.5\r\n"),
        rows("rows: Allow", "Allow: ACK\r\n"),
        rows("rows: Supported", "k:\r\n"),
        rows("rows: WWW-Authenticate", "WWW-Authenticate: Digest realm=\"a\",nonce=\"b\"\r\n"),
        rows("rows: From", "From: <sip:a>\r\n"),
        rows("rows: Content-Length", "Content-Length: 0\r\n").refused(),
        rows("rows: without a colon", "no colon\r\n").refused(),
        rows("rows: bad names", "a b: c\r\n").refused(),
        rows("rows: NUL", "a: \0\r\n").refused(),
    ]
}

fn framing() -> Vec<Shape> {
    vec![
        message("empty lines before", "", "\r\n", "OPTIONS sip:a SIP/2.0\r\n\r\n"),
        message("a long method", "", "O", " sip:a SIP/2.0\r\n\r\n"),
        message("a long Request-URI", "OPTIONS sip:", "a.", "b SIP/2.0\r\n\r\n"),
        message("a long reason phrase", "SIP/2.0 200 ", "ok ", END),
        message("a body", "OPTIONS sip:a SIP/2.0\r\n\r\n", "a\r\n", ""),
        row("a long name", "", "x", ": 1\r\n\r\n"),
        row("spaces before a colon", "X-A", " ", ": 1\r\n\r\n"),
        row("spaces before a value", "X-A:", " ", "b\r\n\r\n"),
        row("spaces inside a value", "Subject: a", " ", "b\r\n\r\n"),
        row("spaces behind a value", "X-A: b", " ", END),
        row("folds", "Subject: a", "\r\n b", END),
        row("folds of white space", "Subject: a", "\r\n ", "b\r\n\r\n"),
        row("folds before a value", "Subject:", "\r\n\t", "b\r\n\r\n"),
        row("folds behind white space", "Subject: a", "  \t  \r\n  b", END),
        row("folds between tokens", "Event: a", "\r\n ;\r\n a\r\n =\r\n b", END),
        row("NUL in text", "Subject: a", "\0", END).refused(),
        row("NUL behind backslashes", "From: \"", "\\\0", "\" <sip:a>\r\n\r\n"),
        row("NUL behind two backslashes", "Subject: \"", "\\\\\0", "\"\r\n\r\n").refused(),
        row("backslashes in text, then NUL", "Subject: ", "\\\\", "\0\r\n\r\n").refused(),
    ]
}

fn elements() -> Vec<Shape> {
    vec![
        row("elements: Via", "Via: SIP/2.0/UDP a", ", SIP/2.0/TCP b:5060;branch=z9hG4bKb", END),
        row("elements: Route", "Route: <sip:a>", ", \"b\" <sip:b@c;lr>", END),
        row("elements: Contact", "Contact: <sip:a>", ", b <sip:b@c>;expires=60", END),
        row("elements: Allow", "Allow: ACK", ",BYE", END),
        row("elements: Supported", "Supported: path", ", gruu", END),
        row("elements: Accept", "Accept: a/b", ", c/d;q=0.5", END),
        row("elements: Accept-Language", "Accept-Language: en", ", de-ch;q=0.1", END),
        row("elements: Allow-Events", "Allow-Events: a", ", presence.winfo", END),
        row("elements: Alert-Info", "Alert-Info: <http://a>", ", <http://b>;c=d", END),
        row("elements: In-Reply-To", "In-Reply-To: a", ", <b@\"c>", END),
        row("elements: Privacy", "Privacy: id", ";user", END),
        row("elements: Reason", "Reason: SIP", ", Q.850;cause=16;text=\"bye\"", END),
        row("elements: Warning", "Warning: 301 a \"b\"", ", 399 c:5060 \"d\\\"\"", END),
        row("elements: X-A", "X-A: a", ",b", END),
        row("elements: Security-Verify", "Security-Verify: tls", ", ipsec-3gpp;q=0.1;spi-c=1;port1=5", END),
        row("elements: Resource-Priority", "Resource-Priority: a.b", ", dsn.flash", END),
    ]
}

fn params() -> Vec<Shape> {
    vec![
        row("parameters: Via", "Via: SIP/2.0/UDP a", ";b=c", END),
        row("parameters: From", "From: <sip:a>", ";b=\"c\"", END),
        row("parameters: Contact", "Contact: <sip:a>", ";b", END),
        row("parameters: Contact, of one name", "Contact: <sip:a>", ";q=0.5", END),
        row("parameters: IPv6", "Contact: <sip:a>", ";b=[2001:db8::1]", END),
        row("parameters: Event", "Event: a", ";b=c", END),
        row("parameters: Expires", "Session-Expires: 9", ";b=c", END),
        row("parameters: Retry-After", "Retry-After: 9 (a)", ";b=c", END),
        row("parameters: Content-Type", "Content-Type: a/b", ";c=\"d\"", END),
        row("parameters: Replaces", "Replaces: a", ";b=c", ";to-tag=d;from-tag=e\r\n\r\n"),
        row("parameters: Call-Info", "Call-Info: <sip:a>", ";b=c", END),
        row("parameters: Accept-Contact", "Accept-Contact: *", ";+a=\"b\"", END),
        row("parameters: Feature-Caps", "Feature-Caps: *", ";+a", END),
        row("parameters: P-Charging-Vector", "P-Charging-Vector: icid-value=a", ";b=c", END),
        row("parameters: P-Access-Network-Info", "P-Access-Network-Info: a", ";b=\"c\"", END),
        row("parameters: Session-ID", "Session-ID: 01234567890123456789012345678901", ";a=b", END),
        row("parameters: Identity", "Identity: abc", ";a=b", ";info=<a:b>\r\n\r\n"),
        row("parameters: Digest challenge", "WWW-Authenticate: Digest realm=\"a\"", ", b=\"c\"", END),
        row("parameters: Digest credentials", "Authorization: Digest realm=\"a\"", ",b=c", END),
        row("parameters: Authentication-Info", "Authentication-Info: nextnonce=\"a\"", ",b=c", END),
        row("parameters: qop", "WWW-Authenticate: Digest qop=\"a", ",b", "\"\r\n\r\n"),
    ]
}

fn text() -> Vec<Shape> {
    vec![
        row("a quoted string", "From: \"", "a", "\" <sip:a>\r\n\r\n"),
        row("quoted pairs", "From: \"", "\\\\", "\" <sip:a>\r\n\r\n"),
        row("quoted quotes", "From: \"", "\\\"", "\" <sip:a>\r\n\r\n"),
        row("folds in quotes", "From: \"", "a \r\n b", "\" <sip:a>\r\n\r\n"),
        row("folds behind quoted pairs", "From: \"", "\\ \r\n ", "\" <sip:a>\r\n\r\n"),
        row("UTF-8 in quotes", "From: \"", "\u{E9}", "\" <sip:a>\r\n\r\n"),
        row("a quoted parameter", "From: <sip:a>;b=\"", "c\\\"", "\"\r\n\r\n"),
        row("no closing quote", "From: \"", "a", END).refused(),
        row("nested comments", "Server: ", "(", END),
        row("comments", "Server: a", " (b)", END),
        row("comments behind a number", "Retry-After: 5 (", "(a)", ")\r\n\r\n"),
        row("products", "User-Agent: a", " b/c", END),
        row("a token", "Subscription-State: ", "a", END),
        row("digits", "Expires: ", "9", END),
        row("a display name", "From: ", "a ", "<sip:a>\r\n\r\n"),
        row("a display name, then none", "Route: ", "a ", "sip:a\r\n\r\n").refused(),
        row("a Call-ID", "Call-ID: ", "a", END),
        row("a realm", "WWW-Authenticate: Digest realm=\"", "a", "\"\r\n\r\n"),
        row("a token68", "Authorization: Bearer ", "a", END),
    ]
}

fn uris() -> Vec<Shape> {
    vec![
        row("URI: parameters", "To: <sip:a", ";b=c", ">\r\n\r\n"),
        row("URI: headers", "To: <sip:a?b=c", "&d=e", ">\r\n\r\n"),
        row("URI: a user part", "To: <sip:", "a;b", "@c>\r\n\r\n"),
        row("URI: a password", "To: <sip:a:", "b", "@c>\r\n\r\n"),
        row("URI: escapes", "To: <sip:", "%41", "@c>\r\n\r\n"),
        row("URI: @", "To: <sip:", "a@", "c>\r\n\r\n").refused(),
        row("URI: labels", "To: <sip:", "a.", "b>\r\n\r\n"),
        row("URI: digits for a host", "To: <sip:", "1", ">\r\n\r\n"),
        row("URI: dots", "To: <sip:a", ".", ">\r\n\r\n").refused(),
        row("URI: colons", "To: <sip:[", ":", "]>\r\n\r\n").refused(),
        row("URI: without brackets", "To: sip:a", ".b", END),
        row("URI: of another scheme", "To: <tel:", "1", ">\r\n\r\n"),
        row("passwords in text", "Subject: ", "sip:a:b@c ", END),
        row("colons in text", "Subject: ", "sip:", "@a\r\n\r\n"),
    ]
}

/// Values that are long in a way of their own.
fn families() -> Vec<Shape> {
    vec![
        row("CSeq", "CSeq: 1 ", "A", END),
        row("Content-ID", "Content-ID: <", "a", "@b>\r\n\r\n"),
        row("Date", "Date: Sat, 13 Nov 2010 23:29:00", " ", "GMT\r\n\r\n").refused(),
        row("Event templates", "Event: a", ".b", END),
        row("History-Info index", "History-Info: <sip:a>;index=1", ".1", END),
        row("Identity", "Identity: ", "a", ";info=<a:b>\r\n\r\n"),
        row("MIME-Version", "MIME-Version: 1.0 (", "a", ")\r\n\r\n").refused(),
        row("Number with zeros", "Expires: ", "0", "5\r\n\r\n"),
        row("P-Media-Authorization", "P-Media-Authorization: ", "0A", END),
        row("RAck", "RAck: 1 1 ", "A", END),
        row("Timestamp", "Timestamp: 1.", "1", END),
        row("Warning", "Warning: 399 a \"", "b", "\"\r\n\r\n"),
    ]
}

/// One byte over and over, where it begins or ends something.
fn one_byte() -> Vec<Shape> {
    let of = |name, unit| row(name, "To: ", unit, END).refused();
    vec![
        of("<", "<"),
        of(">", ">"),
        of("(", "("),
        of(",", ","),
        of(";", ";"),
        of("%41", "%41"),
        of("\"", "\""),
        of("\\", "\\"),
        of("[", "["),
        of("@", "@"),
        of("=", "="),
        row(", of a list", "Route: ", ",", END).refused(),
        row("\" of a list", "Route: ", "\"", END).refused(),
        row("< of a list", "Route: ", "<", END).refused(),
    ]
}

/// Bodies of several parts, and what is nearly their delimiter.
fn bodies() -> Vec<Shape> {
    let body = |name, unit, after| {
        let head = "MESSAGE sip:a SIP/2.0\r\nContent-Type: multipart/mixed;boundary=bbbb\r\n\r\n--bbbb\r\n";
        message(name, head, unit, after)
    };
    const CLOSE: &str = "\r\n--bbbb--";
    let fragment =
        |name, unit| message(name, "NOTIFY sip:a SIP/2.0\r\nContent-Type: message/sipfrag\r\n\r\nSIP/2.0 200 OK\r\n", unit, "\r\n");
    vec![
        body("body: parts", "Content-Type: text/plain\r\n\r\nb\r\n--bbbb\r\n", CLOSE),
        body("body: parts of nothing", "\r\n--bbbb\r\n", CLOSE),
        body("body: delimiters alone", "--bbbb\r\n", CLOSE),
        body("body: rows of a part", "X-A: 1\r\n", CLOSE),
        body("body: folds of a part", "X-A: 1\r\n 2\r\n", CLOSE),
        body("body: lines", "\r\n", CLOSE),
        body("body: hyphens", "-", CLOSE).refused(),
        body("body: lines of hyphens", "\r\n--", CLOSE),
        body("body: beginnings of delimiters", "\r\n--bbb", CLOSE),
        body("body: longer boundaries", "\r\n--bbbbb", CLOSE),
        body("body: delimiters behind LF", "\r\n\n--bbbb\r\n", CLOSE),
        body("body: white space behind a boundary", "\r\n--bbbb  \t  \t  .", CLOSE),
        body("body: no delimiter", "b", "").refused(),
        body("body: no boundary", "Content-Type: multipart/mixed\r\n\r\n--bbbb\r\n", CLOSE).refused(),
        fragment("fragment: rows", "X-A: 1\r\n"),
        fragment("fragment: no row", "X").refused(),
    ]
}

fn lenient() -> Vec<Shape> {
    let lenient = |shape: Shape| shape.leniently(Leniency::ALL);
    vec![
        message("lenient: LF", "OPTIONS sip:a SIP/2.0\n", "X-A: b\n c\n", "\n").leniently(Leniency::LF_LINE_ENDS),
        lenient(message("lenient: spaces in the start line", "OPTIONS", " ", "sip:a SIP/2.0\r\n\r\n")),
        lenient(row("lenient: joined challenges", "WWW-Authenticate: Digest realm=\"a\"", ", Digest realm=\"b\",nonce=\"c\"", END)),
        lenient(row("lenient: commas in a challenge", "WWW-Authenticate: Digest realm=\"a\"", ", b=c", END)),
        lenient(row("lenient: spaces in a challenge", "WWW-Authenticate: Digest realm=\"a\"", ", b ", END)).refused(),
        lenient(row("lenient: empty parameters", "To: <sip:a>", ";", END)),
        lenient(row("lenient: empty elements", "Route: <sip:a>", ",", END)),
        lenient(row("lenient: empty URI parameters", "To: <sip:a", ";", ">\r\n\r\n")),
        lenient(row("lenient: = in a URI parameter", "To: <sip:a;b=", "=c", ">\r\n\r\n")),
        lenient(row("lenient: display name", "To: ", "a.(b) ", "<sip:a>\r\n\r\n")),
        lenient(row("lenient: comments of a Via", "Via: SIP/2.0/UDP a (", "(b)", ")\r\n\r\n")),
        lenient(row("lenient: underscores", "To: <sip:", "_a", ">\r\n\r\n")),
        lenient(row("lenient: bare routes", "Route: sip:a", ", sip:b;lr", END)),
        message(
            "lenient: bodies in each other",
            "MESSAGE sip:a SIP/2.0\r\nContent-Type: multipart/mixed;boundary=00000\r\n\r\n",
            "--#\r\nContent-Type: multipart/mixed;boundary=@\r\n\r\n",
            "",
        )
        .numbered()
        .leniently(Leniency::NO_CLOSING_DELIMITER)
        .refused(),
        lenient(row("lenient: commas in Privacy", "Privacy: id", ",user", END)),
        lenient(rows("lenient: Content-Length", "Content-Length: 0\r\n")),
        lenient(row("lenient: Content-Length of zeros", "Content-Length: ", "0", END).then("\r\nContent-Length: 0")),
    ]
}
