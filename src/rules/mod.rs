//! What RFC 3261 makes of one message for another: pure functions, each named after its rule.

mod ack_cancel;
mod canonical;
mod destination;
mod facts;
mod key;
mod merge;
mod read;
mod response;
mod retry;
mod source;
mod target;

pub use destination::{Destination, NaptrName, SrvName, needs_stream};
pub use key::{Keyed, LegacyTo, TransactionKey};
pub use merge::MergeKey;
pub use target::{ResponseTarget, ResponseTargets};

use crate::builder::MessageBuilder;
use crate::encode::{BuildError, BuildErrorKind};
use crate::error::{ErrorKind, ParseError};
use crate::header::{Header, Headers};
use crate::name::{HeaderId, HeaderName};

/// The first row of that name, without which there is no such message.
fn required<'a>(builder: &mut MessageBuilder, headers: Headers<'_, 'a>, name: HeaderName<'static>) -> Option<Header<'a>> {
    let row = headers.named(name).next();
    if row.is_none() {
        builder.refuse(BuildError { header: Some(name.id()), ..BuildError::new(BuildErrorKind::MissingHeader(name.id())) });
    }
    row
}

/// What is wrong with a header that has to be read for another message.
fn unreadable(header: HeaderId, error: ParseError) -> BuildError {
    let kind = match error.kind() {
        ErrorKind::MissingHeader(id) => BuildErrorKind::MissingHeader(id),
        kind => BuildErrorKind::Unreadable(kind),
    };
    BuildError { kind, header: Some(header), offset: error.offset() as u32 }
}
