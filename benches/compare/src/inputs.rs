//! The messages, and by hand what is in them.

use bytes::Bytes;

use crate::facts::Key;

/// A message that every parser reads.
pub struct Input {
    /// What it is called in tables.
    pub name: &'static str,
    pub title: &'static str,
    pub bytes: Bytes,
    /// Only `SIP/2.0` and `HTTP/1.1` are exchanged, wherever they stand.
    pub as_http: Vec<u8>,
    pub rows: usize,
    /// Whether it is measured, or only read to see what comes out.
    pub is_measured: bool,
    facts: &'static [(Key, &'static str)],
}

impl Input {
    /// The right value: `None` if the message has none, empty for a parameter without a value.
    pub fn fact(&self, key: Key) -> Option<&'static str> {
        self.facts.iter().find(|(known, _)| *known == key).map(|(_, value)| *value)
    }
}

const VIA_A: [(Key, &str); 5] = [
    (Key::ViaTransport, "TCP"),
    (Key::ViaHost, "192.168.110.247"),
    (Key::ViaPort, "50250"),
    (Key::ViaBranch, "z9hG4bKPjda05353a7a96446799361429235bc0e5"),
    (Key::ViaRport, ""),
];

/// Every message, those that are measured first.
pub fn all() -> Vec<Input> {
    use Key::*;
    let input = |name, title, bytes: &'static [u8], rows, facts| Input {
        name,
        title,
        bytes: Bytes::from_static(bytes),
        as_http: String::from_utf8(bytes.to_vec()).expect("these are ASCII").replace("SIP/2.0", "HTTP/1.1").into_bytes(),
        rows,
        is_measured: name != "200" && name != "Route",
        facts,
    };
    vec![
        input(
            "a",
            "REGISTER",
            include_bytes!("../../../corpus/register/1-register.sip"),
            11,
            &[
                VIA_A[0],
                VIA_A[1],
                VIA_A[2],
                VIA_A[3],
                VIA_A[4],
                (FromUser, "32100045"),
                (FromHost, "192.168.110.237"),
                (FromTag, "6c33309d840849cf89aeffac78fe505e"),
                (CallId, "3548dbde40f943d2bdaf41d727049ffc"),
                (CSeq, "54023"),
                (MaxForwards, "70"),
                (ContactUser, "32100045"),
                (ContactHost, "192.168.110.247"),
                (ContactPort, "50250"),
            ],
        ),
        input(
            "b",
            "REGISTER with Authorization",
            include_bytes!("../../../corpus/register/4-register-with-authorization.sip"),
            12,
            &[
                (ViaTransport, "TCP"),
                (ViaHost, "192.168.110.247"),
                (ViaPort, "50250"),
                (ViaBranch, "z9hG4bKPj2441c1d494194a18bab63a939084bc5d"),
                (ViaRport, ""),
                (FromUser, "32100045"),
                (FromHost, "192.168.110.237"),
                (FromTag, "6c33309d840849cf89aeffac78fe505e"),
                (CallId, "3548dbde40f943d2bdaf41d727049ffc"),
                (CSeq, "54024"),
                (MaxForwards, "70"),
                (ContactUser, "32100045"),
                (ContactHost, "192.168.110.247"),
                (ContactPort, "50250"),
                (Realm, "32100045"),
                (Nonce, "0029482318be6784"),
                (Response, "f6144dbcc10d8995c0ffc1ade5a712f5"),
            ],
        ),
        input(
            "c",
            "401",
            include_bytes!("../../../corpus/register/3-401-unauthorized.sip"),
            7,
            &[
                VIA_A[0],
                VIA_A[1],
                VIA_A[2],
                VIA_A[3],
                (ViaRport, "50250"),
                (ViaReceived, "192.168.110.247"),
                (FromUser, "32100045"),
                (FromHost, "192.168.110.237"),
                (FromTag, "6c33309d840849cf89aeffac78fe505e"),
                (ToTag, "z9hG4bKPjda05353a7a96446799361429235bc0e5"),
                (CallId, "3548dbde40f943d2bdaf41d727049ffc"),
                (CSeq, "54023"),
                (Realm, "32100045"),
                (Nonce, "0029482318be6784"),
            ],
        ),
        input(
            "d",
            "INVITE with SDP",
            include_bytes!("../../messages/invite.sip"),
            16,
            &[
                (ViaTransport, "UDP"),
                (ViaHost, "proxy2.biloxi.example.com"),
                (ViaPort, "5060"),
                (ViaBranch, "z9hG4bK4b43c2ff8.1"),
                (ViaRport, ""),
                (FromUser, "alice"),
                (FromHost, "atlanta.example.com"),
                (FromTag, "9fxced76sl"),
                (CallId, "3848276298220188511@atlanta.example.com"),
                (CSeq, "314159"),
                (MaxForwards, "68"),
                (ContactUser, "alice"),
                (ContactHost, "client.atlanta.example.com"),
                (ContactPort, "5060"),
            ],
        ),
        input(
            "Route",
            "REGISTER with Route",
            include_bytes!("../../../corpus/register/2-register-with-route.sip"),
            12,
            &[
                (ViaTransport, "TCP"),
                (ViaHost, "192.168.110.247"),
                (ViaPort, "60340"),
                (ViaBranch, "z9hG4bKPj77ff2e12d94343cabbdea16734441deb"),
                (ViaRport, ""),
                (FromUser, "101"),
                (FromHost, "192.168.110.237"),
                (FromTag, "00e15cfa6bf8488a89cef288a4795d85"),
                (CallId, "de1d2568de394a59bc6fcd2f27731060"),
                (CSeq, "6317"),
                (MaxForwards, "70"),
                (ContactUser, "101"),
                (ContactHost, "192.168.110.247"),
                (ContactPort, "60340"),
            ],
        ),
        input(
            "200",
            "200",
            include_bytes!("../../../corpus/register/5-200-ok.sip"),
            6,
            &[
                (ViaTransport, "TCP"),
                (ViaHost, "192.168.110.247"),
                (ViaPort, "50250"),
                (ViaBranch, "z9hG4bKPj2441c1d494194a18bab63a939084bc5d"),
                (ViaRport, "50250"),
                (ViaReceived, "192.168.110.247"),
                (FromUser, "32100045"),
                (FromHost, "192.168.110.237"),
                (FromTag, "6c33309d840849cf89aeffac78fe505e"),
                (ToTag, "z9hG4bKPj2441c1d494194a18bab63a939084bc5d"),
                (CallId, "3548dbde40f943d2bdaf41d727049ffc"),
                (CSeq, "54024"),
            ],
        ),
    ]
}
