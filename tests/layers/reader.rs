//! What a source file mentions: its paths and macro calls, token by token.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};

/// A path or a macro call, as it is written.
#[derive(Clone)]
pub(crate) enum Mention {
    Path(Vec<String>),
    Call(String),
}

/// A mention, the module that it stands in, and its line.
pub(crate) type Placed = (Mention, Vec<String>, usize);

/// A name that a `use` item brings in.
pub(crate) struct Import {
    pub(crate) name: String,
    pub(crate) path: Vec<String>,
    /// The module that the item stands in.
    pub(crate) module: Vec<String>,
    pub(crate) line: usize,
    /// Whether it is a re-export.
    pub(crate) is_export: bool,
}

/// Reads a file token by token.
#[derive(Default)]
pub(crate) struct Reader {
    pub(crate) module: Vec<String>,
    pub(crate) mentions: Vec<Placed>,
    pub(crate) imports: Vec<Import>,
    /// The names that the file uses or defines, but for variants: outside of `use` items and unit tests, and first in their paths.
    pub(crate) names: BTreeSet<String>,
    /// Whether the variants of an enum are read.
    pub(crate) in_variants: bool,
    /// What the macros of the `macros` module spell.
    pub(crate) macros: BTreeMap<String, Vec<Placed>>,
}

impl Reader {
    pub(crate) fn read(&mut self, stream: TokenStream) {
        let tokens: Vec<_> = stream.into_iter().collect();
        let in_variants = std::mem::take(&mut self.in_variants);
        let mut at = 0;
        while at < tokens.len() {
            at += match &tokens[at] {
                TokenTree::Group(group) => {
                    self.read(group.stream());
                    1
                }
                TokenTree::Ident(ident) => {
                    if !in_variants && !continues(&tokens[..at]) && !self.module.iter().any(|module| module == "tests") {
                        self.names.insert(spelling(ident));
                    }
                    self.ident(&spelling(ident), &tokens, at)
                }
                _ => 1,
            };
        }
    }

    /// Reads what begins with the identifier at `at`: how many tokens that are.
    fn ident(&mut self, name: &str, tokens: &[TokenTree], at: usize) -> usize {
        let line = tokens[at].span().start().line;
        match (name, &tokens[at + 1..]) {
            ("mod", [TokenTree::Ident(inner), TokenTree::Group(body), ..]) => {
                self.module.push(spelling(inner));
                self.read(body.stream());
                self.module.pop();
                3
            }
            ("enum", rest) => {
                let body = rest.iter().position(|token| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace));
                let body = body.unwrap_or(rest.len());
                self.read(rest[..body].iter().cloned().collect());
                if let Some(TokenTree::Group(variants)) = rest.get(body) {
                    self.in_variants = true;
                    self.read(variants.stream());
                }
                body + 2
            }
            ("macro_rules", [_, TokenTree::Ident(defined), TokenTree::Group(body), ..]) => {
                let before = self.mentions.len();
                self.read(body.stream());
                if self.module.first().is_some_and(|top| top == "macros") {
                    self.macros.insert(spelling(defined), self.mentions.split_off(before));
                }
                4
            }
            // `use<'a>` is no import.
            ("use", [next, ..]) if !is_punct(next, '<') => {
                let end = tokens[at..].iter().position(|token| is_punct(token, ';')).unwrap_or(tokens.len() - at);
                self.tree(&[], &tokens[at + 1..at + end], is_exported(&tokens[..at]));
                end
            }
            ("extern", [TokenTree::Ident(word), TokenTree::Ident(library), ..]) if *word == "crate" => {
                self.mention(Mention::Path(vec![spelling(library)]), line);
                3
            }
            // The root in `pub(super)` is no import.
            ("pub", [TokenTree::Group(group), ..]) if is_visibility(group) => 2,
            (_, [bang, TokenTree::Group(_), ..]) if is_punct(bang, '!') => {
                self.mention(Mention::Call(name.into()), line);
                1
            }
            (_, rest) if is_colons(rest) && !continues(&tokens[..at]) => {
                let mut path = vec![name.to_string()];
                let mut rest = rest;
                while let (true, Some(TokenTree::Ident(next))) = (is_colons(rest), rest.get(2)) {
                    path.push(spelling(next));
                    rest = &rest[3..];
                }
                // Its last name may be that of a macro.
                let read = 3 * (path.len() - 1);
                self.mention(Mention::Path(path), line);
                read.max(1)
            }
            _ => 1,
        }
    }

    /// Reads the tree of a `use` item.
    fn tree(&mut self, before: &[String], tokens: &[TokenTree], is_export: bool) {
        for branch in tokens.split(|token| is_punct(token, ',')) {
            let (mut path, mut renamed, mut name) = (before.to_vec(), false, None);
            for token in branch {
                match token {
                    TokenTree::Ident(ident) if *ident == "as" => renamed = true,
                    TokenTree::Ident(ident) if !renamed => path.push(spelling(ident)),
                    TokenTree::Ident(ident) => name = Some(spelling(ident)),
                    TokenTree::Punct(punct) if punct.as_char() == '*' => path.push("*".into()),
                    TokenTree::Group(group) => self.tree(&path, &group.stream().into_iter().collect::<Vec<_>>(), is_export),
                    _ => {}
                }
            }
            // The branches of a group have said it already.
            if let Some(last) = branch.last().filter(|last| !matches!(last, TokenTree::Group(_))) {
                let line = last.span().start().line;
                let name = name.or_else(|| path.iter().rfind(|name| *name != "self").cloned()).unwrap_or_default();
                self.imports.push(Import { name, path: path.clone(), module: self.module.clone(), line, is_export });
                self.mention(Mention::Path(path), line);
            }
        }
    }

    fn mention(&mut self, mention: Mention, line: usize) {
        self.mentions.push((mention, self.module.clone(), line));
    }
}

pub(crate) fn spelling(ident: &Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_string()
}

/// Whether what stands before a `use` makes it a re-export.
fn is_exported(before: &[TokenTree]) -> bool {
    let before = match before {
        [before @ .., TokenTree::Group(group)] if is_visibility(group) => before,
        before => before,
    };
    matches!(before, [.., TokenTree::Ident(word)] if *word == "pub")
}

fn is_punct(token: &TokenTree, char: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == char)
}

fn is_colons(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [a, b, ..] if is_punct(a, ':') && is_punct(b, ':'))
}

/// Whether what stands before a name makes it a later name of a path.
fn continues(before: &[TokenTree]) -> bool {
    match before {
        [.., name, a, b] if is_punct(a, ':') && is_punct(b, ':') => match name {
            TokenTree::Ident(ident) => {
                !["as", "dyn", "else", "for", "if", "impl", "in", "match", "mut", "return"].iter().any(|word| ident == word)
            }
            other => is_punct(other, '>'),
        },
        _ => false,
    }
}

pub(crate) fn is_visibility(group: &Group) -> bool {
    let tokens: Vec<_> = group.stream().into_iter().collect();
    group.delimiter() == Delimiter::Parenthesis
        && match &tokens[..] {
            [TokenTree::Ident(word)] => ["crate", "self", "super"].iter().any(|known| word == known),
            [TokenTree::Ident(word), ..] => word == "in",
            _ => false,
        }
}
