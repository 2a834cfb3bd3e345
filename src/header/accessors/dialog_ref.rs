//! The accessors of the headers that refer to a dialog: Replaces, Join, Target-Dialog.

use crate::error::{KnownParam, ParseError};
use crate::header::named::{Join, Replaces, TargetDialog};
use crate::text::Token;

macro_rules! tags {
    ($($header:ident $tag:ident $param:ident $doc:literal;)*) => {$(
        impl<'a> $header<'a> {
            #[doc = $doc]
            ///
            /// # Errors
            ///
            /// Returns [`MissingParam`](crate::ErrorKind::MissingParam) if there is none, and an error if there are two or if it is no token.
            pub fn $tag(&self) -> Result<Token<'a>, ParseError> {
                self.tag(KnownParam::$param)
            }
        }
    )*};
}

tags! {
    Replaces to_tag ToTag "The tag at the end that this request goes to (RFC 3891 §6.1); `0` stands for none, too.";
    Replaces from_tag FromTag "The tag at the other end (RFC 3891 §6.1); `0` stands for none, too.";
    Join to_tag ToTag "The tag at the end that this request goes to (RFC 3911 §7.1); `0` stands for none, too.";
    Join from_tag FromTag "The tag at the other end (RFC 3911 §7.1); `0` stands for none, too.";
    TargetDialog local_tag LocalTag "The local tag as the receiver of this request sees it (RFC 4538 §4).";
    TargetDialog remote_tag RemoteTag "The remote tag as the receiver of this request sees it (RFC 4538 §4).";
}

impl Replaces<'_> {
    /// Whether the dialog is to be replaced only while it is early (RFC 3891 §6.1).
    pub fn is_early_only(&self) -> bool {
        self.params().contains("early-only")
    }
}
