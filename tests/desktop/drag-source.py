"""A small window from which the files named as arguments can be dragged, as from a file manager."""

import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gio, Gtk  # noqa: E402

uris = [Gio.File.new_for_path(path).get_uri() for path in sys.argv[1:]]
window = Gtk.Window(decorated=False, accept_focus=False)
window.set_default_size(80, 80)
window.move(0, 0)
window.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
window.drag_source_add_uri_targets()
window.connect("drag-data-get", lambda _window, _context, data, *_: data.set_uris(uris))
window.connect("drag-end", lambda *_: Gtk.main_quit())
window.connect("map-event", lambda *_: print("ready", flush=True))
window.show_all()
Gtk.main()
