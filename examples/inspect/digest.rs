//! The response of Digest authentication.

use std::io::{self, Read as _};
use std::path::PathBuf;

use sipwire::digest::{DigestError, Exchange, Ha1, NonceCount, Protection};
use sipwire::{Algorithm, KnownParam, Method, Qop};

/// What is hashed beside the password, each as the quoted string says it
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[arg(long)]
    username: String,
    #[arg(long)]
    realm: String,
    #[arg(long)]
    nonce: String,
    /// The request's method
    #[arg(long, value_parser = method)]
    method: String,
    /// The digest-uri, as it is sent
    #[arg(long)]
    uri: String,
    #[arg(long, value_parser = algorithm, default_value = "MD5")]
    algorithm: String,
    /// The quality of protection: auth or auth-int
    #[arg(long, value_parser = qop, requires = "nc", requires = "cnonce")]
    qop: Option<String>,
    /// The nonce count, as it is sent
    #[arg(long, requires = "qop")]
    nc: Option<String>,
    /// The client's nonce
    #[arg(long, requires = "qop")]
    cnonce: Option<String>,
    /// The file that holds the body; without it the body is empty
    #[arg(long, value_name = "FILE", requires = "qop")]
    body: Option<PathBuf>,
    /// Take the HA1 on standard input, in hexadecimal digits, in place of the password
    #[arg(long)]
    ha1: bool,
    /// Give what the server proves itself with in answer, in place of the client's response
    #[arg(long)]
    rspauth: bool,
}

fn method(text: &str) -> Result<String, String> {
    Method::try_from(text).map(|method| method.to_string()).map_err(|error| error.to_string())
}

fn algorithm(text: &str) -> Result<String, String> {
    Algorithm::try_from(text).map(|algorithm| algorithm.to_string()).map_err(|error| error.to_string())
}

fn qop(text: &str) -> Result<String, String> {
    Qop::try_from(text).map(|qop| qop.to_string()).map_err(|error| error.to_string())
}

impl Arguments {
    /// The body that is hashed.
    pub(crate) fn body(&self) -> io::Result<Vec<u8>> {
        self.body.as_ref().map_or(Ok(Vec::new()), std::fs::read)
    }

    pub(crate) fn response(&self, password: &[u8], body: &[u8]) -> Result<String, DigestError> {
        // All of them were read when the arguments were.
        let (algorithm, method) = (Algorithm::try_from(&*self.algorithm)?, Method::try_from(&*self.method)?);
        let ha1 =
            if self.ha1 { Ha1::from_hex(algorithm, password)? } else { Ha1::new(algorithm, &*self.username, &*self.realm, password)? };
        let exchange = Exchange::new(method, &*self.uri, &*self.nonce, self.protection(body)?);
        let exchange = if self.rspauth { exchange.proof(body) } else { exchange };
        Ok(ha1.response(&exchange)?.as_str().to_owned())
    }

    fn protection<'a>(&'a self, body: &'a [u8]) -> Result<Protection<'a>, DigestError> {
        let (Some(qop), Some(nc), Some(cnonce)) = (&self.qop, &self.nc, &self.cnonce) else { return Ok(Protection::None) };
        let (cnonce, nonce_count) = (cnonce.as_str().into(), NonceCount::as_written(nc));
        match Qop::try_from(&**qop)? {
            Qop::Auth => Ok(Protection::Auth { cnonce, nonce_count }),
            Qop::AuthInt => Ok(Protection::AuthInt { cnonce, nonce_count, body }),
            _ => Err(DigestError::Unsupported(KnownParam::Qop)),
        }
    }
}

/// The password: standard input, but for the line end behind it.
pub(crate) fn password() -> io::Result<Vec<u8>> {
    let mut password = Vec::new();
    io::stdin().lock().read_to_end(&mut password)?;
    let length = password.strip_suffix(b"\r\n").or(password.strip_suffix(b"\n")).unwrap_or(&password).len();
    password.truncate(length);
    Ok(password)
}
