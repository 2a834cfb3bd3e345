//! A check allocates nothing, whatever it finds.

use std::hint::black_box;

use allocation_counter::measure;
use sipwire::Message;

use crate::messages::{message, setting};
use crate::table::rows;

#[test]
fn a_check_allocates_nothing() {
    for row in rows().iter().filter(|row| row.hit != "-" && !row.check.contains("stream")) {
        let setting = setting(&row.check);
        for cell in [&row.hit, &row.miss] {
            let bytes = message(cell);
            let (parsed, partial) = (setting.parser.parse(&bytes), setting.parser.partial(&bytes));
            let counted = measure(|| {
                let check = &setting.check;
                match &parsed {
                    Ok(Message::Request(request)) => {
                        black_box((request.check(check).is_ok(), request.faults(check).count(), request.notes(check).count()));
                    }
                    Ok(Message::Response(response)) => {
                        black_box((response.check(check).is_ok(), response.faults(check).count(), response.notes(check).count()));
                    }
                    Err(_) => {}
                }
                black_box((partial.faults(check).count(), partial.notes(check).count()));
            });
            assert_eq!(counted.count_total, 0, "{}: {cell}", row.id);
        }
    }
}
