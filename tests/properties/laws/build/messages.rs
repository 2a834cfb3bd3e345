//! Every setter of builders, rules, templates and edits, and how what it was given is read back.

use core::net::SocketAddr;
use std::time::Duration;

use sipwire::header::*;
use sipwire::rules::{Binding, Bound, Check, Step};
use sipwire::{
    BuildError, Edit, EditError, EditScratch, HeaderName, Headers, Host, Message, NameAddr, OwnedMessage, ParamDraft, Request, Response,
    StatusCode, Template, Transport,
};

use super::super::prints;
use super::values::{Given, OWN, Written};

/// What is changed, answered and followed.
pub(crate) const BASE: &[u8] =
    b"INVITE sip:a SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1;rport, SIP/2.0/TCP k\r\nFrom: <sip:b>;tag=1\r\n\
    To: <sip:a>;tag=2\r\nCall-ID: 3\r\nCSeq: 4 INVITE\r\nMax-Forwards: 70\r\nSubject: x\r\nSupported: p, q\r\nX-Own: y\r\n\
    Content-Length: 4\r\n\r\nbody";
const TO_WITHOUT_TAG: &[u8] = b"OPTIONS sip:a SIP/2.0\r\nTo: <sip:a>\r\nContent-Length: 0\r\n\r\n";

/// A message that is made of another with what was given.
pub(crate) struct Making {
    /// The functions that are called, as the sources name them.
    pub(crate) of: &'static [&'static str],
    /// What it is made of.
    pub(super) base: &'static [u8],
    /// Which rows are other ones then, by their names.
    pub(super) changed: &'static [&'static str],
    pub(super) added: isize,
    /// Whether the start line may be another; and the body.
    pub(super) start_line: bool,
    pub(super) body: bool,
    pub(super) make: fn(&OwnedMessage, &Given<'_>) -> Option<OwnedMessage>,
    pub(super) says: fn(&Message<'_>, &Given<'_>) -> bool,
}

const MAKING: Making =
    Making { of: &[], base: BASE, changed: &[], added: 0, start_line: false, body: false, make: |_, _| None, says: |_, _| false };

fn built(result: Result<OwnedMessage, BuildError>) -> Option<OwnedMessage> {
    result.inspect_err(prints).ok()
}

/// A template with one thing filled; one that refuses is what it was.
fn filled(base: &OwnedMessage, fill: impl FnOnce(&mut Template) -> Result<(), BuildError>) -> Option<OwnedMessage> {
    let mut template = Template::new(base);
    match fill(&mut template) {
        Ok(()) => Some(template.to_message()),
        Err(error) => {
            prints(&error);
            assert_eq!(template.as_bytes(), base.as_bytes());
            None
        }
    }
}

/// The message with one change; one that is refused leaves no trace.
fn edited(base: &OwnedMessage, change: impl FnOnce(&mut Edit<'_, '_>) -> Result<(), EditError>) -> Option<OwnedMessage> {
    let mut scratch = EditScratch::new();
    let mut edit = base.edit(&mut scratch);
    match change(&mut edit) {
        Ok(()) => Some(edit.finish()),
        Err(error) => {
            prints(&error);
            assert_eq!(edit.pending().count(), 0);
            None
        }
    }
}

fn request<'a>(message: &Message<'a>) -> Request<'a> {
    message.as_request().expect("a request").clone()
}

fn named(headers: Headers<'_, '_>, name: &str) -> Vec<Vec<u8>> {
    headers.iter().filter(|row| row.name() == name).map(|row| row.as_bytes().to_vec()).collect()
}

fn branch(message: &Message<'_>) -> Vec<u8> {
    let via = message.headers().first::<Via<'_>>().expect("a Via that can be read").expect("a Via");
    via.branch().expect("a branch").unwrap().as_bytes().to_vec()
}

fn source(given: &Given<'_>) -> SocketAddr {
    SocketAddr::new(given.ip(), given.u16())
}

fn via<'a>(branch: &'a [u8]) -> ViaDraft<'a> {
    Via::build(Transport::Udp, Host::try_from("h").expect("a host")).branch(branch)
}

fn own<'g>(given: &'g Given<'g>) -> Written<'g> {
    Written(OWN, given, |out, given| out.text(given.bytes))
}

/// What a value of one's own says.
fn is_own(message: &Message<'_>, given: &Given<'_>) -> bool {
    named(message.headers(), "X-Own").iter().any(|value| value == given.bytes.trim_ascii())
}

fn name<'g>(given: &Given<'g>) -> HeaderName<'g> {
    given.or(HeaderName::custom("X-Own"))
}

pub(crate) const MESSAGES: &[Making] = &[
    Making {
        of: &["Request::builder", "MessageBuilder::copy_all", "MessageBuilder::finish_with_body"],
        changed: &["Content-Length"],
        start_line: true,
        body: true,
        make: |base, g| {
            let mut builder = Request::builder(g.method(), g.bytes);
            let headers = base.headers();
            builder.copy_all(headers.iter().filter(|row| row.name() != "Content-Length"));
            built(builder.finish_with_body(g.bytes))
        },
        says: |made, g| {
            made.as_request().is_some_and(|request| (request.method(), request.raw_uri()) == (g.method(), g.bytes))
                && made.body() == g.bytes
        },
        ..MAKING
    },
    Making {
        of: &["Response::builder_with_reason", "MessageBuilder::copy", "MessageBuilder::finish_with_content"],
        changed: &["Content-Length"],
        start_line: true,
        added: 1,
        make: |base, g| {
            let mut builder = Response::builder_with_reason(StatusCode::OK, g.bytes);
            for row in base.headers().iter().filter(|row| row.name() != "Content-Length") {
                builder.copy(&row);
            }
            built(builder.finish_with_content(("text", g.text), base.body()))
        },
        says: |made, g| {
            made.as_response().is_some_and(|response| response.reason().is(g.bytes))
                && made.headers().require::<ContentType<'_>>().is_ok_and(|media| media.subtype() == g.text)
        },
        ..MAKING
    },
    Making {
        of: &["Response::builder", "MessageBuilder::raw", "MessageBuilder::finish"],
        base: b"SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n",
        added: 1,
        make: |_, g| built(Response::builder(StatusCode::OK).raw(name(g), g.bytes).finish()),
        says: |made, g| made.headers().named(name(g)).next().is_some_and(|row| row.as_bytes() == g.bytes.trim_ascii()),
        ..MAKING
    },
    Making {
        of: &["Response::to"],
        base: TO_WITHOUT_TAG,
        changed: &["To"],
        start_line: true,
        make: |base, g| built(Response::to(base.headers(), StatusCode::BUSY_HERE, Some(g.bytes)).finish()),
        says: |made, g| {
            made.headers().require::<To<'_>>().is_ok_and(|to| to.tag().unwrap().is_some_and(|tag| tag.as_bytes() == g.bytes))
                && made.as_response().is_some_and(|response| response.reason().is("Busy Here"))
        },
        ..MAKING
    },
    Making {
        of: &["Response::registered"],
        base: b"REGISTER sip:r SIP/2.0\r\nFrom: <sip:b@r>;tag=1\r\nTo: <sip:b@r>\r\nCall-ID: 3\r\nCSeq: 4 REGISTER\r\n\
            Contact: <sip:a>;+sip.instance=\"<urn:a:b>\"\r\nSupported: gruu\r\nContent-Length: 0\r\n\r\n",
        changed: &["To", "Contact", "Supported"],
        added: -1,
        start_line: true,
        make: |base, g| {
            let message = base.as_message();
            let asked = request(&message);
            let registration = asked.registration(&Check::registrar()).ok()?;
            let mut steps = Vec::new();
            registration.against::<Binding>(&[], &mut steps).ok()?;
            let [Step::Add(update)] = &steps[..] else { return None };
            let binding = registration.binding(update);
            built(Response::registered(&registration, [Bound::new(&binding, 60).pub_gruu("sip:b").temp_gruu(g.text)], g.bytes).finish())
        },
        says: |made, g| {
            let contact = made.headers().first::<Contact<'_>>().ok().flatten().expect("a Contact");
            contact.expires() == Ok(Some(60))
                && contact.temp_gruu().unwrap().is_some_and(|gruu| gruu.is(g.text))
                && made.headers().require::<To<'_>>().is_ok_and(|to| to.tag().unwrap().is_some_and(|tag| tag.as_bytes() == g.bytes))
        },
        ..MAKING
    },
    Making {
        of: &["Response::to_with_reason"],
        base: TO_WITHOUT_TAG,
        changed: &["To"],
        start_line: true,
        make: |base, g| built(Response::to_with_reason(base.headers(), StatusCode::BAD_REQUEST, g.text, Some(b"1")).finish()),
        says: |made, g| made.as_response().is_some_and(|response| response.reason().is(g.text)),
        ..MAKING
    },
    Making {
        of: &["Response::trying"],
        base: b"OPTIONS sip:a SIP/2.0\r\nTimestamp: 5\r\nContent-Length: 0\r\n\r\n",
        changed: &["Timestamp"],
        start_line: true,
        make: |base, g| built(Response::trying(base.headers(), Duration::from_micros(g.number)).finish()),
        says: |made, g| {
            made.headers().require::<Timestamp<'_>>().is_ok_and(|time| time.delay().unwrap() == Some(Duration::from_micros(g.number)))
        },
        ..MAKING
    },
    Making {
        of: &["Request::ack"],
        base:
            b"INVITE sip:a SIP/2.0\r\nVia: SIP/2.0/UDP h\r\nMax-Forwards: 70\r\nFrom: a:b\r\nTo: x\r\nCall-ID: 1\r\nCSeq: 4 INVITE\r\n\r\n",
        changed: &["To", "CSeq"],
        added: 1,
        start_line: true,
        make: |base, g| {
            let to = [b"SIP/2.0 486 \r\nTo: ", g.bytes, b"\r\n\r\n"].concat();
            let busy = Message::parse(&to).ok()?;
            built(request(&base.as_message()).ack(busy.as_response()?).finish())
        },
        says: |made, g| {
            Value::new(g.bytes).is_err()
                || made.headers().named(HeaderName::To).all(|to| to.text().is(Value::new(g.bytes).expect("a value").text().unescape()))
        },
        ..MAKING
    },
    Making {
        of: &["Request::retry"],
        changed: &["Via", "CSeq", "Content-Length"],
        added: 1,
        make: |base, g| built(request(&base.as_message()).retry(g.bytes, [Authorization::row(Credentials::build(g.bytes, "x"))])),
        says: |made, g| {
            let credentials = made.headers().first::<Authorization<'_>>();
            branch(made) == g.bytes
                && credentials.is_ok_and(|is| is.and_then(|is| is.username().unwrap()).is_some_and(|name| name.is(g.bytes)))
        },
        ..MAKING
    },
    Making {
        of: &["Template::uri"],
        start_line: true,
        make: |base, g| filled(base, |template| template.uri(g.bytes).map(drop)),
        says: |made, g| request(made).raw_uri() == g.bytes,
        ..MAKING
    },
    Making {
        of: &["Template::branch"],
        changed: &["Via"],
        make: |base, g| filled(base, |template| template.branch(g.bytes).map(drop)),
        says: |made, g| branch(made) == g.bytes,
        ..MAKING
    },
    Making {
        of: &["Template::from_tag"],
        changed: &["From"],
        make: |base, g| filled(base, |template| template.from_tag(g.bytes).map(drop)),
        says: |made, g| {
            made.headers().require::<From<'_>>().is_ok_and(|from| from.tag().unwrap().is_some_and(|tag| tag.as_bytes() == g.bytes))
        },
        ..MAKING
    },
    Making {
        of: &["Template::to_tag"],
        changed: &["To"],
        make: |base, g| filled(base, |template| template.to_tag(g.bytes).map(drop)),
        says: |made, g| made.headers().require::<To<'_>>().is_ok_and(|to| to.tag().unwrap().is_some_and(|tag| tag.as_bytes() == g.bytes)),
        ..MAKING
    },
    Making {
        of: &["Template::call_id"],
        changed: &["Call-ID"],
        make: |base, g| filled(base, |template| template.call_id(g.text).map(drop)),
        says: |made, g| made.headers().require::<CallId<'_>>().is_ok_and(|call_id| call_id == g.text),
        ..MAKING
    },
    Making {
        of: &["Template::cseq"],
        changed: &["CSeq"],
        make: |base, g| filled(base, |template| template.cseq(g.number as u32).map(drop)),
        says: |made, g| made.headers().require::<CSeq<'_>>().is_ok_and(|cseq| cseq.number() == g.number as u32),
        ..MAKING
    },
    Making {
        of: &["Template::header"],
        changed: &["X-Own"],
        make: |base, g| filled(base, |template| template.header(own(g)).map(drop)),
        says: is_own,
        ..MAKING
    },
    Making {
        of: &["Template::header"],
        changed: &["From"],
        make: |base, g| filled(base, |template| template.header(From::row(NameAddr::build("sip:b").display_name(g.bytes))).map(drop)),
        says: |made, g| {
            made.headers().require::<From<'_>>().is_ok_and(|from| from.display_name().unwrap().is_some_and(|name| name.is(g.bytes)))
        },
        ..MAKING
    },
    Making {
        of: &["Template::body"],
        changed: &["Content-Length"],
        body: true,
        make: |base, g| filled(base, |template| template.body(g.bytes).map(drop)),
        says: |made, g| made.body() == g.bytes,
        ..MAKING
    },
    Making {
        of: &["Edit::set_uri"],
        start_line: true,
        make: |base, g| edited(base, |edit| edit.set_uri(g.bytes).map(drop)),
        says: |made, g| request(made).raw_uri() == g.bytes,
        ..MAKING
    },
    Making {
        of: &["Edit::push"],
        added: 1,
        make: |base, g| edited(base, |edit| edit.push(via(g.bytes)).map(drop)),
        says: |made, g| branch(made) == g.bytes,
        ..MAKING
    },
    Making {
        of: &["Edit::push"],
        added: 1,
        make: |base, g| edited(base, |edit| edit.push(own(g)).map(drop)),
        says: |made, g| named(made.headers(), "X-Own")[0] == g.bytes.trim_ascii(),
        ..MAKING
    },
    Making { of: &["Edit::append"], added: 1, make: |base, g| edited(base, |edit| edit.append(own(g)).map(drop)), says: is_own, ..MAKING },
    Making {
        of: &["Edit::append_raw"],
        added: 1,
        make: |base, g| edited(base, |edit| edit.append_raw(name(g), g.bytes).map(drop)),
        says: |made, g| made.headers().named(name(g)).last().is_some_and(|row| row.as_bytes() == g.bytes.trim_ascii()),
        ..MAKING
    },
    Making {
        of: &["Edit::remove_all"],
        base: b"OPTIONS sip:a SIP/2.0\r\nX: y\r\nTo: <sip:a>\r\nContent-Length: 0\r\n\r\n",
        changed: &["X"],
        added: -1,
        make: |base, g| {
            let name = if g.number % 2 == 0 { HeaderName::custom("X") } else { name(g) };
            edited(base, |edit| edit.remove_all(name).map(drop)).filter(|_| name == "X")
        },
        says: |made, _| named(made.headers(), "X").is_empty(),
        ..MAKING
    },
    Making {
        of: &["Edit::replace"],
        changed: &["Supported"],
        make: |base, g| {
            edited(base, |edit| {
                let slot = edit.headers().slots::<Supported<'_>>().nth(1).expect("a value");
                edit.replace(&slot, own(g)).map(drop)
            })
        },
        says: |made, g| {
            let row = made.headers().named(HeaderName::Supported).next().expect("a row");
            row.elements().map(|value| value.as_bytes()).eq([b"p", g.bytes.trim_ascii()])
        },
        ..MAKING
    },
    Making {
        of: &["Edit::replace"],
        changed: &["Via"],
        make: |base, g| {
            edited(base, |edit| {
                let topmost = edit.topmost::<Via<'_>>()?;
                edit.replace(&topmost, via(g.bytes)).map(drop)
            })
        },
        says: |made, g| branch(made) == g.bytes && made.headers().all::<Via<'_>>().count() == 2,
        ..MAKING
    },
    Making {
        of: &["Edit::set_param"],
        changed: &["Via"],
        make: |base, g| {
            edited(base, |edit| {
                let topmost = edit.topmost::<Via<'_>>()?;
                edit.set_param(&topmost, &ParamDraft::token("branch", g.bytes)).map(drop)
            })
        },
        says: |made, g| branch(made) == g.bytes && made.headers().all::<Via<'_>>().count() == 2,
        ..MAKING
    },
    Making {
        of: &["Edit::set_param"],
        changed: &["From"],
        make: |base, g| {
            edited(base, |edit| {
                let from = edit.only::<From<'_>>()?;
                edit.set_param(&from, &ParamDraft::quoted(g.text, g.bytes)).map(drop)
            })
        },
        says: |made, g| {
            made.headers().require::<From<'_>>().is_ok_and(|from| from.params().value(g.text).is_some_and(|value| value.is(g.bytes)))
        },
        ..MAKING
    },
    Making {
        of: &["Edit::remove_param"],
        changed: &["Via"],
        make: |base, g| {
            edited(base, |edit| {
                let topmost = edit.topmost::<Via<'_>>()?;
                edit.remove_param(&topmost, if g.number % 2 == 0 { "branch" } else { g.text }).map(drop)
            })
        },
        says: |made, g| {
            let via = made.headers().first::<Via<'_>>().expect("a Via that can be read").expect("a Via");
            !via.params().contains(if g.number % 2 == 0 { "branch" } else { g.text }) && via.params().iter().count() == 1
        },
        ..MAKING
    },
    Making {
        of: &["Edit::fill_source"],
        changed: &["Via"],
        make: |base, g| edited(base, |edit| edit.fill_source(source(g)).map(drop)),
        says: |made, g| {
            let via = made.headers().first::<Via<'_>>().expect("a Via that can be read").expect("a Via");
            (via.received().unwrap(), via.rport().unwrap()) == (Some(source(g).ip().to_canonical()), Some(source(g).port()))
        },
        ..MAKING
    },
    Making {
        of: &["Edit::replace_body"],
        changed: &["Content-Length"],
        body: true,
        make: |base, g| edited(base, |edit| edit.replace_body(g.bytes).map(drop)),
        says: |made, g| made.body() == g.bytes,
        ..MAKING
    },
];
