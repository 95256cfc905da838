//! The macro `cfg_if`, as the crate of that name has it. What is added is the build script.

#![no_std]

pub use earlier::cfg_if;
