//! Writing: [`Encode`], the checking [`Writer`] that all values write to, and the errors.

mod digits;
mod error;
mod param;
mod writer;

use alloc::vec::Vec;
use core::fmt;

pub(crate) use digits::put_digits;
pub use error::{BuildError, BuildErrorKind};
pub use param::ParamDraft;
pub use writer::Writer;

use crate::text::Printable;

/// A value that can be written into a message.
///
/// A parsed value writes its bytes as received, with each fold as one space. A draft writes its canonical form. There is no implementation
/// for `&str`, because it could be a token, free text or a quoted string. Call the matching method of [`Writer`] instead.
///
/// ```
/// use sipwire::{Encode, Writer};
///
/// struct Geohash<'a>(&'a str);
/// impl Encode for Geohash<'_> {
///     fn encode(&self, out: &mut Writer<'_>) {
///         out.token(self.0);
///         out.literal(";precision=");
///         out.number(self.0.len() as u64);
///     }
/// }
///
/// assert_eq!(Geohash("u4pruyd").to_bytes()?, b"u4pruyd;precision=7");
/// assert!(Geohash("u4\r\n").to_bytes().is_err());
/// # Ok::<(), sipwire::BuildError>(())
/// ```
pub trait Encode {
    /// Writes the value.
    fn encode(&self, out: &mut Writer<'_>);

    /// Writes the value into a new vector.
    ///
    /// # Errors
    ///
    /// Returns the first violation of the grammar that the value wrote.
    fn to_bytes(&self) -> Result<Vec<u8>, BuildError> {
        let mut bytes = Vec::new();
        let mut out = Writer::new(&mut bytes);
        self.encode(&mut out);
        match out.error() {
            Some(error) => Err(error),
            None => Ok(bytes),
        }
    }
}

/// Shows a draft as its output, with secrets hidden and without invalid parts.
pub(crate) fn show(name: &str, f: &mut fmt::Formatter<'_>, write: impl FnOnce(&mut Writer<'_>)) -> fmt::Result {
    let mut bytes = Vec::new();
    write(&mut Writer::new(&mut bytes));
    write!(f, "{name}({})", Printable(&bytes))
}

/// Implements `Debug` for a draft with [`show`]; `encode` is the method that writes it.
macro_rules! shown_as_written {
    ($draft:ident) => {
        crate::encode::shown_as_written!($draft, encode);
    };
    ($draft:ident, $encode:ident) => {
        impl core::fmt::Debug for $draft<'_> {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                crate::encode::show(stringify!($draft), f, |out| self.$encode(out))
            }
        }
    };
}
pub(crate) use shown_as_written;

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, out: &mut Writer<'_>) {
        (**self).encode(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chars;
    use crate::error::Expected;
    use crate::text::Text;
    use alloc::string::ToString;
    use alloc::vec;

    fn written(write: impl Fn(&mut Writer<'_>)) -> Result<Vec<u8>, BuildErrorKind> {
        let mut bytes = Vec::new();
        let mut out = Writer::new(&mut bytes);
        write(&mut out);
        match out.error() {
            Some(error) => Err(error.kind),
            None => Ok(bytes),
        }
    }

    #[test]
    fn nothing_passes_that_its_rule_forbids() {
        for b in [b'\r', b'\n', 0, 0x7F, 0x1B] {
            for bytes in [vec![b], vec![b'a', b, b'c'], vec![b'\\', b]] {
                assert!(written(|out| out.token(&bytes)).is_err());
                assert!(written(|out| out.text(&bytes)).is_err());
                assert!(written(|out| out.quoted(&bytes)).is_err());
                assert!(written(|out| out.param(&ParamDraft::quoted("a", &bytes))).is_err());
                assert!(written(|out| out.param(&ParamDraft::token("a", &bytes))).is_err());
            }
        }
        assert_eq!(written(|out| out.token("")), Err(BuildErrorKind::Empty(Expected::Token)));
        assert_eq!(written(|out| out.token("a b")), Err(BuildErrorKind::Forbidden { within: Expected::Token, byte: b' ' }));
    }

    #[test]
    fn quoting_and_numbers() {
        assert_eq!(written(|out| out.quoted("a\"b\\")).unwrap(), b"\"a\\\"b\\\\\"");
        for (text, again) in [
            (Text::quoted(b"a\\b\\\""), &b"\"a\\b\\\"\""[..]),
            (Text::quoted(b"a\\ \r\n \\b\\\x01"), b"\"a\\  \\b\\\x01\""),
            // A lenient reader accepts bytes that no writer may send.
            (Text::quoted(b"\\\xC3\xA9\\\\\xC3\\\xA9\r\n \\\xFF"), b"\"\xC3\xA9\\\\\xC3\xA9 \xFF\""),
            (Text::plain(b"token"), b"\"token\""),
            (Text::from("a\\"), b"\"a\\\\\""),
        ] {
            assert_eq!(written(|out| out.quoted_again(text)).unwrap(), again, "{text:?}");
        }
        assert!(written(|out| out.quoted_again(Text::from("a\r\n b"))).is_err());
        assert_eq!(written(|out| out.number(0)).unwrap(), b"0");
        assert_eq!(written(|out| out.number(u64::MAX)).unwrap(), b"18446744073709551615");
        for number in
            (0..70_000).chain((0..64).flat_map(|shift| [(1 << shift) - 1, 1 << shift])).chain((0..20).map(|zeros| 10u64.pow(zeros)))
        {
            for number in [number, number - number.min(1)] {
                assert_eq!(written(|out| out.number(number)).unwrap(), number.to_string().as_bytes());
            }
        }
        assert_eq!(written(|out| out.as_read(b"a \r\n\tb")).unwrap(), b"a b");
        assert_eq!(written(|out| out.as_read(b"\"a\\ \r\n b\\\\ \r\n c\"\r\n \r\n d")).unwrap(), b"\"a\\  b\\\\ c\" d");
        assert_eq!(written(|out| out.escaped(b"a b%\0", chars::UNRESERVED)).unwrap(), b"a%20b%25%00");
    }
}
