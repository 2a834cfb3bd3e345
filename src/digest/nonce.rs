//! [`Nonces`]: what a server challenges with, known again without being kept. [`ReplayWindow`]: which of their counts were seen.

use core::fmt;
use core::time::Duration;

use hmac::digest::Key;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroize as _;

use super::hash::Hex;
use crate::text::Text;

/// How many bytes of the MAC a nonce has.
const MAC: usize = 16;
/// How many digits a nonce has: of the time in nanoseconds, and of the MAC.
const DIGITS: usize = 2 * (size_of::<u64>() + MAC);

/// Makes the nonces of a server, and knows them again: nothing is kept of them, for they carry when they were made, and a proof that this
/// server made them for this realm.
///
/// ```text
/// nonce = time mac ; in hexadecimal digits
/// mac   = HMAC-SHA-256( secret, time length-of-realm realm bound ), its first 16 bytes
/// ```
///
/// The secret is the caller's: 32 random bytes, the same in every process that is to know the nonces. So is the clock: any that says how
/// long it is since a moment that stays the same. Two nonces that are made at the same nanosecond are the same.
///
/// `Debug` does not show the secret, and its memory is wiped when it is dropped.
///
/// ```
/// use core::time::Duration;
/// use sipwire::digest::{NonceState, Nonces};
///
/// let nonces = Nonces::new(&[7; 32], Duration::from_secs(300)); // 32 random bytes
/// let now = Duration::from_secs(1_790_000_000);
/// let nonce = nonces.make(now, "biloxi.com", "192.0.2.4");
/// let check = |after, bound| nonces.check(nonce.as_str(), now + Duration::from_secs(after), "biloxi.com", bound);
/// assert_eq!(check(299, "192.0.2.4"), NonceState::Fresh);
/// assert_eq!(check(301, "192.0.2.4"), NonceState::Expired);
/// assert_eq!(check(1, "192.0.2.5"), NonceState::Foreign);
/// ```
#[derive(Clone)]
pub struct Nonces {
    mac: Hmac<Sha256>,
    lifetime: Duration,
}

impl Nonces {
    /// Nonces of a secret, good for so long.
    pub fn new(secret: &[u8; 32], lifetime: Duration) -> Self {
        let mut key = Key::<Hmac<Sha256>>::default();
        key[..32].copy_from_slice(secret);
        let mac = Hmac::new(&key);
        key.as_mut_slice().zeroize();
        Self { mac, lifetime }
    }

    /// A nonce for a realm, and for whatever else the next request has to bring again: a Call-ID, an address, or nothing.
    pub fn make(&self, now: Duration, realm: impl AsRef<[u8]>, bound: impl AsRef<[u8]>) -> Nonce {
        // A clock that runs for more than 584 years makes nonces that are too old.
        let time = u64::try_from(now.as_nanos()).unwrap_or(0);
        Nonce(self.digits(time, realm.as_ref(), bound.as_ref()))
    }

    /// Whether a nonce is of this server, for that realm and what it was bound to, and still good. A nonce of the future is new: clocks
    /// of several processes differ.
    pub fn check<'a>(&self, nonce: impl Into<Text<'a>>, now: Duration, realm: impl AsRef<[u8]>, bound: impl AsRef<[u8]>) -> NonceState {
        let Some(nonce) = Nonce::read(nonce) else { return NonceState::Foreign };
        let Some(time) = nonce.time() else { return NonceState::Foreign };
        if !bool::from(self.digits(time, realm.as_ref(), bound.as_ref()).ct_eq(&nonce.0)) {
            return NonceState::Foreign;
        }
        let age = now.saturating_sub(Duration::from_nanos(time));
        if age <= self.lifetime { NonceState::Fresh } else { NonceState::Expired }
    }

    fn digits(&self, time: u64, realm: &[u8], bound: &[u8]) -> [u8; DIGITS] {
        let mut mac = self.mac.clone();
        for part in [&time.to_be_bytes(), &(realm.len() as u64).to_be_bytes(), realm, bound] {
            mac.update(part);
        }
        let mac = mac.finalize().into_bytes();
        let mut digits = [0; DIGITS];
        let (first, second) = digits.split_at_mut(16);
        first.copy_from_slice(Hex::of(&time.to_be_bytes()).as_bytes());
        second.copy_from_slice(Hex::of(&mac[..MAC]).as_bytes());
        digits
    }
}

impl fmt::Debug for Nonces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Nonces(***, {:?})", self.lifetime)
    }
}

/// A nonce, made by [`Nonces::make`]: lower-case hexadecimal digits. One that was [read](Nonce::read) has as many bytes, whatever they are.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Nonce([u8; DIGITS]);

impl Nonce {
    /// Reads a nonce as it was received, quoted pairs undone. Returns `None` if it has another length than a nonce has.
    ///
    /// Two spellings of one nonce are equal: use this, not the bytes as written, as the key of a [`ReplayWindow`]. Only
    /// [`Nonces::check`] tells whether the nonce is the server's.
    ///
    /// ```
    /// use core::time::Duration;
    /// use sipwire::digest::{Nonce, Nonces};
    /// use sipwire::Credentials;
    ///
    /// let nonce = Nonces::new(&[7; 32], Duration::from_secs(300)).make(Duration::from_secs(1_790_000_000), "biloxi.com", "");
    /// let written = format!("Digest nonce=\"\\{nonce}\"");
    /// let credentials = Credentials::parse(written.as_bytes())?;
    /// assert_eq!(credentials.nonce()?.and_then(Nonce::read), Some(nonce));
    /// # Ok::<(), sipwire::ParseError>(())
    /// ```
    pub fn read<'a>(text: impl Into<Text<'a>>) -> Option<Self> {
        let mut digits = [0; DIGITS];
        let mut length = 0;
        for &byte in text.into().pieces().flatten() {
            *digits.get_mut(length)? = byte;
            length += 1;
        }
        (length == DIGITS).then_some(Self(digits))
    }

    /// The time that it claims to be of.
    fn time(&self) -> Option<u64> {
        let digits = core::str::from_utf8(&self.0[..16]).ok()?;
        u64::from_str_radix(digits, 16).ok()
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl AsRef<[u8]> for Nonce {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Nonce({self})")
    }
}

/// What [`Nonces::check`] finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NonceState {
    /// Made by this server, and still good.
    Fresh,
    /// Made by this server, and too old.
    Expired,
    /// Not made by this server, or for another realm, or bound to something else.
    Foreign,
}

/// Which counts of one nonce were seen: the highest, and those of the 63 below it. Requests may overtake each other by as much; what
/// is further behind counts as seen.
///
/// A server keeps one for each nonce that was used, for as long as its nonces are good. Its key is the nonce that
/// [`Expect::counts`](super::Expect::counts) hands out, or a [`Nonce`]: a nonce as written has many spellings.
///
/// ```
/// use sipwire::digest::ReplayWindow;
///
/// let mut window = ReplayWindow::new();
/// assert!(window.take(1) && window.take(3) && window.take(2));
/// assert!(!window.take(3) && !window.take(0));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReplayWindow {
    highest: u32,
    /// Bit `n` is that of the count `highest - n`.
    seen: u64,
}

impl ReplayWindow {
    /// One that has seen nothing.
    pub const fn new() -> Self {
        Self { highest: 0, seen: 0 }
    }

    /// Whether this count is new; from now on it is not. The first count of a nonce is 1, so that 0 never is.
    #[must_use]
    pub fn take(&mut self, count: u32) -> bool {
        if count > self.highest {
            self.seen = self.seen.checked_shl(count - self.highest).unwrap_or(0) | 1;
            self.highest = count;
            return true;
        }
        let Some(bit) = 1_u64.checked_shl(self.highest - count).filter(|bit| count > 0 && self.seen & bit == 0) else { return false };
        self.seen |= bit;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;
    use alloc::format;
    use proptest::prelude::*;

    const HOUR: Duration = Duration::from_secs(3600);

    #[test]
    fn a_nonce_is_what_its_documentation_says() {
        // printf '\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\1rb' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0707…
        let nonce = Nonces::new(&[7; 32], HOUR).make(Duration::from_nanos(1), "r", "b");
        assert_eq!(nonce.as_str(), "0000000000000001b36bb363e69508960533d2e2eb3157c5");
        assert_eq!(format!("{nonce}"), nonce.as_str());
    }

    #[test]
    fn no_other_nonce_is_known() {
        let nonces = Nonces::new(&[7; 32], HOUR);
        let nonce = nonces.make(HOUR, "r", "b");
        let check = |nonce: &[u8]| nonces.check(nonce, HOUR, "r", "b");
        assert_eq!(check(nonce.as_ref()), NonceState::Fresh);
        for at in 0..DIGITS {
            for byte in (0..=255).filter(|&byte| byte != nonce.as_ref()[at]) {
                let mut other = nonce.0;
                other[at] = byte;
                assert_eq!(check(&other), NonceState::Foreign, "{byte} at {at}");
            }
            assert_eq!(check(&nonce.as_ref()[..at]), NonceState::Foreign);
        }
        assert_eq!(check(&[nonce.as_ref(), b"0"].concat()), NonceState::Foreign);
        assert_eq!(Nonces::new(&[8; 32], HOUR).check(nonce.as_str(), HOUR, "r", "b"), NonceState::Foreign);
        // Where the realm ends is part of it.
        assert_eq!(nonces.check(nonce.as_str(), HOUR, "rb", ""), NonceState::Foreign);
    }

    #[test]
    fn a_nonce_grows_old() {
        let nonces = Nonces::new(&[7; 32], HOUR);
        let nonce = nonces.make(HOUR, "r", "");
        for (now, state) in [
            (HOUR + HOUR, NonceState::Fresh),
            (HOUR + HOUR + Duration::from_nanos(1), NonceState::Expired),
            (Duration::ZERO, NonceState::Fresh),
            (Duration::MAX, NonceState::Expired),
        ] {
            assert_eq!(nonces.check(nonce.as_str(), now, "r", ""), state, "{now:?}");
        }
        let late = nonces.make(Duration::MAX, "r", "");
        assert_eq!(nonces.check(late.as_str(), Duration::MAX, "r", ""), NonceState::Expired);
        assert_eq!(format!("{nonces:?}"), "Nonces(***, 3600s)");
    }

    proptest! {
        /// Against a set of all that were seen.
        #[test]
        fn a_window_forgets_only_what_is_far_behind(counts in proptest::collection::vec(prop_oneof![4 => 0..200_u32, 1 => any::<u32>()], 0..300)) {
            let (mut window, mut seen) = (ReplayWindow::new(), BTreeSet::<u32>::new());
            for count in counts {
                let highest = seen.last().copied().unwrap_or(0);
                let is_far_behind = highest.saturating_sub(count) > 63;
                prop_assert_eq!(window.take(count), count > 0 && !is_far_behind && seen.insert(count));
            }
        }
    }
}
