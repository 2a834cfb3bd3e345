//! The stored form of a dialog.

use sipwire::Method;
use sipwire::rules::Dialog;

use crate::{INVITE, OK, both, uac, uas};

fn all() -> Vec<Dialog> {
    let (alice, bob) = both();
    let routes = "\nRecord-Route: <sip:p>, \"a, b\" <sip:q;lr>";
    vec![
        alice,
        bob,
        uac(INVITE, &format!("{OK}{routes}")).unwrap(),
        uas(&format!("{INVITE}{routes}"), 180).unwrap(),
        uas(&INVITE.replace(";tag=1928", "").replace("INVITE", "SUBSCRIBE"), 200).unwrap(),
    ]
}

#[test]
fn stored_dialogs_are_read_back_and_go_on() {
    for mut dialog in all() {
        let mut again = Dialog::from_bytes(&dialog.to_bytes()).unwrap();
        assert_eq!(again, dialog);
        let (one, other) = (dialog.request(Method::Info).finish().unwrap(), again.request(Method::Info).finish().unwrap());
        assert_eq!(one.as_bytes(), other.as_bytes());
        assert_eq!(again.to_bytes(), dialog.to_bytes());
    }
}

/// Whatever is read back has all its parts, and is stored as it was.
#[test]
fn changed_bytes_are_refused_or_a_whole_dialog() {
    for dialog in all() {
        let bytes = dialog.to_bytes();
        for place in 0..bytes.len() {
            for by in [0, 1, b',', b'<', b'>', b'\r', 0x80, 0xFF] {
                let mut changed = bytes.clone();
                changed[place] = by;
                let Some(mut read) = Dialog::from_bytes(&changed) else { continue };
                assert_eq!(read.to_bytes(), changed);
                let (uris, routes) =
                    ([read.local_uri(), read.remote_uri(), read.remote_target()].map(|uri| uri.as_bytes().len()), read.routes().count());
                assert!(uris.iter().all(|&length| length > 0) && routes <= 2);
                let _ = (format!("{read:?}"), read.next_hop().as_bytes().len());
                let _ = read.request(Method::Info).finish();
            }
        }
        for cut in 0..bytes.len() {
            if let Some(read) = Dialog::from_bytes(&bytes[..cut]) {
                assert_eq!(read.to_bytes(), bytes[..cut]);
            }
        }
    }
}

#[test]
fn a_dialog_is_small() {
    assert!(size_of::<Dialog>() <= 128);
}
