//! Request methods.

use crate::chars;
use crate::macros::open_enum;
use crate::text::Token;

open_enum! {
    /// A request method (RFC 3261 §7.1). Methods are case-sensitive: `invite` is not INVITE.
    ///
    /// ```text
    /// Method = INVITEm / ACKm / OPTIONSm / BYEm / CANCELm / REGISTERm / … / extension-method
    /// extension-method = token
    /// ```
    ///
    /// ```
    /// use sipwire::Method;
    ///
    /// assert_eq!(Method::try_from("INVITE")?, Method::Invite);
    /// assert!(matches!(Method::try_from("invite")?, Method::Other(_)));
    /// assert!(Method::try_from("INVITE ").is_err());
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    Method, OtherMethod, exact, Method:
    /// Acknowledges the final response to an INVITE (RFC 3261 §13).
    Ack "ACK";
    /// Ends a session (RFC 3261 §15).
    Bye "BYE";
    /// Cancels a pending request (RFC 3261 §9).
    Cancel "CANCEL";
    /// Carries information inside a session (RFC 6086).
    Info "INFO";
    /// Begins or changes a session (RFC 3261 §13, §14).
    Invite "INVITE";
    /// Carries an instant message (RFC 3428).
    Message "MESSAGE";
    /// Tells of an event that was subscribed to (RFC 6665).
    Notify "NOTIFY";
    /// Asks what a server can do (RFC 3261 §11).
    Options "OPTIONS";
    /// Acknowledges a reliable provisional response (RFC 3262).
    Prack "PRACK";
    /// Publishes event state (RFC 3903).
    Publish "PUBLISH";
    /// Asks to contact somebody else (RFC 3515).
    Refer "REFER";
    /// Binds an address of record to contacts (RFC 3261 §10).
    Register "REGISTER";
    /// Asks to be told of an event (RFC 6665).
    Subscribe "SUBSCRIBE";
    /// Changes a session before it is established (RFC 3311).
    Update "UPDATE";
}

impl<'a> Method<'a> {
    /// The method of that name, for constants: an extension method, or a known one if the name is known.
    ///
    /// ```
    /// use sipwire::Method;
    ///
    /// const KNOWN: &[Method<'_>] = &[Method::Invite, Method::custom("SERVICE")];
    /// assert_eq!(KNOWN[1].as_str(), "SERVICE");
    /// assert_eq!(Method::custom("BYE"), Method::Bye);
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if `name` is not a token; in a constant it then fails to compile. [`TryFrom`] returns an error instead.
    pub const fn custom(name: &'a str) -> Self {
        let bytes = name.as_bytes();
        assert!(!bytes.is_empty(), "a method is a token");
        let mut i = 0;
        while i < bytes.len() {
            assert!(chars::is(bytes[i], chars::TOKEN), "a method is a token");
            i += 1;
        }
        match bytes {
            b"ACK" => Method::Ack,
            b"BYE" => Method::Bye,
            b"CANCEL" => Method::Cancel,
            b"INFO" => Method::Info,
            b"INVITE" => Method::Invite,
            b"MESSAGE" => Method::Message,
            b"NOTIFY" => Method::Notify,
            b"OPTIONS" => Method::Options,
            b"PRACK" => Method::Prack,
            b"PUBLISH" => Method::Publish,
            b"REFER" => Method::Refer,
            b"REGISTER" => Method::Register,
            b"SUBSCRIBE" => Method::Subscribe,
            b"UPDATE" => Method::Update,
            _ => Method::Other(OtherMethod(Token::new(bytes))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_custom_method_is_the_known_one_of_its_name() {
        for method in Method::known() {
            assert_eq!(Method::custom(method.as_str()), method);
        }
        assert!(matches!(Method::custom("invite"), Method::Other(_)));
    }
}
