//! The response of Digest authentication.

use std::io::{self, Read as _};

use sipwire::digest::{DigestError, Exchange, Ha1};
use sipwire::{Algorithm, Method};

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
}

fn method(text: &str) -> Result<String, String> {
    Method::try_from(text).map(|method| method.to_string()).map_err(|error| error.to_string())
}

fn algorithm(text: &str) -> Result<String, String> {
    Algorithm::try_from(text).map(|algorithm| algorithm.to_string()).map_err(|error| error.to_string())
}

impl Arguments {
    pub(crate) fn response(&self, password: &[u8]) -> Result<String, DigestError> {
        // Both were read when the arguments were.
        let algorithm = Algorithm::try_from(&*self.algorithm)?;
        let exchange = Exchange::new(Method::try_from(&*self.method)?, &*self.uri, &*self.nonce);
        let ha1 = Ha1::new(algorithm, &*self.username, &*self.realm, password)?;
        Ok(ha1.response(&exchange).as_str().to_owned())
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
