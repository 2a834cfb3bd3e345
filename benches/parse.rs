//! Reading messages, in bytes per second, with httparse beside it; reading one value of a parsed message; and taking a stream apart:
//! `cargo bench --bench parse`.

mod messages;
#[allow(dead_code, reason = "what comes byte by byte is counted, not timed")]
mod streams;

use std::hint::black_box;

use bytes::BytesMut;
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use messages::{check, everything, httparse, owned, row, samples, scan, scan_and_copy, typed};
use sipwire::header::{CSeq, CallId, Contact, From, To, Via};
use sipwire::{HeaderName, Headers, Message};

fn parse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    for sample in samples() {
        check(&sample);
        group.throughput(Throughput::Bytes(sample.bytes.len() as u64));
        let mut bench = |what, read: &dyn Fn() -> u64| {
            group.bench_function(BenchmarkId::new(what, sample.name), |bencher| bencher.iter(read));
        };
        bench("httparse", &|| httparse(&sample.as_http) as u64);
        bench("scan", &|| scan(&sample.bytes) as u64);
        bench("typed", &|| typed(&sample.bytes));
        bench("everything", &|| everything(&sample.bytes) as u64);
        bench("owned", &|| owned(&sample.bytes) as u64);
        bench("scan and copy", &|| scan_and_copy(&sample.bytes) as u64);
    }
    group.finish();
}

/// One value of a message that is parsed already, by the bytes of the value.
fn access(criterion: &mut Criterion) {
    type Ask = fn(Headers<'_, '_>) -> usize;
    let asked: [(&str, HeaderName<'_>, Ask); 7] = [
        ("first Via", HeaderName::Via, |headers| headers.first::<Via>().unwrap().unwrap().as_bytes().len()),
        ("From", HeaderName::From, |headers| headers.require::<From>().unwrap().as_bytes().len()),
        ("To", HeaderName::To, |headers| headers.require::<To>().unwrap().as_bytes().len()),
        ("Call-ID", HeaderName::CallId, |headers| headers.require::<CallId>().unwrap().as_bytes().len()),
        ("CSeq", HeaderName::CSeq, |headers| headers.require::<CSeq>().unwrap().as_bytes().len()),
        ("first Contact", HeaderName::Contact, |headers| headers.first::<Contact>().unwrap().map_or(0, |contact| contact.as_bytes().len())),
        ("a row by name", HeaderName::UserAgent, |headers| {
            headers.named(HeaderName::UserAgent).next().map_or(0, |row| row.as_bytes().len())
        }),
    ];
    let mut group = criterion.benchmark_group("access");
    for sample in samples() {
        let message = Message::parse(&sample.bytes).unwrap();
        for (what, name, ask) in asked {
            let written = row(&sample.bytes, name).unwrap_or("");
            assert_eq!(ask(message.headers()), written.len(), "{what} of {}", sample.name);
            group.throughput(Throughput::Bytes(written.len() as u64));
            group.bench_function(BenchmarkId::new(what, sample.name), |bencher| bencher.iter(|| ask(black_box(&message).headers())));
        }
    }
    group.finish();
}

/// A stream of every sample with keep-alives between them, beside its messages read one by one.
fn decode(criterion: &mut Criterion) {
    let stream = streams::mixed();
    let whole = || BytesMut::from(&stream.bytes[..]);
    assert_eq!([streams::next(&stream), streams::decode(whole())], [stream.finds; 2]);
    assert_eq!([streams::parse_each(&stream), streams::own_each(&stream)], [stream.finds % 1000; 2]);
    let mut group = criterion.benchmark_group("decode");
    group.throughput(Throughput::Bytes(stream.bytes.len() as u64));
    group.bench_function("parse each message", |bencher| bencher.iter(|| streams::parse_each(&stream)));
    group.bench_function("next", |bencher| bencher.iter(|| streams::next(&stream)));
    group.bench_function("own each message", |bencher| bencher.iter(|| streams::own_each(&stream)));
    group.bench_function("decode", |bencher| bencher.iter_batched(whole, streams::decode, BatchSize::SmallInput));
    group.finish();
}

criterion_group!(benches, parse, access, decode);
criterion_main!(benches);
