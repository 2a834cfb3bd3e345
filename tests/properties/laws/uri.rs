//! The laws of URIs.

use sipwire::{Escaped, Host, SipUri, TelUri, Uri, UriRef, UriScheme};

use super::{debugs, encoded, is_inside, is_part, parts, prints};

/// The laws of a URI that stands alone.
pub fn uri(input: &[u8]) {
    match Uri::parse(input) {
        Ok(uri) => {
            // All of it is the URI, and it is written as it was read.
            assert_eq!((uri.as_bytes(), &encoded(&uri)[..], &encoded(&UriRef::from(uri))[..]), (input, input, input));
            let again = input.to_vec();
            let again = Uri::parse(&again).expect("the same URI");
            assert!(uri == again && Uri::try_from(input) == Ok(uri));
            assert_eq!(facts(&uri), facts(&again));
            let kept = uri.to_buf();
            assert_eq!((facts(&kept.view()), kept.as_bytes()), (facts(&uri), input));
            assert_eq!(uri.equivalent(&again), Ok(()));
            scheme_has_no_case(&uri);
            match uri.as_sip() {
                Some(sip) => {
                    assert_eq!(SipUri::parse(input), Ok(*sip));
                    reassembles(sip);
                    parts::uri_made_again(sip);
                }
                None => assert!(SipUri::parse(input).is_err()),
            }
            assert_eq!(uri.as_tel().copied(), TelUri::parse(input).ok());
        }
        Err(error) => {
            is_inside(&error, input);
            assert!(SipUri::parse(input).is_err());
        }
    }
    host(input);
}

/// Equality does not depend on how the scheme is written.
fn scheme_has_no_case(uri: &Uri<'_>) {
    let mut upper = uri.as_bytes().to_vec();
    upper[..uri.scheme().as_bytes().len()].make_ascii_uppercase();
    let upper = Uri::parse(&upper).expect("the same URI");
    assert!(uri.equivalent(&upper).is_ok() && upper.equivalent(uri).is_ok());
}

/// The laws of a host that stands alone.
fn host(input: &[u8]) {
    match Host::try_from(input) {
        Ok(host) => {
            prints(&host);
            assert_eq!((host.as_bytes(), host.as_str().as_bytes(), &encoded(&host)[..]), (input, input, input));
            assert!(host.equivalent(&host) && host.is_name() == host.ip().is_none());
            let upper = input.to_ascii_uppercase();
            assert!(Host::try_from(&upper[..]).is_ok_and(|upper| upper.equivalent(&host) && host.equivalent(&upper)));
        }
        Err(error) => is_inside(&error, input),
    }
}

/// The parts and what stands between them are the whole.
fn reassembles(uri: &SipUri<'_>) {
    let raw = uri.as_bytes();
    let mut before = raw[..uri.scheme().as_bytes().len()].to_vec();
    assert!(uri.scheme() == core::str::from_utf8(&before).unwrap_or_default());
    before.push(b':');
    if let Some(user) = uri.user() {
        before.extend_from_slice(user.as_bytes());
        if let Some(password) = uri.password() {
            before.push(b':');
            before.extend_from_slice(password.as_bytes());
        }
        before.push(b'@');
    }
    before.extend_from_slice(uri.host().as_bytes());
    let behind = [uri.params().as_bytes(), uri.headers().as_bytes()].concat();
    let port = raw.strip_prefix(&before[..]).and_then(|rest| rest.strip_suffix(&behind[..])).expect("parts that are the whole");
    match uri.port() {
        Some(port_number) => {
            let digits = core::str::from_utf8(port.strip_prefix(b":").expect("a colon before the port")).unwrap_or_default();
            assert_eq!(digits.trim_start_matches('0'), port_number.to_string());
        }
        None => assert_eq!(port, b""),
    }
    let params = uri.params().iter().flat_map(|param| {
        let value = param.value().map(|value| [b"=", value.as_bytes()].concat()).unwrap_or_default();
        [b";", param.name().as_bytes(), &value].concat()
    });
    assert_eq!(params.collect::<Vec<_>>(), uri.params().as_bytes());
    let headers: Vec<_> = uri.headers().iter().map(|header| [header.name().as_bytes(), b"=", header.value().as_bytes()].concat()).collect();
    let headers = if headers.is_empty() { Vec::new() } else { [b"?", &headers.join(&b'&')[..]].concat() };
    assert_eq!(headers, uri.headers().as_bytes());
}

/// Asks a URI for everything that it can tell. What is told does not depend on where the URI stands.
pub(super) fn facts(uri: &Uri<'_>) -> Vec<String> {
    prints(uri);
    let raw = uri.as_bytes();
    let mut facts = vec![format!("{uri}"), format!("{:?}", uri.scheme())];
    match uri {
        Uri::Sip(sip) => {
            prints(sip);
            assert!(matches!(uri.scheme(), UriScheme::Sip | UriScheme::Sips) && sip.is_sips() == (uri.scheme() == UriScheme::Sips));
            let host = sip.host();
            prints(&host);
            is_part(raw, host.as_bytes());
            facts.push(format!("{:?} {:?} {:?} {:?}", host.as_str(), host.ip(), host.is_name(), sip.port()));
            facts.extend(sip.user().map(|user| said(user, raw)));
            facts.extend(sip.password().map(|password| said(password, raw)));
            assert!(sip.user().is_some() || sip.password().is_none());
            debugs(&sip.params());
            is_part(raw, sip.params().as_bytes());
            for param in sip.params().iter() {
                debugs(&param);
                facts.push(said(param.name(), raw));
                facts.extend(param.value().map(|value| said(value, raw)));
                let name = String::from_utf8_lossy(&param.name().unescape()).into_owned();
                assert!(!param.name().is(&name) || sip.params().contains(&name));
            }
            debugs(&sip.headers());
            is_part(raw, sip.headers().as_bytes());
            for header in sip.headers().iter() {
                debugs(&header);
                facts.extend([said(header.name(), raw), said(header.value(), raw)]);
                let name = String::from_utf8_lossy(&header.name().unescape()).into_owned();
                assert!(!header.name().is(&name) || sip.headers().get(&name).is_some());
            }
            sip.transport().iter().for_each(prints);
            sip.method().iter().for_each(prints);
            sip.maddr().ok().flatten().iter().for_each(prints);
            facts.push(format!("{:?} {:?} {:?}", sip.transport(), sip.method(), sip.user_param()));
            facts.push(format!(
                "{:?} {:?} {:?}",
                sip.maddr().map_err(|e| e.kind()),
                sip.ttl().map_err(|e| e.kind()),
                (sip.is_loose_router(), sip.is_outbound())
            ));
        }
        Uri::Tel(tel) => {
            prints(tel);
            is_part(raw, tel.number().as_bytes());
            is_part(raw, tel.params().as_bytes());
            assert_eq!([&raw[..4], tel.number().as_bytes(), tel.params().as_bytes()].concat(), raw);
            assert!(
                tel.digits().any(|b| b != b'+')
                    && tel.digits().eq(tel.number().as_bytes().iter().copied().filter(|b| !b"-.()".contains(b)))
            );
            assert_eq!(tel.is_global(), raw[4] == b'+');
            for param in tel.params().iter() {
                facts.push(said(param.name(), raw));
                facts.extend(param.value().map(|value| said(value, raw)));
            }
            facts.push(format!("{:?} {:?} {:?}", tel.phone_context(), tel.isub(), tel.ext()));
        }
        Uri::Absolute(absolute) => {
            prints(absolute);
            assert_eq!([absolute.scheme().as_bytes(), absolute.rest()].join(&b':').to_ascii_lowercase(), raw.to_ascii_lowercase());
            assert_eq!(absolute.as_bytes(), raw);
        }
        other => prints(other),
    }
    facts
}

/// What an escaped part says, read in all ways.
fn said(part: Escaped<'_>, raw: &[u8]) -> String {
    prints(&part);
    is_part(raw, part.as_bytes());
    let mut naive = Vec::new();
    let mut rest = part.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let escape = behind.split_at_checked(2).filter(|_| first == b'%');
        let digits = escape.and_then(|(digits, _)| u8::from_str_radix(core::str::from_utf8(digits).ok()?, 16).ok());
        naive.push(digits.unwrap_or(first));
        rest = if digits.is_some() { &behind[2..] } else { behind };
    }
    assert_eq!(part.unescape(), naive);
    assert!(part.bytes().eq(naive.iter().copied()) && part.is(&naive) && part.is_ignoring_case(naive.to_ascii_uppercase()));
    assert_eq!(part.to_str().ok().as_deref(), core::str::from_utf8(&naive).ok());
    assert_eq!(part.is_empty(), naive.is_empty());
    format!("{naive:?}")
}
