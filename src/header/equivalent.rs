//! Whether two URIs are equivalent. Their headers are compared by the rules of each header.

use super::equal::headers;
use super::rows::value::Value;
use crate::name::HeaderName;
use crate::uri::{SipUri, Uri, UriDifference};

impl<'a> Uri<'a> {
    /// Equality as the RFC of the scheme has it: see [`SipUri::equivalent`] and [`TelUri::equivalent`](crate::TelUri::equivalent). Of
    /// other schemes, the scheme is compared without regard to case and the rest byte by byte. Of a URN, neither the namespace nor the
    /// digits of escapes have a case, and what stands behind `?` does not count (RFC 8141 §3.1); nor have the names of UUIDs, services,
    /// alerts, 3GPP's `urn-7` and the GSM association's devices. It is not transitive; `==` asks for the same bytes.
    ///
    /// # Errors
    ///
    /// Returns the first difference.
    ///
    /// ```
    /// use sipwire::{Uri, UriDifference};
    ///
    /// let [a, b] = ["sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp"].map(|uri| Uri::try_from(uri).unwrap());
    /// assert_eq!(a.equivalent(&b), Ok(()));
    /// let c = Uri::try_from("sip:alice@atlanta.com:5060;transport=tcp")?;
    /// assert_eq!(a.equivalent(&c), Err(UriDifference::Port));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn equivalent(&self, other: &Uri<'a>) -> Result<(), UriDifference<'a>> {
        self.equivalent_by(other, |a, b| headers(a, b, values))
    }
}

impl<'a> SipUri<'a> {
    /// Equality as RFC 3261 §19.1.4 has it, with the addresses of RFC 5954 §4.2.
    ///
    /// User part, password, host and port must match, and be in both or in none. The parameters that are in both must match; `user`,
    /// `ttl`, `method`, `maddr` and `transport` must be in both or in none, any other may be in one alone. User part, password and
    /// `method` are compared with regard to case. An escape equals what it stands for, but for `;/?:@&=+$,`; hosts have none.
    ///
    /// Headers must be in both, in any order, and match by the rules of the header (RFC 3261 §7.3.1, §20):
    ///
    /// * A compact form is the same name as the long one.
    /// * From and To match where their URIs do, and the parameters that both have; `tag` is in both or in none. The display name and the
    ///   brackets don't matter (§20.20).
    /// * Other values that this crate types match where their parts do: the elements of lists in their order; parameters in any order, all
    ///   of them in both; numbers and dates by what they say; URIs as here. Tokens have no case, quoted strings have one. Methods, Call-IDs,
    ///   tags, event types and entity-tags have one too.
    /// * Text has a case in `body` and under names that nobody registered. A value that does not fit its header's grammar matches the same
    ///   bytes alone.
    /// * A URI inside of a header is compared in the same way, but that its own headers must say the same byte by byte.
    ///
    /// It is not transitive: a parameter may be ignored against one URI and not against the next.
    ///
    /// # Errors
    ///
    /// Returns the first difference.
    ///
    /// ```
    /// use sipwire::SipUri;
    ///
    /// let [a, b] = ["sip:h?to=%22B%22%20%3Csip:bob%40biloxi.com%3E&Expires=060", "sip:h?expires=60&t=sip:bob%40BILOXI.com"];
    /// assert_eq!(SipUri::try_from(a)?.equivalent(&SipUri::try_from(b)?), Ok(()));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn equivalent(&self, other: &SipUri<'a>) -> Result<(), UriDifference<'a>> {
        self.equivalent_by(other, |a, b| headers(a, b, values))
    }

    /// Whether a Contact with one URI replaces a Contact with the other: [equality](SipUri::equivalent) but for the scheme (RFC 5630
    /// §5.1.1.1).
    pub(crate) fn is_same_contact(&self, other: &SipUri<'a>) -> bool {
        self.equivalent_but_for_scheme(other, |a, b| headers(a, b, values)).is_ok()
    }
}

/// Whether two values of a header match, element by element. What does not fit the grammar matches itself alone.
fn values(name: HeaderName<'_>, a: &[u8], b: &[u8]) -> bool {
    let typed = |bytes| Value::new(bytes).map(|value| name.values(value));
    match (typed(a), typed(b)) {
        _ if a == b => true,
        (Ok(mut a), Ok(mut b)) => loop {
            match (a.next(), b.next()) {
                (None, None) => break true,
                (Some(Ok(a)), Some(Ok(b))) if a.is_equivalent(&b, name) => {}
                _ => break false,
            }
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_compared_by_the_rules_of_their_header() {
        for (name, a, b, is_same) in [
            ("To", "sip:bob@biloxi.com", "\"Bob\" <sip:bob@BILOXI.com>;x=1", true),
            ("To", "<sip:bob@biloxi.com>;tag=a", "<sip:bob@biloxi.com>", false),
            ("To", "<sip:bob@biloxi.com>;tag=a", "<sip:bob@biloxi.com>;tag=A", false),
            ("To", "<sip:bob@biloxi.com>;X=1", "<sip:bob@biloxi.com>;x=2", false),
            ("To", "sip:bob@biloxi.com", "sip:Bob@biloxi.com", false),
            ("From", "<sip:a?x=1>", "<sip:a?X=1>", true),
            ("From", "<sip:a?t=sip:b>", "<sip:a?to=sip:b>", true),
            ("From", "<sip:a?to=sip:b>", "<sip:a?to=sip:B>", false),
            ("Reply-To", "Bob <sip:a>", "\"Bob\"<sip:a>", true),
            ("Reply-To", "Bob <sip:a>", "<sip:a>", false),
            ("Reply-To", "<sip:a>;x;y", "sip:a;Y;X", true),
            ("Reply-To", "<sip:a>;x", "<sip:a>", false),
            ("Contact", "*", "*", true),
            ("Contact", "*", "<sip:a>", false),
            ("Contact", "<sip:a>;q=1, <sip:b>", "sip:A;q=1,<sip:b>", true),
            ("Contact", "<sip:a>, <sip:b>", "<sip:b>, <sip:a>", false),
            ("Contact", "<sip:a>, <sip:b>", "<sip:a>", false),
            ("Priority", "urgent", "URGENT", true),
            ("Allow", "INVITE", "invite", false),
            ("Supported", "path,  100rel", "PATH,100REL", true),
            ("Supported", "", "", true),
            ("SIP-If-Match", "a", "A", false),
            ("Expires", "60", "0060", true),
            ("Retry-After", "5 (a)", "5 (b)", false),
            ("Call-ID", "a@b", "A@b", false),
            ("CSeq", "07 INVITE", "7  INVITE", true),
            ("CSeq", "7 INVITE", "7 Invite", false),
            ("Replaces", "a@b;to-tag=1;from-tag=2", "a@b; from-tag=2;to-tag=1", true),
            ("Replaces", "a@b;to-tag=x;from-tag=2", "a@b;to-tag=X;from-tag=2", false),
            ("Event", "dialog;id=a", "Dialog;id=a", false),
            ("Event", "dialog;vendor=\"a\"", "dialog;vendor=\"A\"", false),
            ("Event", "dialog;vendor=a", "dialog;Vendor=A", true),
            ("Event", "dialog;vendor=a", "dialog;vendor=\"a\"", false),
            ("Content-Type", "text / plain;charset=UTF-8", "TEXT/Plain;charset=utf-8", true),
            ("Accept", "a/b, c/d", "a/b,c / d", true),
            ("Via", "SIP/2.0/UDP h:1;branch=z;ttl=1", "sip / 2.0 / udp H :1; TTL=1;branch=z", true),
            ("Via", "SIP/2.0/UDP h", "SIP/2.0/UDP h:5060", false),
            ("Date", "Sat, 13 Nov 2010 23:29:00 GMT", "Sun, 13 Nov 2010 23:29:00 GMT", true),
            ("Warning", "399 H \"a\"", "399 h \"a\"", true),
            ("Call-Info", "<http://a/B>;purpose=ICON", "<HTTP://a/B>;purpose=icon", true),
            ("Call-Info", "<http://a/B>", "<http://a/b>", false),
            ("Subject", "next meeting", "Next Meeting", true),
            ("Subject", "next\r\n meeting", "next meeting", true),
            ("X-Any", "a", "A", false),
            ("Expires", "soon", "Soon", false),
            ("Expires", "soon", "soon", true),
            ("Accept-Contact", "*;audio;video", "*;VIDEO;audio", true),
            ("P-Charging-Vector", "icid-value=a;orig-ioi=b", "orig-ioi=b; icid-value=a", true),
            ("Authorization", "Digest nonce=\"a\"", "Digest nonce=\"A\"", false),
            ("Timestamp", "54.50", "54.5", true),
            ("RAck", "1 2 INVITE", "01 02  INVITE", true),
            ("MIME-Version", "1.0", "01.0", true),
            ("Session-ID", "0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef;logme", false),
        ] {
            let name = HeaderName::try_from(name).unwrap();
            for (a, b) in [(a, b), (b, a)] {
                assert_eq!(values(name, a.as_bytes(), b.as_bytes()), is_same, "{name}: {a} | {b}");
            }
            assert!(values(name, a.as_bytes(), a.as_bytes()));
        }
    }
}
