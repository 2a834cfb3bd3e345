//! Challenges and credentials of schemes that have no draft of their own, made from parts (RFC 3261 §25.1).

use core::fmt;

use super::{Challenge, Credentials};
use crate::encode::{BuildErrorKind, Encode, ParamDraft, Writer};
use crate::error::Expected;
use crate::header::draft::Draft;
use crate::text::Printable;

impl<'a> Challenge<'a> {
    /// Makes a challenge of any scheme from parts, to be written.
    pub const fn other(scheme: &'a str, params: &'a [ParamDraft<'a>]) -> OtherAuthDraft<'a> {
        OtherAuthDraft { scheme, params }
    }
}

impl<'a> Credentials<'a> {
    /// Makes credentials of any scheme from parts, to be written.
    pub const fn other(scheme: &'a str, params: &'a [ParamDraft<'a>]) -> OtherAuthDraft<'a> {
        OtherAuthDraft { scheme, params }
    }
}

/// A challenge or credentials of any scheme, to be written, made from parts. The parameters have values, at least one is there, and those
/// that Digest has are as Digest has them.
///
/// `Debug` shows the scheme alone: parameters may be secret.
///
/// ```text
/// other-challenge = auth-scheme LWS auth-param *( COMMA auth-param )
/// other-response  = auth-scheme LWS auth-param *( COMMA auth-param )
/// ```
///
/// ```
/// use sipwire::{Challenge, Encode, ParamDraft};
///
/// let params = [ParamDraft::quoted("realm", "SIP Communications Service"), ParamDraft::number("version", 4)];
/// assert_eq!(Challenge::other("TLS-DSK", &params).to_bytes()?, b"TLS-DSK realm=\"SIP Communications Service\", version=4");
/// # Ok::<(), sipwire::BuildError>(())
/// ```
#[derive(Clone, Copy)]
pub struct OtherAuthDraft<'a> {
    scheme: &'a str,
    params: &'a [ParamDraft<'a>],
}

impl Encode for OtherAuthDraft<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        out.token(self.scheme);
        let Some((first, others)) = self.params.split_first() else { return out.refuse(BuildErrorKind::Empty(Expected::AuthParam), 0) };
        out.fixed(" ");
        // One without a value would be a token in their place.
        if first.is_flag() {
            out.refuse(BuildErrorKind::Empty(Expected::ParameterValue), 0);
        }
        first.encode(out);
        super::parts::write_params(others, out);
    }
}

// Both drafts are re-parsed: a parameter could lack a value or be repeated.
impl Draft<Challenge<'static>> for OtherAuthDraft<'_> {
    fn write(&self, out: &mut Writer<'_>) {
        self.encode(out);
    }
}

impl Draft<Credentials<'static>> for OtherAuthDraft<'_> {
    fn write(&self, out: &mut Writer<'_>) {
        self.encode(out);
    }
}

impl fmt::Debug for OtherAuthDraft<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OtherAuthDraft({} ***)", Printable(self.scheme.as_bytes()))
    }
}
