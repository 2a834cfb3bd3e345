//! Offers and answers (RFC 3261 §13.2.1, RFC 3262 §5).

use sipwire::rules::Carrier::{Invite, Other, Provisional, Reliable};
use sipwire::rules::Description::{Answer, Ignored, Offer};
use sipwire::rules::OfferAnswer;
use sipwire::rules::Party::{Local, Remote};

/// Each case is a dialog: its descriptions one after the other, what each is, and who owes an answer then.
#[test]
fn each_description_is_an_offer_an_answer_or_ignored() {
    for (case, steps) in [
        // RFC 3261 §13.2.1: offer in the INVITE, answer in the 2xx.
        ("plain", &[(Local, Invite, Offer, Some(Remote)), (Remote, Reliable, Answer, None)][..]),
        // No offer in the INVITE: the 2xx has it, the ACK answers.
        ("late", &[(Remote, Reliable, Offer, Some(Local)), (Local, Other, Answer, None)]),
        // The first description counts, though it came unreliably; the 2xx repeats it.
        ("early", &[(Local, Invite, Offer, Some(Remote)), (Remote, Provisional, Answer, None), (Remote, Reliable, Ignored, None)]),
        // N063.
        ("n063", &[(Local, Invite, Offer, Some(Remote)), (Remote, Reliable, Answer, None), (Remote, Reliable, Ignored, None)]),
        // N031: an offer in the reliable 183 is answered in the PRACK; the 2xx can have no other.
        ("n031", &[(Remote, Reliable, Offer, Some(Local)), (Local, Other, Answer, None), (Remote, Reliable, Ignored, None)]),
        // N032: a new offer in the PRACK is answered in its 2xx.
        (
            "n032",
            &[
                (Local, Invite, Offer, Some(Remote)),
                (Remote, Reliable, Answer, None),
                (Local, Other, Offer, Some(Remote)),
                (Remote, Other, Answer, None),
                (Remote, Reliable, Ignored, None),
            ],
        ),
        // An offer can't be unreliable.
        ("unreliable", &[(Remote, Provisional, Ignored, None), (Remote, Reliable, Offer, Some(Local))]),
        // Nobody offers twice.
        ("twice", &[(Local, Invite, Offer, Some(Remote)), (Local, Other, Ignored, Some(Remote)), (Remote, Reliable, Answer, None)]),
        // A later INVITE, of the other side, is an exchange of its own.
        (
            "again",
            &[
                (Local, Invite, Offer, Some(Remote)),
                (Remote, Reliable, Answer, None),
                (Remote, Invite, Offer, Some(Local)),
                (Local, Reliable, Answer, None),
                (Local, Reliable, Ignored, None),
            ],
        ),
    ] {
        let mut exchange = OfferAnswer::new();
        for (number, (from, carrier, is, owes)) in steps.iter().enumerate() {
            assert_eq!((exchange.take(*from, *carrier), exchange.owes_answer()), (*is, *owes), "{case} {number}");
        }
    }
}

#[test]
fn a_refused_offer_is_taken_back() {
    let mut exchange = OfferAnswer::new();
    exchange.take(Local, Invite);
    exchange.take(Remote, Reliable);
    assert_eq!((exchange.take(Local, Invite), exchange.owes_answer()), (Offer, Some(Remote)));
    exchange.refused();
    assert_eq!((exchange.owes_answer(), exchange.take(Remote, Other)), (None, Offer));
}

#[test]
fn a_later_invite_without_an_offer_is_offered_one() {
    let mut exchange = OfferAnswer::new();
    exchange.take(Local, Invite);
    exchange.take(Remote, Reliable);
    assert_eq!(exchange.take(Remote, Reliable), Ignored);
    exchange.invited();
    assert_eq!((exchange.take(Remote, Reliable), exchange.owes_answer()), (Offer, Some(Local)));
}
