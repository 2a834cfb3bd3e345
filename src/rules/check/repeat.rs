//! Repeated values of a list.

/// How many things are compared with each other. More are not looked at, so that the work stays linear.
const COMPARED: usize = 64;

/// The first thing that is the same as an earlier one.
pub(super) fn first_repeat<T: Copy>(things: impl Iterator<Item = T>, same: impl Fn(&T, &T) -> bool) -> Option<T> {
    let mut earlier = [None; COMPARED];
    for (place, thing) in things.take(COMPARED).enumerate() {
        if earlier[..place].iter().flatten().any(|one| same(one, &thing)) {
            return Some(thing);
        }
        earlier[place] = Some(thing);
    }
    None
}
