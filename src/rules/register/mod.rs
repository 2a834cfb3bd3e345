//! Registration: what a REGISTER asks for, what becomes of the bindings, and what the 200 says (RFC 3261 §10, RFC 5626, RFC 5627, RFC 3327).

mod answer;
mod binding;
mod granted;
mod key;
mod plan;
mod registration;
mod update;

pub use answer::Bound;
pub use binding::Binding;
pub use key::BindingKey;
pub use plan::Step;
pub use registration::Registration;
pub use update::Update;
