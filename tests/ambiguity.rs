//! What leaves doubt where a message begins or ends: each row of `corpus/framing/ambiguous.tsv` has one outcome, for datagrams and for
//! streams, wherever a read cuts them.

mod common;

use std::fs;

use bytes::BytesMut;
use sipwire::header::{CSeq, CallId, ContentType, From, MaxForwards, To};
use sipwire::{DecodeError, Decoder, ErrorKind, Frame, Headers, Leniency, Message, ParseError, Parser, Side, Step};

const STRICT: Parser = Parser::new();
const LENIENT: Parser = Parser::new().leniency(Leniency::ALL);

/// A row of the table.
struct Row {
    what: String,
    input: Vec<u8>,
    /// Where the errors stand that it names.
    marks: Vec<usize>,
    /// Where the doubt is refused.
    layer: String,
    datagram: String,
    stream: String,
    opened: String,
    lenient: String,
    lenient_stream: String,
    value: String,
}

impl Row {
    fn read(line: &str) -> Self {
        let cells: Vec<&str> = line.split('\t').collect();
        let [what, input, layer, datagram, stream, opened, lenient, lenient_stream, value] = cells[..] else { panic!("{line}") };
        // A = is what stands in the strict column, or in that of the other form.
        let or = |cell: &str, other: &str| if cell == "=" { other.to_owned() } else { cell.to_owned() };
        let stream = or(stream, datagram);
        let (input, marks) = unescaped(input);
        Self {
            what: what.into(),
            input,
            marks,
            layer: layer.into(),
            datagram: datagram.into(),
            opened: or(opened, &stream),
            lenient: or(lenient, datagram),
            lenient_stream: or(lenient_stream, &stream),
            stream,
            value: value.into(),
        }
    }

    /// An error as the table has it.
    fn error(&self, kind: ErrorKind, offset: u64) -> String {
        match self.marks.iter().position(|&mark| mark as u64 == offset) {
            Some(mark) => format!("{kind} at {}", "^".repeat(mark + 1)),
            None => format!("{kind} at byte {offset}"),
        }
    }

    /// What the input is as a datagram, and what is wrong with its values.
    fn as_datagram(&self, parser: Parser) -> (String, String) {
        match parser.parse(&self.input) {
            Ok(message) => {
                let behind = match message.trailing().len() {
                    0 => String::new(),
                    behind => format!(", {behind} behind"),
                };
                let value = error_of_values(message.headers()).map_or("-".into(), |error| self.error(error.kind(), error.offset() as u64));
                (format!("body {}{behind}", message.body().len()), value)
            }
            Err(error) => {
                assert_eq!(parser.partial(&self.input).errors().first(), Some(&error), "{}", self.what);
                (self.error(error.kind(), error.offset() as u64), "-".into())
            }
        }
    }

    /// What the input is as a stream, of which so many bytes are there after each read.
    fn as_stream(&self, decode: Decode, parser: Parser, side: Side, reads: &mut dyn Iterator<Item = usize>) -> String {
        let mut decoder = Decoder::new(parser, side);
        let mut found = Vec::new();
        let (left, ended) = decode(&mut decoder, &self.input, reads, &mut found);
        match ended {
            Ok(()) if left.is_empty() => {}
            Ok(()) => found.push(format!("{} left", left.len())),
            Err(error) => {
                // What was refused is where the buffer begins, and the parser says the same of it.
                assert!(self.input[decoder.position() as usize..].starts_with(&left), "{}", self.what);
                assert_eq!(decoder.parser().parse(&left).err(), Some(error.in_buffer()), "{}", self.what);
                assert_eq!(decoder.parser().partial(&left).errors().first(), Some(&error.in_buffer()), "{}", self.what);
                found.push(self.error(error.kind(), error.at()));
            }
        }
        found.join(", ")
    }

    /// The same, wherever it is cut in two, and byte by byte.
    fn however_cut(&self, parser: Parser, side: Side) -> String {
        let end = self.input.len();
        let whole = self.as_stream(by_next, parser, side, &mut [end].into_iter());
        for decode in [by_next, by_decode] {
            assert_eq!(self.as_stream(decode, parser, side, &mut (1..=end)), whole, "{}: byte by byte, {side:?}", self.what);
            for cut in 0..=end {
                assert_eq!(
                    self.as_stream(decode, parser, side, &mut [cut, end].into_iter()),
                    whole,
                    "{}: cut at {cut}, {side:?}",
                    self.what
                );
            }
        }
        whole
    }
}

/// The bytes that a cell stands for, and the places of its marks.
fn unescaped(cell: &str) -> (Vec<u8>, Vec<usize>) {
    let (mut bytes, mut marks) = (Vec::new(), Vec::new());
    let mut chars = cell.chars();
    while let Some(char) = chars.next() {
        match char {
            '^' => marks.push(bytes.len()),
            '\\' => bytes.push(match chars.next().unwrap() {
                'r' => b'\r',
                'n' => b'\n',
                't' => b'\t',
                '0' => 0,
                '\\' => b'\\',
                'x' => u8::from_str_radix(&chars.by_ref().take(2).collect::<String>(), 16).unwrap(),
                other => panic!("\\{other} in {cell}"),
            }),
            other => bytes.push(u8::try_from(other).unwrap()),
        }
    }
    (bytes, marks)
}

/// The first error that whoever asks for the values is told: of an element, or of a second row.
fn error_of_values(headers: Headers<'_, '_>) -> Option<ParseError> {
    let of_rows = [
        headers.get::<From>().err(),
        headers.get::<To>().err(),
        headers.get::<CallId>().err(),
        headers.get::<CSeq>().err(),
        headers.get::<MaxForwards>().err(),
        headers.get::<ContentType>().err(),
    ];
    let of_values = headers.iter().flat_map(|row| row.values()).filter_map(Result::err);
    of_rows.into_iter().flatten().chain(of_values).min_by_key(ParseError::offset)
}

/// What takes a stream apart: writes down what it finds, and gives what is left and how it ended.
type Decode = fn(&mut Decoder, &[u8], &mut dyn Iterator<Item = usize>, &mut Vec<String>) -> (Vec<u8>, Result<(), DecodeError>);

fn by_next(
    decoder: &mut Decoder,
    stream: &[u8],
    reads: &mut dyn Iterator<Item = usize>,
    found: &mut Vec<String>,
) -> (Vec<u8>, Result<(), DecodeError>) {
    let mut begin = 0;
    for there in reads {
        loop {
            match decoder.next(&stream[begin..there]) {
                Ok(Step::Need(_)) => break,
                Ok(Step::Frame { len, frame }) => {
                    found.push(match &frame {
                        Frame::Message(message) => in_words(decoder, message),
                        Frame::Ping => "ping".into(),
                        Frame::Pong => "pong".into(),
                    });
                    begin += len;
                }
                Err(error) => return (stream[begin..there].to_vec(), Err(error)),
            }
        }
    }
    (stream[begin..].to_vec(), decoder.finish(&stream[begin..]))
}

fn by_decode(
    decoder: &mut Decoder,
    stream: &[u8],
    reads: &mut dyn Iterator<Item = usize>,
    found: &mut Vec<String>,
) -> (Vec<u8>, Result<(), DecodeError>) {
    let (mut begin, mut buffer) = (0, BytesMut::new());
    for there in reads {
        buffer.extend_from_slice(&stream[begin..there]);
        begin = there;
        loop {
            match decoder.decode(&mut buffer) {
                Ok(None) => break,
                Ok(Some(Frame::Message(message))) => found.push(in_words(decoder, &message.as_message())),
                Ok(Some(Frame::Ping)) => found.push("ping".into()),
                Ok(Some(Frame::Pong)) => found.push("pong".into()),
                Err(error) => return (buffer.to_vec(), Err(error)),
            }
        }
    }
    let ended = decoder.finish(&buffer);
    (buffer.to_vec(), ended)
}

/// A message of a stream, which is the same to the parser.
fn in_words(decoder: &Decoder, message: &Message<'_>) -> String {
    let again = decoder.parser().parse(message.as_bytes()).unwrap();
    assert_eq!((again.body(), again.headers().len(), again.trailing()), (message.body(), message.headers().len(), &b""[..]));
    format!("message {}", message.body().len())
}

fn table() -> Vec<Row> {
    let text = fs::read_to_string(common::folder("framing").join("ambiguous.tsv")).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("what\tinput\tlayer\tdatagram\tstream\topened\tlenient\tlenient stream\tvalue"));
    let rows: Vec<_> = lines.map(Row::read).collect();
    assert!(rows.len() >= 150, "{} rows", rows.len());
    rows
}

#[test]
fn each_doubt_has_one_outcome() {
    let mut wrong = Vec::new();
    for row in table() {
        let found = [
            row.as_datagram(STRICT).0,
            row.however_cut(STRICT, Side::Accepted),
            row.however_cut(STRICT, Side::Opened),
            row.as_datagram(LENIENT).0,
            row.however_cut(LENIENT, Side::Accepted),
            row.as_datagram(STRICT).1,
        ];
        let told = [&row.datagram, &row.stream, &row.opened, &row.lenient, &row.lenient_stream, &row.value];
        if found.each_ref() != told {
            wrong.push(format!("{}\n  found {found:?}\n  told  {told:?}", row.what));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Where each is refused: what is framed in doubt by the parser, and by streams alone what only they need to know.
#[test]
fn each_doubt_has_its_layer() {
    let mut names = Vec::new();
    for row in table() {
        let is_error = |outcome: &str| outcome.contains(" at ");
        let layer = match row.stream.rsplit(", ").next().unwrap() {
            _ if is_error(&row.datagram) => "framing",
            last if is_error(last) && last == row.stream => "stream",
            last if is_error(last) && !last.starts_with("the message is cut short") => "framing",
            _ if row.value != "-" => "value",
            _ => "-",
        };
        assert_eq!(layer, row.layer, "{}", row.what);
        // A stream takes nothing that a datagram does not.
        assert!(!is_error(&row.datagram) || is_error(&row.stream), "{}", row.what);
        assert!(!is_error(&row.lenient) || is_error(&row.lenient_stream), "{}", row.what);
        names.push(row.what);
    }
    names.sort();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count, "a row stands twice");
}
