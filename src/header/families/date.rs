//! Date.

use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::take;
use nom::combinator::{cut, map, map_opt, opt, recognize, value};
use nom::sequence::{preceded, separated_pair, terminated};

use crate::encode::{BuildErrorKind, Encode, Writer};
use crate::error::{ErrorKind, Expected, ParseError};
use crate::grammar::{self, Parsed, Rule, as_one, byte, convert, thousandths};
use crate::header::draft::{draft_of, written_as_read};
use crate::header::family::{Facts, Family, tell};
use crate::header::rows::value::Value;
use crate::name::HeaderName;
use crate::params::Params;
use crate::profile::Leniency;
use crate::text::Token;
use crate::uri::Uri;

/// Date: when a message was first sent (RFC 3261 §20.17). Registrars put it into responses, so that phones without a clock can set theirs.
///
/// ```text
/// rfc1123-date = wkday "," SP date1 SP time SP "GMT"
/// date1        = 2DIGIT SP month SP 4DIGIT
/// time         = 2DIGIT ":" 2DIGIT ":" 2DIGIT
/// ```
///
/// All of it has a fixed width, and its case counts. Which day of the week it was is not checked; a leap second is taken. The form of ISO 8601,
/// which GB/T 28181 prescribes, is taken with [`Leniency::ISO_8601_DATE`](crate::Leniency::ISO_8601_DATE).
///
/// `==` compares the bytes.
///
/// ```
/// use sipwire::{Encode, header::Date};
///
/// let date = Date::parse(b"Sat, 13 Nov 2010 23:29:00 GMT")?;
/// assert_eq!(date.unix_seconds(), Some(1_289_690_940));
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
    milliseconds: Option<u16>,
    utc_offset: Option<i16>,
}

const WEEKDAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// How many days of a year without a leap day are before each month.
const DAYS_BEFORE: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

const SECONDS_A_DAY: i64 = 86_400;

impl<'a> Date<'a> {
    /// Parses a value outside of a message, with the default profile.
    ///
    /// # Errors
    ///
    /// Returns an error at the first byte that does not fit the grammar, or if the day or the time does not exist.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        date(Value::new(bytes)?)
    }

    /// Makes a date from the seconds since 1970 began, to be written: from the year 0 to the year 9999.
    pub const fn build(unix_seconds: i64) -> DateDraft {
        DateDraft { unix_seconds }
    }

    /// Makes a date in the form of ISO 8601 from its fields, to be written: for GB/T 28181 alone, since other receivers refuse it. The time is
    /// midnight until [`time`](Iso8601Draft::time) sets it.
    ///
    /// ```
    /// use sipwire::{Encode, header::Date};
    ///
    /// let date = Date::iso_8601(2022, 1, 31).time(23, 59, 0).milliseconds(7);
    /// assert_eq!(date.to_bytes()?, b"2022-01-31T23:59:00.007");
    /// # Ok::<(), sipwire::BuildError>(())
    /// ```
    pub const fn iso_8601(year: u16, month: u8, day: u8) -> Iso8601Draft {
        Iso8601Draft { date: (year, month, day), time: (0, 0, 0), milliseconds: None }
    }

    /// The value as read.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    /// Returns the seconds since 1970-01-01 without leap seconds, negative before then. Returns `None` if the date has no zone.
    pub fn unix_seconds(&self) -> Option<i64> {
        Some(self.seconds() - i64::from(self.utc_offset?) * 60)
    }

    /// The same, as if the zone were UTC.
    fn seconds(&self) -> i64 {
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

    /// The milliseconds: 0 to 999, whatever comes behind being left out. `None` if no fraction is written, as in every date of RFC 3261.
    pub const fn milliseconds(&self) -> Option<u16> {
        self.milliseconds
    }

    /// Returns the offset of the zone from UTC in minutes: 0 in every date of RFC 3261. Returns `None` if the date has no zone.
    pub const fn utc_offset(&self) -> Option<i16> {
        self.utc_offset
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
    DAYS_BEFORE.get(month).copied().unwrap_or(365) + i64::from(month > 1 && is_leap(year))
}

/// Types the value.
///
/// ```text
/// rfc1123-date = wkday "," SP date1 SP time SP "GMT"
/// ```
pub(crate) fn date(value: Value<'_>) -> Result<Date<'_>, ParseError> {
    if value.allows(Leniency::ISO_8601_DATE) && value.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        return iso_date(value);
    }
    let day = preceded((wkday, mark(b','), mark(b' ')), date1);
    let ((day, month, year), (hour, minute, second)) = value.read((day, preceded(mark(b' '), terminated(time, zone))))?;
    Ok(Date { raw: value.as_bytes(), year, month, day, hour, minute, second, milliseconds: None, utc_offset: Some(0) })
}

/// ```text
/// iso-date = 4DIGIT "-" 2DIGIT "-" 2DIGIT "T" time [ "." 1*DIGIT ] [ "Z" / ( "+" / "-" ) 2DIGIT ":" 2DIGIT ]   ; RFC 3339 §5.6
/// ```
fn iso_date(value: Value<'_>) -> Result<Date<'_>, ParseError> {
    let month = convert(up_to(12), |month| month.checked_sub(1).map(usize::from), ErrorKind::OutOfRange);
    let date = (terminated(number_of(4), mark(b'-')), terminated(month, mark(b'-')), number_of(2));
    let date = convert(date, |(year, month, day)| there_is((day, (month, year))), ErrorKind::OutOfRange);
    let fraction = map(preceded(mark(b'.'), grammar::digits), thousandths);
    let ((day, month, year), (), (hour, minute, second), milliseconds, utc_offset) =
        value.read((date, mark(b'T'), time, opt(fraction), opt(utc_offset)))?;
    Ok(Date { raw: value.as_bytes(), year, month, day, hour, minute, second, milliseconds, utc_offset })
}

/// ```text
/// "Z" / ( "+" / "-" ) 2DIGIT ":" 2DIGIT
/// ```
///
/// In minutes.
fn utc_offset(input: &[u8]) -> Parsed<'_, i16> {
    let sign = alt((value(1, mark(b'+')), value(-1, mark(b'-'))));
    let offset = (sign, cut(separated_pair(up_to(23), mark(b':'), up_to(59))));
    let offset = map(offset, |(sign, (hours, minutes))| sign * (i16::from(hours) * 60 + i16::from(minutes)));
    alt((value(0, mark(b'Z')), offset)).parse_complete(input)
}

/// ```text
/// wkday = "Sun" / "Mon" / "Tue" / "Wed" / "Thu" / "Fri" / "Sat"
/// ```
fn wkday(input: &[u8]) -> Parsed<'_, usize> {
    name(|name| WEEKDAYS.iter().position(|day| day.as_bytes() == name)).parse_complete(input)
}

/// ```text
/// date1 = 2DIGIT SP month SP 4DIGIT
/// ```
///
/// Out of range, with the offset of its first digit, is a day that the month does not have.
fn date1(input: &[u8]) -> Parsed<'_, (u8, u8, u16)> {
    let parts = (terminated(number_of(2), mark(b' ')), separated_pair(month, mark(b' '), number_of(4)));
    convert(parts, there_is, ErrorKind::OutOfRange).parse_complete(input)
}

/// The day, the month counted from 1, and the year; `None` for a day that the month does not have. The month is counted from 0.
fn there_is((day, (month, year)): (u16, (usize, u16))) -> Option<(u8, u8, u16)> {
    let days = days_before_month(year.into(), month + 1) - days_before_month(year.into(), month);
    (1..=days).contains(&day.into()).then_some((day as u8, month as u8 + 1, year))
}

/// ```text
/// month = "Jan" / "Feb" / "Mar" / "Apr" / "May" / "Jun" / "Jul" / "Aug" / "Sep" / "Oct" / "Nov" / "Dec"
/// ```
///
/// Counted from 0.
fn month(input: &[u8]) -> Parsed<'_, usize> {
    name(|name| MONTHS.iter().position(|month| month.as_bytes() == name)).parse_complete(input)
}

/// ```text
/// time = 2DIGIT ":" 2DIGIT ":" 2DIGIT   ; 00:00:00 to 23:59:60
/// ```
fn time(input: &[u8]) -> Parsed<'_, (u8, u8, u8)> {
    (terminated(up_to(23), mark(b':')), terminated(up_to(59), mark(b':')), up_to(60)).parse_complete(input)
}

/// ```text
/// SP "GMT"
/// ```
fn zone(input: &[u8]) -> Parsed<'_, &[u8]> {
    recognize((mark(b' '), mark(b'G'), mark(b'M'), mark(b'T'))).parse_complete(input)
}

/// A separator between the parts of a date.
#[inline(always)]
fn mark<'a>(mark: u8) -> impl Rule<'a, ()> {
    byte(mark, Expected::Date)
}

/// Three letters, and what they name.
#[inline(always)]
fn name<'a>(place: impl Fn(&[u8]) -> Option<usize>) -> impl Rule<'a, usize> {
    as_one(Expected::Date, map_opt(take(3usize), place))
}

/// So many digits and no more.
#[inline(always)]
fn number_of<'a>(count: usize) -> impl Rule<'a, u16> {
    as_one(Expected::Date, map(grammar::number_of(count, count), |number| number as u16))
}

/// Two digits, whose number is at most `most`.
#[inline(always)]
fn up_to<'a>(most: u16) -> impl Rule<'a, u8> {
    convert(number_of(2), move |number| (number <= most).then_some(number as u8), ErrorKind::OutOfRange)
}

impl<'a> Family<'a> for Date<'a> {
    const NAME: &'static str = "date";

    fn as_bytes(&self) -> &'a [u8] {
        self.raw
    }

    fn verify(&self) -> Result<(), ParseError> {
        Ok(())
    }

    fn leniency(&self) -> Leniency {
        Leniency::ALL
    }

    fn params(&self) -> Params<'a> {
        Params::default()
    }

    fn uri(&self) -> Option<Result<Uri<'a>, ParseError>> {
        None
    }

    fn repeated_auth_param(&self) -> Option<Token<'a>> {
        None
    }

    fn is_equivalent(&self, other: &Self, _: HeaderName<'_>) -> bool {
        let is_same_instant = (self.unix_seconds(), self.milliseconds) == (other.unix_seconds(), other.milliseconds);
        is_same_instant && (self.utc_offset.is_some() || self.seconds() == other.seconds())
    }

    fn facts(&self, facts: &mut Facts<'_, 'a>) {
        tell!(facts, self, year month day hour minute second milliseconds utc_offset unix_seconds);
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
        out.display(format_args!("{weekday}, {day:02} {} {year:04} {hour:02}:{minute:02}:{second:02} GMT", MONTHS[month]));
    }
}

draft_of!(DateDraft, Date, HeaderName::Date);

/// A date in the form of ISO 8601, without a zone: written, not read. Made by [`Date::iso_8601`].
#[derive(Clone, Copy, Debug)]
pub struct Iso8601Draft {
    date: (u16, u8, u8),
    time: (u8, u8, u8),
    milliseconds: Option<u16>,
}

impl Iso8601Draft {
    /// The hour, the minute, and the second, which is 60 in a leap second.
    #[must_use]
    pub const fn time(mut self, hour: u8, minute: u8, second: u8) -> Self {
        self.time = (hour, minute, second);
        self
    }

    /// The milliseconds: 0 to 999.
    #[must_use]
    pub const fn milliseconds(mut self, milliseconds: u16) -> Self {
        self.milliseconds = Some(milliseconds);
        self
    }
}

impl Encode for Iso8601Draft {
    fn encode(&self, out: &mut Writer<'_>) {
        let ((year, month, day), (hour, minute, second)) = (self.date, self.time);
        let is_date = (1..=12).contains(&month) && year <= 9999 && there_is((day.into(), (usize::from(month) - 1, year))).is_some();
        if !is_date || hour > 23 || minute > 59 || second > 60 || self.milliseconds.is_some_and(|milliseconds| milliseconds > 999) {
            return out.refuse(BuildErrorKind::OutOfRange, 0);
        }
        out.display(format_args!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"));
        if let Some(milliseconds) = self.milliseconds {
            out.display(format_args!(".{milliseconds:03}"));
        }
    }
}

draft_of!(Iso8601Draft, Date, HeaderName::Date);

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
            assert_eq!(Date::parse(text.as_bytes()).unwrap().unix_seconds(), Some(seconds), "{text}");
            assert_eq!(Date::build(seconds).to_bytes().unwrap(), text.as_bytes());
        }
        assert_eq!(Date::parse(b"Tue, 29 Feb 2000 23:59:60 GMT").unwrap().unix_seconds(), Some(951_868_800));
        for seconds in [253_402_300_800, -62_167_219_201, i64::MAX, i64::MIN] {
            assert!(Date::build(seconds).to_bytes().is_err());
        }
    }

    proptest! {
        #[test]
        fn dates_are_read_as_they_were_written(seconds in -62_167_219_200i64..253_402_300_800) {
            let bytes = Date::build(seconds).to_bytes().unwrap();
            prop_assert_eq!(Date::parse(&bytes).unwrap().unix_seconds(), Some(seconds));
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
