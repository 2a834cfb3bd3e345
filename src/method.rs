//! Request methods.

use crate::macros::open_enum;

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
