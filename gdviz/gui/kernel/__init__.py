"""The window's models and the controller: what is computed and shown, the worker thread, the playhead."""
