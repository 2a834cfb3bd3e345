//! Reading messages, in bytes per second, with httparse beside it: `cargo bench --bench parse`.

mod messages;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use messages::{check, everything, httparse, owned, samples, scan, scan_and_copy, typed};

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

criterion_group!(benches, parse);
criterion_main!(benches);
