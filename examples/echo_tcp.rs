//! Answers requests over TCP: each with a 200 that has the request's body, pings with pongs, and what can't be read with the status that is
//! owed, before the connection is closed.
//!
//! ```text
//! cargo run --features tokio --example echo_tcp -- 127.0.0.1:5060
//! ```
//!
//! It prints the address it listens at (port 0 takes any that is free). What a real server has besides: transactions, which answer a request
//! that comes again, a bound on connections, and one on the time for which they may be silent.

use std::error::Error;
use std::hash::{BuildHasher as _, RandomState};

use futures_util::{SinkExt as _, StreamExt as _};
use sipwire::header::{CallId, ContentType, Via};
use sipwire::{BuildError, Codec, CodecError, Frame, Headers, Method, OwnedMessage, Parser, Response, Side, StatusCode};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::codec::Framed;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let Some(address) = std::env::args().nth(1) else { return Err("where to listen: 127.0.0.1:5060, say".into()) };
    let listener = TcpListener::bind(address).await?;
    println!("{}", listener.local_addr()?);
    let tags = RandomState::new();
    loop {
        let (stream, peer) = listener.accept().await?;
        let tags = tags.clone();
        tokio::spawn(async move {
            if let Err(error) = serve(stream, &tags).await {
                eprintln!("{peer}: {error}");
            }
        });
    }
}

/// Answers all that comes over one connection.
async fn serve(stream: TcpStream, tags: &RandomState) -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut frames = Framed::new(stream, Codec::new(Parser::new(), Side::Accepted));
    while let Some(frame) = frames.next().await {
        match frame {
            Ok(Frame::Ping) => frames.send(Frame::Pong).await?,
            Ok(Frame::Message(message)) => {
                if let Some(response) = answer(&message, tags)? {
                    frames.send(response).await?;
                }
            }
            // Nobody pings from here, so nobody answers a ping.
            Ok(Frame::Pong) => {}
            Err(error) => {
                if let Some(response) = refusal(&frames, &error, tags)? {
                    frames.send(response).await?;
                }
                return Err(error.into());
            }
        }
    }
    Ok(())
}

/// The 200 with the request's own body. Responses and ACKs get none.
fn answer(message: &OwnedMessage, tags: &RandomState) -> Result<Option<OwnedMessage>, BuildError> {
    let headers = message.headers();
    match message.as_message().as_request() {
        Some(request) if request.method() != Method::Ack => {
            let mut response = Response::to(headers, StatusCode::OK, Some(tag(headers, tags).as_bytes()));
            response.copy_all(headers.named(<ContentType<'_> as sipwire::TypedHeader<'_>>::NAME));
            response.finish_with_body(message.body()).map(Some)
        }
        _ => Ok(None),
    }
}

/// What is owed to the request that stands at the beginning of the buffer and was refused: nothing where it does not say who waits for it.
fn refusal(frames: &Framed<TcpStream, Codec>, error: &CodecError, tags: &RandomState) -> Result<Option<OwnedMessage>, BuildError> {
    let CodecError::Decode(error) = error else { return Ok(None) };
    let partial = frames.codec().decoder().parser().partial(frames.read_buffer());
    let headers = partial.headers();
    match (error.status_owed(), partial.method()) {
        (Some(status), Some(method)) if method != Method::Ack && headers.is_present::<Via>() => {
            Response::to_with_reason(headers, status, &error.kind().to_string(), Some(tag(headers, tags).as_bytes())).finish().map(Some)
        }
        _ => Ok(None),
    }
}

/// The tag of this end in the request's dialog: the same whenever the request comes again, and not to be guessed (RFC 3261 §19.3).
fn tag(headers: Headers<'_, '_>, tags: &RandomState) -> String {
    let call_id = headers.get::<CallId>().ok().flatten();
    format!("{:016x}", tags.hash_one(call_id.map(|id| id.as_bytes().to_vec())))
}
