//! What a source file shows of nom in its public items.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{ImplItem, Item, TraitItem, Type, UseTree, Visibility};

use super::reader::{is_visibility, spelling};

/// The modules whose types are nom's, or made of them.
const NOM: [&str; 2] = ["nom", "grammar"];

/// Looks for paths that begin with one of `names`.
struct Shown {
    names: BTreeSet<String>,
    lines: Vec<usize>,
}

impl<'ast> Visit<'ast> for Shown {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let nom = |at: usize| path.segments.get(at).is_some_and(|segment| self.names.contains(&spelling(&segment.ident)));
        if nom(0) || path.segments.first().is_some_and(|first| first.ident == "crate") && nom(1) {
            self.lines.push(path.segments[0].ident.span().start().line);
        }
        visit::visit_path(self, path);
    }
}

/// The lines of a file on which one of nom's types is public.
pub(crate) fn public_nom(path: &str, text: &str) -> Vec<usize> {
    let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut shown = Shown { names: NOM.map(String::from).into(), lines: Vec::new() };
    for item in &file.items {
        if let Item::Use(item) = item {
            imported(&item.tree, false, &mut shown.names);
        }
    }
    // An alias of what is nom's is nom's.
    for item in &file.items {
        if let Item::Type(alias) = item {
            shown.visit_type(&alias.ty);
            if !shown.lines.is_empty() {
                shown.names.insert(spelling(&alias.ident));
                shown.lines.clear();
            }
        }
    }
    for item in &file.items {
        if let Item::Macro(item) = item {
            public_in_macro(item.mac.tokens.clone(), &mut shown);
        }
    }
    let hidden: BTreeSet<_> = file.items.iter().filter_map(private_name).collect();
    file.items.iter().for_each(|item| public_item(item, &hidden, &mut shown));
    shown.lines
}

/// The names that a `use` tree takes from nom.
fn imported(tree: &UseTree, from_nom: bool, names: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => imported(&path.tree, from_nom || NOM.iter().any(|nom| path.ident == nom), names),
        UseTree::Group(group) => group.items.iter().for_each(|tree| imported(tree, from_nom, names)),
        UseTree::Name(name) if from_nom && name.ident != "self" => drop(names.insert(spelling(&name.ident))),
        UseTree::Rename(rename) if from_nom || NOM.iter().any(|nom| rename.ident == nom) => drop(names.insert(spelling(&rename.rename))),
        _ => {}
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// The name of a type or trait that is not public.
fn private_name(item: &Item) -> Option<String> {
    let (visibility, ident) = match item {
        Item::Struct(item) => (&item.vis, &item.ident),
        Item::Enum(item) => (&item.vis, &item.ident),
        Item::Trait(item) => (&item.vis, &item.ident),
        _ => return None,
    };
    (!is_public(visibility)).then(|| spelling(ident))
}

fn public_item(item: &Item, hidden: &BTreeSet<String>, shown: &mut Shown) {
    match item {
        Item::Fn(item) if is_public(&item.vis) => shown.visit_signature(&item.sig),
        Item::Struct(item) if is_public(&item.vis) => {
            shown.visit_generics(&item.generics);
            item.fields.iter().filter(|field| is_public(&field.vis)).for_each(|field| shown.visit_field(field));
        }
        Item::Enum(item) if is_public(&item.vis) => shown.visit_item_enum(item),
        Item::Type(item) if is_public(&item.vis) => shown.visit_item_type(item),
        Item::Const(item) if is_public(&item.vis) => shown.visit_type(&item.ty),
        Item::Static(item) if is_public(&item.vis) => shown.visit_type(&item.ty),
        Item::Use(item) if is_public(&item.vis) => {
            let (mut names, line) = (BTreeSet::new(), item.use_token.span.start().line);
            imported(&item.tree, false, &mut names);
            shown.lines.extend(names.iter().map(|_| line));
        }
        Item::Trait(item) if is_public(&item.vis) => {
            item.supertraits.iter().for_each(|bound| shown.visit_type_param_bound(bound));
            for inner in &item.items {
                match inner {
                    TraitItem::Fn(inner) => shown.visit_signature(&inner.sig),
                    other => shown.visit_trait_item(other),
                }
            }
        }
        Item::Impl(item) => public_impl(item, hidden, shown),
        Item::Mod(item) => item.content.iter().flat_map(|(_, items)| items).for_each(|item| public_item(item, hidden, shown)),
        _ => {}
    }
}

fn public_impl(item: &syn::ItemImpl, hidden: &BTreeSet<String>, shown: &mut Shown) {
    if matches!(&*item.self_ty, Type::Path(of) if of.path.get_ident().is_some_and(|ident| hidden.contains(&spelling(ident)))) {
        return;
    }
    // Only types and traits of this file count: nobody else can name them.
    if item.trait_.as_ref().and_then(|(path, _)| path.segments.last()).is_some_and(|last| hidden.contains(&spelling(&last.ident))) {
        return;
    }
    let of_trait = item.trait_.is_some();
    if let Some((path, _)) = &item.trait_ {
        shown.visit_generics(&item.generics);
        shown.visit_path(path);
        shown.visit_type(&item.self_ty);
    }
    for inner in &item.items {
        match inner {
            ImplItem::Fn(inner) if of_trait || is_public(&inner.vis) => shown.visit_signature(&inner.sig),
            ImplItem::Const(inner) if of_trait || is_public(&inner.vis) => shown.visit_type(&inner.ty),
            ImplItem::Type(inner) => shown.visit_type(&inner.ty),
            _ => {}
        }
    }
}

/// What a macro declares public: up to its body, its semicolon, or the comma behind a field.
fn public_in_macro(stream: TokenStream, shown: &mut Shown) {
    let (mut public, mut function) = (false, false);
    for token in stream {
        match &token {
            TokenTree::Ident(ident) if *ident == "pub" => (public, function) = (true, false),
            TokenTree::Ident(ident) if *ident == "fn" => function = true,
            TokenTree::Ident(ident) if public && shown.names.contains(&spelling(ident)) => shown.lines.push(ident.span().start().line),
            TokenTree::Punct(punct) if punct.as_char() == ';' || punct.as_char() == ',' && !function => public = false,
            TokenTree::Group(group) if is_visibility(group) => public = false,
            TokenTree::Group(group) => {
                let signature = public && group.delimiter() != Delimiter::Brace;
                public &= signature;
                if signature {
                    names_in(group.stream(), shown);
                }
                public_in_macro(group.stream(), shown);
            }
            _ => {}
        }
    }
}

fn names_in(stream: TokenStream, shown: &mut Shown) {
    for token in stream {
        match token {
            TokenTree::Ident(ident) if shown.names.contains(&spelling(&ident)) => shown.lines.push(ident.span().start().line),
            TokenTree::Group(group) => names_in(group.stream(), shown),
            _ => {}
        }
    }
}
