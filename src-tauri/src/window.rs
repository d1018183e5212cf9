//! The one window: hardened, and shown only when its first page is there, so that nothing flashes.

use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{App, Theme, Url, WebviewWindow, WebviewWindowBuilder, window::Color};

const PAPER: Color = Color(0xfb, 0xfa, 0xf7, 0xff);
const NIGHT: Color = Color(0x16, 0x16, 0x15, 0xff);

/// Builds the window of the configuration.
pub(crate) fn open(app: &App) -> tauri::Result<WebviewWindow> {
    let config = &app.config().app.windows[0];
    let window = WebviewWindowBuilder::from_config(app, config)?
        .on_navigation(is_own)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_page_load(|window, page| {
            if page.event() == PageLoadEvent::Finished {
                // A window that cannot be shown is closing.
                drop(window.show());
            }
        })
        .devtools(cfg!(debug_assertions))
        .build()?;
    let is_dark = window.theme().is_ok_and(|theme| theme == Theme::Dark);
    window.set_background_color(Some(if is_dark { NIGHT } else { PAPER }))?;
    Ok(window)
}

/// The page may lead only to itself: the embedded interface, or the development server in its place.
fn is_own(url: &Url) -> bool {
    let is_embedded = url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost");
    let is_development = cfg!(dev) && url.host_str() == Some("localhost");
    is_embedded || is_development
}

#[cfg(test)]
mod tests {
    use super::is_own;

    #[test]
    fn the_page_may_lead_only_to_itself() {
        let leads = |url: &str| is_own(&url.parse().expect("a URL"));
        assert!(leads("tauri://localhost/index.html"));
        assert!(leads("http://tauri.localhost/"));
        for foreign in [
            "https://example.org/",
            "file:///etc/passwd",
            "http://tauri.localhost.example.org/",
            "data:text/html,x",
        ] {
            assert!(!leads(foreign), "{foreign}");
        }
    }
}
