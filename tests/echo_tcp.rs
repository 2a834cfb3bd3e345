//! The example `echo_tcp`, served to clients that send one byte at a time, that send all at once, and that send what is no SIP.

use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use bytes::BytesMut;
use sipwire::header::{CallId, ContentType, To};
use sipwire::{Decoder, Frame, OwnedMessage, Parser, Side};

/// The program, which ends with the test.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    /// The program, which `cargo test` builds with the other examples.
    fn start() -> Self {
        let mut path = std::env::current_exe().unwrap();
        path.pop();
        path.pop();
        path.extend(["examples", &format!("echo_tcp{}", std::env::consts::EXE_SUFFIX)]);
        let mut command = Command::new(path);
        let child = command.arg("127.0.0.1:0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = child.expect("run `cargo build --features tokio --example echo_tcp` first");
        let mut address = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Self { child, address: address.trim().into() }
    }

    fn connect(&self) -> Client {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        Client { stream, decoder: Decoder::new(Parser::new(), Side::Opened), buffer: BytesMut::new() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

struct Client {
    stream: TcpStream,
    decoder: Decoder,
    buffer: BytesMut,
}

impl Client {
    fn dribble(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.stream.write_all(&[*byte]).unwrap();
            // Long enough for it to be read alone, most of the time.
            std::thread::sleep(Duration::from_micros(50));
        }
    }

    /// The next frame; `None` where the server has closed the connection.
    fn next(&mut self) -> Option<Frame> {
        loop {
            if let Some(frame) = self.decoder.decode(&mut self.buffer).unwrap() {
                return Some(frame);
            }
            let mut read = [0; 7];
            match self.stream.read(&mut read) {
                Ok(0) => {
                    self.decoder.finish(&self.buffer).unwrap();
                    return None;
                }
                Ok(length) => self.buffer.extend_from_slice(&read[..length]),
                // It was closed before all was read that had been sent.
                Err(error) if error.kind() == ErrorKind::ConnectionReset => return None,
                Err(error) => panic!("{error}"),
            }
        }
    }

    fn response(&mut self) -> OwnedMessage {
        match self.next() {
            Some(Frame::Message(message)) => message,
            other => panic!("{other:?} in place of a response"),
        }
    }

    fn pong(&mut self) {
        assert!(matches!(self.next(), Some(Frame::Pong)));
    }
}

fn request(method: &str, call_id: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "{method} sip:echo@lamp.example SIP/2.0\r\nVia: SIP/2.0/TCP a.example;branch=z9hG4bK{call_id}\r\nFrom: <sip:a@b>;tag=1\r\n\
         To: <sip:echo@lamp.example>\r\nCall-ID: {call_id}\r\nCSeq: 1 {method}\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\n{body}"
    )
}

fn status(message: &OwnedMessage) -> u16 {
    message.as_message().as_response().expect("a response").status().as_u16()
}

fn is_echo(response: &OwnedMessage, call_id: &str, body: &str) {
    assert_eq!((status(response), response.body()), (200, body.as_bytes()));
    let headers = response.headers();
    assert_eq!(headers.require::<CallId>().unwrap(), call_id);
    assert!(headers.require::<To>().unwrap().tag().unwrap().is_some());
    assert!(headers.require::<ContentType>().unwrap().is("text", "plain"));
}

#[test]
fn a_client_that_dribbles_is_answered() {
    let server = Server::start();
    let mut client = server.connect();
    client.dribble(b"\r\n\r\n");
    client.pong();
    // What looks like a request in a body is none, and a CRLF between messages is nothing.
    let body = "BYE sip:a SIP/2.0\r\n\r\n";
    client.dribble(request("MESSAGE", "1", body).as_bytes());
    is_echo(&client.response(), "1", body);
    client.dribble(b"\r\n");
    client.dribble(request("ACK", "2", "").as_bytes());
    client.dribble(request("OPTIONS", "3", "").as_bytes());
    is_echo(&client.response(), "3", "");
    client.dribble(b"\r\n\r\n\r\n\r\n");
    client.pong();
    client.pong();
}

#[test]
fn a_client_that_sends_all_at_once_is_answered_in_order() {
    let server = Server::start();
    let mut client = server.connect();
    let many: String = (0..50).map(|n| request("MESSAGE", &n.to_string(), &"x".repeat(n * 100)) + "\r\n\r\n").collect();
    client.stream.write_all(many.as_bytes()).unwrap();
    client.stream.shutdown(std::net::Shutdown::Write).unwrap();
    for n in 0..50 {
        is_echo(&client.response(), &n.to_string(), &"x".repeat(n * 100));
        client.pong();
    }
    assert!(client.next().is_none());
}

#[test]
fn what_is_refused_is_answered_and_the_connection_closed() {
    let server = Server::start();
    for (part, other, code) in [
        ("Content-Length: 0", "Content-Length: 5, 5", 400),
        ("Content-Length: 0\r\n", "", 400),
        ("Content-Length: 0", "Content-Length: 1048577", 413),
        ("From:", "From", 400),
    ] {
        let mut client = server.connect();
        client.dribble(request("OPTIONS", "9", "").replace(part, other).as_bytes());
        let response = client.response();
        assert_eq!((status(&response), response.headers().require::<CallId>().unwrap().as_str()), (code, "9"), "{other}");
        assert!(client.next().is_none());
    }
    // A start line that is too long, and what speaks another protocol: the latter is owed nothing.
    let mut client = server.connect();
    client.stream.write_all(format!("OPTIONS sip:{}", "a".repeat(9_000)).as_bytes()).unwrap();
    assert!(client.next().is_none());
    let mut client = server.connect();
    client.stream.write_all(&[0x16, 0x03, 0x01, 0x02, 0x00]).unwrap();
    assert!(client.next().is_none());
}
