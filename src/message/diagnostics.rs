//! `Message::diagnostics`: the deviations that the parser accepted in a message.

use super::{Message, Request};
use crate::error::ParseError;
use crate::header::{Diagnostic, DiagnosticKind};
use crate::parser::Parser;
use crate::profile::Limits;
use crate::scan;

impl<'a> Message<'a> {
    /// Returns the deviations that the parser accepted, each with its offset: in the framing and in the values.
    ///
    /// The result also lists each parameter that repeats the name of another. Under the default profile it lists only such parameters. The
    /// message is re-parsed once for each leniency that the profile has.
    pub fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> + use<'_, 'a> {
        let leniency = self.layout().profile.leniency;
        // The Request-URI, and the first error in the parts of the body.
        let read = move |leniency| {
            let message = Parser::new().limits(Limits::unlimited_for_trusted_input()).leniency(leniency).parse(self.input())?;
            let of_parts = message.multipart().ok().flatten().and_then(|multipart| multipart.walk().find_map(Result::err));
            Ok((message.as_request().map(Request::uri), of_parts))
        };
        let (taken, left_in_parts) = read(leniency).unwrap_or_default();
        let framing = leniency.flags().filter_map(move |flag| {
            let error = match read(leniency.without(flag)) {
                Err(error) => error,
                Ok((uri, of_parts)) => {
                    let of_uri = uri.zip(taken).and_then(|uris| match uris {
                        (Ok(strict), Ok(lenient)) => strict.taken_leniently(&lenient),
                        (Err(error), Ok(_)) => Some(error),
                        // The parser did not accept a value that fails even with all flags.
                        (_, Err(_)) => None,
                    });
                    let was_read = |error: &ParseError| left_in_parts.is_none_or(|left| error.offset() < left.offset());
                    of_uri.or(of_parts.filter(was_read))?
                }
            };
            Some(Diagnostic { kind: DiagnosticKind::Lenient(flag), offset: error.offset() })
        });
        let repeated = taken.and_then(Result::ok).and_then(|uri| uri.params().repeated()).map(|param| {
            let offset = scan::offset_of(self.input(), param.name().as_bytes());
            Diagnostic { kind: DiagnosticKind::RepeatedParam, offset }
        });
        framing.chain(repeated).chain(self.headers().diagnostics())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Leniency;
    use alloc::vec::Vec;

    #[test]
    fn leniencies_of_the_request_uri_are_listed() {
        let taken = |input| {
            let message = Parser::new().leniency(Leniency::ALL).parse(input).unwrap();
            message.diagnostics().map(|diagnostic| (diagnostic.leniency(), diagnostic.offset())).collect::<Vec<_>>()
        };
        assert_eq!(taken(b"BYE <sip:a> SIP/2.0\r\n\r\n"), [(Leniency::BRACKETED_REQUEST_URI, 4)]);
        assert_eq!(taken(b"BYE sip:a_b:0 SIP/2.0\r\n\r\n"), [(Leniency::UNDERSCORE_IN_HOST, 9), (Leniency::PORT_ZERO, 12)]);
        assert_eq!(taken(b"BYE no-uri SIP/2.0\r\n\r\n"), []);
    }
}
