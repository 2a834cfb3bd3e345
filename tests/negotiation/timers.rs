//! Session timers (RFC 4028).

use sipwire::rules::{Check, Policy, ProxyTimer, Refresher, SessionMinimum, SessionTimer, TimerLimits};
use sipwire::{Response, StatusCode};

use crate::{request, response};

/// What a request says of session timers.
#[derive(Clone, Copy, Debug)]
struct Asked {
    supports: bool,
    interval: Option<u32>,
    refresher: Option<&'static str>,
    min_se: Option<u32>,
}

impl Asked {
    fn rows(&self) -> Vec<String> {
        let expires = self.interval.map(|interval| match self.refresher {
            Some(refresher) => format!("x: {interval};refresher={refresher}"),
            None => format!("Session-Expires: {interval}"),
        });
        let supported = self.supports.then(|| "Supported: timer".to_owned());
        expires.into_iter().chain(supported).chain(self.min_se.map(|least| format!("Min-SE: {least}"))).collect()
    }

    fn with<T>(&self, read: impl FnOnce(&sipwire::Request<'_>) -> T) -> T {
        let rows = self.rows();
        request("INVITE", &rows.iter().map(String::as_str).collect::<Vec<_>>(), read)
    }
}

/// RFC 4028 §9, table 2: all six rows, with and without a minimum and a maximum on either side, and either refresher wished for. N039 to N048.
#[test]
fn rfc_4028_table_2() {
    use Refresher::{Uac, Uas};
    let some = |values: &[u32]| values.iter().map(|value| Some(*value)).chain([None]).collect::<Vec<_>>();
    let mut count = 0;
    for (supports, refresher, in_response) in [
        (false, None, Some(Uas)),
        // Not applicable: what a client names that does not know the extension is ignored.
        (false, Some("uac"), Some(Uas)),
        (false, Some("uas"), Some(Uas)),
        (true, None, None),
        (true, Some("uac"), Some(Uac)),
        (true, Some("uas"), Some(Uas)),
    ] {
        for interval in some(&[60, 90, 300, 1800]) {
            for min_se in some(&[50, 200, 900]) {
                for (shortest, longest, asks) in some(&[250]).into_iter().flat_map(|shortest| {
                    some(&[600]).into_iter().flat_map(move |longest| [None, Some(1200)].map(|asks| (shortest, longest, asks)))
                }) {
                    for wish in [None, Some(Uac), Some(Uas)] {
                        let asked = Asked { supports, interval, refresher: refresher.filter(|_| interval.is_some()), min_se };
                        let mut limits = TimerLimits::new();
                        limits = shortest.map_or(limits, |seconds| limits.shortest(seconds));
                        limits = longest.map_or(limits, |seconds| limits.longest(seconds));
                        limits = asks.map_or(limits, |seconds| limits.asks(seconds));
                        limits = wish.map_or(limits, |wish| limits.refresher(wish));
                        let timer = asked.with(|request| SessionTimer::answer(request, &limits));
                        count += 1;
                        let say = || format!("{asked:?} {limits:?}");
                        // A 422 is for those who know what it is.
                        if supports && interval.is_some_and(|interval| interval < shortest.unwrap_or(90)) {
                            assert_eq!(timer.unwrap_err().rule().id(), "V147", "{}", say());
                            continue;
                        }
                        let Some(timer) = timer.unwrap() else {
                            assert!(interval.is_none() && !(supports && asks.is_some()), "{}", say());
                            continue;
                        };
                        assert!(interval.is_some() || supports && asks.is_some(), "{}", say());
                        let in_response = in_response.filter(|_| interval.is_some() || !supports).or(wish).unwrap_or(Uac);
                        assert_eq!(timer.refresher(), in_response, "{}", say());
                        // Not below Min-SE or 90; not above what was asked for, unless that is below Min-SE.
                        let floor = min_se.unwrap_or(90).max(90);
                        assert!(timer.interval() >= floor, "{}", say());
                        if let Some(interval) = interval {
                            assert!(timer.interval() <= interval.max(floor), "{}", say());
                        }
                        // As asked for, unless somebody's limit is in the way.
                        let wanted = interval.or(asks).unwrap();
                        if wanted >= floor && wanted <= longest.unwrap_or(u32::MAX) && wanted >= shortest.unwrap_or(90) {
                            assert_eq!(timer.interval(), wanted, "{}", say());
                        }
                        if wanted > 600 && longest == Some(600) {
                            assert_eq!(timer.interval(), floor.max(600), "{}", say());
                        }
                        both_ends_agree(&timer, supports);
                    }
                }
            }
        }
    }
    assert_eq!(count, 6 * 5 * 4 * 8 * 3);
}

/// What the server writes is what the client reads. `Require: timer` stands there for a client that knows the extension (N044, N045).
fn both_ends_agree(timer: &SessionTimer, supports: bool) {
    let ok = Response::builder(StatusCode::OK).session_timer(timer).finish().unwrap();
    let message = ok.as_message();
    assert_eq!(SessionTimer::adopt(message.as_response().unwrap()), Ok(Some(*timer)));
    assert_eq!(String::from_utf8_lossy(ok.as_bytes()).contains("Require: timer\r\n"), supports);
}

/// RFC 4028 §13: two proxies refuse the INVITE, then Alice refreshes by an UPDATE until she is gone.
#[test]
fn rfc_4028_section_13() {
    let (p1, p2) = (TimerLimits::new().shortest(3600), TimerLimits::new().shortest(4000));
    let mut minimum = SessionMinimum::default();
    let alice = |minimum: &SessionMinimum, interval: u32| Asked {
        supports: true,
        interval: Some(if minimum.min_se().is_none() { interval } else { minimum.interval(interval) }),
        refresher: None,
        min_se: minimum.min_se(),
    };
    // Messages 1 and 2, 4 to 8.
    for (proxies, least) in [(&[p1][..], 3600), (&[p1, p2][..], 4000)] {
        let asked = alice(&minimum, 50);
        let (last, before) = proxies.split_last().unwrap();
        for proxy in before {
            assert_eq!(asked.with(|request| ProxyTimer::of(request, proxy)).unwrap().session_expires(), asked.interval);
        }
        let check = Check::proxy().tags(&["timer"]).policy(Policy::new().min_session(least));
        let refusal = asked.with(|request| {
            let fault = ProxyTimer::of(request, last).unwrap_err();
            Response::refusing(request, &fault, &check, b"9a8kz").unwrap().finish().unwrap()
        });
        assert!(String::from_utf8_lossy(refusal.as_bytes()).contains(&format!("\r\nMin-SE: {least}\r\n")));
        minimum.refused(refusal.as_message().as_response().unwrap());
        assert_eq!((minimum.min_se(), alice(&minimum, 50).interval), (Some(least), Some(least)));
    }
    // Messages 10 to 15.
    let asked = alice(&minimum, 50);
    for proxy in [p1, p2] {
        let timer = asked.with(|request| ProxyTimer::of(request, &proxy)).unwrap();
        assert_eq!((timer.session_expires(), timer.min_se()), (Some(4000), None));
    }
    let timer = asked.with(|request| SessionTimer::answer(request, &TimerLimits::new())).unwrap().unwrap();
    assert_eq!((timer.interval(), timer.refresher()), (4000, Refresher::Uac));
    both_ends_agree(&timer, true);
    // Message 18: within the dialog no Min-SE was told, and the side that refreshes stays.
    minimum.established();
    assert_eq!((minimum.min_se(), minimum.interval(timer.interval()), timer.refresh_after()), (None, 4000, 2000));
    let refresh = Asked { refresher: Some("uac"), ..alice(&minimum, 4000) };
    assert_eq!(refresh.with(|request| SessionTimer::answer(request, &TimerLimits::new())), Ok(Some(timer)));
    // Message 22: 3968 seconds later Bob ends the session.
    assert_eq!(timer.end_after(), 3968);
}

/// N053 and N054.
#[test]
fn refreshes_and_ends_are_arithmetic() {
    for (interval, refresh, end) in [(1800, 900, 1768), (90, 45, 60), (96, 48, 64), (95, 47, 64), (97, 48, 65), (0, 0, 0), (1, 0, 1)] {
        let timer = SessionTimer::alone(interval);
        assert_eq!((timer.refresh_after(), timer.end_after()), (refresh, end), "{interval}");
    }
    assert_eq!(SessionTimer::alone(u32::MAX).end_after(), u32::MAX - 32);
}

/// N047 and N048.
#[test]
fn a_2xx_without_session_expires_starts_no_timer() {
    response(200, &[], |response| assert_eq!(SessionTimer::adopt(response), Ok(None)));
    response(486, &["Session-Expires: 90"], |response| assert_eq!(SessionTimer::adopt(response), Ok(None)));
    response(200, &["Session-Expires: x"], |response| assert!(SessionTimer::adopt(response).is_err()));
    for (row, refresher) in [("x: 90;refresher=UAS", Refresher::Uas), ("x: 90", Refresher::Uac), ("x: 90;refresher=me", Refresher::Uac)] {
        response(200, &[row], |response| assert_eq!(SessionTimer::adopt(response).unwrap().unwrap().refresher(), refresher, "{row}"));
    }
}

/// N038.
#[test]
fn n038_the_largest_min_se_counts() {
    let mut minimum = SessionMinimum::default();
    assert_eq!((minimum.min_se(), minimum.interval(60), minimum.interval(1800)), (None, 90, 1800));
    for (status, row, wanted) in
        [(200, "Min-SE: 9000", None), (422, "Min-SE: 120", Some(120)), (422, "Min-SE: 100", Some(120)), (422, "Min-SE: x", Some(120))]
    {
        response(status, &[row], |response| minimum.refused(response));
        assert_eq!(minimum.min_se(), wanted, "{status} {row}");
    }
    request("UPDATE", &["Min-SE: 300"], |request| minimum.requested(request));
    assert_eq!((minimum.min_se(), minimum.interval(60)), (Some(300), 300));
}

/// N049 to N051.
#[test]
fn a_proxy_lowers_no_further_than_min_se() {
    let limits = TimerLimits::new().shortest(200).longest(600);
    let of = |supports, interval, min_se, limits: &TimerLimits| {
        let asked = Asked { supports, interval, refresher: None, min_se };
        asked.with(|request| ProxyTimer::of(request, limits)).map(|timer| (timer.session_expires(), timer.min_se())).ok()
    };
    for (supports, interval, min_se, wanted) in [
        (true, Some(1800), Some(900), Some((Some(900), None))),
        (true, Some(1800), None, Some((Some(600), None))),
        (true, Some(500), None, Some((Some(500), None))),
        (true, Some(199), None, None),
        (true, None, None, Some((None, None))),
        (false, Some(199), None, Some((Some(200), Some(200)))),
        (false, Some(199), Some(150), Some((Some(200), Some(200)))),
        (false, Some(199), Some(300), Some((Some(300), None))),
        (false, Some(1800), None, Some((Some(600), None))),
    ] {
        assert_eq!(of(supports, interval, min_se, &limits), wanted, "{supports} {interval:?} {min_se:?}");
    }
    // It asks for one where there is none.
    assert_eq!(of(true, None, None, &limits.asks(500)), Some((Some(500), None)));
    assert_eq!(of(false, None, Some(900), &limits.asks(500)), Some((Some(900), None)));
}

/// N052. The client refreshes (§8.2), since the server knows no timers.
#[test]
fn n052_a_proxy_puts_the_timer_into_the_2xx() {
    let limits = TimerLimits::new().asks(1800);
    let of = |supports| {
        Asked { supports, interval: None, refresher: None, min_se: None }.with(|request| ProxyTimer::of(request, &limits).unwrap())
    };
    for (supports, status, rows, wanted) in [
        (true, 200, &[][..], true),
        (true, 200, &["Session-Expires: 600;refresher=uas"], false),
        (true, 486, &[], false),
        (false, 200, &[], false),
    ] {
        let put_in = response(status, rows, |response| of(supports).completes(response));
        assert_eq!(
            put_in.map(|timer| (timer.interval(), timer.refresher())),
            wanted.then_some((1800, Refresher::Uac)),
            "{supports} {status} {rows:?}"
        );
        if let Some(timer) = put_in {
            both_ends_agree(&timer, true);
        }
    }
    let silent = Asked { supports: true, interval: None, refresher: None, min_se: None };
    let none = silent.with(|request| ProxyTimer::of(request, &TimerLimits::new())).unwrap();
    response(200, &[], |response| assert_eq!(none.completes(response), None));
}

#[test]
fn malformed_values_are_faults() {
    for (rows, header) in [(["Session-Expires: x", "Min-SE: 90"], "Session-Expires"), (["Session-Expires: 90", "Min-SE: x"], "Min-SE")] {
        request("INVITE", &rows, |request| {
            let fault = SessionTimer::answer(request, &TimerLimits::new()).unwrap_err();
            assert_eq!((fault.rule().id(), fault.header().unwrap().as_str()), ("V034", header));
            assert_eq!(ProxyTimer::of(request, &TimerLimits::new()), Err(fault));
        });
    }
}
