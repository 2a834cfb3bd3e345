//! The flow to the next hop: one socket, over which all requests go and all responses come.

use std::io::{self, ErrorKind, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream, UdpSocket};
use std::time::{Duration, Instant};

use bytes::Bytes;
use sipwire::{Frame, OwnedMessage, Parser, Side, Sniffed, Transport, sniff};

use crate::wire::{Stream, Way, say, show};

/// How long the first copy of a request waits for a response before the second is sent over UDP, in RFC 3261 T1.
const T1: Duration = Duration::from_millis(500);
/// The most that a copy waits: T2.
const T2: Duration = Duration::from_secs(4);

pub(crate) struct Flow {
    socket: Socket,
    peer: SocketAddr,
    timeout: Duration,
}

enum Socket {
    Udp(UdpSocket),
    Tcp(Box<Stream>),
}

impl Flow {
    pub(crate) fn open(transport: Transport<'_>, peer: SocketAddr, timeout: u64) -> io::Result<Self> {
        let timeout = Duration::from_secs(timeout.clamp(1, 3600));
        let socket = match transport {
            Transport::Udp => {
                let any: IpAddr = if peer.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
                let socket = UdpSocket::bind((any, 0))?;
                socket.connect(peer)?;
                Socket::Udp(socket)
            }
            _ => Socket::Tcp(Stream::new(TcpStream::connect_timeout(&peer, timeout)?, Side::Opened).into()),
        };
        Ok(Self { socket, peer, timeout })
    }

    pub(crate) fn transport(&self) -> Transport<'static> {
        match self.socket {
            Socket::Udp(_) => Transport::Udp,
            Socket::Tcp(_) => Transport::Tcp,
        }
    }

    /// This end of it.
    pub(crate) fn local(&self) -> io::Result<SocketAddr> {
        match &self.socket {
            Socket::Udp(socket) => socket.local_addr(),
            Socket::Tcp(stream) => stream.tcp.local_addr(),
        }
    }

    /// Sends a request until something comes that `is_wanted`: the final response. Over UDP it is sent again and again, until time is up
    /// (RFC 3261 §17.1.2).
    pub(crate) fn exchange(&mut self, request: &OwnedMessage, is_wanted: impl Fn(&OwnedMessage) -> bool) -> io::Result<OwnedMessage> {
        let end = Instant::now() + self.timeout;
        let mut wait = T1;
        self.send(request.as_bytes())?;
        loop {
            let until = match self.socket {
                Socket::Udp(_) => end.min(Instant::now() + wait),
                Socket::Tcp(_) => end,
            };
            while let Some(frame) = self.receive(until)? {
                match frame {
                    Frame::Message(message) if is_wanted(&message) => return Ok(message),
                    _ => {}
                }
            }
            if Instant::now() >= end {
                return Err(io::Error::new(ErrorKind::TimedOut, format!("no response from {}", self.peer)));
            }
            self.send(request.as_bytes())?;
            wait = T2.min(wait * 2);
        }
    }

    /// Keeps the flow open: over TCP by a ping, which is answered by a pong (RFC 5626 §3.5.1); over UDP by a CRLF, as many phones do, which
    /// is not.
    pub(crate) fn keep_alive(&mut self) -> io::Result<()> {
        if let Socket::Udp(_) = self.socket {
            self.send(b"\r\n")?;
            std::thread::sleep(Duration::from_secs(1));
            return Ok(());
        }
        self.send(b"\r\n\r\n")?;
        let end = Instant::now() + self.timeout.min(Duration::from_secs(10));
        while let Some(frame) = self.receive(end)? {
            if let Frame::Pong = frame {
                std::thread::sleep(Duration::from_secs(1));
                return Ok(());
            }
        }
        Err(io::Error::new(ErrorKind::TimedOut, "no pong: the flow has failed"))
    }

    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        show(Way::Sent, self.transport().as_str(), self.peer, bytes);
        match &mut self.socket {
            Socket::Udp(socket) => socket.send(bytes).map(|_| ()),
            Socket::Tcp(stream) => stream.tcp.write_all(bytes),
        }
    }

    /// What comes next; nothing if nothing does until then. What can't be read is passed over where it is a datagram.
    fn receive(&mut self, until: Instant) -> io::Result<Option<Frame>> {
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(None);
            }
            let received = match &mut self.socket {
                Socket::Udp(socket) => {
                    socket.set_read_timeout(Some(left))?;
                    let mut datagram = vec![0; 65_535];
                    socket.recv(&mut datagram).map(|length| datagram[..length].to_vec()).and_then(|datagram| {
                        show(Way::Received, "UDP", self.peer, &datagram);
                        match sniff(&datagram) {
                            Sniffed::KeepAlive(_) => Ok(None),
                            _ => Parser::new().parse_owned(Bytes::from(datagram)).map(|message| Some(Frame::Message(message))).or_else(
                                |error| {
                                    say(&format!("=== passed over: {error}\n"));
                                    Ok(None)
                                },
                            ),
                        }
                    })
                }
                Socket::Tcp(stream) => {
                    stream.tcp.set_read_timeout(Some(left))?;
                    match stream.next() {
                        Ok(Some(Ok(frame))) => {
                            show(
                                Way::Received,
                                "TCP",
                                self.peer,
                                if let Frame::Message(message) = &frame { message.as_bytes() } else { b"\r\n" },
                            );
                            Ok(Some(frame))
                        }
                        Ok(Some(Err(error))) => {
                            show(Way::Received, "TCP", self.peer, stream.rest());
                            Err(io::Error::new(ErrorKind::InvalidData, error))
                        }
                        Ok(None) => Err(io::Error::new(ErrorKind::UnexpectedEof, format!("{} has closed the connection", self.peer))),
                        Err(error) => Err(error),
                    }
                }
            };
            match received {
                Ok(None) => {}
                Ok(frame) => return Ok(frame),
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => return Ok(None),
                Err(error) => return Err(error),
            }
        }
    }
}
