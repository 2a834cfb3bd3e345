//! The rows of a message: the table of their offsets, and the elements and values in them.

pub(crate) mod elements;
pub(crate) mod fields;
pub(crate) mod header;
pub(crate) mod headers;
pub(crate) mod slot;
pub(crate) mod split;
pub(crate) mod value;
