//! Values made again from what they tell: drafts can say all that was read.

use sipwire::header::{Authorization, RetryAfter, Via, WwwAuthenticate};
use sipwire::{
    AnyValue, BuildErrorKind, Challenge, Credentials, Encode, MediaType, NameAddr, Number, ParamDraft, Params, SipUri, TypedHeader,
    UriHeaderDraft, UriParamDraft, header::ContentType,
};

use super::message::UNLIMITED;

/// The values that are made again were read by the strict grammar, each part of them.
const RIGHT: &str = "a part that was checked";

fn drafts(params: Params<'_>) -> Vec<ParamDraft<'_>> {
    params.iter().map(ParamDraft::from).collect()
}

/// What the parameters say.
fn said(params: Params<'_>) -> Vec<(String, Option<Vec<u8>>)> {
    params.iter().map(|param| (param.name().to_string(), param.value().map(|value| value.unescape().into_owned()))).collect()
}

/// A value that was read by the strict grammar, from parts: it tells the same.
pub(super) fn made_again(value: &AnyValue<'_>) {
    // A quoted pair may hold what nobody writes.
    let bytes = |draft: &dyn Encode| draft.to_bytes().map_err(|error| assert!(value.as_bytes().contains(&b'\\'), "{error}")).ok();
    match value {
        AnyValue::Via(via) if via.protocol().eq_ignore_ascii_case("SIP") && via.version() == "2.0" => {
            let params = drafts(via.params());
            let draft = Via::build(via.transport(), via.host().expect(RIGHT)).params(&params);
            let Some(bytes) = bytes(&via.port().expect(RIGHT).map_or(draft, |port| draft.port(port))) else { return };
            let again: Via<'_> = typed(&bytes);
            assert_eq!((again.transport(), again.host(), again.port()), (via.transport(), via.host(), via.port()));
            assert_eq!((again.branch(), again.received(), again.rport()), (via.branch(), via.received(), via.rport()));
            assert_eq!(said(again.params()), said(via.params()));
        }
        AnyValue::NameAddr(address) => {
            let (params, name) = (drafts(address.params()), address.display_name().expect(RIGHT).map(|name| name.unescape()));
            let draft = NameAddr::build(address.uri().expect(RIGHT)).params(&params);
            let Some(bytes) = bytes(&name.as_ref().map_or(draft, |name| draft.display_name(name))) else { return };
            let again = UNLIMITED.parse_value(&bytes).and_then(<sipwire::header::From<'_> as TypedHeader<'_>>::parse);
            // P-Refused-URI-List alone takes brackets in its parameters.
            let Ok(again) = again else { return assert!(address.as_bytes().contains(&b'<')) };
            assert_eq!(again.display_name().expect(RIGHT).map(|name| name.unescape()), name);
            assert_eq!((again.uri(), again.tag(), said(again.params())), (address.uri(), address.tag(), said(address.params())));
        }
        AnyValue::Number(number) => {
            let (params, comment) = (drafts(number.params()), number.comment().map(|comment| comment.unescape()));
            let draft = Number::build(number.value()).params(&params);
            let Some(bytes) = bytes(&RetryAfter::row(comment.as_ref().map_or(draft, |comment| draft.comment(comment)))) else { return };
            let again: RetryAfter<'_> = typed(&bytes);
            assert_eq!(again.comment().map(|comment| comment.unescape()), comment);
            assert_eq!((again.value(), said(again.params())), (number.value(), said(number.params())));
        }
        AnyValue::MediaType(media) => {
            let params = drafts(media.params());
            let Some(bytes) = bytes(&ContentType::row((media.kind().as_str(), media.subtype().as_str(), &params[..]))) else { return };
            let again = MediaType::parse(&bytes).expect("parts that were read");
            assert_eq!((again.kind(), again.subtype(), said(again.params())), (media.kind(), media.subtype(), said(media.params())));
        }
        AnyValue::Challenge(challenge) if challenge.is_digest() => self::challenge(challenge),
        AnyValue::Credentials(credentials) if credentials.is_digest() => self::credentials(credentials),
        _ => {}
    }
}

fn typed<'a, H: TypedHeader<'a>>(bytes: &'a [u8]) -> H {
    UNLIMITED.parse_value(bytes).and_then(H::parse).expect("parts that were read")
}

fn challenge(challenge: &Challenge<'_>) {
    let [realm, nonce, opaque] =
        [challenge.realm(), challenge.nonce(), challenge.opaque()].map(|text| text.expect(RIGHT).map(|text| text.unescape()));
    let (Some(realm), Some(nonce), Some(opaque)) = (realm, nonce, opaque) else { return };
    let options: Vec<_> = challenge.qop_options().expect(RIGHT).collect();
    let draft = Challenge::build(&realm, &nonce).opaque(&opaque).qop(&options);
    // A quoted pair may hold what nobody writes.
    let Ok(bytes) = WwwAuthenticate::row(draft).to_bytes() else { return };
    let again: WwwAuthenticate<'_> = typed(&bytes);
    let texts = [(again.realm(), &realm), (again.nonce(), &nonce), (again.opaque(), &opaque)];
    assert!(
        texts.iter().all(|(text, what)| text.expect(RIGHT).is_some_and(|text| text.is(what)))
            && again.qop_options().expect(RIGHT).eq(options)
    );
}

fn credentials(credentials: &Credentials<'_>) {
    let texts = [credentials.username(), credentials.realm(), credentials.nonce(), credentials.uri(), credentials.response()];
    let [Some(username), Some(realm), Some(nonce), Some(uri), Some(response)] =
        texts.map(|text| text.expect(RIGHT).map(|text| text.unescape()))
    else {
        return;
    };
    let draft = Credentials::build(&username, &realm).nonce(&nonce).uri(&uri).response(&response);
    let Ok(bytes) = Authorization::row(draft).to_bytes() else { return };
    let again: Authorization<'_> = typed(&bytes);
    let texts = [again.username(), again.realm(), again.nonce(), again.uri(), again.response()];
    assert!(
        texts
            .into_iter()
            .zip([username, realm, nonce, uri, response])
            .all(|(text, what)| text.expect(RIGHT).is_some_and(|text| text.is(what)))
    );
}

/// A SIP URI from its parts: they say the same.
pub(super) fn uri_made_again(uri: &SipUri<'_>) {
    let (user, password) = (uri.user().map(|user| user.unescape()), uri.password().map(|password| password.unescape()));
    let params: Vec<_> = uri.params().iter().map(|param| (param.name().unescape(), param.value().map(|value| value.unescape()))).collect();
    let headers: Vec<_> = uri.headers().iter().map(|header| (header.name().unescape(), header.value().unescape())).collect();
    // A name is given as text.
    let text = |bytes| core::str::from_utf8(bytes).ok();
    let drafts: Option<Vec<_>> = params
        .iter()
        .map(|(name, value)| {
            let name = text(name)?;
            Some(value.as_ref().map_or(UriParamDraft::flag(name), |value| UriParamDraft::new(name, value)))
        })
        .collect();
    let header_drafts: Option<Vec<_>> = headers.iter().map(|(name, value)| Some(UriHeaderDraft::new(text(name)?, value))).collect();
    let (Some(drafts), Some(header_drafts)) = (drafts, header_drafts) else { return };
    let mut draft = SipUri::build(uri.host()).params(&drafts).headers(&header_drafts);
    draft = if uri.is_sips() { draft.sips() } else { draft };
    draft = user.as_ref().map_or(draft, |user| draft.user(user));
    draft = password.as_ref().map_or(draft, |password| draft.password(password));
    draft = uri.port().map_or(draft, |port| draft.port(port));
    let mut names: Vec<_> = params.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
    names.sort_unstable();
    if names.windows(2).any(|pair| pair[0] == pair[1]) {
        // Who reads takes them; who writes must not (RFC 3261 §19.1.1).
        assert_eq!(draft.to_bytes().map_err(|error| error.kind()), Err(BuildErrorKind::RepeatedParam));
        return;
    }
    let bytes = draft.to_bytes().expect("parts that were read");
    let again = SipUri::parse(&bytes).expect("parts that were read");
    assert_eq!((again.is_sips(), again.host(), again.port()), (uri.is_sips(), uri.host(), uri.port()));
    assert_eq!((again.user().map(|user| user.unescape()), again.password().map(|password| password.unescape())), (user, password));
    assert!(again.params().iter().map(|param| (param.name().unescape(), param.value().map(|value| value.unescape()))).eq(params));
    assert!(again.headers().iter().map(|header| (header.name().unescape(), header.value().unescape())).eq(headers));
}
