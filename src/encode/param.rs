//! [`ParamDraft`]: a parameter to be written.

use core::fmt;

use super::writer::Writer;
use crate::text::{Printable, Text};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form<'a> {
    Flag,
    Token(&'a [u8]),
    Quoted(&'a [u8]),
    Number(u64),
    /// A value that was checked before, such as a host.
    Known(&'a [u8]),
    /// A parsed URI, without the brackets that the parameter writes around it.
    Bracketed(&'a [u8]),
    /// A value as received.
    Read(Text<'a>),
}

/// A parameter to be written: `;name`, `;name=token` or `;name="quoted"`.
///
/// The name and the value are checked when they are written. `Debug` shows only the name, because the value may be a secret of
/// credentials.
///
/// ```
/// use sipwire::{Encode, Host, NameAddr, ParamDraft};
///
/// let read = NameAddr::parse(b"<sip:a>;Expires = 60")?;
/// let params = [
///     ParamDraft::quoted("x", "a \"b\""),
///     ParamDraft::host("maddr", Host::try_from("192.0.2.1")?),
///     ParamDraft::from(read.params().get("expires").unwrap()),
/// ];
/// assert_eq!(NameAddr::build("sip:a").params(&params).to_bytes()?, br#"<sip:a>;x="a \"b\"";maddr=192.0.2.1;Expires=60"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ParamDraft<'a> {
    name: &'a [u8],
    form: Form<'a>,
}

impl<'a> ParamDraft<'a> {
    /// Makes a flag, a parameter without a value: `;lr`.
    pub const fn flag(name: &'a str) -> Self {
        Self { name: name.as_bytes(), form: Form::Flag }
    }

    /// Makes a parameter whose value is a token: `;tag=a6c85cf`.
    pub fn token(name: &'a str, value: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        Self { name: name.as_bytes(), form: Form::Token(value.as_ref()) }
    }

    /// Makes a parameter whose value is a quoted string. Quotes and backslashes are added.
    pub fn quoted(name: &'a str, value: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        Self { name: name.as_bytes(), form: Form::Quoted(value.as_ref()) }
    }

    /// Makes a parameter whose value is a number: `;expires=3600`.
    pub const fn number(name: &'a str, value: u64) -> Self {
        Self { name: name.as_bytes(), form: Form::Number(value) }
    }

    /// Makes a parameter whose value was checked before.
    pub(crate) const fn known(name: &'a str, value: &'a [u8]) -> Self {
        Self { name: name.as_bytes(), form: Form::Known(value) }
    }

    /// Makes a parameter whose value is a parsed URI.
    pub(crate) const fn bracketed(name: &'a str, uri: &'a [u8]) -> Self {
        Self { name: name.as_bytes(), form: Form::Bracketed(uri) }
    }

    /// Makes a parameter that writes a received value unchanged, whether quoted or not.
    pub(crate) const fn read(name: &'a [u8], value: Option<Text<'a>>) -> Self {
        let form = match value {
            Some(value) => Form::Read(value),
            None => Form::Flag,
        };
        Self { name, form }
    }

    pub(crate) const fn name(&self) -> &'a [u8] {
        self.name
    }

    /// Whether the parameter has that name.
    #[inline]
    pub(crate) const fn is(&self, name: &str) -> bool {
        self.name.len() == name.len() && self.name.eq_ignore_ascii_case(name.as_bytes())
    }

    /// Whether the parameter has no value.
    #[inline]
    pub(crate) const fn is_flag(&self) -> bool {
        matches!(self.form, Form::Flag)
    }

    /// Whether the value is a token.
    pub(crate) const fn is_token(&self) -> bool {
        matches!(self.form, Form::Token(_) | Form::Number(_))
    }

    /// Whether this is a generic-param, which every header with parameters accepts.
    pub(crate) const fn is_generic(&self) -> bool {
        !matches!(self.form, Form::Bracketed(_) | Form::Read(_))
    }

    /// Writes the parameter, without the preceding `;`.
    #[inline]
    pub(crate) fn encode(&self, out: &mut Writer<'_>) {
        match self.form {
            // A parsed parameter may be a value without a name.
            Form::Read(text) if self.name.is_empty() => return read(text, out),
            _ => out.token(self.name),
        }
        match self.form {
            Form::Flag => {}
            Form::Token(token) => {
                out.fixed("=");
                out.token(token);
            }
            Form::Quoted(content) => {
                out.fixed("=");
                out.quoted(content);
            }
            Form::Number(number) => {
                out.fixed("=");
                out.number(number);
            }
            Form::Known(bytes) => {
                out.fixed("=");
                out.known(bytes);
            }
            Form::Bracketed(uri) => {
                out.fixed("=<");
                out.as_read(uri);
                out.fixed(">");
            }
            Form::Read(text) => {
                out.fixed("=");
                read(text, out);
            }
        }
    }
}

impl fmt::Debug for ParamDraft<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ParamDraft({}{})", Printable(self.name), if self.is_flag() { "" } else { "=***" })
    }
}

impl Writer<'_> {
    /// Writes a parameter, with the preceding `;`.
    #[inline]
    pub fn param(&mut self, param: &ParamDraft<'_>) {
        self.fixed(";");
        param.encode(self);
    }

    /// Writes parameters, each with the preceding `;`.
    #[inline]
    pub(crate) fn params(&mut self, params: &[ParamDraft<'_>]) {
        params.iter().for_each(|param| self.param(param));
    }
}

/// Writes a received value, in quotes if it was quoted.
fn read(text: Text<'_>, out: &mut Writer<'_>) {
    match text.is_quoted() {
        true => out.quoted_again(text),
        false => out.as_read(text.as_bytes()),
    }
}
