//! The accessors of headers in addition to those of their family.

mod address;
mod dialog_ref;
mod event_type;
mod feature_set;
mod info_uri;
mod media_range;
mod number;
mod param_set;
mod token_params;
mod via;
