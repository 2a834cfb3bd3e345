//! What is given where a value is wanted: numbers that follow from bytes, bytes that mean something, and values that write whatever they hold.

use sipwire::{Encode, EncodeHeader, HeaderName, Writer};

/// Numbers that follow from bytes, without an end.
pub(crate) struct Choices(u64);

impl Choices {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self(bytes.iter().fold(0xCBF2_9CE4_8422_2325, |hash, &b| (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3)))
    }

    pub(super) fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below.max(1)
    }

    pub(super) fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.next(all.len())]
    }
}

/// What is given where a value is wanted.
pub(super) const HOSTILE: [&[u8]; 24] = [
    b"x",
    b"1",
    b"",
    b" ",
    b"a b",
    b"x\r\nVia: y",
    b"\n",
    b"\0",
    b"\"",
    b"\\",
    b"<",
    b">",
    b",",
    b";",
    b"<sip:a>",
    b"sip:a;x,y",
    b"a\"b\\",
    b"\"a, b\"",
    b"\xFF\xC3",
    b"<sip:a>, <sip:b>",
    b"SIP/2.0/UDP a;branch=z",
    b"5 INVITE",
    b"\x7F",
    b"<sip:a>;x=\"",
];
pub(super) const NAMES: [&str; 12] = ["tag", "branch", "received", "rport", "x", "Expires", "lr", "q", "a b", "", "maddr", "to-tag"];

/// A value that writes whatever it is given, in ways that the writer may not allow.
pub(super) struct Hostile<'h>(pub(super) &'h [u8], pub(super) usize);

impl Encode for Hostile<'_> {
    fn encode(&self, out: &mut Writer<'_>) {
        match self.1 {
            0 => out.text(self.0),
            1 => out.token(self.0),
            2 => out.quoted(self.0),
            _ => out.uri(self.0),
        }
    }
}

impl EncodeHeader for Hostile<'_> {
    fn name(&self) -> HeaderName<'_> {
        HeaderName::Unsupported
    }
}
