use super::*;
use crate::grammar::cut::Reading;
use crate::profile::Limit;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use proptest::prelude::*;

/// A list of parameters by these rules, cut and checked.
fn list<'a>(text: &'a str, rules: &'static ParamRules, profile: &Profile) -> Result<Params<'a>, (ErrorKind, usize)> {
    let told = |error: ParseError| (error.kind(), error.offset());
    let check = grammar::whole(text.as_bytes(), 0, visited_params(rules, Reading::checking(profile), |_| ()));
    if let Ok(list) = grammar::whole(text.as_bytes(), 0, params(rules, Reading::cutting(profile))) {
        let list = list.placed(scan::offset_of(text.as_bytes(), list.as_bytes()), profile.leniency);
        assert_eq!(list.verify().map_err(told), check.map(drop).map_err(told), "{text}");
        return check.map(|_| list).map_err(told);
    }
    Err(told(check.expect_err("what can't be cut is refused")))
}

fn read(text: &str, leniency: Leniency) -> Result<Vec<String>, (ErrorKind, usize)> {
    let list = list(text, &ParamRules::GENERIC, &Profile::new(&Limits::unlimited_for_trusted_input(), leniency))?;
    Ok(list.iter().map(|param| alloc::format!("{param:?}")).collect())
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
    let profile = Profile::new(&Limits::new().with(Limit::Params, 4), Leniency::NONE);
    for reading in [Reading::cutting(&profile), Reading::checking(&profile)] {
        let error = grammar::whole(b";a;b;c;d;e", 0, params(&ParamRules::GENERIC, reading)).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::Limit(Limit::Params), 9));
    }
}

#[test]
fn other_parameters_have_rules_of_their_own() {
    static BRACKETED: ParamRules = ParamRules { param: bracketed_param, ..ParamRules::GENERIC };
    static NAMELESS: ParamRules = ParamRules { param: nameless_param, ..ParamRules::GENERIC };
    let profile = Profile::default();
    let shown = |text: &str, rules| list(text, rules, &profile).map(|params| alloc::format!("{params:?}"));
    assert_eq!(shown(";info=<sip:a;b,c>;x", &BRACKETED).unwrap(), "[info=\"<sip:a;b,c>\", x]");
    assert_eq!(shown(";\"a;b\";x;[::1]", &NAMELESS).unwrap(), "[\"a;b\", x, \"[::1]\"]");
    assert!(shown(";info=<sip:a b>", &BRACKETED).is_err() && shown(";info=<sip:a", &BRACKETED).is_err());
    let first = |text: &'static str, reading| grammar::whole(text.as_bytes(), 0, headless(&ParamRules::GENERIC, reading));
    let checked = |text| first(text, Reading::checking(&profile));
    assert_eq!(alloc::format!("{:?}", checked("a=1 ; b").unwrap()), "[a=\"1\", b]");
    assert_eq!(first("a ", Reading::cutting(&profile)).unwrap().as_bytes(), b"a");
    for (text, offset) in [("", 0), (";a", 0), ("a;", 2), ("a b", 2), ("a=<b>", 2)] {
        assert_eq!(checked(text).unwrap_err().offset(), offset, "{text}");
    }
}

#[test]
fn one_bad_parameter_costs_no_other() {
    for (text, offset) in [(";a=1;b=@;c=\"x\";d", 7), (";a=1;b c;c=\"x\";d", 7), (";a=1;=;c=\"x\";d", 5), (";a=1;;c=\"x\";d", 5)] {
        let profile = Profile::default();
        let params = grammar::whole(text.as_bytes(), 0, params(&ParamRules::GENERIC, Reading::cutting(&profile))).unwrap();
        assert_eq!(params.verify().map_err(|error| error.offset()), Err(offset), "{text}");
        assert!(params.text("a").unwrap().unwrap().is("1") && params.text("c").unwrap().unwrap().is("x"), "{text}");
        assert!(params.contains("d") && params.text("x").unwrap().is_none(), "{text}");
    }
}

#[test]
fn a_host_is_no_token() {
    let profile = Profile::default();
    let params = list(";a=[::1];b=1.2.3.4;c=\"x\";d", &ParamRules::GENERIC, &profile).unwrap();
    let strict = Profile::default();
    let tokens: Vec<_> = params.iter().map(|param| (param.unquoted(&strict).is_some(), param.token(&strict).is_some())).collect();
    assert_eq!(tokens, [(true, false), (true, true), (false, false), (false, false)]);
}

#[test]
fn typed_parameters_have_a_place_in_the_message() {
    let profile = Profile::default();
    let params = list(";q=0.5;cause=x;index=1;INDEX=2;expires", &ParamRules::GENERIC, &profile).unwrap();
    let params = params.placed(100, Leniency::NONE);
    assert_eq!(params.typed(KnownParam::Q, |input, profile| grammar::run(grammar::qvalue(profile), input)), Ok(Some(500)));
    assert_eq!(params.typed(KnownParam::RegId, |input, profile| grammar::run(grammar::qvalue(profile), input)), Ok(None));
    let seconds = |name| params.typed(name, |input, _| grammar::delta_seconds(input)).map_err(|error| (error.kind(), error.offset()));
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
    /// Whatever the grammar accepts is cut into the same parameters; and where the fast path reads a list, its parameters are the same.
    #[test]
    fn parameters_are_cut_as_the_grammar_reads_them(
        text in proptest::string::string_regex("(;|;[a-c]{1,20}|=|=[a-c.]{1,20}|=\"a;\\\\\"\"|=\"a;b,\"|received|\"| |:|\\[|<|,|\r\n ){0,8}").unwrap(),
    ) {
        let profile = Profile::new(&Limits::unlimited_for_trusted_input(), Leniency::ALL);
        let mut seen = Vec::new();
        let check = visited_params(&ParamRules::GENERIC, Reading::checking(&profile), |param| seen.push(*param));
        let is_right = grammar::whole(text.as_bytes(), 0, check).is_ok();
        let cut = grammar::whole(text.as_bytes(), 0, params(&ParamRules::GENERIC, Reading::cutting(&profile)));
        if is_right {
            prop_assert_eq!(cut.unwrap().iter().collect::<Vec<_>>(), &seen[..]);
        }
        let mut fast_names = Vec::new();
        let mut seams = scan::Seams::new(text.as_bytes());
        let first = seams.next();
        if let Some(end) = fast(&mut seams, first, &profile, |param| fast_names.push(param.end())) && end == text.len() && first.at == 0 {
            prop_assert!(is_right, "{}", text);
            let names: Vec<_> = seen.iter().map(|param| scan::offset_of(text.as_bytes(), param.name().as_bytes()) + param.name().as_bytes().len()).collect();
            prop_assert_eq!(fast_names, names);
        }
        // Without a value before the list.
        let bare = text.strip_prefix(';').unwrap_or(&text);
        if fast::is_headless_list(bare.as_bytes(), &profile) {
            let list = grammar::whole(bare.as_bytes(), 0, headless(&ParamRules::GENERIC, Reading::cutting(&profile))).unwrap();
            let behind = alloc::format!(";{bare}");
            let same = grammar::whole(behind.as_bytes(), 0, params(&ParamRules::GENERIC, Reading::cutting(&profile))).unwrap();
            prop_assert_eq!(list.iter().collect::<Vec<_>>(), same.iter().collect::<Vec<_>>());
            let each = Params { is_common: false, ..same };
            prop_assert_eq!(list.iter().collect::<Vec<_>>(), each.iter().collect::<Vec<_>>());
        }
    }
}

#[test]
fn each_wrong_parameter_is_told() {
    const RULES: ParamRules = ParamRules { once: &[KnownParam::Tag, KnownParam::Q], ..ParamRules::GENERIC };
    for (text, wrong) in [
        (";a=b;tag=1;q", &[][..]),
        (";a=@;b;tag=/;c=d;e=[", &[("a", 3), ("tag", 11), ("e", 19)]),
        (";tag=1;a=@;TAG=2;q=1;tag=3;Q=@", &[("a", 9), ("TAG", 11), ("tag", 21), ("Q", 29)]),
    ] {
        let profile = Profile::new(&Limits::new(), Leniency::NONE);
        let list = grammar::whole(text.as_bytes(), 0, params(&RULES, Reading::cutting(&profile))).unwrap();
        let told: Vec<_> = list.errors().map(|(param, error)| (param.name().as_str(), error.offset())).collect();
        assert_eq!(told, wrong, "{text}");
        assert_eq!(list.verify().err(), list.errors().next().map(|(_, error)| error), "{text}");
    }
}
