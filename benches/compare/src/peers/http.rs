//! Parsers of HTTP, which read the same bytes with another version in their start line.

use std::hint::black_box;
use std::ptr::null;

use picohttpparser_sys::{phr_header, phr_parse_request, phr_parse_response};

use super::{Peer, Result, refused};
use crate::facts::See;
use crate::inputs::Input;

pub struct Httparse;

impl Peer for Httparse {
    const NAME: &'static str = "httparse";
    const UNLIKE: &'static str = "parses HTTP: the same bytes with `HTTP/1.1` for `SIP/2.0`. Rows are slices; knows no names, reads no Content-Length, \
                                  cuts no body, takes no folds. 32 rows are made ready in each call";

    fn scan(input: &Input) -> Result<Option<usize>> {
        let bytes = black_box(&*input.as_http);
        let mut headers = [httparse::EMPTY_HEADER; 32];
        let rows = if bytes.starts_with(b"HTTP/") {
            let mut response = httparse::Response::new(&mut headers);
            response.parse(bytes)?;
            black_box(&response).headers.len()
        } else {
            let mut request = httparse::Request::new(&mut headers);
            request.parse(bytes)?;
            black_box(&request).headers.len()
        };
        Ok(Some(rows))
    }

    fn typed(_: &Input, _: &mut impl See) -> Result<Option<()>> {
        Ok(None)
    }
}

pub struct Pico;

impl Peer for Pico {
    const NAME: &'static str = "picohttpparser-sys";
    const LANGUAGE: &'static str = "C";
    const UNLIKE: &'static str = "parses HTTP, as httparse does; written in C with SSE4.2 instructions, which not every x86_64 has and valgrind \
                                  does not know: its instructions are not counted";
    const IS_COUNTED: bool = false;

    fn scan(input: &Input) -> Result<Option<usize>> {
        let bytes = black_box(&*input.as_http);
        let mut headers = [phr_header { name: null(), name_len: 0, value: null(), value_len: 0 }; 32];
        let (mut rows, mut minor_version) = (headers.len(), 0);
        let (mut first, mut second) = ((null(), 0), (null(), 0));
        let mut status = 0;
        // SAFETY: every pointer is to something that lives longer than the call, and each length is that of what is pointed to.
        let length = unsafe {
            if bytes.starts_with(b"HTTP/") {
                phr_parse_response(
                    bytes.as_ptr().cast(),
                    bytes.len(),
                    &mut minor_version,
                    &mut status,
                    &mut first.0,
                    &mut first.1,
                    headers.as_mut_ptr(),
                    &mut rows,
                    0,
                )
            } else {
                phr_parse_request(
                    bytes.as_ptr().cast(),
                    bytes.len(),
                    &mut first.0,
                    &mut first.1,
                    &mut second.0,
                    &mut second.1,
                    &mut minor_version,
                    headers.as_mut_ptr(),
                    &mut rows,
                    0,
                )
            }
        };
        black_box((&headers, first, second, status));
        if length > 0 { Ok(Some(rows)) } else { Err(refused(length)) }
    }

    fn typed(_: &Input, _: &mut impl See) -> Result<Option<()>> {
        Ok(None)
    }
}
