//! The canonical bytes of keys: how they are written, kept and read back.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::net::IpAddr;

use crate::chars;
use crate::host::Host;
use crate::method::Method;
use crate::scan;

/// The version of the stored form: the first byte of every key. It changes with any part of the layout, and with the numbers of methods.
pub(super) const VERSION: u8 = 1;

/// The number of bytes that a key keeps without a heap allocation: with two bytes for the variant and the length, a key has 96.
pub(super) const INLINE: usize = 94;

/// A length that fits into one byte is below this mark. The mark announces a length of four bytes.
const LONG: u8 = u8::MAX;

/// The mark of a host that is a name; those of addresses are 4 and 6.
const NAME: u8 = 1;
/// Added to the mark of a host that has no port.
const NO_PORT: u8 = 0x10;

/// The bytes of a key. Bytes behind the length are zero.
#[derive(Clone)]
pub(super) enum Canonical {
    Inline { length: u8, bytes: [u8; INLINE] },
    Boxed(Box<[u8]>),
}

impl Canonical {
    #[inline]
    pub(super) fn as_bytes(&self) -> &[u8] {
        match self {
            Canonical::Inline { length, bytes } => bytes.get(..usize::from(*length)).unwrap_or_default(),
            Canonical::Boxed(bytes) => bytes,
        }
    }
}

/// Implements what a newtype of [`Canonical`] is compared and hashed by: its bytes.
macro_rules! compared_by_bytes {
    ($name:ident) => {
        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_bytes() == other.as_bytes()
            }
        }

        impl Eq for $name {}

        impl core::hash::Hash for $name {
            #[inline]
            fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
                self.as_bytes().hash(state);
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> core::cmp::Ordering {
                self.as_bytes().cmp(other.as_bytes())
            }
        }
    };
}
pub(super) use compared_by_bytes;

/// Writes canonical bytes. Allocates once they are more than [`INLINE`].
pub(super) struct Writing {
    /// The number of bytes written. Over [`INLINE`], all of them are in `spilled`.
    length: usize,
    inline: [u8; INLINE],
    spilled: Vec<u8>,
}

impl Writing {
    /// Begins a key of that kind.
    #[inline]
    pub(super) fn new(kind: u8) -> Self {
        let mut inline = [0; INLINE];
        (inline[0], inline[1]) = (VERSION, kind);
        Self { length: 2, inline, spilled: Vec::new() }
    }

    #[inline(always)]
    pub(super) fn finish(self) -> Canonical {
        match self.length {
            0..=INLINE => Canonical::Inline { length: self.length as u8, bytes: self.inline },
            _ => Canonical::Boxed(self.spilled.into_boxed_slice()),
        }
    }

    /// Writes bytes as they are.
    #[inline(always)]
    fn put(&mut self, bytes: &[u8]) {
        let start = self.length;
        self.length += bytes.len();
        match self.inline.get_mut(start..self.length) {
            Some(room) => room.copy_from_slice(bytes),
            None => self.spill(start, bytes),
        }
    }

    #[cold]
    fn spill(&mut self, start: usize, bytes: &[u8]) {
        if self.spilled.is_empty() {
            self.spilled.reserve_exact(self.length);
            self.spilled.extend_from_slice(&self.inline[..start]);
        }
        self.spilled.extend_from_slice(bytes);
    }

    #[inline]
    pub(super) fn byte(&mut self, byte: u8) {
        self.put(&[byte]);
    }

    pub(super) fn number(&mut self, number: u32) {
        self.put(&number.to_be_bytes());
    }

    #[inline]
    fn length(&mut self, length: usize) {
        match u8::try_from(length) {
            Ok(short) if short != LONG => self.byte(short),
            _ => {
                self.byte(LONG);
                // Parts of a message are shorter than 4 GiB.
                self.number(length as u32);
            }
        }
    }

    /// Writes bytes as they are, behind their length.
    pub(super) fn exact(&mut self, bytes: &[u8]) {
        self.length(bytes.len());
        self.put(bytes);
    }

    /// Writes bytes in lower case, behind their length.
    #[inline]
    pub(super) fn lower(&mut self, bytes: &[u8]) {
        self.length(bytes.len());
        self.lower_rest(bytes);
    }

    /// Writes bytes in lower case, as the last of the key.
    #[inline(always)]
    pub(super) fn lower_rest(&mut self, bytes: &[u8]) {
        let start = self.length;
        self.put(bytes);
        if self.length > INLINE {
            return self.spilled[start..].make_ascii_lowercase();
        }
        // Whole blocks, as far as there is room: bytes behind the length are zero, and stay so.
        let end = INLINE.min(start + bytes.len().next_multiple_of(16));
        let (blocks, rest) = self.inline[start..end].as_chunks_mut::<16>();
        for block in blocks {
            block.make_ascii_lowercase();
        }
        rest.make_ascii_lowercase();
    }

    /// Writes bytes in lower case, or that there are none: an absent tag differs from an empty one.
    pub(super) fn optional_lower(&mut self, bytes: Option<&[u8]>) {
        self.byte(u8::from(bytes.is_some()));
        if let Some(bytes) = bytes {
            self.lower(bytes);
        }
    }

    #[inline(always)]
    pub(super) fn method(&mut self, method: Method<'_>) {
        match number_of(method) {
            0 => {
                self.byte(0);
                self.exact(method.as_bytes());
            }
            number => self.byte(number),
        }
    }

    /// Writes a sent-by: addresses as numbers, names in lower case, then the port.
    #[inline(always)]
    pub(super) fn sent_by(&mut self, host: Host<'_>, port: Option<u16>) {
        if let (Some(IpAddr::V4(address)), Some(port)) = (host.ip(), port) {
            // The common form, in one go.
            let ([a, b, c, d], [high, low]) = (address.octets(), port.to_be_bytes());
            return self.put(&[4, a, b, c, d, high, low]);
        }
        let no_port = if port.is_none() { NO_PORT } else { 0 };
        match host.ip() {
            Some(IpAddr::V4(address)) => {
                self.byte(4 | no_port);
                self.put(&address.octets());
            }
            Some(IpAddr::V6(address)) => {
                self.byte(6 | no_port);
                self.put(&address.octets());
            }
            None => {
                self.byte(NAME | no_port);
                self.lower(host.as_bytes());
            }
        }
        if let Some(port) = port {
            self.put(&port.to_be_bytes());
        }
    }

    /// Writes canonical bytes that another key has.
    pub(super) fn copied(&mut self, bytes: &[u8]) {
        self.put(bytes);
    }
}

/// The number of a method in stored keys: 0 where its name is stored. Numbers never change; a new method gets a new one with a new
/// [`VERSION`].
pub(super) const fn number_of(method: Method<'_>) -> u8 {
    match method {
        Method::Ack => 1,
        Method::Bye => 2,
        Method::Cancel => 3,
        Method::Info => 4,
        Method::Invite => 5,
        Method::Message => 6,
        Method::Notify => 7,
        Method::Options => 8,
        Method::Prack => 9,
        Method::Publish => 10,
        Method::Refer => 11,
        Method::Register => 12,
        Method::Subscribe => 13,
        Method::Update => 14,
        Method::Other(_) => 0,
    }
}

/// Reads canonical bytes back. Each function returns `None` where they are no such part, or not as [`Writing`] writes it.
pub(super) struct Reading<'k>(&'k [u8]);

impl<'k> Reading<'k> {
    /// Begins behind version and kind, which it returns.
    pub(super) const fn new(bytes: &'k [u8]) -> Option<(u8, Self)> {
        match bytes {
            [VERSION, kind, rest @ ..] => Some((*kind, Self(rest))),
            _ => None,
        }
    }

    /// What is left.
    pub(super) const fn rest(&self) -> &'k [u8] {
        self.0
    }

    fn take(&mut self, length: usize) -> Option<&'k [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn chunk<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.chunk().map(|[byte]| byte)
    }

    pub(super) fn number(&mut self) -> Option<u32> {
        self.chunk().map(u32::from_be_bytes)
    }

    pub(super) fn exact(&mut self) -> Option<&'k [u8]> {
        let length = match self.byte()? {
            LONG => self.number().filter(|&length| length >= u32::from(LONG))? as usize,
            short => short.into(),
        };
        self.take(length)
    }

    pub(super) fn lower(&mut self) -> Option<&'k [u8]> {
        self.exact().filter(|bytes| is_lower(bytes))
    }

    pub(super) fn lower_rest(&mut self) -> Option<&'k [u8]> {
        self.take(self.0.len()).filter(|bytes| is_lower(bytes))
    }

    pub(super) fn optional_lower(&mut self) -> Option<Option<&'k [u8]>> {
        match self.byte()? {
            0 => Some(None),
            1 => self.lower().map(Some),
            _ => None,
        }
    }

    pub(super) fn method(&mut self) -> Option<Method<'k>> {
        match self.byte()? {
            0 => {
                let name = self.exact().filter(|name| !name.is_empty() && scan::all(name, chars::TOKEN))?;
                Some(Method::of_token(name)).filter(|method| number_of(*method) == 0)
            }
            number => Method::known().find(|method| number_of(*method) == number),
        }
    }

    /// Reads over a sent-by.
    pub(super) fn sent_by(&mut self) -> Option<()> {
        let mark = self.byte()?;
        match mark & !NO_PORT {
            4 => self.take(4)?,
            6 => self.take(16)?,
            NAME => self.lower().filter(|name| !name.is_empty())?,
            _ => return None,
        };
        if mark & NO_PORT == 0 {
            self.take(2)?;
        }
        Some(())
    }

    /// The key's bytes, if all of them were read.
    pub(super) fn finish(self, all: &[u8]) -> Option<Canonical> {
        if !self.0.is_empty() {
            return None;
        }
        let mut bytes = [0; INLINE];
        Some(match bytes.get_mut(..all.len()) {
            Some(room) => {
                room.copy_from_slice(all);
                Canonical::Inline { length: all.len() as u8, bytes }
            }
            None => Canonical::Boxed(all.into()),
        })
    }
}

fn is_lower(bytes: &[u8]) -> bool {
    !bytes.iter().any(u8::is_ascii_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn method_numbers_never_change() {
        let names = [
            "ACK",
            "BYE",
            "CANCEL",
            "INFO",
            "INVITE",
            "MESSAGE",
            "NOTIFY",
            "OPTIONS",
            "PRACK",
            "PUBLISH",
            "REFER",
            "REGISTER",
            "SUBSCRIBE",
            "UPDATE",
        ];
        for (number, name) in (1..).zip(names) {
            assert_eq!(number_of(Method::try_from(name).unwrap()), number, "{name}");
        }
        assert_eq!(Method::known().count(), names.len());
    }

    #[test]
    fn lengths_have_one_form() {
        for length in [0, 1, 91, 92, 93, 254, 255, 256, 70_000] {
            let part = alloc::vec![b'a'; length];
            let mut writing = Writing::new(9);
            writing.exact(&part);
            writing.number(7);
            let key = writing.finish();
            let (kind, mut reading) = Reading::new(key.as_bytes()).unwrap();
            assert_eq!((kind, reading.exact(), reading.number()), (9, Some(&part[..]), Some(7)));
            let again = reading.finish(key.as_bytes()).unwrap();
            assert_eq!(again.as_bytes(), key.as_bytes());
            assert_eq!(matches!(key, Canonical::Inline { .. }), key.as_bytes().len() <= INLINE);
        }
        // The long form of a short length.
        assert!(Reading(b"\xFF\0\0\0\x01a").exact().is_none());
        assert!(Reading(b"\xFF\0\0\x01").exact().is_none() && Reading(b"\x02a").exact().is_none());
    }
}
