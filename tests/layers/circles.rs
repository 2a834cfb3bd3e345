//! Finds files that import each other, directly or by way of others.
//!
//! A path counts for the file that defines its name: re-exports are followed. A re-export is an import of its own only if the file that
//! re-exports the name uses it too, so that a `mod.rs` may offer what is written in files that build on it. Unit tests do not count.

use std::collections::{BTreeMap, BTreeSet};

use super::reader::{Import, Mention, Placed, Reader};
use super::resolve;

/// A file below `src`, and what it mentions.
pub(crate) struct Source<'a> {
    pub(crate) path: &'a str,
    pub(crate) reader: Reader,
}

/// Files that import each other, and by which paths.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Circle {
    pub(crate) files: BTreeSet<String>,
    pub(crate) imports: Vec<String>,
}

/// The imports of one file: the index of each imported file, with a line and a path that mention it.
type Edges = BTreeMap<usize, (usize, String)>;

/// All circles of the files.
pub(crate) fn circles(sources: &[Source<'_>], macros: &BTreeMap<String, Vec<Placed>>) -> Vec<Circle> {
    let graph = Graph { modules: sources.iter().enumerate().map(|(at, source)| (&source.reader.module[..], at)).collect(), sources };
    let edges: Vec<_> = (0..sources.len()).map(|at| graph.edges(at, macros)).collect();
    let reached: Vec<_> = (0..sources.len()).map(|from| reachable(from, &edges)).collect();
    let mut found: Vec<Circle> = Vec::new();
    for at in 0..sources.len() {
        let members: BTreeSet<usize> = reached[at].iter().copied().filter(|&other| reached[other].contains(&at)).collect();
        if members.first() != Some(&at) {
            continue;
        }
        let inside = |from: usize| edges[from].iter().filter(|(to, _)| members.contains(to)).map(move |(to, mention)| (from, *to, mention));
        let import = |(from, to, (line, what)): (usize, usize, &(usize, String))| {
            format!("src/{}:{line} imports src/{}: {what}", sources[from].path, sources[to].path)
        };
        found.push(Circle {
            files: members.iter().map(|&member| sources[member].path.to_string()).collect(),
            imports: members.iter().flat_map(|&from| inside(from)).map(import).collect(),
        });
    }
    found
}

/// All files that can be reached from a file by one import or more.
fn reachable(from: usize, edges: &[Edges]) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut left = vec![from];
    while let Some(at) = left.pop() {
        left.extend(edges[at].keys().filter(|&&to| reached.insert(to)));
    }
    reached
}

struct Graph<'s> {
    sources: &'s [Source<'s>],
    modules: BTreeMap<&'s [String], usize>,
}

impl Graph<'_> {
    fn edges(&self, at: usize, macros: &BTreeMap<String, Vec<Placed>>) -> Edges {
        let reader = &self.sources[at].reader;
        let mut edges = Edges::new();
        let mut add = |path: &[String], inside: &[String], line: usize| {
            if let Some(to) = self.target(path, inside, 0).filter(|&to| to != at) {
                edges.entry(to).or_insert_with(|| (line, path.join("::")));
            }
        };
        let exports: BTreeSet<_> = reader.imports.iter().filter(|import| import.is_export).map(|import| &import.path).collect();
        let mut called = BTreeSet::new();
        let mut left: Vec<_> = reader.mentions.iter().filter(|(_, inside, _)| !self.is_test(at, inside)).cloned().collect();
        while let Some((mention, inside, line)) = left.pop() {
            match mention {
                Mention::Path(path) if !exports.contains(&path) => add(&path, &inside, line),
                Mention::Path(_) => {}
                Mention::Call(name) => {
                    if let Some(body) = macros.get(&name).filter(|_| called.insert(name)) {
                        left.extend(body.iter().map(|(mention, ..)| (mention.clone(), inside.clone(), line)));
                    }
                }
            }
        }
        for Import { name, path, module, line, .. } in reader.imports.iter().filter(|import| import.is_export) {
            if reader.names.contains(name) {
                add(path, module, *line);
            }
        }
        edges
    }

    /// Whether a module within a file holds unit tests.
    fn is_test(&self, at: usize, inside: &[String]) -> bool {
        inside[self.sources[at].reader.module.len()..].iter().any(|module| module == "tests")
    }

    /// The file that defines what a path names.
    fn target(&self, path: &[String], inside: &[String], followed: usize) -> Option<usize> {
        let (first, rest) = path.split_first()?;
        let child = [inside, std::slice::from_ref(first)].concat();
        let absolute = match resolve(path, inside) {
            Some(absolute) => absolute,
            None if self.modules.contains_key(&child[..]) => [&child[..], rest].concat(),
            None => {
                let (_, module) = self.file_of(inside)?;
                let import =
                    module.imports.iter().find(|import| import.name == *first && import.path != path && import.module == inside)?;
                return if followed < 8 { self.target(&[&import.path[..], rest].concat(), inside, followed + 1) } else { None };
            }
        };
        let (length, at) = (1..=absolute.len()).rev().find_map(|length| Some((length, *self.modules.get(&absolute[..length])?)))?;
        let reader = &self.sources[at].reader;
        let export = absolute.get(length).and_then(|name| reader.imports.iter().find(|import| import.is_export && import.name == *name));
        match export {
            Some(export) if followed < 8 => {
                let path = [&export.path[..], &absolute[length + 1..]].concat();
                Some(self.target(&path, &export.module, followed + 1).unwrap_or(at))
            }
            _ => Some(at),
        }
    }

    /// The file that holds a module, which may be one within the file.
    fn file_of(&self, module: &[String]) -> Option<(usize, &Reader)> {
        let at = (1..=module.len()).rev().find_map(|length| self.modules.get(&module[..length]))?;
        Some((*at, &self.sources[*at].reader))
    }
}
