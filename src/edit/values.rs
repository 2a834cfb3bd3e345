//! Changes of one value: removal, replacement, and changes of its parameters.

use alloc::vec::Vec;

use super::change::{Change, Kind};
use super::faults::Changed;
use super::{Edit, EditError, EditErrorKind, EditScratch, editable};
use crate::encode::{BuildError, BuildErrorKind, Encode, ParamDraft};
use crate::error::{ErrorKind, Expected};
use crate::header::{List, Single, Slot, TypedHeader, Value};
use crate::scan;
use crate::start_line::Span;

/// The position of a parameter.
enum Place {
    /// From the start of its name to the end of its value.
    There(usize, usize),
    /// The parameter is absent, and would be inserted at this offset.
    Absent(usize),
}

impl<'a> Edit<'_, 'a> {
    /// Returns the topmost value of a list header, as received.
    ///
    /// # Errors
    ///
    /// Returns [`EditErrorKind::Absent`] if the header has no value.
    #[inline]
    pub fn topmost<H: TypedHeader<'a> + List>(&self) -> Result<Slot<'a>, EditError> {
        self.headers().topmost_slot::<H>().ok_or(EditError::absent(H::NAME.id()))
    }

    /// Returns the value of a header that may occur once, as received.
    ///
    /// # Errors
    ///
    /// Returns [`EditErrorKind::Absent`] if the header is absent, and an error if it is repeated.
    pub fn only<H: TypedHeader<'a> + Single>(&self) -> Result<Slot<'a>, EditError> {
        let id = H::NAME.id();
        self.headers().slot::<H>().map_err(|error| EditError::unreadable(error, id))?.ok_or(EditError::absent(id))
    }

    /// Removes the topmost value of a list header that was not removed before, and returns it as received. The row is removed with its
    /// last
    /// value. A proxy removes its own Route and Via values with this method.
    ///
    /// # Errors
    ///
    /// Returns [`EditErrorKind::Absent`] if no value is left, and [`EditErrorKind::EditedBefore`] if the value was replaced, or its parameters
    /// were changed.
    ///
    /// ```
    /// use sipwire::{EditScratch, Message, header::Via};
    ///
    /// let message = Message::parse(b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP p,\r\n SIP/2.0/UDP a\r\n\r\n")?;
    /// let mut scratch = EditScratch::new();
    /// let mut edit = message.edit(&mut scratch);
    /// assert_eq!(edit.pop::<Via>()?.as_bytes(), b"SIP/2.0/UDP p");
    /// assert_eq!(edit.pop::<Via>()?.as_bytes(), b"SIP/2.0/UDP a");
    /// assert!(edit.pop::<Via>().is_err());
    /// assert_eq!(edit.finish().as_bytes(), b"SIP/2.0 200 OK\r\n\r\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn pop<H: TypedHeader<'a> + List>(&mut self) -> Result<Slot<'a>, EditError> {
        let mut topmost = self.topmost::<H>()?;
        if self.is_removed(&topmost) {
            topmost = self.next_topmost::<H>()?;
        }
        self.remove(&topmost)?;
        Ok(topmost)
    }

    /// Returns the topmost remaining value of a list header.
    #[cold]
    fn next_topmost<H: TypedHeader<'a> + List>(&self) -> Result<Slot<'a>, EditError> {
        self.headers().slots::<H>().find(|slot| !self.is_removed(slot)).ok_or(EditError::absent(H::NAME.id()))
    }

    /// Whether the value was removed.
    fn is_removed(&self, slot: &Slot<'_>) -> bool {
        self.scratch.is_removed(slot.offset() as u32, slot.end() as u32)
    }

    /// Removes a value and its separator from the row, or the whole row if no value remains. The cost does not depend on the number of
    /// other
    /// values.
    ///
    /// # Errors
    ///
    /// Returns an error if the slot is of another message or of a Content-Length, or if the value was edited before.
    pub fn remove(&mut self, slot: &Slot<'_>) -> Result<&mut Self, EditError> {
        let row = self.row_of(slot)?;
        let id = Some(slot.id());
        let (start, end) = self.layout.row(self.input, row);
        if slot.is_whole_row() {
            return self.change(start, end, Span::default(), Kind::RemovedRow, id);
        }
        if self.is_removed(slot) {
            return Err(EditError::new(EditErrorKind::EditedBefore, id, slot.offset()));
        }
        // Merges with the removal of adjacent values.
        let is_run = |change: &&Change| matches!(change.kind, Kind::Removed | Kind::RemovedLast);
        let earlier = self.scratch.last_before(slot.offset()).filter(is_run).filter(|change| change.end as usize == slot.offset());
        let (first, before) = match earlier {
            Some(run) => (run.start as usize, run.before as usize),
            None => (slot.offset(), slot.before().unwrap_or(0)),
        };
        let behind = slot.behind();
        let last_run = self.scratch.beginning(slot.end(), slot.end()).find(|change| change.kind == Kind::RemovedLast);
        let next_run = behind.and_then(|behind| self.scratch.beginning(behind, behind).find(|change| change.kind == Kind::Removed));
        let removal = match (behind, last_run, next_run) {
            (Some(behind), None, next) => {
                Change::new(first, next.map_or(behind, |run| run.end as usize), Span::default(), Kind::Removed, id)
            }
            // No value remains behind it, and perhaps none before it.
            (_, last, _) => match before {
                0 => Change::new(start, end, Span::default(), Kind::RemovedRow, id),
                before => Change::new(before, last.map_or(slot.end(), |run| run.end as usize), Span::default(), Kind::RemovedLast, id),
            },
        };
        let removal = Change { before: before as u32, ..removal };
        if let Some(at) = self.scratch.conflict_but(&removal, |change| change.is_part_of(&removal)) {
            return Err(EditError::new(EditErrorKind::EditedBefore, id, at as usize));
        }
        self.scratch.insert_for(removal, |change| change.is_part_of(&removal));
        Ok(self)
    }

    /// Replaces a value.
    ///
    /// ```
    /// use sipwire::{EditScratch, Message, header::Expires};
    ///
    /// let message = Message::parse(b"REGISTER sip:a SIP/2.0\r\nExpires: 7200\r\n\r\n")?;
    /// let mut scratch = EditScratch::new();
    /// let mut edit = message.edit(&mut scratch);
    /// let expires = edit.only::<Expires>()?;
    /// edit.replace(&expires, Expires::row(3600))?;
    /// assert_eq!(edit.finish().as_bytes(), b"REGISTER sip:a SIP/2.0\r\nExpires: 3600\r\n\r\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error
    ///
    /// - if the value is empty, cannot be written, or contains a separator of the list;
    /// - if the slot is of another message or of a Content-Length;
    /// - if the value was edited before.
    pub fn replace(&mut self, slot: &Slot<'_>, by: impl Encode) -> Result<&mut Self, EditError> {
        self.row_of(slot)?;
        let id = Some(slot.id());
        let text = self.written(id, |out| by.encode(out))?;
        let is_empty = scan::trim(text.of(&self.scratch.text)).is_empty();
        self.scratch.text.extend_from_slice(slot.separator());
        let is_one = slot.is_one(&self.scratch.text[text.start as usize..]);
        self.scratch.text.truncate(text.end as usize);
        let refused = match (is_empty, is_one) {
            (true, _) => Some(BuildErrorKind::Empty(Expected::Value)),
            (false, false) => Some(BuildErrorKind::Grammar(ErrorKind::Expected(Expected::EndOfValue))),
            (false, true) => None,
        };
        if let Some(kind) = refused {
            self.scratch.text.truncate(text.start as usize);
            return Err(EditError::of_build(BuildError::new(kind), id));
        }
        self.change(slot.offset(), slot.end(), text, Kind::Value, id)
    }

    /// Sets a parameter behind a `;` of a value: replaces its value, or appends the parameter if it is absent.
    ///
    /// ```
    /// use sipwire::{EditScratch, Message, ParamDraft, header::Contact};
    ///
    /// let message = Message::parse(b"SIP/2.0 200 OK\r\nContact: <sip:a>;expires=60;q=0.5, <sip:b>\r\n\r\n")?;
    /// let mut scratch = EditScratch::new();
    /// let mut edit = message.edit(&mut scratch);
    /// let contact = edit.topmost::<Contact>()?;
    /// edit.set_param(&contact, &ParamDraft::token("expires", "3600"))?;
    /// edit.set_param(&contact, &ParamDraft::quoted("x", "a \"b\""))?;
    /// edit.remove_param(&contact, "q")?;
    /// assert_eq!(edit.finish().as_bytes(), b"SIP/2.0 200 OK\r\nContact: <sip:a>;expires=3600;x=\"a \\\"b\\\"\", <sip:b>\r\n\r\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error, and changes nothing,
    ///
    /// - if the parameter cannot be written;
    /// - if the value cannot be split into its parts, before or after the change, within the limits of the parser
    ///   ([`EditErrorKind::Unreadable`]);
    /// - if the parameter adds an error to the value, under the strict grammar even if the parser's leniency would accept it. Errors in
    ///   other
    ///   parts of the value do not count;
    /// - if the header has no such parameters ([`EditErrorKind::NoParams`]), or the value has this parameter twice;
    /// - if the slot belongs to another message, or the parameter was edited before.
    pub fn set_param(&mut self, slot: &Slot<'_>, param: &ParamDraft<'_>) -> Result<&mut Self, EditError> {
        self.row_of(slot)?;
        let id = Some(slot.id());
        let name = param.name();
        let name_length = u16::try_from(name.len()).map_err(|_| EditError::of_build(BuildError::new(BuildErrorKind::TooLarge), id))?;
        let set = match param_of(slot, name)? {
            Place::There(start, end) => Change::new(start, end, self.written(id, |out| param.encode(out))?, Kind::Param, id),
            Place::Absent(at) => Change::new(at, at, self.written(id, |out| out.param(param))?, Kind::AddedParam, id),
        };
        let set = Change { name_length, ..set };
        self.take_param(slot, set, Some(name), |_| false)
    }

    /// Removes a parameter of a value, with the preceding `;`.
    ///
    /// # Errors
    ///
    /// Returns an error, and changes nothing,
    ///
    /// - if the parameter is absent or repeated;
    /// - if the value cannot be split into its parts;
    /// - if the removal adds an error to the value;
    /// - if the slot belongs to another message, or the parameter was edited before.
    pub fn remove_param(&mut self, slot: &Slot<'_>, name: &str) -> Result<&mut Self, EditError> {
        self.row_of(slot)?;
        let id = Some(slot.id());
        let Place::There(start, end) = param_of(slot, name.as_bytes())? else { return Err(EditError::absent(slot.id())) };
        let value = slot.as_bytes();
        let before = scan::trim_behind(&value[..start - slot.offset()]).strip_suffix(b";");
        // In a value that consists only of parameters, no semicolon precedes the first remaining one.
        let is_first = self.scratch.last_before(start).is_some_and(|change| change.removes_param() && change.end as usize == start);
        let removal = match before {
            Some(before) if !is_first => (slot.offset() + scan::trim_behind(before).len(), end),
            _ => {
                let mut stop = end;
                while let Some(next) = self.scratch.beginning(stop, stop).find(|change| change.removes_param()) {
                    stop = next.end as usize;
                }
                let behind = &value[stop - slot.offset()..];
                let space = scan::white_space(behind);
                let semicolon = if behind[space..].starts_with(b";") { space + 1 } else { 0 };
                (start, stop + semicolon + scan::white_space(&behind[semicolon..]))
            }
        };
        let removal = Change::new(removal.0, removal.1, Span::default(), Kind::Param, id);
        // Merges with the removal of the parameters behind it.
        self.take_param(slot, removal, None, |change| change.removes_param() && change.start as usize >= end && change.end <= removal.end)
    }

    /// Makes a change of a parameter, which absorbs the changes for which `is_part` is true. Fails if the value would then be malformed or
    /// lack
    /// the parameter of that name. The text of `change` is the latest output, which is discarded on failure.
    fn take_param(
        &mut self,
        slot: &Slot<'_>,
        change: Change,
        name: Option<&[u8]>,
        is_part: impl Fn(&Change) -> bool,
    ) -> Result<&mut Self, EditError> {
        let outcome = match self.scratch.conflict_but(&change, &is_part) {
            Some(at) => Err(EditError::new(EditErrorKind::EditedBefore, Some(slot.id()), at as usize)),
            None => self.check(slot, &change, name, &is_part),
        };
        match outcome {
            Ok(()) => {
                self.scratch.insert_for(change, is_part);
                Ok(self)
            }
            Err(error) => {
                self.scratch.text.truncate(self.scratch.text.len() - (change.text.end - change.text.start) as usize);
                Err(error)
            }
        }
    }

    /// Fails if one more change of parameters adds an error to the value.
    fn check(&mut self, slot: &Slot<'_>, change: &Change, name: Option<&[u8]>, is_part: impl Fn(&Change) -> bool) -> Result<(), EditError> {
        let EditScratch { changes, text } = &mut *self.scratch;
        let first = changes.place(|other| (other.start as usize) < slot.offset());
        let others = changes.from(first).take_while(|other| other.start as usize <= slot.end());
        let others = others.filter(|other| matches!(other.kind, Kind::Param | Kind::AddedParam));
        let written = text.len();
        put_changes(text, slot, others.clone().filter(|other| !is_part(other)), Some(change));
        let middle = text.len();
        let profile = self.layout.profile;
        let value = Value::framed(&text[written..], slot.offset(), profile).with_only(slot.value().is_only());
        let outcome = match slot.typed_as(value) {
            Ok(value) if name.is_some_and(|name| !value.params().iter().any(|param| param.name().eq_ignore_ascii_case(name))) => {
                Err(EditError::new(EditErrorKind::NoParams, Some(slot.id()), slot.offset()))
            }
            Ok(value) if profile == profile.strict() && value.verify().is_ok() => Ok(()),
            Ok(_) => {
                put_changes(text, slot, others, None);
                let changed = Changed { before: &text[middle..], after: &text[written..middle] };
                changed.check(slot, profile).map_err(|error| EditError::unreadable(error, slot.id()))
            }
            Err(error) => Err(EditError::unreadable(error, slot.id())),
        };
        text.truncate(written);
        outcome
    }

    /// Returns the index of the slot's row, if the row can be edited.
    #[inline]
    fn row_of(&self, slot: &Slot<'_>) -> Result<usize, EditError> {
        editable(slot.id())?;
        let (input, fields) = (self.input, self.layout.rows());
        slot.row_of(input, fields).ok_or(EditError::new(EditErrorKind::OtherMessage, Some(slot.id()), slot.offset()))
    }
}

/// Writes the value with changes of its parameters, which are sorted, and one more change.
fn put_changes<'c>(text: &mut Vec<u8>, slot: &Slot<'_>, others: impl Iterator<Item = &'c Change>, change: Option<&'c Change>) {
    let (value, mut at) = (slot.as_bytes(), 0);
    let mut put = |text: &mut Vec<u8>, change: &Change| {
        text.extend_from_slice(&value[at..change.start as usize - slot.offset()]);
        text.extend_from_within(change.text.start as usize..change.text.end as usize);
        at = change.end as usize - slot.offset();
    };
    let mut change = change;
    for other in others {
        if let Some(change) = change.take_if(|change| change.key() < other.key()) {
            put(text, change);
        }
        put(text, other);
    }
    if let Some(change) = change {
        put(text, change);
    }
    text.extend_from_slice(&value[at..]);
}

/// Returns the position of the parameter of that name.
fn param_of(slot: &Slot<'_>, name: &[u8]) -> Result<Place, EditError> {
    let value = slot.typed().map_err(|error| EditError::unreadable(error, slot.id()))?;
    let at = |part: &[u8]| slot.offset() + scan::offset_of(slot.as_bytes(), part);
    let mut found = None;
    for param in value.params().iter().filter(|param| param.name().eq_ignore_ascii_case(name)) {
        let start = at(param.name().as_bytes());
        let end = match param.value() {
            Some(value) => at(value.as_bytes()) + value.as_bytes().len() + usize::from(value.is_quoted()),
            None => start + name.len(),
        };
        if found.replace(Place::There(start, end)).is_some() {
            return Err(EditError::new(EditErrorKind::DuplicateParam, Some(slot.id()), start));
        }
    }
    Ok(found.unwrap_or(Place::Absent(at(value.as_bytes()) + value.as_bytes().len())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::{Contact, NameAddr, Via};
    use crate::message::Message;
    use crate::text::Text;

    #[test]
    fn what_was_refused_leaves_nothing_behind() {
        let input = b"OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/UDP a;ttl=1\r\nContact: <sip:b>;x, <sip:c>\r\n\r\n";
        let message = Message::parse(input).unwrap();
        let mut scratch = EditScratch::new();
        let mut edit = message.edit(&mut scratch);
        let (via, contact) = (edit.topmost::<Via>().unwrap(), edit.topmost::<Contact>().unwrap());
        edit.set_param(&contact, &ParamDraft::flag("y")).unwrap();
        let (written, changes) = (edit.scratch.text.clone(), edit.scratch.changes.len());
        type Refused<'a> = fn(&mut Edit<'_, 'a>, &Slot<'a>, &Slot<'a>) -> bool;
        let refused: [Refused<'_>; 8] = [
            // The value would be malformed.
            |edit, via, _| edit.set_param(via, &ParamDraft::token("ttl", "256")).is_err(),
            |edit, via, _| edit.set_param(via, &ParamDraft::token("rport", "x")).is_err(),
            // The parameter cannot be written.
            |edit, via, _| edit.set_param(via, &ParamDraft::token("ttl", "a b")).is_err(),
            // The parameter was edited before.
            |edit, _, contact| edit.set_param(contact, &ParamDraft::token("Y", "1")).is_err(),
            |edit, _, contact| edit.replace(contact, Contact::row(NameAddr::build("sip:d"))).is_err(),
            // The replacement would be two values, or none.
            |edit, via, _| edit.replace(via, Text::plain(b"SIP/2.0/UDP a, SIP/2.0/UDP b")).is_err(),
            |edit, via, _| edit.replace(via, Text::plain(b" ")).is_err(),
            |edit, via, _| edit.remove_param(via, "branch").is_err(),
        ];
        for (place, refused) in refused.into_iter().enumerate() {
            assert!(refused(&mut edit, &via, &contact), "{place}");
            assert_eq!((&edit.scratch.text, edit.scratch.changes.len()), (&written, changes), "{place}");
        }
    }
}
