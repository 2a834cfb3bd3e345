#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc = include_str!("../README.md")]

extern crate alloc;
#[cfg(any(test, feature = "std"))]
extern crate std;

// Floor 0.
mod chars;
mod error;
mod macros;
mod name;
mod profile;
mod registry;
// Floor 1.
mod encode;
mod grammar;
mod scan;
mod text;
// Floor 2.
mod host;
mod method;
mod params;
mod sniff;
mod start_line;
mod status;
mod transport;
mod uri;
mod version;
// Floor 3.
pub mod header;
// Floor 4.
mod buf;
mod message;
mod parser;
// Floor 5.
mod builder;
mod decoder;
#[cfg(feature = "digest")]
pub mod digest;
mod edit;
mod template;
// Floor 6.
pub mod rules;

pub use buf::{
    Buf, CSeqBuf, CallIdBuf, ChallengeBuf, ContactBuf, CredentialsBuf, HostBuf, MediaTypeBuf, NameAddrBuf, SipUriBuf, TelUriBuf, UriBuf,
    ViaBuf, View,
};
pub use builder::MessageBuilder;
#[cfg(feature = "tokio")]
pub use decoder::{Codec, CodecError};
pub use decoder::{DecodeError, Decoder, Frame, Side, Step};
pub use edit::{Edit, EditError, EditErrorKind, EditScratch, Segments, Splice};
pub use encode::{BuildError, BuildErrorKind, Encode, ParamDraft, Writer};
pub use error::{ErrorKind, Expected, KnownParam, ParseError};
pub use header::{
    Algorithm, AnyValue, AuthInfo, AuthParam, AuthParams, Challenge, Credentials, Diagnostic, DiagnosticKind, DialogRef, EncodeHeader,
    EventType, Fact, FeatureSet, Header, Headers, InfoUri, List, MediaRange, MediaType, NameAddr, Number, ParamSet, Qop, Single, Slot,
    Split, TokenParams, TypedHeader, Value,
};
pub use host::{Host, HostRef};
pub use message::{Message, Multipart, OwnedMessage, Part, Partial, Parts, Request, Response, Walk};
pub use method::{Method, OtherMethod};
pub use name::{HeaderId, HeaderName, OtherName};
pub use params::{Param, Params, ParamsIter};
pub use parser::Parser;
pub use profile::{Leniency, Limit, Limits};
pub use rules::{
    Destination, Keyed, LegacyTo, MergeKey, NaptrName, ResponseTarget, ResponseTargets, SrvName, TransactionKey, needs_stream,
};
pub use sniff::{KeepAlive, Sniffed, sniff};
pub use status::{StatusClass, StatusCode};
pub use template::Template;
pub use text::{Pieces, Text, Token};
pub use transport::{OtherTransport, Transport};
pub use uri::{
    AbsoluteUri, Escaped, OtherScheme, SipUri, SipUriDraft, TelUri, TelUriDraft, Telephone, Uri, UriDifference, UriHeader, UriHeaderDraft,
    UriHeaders, UriParam, UriParamDraft, UriParams, UriRef, UriScheme,
};
pub use version::Version;
