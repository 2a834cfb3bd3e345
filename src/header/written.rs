//! Writes a [`HeaderDraft`]. The output is re-parsed as values of its header, unless the types of its parts guarantee that it is valid.

use super::any::{cut_element, split_of};
use super::draft::{Draft, EncodeHeader};
use super::header_draft::HeaderDraft;
use super::rows::elements::Elements;
use super::rows::value::Value;
use crate::encode::{BuildErrorKind, Encode, Writer};
use crate::error::{ErrorKind, Expected};
use crate::name::{HeaderId, HeaderName};
use crate::profile::Leniency;

impl<D: Draft<F>, F> Encode for HeaderDraft<D, F> {
    #[inline]
    fn encode(&self, out: &mut Writer<'_>) {
        let start = out.position();
        self.values.write(out);
        if let Some(leniency) = self.values.check(self.name.id()) {
            verify(self.name.id(), self.count, leniency, start, out);
        }
    }
}

impl<D: Draft<F>, F> EncodeHeader for HeaderDraft<D, F> {
    fn name(&self) -> HeaderName<'_> {
        self.name
    }
}

/// Fails if the bytes written since `start` are not exactly `count` values of the header.
fn verify(id: HeaderId, count: usize, leniency: Leniency, start: usize, out: &mut Writer<'_>) {
    let written = out.since(start);
    let row = Value::taken(written, 0, leniency).trimmed();
    let (mut found, mut wrong) = (0, None);
    for element in Elements::new(row, split_of(id), id) {
        found += 1;
        wrong = cut_element(id, element).and_then(|value| value.verify()).err();
        if wrong.is_some() {
            break;
        }
    }
    match wrong {
        Some(error) => out.refuse(BuildErrorKind::refused(error, written), error.offset()),
        None if found != count => out.refuse(BuildErrorKind::Grammar(ErrorKind::Expected(Expected::EndOfValue)), 0),
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::ParamDraft;
    use crate::error::KnownParam;
    use crate::header::{
        Allow, Contact, From, MaxForwards, NameAddr, RSeq, Reason, Require, ResourcePriority, Route, Server, Supported, TokenParams,
    };
    use crate::method::Method;

    #[test]
    fn what_its_header_does_not_allow_is_refused() {
        let twice = [ParamDraft::token("tag", "1"), ParamDraft::token("Tag", "2")];
        let params = [ParamDraft::flag("x")];
        let star = Contact::star();
        let contacts = [star, Contact::parse(b"<sip:a>").unwrap()];
        let refused: [(&dyn Encode, BuildErrorKind, usize); 11] = [
            (&MaxForwards::row(256), BuildErrorKind::OutOfRange, 0),
            (&RSeq::row(0), BuildErrorKind::OutOfRange, 0),
            (&ResourcePriority::row("dsn"), BuildErrorKind::Empty(Expected::Dot), 3),
            (&ResourcePriority::row(Method::Bye), BuildErrorKind::Empty(Expected::Dot), 3),
            (&Require::list::<&str>(&[]), BuildErrorKind::Empty(Expected::Token), 0),
            (&Server::row(""), BuildErrorKind::Empty(Expected::Value), 0),
            (&Server::row(&b""[..]), BuildErrorKind::Empty(Expected::Value), 0),
            (&Allow::row(("INVITE", &params[..])), BuildErrorKind::Forbidden { within: Expected::EndOfValue, byte: b';' }, 6),
            (&From::row(NameAddr::build("sip:a").params(&twice)), BuildErrorKind::Grammar(ErrorKind::DuplicateParam(KnownParam::Tag)), 14),
            (&Contact::list(&contacts), BuildErrorKind::Forbidden { within: Expected::OnlyElement, byte: b'*' }, 0),
            (&Route::row(NameAddr::parse(b"tel:1").unwrap()), BuildErrorKind::Forbidden { within: Expected::UriInBrackets, byte: b't' }, 0),
        ];
        for (header, kind, offset) in refused {
            let error = header.to_bytes().unwrap_err();
            assert_eq!((error.kind(), error.offset()), (kind, offset));
        }
        assert_eq!(MaxForwards::row(255).to_bytes().unwrap(), b"255");
        assert_eq!(Supported::list::<&str>(&[]).to_bytes().unwrap(), b"");
        assert_eq!(Contact::row(star).to_bytes().unwrap(), b"*");
        assert!(Reason::row(("Q.850", &[ParamDraft::number("cause", 16)][..])).to_bytes().is_ok());
    }

    #[test]
    fn what_was_taken_leniently_is_written_again_in_lists_too() {
        let value = Value::alone(b"sip:a;lr", crate::profile::Profile::new(&crate::profile::Limits::new(), Leniency::BARE_ROUTE)).unwrap();
        let bare = <Route as crate::header::TypedHeader>::parse(value).unwrap();
        let strict = NameAddr::parse(b"<sip:b>").unwrap();
        assert_eq!(Route::row(*bare).to_bytes().unwrap(), b"sip:a;lr");
        assert_eq!(Route::list(&[strict, *bare]).to_bytes().unwrap(), b"<sip:b>, sip:a;lr");
        assert_eq!(Route::list(&[*bare, strict]).to_bytes().unwrap(), b"sip:a;lr, <sip:b>");
    }

    #[test]
    fn a_draft_of_ones_own_is_as_many_values_as_it_says() {
        struct Raw(&'static str);
        impl Draft<TokenParams<'static>> for Raw {
            fn write(&self, out: &mut Writer<'_>) {
                out.text(self.0);
            }
        }
        let refused = (BuildErrorKind::Grammar(ErrorKind::Expected(Expected::EndOfValue)), 0);
        let outcome = |header: &dyn Encode| header.to_bytes().map_err(|error| (error.kind(), error.offset()));
        assert_eq!(outcome(&Supported::row(Raw("a"))), Ok(b"a".to_vec()));
        assert_eq!(outcome(&Supported::row(Raw("a, b"))), Err(refused));
        assert_eq!(outcome(&Supported::row(Raw(""))), Err(refused));
        assert_eq!(outcome(&Supported::list(&[Raw("a"), Raw("b")])), Ok(b"a, b".to_vec()));
        assert_eq!(outcome(&Supported::list(&[Raw("a"), Raw("b, c")])), Err(refused));
        // An error of a value precedes an error of the count.
        let wrong = (BuildErrorKind::Forbidden { within: Expected::EndOfValue, byte: b';' }, 4);
        assert_eq!(outcome(&Supported::row(Raw("a, b;c"))), Err(wrong));
    }
}
