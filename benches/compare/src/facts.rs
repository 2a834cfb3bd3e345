//! The values that are asked of every parser, and what it says of each.

use std::fmt::Display;
use std::hint::black_box;
use std::net::IpAddr;

/// A value that is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Key {
    ViaTransport,
    ViaHost,
    ViaPort,
    ViaBranch,
    ViaRport,
    ViaReceived,
    FromUser,
    FromHost,
    FromTag,
    ToTag,
    CallId,
    CSeq,
    MaxForwards,
    ContactUser,
    ContactHost,
    ContactPort,
    Realm,
    Nonce,
    Response,
}

impl Key {
    pub const ALL: [Self; 19] = [
        Self::ViaTransport,
        Self::ViaHost,
        Self::ViaPort,
        Self::ViaBranch,
        Self::ViaRport,
        Self::ViaReceived,
        Self::FromUser,
        Self::FromHost,
        Self::FromTag,
        Self::ToTag,
        Self::CallId,
        Self::CSeq,
        Self::MaxForwards,
        Self::ContactUser,
        Self::ContactHost,
        Self::ContactPort,
        Self::Realm,
        Self::Nonce,
        Self::Response,
    ];

    /// What it is called in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::ViaTransport => "Via transport",
            Self::ViaHost => "Via host",
            Self::ViaPort => "Via port",
            Self::ViaBranch => "branch",
            Self::ViaRport => "rport",
            Self::ViaReceived => "received",
            Self::FromUser => "From user",
            Self::FromHost => "From host",
            Self::FromTag => "From tag",
            Self::ToTag => "To tag",
            Self::CallId => "Call-ID",
            Self::CSeq => "CSeq number",
            Self::MaxForwards => "Max-Forwards",
            Self::ContactUser => "Contact user",
            Self::ContactHost => "Contact host",
            Self::ContactPort => "Contact port",
            Self::Realm => "realm",
            Self::Nonce => "nonce",
            Self::Response => "response",
        }
    }
}

/// A value as a parser gives it, in whatever type it has there: nothing is made only to be shown here.
#[derive(Clone, Copy)]
pub enum Fact<'a> {
    /// The message does not have it.
    Absent,
    /// A parameter without a value.
    Bare,
    Bytes(&'a [u8]),
    Number(u32),
    Address(IpAddr),
    /// A type that can only be printed.
    Shown(&'a dyn Display),
}

impl Fact<'_> {
    /// The value in words; `None` if the message does not have it.
    fn to_text(self) -> Option<String> {
        match self {
            Self::Absent => None,
            Self::Bare => Some(String::new()),
            Self::Bytes(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
            Self::Number(number) => Some(number.to_string()),
            Self::Address(IpAddr::V6(address)) => Some(format!("[{address}]")),
            Self::Address(address) => Some(address.to_string()),
            Self::Shown(value) => Some(value.to_string()),
        }
    }
}

impl<'a> From<&'a [u8]> for Fact<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a> From<&'a str> for Fact<'a> {
    fn from(text: &'a str) -> Self {
        Self::Bytes(text.as_bytes())
    }
}

impl<'a> From<&'a String> for Fact<'a> {
    fn from(text: &'a String) -> Self {
        Self::Bytes(text.as_bytes())
    }
}

impl From<u16> for Fact<'_> {
    fn from(number: u16) -> Self {
        Self::Number(number.into())
    }
}

impl From<u32> for Fact<'_> {
    fn from(number: u32) -> Self {
        Self::Number(number)
    }
}

impl From<IpAddr> for Fact<'_> {
    fn from(address: IpAddr) -> Self {
        Self::Address(address)
    }
}

impl<'a, T: Into<Fact<'a>>> From<Option<T>> for Fact<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Into::into)
    }
}

/// Whoever looks at the values. Known when the parsers are compiled, so that looking costs next to nothing.
pub trait See {
    fn see<'a>(&mut self, key: Key, fact: impl Into<Fact<'a>>);
}

/// Uses each value, and forgets it: for measurements.
pub struct Forget;

impl See for Forget {
    #[inline(always)]
    fn see<'a>(&mut self, _: Key, fact: impl Into<Fact<'a>>) {
        black_box(fact.into());
    }
}

/// Keeps each value, to compare it with what is right.
#[derive(Default)]
pub struct Seen(Vec<(Key, Option<String>)>);

impl See for Seen {
    fn see<'a>(&mut self, key: Key, fact: impl Into<Fact<'a>>) {
        assert!(self.of(key).is_none(), "{} was given twice", key.name());
        self.0.push((key, fact.into().to_text()));
    }
}

impl Seen {
    /// What was said of a value, if anything was.
    pub fn of(&self, key: Key) -> Option<&Option<String>> {
        self.0.iter().find(|(seen, _)| *seen == key).map(|(_, value)| value)
    }
}
