//! The user agent: its requests, and what it makes of their responses.

use std::error::Error;
use std::net::IpAddr;

use sipwire::digest::{DigestError, HashFunction, Policy, Question, Session};
use sipwire::header::{
    Allow, AuthenticationInfo, Authorization, CSeq, CallId, Contact, Expires, From, MaxForwards, ProxyAuthenticationInfo,
    ProxyAuthorization, Route, Supported, To, Via,
};
use sipwire::{Headers, Host, Method, NameAddr, OwnedMessage, ParamDraft, Request, Response, SipUri, TransactionKey, UriParamDraft};

use crate::flow::Flow;
use crate::wire::{Random, say};

/// Who registers, and where.
pub(crate) struct Account<'a> {
    /// The Request-URI.
    pub(crate) registrar: &'a str,
    pub(crate) route: Option<&'a str>,
    pub(crate) user: &'a str,
    pub(crate) username: &'a str,
    pub(crate) password: &'a str,
    pub(crate) minimum: HashFunction,
}

/// What a REGISTER is for.
#[derive(Clone, Copy)]
pub(crate) enum What {
    /// To bind this end of the flow for so many seconds; for none, to unbind it.
    Bind(u32),
    /// To be told what is bound.
    Ask,
    /// To unbind all.
    UnbindAll,
}

pub(crate) struct Agent<'a> {
    account: Account<'a>,
    flow: Flow,
    random: Random,
    call_id: String,
    tag: String,
    cseq: u32,
    sessions: Vec<Session>,
}

impl<'a> Agent<'a> {
    pub(crate) fn new(account: Account<'a>, flow: Flow) -> Self {
        let random = Random::default();
        let [call_id, tag] = ["Call-ID", "tag"].map(|what| random.of(what));
        Self { account, flow, random, call_id, tag, cseq: 0, sessions: Vec::new() }
    }

    pub(crate) fn keep_alive(&mut self) -> Result<(), Box<dyn Error>> {
        Ok(self.flow.keep_alive()?)
    }

    /// Sends a REGISTER, and answers what it is challenged with: the 200 that comes at last.
    pub(crate) fn register(&mut self, what: What) -> Result<OwnedMessage, Box<dyn Error>> {
        let mut request = self.request(what)?;
        // A new session, and one whose nonce has grown old, with a proxy and with the registrar.
        for _ in 0..5 {
            let message = request.as_message();
            let sent = message.as_request().ok_or("no request")?;
            let key = TransactionKey::sent(sent)?;
            let is_mine = |response: &Response<'_>| TransactionKey::client(response).is_ok_and(|other| other == key);
            let is_final = |message: &OwnedMessage| {
                message.as_message().as_response().is_some_and(|response| response.status().is_final() && is_mine(response))
            };
            let received = self.flow.exchange(&request, is_final)?;
            let answer = received.as_message();
            let response = answer.as_response().ok_or("no response")?;
            match response.status().as_u16() {
                200..=299 => {
                    if let Some(seconds) = response.granted(sent)? {
                        say(&format!("=== granted for {seconds} s\n"));
                    }
                    self.sessions.iter_mut().for_each(Session::accepted);
                    self.confirm(&request, &received)?;
                    return Ok(received);
                }
                401 | 407 => self.challenged(response.headers())?,
                423 => {
                    let least = response.least_expires().map_or("longer".into(), |seconds| format!("for {seconds} s"));
                    return Err(format!("the registrar wants to be asked {least}").into());
                }
                status => return Err(format!("refused: {status} {}", response.reason()).into()),
            }
            self.cseq += 1;
            let branch = self.branch();
            let answers = self.sessions.iter_mut().map(|session| session.answer(sent.method(), sent.raw_uri(), sent.body()));
            request = sent.retry(branch, answers.collect::<Result<Vec<_>, _>>()?)?;
        }
        Err("challenged again and again".into())
    }

    /// A new branch for each request.
    fn branch(&self) -> String {
        format!("z9hG4bKPj{}", self.random.of(self.cseq.to_be_bytes()))
    }

    /// A request as `corpus/register` has it: the same conversation goes on, with the next number and, where the realm is known, the next answer.
    fn request(&mut self, what: What) -> Result<OwnedMessage, Box<dyn Error>> {
        self.cseq += 1;
        let local = self.flow.local()?;
        let local_host = host(local.ip());
        let (here, transport, branch) = (Host::try_from(local_host.as_str())?, self.flow.transport(), self.branch());
        let registrar = SipUri::try_from(self.account.registrar)?;
        let via = Via::build(transport, here).port(local.port()).rport_flag().branch(&branch);
        let address = SipUri::build(registrar.host()).user(self.account.user);
        let binding = [UriParamDraft::new("transport", transport.as_str()), UriParamDraft::flag("ob")];
        let contact = SipUri::build(here).user(self.account.user).port(local.port()).params(&binding);
        let instance = format!("<urn:uuid:00000000-0000-0000-0000-{:0>12}>", &self.random.of("instance")[..12]);
        let tag = [ParamDraft::token("tag", &self.tag)];
        let flow = [ParamDraft::token("reg-id", "1"), ParamDraft::quoted("+sip.instance", &instance)];

        let mut request = Request::builder(Method::Register, registrar);
        // Over a connection: responses may come over this one, whatever sent-by says (RFC 5923).
        request.header(if transport.is_stream() { via.alias() } else { via });
        if let Some(route) = self.account.route {
            request.header(Route::row(NameAddr::build(SipUri::try_from(route)?)));
        }
        request
            .header(MaxForwards::row(70))
            .header(From::row(NameAddr::build(address).params(&tag)))
            .header(To::row(NameAddr::build(address)))
            .header(CallId::row(&*self.call_id))
            .header(CSeq::build(self.cseq, Method::Register))
            .header(Supported::list(&["outbound", "path"]));
        match what {
            What::Bind(seconds) => {
                request.header(Contact::row(NameAddr::build(contact).params(&flow))).header(Expires::row(seconds));
            }
            What::Ask => {}
            What::UnbindAll => {
                request.header(Contact::row(Contact::parse(b"*")?)).header(Expires::row(0));
            }
        }
        request.header(Allow::list(&[Method::Invite, Method::Ack, Method::Bye, Method::Cancel, Method::Options]));
        for session in &mut self.sessions {
            request.header(session.answer(Method::Register, self.account.registrar, b"")?);
        }
        Ok(request.finish()?)
    }

    /// Begins a session for each realm that asks, or continues it if only the nonce was too old.
    fn challenged(&mut self, headers: Headers<'_, '_>) -> Result<(), Box<dyn Error>> {
        let questions = Policy::new().at_least(self.account.minimum).choose(headers, |_| true);
        if questions.is_empty() {
            return Err("no challenge that can be answered".into());
        }
        for question in &questions {
            let cnonce = self.random.of(format!("cnonce {}", self.cseq));
            match self.sessions.iter_mut().find(|session| is_of(session, question)) {
                Some(session) => match session.renew(question, cnonce) {
                    Err(DigestError::Rejected) => return Err(format!("{}: wrong username or password", question.realm()).into()),
                    renewed => renewed?,
                },
                None => self.sessions.push(Session::new(question, self.account.username, self.account.password, cnonce)),
            }
        }
        Ok(())
    }

    /// A server may prove that it knows the password too.
    fn confirm(&mut self, request: &OwnedMessage, response: &OwnedMessage) -> Result<(), Box<dyn Error>> {
        let (sent, said) = (request.headers(), response.headers());
        let server = (sent.first::<Authorization>()?.map(|header| *header), said.get::<AuthenticationInfo>()?.map(|header| *header));
        let proxy =
            (sent.first::<ProxyAuthorization>()?.map(|header| *header), said.get::<ProxyAuthenticationInfo>()?.map(|header| *header));
        for (sent, said) in [server, proxy] {
            let (Some(sent), Some(said)) = (sent, said) else { continue };
            let realm = sent.realm()?.map(|realm| realm.unescape()).unwrap_or_default();
            if let Some(session) = self.sessions.iter_mut().find(|session| session.realm().is(&realm)) {
                session.confirm(&sent, &said, response.body())?;
            }
        }
        Ok(())
    }
}

fn is_of(session: &Session, question: &Question<'_>) -> bool {
    session.is_proxy() == question.is_proxy() && session.realm().is(question.realm().unescape())
}

/// An address as it stands in URIs and in Via.
fn host(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    }
}
