//! Known answers, each as a client gives it and as a server takes it: those of the RFCs, and others that were computed by Python's
//! hashlib.

use sipwire::digest::{Exchange, Expect, Ha1, HashFunction, NonceCount, Outcome, Policy, Protection, Session, UserHash, Verifier};
use sipwire::{Algorithm, Challenge, Credentials, Encode, Method, Qop};

/// A row of the table.
struct Vector {
    algorithm: Algorithm<'static>,
    username: &'static str,
    realm: &'static str,
    password: &'static str,
    method: Method<'static>,
    uri: &'static str,
    nonce: &'static str,
    nc: &'static str,
    cnonce: &'static str,
    qop: Option<Qop<'static>>,
    body: String,
    response: &'static str,
}

fn vectors() -> Vec<Vector> {
    let rows = include_str!("../../corpus/digest/vectors.tsv").lines().skip(1);
    let vectors: Vec<_> = rows
        .map(|row| {
            let columns: [&str; 13] = row.split('\t').collect::<Vec<_>>().try_into().expect(row);
            let [_, algorithm, username, realm, password, method, uri, nonce, nc, cnonce, qop, body, response] = columns;
            Vector {
                algorithm: Algorithm::try_from(algorithm).unwrap(),
                method: Method::try_from(method).unwrap(),
                qop: Qop::try_from(qop).ok(),
                body: body.replace("\\r", "\r").replace("\\n", "\n"),
                ..Vector { username, realm, password, uri, nonce, nc, cnonce, response, ..Vector::default() }
            }
        })
        .collect();
    assert!(vectors.len() > 30);
    vectors
}

impl Default for Vector {
    fn default() -> Self {
        let (algorithm, method) = (Algorithm::Md5, Method::Register);
        let [username, realm, password, uri, nonce, nc, cnonce, response] = [""; 8];
        Self { algorithm, username, realm, password, method, uri, nonce, nc, cnonce, qop: None, body: String::new(), response }
    }
}

impl Vector {
    fn ha1(&self) -> Ha1 {
        Ha1::new(self.algorithm, self.username, self.realm, self.password).unwrap()
    }

    fn exchange(&self) -> Exchange<'_> {
        let (cnonce, nonce_count) = (self.cnonce.into(), NonceCount::as_written(self.nc));
        let protection = match self.qop {
            Some(Qop::Auth) => Protection::Auth { cnonce, nonce_count },
            Some(Qop::AuthInt) => Protection::AuthInt { cnonce, nonce_count, body: self.body.as_bytes() },
            _ => Protection::None,
        };
        Exchange::new(self.method, self.uri, self.nonce, protection)
    }

    /// The credentials as a client writes them that used the nonce as often as the vector says.
    fn written(&self) -> Vec<u8> {
        let mut challenge = Challenge::build(self.realm, self.nonce).algorithm(self.algorithm);
        let qop = self.qop.into_iter().collect::<Vec<_>>();
        challenge = challenge.qop(&qop);
        let sent = challenge.to_bytes().unwrap();
        let question = Policy::new().question(&Challenge::parse(&sent).unwrap(), false).unwrap();
        let mut session = Session::new(&question, self.username, self.password, self.cnonce);
        for _ in 1..u32::from_str_radix(self.nc, 16).unwrap_or(1) {
            let _ = session.answer(self.method, self.uri, b"").unwrap();
        }
        let answer = session.answer(self.method, self.uri, self.body.as_bytes()).unwrap();
        assert_eq!(answer.response().as_str(), self.response);
        answer.to_bytes().unwrap()
    }
}

#[test]
fn every_vector_is_computed() {
    for vector in vectors() {
        let (ha1, exchange) = (vector.ha1(), vector.exchange());
        assert_eq!(ha1.response(&exchange).unwrap().as_str(), vector.response);
        assert!(ha1.verify(&exchange, vector.response.as_bytes()));
        // The same from what a store keeps.
        let kept = Ha1::from_hex(vector.algorithm, ha1.as_hex()).unwrap();
        assert!(kept.verify(&exchange, vector.response.as_bytes()));
        let of_plain = Ha1::new(Algorithm::try_from(ha1.hash_function().as_str()).unwrap(), vector.username, vector.realm, vector.password);
        assert_eq!(of_plain.unwrap().as_hex(), kept.as_hex());
    }
}

#[test]
fn every_vector_is_written_by_a_client_and_taken_by_a_server() {
    for vector in vectors() {
        let written = vector.written();
        let credentials = Credentials::parse(&written).unwrap();
        let expect = Expect::new(vector.method, vector.realm, vector.body.as_bytes()).nonce(vector.nonce).uri(vector.uri);
        let text = String::from_utf8_lossy(&written);
        let by_password = |password| {
            Verifier::new().check_password(&credentials, &expect, |user| user.is(vector.username).then_some((vector.username, password)))
        };
        assert_eq!(by_password(vector.password), Outcome::Accepted, "{text}");
        assert_eq!(by_password("another"), Outcome::WrongResponse, "{text}");
        let by_ha1 = Verifier::new().check(&credentials, &expect, |user| {
            assert_eq!(user.algorithm(), vector.algorithm);
            user.is(vector.username).then(|| vector.ha1())
        });
        assert_eq!(by_ha1, Outcome::Accepted, "{text}");
        // A store may keep one HA1 for an algorithm and its variant in -sess.
        let plain = Algorithm::try_from(vector.ha1().hash_function().as_str()).unwrap();
        let plain = Ha1::from_hex(plain, vector.ha1().as_hex()).unwrap();
        assert_eq!(Verifier::new().check(&credentials, &expect, |_| Some(plain)), Outcome::Accepted, "{text}");
    }
}

/// RFC 7616 §3.9.2 prints values by SHA-512 cut short to 256 bits. SHA-512/256 has an initial value of its own, so that they are
/// others; no implementation should give those that are printed.
#[test]
fn the_example_of_rfc_7616_for_sha_512_256_is_wrong_in_print() {
    let (username, realm) = ("J\u{e4}s\u{f8}n Doe", "api@example.org");
    let ha1 = Ha1::new(Algorithm::Sha512T256, username, realm, "Secret, or not?").unwrap();
    let (cnonce, nonce_count) = ("NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v".into(), 1.into());
    let nonce = "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK";
    let exchange = Exchange::new(Method::try_from("GET").unwrap(), "/doe.json", nonce, Protection::Auth { cnonce, nonce_count });
    let response = ha1.response(&exchange).unwrap();
    assert_eq!(response.as_str(), "3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5");
    assert_ne!(response.as_str(), "ae66e67d6b427bd3f120414a82e4acff38e8ecd9101d6c861229025f607a79dd");
    let hash = UserHash::new(Algorithm::Sha512T256, username, realm).unwrap();
    assert_eq!(hash.as_str(), "793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b");
    assert_eq!((hash.to_string(), format!("{hash:?}")), (hash.as_str().to_owned(), format!("UserHash({})", hash.as_str())));
    assert_ne!(hash.as_str(), "488869477bf257147b804c45308cd62ac4e25eb717b12b298c79e62dcea254ec");
}

/// RFC 7616 §3.9.1, from the challenge to the credentials.
#[test]
fn the_example_of_rfc_7616_from_its_challenges() {
    let response = b"SIP/2.0 401 Unauthorized\r\n\
        WWW-Authenticate: Digest\r\n realm=\"http-auth@example.org\",\r\n qop=\"auth, auth-int\",\r\n algorithm=SHA-256,\r\n \
        nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\",\r\n opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"\r\n\
        WWW-Authenticate: Digest\r\n realm=\"http-auth@example.org\",\r\n qop=\"auth, auth-int\",\r\n algorithm=MD5,\r\n \
        nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\",\r\n opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"\r\n\r\n";
    let message = sipwire::Message::parse(response).unwrap();
    let questions = Policy::new().choose(message.headers(), |_| true);
    assert_eq!(questions.iter().map(|question| question.hash_function()).collect::<Vec<_>>(), [HashFunction::Sha256]);
    let mut session = Session::new(&questions[0], "Mufasa", "Circle of Life", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
    let answer = session.answer(Method::try_from("GET").unwrap(), "/dir/index.html", b"").unwrap();
    assert_eq!(
        String::from_utf8(answer.to_bytes().unwrap()).unwrap(),
        "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", \
         uri=\"/dir/index.html\", response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\", algorithm=SHA-256, \
         opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\", qop=auth, nc=00000001, \
         cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\""
    );
}
