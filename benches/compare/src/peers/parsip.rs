use std::hint::black_box;

use parsip::{EMPTY_HEADER, IResult, Request, Response};

use super::{Peer, Result};
use crate::facts::See;
use crate::inputs::Input;

pub struct Parsip;

impl Peer for Parsip {
    const NAME: &'static str = "parsip";
    const UNLIKE: &'static str = "rows are slices; knows no names, reads no Content-Length, cuts no body; has no typed values. 32 rows are made ready in \
                                  each call";

    fn scan(input: &Input) -> Result<Option<usize>> {
        let bytes = black_box(&*input.bytes);
        let mut headers = [EMPTY_HEADER; 32];
        let (result, rows) = if bytes.starts_with(b"SIP/") {
            let mut response = Response::new(&mut headers);
            (response.parse(bytes), black_box(&response).headers.len())
        } else {
            let mut request = Request::new(&mut headers);
            (request.parse(bytes), black_box(&request).headers.len())
        };
        match result {
            IResult::Done(..) => Ok(Some(rows)),
            IResult::Error(error) => Err(format!("{error:?}").into()),
            IResult::Incomplete(_) => Err("incomplete".into()),
        }
    }

    fn typed(_: &Input, _: &mut impl See) -> Result<Option<()>> {
        Ok(None)
    }
}
