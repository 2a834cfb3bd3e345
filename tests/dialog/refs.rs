//! Replaces, Join and Target-Dialog (RFC 3891, RFC 3911, RFC 4538).

use sipwire::Method;
use sipwire::rules::{Candidate, Dialog, Owed, Rule};

use crate::{INVITE, OK, both, message, uac, uas};

/// An INVITE with one more row.
fn invite(row: &str) -> sipwire::Message<'static> {
    message(&format!(
        "INVITE sip:bob@192.0.2.4 SIP/2.0
        Via: SIP/2.0/UDP phone.example;branch=z9hG4bK1
        From: <sip:carol@example>;tag=c1
        To: <sip:bob@biloxi.example>
        Call-ID: new@phone
        CSeq: 1 INVITE
        Contact: <sip:carol@phone.example>
        {row}"
    ))
}

fn replaced(row: &str, candidates: &[Candidate<'_>]) -> Result<Option<Method<'static>>, (Rule, u16)> {
    let invite = invite(row);
    let found = invite.as_request().unwrap().replaced(candidates.iter().copied());
    found.map(|found| found.map(|found| found.ends_by)).map_err(|fault| (fault.rule(), status(fault.owed())))
}

fn joined(row: &str, candidates: &[Candidate<'_>]) -> Result<bool, (Rule, u16)> {
    let invite = invite(row);
    let found = invite.as_request().unwrap().joined(candidates.iter().copied());
    found.map(|found| found.is_some()).map_err(|fault| (fault.rule(), status(fault.owed())))
}

fn status(owed: Owed) -> u16 {
    if let Owed::Status(status) = owed { status.as_u16() } else { 0 }
}

const AT_BOB: &str = "a84b4c76e66710@pc33;to-tag=A6C8;from-tag=1928";

#[test]
fn replaces_names_the_confirmed_dialog_by_local_and_remote_tag() {
    let (alice, bob) = both();
    let all = [Candidate::Live(&alice), Candidate::Live(&bob)];
    assert_eq!(replaced(&format!("Replaces: {AT_BOB}"), &all[1..]), Ok(Some(Method::Bye)));
    // Alice's end has the tags the other way round.
    assert_eq!(replaced(&format!("Replaces: {AT_BOB}"), &all[..1]), Err((Rule::ReplacesUnknown, 481)));
    assert_eq!(replaced("Replaces: a84b4c76e66710@pc33;to-tag=1928;from-tag=a6c8", &all), Ok(Some(Method::Bye)));
    assert_eq!(replaced("Replaces: A84b4c76e66710@pc33;to-tag=a6c8;from-tag=1928", &all), Err((Rule::ReplacesUnknown, 481)));
    assert_eq!(replaced("Subject: none", &all), Ok(None));
    assert_eq!(replaced("Replaces: a84b4c76e66710@pc33;to-tag=a6c8", &all).unwrap_err().1, 400);
}

#[test]
fn replaces_of_early_dialogs_cancels_only_what_this_end_began() {
    let alice = uac(INVITE, &OK.replace("200 OK", "180 Ringing")).unwrap();
    let bob = uas(INVITE, 180).unwrap();
    let at_alice = "Replaces: a84b4c76e66710@pc33;to-tag=1928;from-tag=a6c8";
    for more in ["", ";early-only"] {
        assert_eq!(replaced(&format!("{at_alice}{more}"), &[Candidate::Live(&alice)]), Ok(Some(Method::Cancel)));
        assert_eq!(replaced(&format!("Replaces: {AT_BOB}{more}"), &[Candidate::Live(&bob)]), Err((Rule::ReplacesEarly, 481)));
    }
    let (_, confirmed) = both();
    let early_only = format!("Replaces: {AT_BOB};early-only");
    assert_eq!(replaced(&early_only, &[Candidate::Live(&confirmed)]), Err((Rule::ReplacesConfirmed, 486)));
}

#[test]
fn replaces_of_ended_several_or_other_dialogs_is_refused() {
    let (_, bob) = both();
    let (row, id) = (format!("Replaces: {AT_BOB}"), bob.id());
    assert_eq!(replaced(&row, &[Candidate::Ended(&id)]), Err((Rule::ReplacesEnded, 603)));
    assert_eq!(replaced(&row, &[Candidate::Live(&bob), Candidate::Ended(&id)]), Err((Rule::ReplacesUnknown, 481)));
    assert_eq!(replaced(&row, &[]), Err((Rule::ReplacesUnknown, 481)));
    let subscribed = uas(&INVITE.replace("INVITE", "SUBSCRIBE"), 200).unwrap();
    assert_eq!(replaced(&row, &[Candidate::Live(&subscribed)]), Err((Rule::ReplacesOther, 481)));
}

#[test]
fn a_tag_of_zero_means_the_null_tag_too() {
    let null = uas(&INVITE.replace(";tag=1928", ""), 200).unwrap();
    let zero = uas(&INVITE.replace("tag=1928", "tag=0"), 200).unwrap();
    let row = "Replaces: a84b4c76e66710@pc33;to-tag=a6c8;from-tag=0";
    for dialog in [&null, &zero] {
        assert_eq!(replaced(row, &[Candidate::Live(dialog)]), Ok(Some(Method::Bye)));
        assert_eq!(joined(&row.replace("Replaces", "Join"), &[Candidate::Live(dialog)]), Ok(true));
    }
    assert_eq!(replaced(row, &[Candidate::Live(&null), Candidate::Live(&zero)]), Err((Rule::ReplacesUnknown, 481)));
    assert_eq!(replaced(&row.replace("tag=0", "tag=00"), &[Candidate::Live(&null)]), Err((Rule::ReplacesUnknown, 481)));
}

#[test]
fn join_takes_early_dialogs_of_either_end() {
    let row = format!("Join: {AT_BOB}");
    let early = uas(INVITE, 180).unwrap();
    let (_, bob) = both();
    for dialog in [&early, &bob] {
        assert_eq!(joined(&row, &[Candidate::Live(dialog)]), Ok(true));
    }
    let id = bob.id();
    let subscribed = uas(&INVITE.replace("INVITE", "SUBSCRIBE"), 200).unwrap();
    assert_eq!(joined(&row, &[Candidate::Ended(&id)]), Err((Rule::JoinEnded, 603)));
    assert_eq!(joined(&row, &[Candidate::Live(&subscribed)]), Err((Rule::JoinOther, 481)));
    assert_eq!(joined(&row, &[]), Err((Rule::JoinUnknown, 481)));
    assert_eq!(joined(&row, &[Candidate::Live(&bob), Candidate::Live(&bob)]), Err((Rule::JoinUnknown, 481)));
}

#[test]
fn target_dialog_names_the_receivers_tags() {
    let (alice, bob) = both();
    let targeted = |row: &str, dialogs: &[&Dialog]| {
        invite(row).as_request().unwrap().targeted(dialogs.iter().copied()).map(|found| found.is_some()).map_err(|fault| fault.rule().id())
    };
    let row = "Target-Dialog: a84b4c76e66710@pc33;local-tag=a6c8;remote-tag=1928";
    assert_eq!(targeted(row, &[&alice, &bob]), Ok(true));
    assert_eq!(targeted(row, &[&alice]), Ok(false));
    assert_eq!(targeted("Subject: x", &[&alice, &bob]), Ok(false));
    assert!(targeted("Target-Dialog: a84b4c76e66710@pc33;local-tag=a6c8", &[&bob]).is_err());
}
