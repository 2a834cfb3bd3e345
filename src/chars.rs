//! Byte classes of the grammar, in one look-up table.
//!
//! The rules are those of RFC 3261 §25.1, as amended by the RFCs named beside them:
//!
//! ```text
//! alphanum         = ALPHA / DIGIT
//! mark             = "-" / "_" / "." / "!" / "~" / "*" / "'" / "(" / ")"
//! unreserved       = alphanum / mark
//! token            = 1*( alphanum / "-" / "." / "!" / "%" / "*" / "_" / "+" / "`" / "'" / "~" )
//! word             = 1*( token / "(" / ")" / "<" / ">" / ":" / "\" / DQUOTE / "/" / "[" / "]" / "?" / "{" / "}" )
//! user-unreserved  = "&" / "=" / "+" / "$" / "," / ";" / "?" / "/"
//! password         = *( unreserved / escaped / "&" / "=" / "+" / "$" / "," )
//! param-unreserved = "[" / "]" / "/" / ":" / "&" / "+" / "$"
//! hnv-unreserved   = "[" / "]" / "/" / "?" / ":" / "+" / "$"
//! uric             = reserved / unreserved / escaped
//! scheme           = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )
//! qdtext           = LWS / %x21 / %x23-5B / %x5D-7E / UTF8-NONASCII
//! ctext            = %x21-27 / %x2A-5B / %x5D-7E / UTF8-NONASCII / LWS
//! token68          = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="   (RFC 7235)
//! bchars           = alphanum / "'" / "(" / ")" / "+" / "_" / "," / "-" / "." / "/" / ":" / "=" / "?" / SP   (RFC 2046)
//! ```
//!
//! `escaped` (`"%" HEXDIG HEXDIG`) is checked by the rules that use it; `%` itself is in the table where a rule allows it.

/// A set of bytes: one bit of [`TABLE`].
#[derive(Clone, Copy)]
pub(crate) struct Class(u32);

pub(crate) const DIGIT: Class = Class(1 << 0);
pub(crate) const ALPHA: Class = Class(1 << 1);
pub(crate) const HEX: Class = Class(1 << 2);
pub(crate) const TOKEN: Class = Class(1 << 3);
pub(crate) const WORD: Class = Class(1 << 4);
/// `user` and the reserved bytes it may hold, without `%`.
pub(crate) const USER: Class = Class(1 << 5);
/// [`USER`] and `#`, which telephone numbers contain.
pub(crate) const USER_OR_HASH: Class = Class(1 << 22);
/// `password`, without `%`.
pub(crate) const PASSWORD: Class = Class(1 << 6);
/// `paramchar`, without `%`.
pub(crate) const PARAM: Class = Class(1 << 7);
/// `hname` and `hvalue`, without `%`.
pub(crate) const HNV: Class = Class(1 << 8);
/// The lenient `hvalue`, without `%`: every visible byte that ends neither a header of a URI nor its angle brackets.
pub(crate) const HVALUE: Class = Class(1 << 31);
/// `uric`, without `%`. Includes brackets for IPv6 references, which RFC 2396 did not know.
pub(crate) const URIC: Class = Class(1 << 9);
pub(crate) const SCHEME: Class = Class(1 << 10);
/// `qdtext` without its LWS but with SP and HTAB; every byte from 80 on counts as text.
pub(crate) const QDTEXT: Class = Class(1 << 11);
/// `ctext` likewise.
pub(crate) const CTEXT: Class = Class(1 << 12);
/// Everything that is not a control byte: 20-7E, HTAB, and 80-FF.
pub(crate) const TEXT: Class = Class(1 << 13);
/// `token68` without its trailing `=`.
pub(crate) const TOKEN68: Class = Class(1 << 14);
/// The bytes of a host name: alphanum, `-`, `.`.
pub(crate) const HOST: Class = Class(1 << 15);
/// SP and HTAB.
pub(crate) const WSP: Class = Class(1 << 16);
/// The bytes that `quoted-pair` may escape: 00-7F except CR and LF.
pub(crate) const PAIRED: Class = Class(1 << 17);
/// Every byte but white space and control bytes.
pub(crate) const VISIBLE: Class = Class(1 << 19);
/// The bytes that a writer never escapes in `user`, `password`, `paramchar` and `hvalue`: `unreserved`.
pub(crate) const UNRESERVED: Class = Class(1 << 18);
/// `bchars`: the bytes of a multipart boundary (RFC 2046 §5.1.1).
pub(crate) const BOUNDARY: Class = Class(1 << 20);
/// `attr-char` (RFC 8187 §3.2.1), restricted to token bytes.
pub(crate) const ATTR: Class = Class(1 << 21);

/// The text of a part of a value: every byte but `;`, `,`, `"` and `<`.
pub(crate) const PART: Class = Class(1 << 23);
/// The text of a parameter's name: the same without `=`.
pub(crate) const NAME_PART: Class = Class(1 << 24);

/// The text of a host in a part: [`PART`] without `:`.
pub(crate) const HOST_PART: Class = Class(1 << 29);
/// The text between the brackets of an IPv6 reference: [`PART`] without `]`.
pub(crate) const REFERENCE_PART: Class = Class(1 << 30);
/// A label of a host name: alphanum and `-`. Names of `tel` parameters are made of the same.
pub(crate) const LABEL: Class = Class(1 << 25);
/// [`HOST`] and `_`.
pub(crate) const HOST_OR_UNDERSCORE: Class = Class(1 << 26);
/// `phonedigit`: DIGIT and visual separators.
pub(crate) const PHONE: Class = Class(1 << 27);
/// `phonedigit-hex`: HEXDIG, `*`, `#` and visual separators.
pub(crate) const PHONE_HEX: Class = Class(1 << 28);

const fn has(set: &[u8], byte: u8) -> bool {
    let mut i = 0;
    while i < set.len() {
        if set[i] == byte {
            return true;
        }
        i += 1;
    }
    false
}

const fn classes(b: u8) -> u32 {
    let alpha = b.is_ascii_alphabetic();
    let digit = b.is_ascii_digit();
    let alphanum = alpha || digit;
    let unreserved = alphanum || has(b"-_.!~*'()", b);
    let token = alphanum || has(b"-.!%*_+`'~", b);
    let text = (b >= 0x20 && b != 0x7F) || b == b'\t';
    let mut set = 0;
    macro_rules! put {
        ($($class:ident: $test:expr;)*) => {$( if $test { set |= $class.0; } )*};
    }
    put! {
        DIGIT: digit;
        ALPHA: alpha;
        HEX: b.is_ascii_hexdigit();
        TOKEN: token;
        WORD: token || has(b"()<>:\\\"/[]?{}", b);
        USER: unreserved || has(b"&=+$,;?/", b);
        USER_OR_HASH: unreserved || has(b"&=+$,;?/#", b);
        PASSWORD: unreserved || has(b"&=+$,", b);
        PARAM: unreserved || has(b"[]/:&+$", b);
        HNV: unreserved || has(b"[]/?:+$", b);
        HVALUE: text && b != b' ' && b != b'\t' && !has(b"&%<>", b);
        URIC: unreserved || has(b";/?:@&=+$,[]", b);
        SCHEME: alphanum || has(b"+-.", b);
        QDTEXT: text && b != b'"' && b != b'\\';
        CTEXT: text && b != b'(' && b != b')' && b != b'\\';
        TEXT: text;
        TOKEN68: alphanum || has(b"-._~+/", b);
        HOST: alphanum || has(b"-.", b);
        WSP: b == b' ' || b == b'\t';
        PAIRED: b < 0x80 && b != b'\r' && b != b'\n';
        UNRESERVED: unreserved;
        ATTR: alphanum || has(b"!+-._`~", b);
        VISIBLE: text && b != b' ' && b != b'\t';
        LABEL: alphanum || b == b'-';
        HOST_OR_UNDERSCORE: alphanum || has(b"-._", b);
        PHONE: digit || has(b"-.()", b);
        PHONE_HEX: b.is_ascii_hexdigit() || has(b"-.()*#", b);
        PART: !has(b";,\"<", b);
        REFERENCE_PART: !has(b";,\"<]", b);
        HOST_PART: !has(b";,\"<:", b);
        NAME_PART: !has(b";,\"<=", b);
        BOUNDARY: alphanum || has(b"'()+_,-./:=? ", b);
    }
    set
}

impl Class {
    /// Returns the classes of the set that contain both bytes.
    #[inline(always)]
    pub(crate) const fn common(self, [a, b]: [u8; 2]) -> Class {
        Class(self.0 & (TABLE[a as usize] & TABLE[b as usize]))
    }

    /// Whether the class contains letters, digits, `-` and `.`.
    #[inline(always)]
    pub(crate) const fn has_plain(self) -> bool {
        const NARROW: u32 = DIGIT.0 | ALPHA.0 | HEX.0 | WSP.0 | LABEL.0 | PHONE.0 | PHONE_HEX.0;
        self.0 & NARROW == 0
    }

    /// Whether the class contains all bytes that need no escape in a quoted string.
    #[inline(always)]
    pub(crate) const fn has_qdtext(self) -> bool {
        self.0 & (QDTEXT.0 | TEXT.0) != 0
    }

    /// Whether the set of classes is not empty.
    #[inline(always)]
    pub(crate) const fn is_some(self) -> bool {
        self.0 != 0
    }
}

static TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut b = 0;
    while b < 256 {
        table[b] = classes(b as u8);
        b += 1;
    }
    table
};

/// Whether `byte` is in `class`.
#[inline(always)]
pub(crate) const fn is(byte: u8, class: Class) -> bool {
    TABLE[byte as usize] & class.0 != 0
}

/// Returns the value of a hexadecimal digit.
pub(crate) const fn nibble(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        _ => (digit | 0x20).wrapping_sub(b'a' - 10) & 15,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(class: Class) -> usize {
        (0..=255).filter(|&b| is(b, class)).count()
    }

    #[test]
    fn the_classes_have_the_size_of_their_rules() {
        assert_eq!(members(DIGIT), 10);
        assert_eq!(members(ALPHA), 52);
        assert_eq!(members(HEX), 22);
        assert_eq!(members(TOKEN), 62 + 10);
        assert_eq!(members(WORD), 72 + 13);
        assert_eq!(members(USER), 62 + 9 + 8);
        assert_eq!(members(USER_OR_HASH), members(USER) + 1);
        assert_eq!(members(PASSWORD), 62 + 9 + 5);
        assert_eq!(members(PARAM), 62 + 9 + 7);
        assert_eq!(members(HNV), 62 + 9 + 7);
        assert_eq!(members(HVALUE), 94 + 128 - 4);
        assert_eq!(members(URIC), 62 + 9 + 12);
        assert_eq!(members(SCHEME), 62 + 3);
        assert_eq!(members(TEXT), 95 + 1 + 128);
        assert_eq!(members(QDTEXT), 95 + 1 + 128 - 2);
        assert_eq!(members(CTEXT), 95 + 1 + 128 - 3);
        assert_eq!(members(PAIRED), 126);
        assert_eq!(members(BOUNDARY), 62 + 13);
        assert_eq!(members(ATTR), 62 + 7);
    }

    #[test]
    fn plain_bytes_are_of_every_class_that_says_so() {
        let has_all = |class| (0..=255u8).filter(|b| b.is_ascii_alphanumeric() || b"-.".contains(b)).all(|b| is(b, class));
        for bit in 0..20 {
            let class = Class(1 << bit);
            assert_eq!(class.has_plain(), has_all(class), "{bit}");
            assert_eq!(class.has_qdtext(), (0..=255).all(|b| !is(b, QDTEXT) || is(b, class)), "{bit}");
        }
    }

    #[test]
    fn no_break_space_is_no_space() {
        assert!(!is(0xC2, WSP) && !is(0xA0, WSP));
        assert!(!is(0xC2, TOKEN) && !is(0xA0, TOKEN));
    }
}
