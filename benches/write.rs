//! Writing the first REGISTER of the conversation: built from typed values, with the same pieces pushed unchecked into a `Vec` beside it, and
//! made from a template, with a copy of the message beside it; an INVITE with one change; and a proxy's hop, with httparse's scan and a copy
//! beside it: `cargo bench --bench write`.

mod hop;
#[allow(dead_code, reason = "what is read here is the benches' of reading")]
mod messages;
mod register;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use hop::{Proxy, check_hop, forwarded};
use register::{NEXT, REGISTER, built, filled, parts, pushed};
use sipwire::header::{CSeq, To, Via};
use sipwire::{Edit, EditError, EditScratch, HeaderName, Message, ParamDraft, Template};

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

/// One change of a message that is parsed already, and all of it written into a buffer that is there; a copy beside it.
fn edit(criterion: &mut Criterion) {
    type Change = fn(&mut Edit<'_, '_>) -> Result<(), EditError>;
    let pop: Change = |edit| edit.pop::<Via>().map(|_| ());
    let hops: Change = |edit| edit.decrement_max_forwards().map(|left| assert_eq!(left, 67));
    let uri: Change = |edit| edit.set_uri("sip:bob@192.0.2.9").map(|_| ());
    let tag: Change = |edit| edit.only::<To>().and_then(|to| edit.set_param(&to, &ParamDraft::token("tag", "1")).map(|_| ()));
    let append: Change = |edit| edit.append_raw(HeaderName::Subject, "lunch").map(|_| ());
    let body: Change = |edit| edit.replace_body(b"v=0\r\n").map(|_| ());

    let sample = messages::samples().into_iter().find(|sample| sample.name.starts_with("d:")).expect("one is d");
    let message = Message::parse(&sample.bytes).unwrap();
    let (text, sdp) = (String::from_utf8_lossy(&sample.bytes), String::from_utf8_lossy(message.body()));
    let top = "Via: SIP/2.0/UDP proxy2.biloxi.example.com:5060;branch=z9hG4bK4b43c2ff8.1;rport\r\n";
    let changes = [
        ("nothing", (|_| Ok(())) as Change, text.to_string()),
        ("topmost Via popped", pop, text.replacen(top, "", 1)),
        ("Max-Forwards decremented", hops, text.replace("Max-Forwards: 68", "Max-Forwards: 67")),
        ("Request-URI set", uri, text.replacen("sip:bob@192.0.2.4:5060;transport=udp", "sip:bob@192.0.2.9", 1)),
        ("a tag set", tag, text.replace("To: Bob <sip:bob@biloxi.example.com>", "To: Bob <sip:bob@biloxi.example.com>;tag=1")),
        ("a row appended", append, text.replace("\r\n\r\n", "\r\nSubject: lunch\r\n\r\n")),
        ("body replaced", body, text.replace(&*sdp, "v=0\r\n").replace("Content-Length: 317", "Content-Length: 5")),
    ];
    let (mut scratch, mut out) = (EditScratch::new(), Vec::with_capacity(2 * sample.bytes.len()));
    let mut changed = |change: Change, out: &mut Vec<u8>| {
        let mut edit = message.edit(&mut scratch);
        change(&mut edit).unwrap();
        out.clear();
        edit.write_to(out).unwrap();
    };
    let mut group = criterion.benchmark_group("edit");
    group.throughput(Throughput::Bytes(sample.bytes.len() as u64));
    group.bench_function("copied", |bencher| {
        bencher.iter(|| {
            out.clear();
            out.extend_from_slice(black_box(&sample.bytes));
            black_box(&out);
        });
    });
    for (what, change, after) in changes {
        changed(change, &mut out);
        assert_eq!(String::from_utf8_lossy(&out), after, "{what}");
        group.bench_function(what, |bencher| {
            bencher.iter(|| {
                changed(change, &mut out);
                black_box(&out);
            });
        });
    }
    group.finish();
}

criterion_group!(benches, build, template, edit, hops);
criterion_main!(benches);
