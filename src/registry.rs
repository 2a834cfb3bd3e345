//! The registry of header fields: one row for each name that IANA or practice knows.
//!
//! A row is all that a header of an existing family needs. [`HeaderName`](crate::HeaderName)'s variants and look-up, the header types, and
//! the dispatch of [`AnyValue`](crate::AnyValue) are made from these rows.
//!
//! ```text
//! Variant "Wire-Name" "compact" cardinality form Family file::rule;
//! ```
//!
//! * cardinality: how the rows of a header are cut into elements.
//!   - `single`: one row with one element
//!   - `commas`: a list over rows and commas
//!   - `commas_or_none`: the same, and a row may be empty
//!   - `commas_outside_comments`: as `commas`, and comments may hide a comma
//!   - `every_comma`: a list over rows and commas, which quotes and brackets don't hide
//!   - `semicolons`: a list over `;`
//!   - `rows`: each row is one element, commas are part of it
//!   - `challenges`, `credentials`: the same, unless joined ones are accepted
//! * form: `new` makes a type named after the header around the family's type; `own` says that the family's type is the header's.
//! * rule: the function in `header/families` that cuts one element.
//!
//! The documentation of a row becomes that of the header's type. Its first line is a sentence of its own, which the variant of `HeaderName`
//! has too: what the header field is for and who sends it. Then come the RFC and section, units and defaults, the ABNF of the value, and
//! an example. An `own` type is documented in its family's file; its row has the first line alone.

/// Hands the whole registry to the macro named `$then`.
macro_rules! header_registry {
    ($then:ident) => {
        $then! {
            /// Lists the body formats that the sender accepts; sent in requests, 2xx and 415 (Unsupported Media Type) responses.
            ///
            /// RFC 3261 §20.1. Without the header field, a server assumes `application/sdp`. An empty value means that no format is
            /// accepted.
            ///
            /// The preference `q` runs from 0 to 1 and is 1 if absent; [`q`](MediaRange::q) returns it in thousandths.
            ///
            /// ```text
            /// [ accept-range *(COMMA accept-range) ]
            /// accept-range = media-range *(SEMI accept-param)
            /// media-range  = ( "*/*" / ( m-type SLASH "*" ) / ( m-type SLASH m-subtype ) ) *( SEMI m-parameter )
            /// accept-param = ("q" EQUAL qvalue) / generic-param
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, header::Accept};
            ///
            /// let message = Message::parse(b"OPTIONS sip:bob@example.com SIP/2.0\r\nAccept: application/sdp, text/*;q=0.3\r\n\r\n")?;
            /// let ranges = message.headers().all::<Accept>().collect::<Result<Vec<_>, _>>()?;
            /// assert!(ranges[0].matches("application", "sdp") && ranges[0].q()? == 1000);
            /// assert!(ranges[1].matches("text", "plain") && ranges[1].q()? == 300);
            /// assert_eq!(
            ///     Accept::list(&[("application", "sdp"), ("application", "pidf+xml")]).to_bytes()?,
            ///     b"application/sdp, application/pidf+xml",
            /// );
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            Accept "Accept" "" commas_or_none new MediaRange media_range::media_range;
            /// Names the capabilities that a caller prefers in the device that it reaches; sent in requests and read by proxies.
            ///
            /// RFC 3841 §9.2. With `require`, a proxy drops the contacts that do not match. With `explicit`, a contact that does not
            /// declare every named feature ranks last; with both, it is dropped (§7.2.4).
            ///
            /// ```text
            /// ac-value *(COMMA ac-value)
            /// ac-value       = "*" *(SEMI ac-params)
            /// ac-params      = feature-param / req-param / explicit-param / generic-param
            /// req-param      = "require"
            /// explicit-param = "explicit"
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::AcceptContact};
            ///
            /// let message = Message::parse(b"INVITE sip:support@example.com SIP/2.0\r\na: *;audio;language=\"en,de\";require\r\n\r\n")?;
            /// let wish = message.headers().first::<AcceptContact>()?.unwrap();
            /// assert!(wish.requires() && !wish.is_explicit());
            /// assert!(wish.params().contains("audio") && wish.params().value("language").unwrap().is("en,de"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            AcceptContact "Accept-Contact" "a" commas new FeatureSet feature_set::features;
            /// Lists the content codings, such as `gzip`, that the sender accepts for bodies; sent in requests, 2xx and 415 responses.
            ///
            /// RFC 3261 §20.2. Without the header field, a server assumes `identity`: no coding. An empty value means the same. The
            /// preference `q` runs from 0 to 1 and is 1 if absent; [`q`](Self::q) returns it in thousandths.
            ///
            /// ```text
            /// [ encoding *(COMMA encoding) ]
            /// encoding       = codings *(SEMI accept-param)
            /// codings        = content-coding / "*"
            /// content-coding = token
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, TypedHeader, Value, header::AcceptEncoding};
            ///
            /// let coding = AcceptEncoding::parse(Value::new(b"gzip;q=0.8")?)?;
            /// assert!(coding.is("gzip"));
            /// assert_eq!(coding.q()?, Some(800));
            /// assert_eq!(AcceptEncoding::list(&["gzip", "identity"]).to_bytes()?, b"gzip, identity");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            AcceptEncoding "Accept-Encoding" "" commas_or_none new TokenParams token_params::with_params;
            /// Lists the languages that the sender prefers for reason phrases and bodies; sent in requests, 2xx and 415 responses.
            ///
            /// RFC 3261 §20.3. Without the header field, a server assumes that all languages are acceptable. The preference `q` runs from 0
            /// to 1 and is 1 if absent; [`q`](Self::q) returns it in thousandths.
            ///
            /// ```text
            /// [ language *(COMMA language) ]
            /// language       = language-range *(SEMI accept-param)
            /// language-range = ( ( 1*8ALPHA *( "-" 1*8ALPHA ) ) / "*" )
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::AcceptLanguage};
            ///
            /// let message = Message::parse(b"REGISTER sip:example.com SIP/2.0\r\nAccept-Language: da, en-gb;q=0.8, *;q=0.1\r\n\r\n")?;
            /// let mut languages = message.headers().all::<AcceptLanguage>();
            /// assert!(languages.next().unwrap()?.is("da"));
            /// assert_eq!(languages.next().unwrap()?.q()?, Some(800));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            AcceptLanguage "Accept-Language" "" commas_or_none new TokenParams token_params::language_range;
            /// Lists the resource priorities that a server honours; sent in 200 (OK) to OPTIONS and in 417 responses.
            ///
            /// RFC 4412 §3.2. Namespaces and priorities are compared without regard to case.
            ///
            /// ```text
            /// [ r-value *(COMMA r-value) ]
            /// r-value     = namespace "." r-priority
            /// namespace   = token-nodot
            /// r-priority  = token-nodot
            /// token-nodot = 1*( alphanum / "-" / "!" / "%" / "*" / "_" / "+" / "`" / "'" / "~" )
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::AcceptResourcePriority};
            ///
            /// let message = Message::parse(b"SIP/2.0 417 Unknown Resource-Priority\r\nAccept-Resource-Priority: ets.0, wps.4\r\n\r\n")?;
            /// let highest = message.headers().first::<AcceptResourcePriority>()?.unwrap();
            /// assert!(highest.namespace() == "ets" && highest.priority() == "0");
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            AcceptResourcePriority "Accept-Resource-Priority" "" commas_or_none new TokenParams token_params::dotted;
            /// Carries a further identity of the user, which is shown beside the asserted one; sent by 3GPP user agents and networks.
            ///
            /// 3GPP TS 24.229 §7.2.20. The header field is registered with IANA for 3GPP use only.
            ///
            /// ```text
            /// name-addr *(SEMI generic-param)
            /// ```
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::AdditionalIdentity};
            ///
            /// let identity = AdditionalIdentity::parse(Value::new(b"\"Sales\" <sip:sales@example.com>")?)?;
            /// assert!(identity.display_name()?.unwrap().is("Sales"));
            /// assert_eq!(identity.uri()?.as_bytes(), b"sip:sales@example.com");
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            AdditionalIdentity "Additional-Identity" "" single new NameAddr address::either;
            /// Names another ring tone for the callee (in INVITE) or ringback tone for the caller (in responses); sent by UAs and proxies.
            ///
            /// RFC 3261 §20.4; RFC 7462 §4 adds the `urn:alert:` URNs and further responses. Fetch such a URI only if the sender is
            /// trusted: a ring tone is an attractive way to annoy people.
            ///
            /// ```text
            /// alert-param *(COMMA alert-param)
            /// alert-param = LAQUOT absoluteURI RAQUOT *( SEMI generic-param )
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::AlertInfo};
            ///
            /// let message = Message::parse(b"SIP/2.0 180 Ringing\r\nAlert-Info: <urn:alert:service:call-waiting>;appearance=2\r\n\r\n")?;
            /// let tone = message.headers().first::<AlertInfo>()?.unwrap();
            /// assert_eq!(tone.uri()?.as_bytes(), b"urn:alert:service:call-waiting");
            /// assert_eq!(tone.appearance()?, Some(2));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            AlertInfo "Alert-Info" "" commas new InfoUri info_uri::any;
            /// Says why a non-interactive emergency alert was refused; sent in 425 (Bad Alert Message) responses.
            ///
            /// RFC 8876 §5.2. The IANA registry calls the text parameter `code`, the RFC `message`; [`message`](AlertMsgError::message)
            /// reads both.
            ///
            /// ```text
            /// error-code *(SEMI error-params)
            /// error-code      = 3DIGIT
            /// error-params    = error-code-text / generic-param
            /// error-code-text = "message" EQUAL quoted-string
            /// ```
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::AlertMsgError};
            ///
            /// let error = AlertMsgError::parse(Value::new(b"101 ;message=\"Cannot process the alert payload\"")?)?;
            /// assert_eq!(error.value(), 101);
            /// assert!(error.message()?.unwrap().is("Cannot process the alert payload"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            AlertMsgError "AlertMsg-Error" "" single new Number number::code;
            /// Lists the methods that the sending user agent supports; sent in 405 responses, INVITE, its 200 and answers to OPTIONS.
            ///
            /// RFC 3261 §20.5. An empty value means that no method is supported; an absent header field says nothing. Methods are
            /// case-sensitive: `invite` is not INVITE.
            ///
            /// ```text
            /// [ Method *(COMMA Method) ]
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, Method, header::Allow};
            ///
            /// let message = Message::parse(b"SIP/2.0 405 Method Not Allowed\r\nAllow: INVITE, ACK, CANCEL, BYE, UPDATE\r\n\r\n")?;
            /// let mut methods = message.headers().all::<Allow>();
            /// assert!(methods.any(|entry| entry.is_ok_and(|entry| entry.method() == Method::Update)));
            /// assert_eq!(Allow::list(&[Method::Invite, Method::Ack, Method::Bye]).to_bytes()?, b"INVITE, ACK, BYE");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            Allow "Allow" "" commas_or_none new TokenParams token_params::bare;
            /// Lists the event packages that the sender supports as a notifier; sent in any message, mandatory in 489 responses.
            ///
            /// RFC 6665 §8.2.2. Event types are compared byte by byte.
            ///
            /// ```text
            /// event-type *(COMMA event-type)
            /// event-type = event-package *( "." event-template )
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::AllowEvents};
            ///
            /// let message = Message::parse(b"SIP/2.0 489 Bad Event\r\nAllow-Events: presence, presence.winfo, dialog\r\n\r\n")?;
            /// let packages = message.headers().all::<AllowEvents>().collect::<Result<Vec<_>, _>>()?;
            /// assert!(packages[0].is("presence") && packages[1].package() == "presence");
            /// assert!(packages[1].templates().next().unwrap() == "winfo");
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            AllowEvents "Allow-Events" "u" commas new EventType event_type::bare;
            /// Asks the callee to answer automatically or only by hand; sent by the caller in INVITE, and by the callee in 200.
            ///
            /// RFC 5373 §2. The callee's policy decides. With `require`, the callee refuses the call if it cannot answer in that mode.
            ///
            /// ```text
            /// answer-mode-value *(SEMI answer-mode-param)
            /// answer-mode-value = "Manual" / "Auto" / token
            /// answer-mode-param = "require" / generic-param
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, header::AnswerMode};
            ///
            /// let message = Message::parse(b"INVITE sip:intercom@example.com SIP/2.0\r\nAnswer-Mode: Auto;require\r\n\r\n")?;
            /// let mode = message.headers().require::<AnswerMode>()?;
            /// assert!(mode.is("Auto") && mode.requires());
            /// assert_eq!(AnswerMode::row("Manual").to_bytes()?, b"Manual");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            AnswerMode "Answer-Mode" "" single new TokenParams token_params::with_params;
            /// Carries the attestation level of the calling number (A, B or C); sent by a 3GPP network to the function that signs it.
            ///
            /// 3GPP TS 24.229 §7.2.18. The levels are those of SHAKEN (RFC 8588): full, partial, gateway.
            ///
            /// ```text
            /// "A" / "B" / "C" / generic-param
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, TypedHeader, Value, header::AttestationInfo};
            ///
            /// let level = AttestationInfo::parse(Value::new(b"A")?)?;
            /// assert!(level.is("A"));
            /// assert_eq!(AttestationInfo::row("B").to_bytes()?, b"B");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            AttestationInfo "Attestation-Info" "" single new TokenParams token_params::with_params;
            /// Ends an authentication in a 2xx response: the server proves that it knows the password and may hand out the next nonce.
            ///
            /// RFC 3261 §20.6, RFC 7615. Its commas separate parameters, not values: a message has one such header field. `nc` is eight
            /// hexadecimal digits.
            ///
            /// ```text
            /// ainfo *(COMMA ainfo)
            /// ainfo = nextnonce / message-qop / response-auth / cnonce / nonce-count
            /// ```
            ///
            /// ```
            /// use sipwire::{AuthInfo, Encode, Message, header::AuthenticationInfo};
            ///
            /// let message = Message::parse(
            ///     b"SIP/2.0 200 OK\r\nAuthentication-Info: nextnonce=\"47364c23432d2e131a5fb210812c\", qop=auth, nc=00000001\r\n\r\n",
            /// )?;
            /// let info = message.headers().require::<AuthenticationInfo>()?;
            /// assert!(info.next_nonce()?.unwrap().is("47364c23432d2e131a5fb210812c"));
            /// assert_eq!(info.nonce_count()?, Some(1));
            /// assert_eq!(AuthenticationInfo::row(AuthInfo::build().next_nonce("9a1f")).to_bytes()?, b"nextnonce=\"9a1f\"");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            AuthenticationInfo "Authentication-Info" "" single new AuthInfo auth::info::auth_info;
            /// Carries the credentials of a user agent for a UAS or registrar, in answer to the challenge of a 401 response.
            ///
            /// RFC 3261 §20.7; RFC 8760 adds SHA-256 and SHA-512-256, RFC 8898 the Bearer scheme. A request may carry one header field for
            /// each realm; they cannot be joined with commas. `Debug` and `Display` hide the secrets.
            ///
            /// ```text
            /// ( "Digest" LWS digest-response ) / other-response
            /// digest-response = dig-resp *(COMMA dig-resp)
            /// other-response  = auth-scheme LWS auth-param *(COMMA auth-param)
            /// ```
            ///
            /// ```
            /// use sipwire::{Algorithm, Credentials, Encode, Message, header::Authorization};
            ///
            /// let message = Message::parse(
            ///     b"REGISTER sip:example.com SIP/2.0\r\nAuthorization: Digest username=\"ana\", realm=\"example.com\", nonce=\"6f3c\", \
            ///       uri=\"sip:example.com\", response=\"5ccc069c403ebaf9f0171e9517f40e41\"\r\n\r\n",
            /// )?;
            /// let credentials = message.headers().first::<Authorization>()?.unwrap();
            /// assert!(credentials.is_digest() && credentials.username()?.unwrap().is("ana"));
            /// assert_eq!(credentials.algorithm()?, Algorithm::Md5); // The parameter is absent.
            /// assert_eq!(Authorization::row(Credentials::bearer("eyJhbGciOiJSUzI1NiJ9")).to_bytes()?, b"Bearer eyJhbGciOiJSUzI1NiJ9");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            Authorization "Authorization" "" credentials new Credentials auth::credentials;
            /// Identifies a call, or all registrations of one client; sent in every message, chosen by the client (RFC 3261 §20.8).
            CallId "Call-ID" "i" single own CallId call_id::call_id;
            /// Points to further information about the caller (in requests) or the callee (in responses): an icon, a page, a card.
            ///
            /// RFC 3261 §20.9; RFC 6910 §12.5 adds `m`, and RFC 9796 the parameters for rich call data. Fetch a URI only if its sender is
            /// trusted.
            ///
            /// ```text
            /// info *(COMMA info)
            /// info       = LAQUOT absoluteURI RAQUOT *( SEMI info-param )
            /// info-param = ( "purpose" EQUAL ( "icon" / "info" / "card" / token ) ) / generic-param
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::CallInfo};
            ///
            /// let message = Message::parse(
            ///     b"INVITE sip:bob@example.com SIP/2.0\r\nCall-Info: <https://www.example.com/ana/photo.jpg>;purpose=icon\r\n\r\n",
            /// )?;
            /// let info = message.headers().first::<CallInfo>()?.unwrap();
            /// assert!(info.purpose()?.unwrap().is("icon"));
            /// assert_eq!(info.uri()?.as_bytes(), b"https://www.example.com/ana/photo.jpg");
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            CallInfo "Call-Info" "" commas new InfoUri info_uri::any;
            /// Tells the network which cell the device is in while it uses another access; sent by 3GPP user agents.
            ///
            /// 3GPP TS 24.229 §7.2.15. `cell-info-age` is in seconds.
            ///
            /// ```text
            /// access-type *(SEMI access-info)
            /// ```
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::CellularNetworkInfo};
            ///
            /// let value = Value::new(b"3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=2340115D1234567;cell-info-age=140")?;
            /// let cell = CellularNetworkInfo::parse(value)?;
            /// assert!(cell.is("3GPP-E-UTRAN-FDD") && cell.cell_info_age()?.unwrap().is("140"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            CellularNetworkInfo "Cellular-Network-Info" "" commas new TokenParams token_params::access_network;
            /// Names where the sender is reached directly; sent in REGISTER, in dialog-forming requests, in responses (RFC 3261 §20.10).
            Contact "Contact" "m" commas own Contact address::contact::contact_param;
            /// Says how the body is to be interpreted: as a session description, for display, as an icon; sent in any message with a body.
            ///
            /// RFC 3261 §20.11, RFC 5621 §8. Without it, `application/sdp` is a `session` and any other type is for `render`. A recipient
            /// must refuse a body that it does not understand unless `handling=optional` is present.
            ///
            /// ```text
            /// disp-type *( SEMI disp-param )
            /// disp-type      = "render" / "session" / "icon" / "alert" / disp-extension-token
            /// disp-param     = handling-param / generic-param
            /// handling-param = "handling" EQUAL ( "optional" / "required" / other-handling )
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, ParamDraft, TypedHeader, Value, header::ContentDisposition};
            ///
            /// let disposition = ContentDisposition::parse(Value::new(b"icon;handling=optional")?)?;
            /// assert!(disposition.is("icon") && !disposition.is_required()?);
            /// assert_eq!(
            ///     ContentDisposition::row(("session", &[ParamDraft::token("handling", "required")][..])).to_bytes()?,
            ///     b"session;handling=required",
            /// );
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            ContentDisposition "Content-Disposition" "" single new TokenParams token_params::with_params;
            /// Lists the codings that were applied to the body, in the order of application; sent with a compressed body.
            ///
            /// RFC 3261 §20.12. Decode from the last coding to the first. Codings are compared without regard to case.
            ///
            /// ```text
            /// content-coding *(COMMA content-coding)
            /// content-coding = token
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, header::ContentEncoding};
            ///
            /// let message = Message::parse(b"MESSAGE sip:bob@example.com SIP/2.0\r\ne: gzip\r\n\r\n")?;
            /// assert!(message.headers().first::<ContentEncoding>()?.unwrap().is("gzip"));
            /// assert_eq!(ContentEncoding::row("gzip").to_bytes()?, b"gzip");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            ContentEncoding "Content-Encoding" "e" commas new TokenParams token_params::bare;
            /// Gives the body a name that `cid:` URLs of other header fields refer to; sent by the author of the body (RFC 8262 §3).
            ContentId "Content-ID" "" single own ContentId content_id::content_id;
            /// Lists the natural languages of the body's intended audience; sent by whoever sends a body that people read.
            ///
            /// RFC 3261 §20.13.
            ///
            /// ```text
            /// language-tag *(COMMA language-tag)
            /// language-tag = primary-tag *( "-" subtag )
            /// primary-tag  = 1*8ALPHA
            /// subtag       = 1*8ALPHA
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, TypedHeader, Value, header::ContentLanguage};
            ///
            /// let language = ContentLanguage::parse(Value::new(b"de-AT")?)?;
            /// assert!(language.is("de-at")); // Compared without regard to case.
            /// assert_eq!(ContentLanguage::list(&["de", "en"]).to_bytes()?, b"de, en");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            ContentLanguage "Content-Language" "" commas new TokenParams token_params::language;
            /// Gives the size of the body in bytes; sent in every message over TCP and TLS, where it tells where the next message begins.
            ///
            /// RFC 3261 §20.14. A value of 0 means no body. Over UDP an absent header field means that the body runs to the end of the
            /// datagram. Builders write it themselves: a wrong value splits a stream in the wrong place.
            ///
            /// ```text
            /// 1*DIGIT
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::ContentLength};
            ///
            /// let message = Message::parse(b"MESSAGE sip:bob@example.com SIP/2.0\r\nl: 0\r\n\r\n")?;
            /// assert_eq!(message.headers().require::<ContentLength>()?.value(), 0);
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            ContentLength "Content-Length" "l" single new Number number::content_length;
            /// Names the media type of the body; sent in every message that has one.
            ///
            /// RFC 3261 §20.15. Types and parameter names are compared without regard to case.
            ///
            /// ```text
            /// m-type SLASH m-subtype *(SEMI m-parameter)
            /// m-parameter = m-attribute EQUAL m-value
            /// m-value     = token / quoted-string
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, header::ContentType};
            ///
            /// let message = Message::parse(b"INVITE sip:bob@example.com SIP/2.0\r\nc: multipart/mixed;boundary=\"part one\"\r\n\r\n")?;
            /// let content_type = message.headers().require::<ContentType>()?;
            /// assert!(content_type.is("Multipart", "mixed"));
            /// assert!(content_type.params().value("boundary").unwrap().is("part one"));
            /// assert_eq!(ContentType::row(("application", "sdp")).to_bytes()?, b"application/sdp");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            ContentType "Content-Type" "c" single new MediaType media_type::media_type;
            /// Numbers and orders the requests of a dialog, and names the method again; sent in every message (RFC 3261 §20.16).
            CSeq "CSeq" "" single own CSeq cseq::cseq;
            /// Says when the message was first sent, in GMT; sent by any user agent or proxy with a clock (RFC 3261 §20.17).
            Date "Date" "" single own Date date::date;
            /// Carries data channel information; sent inside a 3GPP network. This crate keeps its value as text.
            ///
            /// 3GPP TS 24.229, release 19 (v19.4.1). The value is not typed.
            ///
            /// ```
            /// use sipwire::{Message, header::DcInfo};
            ///
            /// let message = Message::parse(b"INVITE sip:bob@example.com SIP/2.0\r\nDC-Info: app=chess\r\n\r\n")?;
            /// assert!(message.headers().first::<DcInfo>()?.unwrap().is("app=chess"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            DcInfo "DC-Info" "" rows new Text free_text::opaque;
            /// Announced an encrypted body in RFC 2543; deprecated, to be read in old messages and never to be sent.
            ///
            /// RFC 2543; RFC 3261 removed it in favour of S/MIME. The value is kept as text.
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::Encryption};
            ///
            /// let encryption = Encryption::parse(Value::new(b"PGP version=5.0")?)?;
            /// assert!(encryption.is("PGP version=5.0"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            Encryption "Encryption" "" rows new Text free_text::opaque;
            /// Points to more information about a failure, such as a recorded announcement; sent in 300 to 699 responses.
            ///
            /// RFC 3261 §20.18. A user agent may play or show the resource, or call the URI. Fetch it only if its sender is trusted.
            ///
            /// ```text
            /// error-uri *(COMMA error-uri)
            /// error-uri = LAQUOT absoluteURI RAQUOT *( SEMI generic-param )
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::ErrorInfo};
            ///
            /// let message = Message::parse(
            ///     b"SIP/2.0 404 Not Found\r\nError-Info: <sip:not-in-service@announcements.example.com>\r\n\r\n",
            /// )?;
            /// let info = message.headers().first::<ErrorInfo>()?.unwrap();
            /// assert!(info.uri()?.as_sip().unwrap().user().unwrap().is("not-in-service"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            ErrorInfo "Error-Info" "" commas new InfoUri info_uri::any;
            /// Names the event package and subscription in question; sent in SUBSCRIBE, NOTIFY and PUBLISH, and mandatory there.
            ///
            /// RFC 6665 §8.2.1; RFC 6446 §9.2 adds the rates, which are notifications per second. The event type and `id` are compared byte
            /// by byte: compare subscriptions with [`equivalent`](Self::equivalent).
            ///
            /// ```text
            /// event-type *( SEMI event-param )
            /// event-type  = event-package *( "." event-template )
            /// event-param = generic-param / ( "id" EQUAL token )
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, header::Event};
            ///
            /// let message = Message::parse(
            ///     b"SUBSCRIBE sip:ana@example.com SIP/2.0\r\no: dialog;id=7a;include-session-description\r\n\r\n",
            /// )?;
            /// let event = message.headers().require::<Event>()?;
            /// assert!(event.is("dialog") && event.id()?.unwrap().is("7a"));
            /// assert!(event.includes_session_description());
            /// assert_eq!(Event::row("presence").to_bytes()?, b"presence");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            Event "Event" "o" single new EventType event_type::event;
            /// Limits how long a registration, subscription, publication or invitation lasts; sent in the request and its response.
            ///
            /// RFC 3261 §20.19. The value is in seconds, from 0 to 2^32-1; a larger number is read as 2^32-1. In REGISTER it applies to
            /// contacts without an `expires` parameter of their own, and 0 removes the binding. In INVITE it limits the ringing, not the
            /// call.
            ///
            /// ```text
            /// delta-seconds
            /// delta-seconds = 1*DIGIT
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, header::Expires};
            ///
            /// let message = Message::parse(b"REGISTER sip:example.com SIP/2.0\r\nExpires: 3600\r\n\r\n")?;
            /// assert_eq!(message.headers().require::<Expires>()?.value(), 3600);
            /// assert_eq!(Expires::row(0).to_bytes()?, b"0");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            Expires "Expires" "" single new Number number::seconds;
            /// Names the features that an entity on the path supports; sent in requests and responses by proxies, registrars and B2BUAs.
            ///
            /// RFC 6809 §6. Unlike feature tags of a Contact, which describe a user agent, these describe the entity that added them. The
            /// topmost value is that of the entity added last.
            ///
            /// ```text
            /// fc-value *(COMMA fc-value)
            /// fc-value    = "*" *(SEMI feature-cap)
            /// feature-cap = "+" fcap-name [ EQUAL LDQUOT ( fcap-value-list / fcap-string-value ) RDQUOT ]
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::FeatureCaps};
            ///
            /// let message = Message::parse(b"SIP/2.0 200 OK\r\nFeature-Caps: *;+g.3gpp.srvcc;+sip.604\r\n\r\n")?;
            /// let capabilities = message.headers().first::<FeatureCaps>()?.unwrap();
            /// assert!(capabilities.params().contains("+g.3gpp.srvcc"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            FeatureCaps "Feature-Caps" "" commas new FeatureSet feature_set::capabilities;
            /// Tells a registered client how long its connection may be silent; sent by the registrar in 2xx responses to REGISTER.
            ///
            /// RFC 5626 §4.4, §10. The value is in seconds: the server regards the flow as dead if no keep-alive arrives within that time
            /// plus some grace. Without the header field, the client chooses between 95 and 120 seconds over TCP (24 to 29 over UDP).
            ///
            /// ```text
            /// 1*DIGIT
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::FlowTimer};
            ///
            /// let message = Message::parse(b"SIP/2.0 200 OK\r\nFlow-Timer: 120\r\n\r\n")?;
            /// assert_eq!(message.headers().get::<FlowTimer>()?.unwrap().value(), 120);
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            FlowTimer "Flow-Timer" "" single new Number number::seconds;
            /// Names who began the request; sent in every message, set by the client and copied into responses.
            ///
            /// RFC 3261 §20.20. Its `tag` is one half of the dialog's identity, and mandatory except from RFC 2543 peers. Anybody can write
            /// any address here: authenticate before you trust it.
            ///
            /// ```text
            /// ( name-addr / addr-spec ) *( SEMI from-param )
            /// from-param = ( "tag" EQUAL token ) / generic-param
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, NameAddr, ParamDraft, header::From};
            ///
            /// let message = Message::parse(
            ///     b"INVITE sip:bob@example.com SIP/2.0\r\nFrom: \"Ana Costa\" <sip:ana@example.com>;tag=8f2k\r\n\r\n",
            /// )?;
            /// let from = message.headers().require::<From>()?;
            /// assert!(from.display_name()?.unwrap().is("Ana Costa"));
            /// assert_eq!(from.tag()?.unwrap(), "8f2k");
            ///
            /// let tag = [ParamDraft::token("tag", "77a")];
            /// assert_eq!(From::row(NameAddr::build("sip:bob@example.com").params(&tag)).to_bytes()?, b"<sip:bob@example.com>;tag=77a");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            From "From" "f" single new NameAddr address::either;
            /// Points to a location: a body part (`cid:`) or a location server; sent by a user agent, or added to a request by a proxy.
            ///
            /// RFC 6442 §4.1; RFC 8787 §4 adds `loc-src`, the host that added the value. Any hop may add one; trust `loc-src` only inside a
            /// trust domain.
            ///
            /// ```text
            /// locationValue *( COMMA locationValue )
            /// locationValue = LAQUOT locationURI RAQUOT *(SEMI geoloc-param)
            /// locationURI   = sip-URI / sips-URI / pres-URI / http-URI / https-URI / cid-url / absoluteURI
            /// geoloc-param  = generic-param / ( "loc-src" EQUAL host )
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::Geolocation};
            ///
            /// let message = Message::parse(
            ///     b"INVITE urn:service:sos SIP/2.0\r\nGeolocation: <cid:target123@atlanta.example.com>;loc-src=edge.example.com\r\n\r\n",
            /// )?;
            /// let location = message.headers().first::<Geolocation>()?.unwrap();
            /// assert_eq!(location.uri()?.as_bytes(), b"cid:target123@atlanta.example.com");
            /// assert!(location.location_source()?.is_some());
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            Geolocation "Geolocation" "" commas new InfoUri info_uri::any;
            /// Says what is wrong with the location of a request; sent in responses, mostly 424 (Bad Location Information).
            ///
            /// RFC 6442 §4.4. The first digit is the category: 1 for a location that cannot be processed, 2 for a missing permission, 3 for
            /// a failed dereference.
            ///
            /// ```text
            /// location-error-code *(SEMI location-error-params)
            /// location-error-code      = 1*3DIGIT
            /// location-error-params    = location-error-code-text / generic-param
            /// location-error-code-text = "code" EQUAL quoted-string
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::GeolocationError};
            ///
            /// let message = Message::parse(
            ///     b"SIP/2.0 424 Bad Location Information\r\nGeolocation-Error: 100;code=\"Cannot Process Location\"\r\n\r\n",
            /// )?;
            /// let error = message.headers().require::<GeolocationError>()?;
            /// assert_eq!(error.value(), 100);
            /// assert!(error.code_text()?.unwrap().is("Cannot Process Location"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            GeolocationError "Geolocation-Error" "" single new Number number::short_code;
            /// Says whether intermediaries may use the location to route the request; sent by whoever adds a Geolocation header field.
            ///
            /// RFC 6442 §4.2. If a request has Geolocation but not this header field, the value is `no`. Nobody may change `no` to `yes`.
            ///
            /// ```text
            /// "yes" / "no" / generic-param
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, ParamDraft, header::GeolocationRouting};
            ///
            /// let message = Message::parse(b"INVITE urn:service:sos.police SIP/2.0\r\nGeolocation-Routing: yes\r\n\r\n")?;
            /// assert!(message.headers().require::<GeolocationRouting>()?.is_allowed());
            /// assert_eq!(GeolocationRouting::row(&[ParamDraft::flag("no")][..]).to_bytes()?, b"no");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            GeolocationRouting "Geolocation-Routing" "" single new ParamSet param_set::one;
            /// Asked proxies to conceal the Via path in RFC 2543; deprecated, to be read in old messages and never to be sent.
            ///
            /// RFC 2543 defines it. The value is kept as text.
            ///
            /// ```text
            /// ( "route" / "hop" )
            /// ```
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::Hide};
            ///
            /// let hide = Hide::parse(Value::new(b"route")?)?;
            /// assert!(hide.is("route"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            Hide "Hide" "" rows new Text free_text::opaque;
            /// Records how a request was retargeted: each proxy adds the new target, and a UAS returns the list if asked for it.
            ///
            /// RFC 7044 §5. `index` orders the entries as a tree: `1.2` is the second branch of `1`. Reason and Privacy are escaped headers
            /// inside the URI.
            ///
            /// ```text
            /// hi-entry *(COMMA hi-entry)
            /// hi-entry        = name-addr *(SEMI hi-param)
            /// hi-param        = hi-index / hi-target-param / hi-extension
            /// hi-index        = "index" EQUAL index-val
            /// index-val       = number *("." number)
            /// hi-target-param = ( "rc" / "mp" / "np" ) EQUAL index-val
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::HistoryInfo};
            ///
            /// let message = Message::parse(
            ///     b"INVITE sip:ana@192.0.2.4 SIP/2.0\r\n\
            ///       History-Info: <sip:ana@example.com>;index=1, <sip:ana@192.0.2.4>;index=1.1;rc=1\r\n\r\n",
            /// )?;
            /// let entries = message.headers().all::<HistoryInfo>().collect::<Result<Vec<_>, _>>()?;
            /// assert_eq!(entries[0].index()?.unwrap(), "1");
            /// assert_eq!(entries[1].rc()?.unwrap(), "1");
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            HistoryInfo "History-Info" "" commas new NameAddr address::bracketed;
            /// Carries a signed assertion (PASSporT) of the caller's identity; added by the caller's provider (RFC 8224 §4).
            Identity "Identity" "y" rows own Identity identity::identity;
            /// Pointed to the certificate behind an RFC 4474 Identity; deprecated, to be read in old messages and never to be sent.
            ///
            /// RFC 4474 §9; RFC 8224 replaced it by the `info` parameter of Identity.
            ///
            /// ```text
            /// LAQUOT absoluteURI RAQUOT *( SEMI ident-info-params )
            /// ident-info-params = ( "alg" EQUAL token ) / generic-param
            /// ```
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::IdentityInfo};
            ///
            /// let info = IdentityInfo::parse(Value::new(b"<https://www.example.com/cert>;alg=rsa-sha1")?)?;
            /// assert!(info.alg()?.unwrap().is("rsa-sha1"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            IdentityInfo "Identity-Info" "n" single new InfoUri info_uri::any;
            /// Names the Info Package of an INFO request, which says what its body means.
            ///
            /// RFC 6086 §7.2. Send one only if the peer listed it in Recv-Info. An INFO request without it is a legacy use (RFC 2976).
            ///
            /// ```text
            /// Info-package-type
            /// Info-package-type  = Info-package-name *( SEMI Info-package-param )
            /// Info-package-name  = token
            /// Info-package-param = generic-param
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::InfoPackage};
            ///
            /// let message = Message::parse(b"INFO sip:ana@192.0.2.4 SIP/2.0\r\nInfo-Package: dtmf\r\n\r\n")?;
            /// assert!(message.headers().require::<InfoPackage>()?.is("dtmf"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            InfoPackage "Info-Package" "" single new TokenParams token_params::with_params;
            /// Lists the Call-IDs that this call returns or refers to; sent by the caller, for instance when calling back.
            ///
            /// RFC 3261 §20.21. Call-IDs are compared byte by byte.
            ///
            /// ```text
            /// callid *(COMMA callid)
            /// callid = word [ "@" word ]
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, header::InReplyTo};
            ///
            /// let message = Message::parse(
            ///     b"INVITE sip:bob@example.com SIP/2.0\r\nIn-Reply-To: 70710@saturn.example.com, 17320@saturn.example.com\r\n\r\n",
            /// )?;
            /// let calls = message.headers().all::<InReplyTo>().collect::<Result<Vec<_>, _>>()?;
            /// assert_eq!(calls[1].as_str(), "17320@saturn.example.com");
            /// assert_eq!(InReplyTo::list(&["a1@192.0.2.7", "b2@192.0.2.7"]).to_bytes()?, b"a1@192.0.2.7, b2@192.0.2.7");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            InReplyTo "In-Reply-To" "" every_comma new CallId call_id::call_id;
            /// Asks to join the new call with an existing dialog as a conference; sent by the caller in INVITE.
            ///
            /// RFC 3911 §7.1. Both tags are mandatory, and a message has at most one Join. `to-tag` is the tag at the recipient of the
            /// request, whoever began the dialog.
            ///
            /// ```text
            /// callid *(SEMI join-param)
            /// join-param = to-tag / from-tag / generic-param
            /// to-tag     = "to-tag" EQUAL token
            /// from-tag   = "from-tag" EQUAL token
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::Join};
            ///
            /// let message = Message::parse(
            ///     b"INVITE sip:bob@192.0.2.9 SIP/2.0\r\nJoin: 12adf2f34456gs5;to-tag=12345;from-tag=54321\r\n\r\n",
            /// )?;
            /// let join = message.headers().require::<Join>()?;
            /// assert_eq!(join.call_id().as_str(), "12adf2f34456gs5");
            /// assert!(join.to_tag()? == "12345" && join.from_tag()? == "54321");
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            Join "Join" "" single new DialogRef dialog_ref::dialog_ref;
            /// Limits how many branches of a request may exist at once; set by the first proxy and split among the branches it forks.
            ///
            /// RFC 5393 §5.3.1. If absent, a proxy inserts 60 (recommended). A proxy that cannot give 1 to each branch answers 440
            /// (Max-Breadth Exceeded).
            ///
            /// ```text
            /// 1*DIGIT
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::MaxBreadth};
            ///
            /// let message = Message::parse(b"INVITE sip:team@example.com SIP/2.0\r\nMax-Breadth: 60\r\n\r\n")?;
            /// assert_eq!(message.headers().get::<MaxBreadth>()?.unwrap().value(), 60);
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            MaxBreadth "Max-Breadth" "" single new Number number::length;
            /// Limits the number of hops that a request may take; set by the client, decremented by every proxy.
            ///
            /// RFC 3261 §20.22. The value is 0 to 255, initially 70. A proxy that receives 0 answers 483 (Too Many Hops), except to
            /// OPTIONS, which it may answer itself. If the header field is absent, a proxy adds 70.
            ///
            /// ```text
            /// 1*DIGIT
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, header::MaxForwards};
            ///
            /// let message = Message::parse(b"OPTIONS sip:bob@example.com SIP/2.0\r\nMax-Forwards: 68\r\n\r\n")?;
            /// let hops = message.headers().require::<MaxForwards>()?.value();
            /// assert_eq!(hops, 68);
            /// assert_eq!(MaxForwards::row(hops - 1).to_bytes()?, b"67");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            MaxForwards "Max-Forwards" "" single new Number number::octet;
            /// States the MIME version that the body follows, which is 1.0; optional in any message (RFC 3261 §20.24).
            MimeVersion "MIME-Version" "" single own MimeVersion mime_version::mime_version;
            /// Gives the shortest lifetime that a registrar, notifier or publication server accepts; sent in 423 (Interval Too Brief).
            ///
            /// RFC 3261 §20.23. The value is in seconds. The client repeats its request with an interval at least as long.
            ///
            /// ```text
            /// delta-seconds
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, header::MinExpires};
            ///
            /// let message = Message::parse(b"SIP/2.0 423 Interval Too Brief\r\nMin-Expires: 60\r\n\r\n")?;
            /// assert_eq!(message.headers().require::<MinExpires>()?.value(), 60);
            /// assert_eq!(MinExpires::row(1800).to_bytes()?, b"1800");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            MinExpires "Min-Expires" "" single new Number number::seconds;
            /// Gives the shortest session interval that is acceptable; sent in INVITE and UPDATE requests and in 422 responses.
            ///
            /// RFC 4028 §5. The value is in seconds: at least 90, and 90 if the header field is absent. A proxy may raise the value in a
            /// request, but never lower it.
            ///
            /// ```text
            /// delta-seconds *(SEMI generic-param)
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::MinSe};
            ///
            /// let message = Message::parse(b"SIP/2.0 422 Session Interval Too Small\r\nMin-SE: 600\r\n\r\n")?;
            /// assert_eq!(message.headers().require::<MinSe>()?.value(), 600);
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            MinSe "Min-SE" "" single new Number number::seconds_params;
            /// Names the organisation that the sender belongs to, as text for people; sent in any message.
            ///
            /// RFC 3261 §20.25. The value may be empty. Client software may use it to filter calls, but nothing proves it.
            ///
            /// ```text
            /// [TEXT-UTF8-TRIM]
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, header::Organization};
            ///
            /// let message = Message::parse(b"INVITE sip:bob@example.com SIP/2.0\r\nOrganization: Boxes by Bob\r\n\r\n")?;
            /// assert!(message.headers().require::<Organization>()?.is("Boxes by Bob"));
            /// assert_eq!(Organization::row("Müller & Söhne").to_bytes()?, b"M\xc3\xbcller & S\xc3\xb6hne");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            Organization "Organization" "" single new Text free_text::text;
            /// Identifies the call's origination for an assertion of the calling number; used inside a 3GPP network.
            ///
            /// 3GPP TS 24.229 §7.2.19. The value is the `origid` of SHAKEN (RFC 8588 §5): a UUID.
            ///
            /// ```text
            /// UUID / token
            /// ```
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::OriginationId};
            ///
            /// let id = OriginationId::parse(Value::new(b"8a5f1f5e-3c1b-4a2d-9b55-0c2f8e2a7d10")?)?;
            /// assert!(id.is("8a5f1f5e-3c1b-4a2d-9b55-0c2f8e2a7d10"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            OriginationId "Origination-Id" "" single new TokenParams token_params::with_params;
            /// Tells the home network which access network and cell the device uses; sent by the device or, marked so, by a proxy.
            ///
            /// RFC 7315 §4.4, §5.4; RFC 7913. It reveals where the user is: a proxy removes it before the message leaves the trust domain.
            ///
            /// ```text
            /// access-net-spec *(COMMA access-net-spec)
            /// access-net-spec = ( access-type / access-class ) *( SEMI access-info )
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::PAccessNetworkInfo};
            ///
            /// let message = Message::parse(
            ///     b"REGISTER sip:example.com SIP/2.0\r\nP-Access-Network-Info: 3GPP-UTRAN-TDD;utran-cell-id-3gpp=23456789ABCDE\r\n\r\n",
            /// )?;
            /// let network = message.headers().first::<PAccessNetworkInfo>()?.unwrap();
            /// assert!(network.is("3GPP-UTRAN-TDD") && !network.is_network_provided());
            /// assert!(network.utran_cell_id_3gpp()?.unwrap().is("23456789ABCDE"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PAccessNetworkInfo "P-Access-Network-Info" "" commas new TokenParams token_params::access_network;
            /// Says whether a push-to-talk answer comes from the user or from a server; sent by that server in responses and NOTIFY.
            ///
            /// RFC 4964 §7.1. Sent in 18x and 2xx responses to INVITE, and in NOTIFY requests for a REFER. With `Unconfirmed`, media may be
            /// buffered before the user has answered.
            ///
            /// ```text
            /// answer-type *(SEMI generic-param)
            /// answer-type = "Confirmed" / "Unconfirmed" / token
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::PAnswerState};
            ///
            /// let message = Message::parse(b"SIP/2.0 200 OK\r\nP-Answer-State: Unconfirmed\r\n\r\n")?;
            /// assert!(message.headers().require::<PAnswerState>()?.is("unconfirmed"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PAnswerState "P-Answer-State" "" single new TokenParams token_params::with_params;
            /// Gives the identity of the sender as a trusted proxy has authenticated it; sent between proxies of one trust domain.
            ///
            /// RFC 3325 §9.1; RFC 5876 allows it in responses and more requests. There are one or two values: a SIP or SIPS URI, and a tel
            /// URI. Discard it if the message comes from outside of the trust domain.
            ///
            /// ```text
            /// PAssertedID-value *(COMMA PAssertedID-value)
            /// PAssertedID-value = name-addr / addr-spec
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::PAssertedIdentity};
            ///
            /// let message = Message::parse(
            ///     b"INVITE sip:bob@example.com SIP/2.0\r\nP-Asserted-Identity: \"Ana\" <sip:ana@example.com>, <tel:+14085264000>\r\n\r\n",
            /// )?;
            /// let identities = message.headers().all::<PAssertedIdentity>().collect::<Result<Vec<_>, _>>()?;
            /// assert_eq!(identities[0].uri()?.as_bytes(), b"sip:ana@example.com");
            /// assert!(identities[1].uri()?.as_tel().is_some());
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PAssertedIdentity "P-Asserted-Identity" "" commas new NameAddr address::either;
            /// Names the service that a trusted proxy has determined for the request; sent between proxies of one trust domain.
            ///
            /// RFC 6050 §4.1, §4.4. Labels behind `urn:urn-7:` narrow the service from left to right.
            ///
            /// ```text
            /// Service-ID *(COMMA Service-ID)
            /// Service-ID     = "urn:urn-7:" urn-service-id
            /// urn-service-id = top-level *("." sub-service-id)
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::PAssertedService};
            ///
            /// let message = Message::parse(
            ///     b"INVITE sip:bob@example.com SIP/2.0\r\nP-Asserted-Service: urn:urn-7:3gpp-service.ims.icsi.mmtel\r\n\r\n",
            /// )?;
            /// let service = message.headers().first::<PAssertedService>()?.unwrap();
            /// assert_eq!(service.service(), b"3gpp-service.ims.icsi.mmtel");
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PAssertedService "P-Asserted-Service" "" commas new InfoUri info_uri::service;
            /// Lists the further URIs that the provider has given to the registered user; sent in 200 (OK) to REGISTER.
            ///
            /// RFC 7315 §4.1, §5.1. An empty value says that there are none. That a URI is listed does not mean that it is registered.
            ///
            /// ```text
            /// [ p-aso-uri-spec ] *(COMMA p-aso-uri-spec)
            /// p-aso-uri-spec = name-addr *(SEMI ai-param)
            /// ai-param       = generic-param
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::PAssociatedUri};
            ///
            /// let message = Message::parse(b"SIP/2.0 200 OK\r\nP-Associated-URI: <sip:ana@example.com>, <tel:+351210000000>\r\n\r\n")?;
            /// assert_eq!(message.headers().all::<PAssociatedUri>().count(), 2);
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PAssociatedUri "P-Associated-URI" "" commas_or_none new NameAddr address::bracketed;
            /// Keeps the address that was called; added by the proxy that replaces the Request-URI by a registered contact.
            ///
            /// RFC 7315 §4.2, §5.2. A user agent with several addresses reads which of them was called.
            ///
            /// ```text
            /// called-pty-id-spec
            /// called-pty-id-spec = name-addr *(SEMI cpid-param)
            /// cpid-param         = generic-param
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::PCalledPartyId};
            ///
            /// let message = Message::parse(
            ///     b"INVITE sip:ana@192.0.2.4 SIP/2.0\r\nP-Called-Party-ID: <sip:ana-business@example.com>\r\n\r\n",
            /// )?;
            /// let called = message.headers().require::<PCalledPartyId>()?;
            /// assert_eq!(called.uri()?.as_bytes(), b"sip:ana-business@example.com");
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PCalledPartyId "P-Called-Party-ID" "" single new NameAddr address::bracketed;
            /// Gives the address of the party that pays for the call; sent between a provider's own servers and its peers.
            ///
            /// RFC 8496 §6. Accept it only from a trusted peer. The numbering parameters `npi` and `noa` belong to the URI, not to the
            /// header field.
            ///
            /// ```text
            /// ( name-addr / addr-spec )
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::PChargeInfo};
            ///
            /// let message = Message::parse(
            ///     b"INVITE sip:+14075550134@example.com SIP/2.0\r\nP-Charge-Info: <sip:+14075550101@example.com;npi=ISDN;noa=2>\r\n\r\n",
            /// )?;
            /// let payer = message.headers().require::<PChargeInfo>()?;
            /// assert!(payer.uri()?.as_sip().unwrap().user().unwrap().is("+14075550101"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PChargeInfo "P-Charge-Info" "" single new NameAddr address::either;
            /// Lists the addresses of the functions that collect charging records (CCF) and events (ECF); sent within one network.
            ///
            /// RFC 7315 §4.5, §5.5. Remove it before the message leaves the operator's network.
            ///
            /// ```text
            /// charge-addr-param *( SEMI charge-addr-param ) *( COMMA charge-addr-param *( SEMI charge-addr-param ) )
            /// charge-addr-param = ccf / ecf / ccf-2 / ecf-2 / generic-param
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::PChargingFunctionAddresses};
            ///
            /// let message = Message::parse(
            ///     b"INVITE sip:bob@example.com SIP/2.0\r\nP-Charging-Function-Addresses: ccf=192.0.2.1;ecf=192.0.2.2\r\n\r\n",
            /// )?;
            /// let functions = message.headers().first::<PChargingFunctionAddresses>()?.unwrap();
            /// assert!(functions.ccf()?.unwrap().is("192.0.2.1"));
            /// assert!(functions.ecf_2()?.is_none());
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PChargingFunctionAddresses "P-Charging-Function-Addresses" "" commas new ParamSet param_set::set;
            /// Correlates the charging records of all servers that a request crosses; the first proxy creates it, later ones add operators.
            ///
            /// RFC 7315 §4.6, §5.6. `icid-value` is mandatory and globally unique. Remove the header field before the message reaches a
            /// user agent.
            ///
            /// ```text
            /// icid-value *(SEMI charge-params)
            /// charge-params = icid-gen-addr / orig-ioi / term-ioi / transit-ioi / related-icid / related-icid-gen-addr / generic-param
            /// icid-value    = "icid-value" EQUAL gen-value
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::PChargingVector};
            ///
            /// let message = Message::parse(
            ///     b"INVITE sip:bob@example.com SIP/2.0\r\n\
            ///       P-Charging-Vector: icid-value=1234bc9876e;icid-generated-at=192.0.2.6;orig-ioi=home1.example\r\n\r\n",
            /// )?;
            /// let vector = message.headers().require::<PChargingVector>()?;
            /// assert!(vector.icid_value()?.is("1234bc9876e") && vector.orig_ioi()?.unwrap().is("home1.example"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PChargingVector "P-Charging-Vector" "" single new ParamSet param_set::charging_vector;
            /// Asks to trace the caller of an earlier malicious call; sent in INVITE by the user agent that received that call.
            ///
            /// RFC 5503 §5. The Request-URI has the user part `call-trace`, and Target-Dialog names the call. `timestamp` is when the call
            /// arrived, in NTP format: seconds since 1900.
            ///
            /// ```text
            /// name-addr *1(SEMI timestamp-param) *(SEMI trace-param)
            /// timestamp-param = "timestamp=" 1*DIGIT ["." 1*DIGIT]
            /// trace-param     = generic-param
            /// ```
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::PDcsTracePartyId};
            ///
            /// let caller = PDcsTracePartyId::parse(Value::new(b"<sip:+12125550147@example.com;user=phone>;timestamp=3434688831.2327")?)?;
            /// assert!(caller.timestamp()?.unwrap().is("3434688831.2327"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PDcsTracePartyId "P-DCS-Trace-Party-ID" "" single new NameAddr address::bracketed;
            /// Asks a user agent for the special treatment of an operator's call: it verifies a busy line, interrupts it, or rings back.
            ///
            /// RFC 5503 §6. A gateway to the telephone network sends it in INVITE; `EI` and `RING` may come in UPDATE too. A user agent
            /// that obeys `BLV` or `EI` does not answer 486 (Busy Here).
            ///
            /// ```text
            /// "BLV" / "EI" / "RING" / token
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, TypedHeader, Value, header::PDcsOsps};
            ///
            /// let service = PDcsOsps::parse(Value::new(b"BLV")?)?;
            /// assert!(service.is("BLV"));
            /// assert_eq!(PDcsOsps::row("RING").to_bytes()?, b"RING");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            PDcsOsps "P-DCS-OSPS" "" single new TokenParams token_params::bare;
            /// Carries billing correlation and charge numbers between the proxies of PacketCable providers; this crate keeps it as text.
            ///
            /// RFC 5503 §7. It is used between proxies and trusted user agents only. Remove it before the message leaves the trusted
            /// network.
            ///
            /// ```text
            /// Billing-Correlation-ID "/" FEID *(SEMI Billing-Info-param)
            /// Billing-Correlation-ID = 1*48(HEXDIG)
            /// FEID                   = 1*16(HEXDIG) "@" host
            /// ```
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::PDcsBillingInfo};
            ///
            /// let info = PDcsBillingInfo::parse(Value::new(b"66a1/0102@example.com;charge=\"sip:+12125550147@example.com\"")?)?;
            /// assert!(info.as_bytes().starts_with(b"66a1/"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PDcsBillingInfo "P-DCS-Billing-Info" "" single new Text free_text::opaque;
            /// Names the server that receives the records of a lawful interception; sent between proxies. This crate keeps it as text.
            ///
            /// RFC 5503 §8. It is used between proxies and trusted user agents only. Remove it before the message leaves the trusted
            /// network.
            ///
            /// ```text
            /// Laes-sig *(SEMI Laes-param)
            /// Laes-sig     = hostport
            /// Laes-param   = Laes-content / Laes-cccid / Laes-bcid / generic-param
            /// Laes-content = "content" EQUAL hostport
            /// Laes-bcid    = "bcid" EQUAL 1*48(HEXDIG)
            /// Laes-cccid   = "cccid" EQUAL 1*8(HEXDIG)
            /// ```
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::PDcsLaes};
            ///
            /// let delivery = PDcsLaes::parse(Value::new(b"192.0.2.80:5060;bcid=66a1")?)?;
            /// assert!(delivery.is("192.0.2.80:5060;bcid=66a1"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PDcsLaes "P-DCS-LAES" "" single new Text free_text::opaque;
            /// Tells a new destination of the redirections of a call that is under interception; sent between proxies, kept as text.
            ///
            /// RFC 5503 §8. It is used between proxies and trusted user agents only. `count` is the number of redirections.
            ///
            /// ```text
            /// Called-ID *(SEMI redir-params)
            /// Called-ID         = LDQUOT addr-spec RDQUOT
            /// redir-params      = redir-uri-param / redir-count-param / generic-param
            /// redir-uri-param   = "redirector-uri" EQUAL LDQUOT addr-spec RDQUOT
            /// redir-count-param = "count" EQUAL 1*DIGIT
            /// ```
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::PDcsRedirect};
            ///
            /// let redirect = PDcsRedirect::parse(Value::new(b"\"sip:+12125550199@example.com\";count=1")?)?;
            /// assert!(redirect.as_bytes().ends_with(b";count=1"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PDcsRedirect "P-DCS-Redirect" "" single new Text free_text::opaque;
            /// Authorises media before the answer, in each direction; sent by gateways and proxies in 18x responses and INVITE.
            ///
            /// RFC 5009 §8, §9. Directions apply to the media lines in order, and the last one to all that remain. `sendonly` allows media
            /// from the callee's side to the caller only. `supported` in an INVITE says that the caller understands the header field.
            ///
            /// ```text
            /// [ em-param *(COMMA em-param) ]
            /// em-param = "sendrecv" / "sendonly" / "recvonly" / "inactive" / "gated" / "supported" / token
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, header::PEarlyMedia};
            ///
            /// let message = Message::parse(b"SIP/2.0 183 Session Progress\r\nP-Early-Media: sendonly, gated\r\n\r\n")?;
            /// let mut directions = message.headers().all::<PEarlyMedia>();
            /// assert!(directions.next().unwrap()?.is("sendonly"));
            /// assert_eq!(PEarlyMedia::row("supported").to_bytes()?, b"supported");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            PEarlyMedia "P-Early-Media" "" commas_or_none new TokenParams token_params::bare;
            /// Hands the user agent a token that authorises its media streams in the access network; added by the outbound proxy.
            ///
            /// RFC 3313 §5.1. The proxy adds it to INVITE requests and responses on the way to its own user agent, and nobody else reads
            /// it.
            ///
            /// ```text
            /// P-Media-Authorization-Token *(COMMA P-Media-Authorization-Token)
            /// P-Media-Authorization-Token = 1*HEXDIG
            /// ```
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::PMediaAuthorization};
            ///
            /// let token = PMediaAuthorization::parse(Value::new(b"0020000100100101706466312e726571")?)?;
            /// assert!(token.token().is("0020000100100101706466312e726571"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PMediaAuthorization "P-Media-Authorization" "" commas new TokenParams token_params::hex;
            /// Tells a trusted proxy which of the user's identities to assert; sent by the user agent to its first proxy.
            ///
            /// RFC 3325 §9.2; RFC 5876 allows it in responses and more requests. The proxy replaces it by P-Asserted-Identity after
            /// authentication, and must not forward it.
            ///
            /// ```text
            /// PPreferredID-value *(COMMA PPreferredID-value)
            /// PPreferredID-value = name-addr / addr-spec
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::PPreferredIdentity};
            ///
            /// let message = Message::parse(
            ///     b"INVITE sip:bob@example.com SIP/2.0\r\nP-Preferred-Identity: \"Reception\" <sip:reception@example.com>\r\n\r\n",
            /// )?;
            /// let wish = message.headers().first::<PPreferredIdentity>()?.unwrap();
            /// assert!(wish.display_name()?.unwrap().is("Reception"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PPreferredIdentity "P-Preferred-Identity" "" commas new NameAddr address::either;
            /// Tells a trusted proxy which service the request belongs to; sent by the user agent to its first proxy.
            ///
            /// RFC 6050 §4.2. The proxy replaces it by P-Asserted-Service, and must not forward it.
            ///
            /// ```text
            /// Service-ID *(COMMA Service-ID)
            /// Service-ID     = "urn:urn-7:" urn-service-id
            /// urn-service-id = top-level *("." sub-service-id)
            /// ```
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::PPreferredService};
            ///
            /// let service = PPreferredService::parse(Value::new(b"urn:urn-7:3gpp-service.ims.icsi.oma.cpm.msg")?)?;
            /// assert_eq!(service.service(), b"3gpp-service.ims.icsi.oma.cpm.msg");
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PPreferredService "P-Preferred-Service" "" commas new InfoUri info_uri::service;
            /// Marks traffic of a private network (an enterprise) inside a public one, and names that network; sent between proxies.
            ///
            /// RFC 7316 §7. Accept it only from a trusted peer. The value is a host name, compared as one.
            ///
            /// ```text
            /// PNI-value *(SEMI PNI-param)
            /// PNI-value = hostname
            /// PNI-param = generic-param
            /// ```
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::PPrivateNetworkIndication};
            ///
            /// let network = PPrivateNetworkIndication::parse(Value::new(b"acme.example.com")?)?;
            /// assert!(network.is("acme.example.com"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PPrivateNetworkIndication "P-Private-Network-Indication" "" single new TokenParams token_params::host_name;
            /// Gives the key of the service profile that a request matched in the user database; sent by the I-CSCF to the S-CSCF.
            ///
            /// RFC 5002 §5. The S-CSCF removes it before it forwards the request. A key may be a wildcarded service identity: the
            /// expression between its exclamation marks matches several users.
            ///
            /// ```text
            /// ( name-addr / addr-spec ) *( SEMI generic-param )
            /// ```
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::PProfileKey};
            ///
            /// let key = PProfileKey::parse(Value::new(b"<sip:chatroom-!.*!@example.com>")?)?;
            /// assert_eq!(key.raw_uri(), b"sip:chatroom-!.*!@example.com");
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PProfileKey "P-Profile-Key" "" single new NameAddr address::either;
            /// Names the URI lists that a conference server refuses to expand; sent in 403 responses to INVITE.
            ///
            /// RFC 5318 §5. `members` is a `cid:` URL: the body part with that Content-ID lists the members, so that the inviting server
            /// can invite each itself.
            ///
            /// ```text
            /// uri-list-entry *(COMMA uri-list-entry)
            /// uri-list-entry = ( name-addr / addr-spec ) *( SEMI refused-param )
            /// refused-param  = members-param / generic-param
            /// members-param  = "members" EQUAL LDQUOT *( qdtext / quoted-pair ) RDQUOT
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::PRefusedUriList};
            ///
            /// let message = Message::parse(
            ///     b"SIP/2.0 403 Forbidden\r\n\
            ///       P-Refused-URI-List: <sip:friends@example.com>;members=\"<cid:an3bt8jf03@example.com>\"\r\n\r\n",
            /// )?;
            /// let refused = message.headers().first::<PRefusedUriList>()?.unwrap();
            /// assert!(refused.members()?.unwrap().is("<cid:an3bt8jf03@example.com>"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PRefusedUriList "P-Refused-URI-List" "" commas new NameAddr address::refused;
            /// Tells an application server which user it serves, and on which side of the call; sent by the serving proxy (S-CSCF).
            ///
            /// RFC 5502 §6; RFC 8498 §4 adds `orig-cdiv` for the calling leg behind a diversion. Remove the header field before the message
            /// leaves the trust domain.
            ///
            /// ```text
            /// PServedUser-value *(SEMI served-user-param)
            /// PServedUser-value        = name-addr / addr-spec
            /// served-user-param        = sessioncase-param / registration-state-param / "orig-cdiv" / generic-param
            /// sessioncase-param        = "sescase" EQUAL ( "orig" / "term" )
            /// registration-state-param = "regstate" EQUAL ( "unreg" / "reg" )
            /// ```
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::PServedUser};
            ///
            /// let user = PServedUser::parse(Value::new(b"<sip:ana@example.com>;sescase=term;regstate=reg")?)?;
            /// assert_eq!(user.session_case()?.unwrap(), "term");
            /// assert!(!user.is_diverted());
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PServedUser "P-Served-User" "" single new NameAddr address::either;
            /// Gives the Diameter address of the database that holds the user's profile; sent by the I-CSCF to the S-CSCF.
            ///
            /// RFC 4457 §4. It spares the S-CSCF a second search for the database.
            ///
            /// ```text
            /// database *( SEMI generic-param )
            /// database = LAQUOT DiameterURI RAQUOT
            /// ```
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::PUserDatabase};
            ///
            /// let database = PUserDatabase::parse(Value::new(b"<aaa://hss3.example.com;transport=tcp>")?)?;
            /// assert_eq!(database.raw_uri(), b"aaa://hss3.example.com;transport=tcp");
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PUserDatabase "P-User-Database" "" single new InfoUri info_uri::diameter;
            /// Names the network that a roaming user is in; sent by the visited network's proxies in REGISTER and other requests.
            ///
            /// RFC 7315 §4.3, §5.3. The name is a free string that both operators have agreed on.
            ///
            /// ```text
            /// vnetwork-spec *(COMMA vnetwork-spec)
            /// vnetwork-spec = ( token / quoted-string ) *( SEMI vnetwork-param )
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, TokenParams, header::PVisitedNetworkId};
            ///
            /// let message = Message::parse(
            ///     b"REGISTER sip:example.com SIP/2.0\r\nP-Visited-Network-ID: \"Visited network number 1\"\r\n\r\n",
            /// )?;
            /// assert!(message.headers().first::<PVisitedNetworkId>()?.unwrap().is("Visited network number 1"));
            /// assert_eq!(PVisitedNetworkId::row(TokenParams::quoted("Alpine Mobile")).to_bytes()?, b"\"Alpine Mobile\"");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            PVisitedNetworkId "P-Visited-Network-ID" "" commas new TokenParams token_params::quoted_or_token;
            /// Lists the proxies between a registrar and the registered user agent; each adds itself to REGISTER on the way.
            ///
            /// RFC 3327 §4. The registrar stores the values, copies them into its 2xx response, and uses them as the Route of later
            /// requests. Each URI needs `lr`.
            ///
            /// ```text
            /// path-value *( COMMA path-value )
            /// path-value = name-addr *( SEMI rr-param )
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::Path};
            ///
            /// let message = Message::parse(
            ///     b"REGISTER sip:example.com SIP/2.0\r\nPath: <sip:p2.example.com;lr>, <sip:p1.example.com;lr>\r\n\r\n",
            /// )?;
            /// let topmost = message.headers().first::<Path>()?.unwrap();
            /// assert_eq!(topmost.uri()?.as_bytes(), b"sip:p2.example.com;lr");
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            Path "Path" "" commas new NameAddr address::route;
            /// Lists the recipients who have not permitted a relay to send them requests; sent in 470 (Consent Needed) responses.
            ///
            /// RFC 5360 §5.9.3.
            ///
            /// ```text
            /// per-miss-spec *( COMMA per-miss-spec )
            /// per-miss-spec = ( name-addr / addr-spec ) *( SEMI generic-param )
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::PermissionMissing};
            ///
            /// let message = Message::parse(b"SIP/2.0 470 Consent Needed\r\nPermission-Missing: sip:carl@example.com\r\n\r\n")?;
            /// let missing = message.headers().first::<PermissionMissing>()?.unwrap();
            /// assert_eq!(missing.uri()?.as_bytes(), b"sip:carl@example.com");
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PermissionMissing "Permission-Missing" "" commas new NameAddr address::either;
            /// Points the user agent to the policy servers that its session must follow; added by a proxy, also to 488 responses.
            ///
            /// RFC 6794 §4.4.5.2. `non-cacheable` forbids caching the server's URI, and URIs with the same `alt-uri` are alternative ways
            /// to the same policy. A proxy appends its value at the end, since the first server is contacted first.
            ///
            /// ```text
            /// policyContact-info *(COMMA policyContact-info)
            /// policyContact-info  = LAQUOT policyContact-uri RAQUOT *( SEMI policyContact-param )
            /// policyContact-uri   = ( SIP-URI / SIPS-URI / absoluteURI )
            /// policyContact-param = "non-cacheable" / policyContact-alt-uri / generic-param
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, InfoUri, TypedHeader, Value, header::PolicyContact};
            ///
            /// let server = PolicyContact::parse(Value::new(b"<sip:policy@proxy.example.com>;non-cacheable")?)?;
            /// assert!(server.is_non_cacheable());
            /// assert_eq!(PolicyContact::row(InfoUri::build("sips:policy@example.com")).to_bytes()?, b"<sips:policy@example.com>");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            PolicyContact "Policy-Contact" "" commas new InfoUri info_uri::any;
            /// Lists the policy servers that the user agent has asked already, for the proxies on the path; this crate keeps it as text.
            ///
            /// RFC 6794 §4.4.5.1. The URI has no brackets, so that its parameters cannot be told from those of the header field.
            ///
            /// ```text
            /// policyURI *(COMMA policyURI)
            /// policyURI   = ( SIP-URI / SIPS-URI / absoluteURI ) [ SEMI token-param ] *( SEMI generic-param )
            /// token-param = "token=" token
            /// ```
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::PolicyId};
            ///
            /// let policy = PolicyId::parse(Value::new(b"sip:policy@proxy.example.com;token=zx1")?)?;
            /// assert!(policy.as_bytes().ends_with(b"token=zx1"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PolicyId "Policy-ID" "" rows new Text free_text::opaque;
            /// States how urgent the request is to the caller, as a hint for the callee's user agent; sent by the caller.
            ///
            /// RFC 3261 §20.26; RFC 6878 adds `psap-callback`. Without the header field, the priority is `normal`. It has no effect on the
            /// network: use [`ResourcePriority`] to request resources.
            ///
            /// ```text
            /// priority-value
            /// priority-value = "emergency" / "urgent" / "normal" / "non-urgent" / token
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, header::Priority};
            ///
            /// let message = Message::parse(
            ///     b"INVITE sip:bob@example.com SIP/2.0\r\nSubject: A tornado is heading our way!\r\nPriority: emergency\r\n\r\n",
            /// )?;
            /// assert!(message.headers().require::<Priority>()?.is("Emergency"));
            /// assert_eq!(Priority::row("non-urgent").to_bytes()?, b"non-urgent");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            Priority "Priority" "" single new TokenParams token_params::bare;
            /// Says whether media flows of the same priority may share resources of a 3GPP network; sent by an application server.
            ///
            /// 3GPP TS 24.229 §7.2.16.
            ///
            /// ```text
            /// "allowed" / "not-allowed" / token
            /// ```
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::PriorityShare};
            ///
            /// let sharing = PriorityShare::parse(Value::new(b"not-allowed")?)?;
            /// assert!(sharing.is("not-allowed"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PriorityShare "Priority-Share" "" single new TokenParams token_params::with_params;
            /// Carries the result of verifying a signed Resource-Priority; sent inside a 3GPP network.
            ///
            /// 3GPP TS 24.229.
            ///
            /// ```text
            /// token
            /// ```
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::PriorityVerstat};
            ///
            /// let result = PriorityVerstat::parse(Value::new(b"RPH-Validation-Passed")?)?;
            /// assert!(result.is("RPH-Validation-Passed"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PriorityVerstat "Priority-Verstat" "" single new TokenParams token_params::with_params;
            /// Asks the callee for an answer mode even against its own settings; sent by an authorised caller in INVITE.
            ///
            /// RFC 5373 §2. If Answer-Mode is present too, a callee obeys Priv-Answer-Mode from an authorised caller, and Answer-Mode from
            /// any other (§4).
            ///
            /// ```text
            /// answer-mode-value *(SEMI answer-mode-param)
            /// answer-mode-value = "Manual" / "Auto" / token
            /// answer-mode-param = "require" / generic-param
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::PrivAnswerMode};
            ///
            /// let message = Message::parse(b"INVITE sip:dispatch@example.com SIP/2.0\r\nPriv-Answer-Mode: Auto\r\n\r\n")?;
            /// let mode = message.headers().require::<PrivAnswerMode>()?;
            /// assert!(mode.is("Auto") && !mode.requires());
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PrivAnswerMode "Priv-Answer-Mode" "" single new TokenParams token_params::with_params;
            /// Asks a privacy service or trusted proxy to hide the sender's identity; sent by a user agent in any message.
            ///
            /// RFC 3323 §4.2; RFC 3325 §9.3 adds `id`. Values are separated by semicolons, not commas. `critical` asks to reject the
            /// request rather than to send it without privacy.
            ///
            /// ```text
            /// priv-value *(";" priv-value)
            /// priv-value = "header" / "session" / "user" / "none" / "critical" / "id" / "history" / token
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, header::Privacy};
            ///
            /// let message = Message::parse(b"INVITE sip:bob@example.com SIP/2.0\r\nPrivacy: id;critical\r\n\r\n")?;
            /// let values = message.headers().all::<Privacy>().collect::<Result<Vec<_>, _>>()?;
            /// assert!(values.len() == 2 && values[0].is("id") && values[1].is("critical"));
            /// assert_eq!(Privacy::row("none").to_bytes()?, b"none");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            Privacy "Privacy" "" semicolons new TokenParams token_params::priv_value;
            /// Challenges the client to authenticate to a proxy; sent in 407 (Proxy Authentication Required) responses.
            ///
            /// RFC 3261 §20.27; RFC 8760 adds SHA-256 and SHA-512-256, RFC 8898 the Bearer scheme. Each challenge has a header field of its
            /// own; they are listed in the proxy's order of preference.
            ///
            /// ```text
            /// challenge
            /// challenge        = ( "Digest" LWS digest-cln *(COMMA digest-cln) ) / other-challenge
            /// other-challenge  = auth-scheme LWS auth-param *(COMMA auth-param)
            /// ```
            ///
            /// ```
            /// use sipwire::{Algorithm, Challenge, Encode, Message, header::ProxyAuthenticate};
            ///
            /// let message = Message::parse(
            ///     b"SIP/2.0 407 Proxy Authentication Required\r\n\
            ///       Proxy-Authenticate: Digest realm=\"example.com\", nonce=\"f84f1cec\", qop=\"auth\", algorithm=SHA-256\r\n\r\n",
            /// )?;
            /// let challenge = message.headers().first::<ProxyAuthenticate>()?.unwrap();
            /// assert!(challenge.realm()?.unwrap().is("example.com") && challenge.algorithm()? == Algorithm::Sha256);
            /// assert_eq!(
            ///     ProxyAuthenticate::row(Challenge::build("example.com", "c60f").stale()).to_bytes()?,
            ///     b"Digest realm=\"example.com\", nonce=\"c60f\", stale=true",
            /// );
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            ProxyAuthenticate "Proxy-Authenticate" "" challenges new Challenge auth::challenge;
            /// Carries the credentials of a user agent for a proxy, in answer to the challenge of a 407 response.
            ///
            /// RFC 3261 §20.28; RFC 8760, RFC 8898. Proxies for other realms forward it untouched. A request may carry one header field for
            /// each realm; they cannot be joined with commas.
            ///
            /// ```text
            /// ( "Digest" LWS digest-response ) / other-response
            /// digest-response = dig-resp *(COMMA dig-resp)
            /// other-response  = auth-scheme LWS auth-param *(COMMA auth-param)
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::ProxyAuthorization};
            ///
            /// let message = Message::parse(
            ///     b"INVITE sip:bob@example.com SIP/2.0\r\n\
            ///       Proxy-Authorization: Digest username=\"ana\", realm=\"example.com\", nonce=\"c60f\", \
            ///       uri=\"sip:bob@example.com\", response=\"245f23415f11432b3434341c022\"\r\n\r\n",
            /// )?;
            /// for credentials in message.headers().all::<ProxyAuthorization>() {
            ///     let credentials = credentials?;
            ///     if credentials.realm()?.is_some_and(|realm| realm.is("example.com")) {
            ///         assert!(credentials.uri()?.unwrap().is("sip:bob@example.com"));
            ///     }
            /// }
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            ProxyAuthorization "Proxy-Authorization" "" credentials new Credentials auth::credentials;
            /// Lists the extensions that every proxy on the path must support to handle the request; sent by a client.
            ///
            /// RFC 3261 §20.29. A proxy that lacks one answers 420 (Bad Extension) with Unsupported.
            ///
            /// ```text
            /// option-tag *(COMMA option-tag)
            /// option-tag = token
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, header::ProxyRequire};
            ///
            /// let message = Message::parse(b"INVITE sip:bob@example.com SIP/2.0\r\nProxy-Require: sec-agree\r\n\r\n")?;
            /// assert!(message.headers().first::<ProxyRequire>()?.unwrap().is("sec-agree"));
            /// assert_eq!(ProxyRequire::row("sec-agree").to_bytes()?, b"sec-agree");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            ProxyRequire "Proxy-Require" "" commas new TokenParams token_params::bare;
            /// Acknowledges one reliable provisional response; sent by the client in PRACK (RFC 3262 §7.2).
            RAck "RAck" "" single own RAck rack::rack;
            /// Says why a request was sent, for instance why a call is ended; sent in BYE, CANCEL and other requests, and in responses.
            ///
            /// RFC 3326 §2; RFC 8606 adds `location`, RFC 9410 `ppi`, RFC 6432 its use in responses. `cause` is a SIP status code for `SIP`
            /// and an ITU-T cause value for `Q.850`. One value per protocol is allowed, unless the protocol permits more (RFC 9366).
            ///
            /// ```text
            /// reason-value *(COMMA reason-value)
            /// reason-value   = protocol *(SEMI reason-params)
            /// protocol       = "SIP" / "Q.850" / token
            /// reason-params  = protocol-cause / reason-text / reason-extension
            /// protocol-cause = "cause" EQUAL 1*DIGIT
            /// reason-text    = "text" EQUAL quoted-string
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, ParamDraft, header::Reason};
            ///
            /// let message = Message::parse(
            ///     b"CANCEL sip:bob@example.com SIP/2.0\r\nReason: SIP;cause=200;text=\"Call completed elsewhere\"\r\n\r\n",
            /// )?;
            /// let reason = message.headers().first::<Reason>()?.unwrap();
            /// assert!(reason.is("SIP") && reason.cause()? == Some(200));
            ///
            /// let params = [ParamDraft::number("cause", 16)];
            /// assert_eq!(Reason::row(("Q.850", &params[..])).to_bytes()?, b"Q.850;cause=16");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            Reason "Reason" "" commas new TokenParams token_params::reason;
            /// A name that IANA reserves, so that the SIP log format can use it for the reason phrase; never sent.
            ///
            /// RFC 6873. The value is kept as text.
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::ReasonPhrase};
            ///
            /// let phrase = ReasonPhrase::parse(Value::new(b"Not Found")?)?;
            /// assert!(phrase.is("Not Found"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            ReasonPhrase "Reason-Phrase" "" rows new Text free_text::opaque;
            /// Keeps a proxy on the path of a dialog: added by the proxy to the first request, and copied into the response by the UAS.
            ///
            /// RFC 3261 §20.30. The topmost value is that of the proxy nearest to the callee. The callee uses the list as its route set in
            /// order, the caller in reverse. The URI needs `lr`.
            ///
            /// ```text
            /// rec-route *(COMMA rec-route)
            /// rec-route = name-addr *( SEMI rr-param )
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, NameAddr, header::RecordRoute};
            ///
            /// let message = Message::parse(
            ///     b"SIP/2.0 180 Ringing\r\nRecord-Route: <sip:p2.example.com;lr>, <sip:p1.example.com;lr>\r\n\r\n",
            /// )?;
            /// let routes = message.headers().all::<RecordRoute>().collect::<Result<Vec<_>, _>>()?;
            /// assert_eq!(routes[0].uri()?.as_bytes(), b"sip:p2.example.com;lr");
            /// assert_eq!(RecordRoute::row(NameAddr::build("sip:192.0.2.30;lr")).to_bytes()?, b"<sip:192.0.2.30;lr>");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            RecordRoute "Record-Route" "" commas new NameAddr address::route;
            /// Lists the Info Packages that the sender is willing to receive in INFO; sent in INVITE, its responses, ACK, PRACK and UPDATE.
            ///
            /// RFC 6086 §7.3. An empty value means that INFO is supported but no package is welcome now.
            ///
            /// ```text
            /// [ Info-package-list ]
            /// Info-package-list  = Info-package-type *( COMMA Info-package-type )
            /// Info-package-type  = Info-package-name *( SEMI Info-package-param )
            /// Info-package-name  = token
            /// Info-package-param = generic-param
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, header::RecvInfo};
            ///
            /// let message = Message::parse(b"INVITE sip:bob@example.com SIP/2.0\r\nRecv-Info: dtmf, g.3gpp.ussd\r\n\r\n")?;
            /// assert_eq!(message.headers().all::<RecvInfo>().count(), 2);
            /// assert_eq!(RecvInfo::list::<&str>(&[]).to_bytes()?, b"");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            RecvInfo "Recv-Info" "" commas_or_none new TokenParams token_params::with_params;
            /// Gives the URI at which the progress of a REFER can be subscribed to; sent in 200 (OK) to a REFER that asked for it.
            ///
            /// RFC 7614 §4.8. The REFER asked with the option tag `explicitsub`; no subscription exists until a SUBSCRIBE is sent there.
            ///
            /// ```text
            /// LAQUOT ( SIP-URI / SIPS-URI ) RAQUOT *( SEMI generic-param )
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::ReferEventsAt};
            ///
            /// let message = Message::parse(
            ///     b"SIP/2.0 200 OK\r\nRefer-Events-At: <sips:vPT3izGmo8NTxMPADRZvEAY22CKxB@192.0.2.17;gr>\r\n\r\n",
            /// )?;
            /// let events = message.headers().require::<ReferEventsAt>()?;
            /// assert!(events.uri()?.as_sip().is_some());
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            ReferEventsAt "Refer-Events-At" "" single new InfoUri info_uri::sip;
            /// Says whether a REFER creates a subscription to its progress; sent in REFER and in its 2xx responses.
            ///
            /// RFC 4488 §4. Without the header field, a subscription is created. A 2xx response without `Refer-Sub: false` means that the
            /// recipient created one in spite of the request.
            ///
            /// ```text
            /// refer-sub-value *(SEMI exten)
            /// refer-sub-value = "true" / "false"
            /// exten           = generic-param
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, header::ReferSub};
            ///
            /// let message = Message::parse(b"REFER sip:bob@192.0.2.9 SIP/2.0\r\nRefer-Sub: false\r\n\r\n")?;
            /// assert!(message.headers().require::<ReferSub>()?.is("false"));
            /// assert_eq!(ReferSub::row("true").to_bytes()?, b"true");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            ReferSub "Refer-Sub" "" single new TokenParams token_params::truth;
            /// Names the resource that the recipient of a REFER is to contact, mostly by a call; mandatory in REFER, exactly once.
            ///
            /// RFC 3515 §2.1. A URI with a comma, a semicolon or a question mark needs angle brackets; an attended transfer carries
            /// `?Replaces=` there.
            ///
            /// ```text
            /// ( name-addr / addr-spec ) *( SEMI generic-param )
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, NameAddr, header::ReferTo};
            ///
            /// let message = Message::parse(
            ///     b"REFER sip:bob@192.0.2.9 SIP/2.0\r\n\
            ///       r: <sip:dave@example.org?Replaces=12345%40192.0.2.4%3Bto-tag%3D1%3Bfrom-tag%3D2>\r\n\r\n",
            /// )?;
            /// let target = message.headers().require::<ReferTo>()?;
            /// assert!(target.uri()?.as_sip().unwrap().user().unwrap().is("dave"));
            /// assert_eq!(
            ///     ReferTo::row(NameAddr::build("sip:carol@example.com;method=BYE")).to_bytes()?,
            ///     b"<sip:carol@example.com;method=BYE>",
            /// );
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            ReferTo "Refer-To" "r" single new NameAddr address::either;
            /// Says who asked for this request by a REFER; copied by the referred party from the REFER into the new request.
            ///
            /// RFC 3892 §3. Without the signed body that `cid` points to, the value is a mere claim.
            ///
            /// ```text
            /// referrer-uri *( SEMI ( referredby-id-param / generic-param ) )
            /// referrer-uri        = ( name-addr / addr-spec )
            /// referredby-id-param = "cid" EQUAL sip-clean-msg-id
            /// sip-clean-msg-id    = LDQUOT dot-atom "@" ( dot-atom / host ) RDQUOT
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::ReferredBy};
            ///
            /// let message = Message::parse(
            ///     b"INVITE sip:dave@example.org SIP/2.0\r\nb: <sip:bob@example.com>;cid=\"2uwc.398432@example.com\"\r\n\r\n",
            /// )?;
            /// assert!(message.headers().require::<ReferredBy>()?.cid()?.unwrap().is("2uwc.398432@example.com"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            ReferredBy "Referred-By" "b" single new NameAddr address::either;
            /// Names the capabilities of devices that a caller does not want to reach; sent in requests and read by proxies.
            ///
            /// RFC 3841 §9.2. A proxy drops a contact only if it declares all of these features; a contact that does not mention one of
            /// them stays.
            ///
            /// ```text
            /// rc-value *(COMMA rc-value)
            /// rc-value  = "*" *(SEMI rc-params)
            /// rc-params = feature-param / generic-param
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, ParamDraft, header::RejectContact};
            ///
            /// let message = Message::parse(b"INVITE sip:bob@example.com SIP/2.0\r\nj: *;actor=\"msg-taker\"\r\n\r\n")?;
            /// let refused = message.headers().first::<RejectContact>()?.unwrap();
            /// assert!(refused.params().value("actor").unwrap().is("msg-taker"));
            /// assert_eq!(RejectContact::row(&[ParamDraft::flag("automata")][..]).to_bytes()?, b"*;automata");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            RejectContact "Reject-Contact" "j" commas new FeatureSet feature_set::features;
            /// Relays the charging identifiers of another network to an application server; used inside a 3GPP network.
            ///
            /// 3GPP TS 24.229 §7.2.12. Its parameters are those of P-Charging-Vector.
            ///
            /// ```text
            /// generic-param *(SEMI generic-param)
            /// ```
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::RelayedCharge};
            ///
            /// let charge = RelayedCharge::parse(Value::new(b"icid-value=77f3;orig-ioi=home2.example")?)?;
            /// assert!(charge.params().value("icid-value").unwrap().is("77f3"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            RelayedCharge "Relayed-Charge" "" single new ParamSet param_set::set;
            /// Asks to put the new call in place of an existing dialog, for transfer and pick-up; sent by the caller in INVITE.
            ///
            /// RFC 3891 §6.1. Both tags are mandatory, and a message has at most one Replaces. `to-tag` is the tag at the recipient of the
            /// request, whoever began the dialog. `early-only` spares a call that was answered meanwhile.
            ///
            /// ```text
            /// callid *(SEMI replaces-param)
            /// replaces-param = to-tag / from-tag / early-flag / generic-param
            /// to-tag         = "to-tag" EQUAL token
            /// from-tag       = "from-tag" EQUAL token
            /// early-flag     = "early-only"
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::Replaces};
            ///
            /// let message = Message::parse(
            ///     b"INVITE sip:bob@192.0.2.9 SIP/2.0\r\nReplaces: 98732@sip.example.com;from-tag=r33th4x0r;to-tag=ff87ff\r\n\r\n",
            /// )?;
            /// let replaces = message.headers().require::<Replaces>()?;
            /// assert!(replaces.to_tag()? == "ff87ff" && replaces.from_tag()? == "r33th4x0r");
            /// assert!(!replaces.is_early_only());
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            Replaces "Replaces" "" single new DialogRef dialog_ref::dialog_ref;
            /// Gives an address for return calls that differs from the one in From; sent by the caller in requests.
            ///
            /// RFC 3261 §20.31. A user who wishes to stay anonymous omits it.
            ///
            /// ```text
            /// ( name-addr / addr-spec ) *( SEMI generic-param )
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::ReplyTo};
            ///
            /// let message = Message::parse(
            ///     b"MESSAGE sip:bob@example.com SIP/2.0\r\nReply-To: \"Night desk\" <sip:desk@example.com>\r\n\r\n",
            /// )?;
            /// assert!(message.headers().require::<ReplyTo>()?.display_name()?.unwrap().is("Night desk"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            ReplyTo "Reply-To" "" single new NameAddr address::either;
            /// Tells proxies how the caller wants the request to be handled: proxied or redirected, forked or not; sent in requests.
            ///
            /// RFC 3841 §9.1. Each pair of directives may appear once. A server follows its own policy where it must.
            ///
            /// ```text
            /// directive *(COMMA directive)
            /// directive          = proxy-directive / cancel-directive / fork-directive / recurse-directive
            ///                    / parallel-directive / queue-directive
            /// proxy-directive    = "proxy" / "redirect"
            /// cancel-directive   = "cancel" / "no-cancel"
            /// fork-directive     = "fork" / "no-fork"
            /// recurse-directive  = "recurse" / "no-recurse"
            /// parallel-directive = "parallel" / "sequential"
            /// queue-directive    = "queue" / "no-queue"
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, header::RequestDisposition};
            ///
            /// let message = Message::parse(b"INVITE sip:bob@example.com SIP/2.0\r\nd: proxy, no-fork\r\n\r\n")?;
            /// assert!(message.headers().all::<RequestDisposition>().any(|one| one.is_ok_and(|one| one.is("no-fork"))));
            /// assert_eq!(RequestDisposition::list(&["recurse", "parallel"]).to_bytes()?, b"recurse, parallel");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            RequestDisposition "Request-Disposition" "d" commas new TokenParams token_params::directive;
            /// Lists the extensions that the recipient must support to handle the message; sent by a client, or by a server in responses.
            ///
            /// RFC 3261 §20.32. A UAS that lacks one answers 420 (Bad Extension) with Unsupported. Proxies do not read it: see
            /// [`ProxyRequire`].
            ///
            /// ```text
            /// option-tag *(COMMA option-tag)
            /// option-tag = token
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, header::Require};
            ///
            /// let message = Message::parse(b"INVITE sip:bob@example.com SIP/2.0\r\nRequire: 100rel\r\n\r\n")?;
            /// assert!(message.headers().first::<Require>()?.unwrap().is("100rel"));
            /// assert_eq!(Require::list(&["100rel", "precondition"]).to_bytes()?, b"100rel, precondition");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            Require "Require" "" commas new TokenParams token_params::bare;
            /// Asks for preferred treatment where resources are scarce, such as gateway circuits; sent by an authorised caller.
            ///
            /// RFC 4412 §3.1. The order of priorities is the namespace's own. Both parts are compared without regard to case.
            ///
            /// ```text
            /// r-value *(COMMA r-value)
            /// r-value     = namespace "." r-priority
            /// namespace   = token-nodot
            /// r-priority  = token-nodot
            /// token-nodot = 1*( alphanum / "-" / "!" / "%" / "*" / "_" / "+" / "`" / "'" / "~" )
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, header::ResourcePriority};
            ///
            /// let message = Message::parse(b"INVITE sip:bob@example.com SIP/2.0\r\nResource-Priority: wps.3, dsn.flash\r\n\r\n")?;
            /// let wanted = message.headers().all::<ResourcePriority>().collect::<Result<Vec<_>, _>>()?;
            /// assert!(wanted[1].namespace() == "dsn" && wanted[1].priority() == "flash");
            /// assert_eq!(ResourcePriority::row("ets.1").to_bytes()?, b"ets.1");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            ResourcePriority "Resource-Priority" "" commas new TokenParams token_params::dotted;
            /// Says which media resources of a user's sessions may be shared; sent between an application server and a 3GPP network.
            ///
            /// 3GPP TS 24.229 §7.2.13.
            ///
            /// ```text
            /// token *( SEMI generic-param )
            /// ```
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::ResourceShare};
            ///
            /// let sharing = ResourceShare::parse(Value::new(b"media-sharing;origin=session-initiator;timestamp=5466567")?)?;
            /// assert!(sharing.is("media-sharing") && sharing.params().value("timestamp").unwrap().is("5466567"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            ResourceShare "Resource-Share" "" single new TokenParams token_params::with_params;
            /// Named the key for encrypted responses in RFC 2543; deprecated, to be read in old messages and never to be sent.
            ///
            /// RFC 2543 defines it. The value is kept as text.
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::ResponseKey};
            ///
            /// let key = ResponseKey::parse(Value::new(b"pgp version=\"2.6.2\"")?)?;
            /// assert!(key.as_bytes().starts_with(b"pgp"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            ResponseKey "Response-Key" "" rows new Text free_text::opaque;
            /// Says which functional entity of a 3GPP network made a response; added by that entity.
            ///
            /// 3GPP TS 24.229 §7.2.17. Angle brackets surround the URN.
            ///
            /// ```text
            /// "fe" EQUAL LAQUOT urn RAQUOT *( SEMI generic-param )
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::ResponseSource};
            ///
            /// let message = Message::parse(b"SIP/2.0 504 Server Time-out\r\nResponse-Source: fe=<urn:3gpp:fe:p-cscf.orig>\r\n\r\n")?;
            /// let source = message.headers().require::<ResponseSource>()?;
            /// assert_eq!(source.functional_entity()?.unwrap().as_bytes(), b"urn:3gpp:fe:p-cscf.orig");
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            ResponseSource "Response-Source" "" single new ParamSet param_set::response_source;
            /// Tells a 3GPP network that a server failed, so that it restores the user's registration; sent between its proxies.
            ///
            /// 3GPP TS 24.229 §7.2.11. The value is `noresponse` or the user's IMSI as a quoted string.
            ///
            /// ```text
            /// ( "noresponse" / quoted-string ) *( SEMI generic-param )
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, TokenParams, TypedHeader, Value, header::RestorationInfo};
            ///
            /// let failure = RestorationInfo::parse(Value::new(b"noresponse")?)?;
            /// assert!(failure.is("noresponse"));
            /// assert_eq!(RestorationInfo::row(TokenParams::quoted("001010123456789")).to_bytes()?, b"\"001010123456789\"");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            RestorationInfo "Restoration-Info" "" single new TokenParams token_params::quoted_or_token;
            /// Says after how many seconds to try again; sent in 404, 413, 480, 486, 500, 503, 600 and 603 responses.
            ///
            /// RFC 3261 §20.33. `duration` says for how many seconds the called party will be reachable from then on; without it, the time
            /// is unlimited. A client applies the value of a 503 to the server, not only to the request (§21.5.4).
            ///
            /// ```text
            /// delta-seconds [ comment ] *( SEMI retry-param )
            /// retry-param = ( "duration" EQUAL delta-seconds ) / generic-param
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, Number, header::RetryAfter};
            ///
            /// let message = Message::parse(
            ///     b"SIP/2.0 480 Temporarily Unavailable\r\nRetry-After: 18000 (in a meeting);duration=3600\r\n\r\n",
            /// )?;
            /// let retry = message.headers().require::<RetryAfter>()?;
            /// assert_eq!((retry.value(), retry.duration()?), (18000, Some(3600)));
            /// assert!(retry.comment().unwrap().is("in a meeting"));
            /// assert_eq!(RetryAfter::row(Number::build(120).comment("busy")).to_bytes()?, b"120 (busy)");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            RetryAfter "Retry-After" "" single new Number number::retry_after;
            /// Lists the proxies that a request must pass, in this order; written by the client from its route set.
            ///
            /// RFC 3261 §20.34. Each proxy removes the topmost value if that names itself. Without `lr`, the URI names a strict router,
            /// which needs the rewriting of §16.12.
            ///
            /// ```text
            /// route-param *(COMMA route-param)
            /// route-param = name-addr *( SEMI rr-param )
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, NameAddr, header::Route};
            ///
            /// let message = Message::parse(
            ///     b"BYE sip:bob@192.0.2.9 SIP/2.0\r\nRoute: <sip:p1.example.com;lr>, <sip:p2.example.com;lr>\r\n\r\n",
            /// )?;
            /// let next = message.headers().first::<Route>()?.unwrap();
            /// assert!(next.uri()?.params().contains("lr"));
            /// assert_eq!(Route::row(NameAddr::build("sip:edge.example.com;lr")).to_bytes()?, b"<sip:edge.example.com;lr>");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            Route "Route" "" commas new NameAddr address::route;
            /// Numbers a provisional response that is sent reliably; written by the UAS in 101 to 199 responses that require `100rel`.
            ///
            /// RFC 3262 §7.1. The value is 1 to 2^32-1; the first one is at most 2^31-1, and each next one greater by 1.
            ///
            /// ```text
            /// response-num
            /// response-num = 1*DIGIT
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::RSeq};
            ///
            /// let message = Message::parse(b"SIP/2.0 183 Session Progress\r\nRequire: 100rel\r\nRSeq: 988789\r\n\r\n")?;
            /// assert_eq!(message.headers().require::<RSeq>()?.value(), 988789);
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            RSeq "RSeq" "" single new Number number::response_number;
            /// Lists the security mechanisms that a client supports towards its first proxy; sent in the first request.
            ///
            /// RFC 3329 §2.2. The preference `q` is in thousandths. The client sends it with `Require: sec-agree` and `Proxy-Require:
            /// sec-agree`.
            ///
            /// ```text
            /// sec-mechanism *(COMMA sec-mechanism)
            /// sec-mechanism   = mechanism-name *(SEMI mech-parameters)
            /// mechanism-name  = "digest" / "tls" / "ipsec-ike" / "ipsec-man" / token
            /// mech-parameters = preference / digest-algorithm / digest-qop / digest-verify / extension
            /// preference      = "q" EQUAL qvalue
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::SecurityClient};
            ///
            /// let message = Message::parse(b"REGISTER sip:example.com SIP/2.0\r\nSecurity-Client: tls;q=0.5, digest;d-alg=MD5\r\n\r\n")?;
            /// assert_eq!(message.headers().first::<SecurityClient>()?.unwrap().q()?, Some(500));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            SecurityClient "Security-Client" "" commas new TokenParams token_params::with_params;
            /// Lists the security mechanisms that the first proxy supports; sent in its 494, 421 or 401 response to the client.
            ///
            /// RFC 3329 §2.2. The client picks the mechanism with the highest `q` that it supports. The ABNF is that of [`SecurityClient`].
            ///
            /// ```text
            /// sec-mechanism *(COMMA sec-mechanism)
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::SecurityServer};
            ///
            /// let message = Message::parse(
            ///     b"SIP/2.0 494 Security Agreement Required\r\n\
            ///       Security-Server: ipsec-3gpp;alg=hmac-sha-1-96;spi=12345678;port1=5062\r\n\r\n",
            /// )?;
            /// let server = message.headers().first::<SecurityServer>()?.unwrap();
            /// assert_eq!((server.spi()?, server.port1()?), (Some(12345678), Some(5062)));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            SecurityServer "Security-Server" "" commas new TokenParams token_params::with_params;
            /// Returns the list of Security-Server over the protected connection, to reveal a manipulation; sent by the client.
            ///
            /// RFC 3329 §2.2. Copy the bytes as they were received: the proxy compares the lists. The ABNF is that of [`SecurityClient`].
            ///
            /// ```text
            /// sec-mechanism *(COMMA sec-mechanism)
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::SecurityVerify};
            ///
            /// let message = Message::parse(b"INVITE sip:bob@example.com SIP/2.0\r\nSecurity-Verify: tls;q=0.2\r\n\r\n")?;
            /// let verify = message.headers().first::<SecurityVerify>()?.unwrap();
            /// assert_eq!(verify.as_bytes(), b"tls;q=0.2");
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            SecurityVerify "Security-Verify" "" commas new TokenParams token_params::with_params;
            /// Names the software of the server that made a response.
            ///
            /// RFC 3261 §20.35. A precise version helps attackers: make it configurable. Real values often break the ABNF, so they are read
            /// as text.
            ///
            /// ```text
            /// server-val *(LWS server-val)
            /// server-val      = product / comment
            /// product         = token [SLASH product-version]
            /// product-version = token
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, header::Server};
            ///
            /// let message = Message::parse(b"SIP/2.0 200 OK\r\nServer: HomeServer/2.1 (edge)\r\n\r\n")?;
            /// assert!(message.headers().require::<Server>()?.is("HomeServer/2.1 (edge)"));
            /// assert_eq!(Server::row("ExampleProxy/0.9").to_bytes()?, b"ExampleProxy/0.9");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            Server "Server" "" single new Text free_text::product;
            /// Lists the services that were executed for a call, so that later ones do not conflict; sent by 3GPP application servers.
            ///
            /// 3GPP TS 24.229 §7.2.14. Used inside a 3GPP network.
            ///
            /// ```text
            /// executed-service-params *( COMMA executed-service-params )
            /// ```
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::ServiceInteractInfo};
            ///
            /// let services = ServiceInteractInfo::parse(Value::new(b"executed-service=cdiv")?)?;
            /// assert!(services.params().contains("executed-service"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            ServiceInteractInfo "Service-Interact-Info" "" commas new ParamSet param_set::set;
            /// Gives a registered user agent the proxies that its requests should pass; sent by the registrar in 2xx to REGISTER.
            ///
            /// RFC 3608 §5. The client uses the values, in this order, as the Route of requests outside of dialogs. Each URI needs `lr`.
            ///
            /// ```text
            /// sr-value *( COMMA sr-value )
            /// sr-value = name-addr *( SEMI rr-param )
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::ServiceRoute};
            ///
            /// let message = Message::parse(b"SIP/2.0 200 OK\r\nService-Route: <sip:orig@services.example.com;lr>\r\n\r\n")?;
            /// let route = message.headers().first::<ServiceRoute>()?.unwrap();
            /// assert_eq!(route.raw_uri(), b"sip:orig@services.example.com;lr");
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            ServiceRoute "Service-Route" "" commas new NameAddr address::route;
            /// Sets the interval after which a session ends unless it is refreshed; sent in INVITE, UPDATE and their 2xx responses.
            ///
            /// RFC 4028 §4. The value is in seconds: at least 90, and 1800 is recommended. `refresher` names who refreshes: `uac` or `uas`
            /// of this transaction, which need not be caller and callee. Without the header field in the 2xx, the session does not expire.
            ///
            /// ```text
            /// delta-seconds *(SEMI se-params)
            /// se-params       = refresher-param / generic-param
            /// refresher-param = "refresher" EQUAL ( "uas" / "uac" )
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, ParamDraft, header::SessionExpires};
            ///
            /// let message = Message::parse(b"SIP/2.0 200 OK\r\nx: 1800;refresher=uac\r\n\r\n")?;
            /// let session = message.headers().require::<SessionExpires>()?;
            /// assert_eq!(session.value(), 1800);
            /// assert_eq!(session.refresher()?.unwrap(), "uac");
            ///
            /// let params = [ParamDraft::token("refresher", "uas")];
            /// assert_eq!(SessionExpires::row((600, &params[..])).to_bytes()?, b"600;refresher=uas");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            SessionExpires "Session-Expires" "x" single new Number number::seconds_params;
            /// Identifies a session from end to end, in spite of B2BUAs that change the Call-ID; sent in every message (RFC 7989 §5).
            SessionId "Session-ID" "" single own SessionId session_id::session_id;
            /// Names the version of a publication that the server has stored; sent in 2xx responses to PUBLISH.
            ///
            /// RFC 3903 §11.3.1. The value is opaque and compared byte by byte. Every successful PUBLISH gives a new one.
            ///
            /// ```text
            /// entity-tag
            /// entity-tag = token
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::SipETag};
            ///
            /// let message = Message::parse(b"SIP/2.0 200 OK\r\nSIP-ETag: dx200xyz\r\nExpires: 1800\r\n\r\n")?;
            /// assert!(message.headers().require::<SipETag>()?.is("dx200xyz"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            SipETag "SIP-ETag" "" single new TokenParams token_params::bare;
            /// Names the version of a publication that a PUBLISH refreshes, changes or removes; sent by the client.
            ///
            /// RFC 3903 §11.3.2. An initial PUBLISH has none. The server answers 412 (Conditional Request Failed) if it has no such
            /// version.
            ///
            /// ```text
            /// entity-tag
            /// entity-tag = token
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, header::SipIfMatch};
            ///
            /// let message = Message::parse(b"PUBLISH sip:ana@example.com SIP/2.0\r\nSIP-If-Match: dx200xyz\r\n\r\n")?;
            /// let version = message.headers().require::<SipIfMatch>()?;
            /// assert_eq!(version.as_bytes(), b"dx200xyz");
            /// assert_eq!(SipIfMatch::row("kwj449x").to_bytes()?, b"kwj449x");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            SipIfMatch "SIP-If-Match" "" single new TokenParams token_params::bare;
            /// Summarises what the call or message is about, so that the callee can filter it; sent by the caller.
            ///
            /// RFC 3261 §20.36. The text is UTF-8, without quotation marks, and may be empty.
            ///
            /// ```text
            /// [TEXT-UTF8-TRIM]
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, header::Subject};
            ///
            /// let message = Message::parse(b"INVITE sip:bob@example.com SIP/2.0\r\ns: Need more boxes\r\n\r\n")?;
            /// assert!(message.headers().require::<Subject>()?.is("Need more boxes"));
            /// assert_eq!(Subject::row("Lunch on Friday?").to_bytes()?, b"Lunch on Friday?");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            Subject "Subject" "s" single new Text free_text::text;
            /// Gives the state of the subscription that a NOTIFY belongs to; mandatory in NOTIFY, written by the notifier.
            ///
            /// RFC 6665 §8.2.3; RFC 6446 §9.2 adds the rates. `expires` and `retry-after` are in seconds. After `terminated`, `reason`
            /// tells whether to subscribe again (§4.1.3).
            ///
            /// ```text
            /// substate-value *( SEMI subexp-params )
            /// substate-value = "active" / "pending" / "terminated" / extension-substate
            /// subexp-params  = ( "reason" EQUAL event-reason-value ) / ( "expires" EQUAL delta-seconds )
            ///                / ( "retry-after" EQUAL delta-seconds ) / generic-param
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::SubscriptionState};
            ///
            /// let message = Message::parse(
            ///     b"NOTIFY sip:ana@192.0.2.4 SIP/2.0\r\nSubscription-State: terminated;reason=probation;retry-after=300\r\n\r\n",
            /// )?;
            /// let state = message.headers().require::<SubscriptionState>()?;
            /// assert!(state.is("terminated") && state.reason()?.unwrap().is("probation"));
            /// assert_eq!(state.retry_after()?, Some(300));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            SubscriptionState "Subscription-State" "" single new TokenParams token_params::with_params;
            /// Lists the extensions that the sender supports, by their option tags; sent in any message.
            ///
            /// RFC 3261 §20.37. An empty value means that no extension is supported. A UAS may use in its response only what the request
            /// lists.
            ///
            /// ```text
            /// [ option-tag *(COMMA option-tag) ]
            /// option-tag = token
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, header::Supported};
            ///
            /// let message = Message::parse(b"INVITE sip:bob@example.com SIP/2.0\r\nk: 100rel, timer\r\n\r\n")?;
            /// assert!(message.headers().all::<Supported>().any(|tag| tag.is_ok_and(|tag| tag.is("timer"))));
            /// assert_eq!(Supported::list(&["path", "gruu", "outbound"]).to_bytes()?, b"path, gruu, outbound");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            Supported "Supported" "k" commas_or_none new TokenParams token_params::bare;
            /// Asks a notifier not to notify, or to leave the body out, while the state has this version; sent in SUBSCRIBE.
            ///
            /// RFC 5839 §7.2. The value is the SIP-ETag of an earlier NOTIFY. `*` matches every version.
            ///
            /// ```text
            /// ( entity-tag / "*" )
            /// entity-tag = token
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, header::SuppressIfMatch};
            ///
            /// let message = Message::parse(b"SUBSCRIBE sip:ana@example.com SIP/2.0\r\nSuppress-If-Match: b4cf7\r\n\r\n")?;
            /// assert!(message.headers().require::<SuppressIfMatch>()?.is("b4cf7"));
            /// assert_eq!(SuppressIfMatch::row("*").to_bytes()?, b"*");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            SuppressIfMatch "Suppress-If-Match" "" single new TokenParams token_params::bare;
            /// Proves that the sender of a new request takes part in an existing dialog, which authorises the request.
            ///
            /// RFC 4538 §7. It is sent in requests outside of a dialog, such as REFER. Unlike in Replaces, `local-tag` is the tag of the
            /// sender's end and `remote-tag` that of the recipient's.
            ///
            /// ```text
            /// callid *(SEMI td-param)
            /// td-param     = remote-param / local-param / generic-param
            /// remote-param = "remote-tag" EQUAL token
            /// local-param  = "local-tag" EQUAL token
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::TargetDialog};
            ///
            /// let message = Message::parse(
            ///     b"REFER sip:bob@192.0.2.9 SIP/2.0\r\n\
            ///       Target-Dialog: fa77as7dad8-sd98ajzz@host.example.com;local-tag=kkaz-;remote-tag=6544\r\n\r\n",
            /// )?;
            /// let dialog = message.headers().require::<TargetDialog>()?;
            /// assert!(dialog.local_tag()? == "kkaz-" && dialog.remote_tag()? == "6544");
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            TargetDialog "Target-Dialog" "" single new DialogRef dialog_ref::dialog_ref;
            /// Says when the client sent the request, so that it can estimate the round-trip time (RFC 3261 §20.38).
            Timestamp "Timestamp" "" single own Timestamp timestamp::timestamp;
            /// Names the logical recipient of the request; sent in every message, set by the client and copied into responses.
            ///
            /// RFC 3261 §20.39. The recipient adds its `tag` to the response, and so completes the dialog's identity. Proxies route by the
            /// Request-URI, not by To.
            ///
            /// ```text
            /// ( name-addr / addr-spec ) *( SEMI to-param )
            /// to-param = ( "tag" EQUAL token ) / generic-param
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::To};
            ///
            /// let message = Message::parse(b"SIP/2.0 180 Ringing\r\nt: Bob <sip:bob@example.com>;tag=a6c85cf\r\n\r\n")?;
            /// let to = message.headers().require::<To>()?;
            /// assert_eq!(to.uri()?.as_bytes(), b"sip:bob@example.com");
            /// assert_eq!(to.tag()?.unwrap(), "a6c85cf");
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            To "To" "t" single new NameAddr address::either;
            /// Gives the URI at which a relay collects the recipients' permissions; sent by a client that adds them to a list.
            ///
            /// RFC 5360 §5.11.2. The URI has no brackets, so that its parameters cannot be told from those of the header field: this crate
            /// keeps the value as text.
            ///
            /// ```text
            /// trigger-cons-spec *( COMMA trigger-cons-spec )
            /// trigger-cons-spec = ( SIP-URI / SIPS-URI ) *( SEMI trigger-param )
            /// trigger-param     = target-uri / generic-param
            /// target-uri        = "target-uri" EQUAL LDQUOT *( qdtext / quoted-pair ) RDQUOT
            /// ```
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::TriggerConsent};
            ///
            /// let value = Value::new(b"sip:123@relay.example.com;target-uri=\"sip:friends@relay.example.com\"")?;
            /// let consent = TriggerConsent::parse(value)?;
            /// assert!(consent.as_bytes().starts_with(b"sip:123@relay.example.com"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            TriggerConsent "Trigger-Consent" "" rows new Text free_text::opaque;
            /// Lists the required extensions that the server does not support; sent in 420 (Bad Extension) responses.
            ///
            /// RFC 3261 §20.40. The client may repeat the request without these extensions.
            ///
            /// ```text
            /// option-tag *(COMMA option-tag)
            /// option-tag = token
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, header::Unsupported};
            ///
            /// let message = Message::parse(b"SIP/2.0 420 Bad Extension\r\nUnsupported: foo\r\n\r\n")?;
            /// assert!(message.headers().first::<Unsupported>()?.unwrap().is("foo"));
            /// assert_eq!(Unsupported::list(&["precondition", "foo"]).to_bytes()?, b"precondition, foo");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            Unsupported "Unsupported" "" commas new TokenParams token_params::bare;
            /// Names the software of the client that made a request.
            ///
            /// RFC 3261 §20.41. A precise version helps attackers: make it configurable. Real values often break the ABNF, so they are read
            /// as text.
            ///
            /// ```text
            /// server-val *(LWS server-val)
            /// server-val      = product / comment
            /// product         = token [SLASH product-version]
            /// product-version = token
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, Message, header::UserAgent};
            ///
            /// let message = Message::parse(b"REGISTER sip:example.com SIP/2.0\r\nUser-Agent: Softphone/1.5 (Linux)\r\n\r\n")?;
            /// assert!(message.headers().require::<UserAgent>()?.is("Softphone/1.5 (Linux)"));
            /// assert_eq!(UserAgent::row("DeskPhone/7").to_bytes()?, b"DeskPhone/7");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            UserAgent "User-Agent" "" single new Text free_text::product;
            /// Carries data between the applications at both ends, such as an account number between call centres; sent in any message.
            ///
            /// RFC 7433 §4.1. SIP itself does not interpret the data. `encoding` is `hex` if absent.
            ///
            /// ```text
            /// uui-value *(COMMA uui-value)
            /// uui-value = uui-data *(SEMI uui-param)
            /// uui-data  = token / quoted-string
            /// uui-param = pkg-param / cont-param / enc-param / generic-param
            /// pkg-param = "purpose" EQUAL token
            /// enc-param = "encoding" EQUAL ( token / "hex" )
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::UserToUser};
            ///
            /// let message = Message::parse(
            ///     b"INVITE sip:agents@example.com SIP/2.0\r\nUser-to-User: 56a390f3d2b7310023a2;encoding=hex;purpose=crm\r\n\r\n",
            /// )?;
            /// let data = message.headers().first::<UserToUser>()?.unwrap();
            /// assert!(data.is("56a390f3d2b7310023a2") && data.purpose()?.unwrap().is("crm"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            UserToUser "User-to-User" "" commas new TokenParams token_params::quoted_or_token;
            /// Records a hop of the request's path, for the way back of responses; each client and proxy adds one (RFC 3261 §20.42).
            Via "Via" "v" commas_outside_comments own Via via::via_parm;
            /// Explains a response, mostly why a session description was refused; sent by servers in responses (RFC 3261 §20.43).
            Warning "Warning" "" commas own Warning warning::warning;
            /// Challenges the client to authenticate to a UAS or registrar; sent in 401 (Unauthorized) responses.
            ///
            /// RFC 3261 §20.44; RFC 8760 adds SHA-256 and SHA-512-256, RFC 8898 the Bearer scheme. Each challenge has a header field of its
            /// own; they are listed in the server's order of preference. `stale` means that only the nonce is outdated: repeat with the
            /// same password.
            ///
            /// ```text
            /// challenge
            /// challenge       = ( "Digest" LWS digest-cln *(COMMA digest-cln) ) / other-challenge
            /// other-challenge = auth-scheme LWS auth-param *(COMMA auth-param)
            /// ```
            ///
            /// ```
            /// use sipwire::{Algorithm, Challenge, Encode, Message, Qop, header::WwwAuthenticate};
            ///
            /// let message = Message::parse(
            ///     b"SIP/2.0 401 Unauthorized\r\n\
            ///       WWW-Authenticate: Digest realm=\"example.com\", nonce=\"ea9c8e88df84\", qop=\"auth,auth-int\"\r\n\r\n",
            /// )?;
            /// let challenge = message.headers().first::<WwwAuthenticate>()?.unwrap();
            /// assert!(challenge.is_digest() && !challenge.is_stale()?);
            /// assert!(challenge.qop_options()?.any(|qop| qop == Qop::Auth));
            ///
            /// let challenge = Challenge::build("example.com", "9f1b").algorithm(Algorithm::Sha256);
            /// assert_eq!(WwwAuthenticate::row(challenge).to_bytes()?, b"Digest realm=\"example.com\", nonce=\"9f1b\", algorithm=SHA-256");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            WwwAuthenticate "WWW-Authenticate" "" challenges new Challenge auth::challenge;
            /// Records who diverted a call and why; added by the diverting server, the latest value on top. History-Info replaces it.
            ///
            /// RFC 5806 (historic); not registered by IANA, but common towards telephone networks. `counter` is how often the call was
            /// diverted, and 1 if absent.
            ///
            /// ```text
            /// diversion-params *(COMMA diversion-params)
            /// diversion-params    = name-addr *(SEMI (diversion-reason / diversion-counter / diversion-limit / diversion-privacy
            ///                       / diversion-screen / diversion-extension))
            /// diversion-reason    = "reason" EQUAL ( "unknown" / "user-busy" / "no-answer" / "unavailable" / "unconditional"
            ///                       / "time-of-day" / "do-not-disturb" / "deflection" / "follow-me" / "out-of-service" / "away"
            ///                       / token / quoted-string )
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::Diversion};
            ///
            /// let message = Message::parse(
            ///     b"INVITE sip:carol@example.com SIP/2.0\r\nDiversion: <sip:bob@example.com>;reason=no-answer;counter=1\r\n\r\n",
            /// )?;
            /// let diversion = message.headers().first::<Diversion>()?.unwrap();
            /// assert!(diversion.reason()?.unwrap().is("no-answer"));
            /// assert_eq!(diversion.counter()?, Some(1));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            Diversion "Diversion" "" commas new NameAddr address::bracketed;
            /// Gave the identity of the calling or called party between trusted servers; replaced by P-Asserted-Identity.
            ///
            /// The expired draft-ietf-sip-privacy-04; not registered by IANA, but still sent by old equipment. Discard it if it comes from
            /// an untrusted peer.
            ///
            /// ```text
            /// rpi *(COMMA rpi)
            /// rpi       = [display-name] LAQUOT addr-spec RAQUOT *(SEMI rpi-token)
            /// rpi-token = rpi-screen / rpi-pty-type / rpi-id-type / rpi-privacy / other-rpi-token
            /// ```
            ///
            /// ```
            /// use sipwire::{Message, header::RemotePartyId};
            ///
            /// let message = Message::parse(
            ///     b"INVITE sip:bob@example.com SIP/2.0\r\n\
            ///       Remote-Party-ID: \"Ana\" <sip:1001@192.0.2.4>;party=calling;screen=yes;privacy=off\r\n\r\n",
            /// )?;
            /// let party = message.headers().first::<RemotePartyId>()?.unwrap();
            /// assert!(party.party()?.unwrap().is("calling") && party.screen()?.unwrap().is("yes"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            RemotePartyId "Remote-Party-ID" "" commas new NameAddr address::either;
            /// Ends an authentication to a proxy, which proves in the response that it knows the password too.
            ///
            /// RFC 7615 §4 defines it for HTTP; it is not registered by IANA for SIP.
            ///
            /// ```text
            /// ainfo *(COMMA ainfo)
            /// ainfo = nextnonce / message-qop / response-auth / cnonce / nonce-count
            /// ```
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::ProxyAuthenticationInfo};
            ///
            /// let info = ProxyAuthenticationInfo::parse(Value::new(b"nextnonce=\"b1d0\", qop=auth")?)?;
            /// assert!(info.next_nonce()?.unwrap().is("b1d0"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            ProxyAuthenticationInfo "Proxy-Authentication-Info" "" single new AuthInfo auth::info::auth_info;
            /// Says how a body part is encoded for transport, such as `binary` or `base64`; a header field of multipart bodies' parts.
            ///
            /// RFC 2045 §6. It is not a header field of SIP messages. Without it, the encoding is `7bit`.
            ///
            /// ```text
            /// "7bit" / "8bit" / "binary" / "quoted-printable" / "base64" / ietf-token / x-token
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, TypedHeader, Value, header::ContentTransferEncoding};
            ///
            /// let encoding = ContentTransferEncoding::parse(Value::new(b"base64")?)?;
            /// assert!(encoding.is("Base64"));
            /// assert_eq!(ContentTransferEncoding::row("binary").to_bytes()?, b"binary");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            ContentTransferEncoding "Content-Transfer-Encoding" "" single new TokenParams token_params::bare;
            /// Describes a body part for people; a header field of multipart bodies' parts.
            ///
            /// RFC 2045 §8. It is not a header field of SIP messages.
            ///
            /// ```text
            /// *text
            /// ```
            ///
            /// ```
            /// use sipwire::{Encode, TypedHeader, Value, header::ContentDescription};
            ///
            /// let description = ContentDescription::parse(Value::new(b"Photo of the front door")?)?;
            /// assert!(description.is("Photo of the front door"));
            /// assert_eq!(ContentDescription::row("Floor plan").to_bytes()?, b"Floor plan");
            /// # Ok::<(), Box<dyn core::error::Error>>(())
            /// ```
            ContentDescription "Content-Description" "" single new Text free_text::text;
            /// Lists the content dispositions that the sender accepts; from an expired draft, to be read from old user agents.
            ///
            /// It is not registered by IANA. The values are those of [`ContentDisposition`].
            ///
            /// ```text
            /// [ disp-type *( SEMI accept-param ) *( COMMA disp-type *( SEMI accept-param ) ) ]
            /// ```
            ///
            /// ```
            /// use sipwire::{TypedHeader, Value, header::AcceptDisposition};
            ///
            /// let disposition = AcceptDisposition::parse(Value::new(b"session")?)?;
            /// assert!(disposition.is("session"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            AcceptDisposition "Accept-Disposition" "" commas new TokenParams token_params::with_params;
            /// Carries a vendor's media statistics, such as packets sent and lost; sent by some telephones in BYE and its response.
            ///
            /// It is not registered by IANA. The common form is a list of `name=value` pairs, which this crate keeps as text.
            ///
            /// ```
            /// use sipwire::{Message, header::PRtpStat};
            ///
            /// let message = Message::parse(
            ///     b"BYE sip:bob@192.0.2.9 SIP/2.0\r\nP-RTP-Stat: PS=1207,OS=193120,PR=1190,OR=190400,PL=0,JI=4\r\n\r\n",
            /// )?;
            /// assert!(message.headers().first::<PRtpStat>()?.unwrap().as_bytes().starts_with(b"PS=1207"));
            /// # Ok::<(), sipwire::ParseError>(())
            /// ```
            PRtpStat "P-RTP-Stat" "" rows new Text free_text::opaque;
        }
    };
}
pub(crate) use header_registry;
