//! Differential tests of the fast path against the grammar.

use alloc::string::String;
use alloc::vec::Vec;
use proptest::prelude::*;

use super::Parser;
use super::fast::fast_row;
use super::framing::Framing;
use super::layout::Layout;
use super::lines::{Flow, Shape, lines_by};
use crate::error::ParseError;
use crate::header::fields::Field;
use crate::profile::{Leniency, Limit, Limits};
use crate::scan::Controls;
use crate::start_line::{Span, StartLine};

/// The result of reading a head: start line, end, rows, framing, errors.
type Read = (Span, Option<StartLine>, u32, Vec<Field>, Framing, Vec<ParseError>);

fn read<const FAST: bool>(parser: &Parser, shape: Shape, head: &str, stops: bool) -> Read {
    let (mut layout, mut errors) = (Layout::new(parser.profile), Vec::new());
    let framing = lines_by::<FAST>(parser, shape, &mut layout, head.as_bytes(), 0, |error| {
        errors.push(error);
        if stops { Flow::Stop } else { Flow::GoOn }
    });
    let Layout { line, start_line, body, .. } = layout;
    (line, start_line, body.start, layout.rows().to_vec(), framing, errors)
}

/// Heads with common rows, and with rows that slightly deviate.
fn heads() -> impl Strategy<Value = String> {
    const NAMES: &str = "Via|v|To|Content-Length|l|Content-Type|WWW-Authenticate|P-Access-Network-Info|X-Other|X-Another-Long-Name|\
        X-A-Name-That-Is-Longer-Than-Thirty-Two|Vi a|[a-z\u{e9}\r\0]{0,3}";
    const COLONS: &str = ": |: |: |: |: |: |:|:  |:\t|: |:\r\n | : |:\0 |";
    const VALUES: &str =
        "0|12|007|1234567|12345678|0x|<sip:a@b>;tag=1|Digest  realm=\"a:b\"|.{0,90}|[\t\u{7f}\u{80}-\u{9f} \\\\\u{0}]{0,3}|";
    const ENDS: &str = "\r\n|\r\n|\r\n|\r\n|\r\n|\r\n|\r\n|\r\n| \r\n|\t\r\n|\r\n\r\n|\r\n |\r\n\t|\r\n\0|\n|\r|\n\n|";
    let row = (NAMES, COLONS, VALUES, ENDS).prop_map(|(name, colon, value, end)| [name, colon, value, end].concat());
    ("BYE sip:a SIP/2\\.0\r\n|SIP/2\\.0 200 OK\r\n|BYE\r\n|\r\n|", proptest::collection::vec(row, 0..24), "(\r\n)?.{0,8}")
        .prop_map(|(line, rows, rest)| [line, rows.concat(), rest].concat())
}

#[test]
fn rows_of_the_common_form_take_the_fast_path() {
    for (row, is_fast) in [
        ("Via: SIP/2.0/UDP a;branch=z9hG4bK1", true),
        ("v:x", true),
        ("Content-Length: 0", true),
        ("X-Other: y", true),
        ("X-Another-Long-Name: y", true),
        ("P-Access-Network-Info: y", true),
        ("Subject:  \u{e9} ", true),
        ("Subject:", true),
        ("Vi a: x", false),
        ("X-Another-Long Name: x", false),
        ("X : y", false),
        (": y", false),
        ("no colon", false),
        ("X: a\tb", false),
        ("X: a\r\n b", false),
    ] {
        for behind in ["\r\n\r\n", "\r\nZ: a row that is long enough\r\n\r\n"] {
            let region = [row, behind].concat();
            let read = fast_row(&Limits::new(), region.as_bytes(), 0, &mut Controls::new(region.as_bytes(), 0));
            let found = read.map(|row| (row.end, row.is_last));
            assert_eq!(found, is_fast.then_some((row.len(), behind.len() == 4)), "{region:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn fast_path_reads_rows_as_the_slow_path_does(head in heads(), cut in any::<prop::sample::Index>(), is_cut: bool, stops: bool) {
        let few = Limits::new().with(Limit::Rows, 4).with(Limit::FieldName, 14).with(Limit::FieldValue, 20).with(Limit::Body, 9);
        let strict = Parser::new();
        for parser in [strict, strict.limits(few), strict.leniency(Leniency::ALL), strict.limits(few).leniency(Leniency::ALL)] {
            let cut = (0..=head.len()).rev().skip(cut.index(head.len() + 1)).find(|&at| head.is_char_boundary(at)).unwrap_or(0);
            for head in [&head, &head[..cut]] {
                for shape in [Shape::Message { is_cut }, Shape::Fragment, Shape::Part] {
                    prop_assert_eq!(
                        read::<true>(&parser, shape, head, stops),
                        read::<false>(&parser, shape, head, stops),
                        "{:?}", head
                    );
                }
            }
        }
    }
}
