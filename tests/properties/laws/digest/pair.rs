//! The laws of a client and a server that share nothing but bytes.

use std::time::Duration;

use sipwire::digest::{DigestError, Expect, NonceState, Nonces, Outcome, Policy, Session, Verifier};
use sipwire::{Algorithm, AuthInfo, Challenge, Credentials, Encode, KnownParam, Method, Qop};

use super::super::prints;
use super::naive::{self, Known};

/// What a client and a server agree on.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) algorithm: Algorithm<'static>,
    pub(crate) qop: Option<Qop<'static>>,
    pub(crate) userhash: bool,
    pub(crate) utf8: bool,
    pub(crate) username: Vec<u8>,
    pub(crate) realm: Vec<u8>,
    pub(crate) nonce: Vec<u8>,
    pub(crate) opaque: Vec<u8>,
    pub(crate) cnonce: Vec<u8>,
    pub(crate) uri: Vec<u8>,
    pub(crate) password: Vec<u8>,
    pub(crate) body: Vec<u8>,
    /// How often the nonce was used before the request.
    pub(crate) used: u32,
}

impl Pair {
    /// A pair that agrees on what the lines of the input say, a change of two bytes, and what the server says at last.
    fn read(input: &[u8]) -> Option<(Self, &[u8], &[u8])> {
        let lines: [&[u8]; 11] = input.splitn(11, |&b| b == b'\n').collect::<Vec<_>>().try_into().ok()?;
        let [choices, username, realm, nonce, opaque, cnonce, uri, password, change, info, body] = lines;
        let [algorithm, qop, form, used] = *choices else { return None };
        let algorithms: Vec<_> = Algorithm::known().collect();
        let algorithm = algorithms[usize::from(algorithm) % algorithms.len()];
        let qop = match qop % 3 {
            1 => Some(Qop::Auth),
            2 => Some(Qop::AuthInt),
            _ => algorithm.is_session().then_some(Qop::Auth),
        };
        // What no quoted string can hold.
        let quotable = |text: &[u8]| text.iter().map(|&b| if b.is_ascii_control() && b != b'\t' { b'~' } else { b }).collect::<Vec<_>>();
        let [realm, nonce, opaque, cnonce, uri] = [realm, nonce, opaque, cnonce, uri].map(quotable);
        let [username, password, body] = [username, password, body].map(<[u8]>::to_vec);
        let (userhash, utf8, used) = (form & 1 != 0, form & 2 != 0, u32::from(used % 16));
        let pair = Self { algorithm, qop, userhash, utf8, username, realm, nonce, opaque, cnonce, uri, password, body, used };
        (!pair.nonce.is_empty()).then_some((pair, change, info))
    }

    fn challenge(&self) -> Vec<u8> {
        let options: Vec<_> = self.qop.into_iter().collect();
        let mut draft = Challenge::build(&self.realm, &self.nonce).opaque(&self.opaque).algorithm(self.algorithm).qop(&options);
        if self.userhash {
            draft = draft.userhash();
        }
        if self.utf8 {
            draft = draft.utf8();
        }
        draft.to_bytes().expect("text")
    }

    /// The client's session, as it is before the request.
    fn session(&self) -> Session {
        let challenge = self.challenge();
        let challenge = Challenge::parse(&challenge).expect("what was written can be read");
        let question = Policy::new().question(&challenge, false).expect("a challenge that can be answered");
        let mut session = Session::new(&question, &self.username, &self.password, &self.cnonce);
        for _ in 0..self.used {
            session.answer(Method::Register, &self.uri, b"").expect("an answer");
        }
        session
    }

    /// What the client writes.
    pub(crate) fn credentials(&self) -> Vec<u8> {
        self.session().answer(Method::Invite, &self.uri, &self.body).expect("an answer").to_bytes().expect("text")
    }

    /// What the server expects, which has no view of its own on nonce and digest-uri.
    pub(crate) fn expect(&self) -> Expect<'_> {
        Expect::new(Method::Invite, &self.realm, &self.body)
    }

    /// What a server says that knows this one user, by password and by HA1; nothing where it can't read the credentials.
    pub(crate) fn check(&self, credentials: &[u8], expect: &Expect<'_>) -> Option<Outcome> {
        let credentials = Credentials::parse(credentials).ok()?;
        let by_password = Verifier::new()
            .check_password(&credentials, expect, |user| user.is(&self.username).then_some((&self.username, &self.password)));
        let by_ha1 =
            Verifier::new().check(&credentials, expect, |user| user.is(&self.username).then(|| user.ha1(&self.username, &self.password)));
        assert_eq!(by_password, by_ha1);
        Some(by_ha1)
    }
}

/// The laws of a client and a server that agree on what the lines of the input say: the answer is taken, one with another byte in it is
/// taken if the twin says so, and the server's proof is believed, any other that the last line gives is not.
pub fn verify(input: &[u8]) {
    let Some((pair, change, info)) = Pair::read(input) else { return };
    let written = pair.credentials();
    let sent = Credentials::parse(&written).expect("what was written can be read");
    assert_eq!(pair.check(&written, &pair.expect().nonce(&pair.nonce).uri(&pair.uri)), Some(Outcome::Accepted));
    let known = Known { username: &pair.username, password: &pair.password, method: b"INVITE", body: &pair.body };
    let right = naive::response(&sent, known);
    assert_eq!(sent.response().unwrap().map(|response| response.as_bytes()), right.as_deref().map(str::as_bytes));

    if let [at, other, ..] = *change {
        let mut changed = written.clone();
        let at = usize::from(at) * (1 + written.len() / 256) % written.len();
        changed[at] = other;
        if let Some(outcome) = pair.check(&changed, &pair.expect()) {
            let changed = Credentials::parse(&changed).expect("it was read before");
            let right = naive::response(&changed, known);
            let is_right =
                right.is_some() && changed.response().unwrap().map(|response| response.as_bytes()) == right.as_deref().map(str::as_bytes);
            let is_same = changed.realm().unwrap().is_some_and(|realm| realm.is(&pair.realm)) && naive::is_user(&changed, &pair.username);
            assert_eq!(outcome.is_accepted(), is_right && is_same, "{outcome:?} with {} at {at}", other.escape_ascii());
        }
    }
    nonces(&pair);
    proven(&pair, &sent, info);
}

/// A nonce is known by who made it, and no other is.
fn nonces(pair: &Pair) {
    let nonces = Nonces::new(&[7; 32], Duration::from_secs(60));
    let now = Duration::from_secs(1_000);
    assert_eq!(nonces.check(&*pair.nonce, now, &pair.realm, &pair.uri), NonceState::Foreign);
    let nonce = nonces.make(now, &pair.realm, &pair.uri);
    let check = |now, realm: &[u8]| nonces.check(nonce.as_str(), now, realm, &pair.uri);
    assert_eq!((check(now, &pair.realm), check(now * 2, &pair.realm)), (NonceState::Fresh, NonceState::Expired));
    assert_eq!(check(now, &pair.opaque) == NonceState::Fresh, pair.opaque == pair.realm);
}

/// A proof is believed if it is the one that the twin gives, with what it was made of.
fn proven(pair: &Pair, sent: &Credentials<'_>, info: &[u8]) {
    let known = Known { username: &pair.username, password: &pair.password, method: b"", body: &pair.body };
    let right = naive::response(sent, known).expect("what can be checked");
    let answer = |info: &[u8]| {
        let mut session = pair.session();
        AuthInfo::parse(info).ok().map(|info| (session.confirm(sent, &info, &pair.body), session))
    };
    let mut draft = AuthInfo::build().next_nonce(&pair.opaque);
    let cnonce = sent.cnonce().unwrap().map(|cnonce| cnonce.unescape()).unwrap_or_default();
    if let Some(qop) = sent.qop().unwrap() {
        draft = draft.proof(qop, &cnonce, sent.nonce_count().expect("a count").expect("a count"), &right);
        let proof = draft.to_bytes().expect("text");
        let (confirmed, session) = answer(&proof).expect("what was written can be read");
        let is_empty = pair.opaque.is_empty();
        assert_eq!(confirmed, if is_empty { Err(DigestError::Empty(KnownParam::Nextnonce)) } else { Ok(true) });
        assert!(is_empty || session.nonce().is(&pair.opaque));
    }
    match answer(info) {
        Some((Ok(is_proven), _)) => {
            let info = AuthInfo::parse(info).expect("it was read before");
            assert_eq!(is_proven, info.response().unwrap().is_some());
            assert!(info.response().unwrap().is_none_or(|response| response.as_bytes() == right.as_bytes()));
        }
        Some((Err(error), session)) => {
            prints(&error);
            assert!(session.nonce().is(&pair.nonce));
        }
        None => {}
    }
}
