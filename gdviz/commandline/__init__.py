"""The commands of gdviz; gdviz.cli is their entry."""

COMMANDS = {
    "gui": "gdviz.commandline.window",
    "run": "gdviz.commandline.run",
    "export": "gdviz.commandline.exporting",
    "map": "gdviz.commandline.map",
    "sweep": "gdviz.commandline.sweep",
    "list": "gdviz.commandline.listing",
    "lesson": "gdviz.commandline.lesson",
    "completion": "gdviz.commandline.completion",
    "doctor": "gdviz.doctor",
}
"""The commands, and the module that holds each as its COMMAND."""
