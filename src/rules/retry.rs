//! [`Request::retry`]: the request again, with the credentials that were asked for.

use super::{required, unreadable};
use crate::encode::{BuildError, BuildErrorKind};
use crate::error::ParseError;
use crate::header::{AnyValue, CSeq, EncodeHeader, Header, TypedHeader, Via};
use crate::message::{OwnedMessage, Request};
use crate::name::{HeaderId, HeaderName};
use crate::scan;
use crate::uri::UriRef;

impl Request<'_> {
    /// The request again, with credentials: what a client sends after a 401 or a 407 (RFC 3261 §22.2, §22.3).
    ///
    /// It is this request, row by row as it was written, and its body; but it begins a new transaction (§8.1.3.5): the topmost Via has the new
    /// branch, and CSeq the next number. The credentials stand at the end, one row each. They take the place of all that are of Digest, which
    /// are good for one request alone: the caller answers every realm that it is in a [session](crate::digest::Session) with. Others, of
    /// Bearer say, stay.
    ///
    /// ```
    /// use sipwire::{Credentials, Message, header::Authorization};
    ///
    /// let request = Message::parse(
    ///     b"REGISTER sip:biloxi.com SIP/2.0\r\nVia: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bK1;rport\r\n\
    ///       Call-ID: 7\r\nCSeq: 5 REGISTER\r\n\r\n",
    /// )?;
    /// let token = Authorization::row(Credentials::bearer("eyJhbGciOi"));
    /// assert_eq!(
    ///     request.as_request().unwrap().retry("z9hG4bK2", [token])?.as_bytes(),
    ///     b"REGISTER sip:biloxi.com SIP/2.0\r\nVia: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bK2;rport\r\n\
    ///       Call-ID: 7\r\nCSeq: 6 REGISTER\r\nAuthorization: Bearer eyJhbGciOi\r\nContent-Length: 0\r\n\r\n",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error
    ///
    /// - [`BuildErrorKind::NotCalledFor`] if the request is an ACK or a CANCEL, which nobody may challenge (§22.1);
    /// - [`BuildErrorKind::MissingHeader`] if Via or CSeq is absent, [`BuildErrorKind::Unreadable`] if one of them is malformed;
    /// - [`BuildErrorKind::OutOfRange`] if CSeq has no next number;
    /// - if the credentials cannot be written, or the branch is not a token.
    pub fn retry<C: EncodeHeader>(
        &self,
        branch: impl AsRef<[u8]>,
        credentials: impl IntoIterator<Item = C>,
    ) -> Result<OwnedMessage, BuildError> {
        let mut builder = Request::builder(self.method(), UriRef::received(self.raw_uri()));
        if !self.method().may_be_challenged() {
            builder.refuse(BuildError::new(BuildErrorKind::NotCalledFor));
        }
        let topmost = required(&mut builder, self.headers(), HeaderName::Via).map(|row| row.as_bytes());
        required(&mut builder, self.headers(), HeaderName::CSeq);
        for row in self.headers() {
            match row.name() {
                HeaderName::Via if topmost.is_some_and(|value| core::ptr::eq(value, row.as_bytes())) => match around_branch(&row) {
                    Ok((before, name, behind)) => {
                        builder.row(HeaderId::Via, row.wire_name(), |out| {
                            out.as_read(before);
                            out.literal(name);
                            out.token(branch.as_ref());
                            out.as_read(behind);
                        });
                    }
                    Err(error) => builder.refuse(unreadable(HeaderId::Via, error)),
                },
                HeaderName::CSeq => match self.headers().require::<CSeq<'_>>() {
                    Ok(cseq) => {
                        builder.header(CSeq::build(cseq.number().saturating_add(1), self.method()));
                    }
                    Err(error) => builder.refuse(unreadable(HeaderId::CSeq, error)),
                },
                HeaderName::ContentLength => {}
                HeaderName::Authorization | HeaderName::ProxyAuthorization if is_digest(&row) => {}
                _ => {
                    builder.copy(&row);
                }
            }
        }
        credentials.into_iter().for_each(|credentials| {
            builder.header(credentials);
        });
        builder.finish_with_body(self.body())
    }
}

/// What stands before the branch of the row's first value, the name of the parameter where there is none, and what stands behind it.
fn around_branch<'a>(row: &Header<'a>) -> Result<(&'a [u8], &'static str, &'a [u8]), ParseError> {
    let value = row.elements().next().unwrap_or(row.value());
    let (name, old) = match <Via<'_> as TypedHeader<'_>>::parse(value)?.branch()? {
        Some(branch) => ("", branch.as_bytes()),
        None => (";branch=", &value.as_bytes()[value.as_bytes().len()..]),
    };
    let (before, behind) = row.as_bytes().split_at(scan::offset_of(row.as_bytes(), old));
    Ok((before, name, &behind[old.len()..]))
}

/// Whether the row is of Digest, as far as can be read.
fn is_digest(row: &Header<'_>) -> bool {
    row.values().any(|value| matches!(value, Ok(AnyValue::Credentials(credentials)) if credentials.is_digest()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::header::{Authorization, Credentials, ProxyAuthorization};
    use crate::message::Message;
    use alloc::string::String;

    const REQUEST: &str = "INVITE sip:b SIP/2.0\r\nFrom: A\r\n <sip:a>\r\nv:SIP/2.0/UDP a ; Branch = z9hG4bK1\r\n ;rport , SIP/2.0/TCP c;branch=z9hG4bK0\r\n\
        Via: SIP/2.0/TLS d;branch=z9hG4bK3\r\nAuthorization: Digest realm=\"a\"\r\nProxy-Authorization: Bearer abc\r\n\
        CSeq: 0041 INVITE\r\nProxy-Authorization: DIGEST realm=\"b\"\r\nAuthorization: Lantern x\r\nl: 4\r\nX: y\r\n\r\nbody";

    fn retry(input: &str, branch: &str) -> Result<String, (BuildErrorKind, Option<HeaderId>)> {
        let message = Message::parse(input.as_bytes()).unwrap();
        let draft = Credentials::build("bob", "a").uri("sip:b").response("f");
        let rows: [&dyn EncodeHeader; 2] = [&Authorization::row(draft), &ProxyAuthorization::row(draft)];
        let again = message.as_request().unwrap().retry(branch, rows).map_err(|error| (error.kind(), error.header()))?;
        Ok(String::from_utf8(again.as_bytes().to_vec()).unwrap())
    }

    #[test]
    fn all_but_branch_number_and_credentials_stays_as_it_was() {
        let digest = "Digest username=\"bob\", realm=\"a\", nonce=\"\", uri=\"sip:b\", response=\"f\"";
        assert_eq!(
            retry(REQUEST, "z9hG4bK2").unwrap(),
            alloc::format!(
                "INVITE sip:b SIP/2.0\r\nFrom: A <sip:a>\r\nv: SIP/2.0/UDP a ; Branch = z9hG4bK2 ;rport , SIP/2.0/TCP c;branch=z9hG4bK0\r\n\
                 Via: SIP/2.0/TLS d;branch=z9hG4bK3\r\nProxy-Authorization: Bearer abc\r\nCSeq: 42 INVITE\r\nAuthorization: Lantern x\r\n\
                 X: y\r\nAuthorization: {digest}\r\nProxy-Authorization: {digest}\r\nContent-Length: 4\r\n\r\nbody"
            )
        );
        let bare = retry("OPTIONS sip:b SIP/2.0\r\nVia: SIP/2.0/UDP a , SIP/2.0/UDP b\r\nCSeq: 1 OPTIONS\r\n\r\n", "z9hG4bK2").unwrap();
        assert!(bare.contains("Via: SIP/2.0/UDP a;branch=z9hG4bK2 , SIP/2.0/UDP b\r\nCSeq: 2 OPTIONS\r\n"), "{bare}");
    }

    #[test]
    fn what_cannot_be_sent_again_is_refused() {
        for method in ["ACK", "CANCEL"] {
            assert_eq!(retry(&REQUEST.replace("INVITE", method), "z9hG4bK2"), Err((BuildErrorKind::NotCalledFor, None)));
        }
        let missing = |id| Err((BuildErrorKind::MissingHeader(id), Some(id)));
        assert_eq!(retry(&REQUEST.replace("CSeq: 0041 INVITE\r\n", ""), "z9hG4bK2"), missing(HeaderId::CSeq));
        assert_eq!(retry(&REQUEST.replace("v:", "x:").replace("Via:", "y:"), "z9hG4bK2"), missing(HeaderId::Via));
        assert_eq!(retry(&REQUEST.replace("0041", "2147483647"), "z9hG4bK2"), Err((BuildErrorKind::OutOfRange, Some(HeaderId::CSeq))));
        for (wrong, id) in [(REQUEST.replace("0041", "x"), HeaderId::CSeq), (REQUEST.replace("UDP a", "UDP"), HeaderId::Via)] {
            let (kind, header) = retry(&wrong, "z9hG4bK2").unwrap_err();
            assert!(matches!(kind, BuildErrorKind::Unreadable(ErrorKind::Expected(_))) && header == Some(id), "{kind:?}");
        }
        for branch in ["", "a b", "a\r\nb"] {
            assert!(retry(REQUEST, branch).is_err(), "{branch}");
        }
    }
}
