//! The chart: how many messages a core parses in a second, and how many with their values.

use std::fmt::Write;

use super::table::shown_name;
use crate::facts::Key;
use crate::results::{Peer, Results};

const WIDTH: f64 = 820.0;
/// Where the bars begin, and how long the longest is.
const LEFT: f64 = 190.0;
const LONGEST: f64 = 490.0;
const ROW: f64 = 24.0;
const BAR: f64 = 16.0;

/// One bar: a peer, and how many million messages it manages in a second, if it takes the message.
struct Bar {
    name: String,
    is_own: bool,
    rate: Option<f64>,
    /// What else there is to say.
    remark: String,
}

/// Two panels of the last message, one below the other, in colours for light and dark.
pub fn svg(results: &Results) -> String {
    let message = results.messages.last().expect("there are messages");
    let (scans, typed) = (bars(results, false), bars(results, true));
    let height = 132.0 + ROW * (scans.len() + typed.len()) as f64;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\">\n\
         <title>Messages a second on one core: {} of {} bytes</title>\n{STYLE}\
         <rect class=\"ground\" width=\"{WIDTH}\" height=\"{height}\"/>\n",
        escaped(&message.title),
        message.bytes
    );
    let title = format!("Parsed: {} of {} bytes, million messages a second on one core", message.title, message.bytes);
    let below = panel(&mut out, 30.0, &title, &scans);
    panel(&mut out, below + 34.0, "Parsed, and the values that a stack asks for first", &typed);
    let foot = format!("†: some value is wrong. httparse and picohttpparser parse HTTP of the same bytes. {}", results.machine.cpu);
    writeln!(out, "<text class=\"small\" x=\"16\" y=\"{}\">{}</text>\n</svg>", height - 14.0, escaped(&foot)).unwrap();
    out
}

/// The bars of a panel, the longest first.
fn bars(results: &Results, is_typed: bool) -> Vec<Bar> {
    let place = results.messages.len() - 1;
    // What looks for line ends alone is no parser.
    let peers = results.peers.iter().filter(|peer| peer.name != "memchr" && (!is_typed || peer.has_types()));
    let bar = |peer: &Peer| {
        let (reading, gives_not) = (&peer.readings[place], &peer.gives_not);
        let mut remark = String::new();
        if is_typed && !reading.findings.is_empty() {
            remark.push('†');
        }
        if is_typed && !gives_not.is_empty() {
            write!(remark, " ({} of {} values)", Key::ALL.len() - gives_not.len(), Key::ALL.len()).unwrap();
        }
        let cost = if is_typed { reading.typed } else { reading.scan };
        let rate = cost.map(|cost| 1_000.0 / cost.nanoseconds);
        Bar { name: shown_name(peer), is_own: peer.name == results.peers[0].name, rate, remark }
    };
    let mut bars: Vec<_> = peers.map(bar).collect();
    bars.sort_by(|a, b| b.rate.unwrap_or(0.0).total_cmp(&a.rate.unwrap_or(0.0)));
    bars
}

/// A panel; gives where it ends.
fn panel(out: &mut String, top: f64, title: &str, bars: &[Bar]) -> f64 {
    writeln!(out, "<text class=\"title\" x=\"16\" y=\"{top}\">{}</text>", escaped(title)).unwrap();
    let most = bars.iter().filter_map(|bar| bar.rate).fold(f64::MIN_POSITIVE, f64::max);
    for (place, Bar { name, is_own, rate, remark }) in bars.iter().enumerate() {
        let y = top + 14.0 + ROW * place as f64;
        let middle = y + BAR / 2.0 + 4.5;
        let class = if *is_own { "own" } else { "peer" };
        let name = escaped(name);
        writeln!(out, "<text class=\"{class}-name\" x=\"{}\" y=\"{middle}\" text-anchor=\"end\">{name}</text>", LEFT - 8.0).unwrap();
        let Some(rate) = rate else {
            writeln!(out, "<text class=\"small\" x=\"{LEFT}\" y=\"{middle}\">refused</text>").unwrap();
            continue;
        };
        let length = LONGEST * rate / most;
        writeln!(out, "<rect class=\"{class}\" x=\"{LEFT}\" y=\"{y}\" width=\"{length:.1}\" height=\"{BAR}\" rx=\"2\"/>").unwrap();
        writeln!(out, "<text x=\"{:.1}\" y=\"{middle}\">{rate:.2}{remark}</text>", LEFT + length + 6.0).unwrap();
    }
    top + 14.0 + ROW * bars.len() as f64
}

const STYLE: &str = "<style>
text { font: 13px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #1f2328; }
.title, .own-name { font-weight: 600; }
.small { font-size: 11px; fill: #59636e; }
.ground { fill: #ffffff; }
.own { fill: #0969da; }
.peer { fill: #8c959f; }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; }
.small { fill: #9198a1; }
.ground { fill: #0d1117; }
.own { fill: #4493f8; }
.peer { fill: #656c76; }
}
</style>
";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
