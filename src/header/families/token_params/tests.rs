use super::*;

#[test]
fn tokens_alone_and_with_parameters() {
    let value = |text: &'static str| Value::new(text.as_bytes()).unwrap();
    let with_params = |value| with_params(value).and_then(|token| token.verify().map(|()| token));
    assert!(bare(value("100rel")).unwrap().is("100REL"));
    for (text, offset) in [("", 0), ("a b", 1), ("a;b", 1), ("\"a\"", 0)] {
        assert_eq!(bare(value(text)).map_err(|error| error.offset()), Err(offset), "{text}");
    }
    let reason = with_params(value("Q.850 ;cause=16;text=\"a;b\"")).unwrap();
    assert!(reason.is("q.850") && reason.params().get("TEXT").unwrap().value().unwrap().is("a;b"));
    for (text, offset) in [("", 0), ("a;", 2), ("a b", 2), (";a", 0)] {
        assert_eq!(with_params(value(text)).map_err(|error| error.offset()), Err(offset), "{text}");
    }
}

#[test]
fn tokens_of_other_kinds() {
    let offset = |text: &'static str, rule: fn(Value<'_>) -> Result<TokenParams<'_>, ParseError>| {
        rule(Value::new(text.as_bytes()).unwrap()).and_then(|token| token.verify()).map_err(|error| error.offset())
    };
    for (text, place) in [("13579bDF", Ok(())), ("", Err(0)), ("1g", Err(1)), ("1;a", Err(1))] {
        assert_eq!(offset(text, hex), place, "{text}");
    }
    for (text, place) in [
        ("en", Ok(())),
        ("zh-Hant-TW", Ok(())),
        ("es-419", Ok(())),
        ("", Err(0)),
        ("e1", Err(0)),
        ("en-", Err(3)),
        ("en_gb", Err(0)),
        ("a-123456789", Err(2)),
        ("*", Err(0)),
    ] {
        assert_eq!(offset(text, language), place, "{text}");
    }
    for (text, place) in [("*;q=0.5", Ok(())), ("en-gb;q=1", Ok(())), ("**", Err(1)), ("en;", Err(3))] {
        assert_eq!(offset(text, language_range), place, "{text}");
    }
    for (text, place) in [("\"a b\";c=d", Ok(())), ("a;c", Ok(())), ("\"a", Err(2)), ("\"a\"b", Err(3)), ("", Err(0))] {
        assert_eq!(offset(text, quoted_or_token), place, "{text}");
    }
    for (text, place) in [("No-Fork", Ok(())), ("proxy", Ok(())), ("no-proxy", Err(0)), ("fork;x", Err(4)), ("for", Err(0)), ("", Err(0))] {
        assert_eq!(offset(text, directive), place, "{text}");
    }
    for (text, place) in [("TRUE", Ok(())), ("false;a=b", Ok(())), ("yes", Err(0)), ("truely", Err(0)), ("true x", Err(5))] {
        assert_eq!(offset(text, truth), place, "{text}");
    }
    for (text, place) in [("a.example;x", Ok(())), ("1.2.3.4", Err(0)), ("a..b", Err(2)), ("[::1]", Err(0))] {
        assert_eq!(offset(text, host_name), place, "{text}");
    }
}

#[test]
fn one_bad_part_costs_no_other() {
    let rules: [fn(Value<'_>) -> Result<TokenParams<'_>, ParseError>; 3] = [with_params, access_network, quoted_or_token];
    for (text, kind, offset) in [
        ("a;x=@;y=1", Expected::ParameterValue, 4),
        ("a;x=;y=1", Expected::ParameterValue, 4),
        ("a;y=1;x=[::g]", Expected::Ipv6, 8),
        ("a;y=1;x=b c", Expected::EndOfValue, 10),
        ("a;;y=1", Expected::Token, 2),
        ("a;y=1;", Expected::Token, 6),
        ("a;@;y=1", Expected::Token, 2),
    ] {
        for rule in rules {
            let token = rule(Value::new(text.as_bytes()).unwrap()).unwrap();
            assert!(token.is("A") && token.params().text("y").unwrap().unwrap().is("1"), "{text}");
            let error = ParseError::expected(kind, offset);
            assert_eq!(token.verify(), Err(error), "{text}");
            if token.params().contains("x") {
                assert_eq!(token.params().text("x"), Err(error), "{text}");
            }
        }
    }
    for (text, kind, offset) in [
        ("a;x=\"b;y=1", Expected::ClosingQuote, 10),
        ("a;x=b,y=1", Expected::EndOfValue, 5),
        ("a b;y=1", Expected::Semicolon, 2),
        ("@;y=1", Expected::Token, 0),
    ] {
        for rule in rules {
            let refused = rule(Value::new(text.as_bytes()).unwrap());
            assert_eq!(refused, Err(ParseError::expected(kind, offset)), "{text}");
        }
    }
}

#[test]
fn values_without_a_name_are_an_access_networks_alone() {
    let text = Value::new(b"a;\"x;y\";[::1];b=1").unwrap();
    let network = access_network(text).unwrap();
    assert_eq!((network.verify(), network.params().iter().count()), (Ok(()), 3));
    assert_eq!(with_params(text).unwrap().verify(), Err(ParseError::expected(Expected::Token, 2)));
}
