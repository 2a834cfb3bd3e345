#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
//! A SIP (RFC 3261) message library: it parses messages into borrowed views, checks them, edits them and writes them.
//!
//! Parsing copies nothing. The type of a part of a value is checked on access. The library does no I/O and has no clock, no random
//! numbers, no runtime and no `unsafe`; it is `no_std` with `alloc`. Each error names what was expected and the byte offset.
//!
//! ```
//! use sipwire::header::{From, Via};
//! use sipwire::{Message, StatusCode, Response};
//!
//! let message = Message::parse(
//!     b"OPTIONS sip:bob@biloxi.example SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK7\r\nFrom: <sip:alice@atlanta.example>;tag=19\r\n\
//!       To: <sip:bob@biloxi.example>\r\nCall-ID: a84b\r\nCSeq: 1 OPTIONS\r\n\r\n",
//! )?;
//! let headers = message.headers();
//! assert_eq!(headers.first::<Via>()?.unwrap().branch()?.unwrap(), "z9hG4bK7");
//! assert!(headers.require::<From>()?.uri()?.as_sip().unwrap().user().unwrap().is("alice"));
//! let response = Response::to(headers, StatusCode::OK, Some(b"314")).finish()?;
//! assert!(response.as_bytes().starts_with(b"SIP/2.0 200 OK\r\n"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where to find what
//!
//! | task | item |
//! |---|---|
//! | parse a datagram | [`Message::parse`], [`Parser`] |
//! | read header fields | [`Headers`], and the types of [`header`] |
//! | read a URI | [`Uri`], [`SipUri`], [`TelUri`] |
//! | read a message that does not parse | [`Parser::partial`] |
//! | split a TCP or TLS stream into messages | [`Decoder`], and `Codec` for tokio |
//! | tell SIP from other protocols | [`sniff()`] |
//! | read multipart bodies and fragments | [`Multipart`], [`Parser::sipfrag`] |
//! | respond to a request | [`Response::to`] |
//! | build a message | [`Request::builder`], [`Response::builder`], [`MessageBuilder`] |
//! | send the same message often with few changes | [`Template`] |
//! | change parts of a message | [`Message::edit`], [`Edit`] |
//! | make an ACK, a CANCEL, or a retry of a request with credentials | [`Request::ack`], [`Request::cancel`], [`Request::retry`] |
//! | find what is wrong with a message and refuse it | [`Request::faults`], [`Response::refusing`], [`rules`] |
//! | find the transaction of a message | [`TransactionKey`], [`MergeKey`] |
//! | find where to send a message | [`Uri::destination`], [`header::Via::response_targets`] |
//! | authenticate by Digest | `digest` |
//! | keep a message or a value | [`OwnedMessage`], [`Buf`] |
//! | accept deviations from the grammar | [`Leniency`] |
//! | limit sizes and counts | [`Limits`] |
//! | write a user-defined value into a message | [`Encode`], [`Writer`] |
//!
//! The [`guide`] has a page for each of these tasks.
//!
//! # Features
//!
//! | feature | default | adds |
//! |---|---|---|
//! | `std` | yes | CPU detection at run time, in libraries that this one uses |
//! | `digest` | yes | the module `digest`, with the hashes it needs |
//! | `tokio` | no | `Codec`, a codec for `tokio_util::codec::Framed` |
//!
//! A feature never changes which messages are accepted.

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
pub mod guide;
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

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
