//! Parsing the five messages of the REGISTER conversation, with httparse beside it: `cargo bench --bench parse`.

mod messages;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use messages::{check, httparse, samples, scan, typed};

fn parse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    for sample in samples() {
        check(&sample);
        group.throughput(Throughput::Bytes(sample.bytes.len() as u64));
        group.bench_with_input(BenchmarkId::new("scan", sample.name), sample.bytes, |bencher, bytes| bencher.iter(|| scan(bytes)));
        group.bench_with_input(BenchmarkId::new("typed", sample.name), sample.bytes, |bencher, bytes| bencher.iter(|| typed(bytes)));
        group.bench_with_input(BenchmarkId::new("httparse", sample.name), &sample.as_http, |bencher, bytes| {
            bencher.iter(|| httparse(bytes))
        });
    }
    group.finish();
}

criterion_group!(benches, parse);
criterion_main!(benches);
