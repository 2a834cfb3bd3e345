//! The tree that people read. Passwords and the secrets of credentials are shown as the crate's `Display` shows them: as `***`.

mod body;
mod values;

use anstyle::{AnsiColor, Style};
use sipwire::{AnyValue, HeaderName, Text};
use termtree::{GlyphPalette, Tree};
use unicode_width::UnicodeWidthStr as _;
use values::{element, shown, unit, uri};

use crate::check::{self, Checked};
use crate::content::other_protocol;
use crate::element::Element;
use crate::excerpt::Excerpt;
use crate::problem::Problem;
use crate::safe;
use crate::secrets;
use crate::stream::{Part, What};
use crate::subject::{Compared, LoneUri, LoneValue, Refused, Row, Seen, Start, Typed};

const TITLE: Style = Style::new().bold();
const NAME: Style = AnsiColor::Cyan.on_default().bold();
const LABEL: Style = AnsiColor::Blue.on_default();
const FAINT: Style = Style::new().dimmed();
const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default().bold();
const NOTE: Style = AnsiColor::Yellow.on_default().bold();

fn paint(style: Style, text: impl std::fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}

/// A part of something: what it is, what it says, and its own parts.
struct Node {
    label: String,
    text: String,
    parts: Vec<Node>,
}

impl Node {
    fn new(label: impl Into<String>, text: impl Into<String>) -> Self {
        Self { label: label.into(), text: text.into(), parts: Vec::new() }
    }

    /// Without a label; the text may have several lines, and styles of its own.
    fn plain(text: impl Into<String>) -> Self {
        Self::new("", text)
    }

    /// Whether it is a parameter of that name.
    fn is_of(&self, name: &str) -> bool {
        self.label.strip_prefix(';').unwrap_or(&self.label) == name
    }

    fn with(mut self, parts: Vec<Node>) -> Self {
        self.parts = parts;
        self
    }
}

/// The nodes as trees; the texts of those with labels begin in one column.
fn trees(nodes: Vec<Node>) -> Vec<Tree<String>> {
    let column = nodes.iter().map(|node| node.label.width()).max().unwrap_or(0);
    let tree = |node: Node| {
        let gap = column - node.label.width() + 2;
        let root = match (&*node.label, &*node.text) {
            ("", text) => text.to_owned(),
            (label, "") => paint(LABEL, label),
            (label, text) => format!("{}{:gap$}{text}", paint(LABEL, label), ""),
        };
        Tree::new(root).with_multiline(true).with_leaves(trees(node.parts))
    };
    nodes.into_iter().map(tree).collect()
}

fn render(root: String, nodes: Vec<Node>) -> String {
    const GLYPHS: GlyphPalette =
        GlyphPalette { middle_item: "├", last_item: "└", item_indent: "─ ", middle_skip: "│", last_skip: " ", skip_indent: "  " };
    let tree = Tree::new(root).with_glyphs(GLYPHS).with_leaves(trees(nodes)).to_string();
    tree.lines().flat_map(|line| [line.trim_end(), "\n"]).collect()
}

/// An error or a note: what it is, where, and the bytes underlined.
fn report(word: &str, style: Style, input: &[u8], problem: &Problem, place: impl Fn(&Excerpt) -> String) -> String {
    let excerpt = Excerpt::of(input, problem);
    let head = |found| {
        format!("{}{}{found} {}", paint(style, format_args!("{word}: ")), paint(TITLE, &problem.message), paint(FAINT, place(&excerpt)))
    };
    if input.is_empty() {
        return head("");
    }
    let found = if problem.message.starts_with("expected") { format!(", found {}", excerpt.found) } else { String::new() };
    let Excerpt { before, marked, behind, indent, width, .. } = &excerpt;
    let (marked, carets) = (paint(style, marked), paint(style, "^".repeat(*width)));
    format!("{}\n  {before}{marked}{behind}\n  {:indent$}{carets}", head(&found), "")
}

fn in_message(input: &[u8], word: &str, style: Style, problem: &Problem) -> String {
    report(word, style, input, problem, |excerpt| format!("at byte {}, line {}", problem.offset, excerpt.line))
}

/// A message, accepted or refused.
pub(crate) fn message(file: &[u8], seen: &Seen<'_>) -> String {
    titled(&name_of(file), seen.input.len() as u64, seen)
}

/// A message, and under it what is wrong with it.
pub(crate) fn checked(file: &[u8], checked: &Checked<'_>) -> String {
    let from = checked.at.map_or(String::new(), |at| format!(" from byte {at}"));
    let seen = &checked.seen;
    let (length, count) = (seen.input.len() as u64, seen.faults.len());
    let verdict = match count {
        0 => paint(GOOD, "no fault"),
        1 => paint(BAD, "1 fault"),
        count => paint(BAD, format_args!("{count} faults")),
    };
    let mut out = format!("{}  {}  {verdict}\n", paint(TITLE, format_args!("{}{from}", name_of(file))), size(length));
    if let Some(aside) = checked.aside {
        out.push_str(&format!("{}{aside}\n", paint(NOTE, "note: ")));
    }
    let (line, nodes) = parts_of(seen);
    out.push('\n');
    out.push_str(&render(paint(TITLE, line), nodes));
    for fault in &seen.faults {
        out.push('\n');
        out.push_str(&in_message(seen.input, "fault", BAD, &check::problem(fault)));
        out.push('\n');
    }
    out
}

/// A part of a stream: under its place, with all that is in it.
pub(crate) fn part(file: &[u8], part: &Part<'_>) -> String {
    let title = format!("{} from byte {}", name_of(file), part.at);
    let alone = |style, what| format!("{}  {}  {}\n", paint(TITLE, &title), size(part.length), paint(style, what));
    match &part.what {
        What::Message(seen) | What::Refused { seen, .. } => titled(&title, part.length, seen),
        What::Ping => alone(GOOD, "ping"),
        What::Pong => alone(GOOD, "pong"),
        What::Left => alone(NOTE, "left: a part of a keep-alive"),
    }
}

/// A message of so many bytes.
fn titled(title: &str, length: u64, seen: &Seen<'_>) -> String {
    let mut out = format!("{}  {}  {}\n", paint(TITLE, title), size(length), verdict(seen));
    out.push_str(&faults(seen));
    out.push('\n');
    if let Some(refused) = &seen.refused {
        for problem in &refused.all {
            out.push_str(&in_message(seen.input, "error", BAD, problem));
            out.push_str("\n\n");
        }
    }
    for problem in &seen.diagnostics {
        out.push_str(&in_message(seen.input, "taken", NOTE, problem));
        out.push_str("\n\n");
    }
    let (line, nodes) = parts_of(seen);
    out.push_str(&render(paint(TITLE, line), nodes));
    out
}

/// A line that says that a parsed message has faults for any element; empty if it has none.
fn faults(seen: &Seen<'_>) -> String {
    let Some(first) = seen.faults.first() else { return String::new() };
    let (count, rule) = (seen.faults.len(), first.rule());
    let number = if count == 1 { "1 fault".to_owned() } else { format!("{count} faults, the first") };
    format!("{}{rule} ({}); `inspect check` shows each\n", paint(BAD, format_args!("{number}: ")), rule.section())
}

/// The start line of a message, and what is in it.
fn parts_of(seen: &Seen<'_>) -> (String, Vec<Node>) {
    let mut nodes = Vec::new();
    let line = match &seen.start {
        Start::Request { method, uri, version } => {
            nodes.push(request_uri(seen.input, uri));
            let uri = uri.uri.as_ref().map_or_else(|_| safe::text(secrets::masked(uri.raw)), |uri| safe::text(uri.to_string()));
            format!("{method} {uri} SIP/{version}")
        }
        Start::Response { status, reason, version } => format!("SIP/{version} {status} {}", safe::text(reason.unescape())),
        Start::Broken { line, method, uri } => {
            nodes.extend(method.map(|method| Node::plain(format!("{} {method}", paint(NAME, "Method:")))));
            nodes.extend(uri.as_ref().map(|uri| request_uri(seen.input, uri)));
            match line {
                [] => paint(FAINT, "(no start line)"),
                line => safe::text(secrets::masked(line)),
            }
        }
    };
    nodes.extend(seen.rows.iter().map(|row| self::row(seen, row)));
    nodes.extend(body::node(seen, seen.body, &seen.content));
    if !seen.trailing.is_empty() {
        nodes.push(content("trailing", seen.trailing));
    }
    (line, nodes)
}

/// A datagram that keeps a binding open.
pub(crate) fn keep_alive(file: &[u8], what: &str, input: &[u8]) -> String {
    format!("{}  {}  {}\n", paint(TITLE, name_of(file)), size(input.len() as u64), paint(GOOD, format_args!("keep-alive: {what}")))
}

/// The name of a file, fit to be shown.
fn name_of(file: &[u8]) -> String {
    if file == b"-" { "standard input".to_owned() } else { safe::text(file) }
}

fn size(bytes: u64) -> String {
    format!("{bytes} byte{}", if bytes == 1 { "" } else { "s" })
}

fn verdict(seen: &Seen<'_>) -> String {
    if let (Some(_), Some((_, what))) = (&seen.refused, other_protocol(seen.input)) {
        return paint(BAD, format_args!("refused: {what}"));
    }
    match (&seen.refused, seen.count_problems()) {
        (Some(Refused { status_owed: Some(status), .. }), _) => {
            let reason = status.default_reason().unwrap_or_default();
            let owed =
                if matches!(seen.start, Start::Response { .. }) { String::new() } else { format!(", to be answered {status} {reason}") };
            paint(BAD, format_args!("refused{owed}"))
        }
        (Some(_), _) => paint(BAD, "refused"),
        (None, 0) => paint(GOOD, "parsed"),
        (None, 1) => paint(BAD, "parsed, 1 value is in error"),
        (None, count) => paint(BAD, format_args!("parsed, {count} values are in error")),
    }
}

fn content(name: &str, bytes: &[u8]) -> Node {
    let lines = safe::body(bytes).into_iter().map(|line| format!("\n  {line}")).collect::<String>();
    Node::plain(format!("{} {}{lines}", paint(NAME, format_args!("{name}:")), size(bytes.len() as u64)))
}

fn request_uri(input: &[u8], seen: &LoneUri<'_>) -> Node {
    let node = Node::plain(paint(NAME, "Request-URI:"));
    match &seen.uri {
        Ok(known) => node.with(uri(known)),
        Err(problem) => node.with(vec![Node::plain(in_message(input, "error", BAD, problem))]),
    }
}

fn row(seen: &Seen<'_>, row: &Row<'_>) -> Node {
    let name = row.header.name();
    let tell = |problem: &Problem| match seen.is_framing(problem) {
        // Its bytes were shown above the tree.
        true => format!("{}{}", paint(BAD, "error: "), paint(TITLE, &problem.message)),
        false => in_message(seen.input, "error", BAD, problem),
    };
    header(name, row.header.wire_name(), &row.header.text(), &row.typed, tell)
}

/// The row, its elements under it, and the error of the row under them; those of parts stand under the parts.
fn header(name: HeaderName<'_>, wire_name: &[u8], text: &Text<'_>, typed: &Typed<'_>, tell: impl Fn(&Problem) -> String) -> Node {
    let values = typed.values.as_deref().unwrap_or_default();
    let mut said: Vec<String> = values.iter().map(|element| shown(&element.value)).collect();
    match &typed.problem {
        None if typed.values.is_none() => said.push(safe::text(text.unescape())),
        // A length holds no secret; other rows that are in error are shown as far as the error's place needs it.
        Some(_) if name == HeaderName::ContentLength && said.is_empty() => said.push(safe::text(text.unescape())),
        Some(_) if typed.is_cut && !said.is_empty() => said.push("…".to_owned()),
        _ => {}
    }
    let said = said.join(", ");
    let mut line = format!("{} {said}", paint(NAME, format_args!("{name}:")));
    if !wire_name.eq_ignore_ascii_case(name.as_str().as_bytes()) {
        line.push_str(&paint(FAINT, format_args!("  (as {})", safe::text(wire_name))));
    }
    if let ([Element { value: AnyValue::Number(number), .. }], Some(unit)) = (values, unit(name))
        && number.params().is_empty()
        && number.comment().is_none()
    {
        line.push_str(&paint(FAINT, format_args!("  {unit}")));
    }
    let mut nodes: Vec<Node> = match values {
        [only] if !typed.is_cut => element(name, only, &tell),
        _ => values.iter().map(|value| Node::plain(shown(&value.value)).with(element(name, value, &tell))).collect(),
    };
    // Words say all in their row.
    if !typed.is_cut && values.len() > 1 && nodes.iter().all(|node| node.parts.is_empty()) {
        nodes.clear();
    }
    let of_row = typed.problem.as_ref().filter(|problem| !values.iter().any(|element| element.has(problem)));
    nodes.extend(of_row.map(|problem| Node::plain(tell(problem))));
    Node::plain(line.trim_end()).with(nodes)
}

/// Whether two URIs are equal, and why not.
pub(crate) fn compared(seen: &Compared<'_>) -> String {
    let taken: String = seen.uris.iter().map(taken).collect();
    match &seen.outcome {
        Some(Ok(())) => taken + "equal\n",
        Some(Err(difference)) => format!("{taken}different: {}\n", safe::text(difference.to_string())),
        None => seen.uris.iter().filter(|seen| seen.uri.is_err()).map(lone_uri).collect(),
    }
}

/// A URI that stands alone.
pub(crate) fn lone_uri(seen: &LoneUri<'_>) -> String {
    match &seen.uri {
        Ok(known) => taken(seen) + &render(paint(TITLE, safe::text(known.to_string())), uri(known)),
        Err(problem) => alone(seen.raw, problem),
    }
}

/// What was taken leniently of a URI, and names that stand twice.
fn taken(seen: &LoneUri<'_>) -> String {
    seen.diagnostics
        .iter()
        .map(|problem| report("taken", NOTE, seen.raw, problem, |_| format!("at byte {}", problem.offset)) + "\n\n")
        .collect()
}

/// A value that stands in no message.
pub(crate) fn lone_value(seen: &LoneValue<'_>) -> String {
    // The error is shown in the row that the value would make.
    let before = format!("{}: ", seen.wire_name);
    let row = [before.as_bytes(), seen.raw].concat();
    let in_row = |word, style, problem: &Problem| {
        let in_row = Problem { offset: before.len() + problem.offset, ..problem.clone() };
        report(word, style, &row, &in_row, |_| format!("at byte {} of the value", problem.offset))
    };
    let tell = |problem: &Problem| in_row("error", BAD, problem);
    let Some(text) = seen.text else { return seen.typed.problem.as_ref().map(tell).unwrap_or_default() + "\n" };
    let taken: String = seen.diagnostics.iter().map(|problem| in_row("taken", NOTE, problem) + "\n\n").collect();
    let node = header(seen.name, seen.wire_name.as_bytes(), &text, &seen.typed, tell);
    taken + &render(node.text, node.parts)
}

/// A response of Digest authentication.
#[cfg(feature = "digest")]
pub(crate) fn response(response: &Result<String, sipwire::digest::DigestError>) -> String {
    match response {
        Ok(response) => format!("{response}\n"),
        Err(error) => format!("{}{}\n", paint(BAD, "error: "), paint(TITLE, error)),
    }
}

fn alone(input: &[u8], problem: &Problem) -> String {
    report("error", BAD, input, problem, |_| format!("at byte {}", problem.offset)) + "\n"
}
