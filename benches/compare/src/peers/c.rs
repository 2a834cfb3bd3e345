//! Parsers written in C, as Debian's -dev packages have them. `c/*.c` calls each as its documentation shows; here is what they have in common.

use std::hint::black_box;
use std::ptr::{NonNull, null};
use std::slice;

use super::{Peer, Result, refused};
use crate::facts::{Fact, Key, See};
use crate::inputs::Input;

/// What `c/facts.h` calls by the same name.
#[repr(C)]
#[derive(Clone, Copy)]
struct RawFact {
    start: *const u8,
    length: usize,
    kind: u32,
}

const NOTHING: RawFact = RawFact { start: null(), length: 0, kind: 0 };

impl RawFact {
    /// # Safety
    ///
    /// Text must live as long as this is used.
    unsafe fn fact(&self) -> Fact<'_> {
        match self.kind {
            0 => Fact::Absent,
            1 if self.length == 0 => Fact::Bare,
            // SAFETY: the caller says that it lives, and a C parser gives the length of what it points to.
            1 => Fact::Bytes(unsafe { slice::from_raw_parts(self.start, self.length) }),
            _ => Fact::Number(u32::try_from(self.length).expect("numbers of 32 bits")),
        }
    }
}

/// A message of a C parser, which has its own memory.
enum Opaque {}

/// How one is called.
struct Calls {
    parse: unsafe extern "C" fn(*const u8, usize) -> *mut Opaque,
    look: unsafe extern "C" fn(*mut Opaque, *mut RawFact) -> i32,
    release: unsafe extern "C" fn(*mut Opaque),
}

/// A message, released when it is no longer used.
struct Parsed {
    message: NonNull<Opaque>,
    calls: &'static Calls,
}

impl Parsed {
    fn new(calls: &'static Calls, input: &Input) -> Result<Self> {
        let bytes = black_box(&*input.bytes);
        // SAFETY: the bytes live longer than the call, and the length is theirs; what is kept is copied.
        let message = unsafe { (calls.parse)(bytes.as_ptr(), bytes.len()) };
        Ok(Self { message: NonNull::new(message).ok_or_else(|| refused("the message"))?, calls })
    }

    fn look(&self, see: &mut impl See) -> Result<()> {
        let mut facts = [NOTHING; Key::ALL.len()];
        // SAFETY: the message was made by the same parser and is not yet released; there is room for a fact of each key.
        if unsafe { (self.calls.look)(self.message.as_ptr(), facts.as_mut_ptr()) } == 0 {
            return Err(refused("a value"));
        }
        for (key, fact) in Key::ALL.into_iter().zip(&facts) {
            // SAFETY: text is in the message's memory, which lives as long as `self`, or is static.
            see.see(key, unsafe { fact.fact() });
        }
        Ok(())
    }
}

impl Drop for Parsed {
    fn drop(&mut self) {
        // SAFETY: made by the same parser, and released once.
        unsafe { (self.calls.release)(self.message.as_ptr()) }
    }
}

/// Makes a parser of the functions in a file of `c`.
macro_rules! peer {
    ($peer:ident, $name:literal, $version:literal, $unlike:literal, [$($finding:expr),*], $parse:ident, $look:ident, $release:ident $(, $rows:ident)?) => {
        pub struct $peer;

        impl $peer {
            const CALLS: &Calls = {
                unsafe extern "C" {
                    fn $parse(bytes: *const u8, length: usize) -> *mut Opaque;
                    fn $look(message: *mut Opaque, facts: *mut RawFact) -> i32;
                    fn $release(message: *mut Opaque);
                }
                &Calls { parse: $parse, look: $look, release: $release }
            };
        }

        impl Peer for $peer {
            const NAME: &'static str = $name;
            const LANGUAGE: &'static str = "C";
            const UNLIKE: &'static str = $unlike;
            const FINDINGS: &'static [(&'static str, &'static str)] = &[$($finding),*];

            fn version() -> String {
                env!($version).to_owned()
            }

            fn scan(input: &Input) -> Result<Option<usize>> {
                let parsed = Parsed::new(Self::CALLS, input)?;
                black_box(&parsed);
                let rows: Option<usize> = None;
                $(
                    unsafe extern "C" {
                        fn $rows(message: *const Opaque) -> usize;
                    }
                    // SAFETY: the message was made by the same parser and is not yet released.
                    let rows = rows.or_else(|| Some(unsafe { $rows(parsed.message.as_ptr()) }));
                )?
                Ok(rows)
            }

            fn typed(input: &Input, see: &mut impl See) -> Result<Option<()>> {
                Parsed::new(Self::CALLS, input)?.look(see).map(Some)
            }
        }
    };
}

peer!(
    Sofia,
    "sofia-sip",
    "SOFIA_VERSION",
    "the message is copied into a buffer of its own, where known rows are cut into strings and typed at once, but digest parameters, which \
     are strings to look up; the body cut by Content-Length",
    [],
    sofia_parse,
    sofia_look,
    sofia_release
);
peer!(
    Osip,
    "libosip2",
    "OSIP_VERSION",
    "every value is copied and known rows typed at once, numbers but as strings; a Call-ID is two strings, and put together when it is asked for",
    [],
    osip_parse,
    osip_look,
    osip_release
);
peer!(
    Re,
    "libre",
    "RE_VERSION",
    "the message is copied; rows are places in it, in a list and a hash table; the topmost Via, From, To and CSeq are typed at once by \
     regular expressions, others when asked; a Via's host and port are cut when asked, and its parameters looked for in text",
    [],
    re_parse,
    re_look,
    re_release,
    re_rows
);
