//! Addresses made from parts, or from other addresses.

use super::NameAddr;
use crate::encode::{BuildErrorKind, Encode, ParamDraft, Writer, shown_as_written};
use crate::header::draft::Draft;
use crate::name::HeaderId;
use crate::profile::Leniency;
use crate::uri::UriRef;

/// An address made from parts, or from another address: written, not read. The URI stands in angle brackets and the display name in quotes.
///
/// `NameAddrDraft::from` an address writes that address with some parts changed: parameters that the draft sets replace those of the same
/// name, and all other parts stay as they were read.
///
/// ```
/// use sipwire::{Encode, NameAddr, header::NameAddrDraft};
///
/// let address = NameAddr::build("sip:bob@biloxi.com;x=y").display_name("Bob \"B\"").tag("a48s");
/// assert_eq!(address.to_bytes()?, b"\"Bob \\\"B\\\"\" <sip:bob@biloxi.com;x=y>;tag=a48s");
///
/// let contact = NameAddr::parse(b"Bob <sip:bob@192.0.2.4>;ob;expires=3600")?;
/// let shorter = NameAddrDraft::from(&contact).expires(60).q(500);
/// assert_eq!(shorter.to_bytes()?, b"Bob <sip:bob@192.0.2.4>;ob;expires=60;q=0.5");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct NameAddrDraft<'a> {
    display_name: Option<&'a [u8]>,
    uri: UriRef<'a>,
    params: &'a [ParamDraft<'a>],
    /// The address whose parts stay as they were read.
    base: Option<&'a NameAddr<'a>>,
    tag: Option<&'a [u8]>,
    expires: Option<u32>,
    q: Option<u16>,
}

shown_as_written!(NameAddrDraft);

impl<'a> NameAddr<'a> {
    /// Makes an address from parts, to be written.
    #[inline]
    pub fn build(uri: impl Into<UriRef<'a>>) -> NameAddrDraft<'a> {
        NameAddrDraft::new(uri.into())
    }

    /// Makes the same address with a tag, to be written. A tag that it has is replaced.
    ///
    /// ```
    /// use sipwire::{Encode, NameAddr};
    ///
    /// let to = NameAddr::parse(b"<sip:bob@biloxi.com>;x")?;
    /// assert_eq!(to.with_tag("314").to_bytes()?, b"<sip:bob@biloxi.com>;x;tag=314");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_tag(&'a self, tag: &'a (impl AsRef<[u8]> + ?Sized)) -> NameAddrDraft<'a> {
        NameAddrDraft::from(self).tag(tag)
    }
}

/// The address as it was read. The methods of the draft change parts of it.
impl<'a> From<&'a NameAddr<'a>> for NameAddrDraft<'a> {
    fn from(address: &'a NameAddr<'a>) -> Self {
        Self { base: Some(address), ..Self::new(UriRef::received(address.raw_uri())) }
    }
}

impl<'a> NameAddrDraft<'a> {
    #[inline]
    const fn new(uri: UriRef<'a>) -> Self {
        Self { display_name: None, uri, params: &[], base: None, tag: None, expires: None, q: None }
    }

    /// Sets the display name, which is given unescaped.
    #[must_use]
    #[inline]
    pub fn display_name(mut self, name: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.display_name = Some(name.as_ref());
        self
    }

    /// Sets the tag of a From or a To: a token (RFC 3261 §19.3).
    #[must_use]
    #[inline]
    pub fn tag(mut self, tag: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.tag = Some(tag.as_ref());
        self
    }

    /// Sets `expires`: for how many seconds a Contact is bound (RFC 3261 §20.10).
    #[must_use]
    #[inline]
    pub const fn expires(mut self, seconds: u32) -> Self {
        self.expires = Some(seconds);
        self
    }

    /// Sets `q`: the preference of a Contact in thousandths, from 0 to 1000 (RFC 3261 §20.10).
    #[must_use]
    #[inline]
    pub const fn q(mut self, thousandths: u16) -> Self {
        self.q = Some(thousandths);
        self
    }

    /// Sets other parameters of the header field, in the order in which they are to be written.
    #[must_use]
    #[inline]
    pub const fn params(mut self, params: &'a [ParamDraft<'a>]) -> Self {
        self.params = params;
        self
    }

    /// Whether the draft sets the parameter of that name.
    fn sets(&self, name: &str) -> bool {
        let is = |known: &str, is_set: bool| is_set && name.eq_ignore_ascii_case(known);
        is("tag", self.tag.is_some())
            || is("expires", self.expires.is_some())
            || is("q", self.q.is_some())
            || self.params.iter().any(|param| param.is(name))
    }

    /// Writes the parameters that have methods of their own.
    #[inline]
    fn encode_known(&self, out: &mut Writer<'_>) {
        if let Some(tag) = self.tag {
            out.fixed(";tag=");
            out.token(tag);
        }
        if let Some(seconds) = self.expires {
            out.fixed(";expires=");
            out.number(seconds.into());
        }
        match self.q {
            None => {}
            Some(1000) => out.fixed(";q=1"),
            Some(0) => out.fixed(";q=0"),
            Some(q @ ..1000) => {
                out.fixed(";q=0.");
                let digits = [b'0' + (q / 100) as u8, b'0' + (q / 10 % 10) as u8, b'0' + (q % 10) as u8];
                let length = 3 - digits.iter().rev().take_while(|&&digit| digit == b'0').count();
                out.known(&digits[..length]);
            }
            Some(1001..) => out.refuse(BuildErrorKind::OutOfRange, 0),
        }
    }

    /// Writes the parts of the other address that stay.
    #[cold]
    #[inline(never)]
    fn encode_base(&self, base: &NameAddr<'_>, out: &mut Writer<'_>) {
        match (self.display_name, base.raw_display_name()) {
            (Some(name), _) => {
                out.quoted(name);
                out.fixed(" ");
            }
            (None, []) => {}
            (None, name) => {
                out.as_read(name);
                out.fixed(" ");
            }
        }
        out.fixed("<");
        self.uri.encode(out);
        out.fixed(">");
        for param in base.params().iter().filter(|param| !self.sets(param.name().as_str())) {
            out.fixed(";");
            ParamDraft::from(param).encode(out);
        }
    }
}

impl Encode for NameAddrDraft<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        match self.base {
            Some(base) => self.encode_base(base, out),
            None => {
                if let Some(name) = self.display_name {
                    out.quoted(name);
                    out.fixed(" ");
                }
                out.fixed("<");
                self.uri.encode(out);
                out.fixed(">");
            }
        }
        self.encode_known(out);
        out.params(self.params);
    }
}

impl Draft<NameAddr<'static>> for NameAddrDraft<'_> {
    fn write(&self, out: &mut Writer<'_>) {
        self.encode(out);
    }

    #[inline]
    fn check(&self, _: HeaderId) -> Option<Leniency> {
        if let Some(base) = self.base {
            return Some(base.leniency);
        }
        // The grammar of a tag is the only requirement of an address on its parameters.
        let mut tags = self.params.iter().filter(|param| param.is("tag"));
        let is_one = match tags.next() {
            None => true,
            Some(tag) => tag.is_token() && self.tag.is_none() && tags.next().is_none(),
        };
        if is_one && self.params.iter().all(ParamDraft::is_generic) { None } else { Some(Leniency::NONE) }
    }
}
