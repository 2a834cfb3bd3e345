//! [`Request::replaced`], [`Request::joined`], [`Request::targeted`]: dialogs that a request outside of them names.

use super::id::{DialogId, DialogIds};
use super::make::{at, unreadable};
use super::state::Dialog;
use crate::header::{Join, Replaces, TargetDialog};
use crate::message::Request;
use crate::method::Method;
use crate::name::{HeaderId, HeaderName};
use crate::rules::fault::{Answer, Fault};
use crate::rules::rule::Rule;

/// A dialog that a Replaces or Join header field may name.
#[derive(Clone, Copy, Debug)]
pub enum Candidate<'d> {
    /// A dialog that lasts.
    Live(&'d Dialog),
    /// A dialog that ended a short while ago.
    Ended(&'d DialogId),
}

/// The dialog that an INVITE replaces.
#[derive(Clone, Copy, Debug)]
pub struct Replacement<'d> {
    /// The dialog that ends when the INVITE is answered with a 2xx.
    pub dialog: &'d Dialog,
    /// The request that ends it: BYE if it is confirmed, CANCEL of its INVITE if it is early (RFC 3891 §3).
    pub ends_by: Method<'static>,
}

/// What one of the two header fields found.
enum Found<'d> {
    None,
    Live(&'d Dialog),
    Ended,
}

impl Request<'_> {
    /// Returns the dialog that this INVITE is to replace, out of those of this UA (RFC 3891 §3), or `None` if there is no Replaces. Whether
    /// the sender may replace it is the caller's to know.
    ///
    /// `candidates` are all dialogs that may be meant. A UA that keeps them by id looks each id of
    /// [`Replaces::dialog_ids`](crate::header::Replaces::dialog_ids) up.
    ///
    /// ```
    /// # use sipwire::{Message, StatusCode};
    /// use sipwire::Method;
    /// use sipwire::rules::{Candidate, Dialog, Rule};
    ///
    /// # let invite = Message::parse(
    /// #     b"INVITE sip:bob@b SIP/2.0\r\nVia: SIP/2.0/UDP p;branch=z9hG4bK1\r\n\
    /// #       From: <sip:alice@a>;tag=1\r\nTo: <sip:bob@b>\r\nCall-ID: 7@a\r\nCSeq: 5 INVITE\r\nContact: <sip:alice@192.0.2.1>\r\n\r\n",
    /// # )?;
    /// let dialog = Dialog::uas(invite.as_request().unwrap(), StatusCode::OK, b"9", false)?;
    /// let message = Message::parse(b"INVITE sip:bob@b SIP/2.0\r\nReplaces: 7@a;to-tag=9;from-tag=1\r\n\r\n")?;
    /// let replacement = message.as_request().unwrap().replaced([Candidate::Live(&dialog)])?.unwrap();
    /// assert_eq!(replacement.ends_by, Method::Bye);
    /// let nothing = message.as_request().unwrap().replaced([]).unwrap_err();
    /// assert_eq!(nothing.rule(), Rule::ReplacesUnknown);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns a fault that owes
    ///
    /// * 481 if it names no dialog, several dialogs, one not made by an INVITE, or an early one that the other end began,
    /// * 486 if it has `early-only` and the dialog is confirmed,
    /// * 603 if the dialog has ended,
    /// * 400 if the header field is malformed or stands twice.
    pub fn replaced<'d>(&self, candidates: impl IntoIterator<Item = Candidate<'d>>) -> Result<Option<Replacement<'d>>, Fault> {
        let headers = self.headers();
        let (id, answer) = (HeaderId::Replaces, Answer::AsRuled);
        let Some(replaces) = unreadable(id, headers.get::<Replaces<'_>>(), answer)? else { return Ok(None) };
        let ids = unreadable(id, replaces.dialog_ids(), answer)?;
        let refused = |rule| Err(at(rule, headers, HeaderName::Replaces));
        let dialog = match find(&ids, candidates) {
            Found::None => return refused(Rule::ReplacesUnknown),
            Found::Ended => return refused(Rule::ReplacesEnded),
            Found::Live(dialog) => dialog,
        };
        let flags = dialog.flags;
        match (flags.is_confirmed, flags.is_caller) {
            _ if !flags.by_invite => refused(Rule::ReplacesOther),
            (true, _) if replaces.is_early_only() => refused(Rule::ReplacesConfirmed),
            (true, _) => Ok(Some(Replacement { dialog, ends_by: Method::Bye })),
            (false, true) => Ok(Some(Replacement { dialog, ends_by: Method::Cancel })),
            (false, false) => refused(Rule::ReplacesEarly),
        }
    }

    /// Returns the dialog that this INVITE is to join, out of those of this UA (RFC 3911 §4), or `None` if there is no Join. Whether the
    /// sender may join it is the caller's to know.
    ///
    /// # Errors
    ///
    /// Returns a fault that owes
    ///
    /// * 481 if it names no dialog, several dialogs, or one not made by an INVITE. If [`Rule::JoinUnknown`] and the Request-URI is that of a
    ///   conference, the caller ignores the Join,
    /// * 603 if the dialog has ended,
    /// * 400 if the header field is malformed or stands twice.
    pub fn joined<'d>(&self, candidates: impl IntoIterator<Item = Candidate<'d>>) -> Result<Option<&'d Dialog>, Fault> {
        let headers = self.headers();
        let (id, answer) = (HeaderId::Join, Answer::AsRuled);
        let Some(join) = unreadable(id, headers.get::<Join<'_>>(), answer)? else { return Ok(None) };
        let ids = unreadable(id, join.dialog_ids(), answer)?;
        match find(&ids, candidates) {
            Found::Live(dialog) if dialog.flags.by_invite => Ok(Some(dialog)),
            Found::Live(_) => Err(at(Rule::JoinOther, headers, HeaderName::Join)),
            Found::Ended => Err(at(Rule::JoinEnded, headers, HeaderName::Join)),
            Found::None => Err(at(Rule::JoinUnknown, headers, HeaderName::Join)),
        }
    }

    /// Returns the dialog that Target-Dialog names out of `candidates`, or `None` if it names none or is absent (RFC 4538 §5): a reason to
    /// allow the request, if the dialog [is secure](Dialog::is_secure), and none to refuse it.
    ///
    /// # Errors
    ///
    /// Returns a fault that owes a 400 if the header field is malformed or stands twice.
    pub fn targeted<'d>(&self, candidates: impl IntoIterator<Item = &'d Dialog>) -> Result<Option<&'d Dialog>, Fault> {
        let (id, answer) = (HeaderId::TargetDialog, Answer::AsRuled);
        let Some(target) = unreadable(id, self.headers().get::<TargetDialog<'_>>(), answer)? else { return Ok(None) };
        let named = unreadable(id, target.dialog_id(), answer)?;
        Ok(candidates.into_iter().find(|dialog| dialog.id() == named))
    }
}

/// The one dialog that has one of the ids. If several have, there is no match (RFC 3891 §3, RFC 3911 §4).
fn find<'d>(ids: &DialogIds<'_>, candidates: impl IntoIterator<Item = Candidate<'d>>) -> Found<'d> {
    let mut found = Found::None;
    for candidate in candidates {
        let is_named = match candidate {
            Candidate::Live(dialog) => ids.clone().any(|id| id == dialog.id()),
            Candidate::Ended(ended) => ids.clone().any(|id| id == *ended),
        };
        if !is_named {
            continue;
        }
        found = match (found, candidate) {
            (Found::None, Candidate::Live(dialog)) => Found::Live(dialog),
            (Found::None, Candidate::Ended(_)) => Found::Ended,
            _ => return Found::None,
        };
    }
    found
}
