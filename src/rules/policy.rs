//! [`Policy`]: the decisions that the RFCs leave to whoever checks a message.

use core::fmt;

macro_rules! switches {
    ($($(#[doc = $doc:literal])* $name:ident = $bit:literal, $default:literal;)*) => {
        impl Policy {
            $($(#[doc = $doc])* #[doc = concat!("\n\nDefault: `", stringify!($default), "`.")] pub const $name: Switch = Switch(1 << $bit);)*

            const DEFAULT: u32 = 0 $(| (($default as u32) << $bit))*;
        }

        impl Switch {
            /// Every switch there is, by name.
            pub const ALL: &'static [(&'static str, Switch)] = &[$((stringify!($name), Policy::$name)),*];
        }
    };
}

/// A named decision that the RFCs leave open: a constant of [`Policy`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Switch(u32);

impl Switch {
    /// The rule depends on no switch.
    pub(super) const NONE: Switch = Switch(0);
}

impl fmt::Debug for Switch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Self::ALL.iter().find(|(_, switch)| switch == self).map_or("NONE", |(name, _)| name))
    }
}

/// The decisions that the RFCs leave to the server or client, each with a default.
///
/// A switch that is on makes a fault of what its documentation names. When it is off, the same finding is among the
/// [notes](crate::Request::notes), and is owed nothing; the switches that ask for something that most messages don't have are silent when off.
///
/// ```
/// use sipwire::rules::{Check, Policy};
///
/// const POLICY: Policy = Policy::new().with(Policy::REGISTER_USER).without(Policy::URI_HEADERS).min_expires(60);
/// const CHECK: Check<'_> = Check::registrar().policy(POLICY);
/// assert!(POLICY.has(Policy::REGISTER_USER) && !POLICY.has(Policy::URI_HEADERS));
/// # let _ = CHECK;
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Policy {
    on: u32,
    pub(super) min_expires: u32,
    pub(super) max_expires: u32,
    pub(super) default_expires: u32,
    pub(super) max_bindings: u32,
    pub(super) min_session: u32,
    pub(super) retry_after: Option<u32>,
}

switches! {
    /// A Request-URI with headers behind a `?` gets a 400. RFC 3261 §19.1.1 (Table 1) forbids them there and names no status; a
    /// message that is let through must not be forwarded with them (RFC 4475 §3.1.2.11).
    URI_HEADERS = 0, true;
    /// A Request-URI with two parameters of one name gets a 400. RFC 3261 §19.1.1 forbids it and names no status.
    REPEATED_URI_PARAMS = 1, true;
    /// A topmost Via of another version than 2.0 gets a 505, and one of another protocol a 400. RFC 3261 §8.1.1.7 obliges the sender
    /// alone.
    VIA_PROTOCOL = 2, true;
    /// A `sips` Request-URI with `transport=udp` gets a 400. RFC 3261 §19.1.1 wants a reliable transport and names no status.
    SIPS_TRANSPORT = 3, true;
    /// A `sip` Contact in a request that forms a dialog or refreshes its target gets a 400, if the Request-URI or the topmost Route is a
    /// `sips` URI (RFC 3261 §8.1.1.8; RFC 5630 §5.1.2, §5.3).
    SIPS_CONTACT = 4, true;
    /// PRACK without RAck and UPDATE without Contact get a 400. The tables of RFC 3262 and RFC 3311 call them mandatory and
    /// name no status.
    MISSING_FOR_METHOD = 5, true;
    /// A body without a Content-Type gets a 415. RFC 3261 §20.15 obliges the sender alone.
    MISSING_CONTENT_TYPE = 6, true;
    /// An INVITE outside a dialog without Contact gets a 400, if its branch has the magic cookie: clients of RFC 2543 need not have one
    /// (RFC 3261 §8.1.1.8; RFC 4475 §3.4.1).
    INVITE_CONTACT = 7, true;
    /// More than one Contact in a request that forms a dialog gets a 400, and none in a REFER. RFC 3261 §8.1.1.8 and RFC 3515 §2 oblige the
    /// sender alone.
    CONTACT_COUNT = 8, true;
    /// A Contact that is no `sip` or `sips` URI, in a request that forms a dialog, gets a 400. RFC 3261 §8.1.1.8 obliges the sender
    /// alone.
    CONTACT_SCHEME = 9, true;
    /// SUBSCRIBE and NOTIFY without Contact get a 400. RFC 3265 called it mandatory; RFC 6665 has no such table.
    SUBSCRIBE_CONTACT = 10, false;
    /// A user part in the Request-URI of a REGISTER gets a 400. RFC 3261 §10.2 obliges the sender alone.
    REGISTER_USER = 11, false;
    /// A second Referred-By in a REFER gets a 400. RFC 3892 §2.1 obliges the sender alone.
    SECOND_REFERRED_BY = 12, true;
    /// A REGISTER with Path whose client does not support Path gets a 420, as RFC 3327 §5.3 recommends.
    PATH_NOT_SUPPORTED = 13, true;
    /// `Require: 100rel` in a request other than INVITE gets a 420. RFC 3262 §4 obliges the sender alone.
    RELIABLE_OUTSIDE_INVITE = 14, false;
    /// A Privacy that says `none` beside others, `critical` alone, or one value twice gets a 400. RFC 3323 §4.2 obliges the sender alone.
    STRICT_PRIVACY = 15, false;
    /// Two Resource-Priority values of one namespace get a 400. RFC 4412 §3.1 obliges the sender alone.
    STRICT_PRIORITY = 16, false;
    /// A PUBLISH with neither a body nor SIP-If-Match gets a 400, which RFC 3903 §6 leaves to local policy.
    EMPTY_PUBLISH = 17, true;
    /// A proxy answers an OPTIONS with `Max-Forwards: 0` with 483. RFC 3261 §16.3 lets it answer as if the request were for itself.
    OPTIONS_AT_LAST_HOP = 18, true;
    /// A `sips` Request-URI gets a 480 with Warning 380: this server wants `sip` alone (RFC 5630 §5.1.2). Silent when off.
    SIP_ONLY = 19, false;
    /// A `sip` Request-URI gets a 480 with Warning 381: this server wants `sips` alone (RFC 5630 §5.1.2). Silent when off.
    SIPS_ONLY = 20, false;
    /// A proxy answers a REGISTER without `Supported: path` with 421: it needs Path (RFC 3327 §5.2). Silent when off.
    NEEDS_PATH = 21, false;
    /// A request without Identity gets a 428 (RFC 8224 §6.2.2). Silent when off.
    NEEDS_IDENTITY = 22, false;
}

impl Policy {
    /// The defaults, as they stand at each switch.
    pub const fn new() -> Self {
        Self {
            on: Self::DEFAULT,
            min_expires: 0,
            max_expires: u32::MAX,
            default_expires: 3600,
            max_bindings: 100,
            min_session: 90,
            retry_after: None,
        }
    }

    /// The same policy with a switch on.
    #[must_use]
    pub const fn with(mut self, switch: Switch) -> Self {
        self.on |= switch.0;
        self
    }

    /// The same policy with a switch off.
    #[must_use]
    pub const fn without(mut self, switch: Switch) -> Self {
        self.on &= !switch.0;
        self
    }

    /// Whether a switch is on.
    pub const fn has(&self, switch: Switch) -> bool {
        self.on & switch.0 == switch.0
    }

    /// The shortest lifetime of a binding, a subscription or a publication in seconds. Shorter ones get a 423 (RFC 3261 §10.3,
    /// RFC 6665 §4.2.1.1, RFC 3903 §6). 0, the default, accepts all.
    #[must_use]
    pub const fn min_expires(mut self, seconds: u32) -> Self {
        self.min_expires = seconds;
        self
    }

    /// The longest lifetime of a binding in seconds: whoever asks for more gets this (RFC 3261 §10.3 step 7). There is none by default.
    #[must_use]
    pub const fn max_expires(mut self, seconds: u32) -> Self {
        self.max_expires = seconds;
        self
    }

    /// The lifetime of a binding for which the request asks for none, in seconds (RFC 3261 §10.3 step 7). 3600 by default.
    #[must_use]
    pub const fn default_expires(mut self, seconds: u32) -> Self {
        self.default_expires = seconds;
        self
    }

    /// The most bindings of one address of record, and the most Contacts of one REGISTER. Whoever wants more gets a 403, which the RFCs
    /// leave open. 100 by default. The time that a registration takes is bounded by the product of this number and of the bindings.
    #[must_use]
    pub const fn max_bindings(mut self, count: u32) -> Self {
        self.max_bindings = count;
        self
    }

    /// The shortest session interval in seconds, 90 by default and at least. Shorter ones get a 422 (RFC 4028 §9).
    #[must_use]
    pub const fn min_session(mut self, seconds: u32) -> Self {
        self.min_session = if seconds < 90 { 90 } else { seconds };
        self
    }

    /// The Retry-After of a 413: the body is too large for now (RFC 3261 §21.4.11). By default there is none.
    #[must_use]
    pub const fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let on = Switch::ALL.iter().filter(|(_, switch)| self.has(*switch)).map(|(name, _)| name);
        write!(f, "Policy(expires: {} to {}, ", self.min_expires, self.max_expires)?;
        write!(f, "default_expires: {}, max_bindings: {}, ", self.default_expires, self.max_bindings)?;
        write!(f, "min_session: {}, on: ", self.min_session)?;
        f.debug_list().entries(on).finish()?;
        f.write_str(")")
    }
}
