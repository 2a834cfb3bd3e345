//! [`User`]: the user that credentials claim to be.

use super::{DigestError, Ha1, HashFunction, UserHash, as_written};
use crate::error::{ErrorKind, KnownParam, ParseError};
use crate::header::{Algorithm, Credentials};
use crate::text::Text;
use crate::uri::Escaped;

/// The user that credentials claim to be. It is the key to look up a password or an [`Ha1`] with.
#[derive(Clone, Copy, Debug)]
pub struct User<'a> {
    name: Username<'a>,
    realm: Text<'a>,
    algorithm: Algorithm<'a>,
    function: HashFunction,
    is_resynchronizing: bool,
}

/// A username, as it was sent.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Username<'a> {
    /// As it is: `username`.
    Plain(Text<'a>),
    /// Percent-escaped: `username*`.
    Escaped(Escaped<'a>),
    /// Its hash, in hexadecimal digits: `username` with `userhash=true`.
    Hashed(Text<'a>),
}

impl<'a> User<'a> {
    pub(super) fn of(got: &Credentials<'a>, function: HashFunction) -> Result<Self, DigestError> {
        let is_hashed = got.userhash()?;
        let name = match got.username_star()? {
            // Both, or a hash that is escaped: whom is meant is in doubt (RFC 7616 §3.4).
            Some(_) if got.username()?.is_some() || is_hashed => {
                return Err(ParseError::new(ErrorKind::DuplicateParam(KnownParam::Username), got.offset()).into());
            }
            Some(name) => Username::Escaped(name),
            None if is_hashed => Username::Hashed(got.require(KnownParam::Username)?),
            None => Username::Plain(got.require(KnownParam::Username)?),
        };
        let algorithm = got.algorithm()?;
        let is_resynchronizing = algorithm.aka_version().is_some() && got.auts()?.is_some();
        Ok(Self { name, realm: got.require(KnownParam::Realm)?, algorithm, function, is_resynchronizing })
    }

    /// Whether it is the user of this name, however it was sent.
    pub fn is(&self, username: impl AsRef<[u8]>) -> bool {
        let username = username.as_ref();
        match self.name {
            Username::Plain(name) => name.is(username),
            Username::Escaped(name) => name.is(username),
            Username::Hashed(hash) => hash.is(UserHash::of(self.function, username.into(), self.realm)),
        }
    }

    /// The username, as it was sent. Of a hashed one, [`UserHash`] makes the same hash from a name.
    pub const fn username(&self) -> Username<'a> {
        self.name
    }

    /// The realm, which is the one that was expected.
    pub const fn realm(&self) -> Text<'a> {
        self.realm
    }

    /// Whether the user's UICC sends its token for a resynchronisation: then the password is empty, whatever the user's is, and the
    /// outcome is never that somebody was authenticated (RFC 3310 §3.4).
    pub const fn is_resynchronizing(&self) -> bool {
        self.is_resynchronizing
    }

    /// The algorithm that the [`Ha1`] has to be made by.
    pub const fn algorithm(&self) -> Algorithm<'a> {
        self.algorithm
    }

    /// The user's [`Ha1`], from name and password: the name itself, where its hash was sent.
    pub fn ha1(&self, username: impl AsRef<[u8]>, password: impl AsRef<[u8]>) -> Ha1 {
        self.ha1_of(Text::exact(username.as_ref()), password.as_ref())
    }

    /// The [`Ha1`] from a name and a password, of the realm as it was sent.
    pub(super) fn ha1_of(&self, username: Text<'_>, password: &[u8]) -> Ha1 {
        Ha1::plain(self.function, username, self.realm, password)
    }

    /// The name as it was sent, whatever it is.
    pub(super) const fn sent_name(&self) -> Text<'a> {
        match self.name {
            Username::Plain(name) | Username::Hashed(name) => name,
            Username::Escaped(name) => Text::exact(name.as_bytes()),
        }
    }

    /// The same with quoted strings as they were written, backslashes and all.
    pub(super) const fn raw(&self) -> Self {
        let name = match self.name {
            Username::Plain(name) => Username::Plain(as_written(name)),
            other => other,
        };
        Self { name, realm: as_written(self.realm), ..*self }
    }
}
