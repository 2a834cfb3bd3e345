//! The same results as an implementation that shares nothing with this one: Python's hashlib, over made-up inputs.

use std::process::Command;

use sipwire::digest::{Exchange, Ha1, NonceCount, Protection, UserHash};
use sipwire::{Algorithm, Method, Text};

const COUNT: usize = 12_000;

fn bytes(hex: &str) -> Vec<u8> {
    hex.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

/// Runs where there is a Python, which `.ci/run` makes sure of.
#[test]
fn hashlib_computes_the_same() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/digest/oracle.py");
    let seed = std::env::var("DIGEST_SEED").unwrap_or("7616".into());
    let output = match Command::new("python3").args([script, &COUNT.to_string(), &seed]).output() {
        Ok(output) => output,
        Err(error) => return eprintln!("not compared: no python3 ({error})"),
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let table = String::from_utf8(output.stdout).unwrap();
    assert_eq!(table.lines().map(compare).count(), COUNT);
}

fn compare(row: &str) {
    let columns: [&str; 17] = row.split('\t').collect::<Vec<_>>().try_into().expect("17 columns");
    let [
        algorithm,
        username,
        realm,
        password,
        method,
        uri,
        nonce,
        nc,
        cnonce,
        qop,
        body,
        ha1,
        response,
        proof,
        hash,
        first_nonce,
        first_cnonce,
    ] = columns;
    let algorithm = Algorithm::try_from(algorithm).unwrap();
    let [username, realm, password, method, uri, nonce, nc, cnonce, body] =
        [username, realm, password, method, uri, nonce, nc, cnonce, body].map(bytes);
    let (cnonce, nonce_count) = (Text::from(&*cnonce), NonceCount::as_written(&nc));
    let protection = match qop {
        "auth" => Protection::Auth { cnonce, nonce_count },
        "auth-int" => Protection::AuthInt { cnonce, nonce_count, body: &body },
        _ => Protection::None,
    };
    let exchange = Exchange::new(Method::try_from(&*method).unwrap(), &*uri, &*nonce, protection);
    let mut key = Ha1::new(algorithm, &*username, &*realm, &password).unwrap();
    assert_eq!(key.as_hex(), ha1, "{row}");
    if first_nonce != "-" {
        key = key.session(&*bytes(first_nonce), &*bytes(first_cnonce));
    }
    assert_eq!(key.response(&exchange).unwrap().as_str(), response, "{row}");
    assert!(key.verify(&exchange, response.as_bytes()) && !key.verify(&exchange, proof.as_bytes()), "{row}");
    assert_eq!(key.response(&exchange.proof(&body)).unwrap().as_str(), proof, "{row}");
    assert_eq!(UserHash::new(algorithm, &*username, &*realm).unwrap().as_str(), hash, "{row}");
}
