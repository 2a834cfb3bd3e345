//! The parameters of headers that are addresses: Contact, History-Info, Diversion, P-Served-User and others.

use crate::error::{ErrorKind, ParseError};
use crate::grammar::{Rule, convert, index, number, number_of, one_of, qvalue};
use crate::header::families::address::uri_in_brackets;
use crate::header::named::{
    Contact, Diversion, From, HistoryInfo, PDcsTracePartyId, PRefusedUriList, PServedUser, ReferredBy, RemotePartyId, To,
};
use crate::macros::named_params;
use crate::text::Token;
use crate::uri::Uri;

/// ```text
/// c-p-reg = "reg-id" EQUAL 1*DIGIT   ; 1 to 2^31-1
/// ```
fn reg_id<'a>() -> impl Rule<'a, u32> {
    convert(number(i32::MAX as u32), |id| (id > 0).then_some(id), ErrorKind::OutOfRange)
}

named_params! {
    HistoryInfo {
        /// The place of the entry in the tree of retargetings, such as `1.1.2` (RFC 7044 §5).
        index: typed[Index, |_| index, Token<'a>];
        /// The index of the entry that led to this one, if both are of the same user (RFC 7044 §5).
        rc: typed[Rc, |_| index, Token<'a>];
        /// The index of the entry that led to this one, if this one is of another user (RFC 7044 §5).
        mp: typed[Mp, |_| index, Token<'a>];
        /// The index of the entry that led to this one, if the target was not changed (RFC 7044 §5).
        np: typed[Np, |_| index, Token<'a>];
    }
    Diversion {
        /// The reason for the diversion: `user-busy`, `no-answer`, `unconditional` … (RFC 5806).
        reason: text["reason"];
        /// The number of diversions that this entry stands for (RFC 5806).
        counter: typed[Counter, |_| number_of(1, 2), u32];
        /// The maximum number of diversions of the call (RFC 5806).
        limit: typed[Limit, |_| number_of(1, 2), u32];
        /// The parts of the address that must not be shown to others: `full`, `name`, `uri`, `off` … (RFC 5806).
        privacy: text["privacy"];
        /// Whether the diverting user was verified: `yes`, `no` … (RFC 5806).
        screen: text["screen"];
    }
    RemotePartyId {
        /// The party that the address belongs to: `calling`, `called` … (draft-ietf-sip-privacy-04).
        party: text["party"];
        /// Whether the address was verified: `yes`, `no` … (draft-ietf-sip-privacy-04).
        screen: text["screen"];
        /// The parts of the address that must not be shown to others: `full`, `off` … (draft-ietf-sip-privacy-04).
        privacy: text["privacy"];
        /// The kind of the address: `user`, `subscriber`, `term` … (draft-ietf-sip-privacy-04).
        id_type: text["id-type"];
    }
    ReferredBy {
        /// The Content-ID, without its brackets, of the body that proves who referred (RFC 3892 §3).
        cid: text["cid"];
    }
    PServedUser {
        /// The session case: `orig` if the user is served as the caller, `term` if as the callee (RFC 5502 §6).
        session_case: typed[Sescase, |_| one_of(&["orig", "term"]), Token<'a>];
        /// Whether the user is registered: `reg`, `unreg` (RFC 5502 §6).
        registration_state: typed[Regstate, |_| one_of(&["reg", "unreg"]), Token<'a>];
        /// Whether the user is served as the caller behind a diversion (RFC 8498 §4).
        is_diverted: flag["orig-cdiv"];
    }
    PRefusedUriList {
        /// The URI of the body part that lists the members who were refused, with its angle brackets (RFC 5318 §5, §7).
        members: text["members"];
    }
    PDcsTracePartyId {
        /// The time of the call in seconds since 1900, perhaps with a fraction (RFC 5503 §5.1).
        timestamp: text["timestamp"];
    }
    Contact {
        /// The relative preference, in thousandths: 0 to 1000 (RFC 3261 §20.10).
        q: typed[Q, qvalue, u16];
        /// The number that distinguishes the flows of one instance: 1 to 2^31-1 (RFC 5626 §4.2).
        reg_id: typed[RegId, |_| reg_id(), u32];
        /// The instance of the UA: the URN inside of `+sip.instance="<…>"` (RFC 5626 §4.1).
        instance: typed[Instance, uri_in_brackets, Uri<'a>];
        /// The index of the History-Info entry that led to this target, if both are of the same user (RFC 7044 §5).
        rc: typed[Rc, |_| index, Token<'a>];
        /// The index of the History-Info entry that led to this target, if the target is another user (RFC 7044 §5).
        mp: typed[Mp, |_| index, Token<'a>];
        /// The index of the History-Info entry that led to this target, if the target was not changed (RFC 7044 §5).
        np: typed[Np, |_| index, Token<'a>];
        /// The public GRUU, which reveals the address of record, as text (RFC 5627 §5.2).
        pub_gruu: text["pub-gruu"];
        /// The temporary GRUU, which hides the address of record, as text (RFC 5627 §5.2).
        temp_gruu: text["temp-gruu"];
        /// The cookie to make temporary GRUUs with (RFC 6140 §7.1.2.1).
        temp_gruu_cookie: text["temp-gruu-cookie"];
        /// The methods that the device supports: a list with commas (RFC 3840 §9).
        methods: text["methods"];
    }
}

impl<'a> From<'a> {
    /// The tag of the sender of the request (RFC 3261 §20.20).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated.
    #[inline]
    pub fn tag(&self) -> Result<Option<Token<'a>>, ParseError> {
        self.0.tag()
    }
}

impl<'a> To<'a> {
    /// The tag of the recipient of the request. It is absent in a request that begins a dialog (RFC 3261 §20.39).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameter is malformed or repeated.
    #[inline]
    pub fn tag(&self) -> Result<Option<Token<'a>>, ParseError> {
        self.0.tag()
    }
}

#[cfg(test)]
mod tests {
    use crate::header::*;

    #[test]
    fn parameters_are_typed_when_asked_for() {
        let value = |text: &'static str| Value::new(text.as_bytes()).unwrap();
        let entry = HistoryInfo::parse(value("<sip:a@b?Reason=x>;index=1.2;rc=1;mp=01")).unwrap();
        assert_eq!((entry.index().unwrap().unwrap().as_str(), entry.rc().unwrap().unwrap().as_str()), ("1.2", "1"));
        assert_eq!((entry.mp().map_err(|e| e.offset()), entry.np()), (Err(37), Ok(None)));
        let diversion = Diversion::parse(value("<sip:a@b>;reason=\"no-answer\";counter=2;limit=100;screen=yes")).unwrap();
        assert!(diversion.reason().unwrap().unwrap().is("no-answer") && diversion.screen().unwrap().unwrap().is("yes"));
        assert_eq!((diversion.counter(), diversion.limit().map_err(|e| e.offset())), (Ok(Some(2)), Err(45)));
        for (text, members) in [
            ("sip:a@b;x=1;members=<cid:1@c,d>;y", "<cid:1@c,d>"),
            ("A <sip:a@b>;members = <cid:1@c>", "<cid:1@c>"),
            ("sip:a@b;members=\"<cid:1@c>\"", "<cid:1@c>"),
        ] {
            let refused = PRefusedUriList::parse(value(text)).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert!(refused.uri().unwrap().as_bytes() == b"sip:a@b" && refused.members().unwrap().unwrap().is(members), "{text}");
        }
        assert_eq!(PRefusedUriList::parse(value("sip:a@b;members=<cid:1@c")).map_err(|e| e.offset()), Err(24));
        let user = PServedUser::parse(value("<sip:a@b>;sescase=orig;regstate=unreg")).unwrap();
        assert!(
            user.session_case().unwrap().unwrap() == "orig"
                && user.registration_state().unwrap().unwrap() == "unreg"
                && !user.is_diverted()
        );
        assert_eq!(PServedUser::parse(value("<sip:a@b>;sescase=orig-cdiv")).unwrap().session_case().map_err(|e| e.offset()), Err(18));
        let contact = Contact::parse(b"<sip:a@b>;mp=1;pub-gruu=\"sip:a@b;gr=1\"").unwrap();
        assert!(contact.mp().unwrap().unwrap() == "1" && contact.pub_gruu().unwrap().unwrap().is("sip:a@b;gr=1"));
    }
}
