//! The laws of two URIs that are compared.

use sipwire::{Escaped, Host, SipUri, Uri, UriParams};

use super::prints;

/// The laws of two URIs: each line holds two, parted by a tab.
pub fn compare(input: &[u8]) {
    for line in input.split(|&b| b == b'\n') {
        let mut columns = line.split(|&b| b == b'\t');
        if let (Some(a), Some(b)) = (columns.next(), columns.next())
            && let (Ok(a), Ok(b)) = (Uri::parse(a), Uri::parse(b))
        {
            pair(&a, &b);
        }
    }
}

fn pair<'a>(a: &Uri<'a>, b: &Uri<'a>) {
    let found = [a.equivalent(b), b.equivalent(a)].map(|found| found.inspect_err(prints).map_err(|difference| difference.as_str()));
    assert_eq!(found[0], found[1]);
    assert!(a != b || found[0].is_ok());
    assert_eq!((a.equivalent(a), b.equivalent(b)), (Ok(()), Ok(())));
    if let (Some(a), Some(b)) = (a.as_sip(), b.as_sip())
        && let Some(naive) = naive(a, b)
    {
        // Headers come last, and are compared by rules of their own.
        assert!(found[0] == naive || (naive.is_ok() && found[0] == Err("header")), "{:?}, naive: {naive:?}", found[0]);
    }
}

/// What differs by RFC 3261 §19.1.4, but for headers. Nothing is known of parameters whose names repeat.
fn naive(a: &SipUri<'_>, b: &SipUri<'_>) -> Option<Result<(), &'static str>> {
    let user = |uri: &SipUri<'_>| uri.user().map(plain);
    let password = |uri: &SipUri<'_>| uri.password().map(plain);
    let same_params = same_params(a.params(), b.params())?;
    let checks = [
        (a.is_sips() == b.is_sips(), "scheme"),
        (user(a) == user(b), "user"),
        (password(a) == password(b), "password"),
        (a.host().equivalent(&b.host()), "host"),
        (a.port() == b.port(), "port"),
        (same_params, "parameter"),
    ];
    Some(checks.iter().find(|(is_same, _)| !is_same).map_or(Ok(()), |(_, difference)| Err(difference)))
}

/// A parameter: its name in lower case, and its value.
type Param<'a> = (Vec<u16>, Option<Escaped<'a>>);

fn same_params(a: UriParams<'_>, b: UriParams<'_>) -> Option<bool> {
    let (a, b) = (listed(a)?, listed(b)?);
    let never_ignored = ["user", "ttl", "method", "maddr", "transport"].map(|name| name.bytes().map(u16::from).collect::<Vec<_>>());
    let fits = |(name, value): &Param<'_>, others: &[Param<'_>]| match (others.iter().find(|(other, _)| other == name), value) {
        (None, _) => !never_ignored.contains(name),
        (Some((_, Some(other))), Some(value)) => same_value(name == &never_ignored[2], name == &never_ignored[3], *value, *other),
        (Some((_, other)), value) => other.is_none() && value.is_none(),
    };
    Some(a.iter().all(|param| fits(param, &b)) && b.iter().all(|param| fits(param, &a)))
}

fn listed(params: UriParams<'_>) -> Option<Vec<Param<'_>>> {
    let all: Vec<Param<'_>> = params.iter().map(|param| (lower(param.name()), param.value())).collect();
    let repeats = (0..all.len()).any(|place| all[..place].iter().any(|(name, _)| *name == all[place].0));
    (!repeats).then_some(all)
}

fn same_value(is_method: bool, is_host: bool, a: Escaped<'_>, b: Escaped<'_>) -> bool {
    match (Host::try_from(a.as_bytes()), Host::try_from(b.as_bytes())) {
        (Ok(a), Ok(b)) if is_host => a.equivalent(&b),
        _ if is_method => plain(a) == plain(b),
        _ => lower(a) == lower(b),
    }
}

/// What a part says. An escape of a character that RFC 2396 reserves is another character.
fn plain(part: Escaped<'_>) -> Vec<u16> {
    let (mut says, mut rest) = (Vec::new(), part.as_bytes());
    while let [first, behind @ ..] = rest {
        let digits = if *first == b'%' { core::str::from_utf8(&behind[..2]).ok() } else { None };
        let escaped = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        says.push(match escaped {
            Some(byte) if b";/?:@&=+$,".contains(&byte) => 256 + u16::from(byte),
            byte => byte.unwrap_or(*first).into(),
        });
        rest = if escaped.is_some() { &behind[2..] } else { behind };
    }
    says
}

fn lower(part: Escaped<'_>) -> Vec<u16> {
    plain(part).into_iter().map(|b| u8::try_from(b).map_or(b, |b| b.to_ascii_lowercase().into())).collect()
}
