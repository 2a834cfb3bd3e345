//! Addresses made from parts.

use super::NameAddr;
use crate::encode::{Encode, ParamDraft, Writer, shown_as_written};
use crate::header::draft::Draft;
use crate::name::HeaderId;
use crate::profile::Leniency;
use crate::uri::UriRef;

/// An address to be written, made from parts. The URI always stands in angle brackets, the display name in quotes.
///
/// ```
/// use sipwire::{Encode, NameAddr, ParamDraft};
///
/// let tag = [ParamDraft::token("tag", "a48s")];
/// let address = NameAddr::build("sip:bob@biloxi.com;x=y").display_name("Bob \"B\"").params(&tag);
/// assert_eq!(address.to_bytes()?, b"\"Bob \\\"B\\\"\" <sip:bob@biloxi.com;x=y>;tag=a48s");
/// # Ok::<(), sipwire::BuildError>(())
/// ```
#[derive(Clone, Copy)]
pub struct NameAddrDraft<'a> {
    display_name: Option<&'a [u8]>,
    uri: UriRef<'a>,
    params: &'a [ParamDraft<'a>],
}

shown_as_written!(NameAddrDraft);

impl<'a> NameAddr<'a> {
    /// Makes an address from parts, to be written.
    #[inline]
    pub fn build(uri: impl Into<UriRef<'a>>) -> NameAddrDraft<'a> {
        NameAddrDraft::new(uri.into())
    }
}

impl<'a> NameAddrDraft<'a> {
    #[inline]
    const fn new(uri: UriRef<'a>) -> Self {
        Self { display_name: None, uri, params: &[] }
    }

    /// The display name, unescaped.
    #[must_use]
    #[inline]
    pub fn display_name(mut self, name: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.display_name = Some(name.as_ref());
        self
    }

    /// All parameters of the header, in the order in which they are to be written.
    #[must_use]
    #[inline]
    pub const fn params(mut self, params: &'a [ParamDraft<'a>]) -> Self {
        self.params = params;
        self
    }
}

impl Encode for NameAddrDraft<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        if let Some(name) = self.display_name {
            out.quoted(name);
            out.fixed(" ");
        }
        out.fixed("<");
        self.uri.encode(out);
        out.fixed(">");
        out.params(self.params);
    }
}

impl Draft<NameAddr<'static>> for NameAddrDraft<'_> {
    fn write(&self, out: &mut Writer<'_>) {
        self.encode(out);
    }

    #[inline]
    fn check(&self, _: HeaderId) -> Option<Leniency> {
        // The grammar of a tag is the only requirement of an address on its parameters.
        let mut tags = self.params.iter().filter(|param| param.is("tag"));
        let is_one = tags.next().is_none_or(|tag| tag.is_token()) && tags.next().is_none();
        if is_one && self.params.iter().all(ParamDraft::is_generic) { None } else { Some(Leniency::NONE) }
    }
}
