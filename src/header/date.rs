//! Date.

use super::Value;
use super::draft::draft_of;
use super::value::written_as_read;
use crate::chars;
use crate::encode::{BuildErrorKind, Encode, Writer};
use crate::error::{ErrorKind, Expected, ParseError};
use crate::lexical::{self, Parsed, expected, fail};
use crate::scan;

/// Date: when a message was first sent (RFC 3261 §20.17). Compared byte by byte.
///
/// ```text
/// rfc1123-date = wkday "," SP date1 SP time SP "GMT"
/// date1        = 2DIGIT SP month SP 4DIGIT
/// time         = 2DIGIT ":" 2DIGIT ":" 2DIGIT
/// ```
///
/// All of it has a fixed width, and its case counts. Which day of the week it was is not checked; a leap second is taken.
///
/// ```
/// use sipwire::{Encode, header::Date};
///
/// let date = Date::parse(b"Sat, 13 Nov 2010 23:29:00 GMT")?;
/// assert_eq!(date.unix_seconds(), 1_289_690_940);
/// assert_eq!((date.year(), date.month(), date.day()), (2010, 11, 13));
/// assert_eq!(Date::build(1_289_690_940).to_bytes().unwrap(), date.as_bytes());
/// # Ok::<(), sipwire::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Date<'a> {
    raw: &'a [u8],
    year: u16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
}

const WEEKDAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/// The months, and how many days of a year without a leap day are before them.
const MONTHS: [(&str, i64); 12] = [
    ("Jan", 0),
    ("Feb", 31),
    ("Mar", 59),
    ("Apr", 90),
    ("May", 120),
    ("Jun", 151),
    ("Jul", 181),
    ("Aug", 212),
    ("Sep", 243),
    ("Oct", 273),
    ("Nov", 304),
    ("Dec", 334),
];

const SECONDS_A_DAY: i64 = 86_400;

impl<'a> Date<'a> {
    /// Parses a value that stands alone, by the default profile.
    ///
    /// # Errors
    ///
    /// At the first byte that does not fit the grammar, and out of range at a day or a time that there is not.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        date(Value::new(bytes)?)
    }

    /// Makes a date from the seconds since 1970 began, to be written: from the year 0 to the year 9999.
    pub const fn build(unix_seconds: i64) -> DateDraft {
        DateDraft { unix_seconds }
    }

    /// The value as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// The seconds since 1970 began, without leap seconds, negative before it.
    pub fn unix_seconds(&self) -> i64 {
        let (year, month, day) = (i64::from(self.year), usize::from(self.month), i64::from(self.day));
        let days = days_before_year(year) + days_before_month(year, month - 1) + day - 1;
        days * SECONDS_A_DAY + i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second)
    }

    /// The year: 0 to 9999.
    pub const fn year(&self) -> u16 {
        self.year
    }

    /// The month: 1 to 12.
    pub const fn month(&self) -> u8 {
        self.month
    }

    /// The day of the month: 1 to 31.
    pub const fn day(&self) -> u8 {
        self.day
    }

    /// The hour: 0 to 23.
    pub const fn hour(&self) -> u8 {
        self.hour
    }

    /// The minute: 0 to 59.
    pub const fn minute(&self) -> u8 {
        self.minute
    }

    /// The second: 0 to 60, which is a leap second.
    pub const fn second(&self) -> u8 {
        self.second
    }
}

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// How many days are from 1970 to the first of a year.
const fn days_before_year(year: i64) -> i64 {
    // Leap days up to the end of the year before: 1969 had 477 behind it.
    let before = year - 1;
    365 * (year - 1970) + before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400) - 477
}

/// How many days of the year are before a month, which is counted from 0; 12 is the end of the year.
fn days_before_month(year: i64, month: usize) -> i64 {
    MONTHS.get(month).map_or(365, |month| month.1) + i64::from(month > 1 && is_leap(year))
}

/// Types the value.
pub(crate) fn date(value: Value<'_>) -> Result<Date<'_>, ParseError> {
    match quick(value.as_bytes()) {
        Some(date) => Ok(date),
        None => by_grammar(value),
    }
}

/// A date that there is. `None` where it is anything else.
pub(super) fn quick(raw: &[u8]) -> Option<Date<'_>> {
    let [w, e, k, b',', b' ', d, a, b' ', m, o, n, b' ', y, z, u, v, b' ', h, i, b':', p, q, b':', s, t, b' ', b'G', b'M', b'T'] = *raw
    else {
        return None;
    };
    if !WEEKDAYS.iter().any(|name| name.as_bytes() == [w, e, k]) {
        return None;
    }
    let month = MONTHS.iter().position(|(name, _)| name.as_bytes() == [m, o, n])?;
    let year = scan::four_digits(&[y, z, u, v])? as u16;
    // Day and hour, minute and second.
    let (day_hour, minute_second) = (scan::four_digits(&[d, a, h, i])?, scan::four_digits(&[p, q, s, t])?);
    let [day, hour, minute, second] = [day_hour / 100, day_hour % 100, minute_second / 100, minute_second % 100].map(|part| part as u8);
    let days = days_before_month(year.into(), month + 1) - days_before_month(year.into(), month);
    let fits = (1..=days).contains(&day.into()) && hour <= 23 && minute <= 59 && second <= 60;
    fits.then_some(Date { raw, year, month: month as u8 + 1, day, hour, minute, second })
}

#[cold]
#[inline(never)]
pub(super) fn by_grammar(value: Value<'_>) -> Result<Date<'_>, ParseError> {
    value.read(|input, _| lexical::named(Expected::Date, rfc1123_date)(input))
}

fn rfc1123_date(input: &[u8]) -> Parsed<'_, Date<'_>> {
    let (rest, _) = one_of(input, &WEEKDAYS.map(|name| (name, 0)))?;
    let (rest, ()) = literal(rest, b", ")?;
    let (day_at, day) = (rest, digits(rest, 2)?.1);
    let (rest, ()) = literal(&rest[2..], b" ")?;
    let (rest, month) = one_of(rest, &MONTHS)?;
    let (rest, ()) = literal(rest, b" ")?;
    let (rest, year) = digits(rest, 4)?;
    if day < 1 || i64::from(day) > days_before_month(year.into(), month + 1) - days_before_month(year.into(), month) {
        return Err(fail(day_at, ErrorKind::OutOfRange));
    }
    let (rest, ()) = literal(rest, b" ")?;
    let (rest, hour) = up_to(rest, 23)?;
    let (rest, ()) = literal(rest, b":")?;
    let (rest, minute) = up_to(rest, 59)?;
    let (rest, ()) = literal(rest, b":")?;
    let (rest, second) = up_to(rest, 60)?;
    let (rest, ()) = literal(rest, b" GMT")?;
    Ok((rest, Date { raw: input, year, month: month as u8 + 1, day: day as u8, hour, minute, second }))
}

/// The place of the name that `input` begins with.
fn one_of<'a>(input: &'a [u8], names: &[(&str, i64)]) -> Parsed<'a, usize> {
    match names.iter().position(|(name, _)| input.starts_with(name.as_bytes())) {
        Some(place) => Ok((&input[3..], place)),
        None => Err(expected(input, Expected::Date)),
    }
}

fn literal<'a>(input: &'a [u8], literal: &[u8]) -> Parsed<'a, ()> {
    match input.iter().zip(literal).take_while(|(byte, wanted)| byte == wanted).count() {
        fits if fits == literal.len() => Ok((&input[fits..], ())),
        fits => Err(expected(&input[fits..], Expected::Date)),
    }
}

/// So many digits and no more; there are at most four.
fn digits(input: &[u8], count: usize) -> Parsed<'_, u16> {
    if scan::run(input, chars::DIGIT) != count {
        return Err(expected(input, Expected::Date));
    }
    let (digits, rest) = input.split_at(count);
    Ok((rest, digits.iter().fold(0, |number, digit| number * 10 + u16::from(digit - b'0'))))
}

fn up_to(input: &[u8], most: u16) -> Parsed<'_, u8> {
    match digits(input, 2)? {
        (rest, number) if number <= most => Ok((rest, number as u8)),
        _ => Err(fail(input, ErrorKind::OutOfRange)),
    }
}

written_as_read!(Date);

/// A date made from seconds: written, not read.
#[derive(Clone, Copy, Debug)]
pub struct DateDraft {
    unix_seconds: i64,
}

impl Encode for DateDraft {
    fn encode(&self, out: &mut Writer<'_>) {
        let (days, seconds) = (self.unix_seconds.div_euclid(SECONDS_A_DAY), self.unix_seconds.rem_euclid(SECONDS_A_DAY));
        if days < days_before_year(0) || days >= days_before_year(10_000) {
            return out.refuse(BuildErrorKind::OutOfRange, 0);
        }
        // As if each year had a leap day: a few years early at most.
        let mut year = 1970 + days.div_euclid(366).min(days.div_euclid(365));
        while days_before_year(year + 1) <= days {
            year += 1;
        }
        let of_year = days - days_before_year(year);
        let month = (0..12).rfind(|&month| days_before_month(year, month) <= of_year).unwrap_or_default();
        let day = of_year - days_before_month(year, month) + 1;
        // 1 January 1970 was a Thursday.
        let weekday = WEEKDAYS[(days + 4).rem_euclid(7) as usize];
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        out.display(format_args!("{weekday}, {day:02} {} {year:04} {hour:02}:{minute:02}:{second:02} GMT", MONTHS[month].0));
    }
}

draft_of!(DateDraft, Date, HeaderName::Date);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_dates() {
        for (text, seconds) in [
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Fri, 16 Aug 1963 05:00:00 GMT", -201_294_000),
            ("Tue, 29 Feb 2000 23:59:59 GMT", 951_868_799),
            ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
            ("Mon, 01 Jan 0001 00:00:00 GMT", -62_135_596_800),
            ("Sat, 01 Jan 0000 00:00:00 GMT", -62_167_219_200),
        ] {
            assert_eq!(Date::parse(text.as_bytes()).unwrap().unix_seconds(), seconds, "{text}");
            assert_eq!(Date::build(seconds).to_bytes().unwrap(), text.as_bytes());
        }
        assert_eq!(Date::parse(b"Tue, 29 Feb 2000 23:59:60 GMT").unwrap().unix_seconds(), 951_868_800);
        for seconds in [253_402_300_800, -62_167_219_201, i64::MAX, i64::MIN] {
            assert!(Date::build(seconds).to_bytes().is_err());
        }
    }

    proptest! {
        #[test]
        fn dates_are_read_as_they_were_written(seconds in -62_167_219_200i64..253_402_300_800) {
            let bytes = Date::build(seconds).to_bytes().unwrap();
            prop_assert_eq!(Date::parse(&bytes).unwrap().unix_seconds(), seconds);
        }
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        let text = b"Sat, 13 Nov 2010 23:29:00 GMT";
        for end in 0..text.len() {
            assert!(Date::parse(&text[..end]).is_err(), "{end}");
        }
        for (text, offset) in [
            ("Sab, 13 Nov 2010 23:29:00 GMT", 0),
            ("SAT, 13 Nov 2010 23:29:00 GMT", 0),
            ("Sat 13 Nov 2010 23:29:00 GMT", 3),
            ("Sat, 3 Nov 2010 23:29:00 GMT", 5),
            ("Sat,  3 Nov 2010 23:29:00 GMT", 5),
            ("Sat, 31 Nov 2010 23:29:00 GMT", 5),
            ("Sat, 29 Feb 1900 23:29:00 GMT", 5),
            ("Sat, 00 Nov 2010 23:29:00 GMT", 5),
            ("Sat, 13 nov 2010 23:29:00 GMT", 8),
            ("Sat, 13 Nov 10 23:29:00 GMT", 12),
            ("Sat, 13 Nov 2010 24:29:00 GMT", 17),
            ("Sat, 13 Nov 2010 23:60:00 GMT", 20),
            ("Sat, 13 Nov 2010 23:29:61 GMT", 23),
            ("Sat, 13 Nov 2010 23:29:00 EST", 26),
            ("Sat, 13 Nov 2010 23:29:00 GMT+1", 29),
        ] {
            assert_eq!(Date::parse(text.as_bytes()).map_err(|error| error.offset()), Err(offset), "{text}");
        }
    }
}
