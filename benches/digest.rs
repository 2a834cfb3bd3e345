//! Checking credentials with an HA1 that is kept, beside the two hashes that remain to be computed then: `cargo bench --bench digest`.
//!
//! `hashes` are those two alone, over the same bytes, by the same crates, without anything that finds, joins, writes or compares: what is
//! above that is what this crate costs. `verify` is given the exchange, `check` the credentials as they were parsed.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use md5::{Digest, Md5};
use sha2::{Sha256, Sha512_256};
use sipwire::digest::{Exchange, Expect, Ha1, Outcome, Policy, Session, Verifier};
use sipwire::{Algorithm, Challenge, Credentials, Encode, Method, Qop};

const REALM: &str = "biloxi.com";
const URI: &str = "sip:bob@biloxi.com";

fn written(algorithm: Algorithm<'_>) -> Vec<u8> {
    let challenge =
        Challenge::build(REALM, "dcd98b7102dd2f0e8b11d0f600bfb0c093").algorithm(algorithm).qop(&[Qop::Auth]).to_bytes().unwrap();
    let question = Policy::new().question(&Challenge::parse(&challenge).unwrap(), false).unwrap();
    Session::new(&question, "bob", "zanzibar", "0a4f113b").answer(Method::Invite, URI, b"").unwrap().to_bytes().unwrap()
}

fn digest<D: Digest>(criterion: &mut Criterion, algorithm: Algorithm<'static>) {
    let written = written(algorithm);
    let credentials = Credentials::parse(&written).unwrap();
    let ha1 = Ha1::new(algorithm, "bob", REALM, "zanzibar").unwrap();
    let exchange = Exchange::of(&credentials, Method::Invite, b"").unwrap();
    let response = credentials.response().unwrap().unwrap().as_bytes();
    let expect = Expect::new(Method::Invite, REALM, b"");

    let a2 = format!("INVITE:{URI}");
    let hex = |hash: &[u8]| hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let text = format!("{}:dcd98b7102dd2f0e8b11d0f600bfb0c093:00000001:0a4f113b:auth:{}", ha1.as_hex(), hex(&D::digest(&a2)));
    assert_eq!(hex(&D::digest(&text)).as_bytes(), response);
    assert!(ha1.verify(&exchange, response));
    assert_eq!(Verifier::new().check(&credentials, &expect, |_| Some(ha1.clone())), Outcome::Accepted);

    let mut group = criterion.benchmark_group(algorithm.as_str());
    group.bench_function("hashes", |bencher| {
        bencher.iter(|| (D::digest(black_box(&a2)), D::digest(black_box(&text))));
    });
    group.bench_function("verify", |bencher| bencher.iter(|| ha1.verify(black_box(&exchange), black_box(response))));
    group.bench_function("check", |bencher| {
        bencher.iter(|| Verifier::new().check(black_box(&credentials), &expect, |_| Some(ha1.clone())));
    });
    group.finish();
}

fn all(criterion: &mut Criterion) {
    digest::<Md5>(criterion, Algorithm::Md5);
    digest::<Sha256>(criterion, Algorithm::Sha256);
    digest::<Sha512_256>(criterion, Algorithm::Sha512T256);
}

criterion_group!(benches, all);
criterion_main!(benches);
