//! Parses a request and writes its response without std: ends with 0 if both are as they should be.

#![no_std]
#![no_main]

use core::ffi::{c_char, c_int};
use core::panic::PanicInfo;

use sipwire::header::{CSeq, Via};
use sipwire::{Message, Method, Response, StatusCode};

#[global_allocator]
static ALLOCATOR: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}

/// The core that comes with the compiler names it, though nothing here unwinds.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}

const REQUEST: &[u8] = b"OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP c;branch=z9hG4bK1\r\nCSeq: 7 OPTIONS\r\nContent-Length: 0\r\n\r\n";

fn works() -> Option<bool> {
    let message = Message::parse(REQUEST).ok()?;
    let via = message.headers().first::<Via>().ok()??;
    let cseq = message.headers().require::<CSeq>().ok()?;
    let response = Response::builder(StatusCode::OK).header(via).header(cseq).finish().ok()?;
    Some(cseq.method() == Method::Options && response.as_bytes().starts_with(b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP c;branch=z9hG4bK1\r\n"))
}

#[unsafe(no_mangle)]
extern "C" fn main(_: c_int, _: *const *const c_char) -> c_int {
    if works() == Some(true) { 0 } else { 1 }
}
