//! The examples `registrar` and `register`, run together, and a registrar asked by hand.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use sipwire::digest::{Policy, Session};
use sipwire::header::{AuthenticationInfo, Contact, To, Via, WwwAuthenticate};
use sipwire::{Algorithm, Message, OwnedMessage, Parser, Request};

/// An example, which `cargo test` builds with the others.
fn example(name: &str) -> Command {
    let mut path = std::env::current_exe().unwrap();
    path.pop();
    path.pop();
    path.extend(["examples", &format!("{name}{}", std::env::consts::EXE_SUFFIX)]);
    Command::new(path)
}

/// A registrar on loopback, which ends with the test.
struct Registrar {
    child: Child,
    address: SocketAddr,
}

impl Registrar {
    fn start(more: &[&str]) -> Self {
        let mut command = example("registrar");
        command
            .args(["--listen", "127.0.0.1:0", "--realm", "biloxi.com", "--user", "32100045:secret", "--user", "bob:zanzibar"])
            .args(more);
        let mut child = command.stdout(Stdio::piped()).spawn().expect("run `cargo build --examples` first");
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let address = line.strip_prefix("=== listening at ").and_then(|rest| rest.split(',').next()).unwrap().parse().unwrap();
        // What it prints is read, or it would wait.
        thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        Self { child, address }
    }

    fn uri(&self, transport: &str) -> String {
        format!("sip:{};transport={transport}", self.address)
    }

    fn socket(&self) -> UdpSocket {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.connect(self.address).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        socket
    }
}

impl Drop for Registrar {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn register(arguments: &[&str]) -> Output {
    example("register").args(["--timeout", "20"]).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// What a conversation was, that went well.
fn conversation(output: &Output) -> String {
    assert!(output.status.success(), "{}\n{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

/// The names of the rows of the first message that was sent.
fn names(conversation: &str) -> Vec<&str> {
    let rows = conversation.lines().skip_while(|line| !line.starts_with(">>>")).skip(2).take_while(|line| !line.is_empty());
    rows.map(|row| row.split(':').next().unwrap()).collect()
}

#[test]
fn a_whole_conversation_over_tcp_and_over_udp() {
    let registrar = Registrar::start(&[]);
    for (transport, keep_alive) in [("tcp", "TCP to ADDRESS, 4 bytes"), ("udp", "UDP to ADDRESS, 2 bytes")] {
        let uri = registrar.uri(transport);
        let said = conversation(&register(&[&uri, "--user", "32100045", "--password", "secret"]));
        for part in [
            "SIP/2.0 401 Unauthorized",
            "algorithm=SHA-256, qop=auth, nc=00000001",
            "nc=00000002",
            "nc=00000003",
            "rspauth=",
            "SIP/2.0 200 OK",
            ";received=127.0.0.1",
            "Contact: <sip:32100045@127.0.0.1:",
            ";ob>;reg-id=1;+sip.instance=\"<urn:uuid:",
            "=== registered; bound now: <sip:32100045@127.0.0.1:",
            "=== unregistered; bound now: nothing",
            &keep_alive.replace("ADDRESS", &registrar.address.to_string()),
        ] {
            assert!(said.contains(part), "{part} in\n{said}");
        }
        // A challenge once; the answers that follow need none.
        assert_eq!((said.matches("401 Unauthorized").count(), said.matches("200 OK").count()), (1, 3), "{said}");
        assert_eq!(said.contains(&format!("<<< TCP from {}, 2 bytes", registrar.address)), transport == "tcp");
        let published = include_str!("../corpus/register/1-register.sip");
        let published: Vec<_> = published.lines().skip(1).filter(|row| !row.is_empty()).map(|row| row.split(':').next().unwrap()).collect();
        assert_eq!(names(&said), published);
        assert_eq!(said.contains(";alias"), transport == "tcp");
    }
}

#[test]
fn a_preloaded_route_leads_where_it_says() {
    let registrar = Registrar::start(&[]);
    for transport in ["tcp", "udp"] {
        let route = format!("{};lr", registrar.uri(transport));
        // Nobody is there (RFC 5737).
        let uri = format!("sip:192.0.2.1:5070;transport={transport}");
        let arguments = [&*uri, "--route", &route, "--user", "bob", "--password", "zanzibar", "--all", "--keep-alives", "0", "--no-md5"];
        let said = conversation(&register(&arguments));
        let published = include_str!("../corpus/register/2-register-with-route.sip");
        let published: Vec<_> = published.lines().skip(1).filter(|row| !row.is_empty()).map(|row| row.split(':').next().unwrap()).collect();
        assert_eq!(names(&said), published);
        for part in [&format!("REGISTER {uri} SIP/2.0"), &format!("Route: <{route}>"), "Contact: *", "=== unregistered; bound now: nothing"]
        {
            assert!(said.contains(part), "{part} in\n{said}");
        }
    }
}

#[test]
fn who_has_no_password_is_refused_and_who_is_unknown_alike() {
    let registrar = Registrar::start(&[]);
    let uri = registrar.uri("udp");
    for (user, password) in [("bob", "zanzibaR"), ("eve", "zanzibar")] {
        let output = register(&[&uri, "--user", user, "--password", password]);
        assert_eq!((output.status.code(), &*text(&output.stderr)), (Some(1), "register: refused: 403 Forbidden\n"));
    }
    // A password is good for its own address alone.
    let output = register(&[&uri, "--user", "32100045", "--username", "bob", "--password", "zanzibar"]);
    assert_eq!(text(&output.stderr), "register: refused: 403 Forbidden\n");
    let output = register(&[&uri, "--user", "bob", "--password", "zanzibar", "--expires", "9"]);
    assert_eq!(text(&output.stderr), "register: the registrar wants to be asked for 10 s\n");
}

#[test]
fn users_come_from_a_file_too() {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("users");
    std::fs::write(&file, "# nobody\n\nalice:pass:word\n").unwrap();
    let registrar = Registrar::start(&["--users", file.to_str().unwrap(), "--nonces", "1"]);
    let said = conversation(&register(&[&registrar.uri("tcp"), "--user", "alice", "--password", "pass:word", "--keep-alives", "2"]));
    // While the flow was kept alive the nonce grew old: it is renewed, and nobody is asked for a password.
    assert!(said.contains("stale=true") && said.matches("401 Unauthorized").count() == 2, "{said}");

    std::fs::write(&file, "alice\n").unwrap();
    let output = example("registrar").args(["--listen", "127.0.0.1:0", "--users", file.to_str().unwrap()]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("line 1: a name, a colon and a password"), "{}", text(&output.stderr));
}

#[test]
fn a_wrong_call_says_what_is_wanted() {
    for (name, arguments, part) in [
        ("register", &["--user", "a", "--password", "b", "192.0.2.1"][..], "in sip:192.0.2.1:5060 for instance"),
        ("register", &["--user", "a", "--password", "b", "sips:a"], "no TLS"),
        ("register", &["sip:a"], "--user <NAME>"),
        ("register", &[], "Usage: register"),
        ("registrar", &["--user", "bob"], "bob:zanzibar"),
        ("registrar", &["--realm", "a"], "--user <NAME:PASSWORD>"),
        ("registrar", &[], "Usage: registrar"),
    ] {
        let output = example(name).args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{name} {arguments:?}");
        assert!(text(&output.stderr).contains(part), "{name} {arguments:?}: {}", text(&output.stderr));
    }
}

/// A REGISTER by hand, with more rows.
fn request(cseq: u32, rows: &str) -> String {
    format!(
        "REGISTER sip:biloxi.com SIP/2.0\r\nVia: SIP/2.0/UDP ua.example:1;rport;branch=z9hG4bK{cseq}\r\nFrom: <sip:bob@biloxi.com>;tag=1\r\n\
         To: <sip:bob@biloxi.com>\r\nCall-ID: 7\r\nCSeq: {cseq} REGISTER\r\nMax-Forwards: 70\r\n{rows}Content-Length: 0\r\n\r\n"
    )
}

fn ask(socket: &UdpSocket, request: &[u8]) -> OwnedMessage {
    socket.send(request).unwrap();
    let mut datagram = vec![0; 65_535];
    let length = socket.recv(&mut datagram).unwrap();
    Parser::new().parse_owned(datagram[..length].to_vec().into()).unwrap()
}

fn status(response: &OwnedMessage) -> u16 {
    response.as_message().as_response().unwrap().status().as_u16()
}

/// A client that answers by MD5, which the registrar offers second.
struct Client {
    socket: UdpSocket,
    session: Session,
    cseq: u32,
}

impl Client {
    fn new(registrar: &Registrar) -> Self {
        let socket = registrar.socket();
        let unauthorized = ask(&socket, request(1, "").as_bytes());
        let challenges: Vec<_> = unauthorized.headers().all::<WwwAuthenticate>().map(Result::unwrap).collect();
        assert_eq!(
            challenges.iter().map(|challenge| challenge.algorithm().unwrap()).collect::<Vec<_>>(),
            [Algorithm::Sha256, Algorithm::Md5]
        );
        let question = Policy::new().question(&challenges[1], false).unwrap();
        Self { socket, session: Session::new(&question, "bob", "zanzibar", "0a4f113b"), cseq: 1 }
    }

    fn register(&mut self, rows: &str) -> OwnedMessage {
        self.cseq += 1;
        let bare = request(self.cseq, rows);
        let message = Message::parse(bare.as_bytes()).unwrap();
        let bare: &Request<'_> = message.as_request().unwrap();
        let branch = format!("z9hG4bK{}x", self.session.nonce_count());
        let answer = self.session.answer(bare.method(), bare.raw_uri(), b"").unwrap();
        self.cseq += 1;
        let again = bare.retry(branch, [answer]).unwrap();
        ask(&self.socket, again.as_bytes())
    }

    fn bound(&mut self, rows: &str) -> Vec<String> {
        let response = self.register(rows);
        assert_eq!(status(&response), 200, "{response}");
        assert!(response.headers().require::<AuthenticationInfo>().unwrap().response().unwrap().is_some());
        response.headers().all::<Contact>().map(|contact| contact.unwrap().to_string()).collect()
    }
}

#[test]
fn bindings_are_made_listed_and_taken_back() {
    let registrar = Registrar::start(&["--most", "100"]);
    let mut client = Client::new(&registrar);
    assert_eq!(client.bound(""), [""; 0]);
    let [one, two] = ["Contact: \"B\" <sip:bob@192.0.2.4;x>;q=0.5;expires=50\r\n", "Contact: <sip:bob@192.0.2.5>\r\nExpires: 4000\r\n"];
    let first = client.bound(one);
    assert!(first.len() == 1 && first[0].starts_with("<sip:bob@192.0.2.4;x>;q=0.5;expires="), "{first:?}");
    let both = client.bound(two);
    assert!(both.len() == 2 && ["<sip:bob@192.0.2.5>;expires=99", "<sip:bob@192.0.2.5>;expires=100"].contains(&&*both[1]), "{both:?}");
    // An equal URI, differently written, is the same binding.
    let again = client.bound("Contact: <sip:bob@192.0.2.5;y=z>;expires=50, <SIP:bob@192.0.2.4;X>;expires=0\r\n");
    assert!(again.len() == 1 && again[0].starts_with("<sip:bob@192.0.2.5;y=z>;expires="), "{again:?}");
    assert_eq!(client.bound("").len(), 1);
    for (rows, code) in [
        ("Contact: *\r\n", 400),
        ("Contact: *\r\nExpires: 5\r\n", 400),
        ("Contact: *, <sip:a>\r\nExpires: 0\r\n", 400),
        ("Contact: <sip:a>;expires=9\r\n", 423),
        ("Require: gruu, x\r\n", 420),
    ] {
        assert_eq!(status(&client.register(rows)), code, "{rows}");
    }
    assert_eq!(client.bound("Contact: *\r\nExpires: 0\r\n"), [""; 0]);
    // What is malformed counts as an hour (RFC 3261 section 10.2.1.1), of which this registrar gives less.
    assert!(client.bound("Contact: <sip:a>;expires=soon\r\n")[0].starts_with("<sip:a>;expires="));
    // Out of order.
    client.cseq -= 10;
    assert_eq!(status(&client.register("Contact: <sip:a>\r\n")), 500);
}

#[test]
fn a_request_that_comes_again_gets_the_same_response() {
    let registrar = Registrar::start(&[]);
    let client = Client::new(&registrar);
    let bytes = request(9, "");
    let [first, second] = [(); 2].map(|()| ask(&client.socket, bytes.as_bytes()));
    assert_eq!((status(&first), first.as_bytes()), (401, second.as_bytes()));
}

#[test]
fn what_cannot_be_read_is_answered_with_what_is_wrong() {
    let registrar = Registrar::start(&[]);
    let socket = registrar.socket();
    let is_refused = |response: &OwnedMessage, port| {
        let via = response.headers().first::<Via>().unwrap().unwrap();
        assert_eq!((via.received().unwrap(), via.rport().unwrap()), (Some([127, 0, 0, 1].into()), Some(port)));
        assert!(response.headers().require::<To>().unwrap().tag().unwrap().is_some() && status(response) == 400, "{response}");
    };
    let port = socket.local_addr().unwrap().port();
    for (part, other) in [
        ("From:", "From"),
        ("Max-Forwards: 70", "Max\x01"),
        ("Content-Length: 0", "Content-Length: 5"),
        ("Call-ID: 7", "Call-ID: 7\r\nl: 1"),
    ] {
        is_refused(&ask(&socket, request(2, "").replace(part, other).as_bytes()), port);
    }
    let tcp = |bytes: &[u8]| {
        let mut stream = TcpStream::connect(registrar.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(bytes).unwrap();
        let mut all = Vec::new();
        // It closes, or resets what it did not read.
        let _ = stream.read_to_end(&mut all);
        (stream.local_addr().unwrap().port(), all)
    };
    let (port, answer) = tcp(request(2, "").replace("From:", "From").as_bytes());
    is_refused(&Parser::new().parse_owned(answer.into()).unwrap(), port);
    // What does not say who waits for an answer gets none, and what comes next does.
    assert!(tcp(b"GET / HTTP/1.1\r\n\r\n").1.is_empty());
    for junk in [&b""[..], b"\r\n\r\n", b"\0\xFF\x80", b"SIP/2.0 200 OK\r\nVia: x\r\n\r\n", b"ACK sip:a SIP/2.0\r\n\r\n"] {
        socket.send(junk).unwrap();
    }
    assert_eq!(status(&ask(&socket, request(3, "").as_bytes())), 401);
    assert_eq!(status(&ask(&socket, request(4, "").replace("REGISTER", "INVITE").as_bytes())), 405);
    assert_eq!(status(&ask(&socket, request(5, "").replace("REGISTER", "OPTIONS").as_bytes())), 200);
}
