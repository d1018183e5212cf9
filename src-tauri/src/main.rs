//! The program behind the window: the window itself, or the worker that reads foreign files for it.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    counterfoil_desktop::main()
}
