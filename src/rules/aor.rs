//! [`Aor`]: the canonical form of an address of record.

use core::fmt;
use core::net::IpAddr;

use super::canonical::{Canonical, Reading, Writing, compared_by_bytes};
use crate::text::Printable;
use crate::uri::{Escaped, SipUri};

/// The kind of these keys, as stored. The kinds of bindings follow it; the kinds of transactions and dialogs are below it.
const AOR: u8 = 16;

/// An address of record in canonical form: the key of a user's bindings (RFC 3261 §10.3 step 5).
///
/// A registrar makes it of the To URI of a REGISTER, a proxy of the Request-URI that it looks up. It owns its bytes: up to 94 of them
/// inline, more in one heap allocation. Equal users have equal keys, whichever way the URI was written:
///
/// * URI parameters and headers are removed, `user` among them.
/// * Escapes are undone, once. The user part keeps its case.
/// * Host names have no case; addresses are compared as numbers.
/// * The port is removed, since it means nothing in a To (§19.1.1, table 1).
/// * `sip` and `sips` are one address of record (RFC 5630 §5.2).
///
/// Each part is stored behind its length: the user `a@b` at `c` and the user `a` at another host never collide. A password is no
/// parameter, so that it is part of the key; [`Debug`] does not show it.
///
/// ```
/// use std::collections::HashMap;
/// use sipwire::SipUri;
///
/// let aor = |uri: &'static str| SipUri::try_from(uri).unwrap().aor();
/// let mut bindings = HashMap::from([(aor("sip:%61b@Registrar.example;user=phone"), "a binding")]);
/// assert_eq!(bindings.remove(&aor("sips:ab@registrar.example:5061;transport=tcp")), Some("a binding"));
/// assert_ne!(aor("sip:ab@registrar.example"), aor("sip:AB@registrar.example"));
/// assert_eq!(aor("sip:%61b@registrar.example").user(), Some(&b"ab"[..]));
/// ```
#[derive(Clone)]
pub struct Aor(Canonical);

compared_by_bytes!(Aor);

impl SipUri<'_> {
    /// Returns the canonical form of an address of record, which is an index into the bindings of users (RFC 3261 §10.3 step 5).
    ///
    /// ```
    /// use sipwire::SipUri;
    ///
    /// let [to, target] = ["sip:+1-555@example.com;user=phone", "sip:%2B1-555@EXAMPLE.COM"].map(|uri| SipUri::try_from(uri).unwrap());
    /// assert_eq!(to.aor(), target.aor());
    /// ```
    pub fn aor(&self) -> Aor {
        let mut out = Writing::new(AOR);
        optional(&mut out, self.user());
        optional(&mut out, self.password());
        let host = self.host();
        out.sent_by(host, None);
        if let Some(IpAddr::V6(_)) = host.ip()
            && let Some(zone) = host.zone()
        {
            out.exact(zone.as_bytes());
        }
        Aor(out.finish())
    }
}

/// Writes what a part says, or that there is none.
fn optional(out: &mut Writing, part: Option<Escaped<'_>>) {
    out.byte(u8::from(part.is_some()));
    if let Some(part) = part {
        out.exact(&part.unescape());
    }
}

impl Aor {
    /// The user part, unescaped; `None` if the address is a host alone.
    pub fn user(&self) -> Option<&[u8]> {
        let (_, mut reading) = Reading::new(self.as_bytes())?;
        read_optional(&mut reading)?
    }

    /// Returns the stored form: a byte for the version of the layout, then the canonical bytes. They order keys as `Ord` does.
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Reads the stored form back. Returns `None` if the bytes are no such key, not canonical, or of another version.
    ///
    /// ```
    /// use sipwire::{SipUri, rules::Aor};
    ///
    /// let aor = SipUri::try_from("sip:bob@biloxi.example")?.aor();
    /// assert_eq!(Aor::from_bytes(aor.as_bytes()), Some(aor));
    /// assert_eq!(Aor::from_bytes(b"sip:bob@biloxi.example"), None);
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (AOR, mut reading) = Reading::new(bytes)? else { return None };
        read_optional(&mut reading)?;
        read_optional(&mut reading)?;
        let is_ipv6 = reading.rest().first() == Some(&IPV6);
        reading.sent_by()?;
        if is_ipv6 && !reading.rest().is_empty() {
            reading.exact().filter(|zone| !zone.is_empty())?;
        }
        reading.finish(bytes).map(Self)
    }
}

/// The mark of an IPv6 address without a port, as [`Writing::sent_by`] writes it.
const IPV6: u8 = 0x16;

fn read_optional<'k>(reading: &mut Reading<'k>) -> Option<Option<&'k [u8]>> {
    match reading.byte()? {
        0 => Some(None),
        1 => reading.exact().map(Some),
        _ => None,
    }
}

/// User and host, with control bytes escaped. A password is not shown.
impl fmt::Debug for Aor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = Reading::new(self.as_bytes()).and_then(|(_, mut reading)| {
            let user = read_optional(&mut reading)?;
            read_optional(&mut reading)?;
            Some((user, reading.rest()))
        });
        let Some((user, host)) = parts else { return f.write_str("Aor") };
        write!(f, "Aor({}, {})", Printable(user.unwrap_or_default()), Printable(host))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Leniency, Profile};
    use crate::uri::Uri;
    use alloc::format;
    use alloc::vec::Vec;

    fn aor(uri: &str) -> Aor {
        SipUri::try_from(uri).unwrap().aor()
    }

    /// Addresses that are different from each other; those of one line are the same.
    const ADDRESSES: &[&[&str]] = &[
        &["sip:ab@r", "sip:%61b@r", "sip:a%62@R;user=phone", "sips:ab@r", "SIP:ab@r:5060;transport=tcp", "sip:%61%62@r?subject=x"],
        &["sip:Ab@r", "sip:%41b@r"],
        &["sip:ab@s"],
        &["sip:r"],
        &["sip:ab:x@r", "sip:%61b:%78@r"],
        &["sip:ab%3Ax@r"],
        &["sip:ab%40r@r"],
        &["sip:ab%40r%40r@r"],
        &["sip:%2561b@r"],
        &["sip:%00@r"],
        &["sip:%00%00@r"],
        &["sip:a@192.0.2.1", "sip:a@192.0.2.1:5070"],
        &["sip:a@[::c000:201]", "sip:a@[0:0:0:0:0:0:C000:201]"],
        &["sip:a@[::ffff:192.0.2.1]", "sip:a@[::FFFF:c000:0201]"],
        &["sip:a@a.example"],
        &["sip:a@a.example."],
        &["sip:+1;x=y@r", "sip:%2B1;x=y@r"],
    ];

    #[test]
    fn equal_addresses_of_record_have_equal_keys_and_no_others() {
        for (place, same) in ADDRESSES.iter().enumerate() {
            for uri in *same {
                let key = aor(uri);
                assert_eq!(key, aor(same[0]), "{uri}");
                assert_eq!(Aor::from_bytes(key.as_bytes()), Some(key), "{uri}");
                for others in &ADDRESSES[place + 1..] {
                    assert_ne!(aor(uri), aor(others[0]), "{uri} {}", others[0]);
                }
            }
        }
        let long = |user: char| aor(&format!("sip:{}@r", alloc::string::String::from(user).repeat(300)));
        assert_eq!((long('a') == long('a'), long('a') == long('b')), (true, false));
        assert_eq!(Aor::from_bytes(long('a').as_bytes()), Some(long('a')));
    }

    #[test]
    fn zones_tell_addresses_apart() {
        let profile = Profile::of_taken(Leniency::IPV6_ZONE);
        let zoned = |uri: &'static str| Uri::parse_at(uri.as_bytes(), 0, &profile).unwrap().as_sip().unwrap().aor();
        let [a, b] = ["sip:a@[fe80::1%25eth0]", "sip:a@[fe80::1%25eth1]"].map(zoned);
        assert_ne!(a, b);
        assert_ne!(a, aor("sip:a@[fe80::1]"));
        assert_eq!(Aor::from_bytes(a.as_bytes()), Some(a));
    }

    #[test]
    fn what_is_no_key_is_not_read_back() {
        let key = aor("sip:bob:x@biloxi.example");
        for length in 0..key.as_bytes().len() {
            assert_eq!(Aor::from_bytes(&key.as_bytes()[..length]), None, "{length}");
        }
        let longer: Vec<u8> = key.as_bytes().iter().copied().chain([0]).collect();
        assert_eq!(Aor::from_bytes(&longer), None);
        let upper = key.as_bytes().to_ascii_uppercase();
        assert_eq!(Aor::from_bytes(&upper), None);
        assert!(!format!("{:?}", aor("sip:bob:secret@h")).contains("secret"));
        assert_eq!((aor("sip:r").user(), aor("sip:%61@r").user()), (None, Some(&b"a"[..])));
    }
}
