//! The parameters of an address.

use nom::Err;

use crate::error::KnownParam;
use crate::grammar::Fail;
use crate::params::{Param, ParamRules, bracketed_param, generic_param, token_value};
use crate::profile::Profile;

/// The parameters of an address: a tag is a token, and stands once.
pub(super) static PARAMS: ParamRules = ParamRules { param: generic_param, check: Some(check_tag), once: &[KnownParam::Tag] };

/// The same, and a value may be in angle brackets.
pub(super) static BRACKETED: ParamRules = ParamRules { param: bracketed_param, check: Some(check_tag), once: &[KnownParam::Tag] };

/// Whether these are the rules of values in angle brackets.
pub(super) fn has_bracketed_values(rules: &'static ParamRules) -> bool {
    core::ptr::eq(rules, &BRACKETED)
}

fn check_tag<'a>(param: &Param<'a>, at: &'a [u8], profile: &Profile) -> Result<(), Err<Fail>> {
    match param.name().as_bytes().len() == 3 && param.is("tag") && !param.is_blank() {
        true => token_value(param, at, profile).map(drop),
        false => Ok(()),
    }
}
