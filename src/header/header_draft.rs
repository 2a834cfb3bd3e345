//! [`HeaderDraft`]: a header field to be written, made from parts.

use core::marker::PhantomData;

use super::draft::Draft;
use crate::encode::Writer;
use crate::name::{HeaderId, HeaderName};
use crate::profile::Leniency;

/// A header field to be written, made by `row` or `list` of a header's type.
///
/// [Writing header fields](crate::header#writing-header-fields) says what converts into its values, with examples.
#[derive(Clone, Copy, Debug)]
pub struct HeaderDraft<D, F> {
    pub(super) name: HeaderName<'static>,
    pub(super) values: D,
    /// The number of values.
    pub(super) count: usize,
    family: PhantomData<fn() -> F>,
}

/// Several values of a list header.
#[derive(Clone, Copy, Debug)]
pub struct Elements<'d, D>(&'d [D]);

impl<D, F> HeaderDraft<D, F> {
    pub(super) const fn one(name: HeaderName<'static>, value: D) -> Self {
        Self { name, values: value, count: 1, family: PhantomData }
    }
}

impl<'d, D, F> HeaderDraft<Elements<'d, D>, F> {
    pub(super) const fn several(name: HeaderName<'static>, elements: &'d [D]) -> Self {
        Self { name, values: Elements(elements), count: elements.len(), family: PhantomData }
    }
}

impl<F, D: Draft<F>> Draft<F> for Elements<'_, D> {
    fn write(&self, out: &mut Writer<'_>) {
        for (place, element) in self.0.iter().enumerate() {
            if place > 0 {
                out.fixed(", ");
            }
            element.write(out);
        }
    }

    #[inline]
    fn check(&self, header: HeaderId) -> Option<Leniency> {
        let all = self.0.iter().filter_map(|element| element.check(header)).reduce(Leniency::with);
        // Some lists must not be empty.
        if self.0.is_empty() { Some(Leniency::NONE) } else { all }
    }
}
