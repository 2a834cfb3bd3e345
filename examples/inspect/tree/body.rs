//! What a body holds, as nodes of the tree.

use super::{BAD, NAME, Node, content, in_message, paint, parts_of, row, size};
use crate::content::{Content, Part};
use crate::problem::Problem;
use crate::subject::Seen;

/// A body, if there is one: its parts, or its bytes. `seen` is the message that it is in.
pub(super) fn node(seen: &Seen<'_>, body: &[u8], holds: &Content<'_>) -> Option<Node> {
    let whole = || Node::plain(format!("{} {}", paint(NAME, "body:"), size(body.len() as u64)));
    match holds {
        Content::None if body.is_empty() => None,
        Content::None => Some(content("body", body)),
        Content::Parts(parts) => Some(whole().with(parts.iter().enumerate().map(|(place, part)| self::part(seen, place, part)).collect())),
        Content::Fragment(fragment) => {
            let (line, mut nodes) = parts_of(fragment);
            let errors = fragment.refused.iter().flat_map(|refused| &refused.all);
            nodes.extend(errors.map(|problem| error(seen, problem)));
            Some(whole().with(vec![Node::plain(line).with(nodes)]))
        }
    }
}

fn part(seen: &Seen<'_>, place: usize, part: &Result<Part<'_>, Problem>) -> Node {
    match part {
        Ok(part) => {
            let mut nodes: Vec<_> = part.rows.iter().map(|found| row(seen, found)).collect();
            nodes.extend(node(seen, part.body, &part.content));
            Node::plain(paint(NAME, format_args!("part {}:", place + 1))).with(nodes)
        }
        Err(problem) => error(seen, problem),
    }
}

fn error(seen: &Seen<'_>, problem: &Problem) -> Node {
    Node::plain(in_message(seen.input, "error", BAD, problem))
}
