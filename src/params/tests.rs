use super::*;
use crate::profile::Limit;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use proptest::prelude::*;

fn read(text: &str, leniency: Leniency) -> Result<Vec<String>, (ErrorKind, usize)> {
    let profile = Profile::new(&Limits::new().with(Limit::Params, 4), leniency);
    let mut seen = Vec::new();
    let read = |input| {
        params(input, &profile, |param, _| {
            seen.push(alloc::format!("{param:?}"));
            Ok(())
        })
    };
    let list = lexical::whole(text.as_bytes(), 0, read).map_err(|error| (error.kind(), error.offset()))?;
    let again: Vec<_> = list.iter().map(|param| alloc::format!("{param:?}")).collect();
    assert_eq!(seen, again, "{text}");
    Ok(seen)
}

#[test]
fn parameters_come_in_their_order() {
    for (text, names) in [
        ("", vec![]),
        (";a", vec!["a"]),
        (" ; a = b ;c=\"d;\\\"e\"", vec!["a=\"b\"", "c=\"d;\\\"e\""]),
        (";\r\n a\r\n =\r\n b", vec!["a=\"b\""]),
        (";a=[2001:db8::1];c=1.2.3.4", vec!["a=\"[2001:db8::1]\"", "c=\"1.2.3.4\""]),
    ] {
        assert_eq!(read(text, Leniency::NONE).as_deref(), Ok(&*names.into_iter().map(String::from).collect::<Vec<_>>()), "{text}");
    }
}

#[test]
fn what_is_wrong_has_a_place() {
    for (text, offset) in [
        (";", 1),
        (";;a", 1),
        (";a=", 3),
        (";a=;b", 3),
        (";a=b c", 5),
        (";a=\"b", 5),
        (";a=b:c", 4),
        (";a=::1", 3),
        (";received=2001:db8::1", 14),
        (";=b", 1),
        (";a=[::1", 3),
        ("x", 0),
    ] {
        assert_eq!(read(text, Leniency::NONE).unwrap_err().1, offset, "{text}");
    }
    assert_eq!(read(";a;b;c;d;e", Leniency::NONE), Err((ErrorKind::Limit(Limit::Params), 9)));
}

#[test]
fn other_forms_are_read_again() {
    let profile = Profile::default();
    let shown = |params: Params<'_>| alloc::format!("{params:?}");
    let bracketed = |input| params_of(input, &profile, Form::Bracketed, |_, _| Ok(()));
    assert_eq!(shown(lexical::whole(b";info=<sip:a;b,c>;x", 0, bracketed).unwrap()), "[info=\"<sip:a;b,c>\", x]");
    let nameless = |input| params_of(input, &profile, Form::Nameless, |_, _| Ok(()));
    assert_eq!(shown(lexical::whole(b";\"a;b\";x;[::1]", 0, nameless).unwrap()), "[\"a;b\", x, \"[::1]\"]");
    let via = |input| params_of(input, &profile, Form::Via, |_, _| Ok(()));
    assert_eq!(shown(lexical::whole(b";Received=2001:db8::1;x", 0, via).unwrap()), "[Received=\"2001:db8::1\", x]");
    for text in [&b";received=2001:db8::g"[..], b";x=::1", b";received=::1::"] {
        assert!(lexical::whole(text, 0, via).is_err());
    }
    let first = |input| headless(input, &profile, Form::Generic);
    assert_eq!(shown(lexical::whole(b"a=1 ; b", 0, first).unwrap()), "[a=\"1\", b]");
    assert_eq!(lexical::whole(b"a ", 0, |input| headless(input, &profile, Form::Generic)).unwrap().as_bytes(), b"a");
    for (text, offset) in [("", 0), (";a", 0), ("a;", 2), ("a b", 2), ("a=<b>", 2)] {
        assert_eq!(lexical::whole(text.as_bytes(), 0, first).unwrap_err().offset(), offset, "{text}");
    }
    assert!(lexical::whole(b";info=<sip:a b>", 0, bracketed).is_err() && lexical::whole(b";info=<sip:a", 0, bracketed).is_err());
}

#[test]
fn a_host_is_no_token() {
    let profile = Profile::default();
    let params = lexical::whole(b";a=[::1];b=1.2.3.4;c=\"x\";d", 0, |input| params(input, &profile, |_, _| Ok(()))).unwrap();
    let tokens: Vec<_> = params.iter().map(|param| (param.unquoted().is_some(), param.token().is_some())).collect();
    assert_eq!(tokens, [(true, false), (true, true), (false, false), (false, false)]);
}

#[test]
fn typed_parameters_have_a_place_in_the_message() {
    let profile = Profile::default();
    let params = lexical::whole(b";q=0.5;cause=x;index=1;INDEX=2;expires", 0, |input| params(input, &profile, |_, _| Ok(()))).unwrap();
    let params = params.placed(100, Leniency::NONE);
    assert_eq!(params.typed(KnownParam::Q, lexical::qvalue), Ok(Some(500)));
    assert_eq!(params.typed(KnownParam::RegId, lexical::qvalue), Ok(None));
    let seconds = |name| params.typed(name, |input, _| lexical::delta_seconds(input)).map_err(|error| (error.kind(), error.offset()));
    assert_eq!(seconds(KnownParam::Cause), Err((ErrorKind::Expected(Expected::Digits), 113)));
    assert_eq!(seconds(KnownParam::Index), Err((ErrorKind::DuplicateParam(KnownParam::Index), 123)));
    assert_eq!(seconds(KnownParam::Expires), Err((ErrorKind::Expected(Expected::Equal), 138)));
}

#[test]
fn lenient_readings_are_named() {
    assert_eq!(read(";;a;;b;", Leniency::EMPTY_PARAMS).unwrap().len(), 2);
    assert_eq!(read(";a=;b= ", Leniency::EMPTY_PARAM_VALUE).unwrap(), ["a=\"\"", "b=\"\""]);
}

proptest! {
    #[test]
    fn a_plain_parameter_is_read_as_any_other(text in proptest::string::string_regex("(;|;[a-c]{1,20}|=|=[a-c.]{1,20}|received|\"| |:|\\[|<|,|\r\n ){0,8}").unwrap()) {
        let profile = Profile::new(&Limits::unlimited_for_trusted_input(), Leniency::ALL);
        if let Some((rest, param)) = rules::plain_param(text.as_bytes()) {
            let (slow_rest, slow) = rules::next_param(text.as_bytes(), &profile, Form::Any).unwrap();
            prop_assert_eq!((rest, Some(param)), (slow_rest, slow.map(|(param, _)| param)));
        }
    }
}
