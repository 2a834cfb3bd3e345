//! Digest from RFC 7616 and RFC 2069 alone: parts that are joined, and hashed whole. A naive twin.

use md5::{Digest, Md5};
use sha2::{Sha256, Sha512_256};
use sipwire::Credentials;

/// The hash of an algorithm's name, over parts with colons between them. Nothing of a name that is not known.
fn hash(name: &str, parts: &[&[u8]]) -> Option<String> {
    let text = parts.join(&b':');
    let hash = match name {
        "md5" => Md5::digest(text).to_vec(),
        "sha-256" => Sha256::digest(text).to_vec(),
        "sha-512-256" => Sha512_256::digest(text).to_vec(),
        _ => return None,
    };
    Some(hash.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The name of the algorithm's hash, in lower case, and how the algorithm is varied: nothing where it is none of the registry.
fn algorithm(got: &Credentials<'_>) -> Option<(String, bool)> {
    let algorithm = got.params().get("algorithm").map_or(&b"MD5"[..], |text| text.as_bytes());
    let algorithm = String::from_utf8(algorithm.to_ascii_lowercase()).ok()?;
    // Of these, not all were ever defined.
    let plain = match &*algorithm {
        "akav1-md5" | "akav2-md5" => "md5",
        "akav1-md5-sess" => "md5-sess",
        "akav1-sha-256" | "akav2-sha-256" => "sha-256",
        other => other,
    };
    let name = plain.strip_suffix("-sess");
    Some((name.unwrap_or(plain).to_owned(), name.is_some()))
}

fn said(got: &Credentials<'_>, param: &str) -> Option<Vec<u8>> {
    got.params().get(param).map(|text| text.unescape().into_owned())
}

fn is_hashed(got: &Credentials<'_>) -> bool {
    got.params().get("userhash").is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"true"))
}

/// Whether credentials say that they are of this user, in one of three ways.
pub(crate) fn is_user(got: &Credentials<'_>, username: &[u8]) -> bool {
    let hashed = || hash(&algorithm(got)?.0, &[username, &said(got, "realm")?]);
    match (said(got, "username"), got.username_star()) {
        (Some(name), Ok(None)) if is_hashed(got) => hashed().is_some_and(|hash| hash.as_bytes() == name),
        (Some(name), Ok(None)) => name == username,
        (None, Ok(Some(name))) => name.unescape() == username,
        _ => false,
    }
}

/// What a request and its sender are, beside what the credentials say.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    /// Whom a hashed username is of.
    pub(crate) username: &'a [u8],
    pub(crate) password: &'a [u8],
    /// Nothing in a server's proof.
    pub(crate) method: &'a [u8],
    pub(crate) body: &'a [u8],
}

/// The response that credentials should have; nothing where they can't be checked at all.
pub(crate) fn response(got: &Credentials<'_>, known: Known<'_>) -> Option<String> {
    let said = |param| said(got, param);
    let raw = |param| got.params().get(param).map(|text| text.as_bytes().to_vec());
    let (name, is_session) = algorithm(got).filter(|_| got.is_digest())?;
    let username = match (said("username"), got.username_star().ok()?) {
        (Some(_), None) if is_hashed(got) => known.username.to_vec(),
        (Some(name), None) => name,
        (None, Some(name)) if !is_hashed(got) => name.unescape().into_owned(),
        _ => return None,
    };
    let is_resynchronizing = got.algorithm().unwrap().aka_version().is_some() && said("auts").is_some();
    let password = if is_resynchronizing { b"" } else { known.password };
    let (realm, nonce, uri) = (said("realm")?, said("nonce").filter(|_| raw("nonce") != Some(Vec::new()))?, said("uri")?);
    let method = if known.method == b"ACK" { b"INVITE" } else { known.method };
    let hash = |parts: &[&[u8]]| hash(&name, parts);
    let ha1 = hash(&[&username, &realm, password])?;
    let Some(qop) = raw("qop") else {
        let ha2 = hash(&[method, &uri])?;
        return hash(&[ha1.as_bytes(), &nonce, ha2.as_bytes()]).filter(|_| !is_session);
    };
    let ha2 = match &qop.to_ascii_lowercase()[..] {
        b"auth" => hash(&[method, &uri])?,
        b"auth-int" => hash(&[method, &uri, hash(&[known.body])?.as_bytes()])?,
        _ => return None,
    };
    let (cnonce, nc) = (said("cnonce")?, raw("nc").filter(|nc| nc.len() == 8 && nc.iter().all(u8::is_ascii_hexdigit))?);
    let ha1 = if is_session { hash(&[ha1.as_bytes(), &nonce, &cnonce])? } else { ha1 };
    hash(&[ha1.as_bytes(), &nonce, &nc, &cnonce, &qop, ha2.as_bytes()])
}
