"""The main window and what belongs to it as a whole: menus, actions, files, lessons, presenting, and their dialogs."""
