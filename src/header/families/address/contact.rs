//! Contact.

use super::{NameAddr, NameAddrDraft, either, fast};
use crate::encode::{Encode, Writer};
use crate::error::{Expected, KnownParam, ParseError};
use crate::grammar::{self, delta_seconds};
use crate::header::draft::{Draft, written_as_read};
use crate::header::family::{Facts, Family, tell};
use crate::header::rows::value::Value;
use crate::name::{HeaderId, HeaderName};
use crate::params::Params;
use crate::profile::Leniency;
use crate::text::{Text, Token};
use crate::uri::Uri;

/// One Contact value: where its sender can be reached, or `*` (RFC 3261 §20.10).
///
/// ```text
/// Contact        = ( "Contact" / "m" ) HCOLON ( STAR / ( contact-param *(COMMA contact-param) ) )
/// contact-param  = ( name-addr / addr-spec ) *( SEMI contact-params )
/// contact-params = c-p-q / c-p-expires / c-p-reg / c-p-instance (RFC 5626) / … / contact-extension
/// ```
///
/// `*` is the only value of its header, and allowed only in a REGISTER that removes all bindings (RFC 3261 §10.2.2).
///
/// ```
/// use sipwire::header::Contact;
///
/// let contact = Contact::parse(b"<sip:32100045@192.168.110.247:50250;transport=TCP;ob>;reg-id=1\
///     ;+sip.instance=\"<urn:uuid:00000000-0000-0000-0000-000041d7c640>\"")?;
/// assert_eq!(contact.reg_id()?, Some(1));
/// assert_eq!(contact.instance()?.unwrap().as_bytes(), b"urn:uuid:00000000-0000-0000-0000-000041d7c640");
/// assert!(contact.uri()?.unwrap().as_sip().unwrap().is_outbound());
/// assert!(Contact::parse(b"*")?.is_star());
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Contact<'a>(Form<'a>);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form<'a> {
    Address(NameAddr<'a>),
    /// The position of `*`.
    Star(&'a [u8]),
}

impl<'a> Contact<'a> {
    /// Parses a value outside of a message with the default profile, and checks every part.
    ///
    /// # Errors
    ///
    /// Returns an error at the first byte that does not fit the grammar.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        let contact = contact_param(Value::new(bytes)?)?;
        contact.verify()?;
        Ok(contact)
    }

    /// The value `*`, to be written: it removes all bindings (RFC 3261 §10.2.2).
    ///
    /// ```
    /// use sipwire::{Encode, header::Contact};
    ///
    /// assert_eq!(Contact::row(Contact::star()).to_bytes()?, b"*");
    /// # Ok::<(), sipwire::BuildError>(())
    /// ```
    pub const fn star() -> Self {
        Self(Form::Star(b"*"))
    }

    /// Whether it is `*`.
    pub const fn is_star(&self) -> bool {
        matches!(self.0, Form::Star(_))
    }

    /// Returns the address, or `None` for `*`.
    pub const fn address(&self) -> Option<&NameAddr<'a>> {
        match &self.0 {
            Form::Address(address) => Some(address),
            Form::Star(_) => None,
        }
    }

    /// The value as read.
    pub fn as_bytes(&self) -> &'a [u8] {
        match &self.0 {
            Form::Address(address) => address.as_bytes(),
            Form::Star(star) => star,
        }
    }

    /// Returns the URI, or `None` for `*`.
    ///
    /// # Errors
    ///
    /// Returns an error if the bytes in its place are not a URI.
    #[inline]
    pub fn uri(&self) -> Result<Option<Uri<'a>>, ParseError> {
        self.address().map(|address| address.uri()).transpose()
    }

    /// Returns the URI after a check of the whole value, or `None` for `*`.
    pub(crate) fn verified_uri(&self) -> Result<Option<Uri<'a>>, ParseError> {
        self.address().map(|address| address.verified_uri()).transpose()
    }

    /// How long the binding lives, in seconds (RFC 3261 §10.2.1.1, §20.10). More than 2^32-1 is 2^32-1; what is no number counts as
    /// 3600.
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated.
    pub fn expires(&self) -> Result<Option<u32>, ParseError> {
        const MALFORMED: u32 = 3600;
        let seconds = |value: Text<'_>| grammar::whole(value.as_bytes(), 0, delta_seconds).unwrap_or(MALFORMED);
        Ok(self.params().once(KnownParam::Expires)?.map(|param| param.value().map_or(MALFORMED, seconds)))
    }

    /// Returns the parameters, which are empty for `*`.
    pub fn params(&self) -> Params<'a> {
        self.address().map(|address| address.params()).unwrap_or_default()
    }
}

/// Cuts the first element of a row.
#[inline]
pub(crate) fn fast_first<'a>(row: &Value<'a>) -> Option<Contact<'a>> {
    fast::first(row).map(|address| Contact(Form::Address(address)))
}

/// ```text
/// STAR / ( ( name-addr / addr-spec ) *( SEMI contact-params ) )
/// ```
#[inline]
pub(crate) fn contact_param(value: Value<'_>) -> Result<Contact<'_>, ParseError> {
    if value.as_bytes() == b"*" {
        return if value.is_only() { Ok(Contact(Form::Star(value.as_bytes()))) } else { Err(value.error(Expected::OnlyElement, 0)) };
    }
    either(value).map(|address| Contact(Form::Address(address)))
}

impl<'a> Family<'a> for Contact<'a> {
    const NAME: &'static str = "contact";

    fn as_bytes(&self) -> &'a [u8] {
        self.as_bytes()
    }

    fn verify(&self) -> Result<(), ParseError> {
        self.verified_uri().map(drop)
    }

    fn leniency(&self) -> Leniency {
        self.address().map_or(Leniency::NONE, |address| address.leniency())
    }

    fn params(&self) -> Params<'a> {
        self.params()
    }

    fn uri(&self) -> Option<Result<Uri<'a>, ParseError>> {
        self.uri().transpose()
    }

    fn repeated_auth_param(&self) -> Option<Token<'a>> {
        None
    }

    fn is_equivalent(&self, other: &Self, header: HeaderName<'_>) -> bool {
        match (self.address(), other.address()) {
            (Some(a), Some(b)) => a.is_equivalent(b, header),
            (a, b) => a.is_none() && b.is_none(),
        }
    }

    fn facts(&self, facts: &mut Facts<'_, 'a>) {
        if let Some(address) = self.address() {
            address.facts(facts);
        }
        tell!(facts, self, is_star q expires reg_id instance rc mp np pub_gruu temp_gruu temp_gruu_cookie methods);
    }
}

written_as_read!(Contact);

impl Draft<Contact<'static>> for NameAddrDraft<'_> {
    fn write(&self, out: &mut Writer<'_>) {
        self.encode(out);
    }

    #[inline]
    fn check(&self, header: HeaderId) -> Option<Leniency> {
        Draft::<NameAddr<'static>>::check(self, header)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn a_star_is_a_part_of_what_was_read() {
        let input = b" *";
        assert_eq!(Contact::parse(input).unwrap().as_bytes().as_ptr(), input[1..].as_ptr());
    }

    #[test]
    fn parameters_are_typed_when_asked_for() {
        let contact = Contact::parse(b"\"x\" <sip:a@b>;q=0.25;expires=99999999999;reg-id=2;+SIP.instance=\"<urn:uuid:1>\"").unwrap();
        assert_eq!((contact.q(), contact.expires(), contact.reg_id()), (Ok(Some(250)), Ok(Some(u32::MAX)), Ok(Some(2))));
        assert_eq!(contact.instance().unwrap().unwrap().as_bytes(), b"urn:uuid:1");
        let plain = Contact::parse(b"sip:a@b").unwrap();
        assert_eq!((plain.q(), plain.expires(), plain.reg_id(), plain.instance()), (Ok(None), Ok(None), Ok(None), Ok(None)));
    }

    #[test]
    fn what_is_wrong_with_a_parameter_costs_only_that() {
        let contact = Contact::parse(b"<sip:a@b>;q=2;expires=soon;reg-id=0;+sip.instance=\"urn:uuid:1\";expires=1").unwrap();
        assert_eq!(contact.q().unwrap_err().offset(), 12);
        assert_eq!(contact.expires().unwrap_err().kind(), ErrorKind::DuplicateParam(KnownParam::Expires));
        assert_eq!(contact.reg_id().unwrap_err().offset(), 34);
        assert_eq!(contact.instance().unwrap_err().offset(), 51);
        assert_eq!(Contact::parse(b"<sip:a@b>;expires=soon").unwrap().expires(), Ok(Some(3600)));
        assert_eq!(Contact::parse(b"<sip:a@b>;expires").unwrap().expires(), Ok(Some(3600)));
    }
}
