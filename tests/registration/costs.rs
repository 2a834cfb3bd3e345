//! A plan allocates nothing but the caller's vector, unless URIs of one user, host and port have to be compared by their parameters.

use std::hint::black_box;

use allocation_counter::measure;
use sipwire::rules::Step;

use crate::store::{CHECK, INSTANCE, Store, register, request};

#[test]
fn a_plan_allocates_nothing_in_a_vector_that_has_room() {
    let push = "sip:bob@192.0.2.4;transport=tcp;pn-provider=acme;pn-param=acme-param;pn-prid=ZTY4ZDJlMzODE1NmUgKi0K";
    for rows in [
        "Contact: <sip:bob@192.0.2.5>".to_owned(),
        format!("Contact: <{push}>;reg-id=1;{INSTANCE};expires=600"),
        format!("Contact: <{push}>;expires=0"),
        "Contact: *\nExpires: 0".to_owned(),
        String::new(),
    ] {
        let mut store = Store::default();
        for others in [
            "Contact: <sip:alice@192.0.2.4>, <tel:+1>",
            "Contact: <sip:bob@192.0.2.5>",
            &format!("Contact: <{push}>;reg-id=1;{INSTANCE}"),
            &format!("Contact: <{push}>"),
        ] {
            request(&register("y", 1, others), |request| store.register(request, &CHECK, |_| {}).unwrap());
        }
        let bindings = store.0.values().next().unwrap();
        request(&register("x", 1, &rows), |request| {
            let mut steps: Vec<Step<'_>> = Vec::with_capacity(8);
            let counted = measure(|| black_box(request.registration(&CHECK).unwrap().against(bindings, &mut steps)).unwrap());
            assert_eq!(counted.count_total, 0, "{rows}");
            assert_eq!(steps.is_empty(), rows.is_empty(), "{rows}");
        });
    }
}
