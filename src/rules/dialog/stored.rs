//! [`Dialog::to_bytes`] and [`Dialog::from_bytes`]: a dialog that outlives its program.

use alloc::vec::Vec;

use super::state::{Dialog, Flags, Kept, Numbers, Part};
use crate::chars;
use crate::header::{CallId, LARGEST_CSEQ, TypedHeader, Value};
use crate::profile::{Leniency, Profile};
use crate::scan;

/// The first byte: the version of the layout.
const VERSION: u8 = 1;
/// The number of bytes before the text: version, flags, leniency, numbers, ends.
const HEAD: usize = 2 + 8 + 4 * 5 + 4 * 6;
/// A number that is absent: no CSeq number is as high.
const NONE: u32 = u32::MAX;

impl Dialog {
    /// The stored form of the dialog: all of its state, to be kept in a database or sent to another node. Equal dialogs have equal bytes. The
    /// first byte is a version.
    ///
    /// ```
    /// # use sipwire::{Message, StatusCode};
    /// use sipwire::rules::Dialog;
    ///
    /// # let invite = Message::parse(
    /// #     b"INVITE sip:bob@b SIP/2.0\r\nVia: SIP/2.0/UDP p;branch=z9hG4bK1\r\n\
    /// #       From: <sip:alice@a>;tag=1\r\nTo: <sip:bob@b>\r\nCall-ID: 7@a\r\nCSeq: 5 INVITE\r\nContact: <sip:alice@192.0.2.1>\r\n\r\n",
    /// # )?;
    /// let dialog = Dialog::uas(invite.as_request().unwrap(), StatusCode::OK, b"9", false)?;
    /// assert_eq!(Dialog::from_bytes(&dialog.to_bytes()), Some(dialog));
    /// assert_eq!(Dialog::from_bytes(b""), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        let text = self.text.as_bytes();
        let mut bytes = Vec::with_capacity(HEAD + text.len());
        bytes.extend_from_slice(&[VERSION, bits(self.flags)]);
        bytes.extend(self.leniency.words().into_iter().flat_map(u32::to_be_bytes));
        let Numbers { local, remote, first, refreshed } = self.numbers;
        let numbers = [local.unwrap_or(NONE), remote.unwrap_or(NONE), first, refreshed[0], refreshed[1]];
        bytes.extend(numbers.into_iter().chain(self.text.ends()).flat_map(u32::to_be_bytes));
        bytes.extend_from_slice(text);
        bytes
    }

    /// Reads the stored form. Returns `None` if the bytes are no dialog of this version: parts that are malformed are found.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (head, text) = bytes.split_first_chunk::<HEAD>()?;
        let (&[VERSION, flags], words) = head.split_first_chunk::<2>()? else { return None };
        let mut words = words.as_chunks::<4>().0.iter().map(|word| u32::from_be_bytes(*word));
        let mut next = || words.next();
        let leniency = Leniency::of_words([next()?, next()?])?;
        let number = |stored: u32| if stored == NONE { None } else { Some(stored) };
        let (local, remote) = (number(next()?), number(next()?));
        let numbers = Numbers { local, remote, first: next()?, refreshed: [next()?, next()?] };
        let text = Kept::of(text, [next()?, next()?, next()?, next()?, next()?, next()?])?;
        let dialog = Self { text, leniency, numbers, flags: of_bits(flags)? };
        let are_numbers = [local, remote, Some(numbers.first)].iter().flatten().all(|&number| number <= LARGEST_CSEQ);
        (are_numbers && dialog.has_id() && dialog.is_readable()).then_some(dialog)
    }

    /// Whether Call-ID and tags are such, and nothing has control bytes.
    fn has_id(&self) -> bool {
        let profile = Profile::of_taken(self.leniency);
        let call_id = Value::framed(self.text.get(Part::CallId), 0, profile);
        let is_tag = |tag: &[u8]| scan::all(tag, chars::TOKEN);
        <CallId<'_> as TypedHeader<'_>>::parse(call_id).is_ok()
            && is_tag(self.text.get(Part::LocalTag))
            && is_tag(self.text.get(Part::RemoteTag))
            && scan::all(self.text.as_bytes(), chars::TEXT)
    }
}

fn bits(flags: Flags) -> u8 {
    let Flags { is_confirmed, is_caller, is_secure, by_invite, by_notify, is_strict } = flags;
    let bits = [is_confirmed, is_caller, is_secure, by_invite, by_notify, is_strict];
    bits.iter().enumerate().map(|(place, &bit)| u8::from(bit) << place).sum()
}

fn of_bits(bits: u8) -> Option<Flags> {
    let bit = |place: u8| bits >> place & 1 != 0;
    let flags =
        Flags { is_confirmed: bit(0), is_caller: bit(1), is_secure: bit(2), by_invite: bit(3), by_notify: bit(4), is_strict: bit(5) };
    (bits < 1 << 6).then_some(flags)
}
