//! Writing the first REGISTER of the conversation: built from typed values, with the same pieces pushed unchecked into a `Vec` beside it, and
//! made from a template, with a copy of the message beside it; and a proxy's hop, with httparse's scan and a copy beside it:
//! `cargo bench --bench write`.

mod hop;
#[allow(dead_code, reason = "what is read here is the benches' of reading")]
mod messages;
mod register;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use hop::{Proxy, check_hop, forwarded};
use register::{NEXT, REGISTER, built, filled, parts, pushed};
use sipwire::Template;
use sipwire::header::CSeq;

fn build(criterion: &mut Criterion) {
    let parts = parts();
    assert_eq!(String::from_utf8_lossy(&pushed(&parts)), REGISTER);
    assert_eq!(built(&parts).as_bytes(), REGISTER.as_bytes());
    let mut group = criterion.benchmark_group("build");
    group.throughput(Throughput::Bytes(REGISTER.len() as u64));
    group.bench_function("pushed", |bencher| bencher.iter(|| pushed(black_box(&parts))));
    group.bench_function("built", |bencher| bencher.iter(|| built(black_box(&parts))));
    group.finish();
}

fn template(criterion: &mut Criterion) {
    let first = built(&parts());
    let mut template = Template::new(&first);
    filled(&mut template, NEXT[0]);
    let next = REGISTER.replace(NEXT[1].0, NEXT[0].0).replace(NEXT[1].1, NEXT[0].1).replace("CSeq: 54023", "CSeq: 54024");
    assert_eq!(String::from_utf8_lossy(template.as_bytes()), next);
    assert_eq!(template.as_message().headers().require::<CSeq>().unwrap().number(), 54024);
    filled(&mut template, NEXT[1]);
    assert_eq!(template.as_bytes(), first.as_bytes());

    let mut group = criterion.benchmark_group("template");
    group.throughput(Throughput::Bytes(REGISTER.len() as u64));
    let mut turn = 0;
    let mut next = || {
        turn ^= 1;
        black_box(NEXT[turn])
    };
    group.bench_function("filled", |bencher| {
        bencher.iter(|| {
            filled(&mut template, next());
            black_box(template.as_bytes());
        });
    });
    group.bench_function("copied", |bencher| bencher.iter(|| black_box(&first).as_bytes().to_vec()));
    let mut buffer = Vec::with_capacity(1024);
    group.bench_function("copied into a buffer", |bencher| {
        bencher.iter(|| {
            buffer.clear();
            buffer.extend_from_slice(black_box(&first).as_bytes());
            black_box(&buffer);
        });
    });
    group.bench_function("filled and kept", |bencher| {
        bencher.iter(|| {
            filled(&mut template, next());
            template.to_message()
        });
    });
    group.bench_function("copied and kept", |bencher| bencher.iter(|| black_box(&first).compact()));
    group.finish();
}

/// The hop, parsing and writing included.
fn hops(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("hop");
    let mut proxy = Proxy::new();
    for sample in forwarded(messages::samples()) {
        check_hop(&sample);
        group.throughput(Throughput::Bytes(sample.bytes.len() as u64));
        group.bench_function(BenchmarkId::new("httparse and copy", sample.name), |bencher| {
            bencher.iter(|| proxy.scan_and_copy(black_box(&sample.as_http)));
        });
        group.bench_function(BenchmarkId::new("hop", sample.name), |bencher| bencher.iter(|| proxy.hop(black_box(&sample.bytes))));
    }
    group.finish();
}

criterion_group!(benches, build, template, hops);
criterion_main!(benches);
