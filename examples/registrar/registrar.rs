//! What a registrar makes of a request (RFC 3261 §10.3).

use std::collections::HashMap;
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use sipwire::digest::{DigestError, Exchange, Expect, Nonces, Outcome, ReplayWindow, Verifier};
use sipwire::header::{Allow, AuthenticationInfo, Authorization, CallId, Date, Via, WwwAuthenticate};
use sipwire::rules::{Check, Fault, Policy};
use sipwire::{
    Algorithm, AuthInfo, Challenge, Credentials, Headers, Message, MessageBuilder, Method, OwnedMessage, Partial, Qop, Request, Response,
    StatusCode, Text, TransactionKey,
};

use crate::bindings::Bindings;
use crate::wire::{Random, say};

/// How long a response is kept, for a request that comes again over UDP (RFC 3261 §17.2.2, timer J).
const KEPT: Duration = Duration::from_secs(32);

/// What is answered.
const METHODS: &[Method<'_>] = &[Method::Register, Method::Options, Method::Cancel];
/// What is supported: the way back through edge proxies, and flows (RFC 3327, RFC 5626).
const TAGS: &[&str] = &["path", "outbound"];

pub(crate) struct Registrar {
    realm: String,
    users: Vec<(String, String)>,
    check: Check<'static>,
    nonces: Nonces,
    lifetime: Duration,
    began: Instant,
    random: Random,
    bindings: Mutex<Bindings>,
    windows: Mutex<HashMap<Vec<u8>, (ReplayWindow, Duration)>>,
    answered: Mutex<HashMap<TransactionKey, (OwnedMessage, Duration)>>,
}

/// What is answered in place of what was asked for; nothing to what owes no answer.
type Refusal = Option<Box<MessageBuilder>>;

/// Somebody who has the password, and what proves to them that the registrar has it too.
struct Login<'a> {
    user: &'a str,
    proof: Option<Vec<u8>>,
}

impl Registrar {
    pub(crate) fn new(realm: String, users: Vec<(String, String)>, times: RangeInclusive<u32>, lifetime: Duration) -> Self {
        let random = Random::default();
        let mut secret = [0; 32];
        for (place, part) in secret.chunks_mut(16).enumerate() {
            part.copy_from_slice(random.of([place as u8]).as_bytes());
        }
        let policy = Policy::new().min_expires(*times.start()).max_expires(*times.end());
        Self {
            realm,
            users,
            check: Check::registrar().allow(METHODS).tags(TAGS).policy(policy),
            nonces: Nonces::new(&secret, lifetime),
            lifetime,
            began: Instant::now(),
            random,
            bindings: Mutex::default(),
            windows: Mutex::default(),
            answered: Mutex::default(),
        }
    }

    /// The same as [`answer`](Registrar::answer), but for a request that comes again: then what was answered before.
    pub(crate) fn answer_once(&self, message: &Message<'_>, source: SocketAddr) -> Option<OwnedMessage> {
        let key = TransactionKey::server(message.as_request()?).ok()?.key;
        let now = self.began.elapsed();
        let mut answered = lock(&self.answered);
        answered.retain(|_, (_, until)| *until > now);
        if let Some((response, _)) = answered.get(&key) {
            return Some(response.clone());
        }
        let response = self.answer(message, source)?;
        answered.insert(key, (response.clone(), now + KEPT));
        Some(response)
    }

    /// The response to a request; none to an ACK, and none to a response.
    pub(crate) fn answer(&self, message: &Message<'_>, source: SocketAddr) -> Option<OwnedMessage> {
        let request = message.as_request().filter(|request| request.method() != Method::Ack)?;
        let headers = request.headers();
        let answered = request.check(&self.check).map_err(|fault| self.refusal(request, &fault)).and_then(|()| match request.method() {
            Method::Register => self.register(request),
            Method::Cancel => Err(Some(self.respond(headers, StatusCode::CALL_TRANSACTION_DOES_NOT_EXIST).into())),
            _ => {
                let mut response = self.respond(headers, StatusCode::OK);
                response.header(Allow::list(METHODS));
                Ok(response)
            }
        });
        finish(&mut *answered.map_or_else(|refusal| refusal, |response| Some(response.into()))?, source)
    }

    /// The response that is owed to what can't be read: nothing where it does not say who waits for it.
    pub(crate) fn refuse(&self, partial: &Partial<'_>, source: SocketAddr) -> Option<OwnedMessage> {
        let fault = partial.check(&self.check).err().filter(|_| partial.headers().is_present::<Via>())?;
        finish(&mut Response::refusing(partial, &fault, &self.check, self.tag(partial.headers()).as_bytes())?, source)
    }

    /// What is answered to a REGISTER: what is bound now, or in place of that why nothing was changed.
    fn register(&self, request: &Request<'_>) -> Result<MessageBuilder, Refusal> {
        let headers = request.headers();
        let login = self.authenticate(request)?;
        let refusal = |fault: Fault| self.refusal(request, &fault);
        let asked = request.registration(&self.check).map_err(refusal)?;
        if !asked.address().user().is_some_and(|user| user.is(login.user)) {
            return Err(Some(self.respond(headers, StatusCode::FORBIDDEN).into()));
        }
        let registered = lock(&self.bindings).register(&asked, self.began.elapsed(), self.tag(headers).as_bytes());
        let mut response = registered.map_err(refusal)?;
        if let Ok(now) = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH) {
            response.header(Date::build(now.as_secs() as i64));
        }
        if let Some(proof) = login.proof {
            response.raw(sipwire::HeaderName::AuthenticationInfo, proof);
        }
        Ok(response)
    }

    /// Whose request it is; or the challenge, or why there is none.
    fn authenticate(&self, request: &Request<'_>) -> Result<Login<'_>, Refusal> {
        let headers = request.headers();
        let is_mine = |credentials: &Authorization<'_>| {
            credentials.is_digest() && credentials.realm().ok().flatten().is_some_and(|realm| realm.is(&self.realm))
        };
        let mine = headers.all::<Authorization>().flatten().find(is_mine);
        let Some(credentials) = &mine else { return Err(Some(self.challenge(headers, false).into())) };
        let is_new = |nonce: Text<'_>, count| self.is_new(nonce, count);
        let expect = Expect::of(request, &self.realm).nonces(&self.nonces, self.began.elapsed(), "").counts(&is_new);
        let mut found = None;
        let outcome = Verifier::new().needs_qop().check(credentials, &expect, |user| {
            found = self.users.iter().find(|(name, _)| user.is(name)).map(|(name, password)| (name, user.ha1(name, password)));
            found.as_ref().map(|(_, ha1)| ha1.clone())
        });
        say(&format!("=== {outcome:?}\n"));
        match (outcome, found) {
            (Outcome::Accepted, Some((user, ha1))) => {
                let proof = Exchange::of(credentials, request.method(), request.body());
                let proof = proof.and_then(|exchange| ha1.response(&exchange.proof(b"")));
                Ok(Login { user, proof: proof.ok().and_then(|proof| info(credentials, proof.as_str())) })
            }
            (Outcome::Stale, _) => Err(Some(self.challenge(headers, true).into())),
            (Outcome::Improper(DigestError::Unsupported(_)) | Outcome::Unanswered | Outcome::Replayed, _) => {
                Err(Some(self.challenge(headers, false).into()))
            }
            (Outcome::Improper(_), _) => Err(Some(self.respond(headers, StatusCode::BAD_REQUEST).into())),
            // Which users there are is nobody's business.
            _ => Err(Some(self.respond(headers, StatusCode::FORBIDDEN).into())),
        }
    }

    /// Whether a nonce and a count come together for the first time.
    fn is_new(&self, nonce: Text<'_>, count: u32) -> bool {
        let now = self.began.elapsed();
        let mut windows = lock(&self.windows);
        windows.retain(|_, (_, until)| *until > now);
        let window = windows.entry(nonce.unescape().into_owned()).or_insert_with(|| (ReplayWindow::new(), now + self.lifetime));
        window.0.take(count)
    }

    /// A 401 that offers SHA-256 before MD5 (RFC 8760 §2.4).
    fn challenge(&self, headers: Headers<'_, '_>, is_stale: bool) -> MessageBuilder {
        let nonce = self.nonces.make(self.began.elapsed(), &self.realm, "");
        let mut response = self.respond(headers, StatusCode::UNAUTHORIZED);
        for algorithm in [Algorithm::Sha256, Algorithm::Md5] {
            let challenge = Challenge::build(&self.realm, &nonce).qop(&[Qop::Auth]).algorithm(algorithm);
            response.header(WwwAuthenticate::row(if is_stale { challenge.stale() } else { challenge }));
        }
        response
    }

    fn respond(&self, headers: Headers<'_, '_>, status: StatusCode) -> MessageBuilder {
        Response::to(headers, status, Some(self.tag(headers).as_bytes()))
    }

    /// The answer that a fault owes.
    fn refusal(&self, request: &Request<'_>, fault: &Fault) -> Refusal {
        Response::refusing(request, fault, &self.check, self.tag(request.headers()).as_bytes()).map(Box::new)
    }

    /// The same for a request that comes again, and not to be guessed (RFC 3261 §19.3).
    fn tag(&self, headers: Headers<'_, '_>) -> String {
        let call_id = headers.get::<CallId>().ok().flatten();
        self.random.of(call_id.map_or(&b""[..], |id| id.as_bytes()))
    }
}

/// The proof, as a header says it.
fn info(credentials: &Credentials<'_>, response: &str) -> Option<Vec<u8>> {
    let cnonce = credentials.cnonce().ok()??.unescape();
    let info = AuthInfo::build().proof(credentials.qop().ok()??, &cnonce, credentials.nonce_count().ok()??, response);
    sipwire::Encode::to_bytes(&AuthenticationInfo::row(info)).ok()
}

/// Finishes a response, which says in its Via where the request came from (RFC 3261 §18.2.1, RFC 3581 §4).
fn finish(response: &mut MessageBuilder, source: SocketAddr) -> Option<OwnedMessage> {
    response.source(source).finish().inspect_err(|error| say(&format!("=== no response: {error}\n"))).ok()
}

/// Where a response goes by UDP: where its request came from, to the port in sent-by where the Via asks for no other (RFC 3261 §18.2.2).
pub(crate) fn destination(response: &OwnedMessage, source: SocketAddr) -> SocketAddr {
    match response.headers().first::<Via>() {
        Ok(Some(via)) if !via.has_rport() => via.port().map_or(source, |port| (source.ip(), port.unwrap_or(5060)).into()),
        _ => source,
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
