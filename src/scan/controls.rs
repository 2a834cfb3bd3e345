//! [`Controls`]: iterates over the control bytes of a buffer.

use super::blocks::{BLOCK, controls};

/// The offsets of all control bytes of a buffer, in order.
#[derive(Clone)]
pub(crate) struct Controls<'a> {
    bytes: &'a [u8],
    /// The offset of the current block.
    block: usize,
    /// The remaining bits of its mask.
    mask: u64,
}

impl<'a> Controls<'a> {
    /// Starts at `from`, which must not exceed the length.
    #[inline]
    pub(crate) fn new(bytes: &'a [u8], from: usize) -> Self {
        Self { bytes, block: from.wrapping_sub(BLOCK), mask: 0 }
    }

    /// The whole buffer.
    #[inline(always)]
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Skips the control byte that follows directly, the second half of a line end.
    #[inline(always)]
    pub(crate) fn skip_one(&mut self) {
        if self.mask == 0 {
            self.next();
        } else {
            self.mask &= self.mask - 1;
        }
    }

    /// Loads the next block with control bytes. Returns `None` at the end of the buffer.
    #[inline(always)]
    fn load(&mut self) -> Option<()> {
        let next = self.block.wrapping_add(BLOCK);
        let rest = self.bytes.get(next..)?;
        self.mask = match rest.first_chunk() {
            Some(block) => controls(block),
            None => last_controls(self.bytes, rest)?,
        };
        self.block = next;
        Some(())
    }
}

/// Returns the mask of control bytes in `rest`, the end of `bytes`, which is shorter than a block. Returns `None` if `rest` is empty.
#[inline(never)]
fn last_controls(bytes: &[u8], rest: &[u8]) -> Option<u64> {
    match bytes.last_chunk() {
        _ if rest.is_empty() => None,
        // The last block of the buffer, shifted to drop the bytes scanned before.
        Some(block) => Some(controls(block) >> (BLOCK - rest.len())),
        // Padded with bytes that are no control bytes.
        None => {
            let mut block = [b' '; BLOCK];
            block[..rest.len()].copy_from_slice(rest);
            Some(controls(&block))
        }
    }
}

impl Iterator for Controls<'_> {
    type Item = usize;

    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        while self.mask == 0 {
            self.load()?;
        }
        let place = self.block + self.mask.trailing_zeros() as usize;
        self.mask &= self.mask - 1;
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::has_controls;
    use alloc::vec::Vec;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn controls_are_those_of_a_byte_by_byte_look(bytes in proptest::collection::vec(any::<u8>(), 0..300), from in 0usize..40) {
            let from = from.min(bytes.len());
            let naive: Vec<_> = (from..bytes.len()).filter(|&i| bytes[i] < 0x20 || bytes[i] == 0x7F).collect();
            prop_assert_eq!(has_controls(&bytes[from..]), !naive.is_empty());
            prop_assert_eq!(Controls::new(&bytes, from).collect::<Vec<_>>(), naive);
        }
    }
}
