//! Dialogs: how they are made, told apart, used, changed and stored (RFC 3261 §12).

mod id;
mod make;
mod replace;
mod request;
mod state;
mod stored;
mod update;

pub use id::{DialogId, DialogIds};
pub use replace::{Candidate, Replacement};
pub use state::{Dialog, DialogState};
pub use update::{Arrival, Change, Open};
