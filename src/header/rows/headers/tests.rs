use super::*;
use alloc::string::String;
use proptest::prelude::*;

const NAMES: [&str; 6] = ["Via", "v", "Route", "X-A", "x-a", "X-B"];

proptest! {
    #[test]
    fn the_first_rows_are_those_of_one_look_after_the_other(rows in proptest::collection::vec(0..NAMES.len(), 0..40)) {
        let (mut buffer, mut table, profile) = (String::new(), FieldTable::new(), Profile::default());
        for name in rows.into_iter().map(|row| NAMES[row]) {
            let start = buffer.len();
            buffer.push_str(name);
            let id = HeaderName::try_from(name).unwrap().id();
            table.push(Field::new(start, name.len() as u16, id, buffer.len(), buffer.len()), || 40);
        }
        let kept = FieldTable::of(table.as_slice());
        for table in [&table, &kept, &FieldTable::shared(&table)] {
            let headers = Headers::new(buffer.as_bytes(), table, &profile);
            for name in ["Via", "Route", "X-A", "X-B", "X-C", "To"].map(|name| HeaderName::try_from(name).unwrap()) {
                let mut named = headers.iter().filter(|row| row.name() == name).map(|row| row.offset());
                let found = headers.first_rows(name).map(|(first, second)| (first.start(), second.map(Field::start)));
                prop_assert_eq!(found, named.next().map(|first| (first, named.next())), "{}", name);
                let mut places = headers.iter().enumerate().filter(|(_, row)| row.name() == name).map(|(place, _)| place);
                prop_assert_eq!(table.first(name, buffer.as_bytes()), places.next(), "{}", name);
                if name.id() != HeaderId::OTHER {
                    prop_assert_eq!(table.last(name.id()), places.last().or(table.first(name, buffer.as_bytes())), "{}", name);
                }
            }
        }
    }
}
