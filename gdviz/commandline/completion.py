"""`gdviz completion`: a script that has a shell complete commands, options and the names that they take."""

from __future__ import annotations

import importlib
import shlex

from gdviz.commandline import COMMANDS
from gdviz.commandline.options import HELP, Command, Option, Parsed, lang_option
from gdviz.messages import ExperimentError, mark, message
from gdviz.params import unknown
from gdviz.texts import Language

SHELLS = ("bash", "zsh", "fish")

BASH = """_gdviz() {
    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words=""
    if [ "$COMP_CWORD" = 1 ]; then
        words="%(commands)s"
    else
        case "${COMP_WORDS[1]} $before" in
%(values)s
        *)
            case "${COMP_WORDS[1]}" in
%(options)s
            esac
        esac
    fi
    COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o bashdefault -o default -F _gdviz gdviz
"""


def _commands() -> dict[str, Command]:
    return {name: importlib.import_module(module).COMMAND for name, module in COMMANDS.items()}


def _words(name: str, command: Command) -> list[str]:
    """What may stand after a command: names that it takes as an argument, and its options."""
    names: list[str] = []
    if name == "list":
        from gdviz.commandline.listing import LISTS

        names = list(LISTS)
    elif name == "lesson":
        from gdviz.lessons import catalogue

        names = [known.name for known in catalogue()]
    elif name == "completion":
        names = list(SHELLS)
    return [*names, *(option.flag for option in _options(command))]


def _options(command: Command) -> list[Option]:
    return [*command.options(), HELP]


def bash() -> str:
    """The script for bash; for zsh, too, after bashcompinit."""
    commands = _commands()
    values = [
        f'        "{name} {option.flag}") words="{" ".join(option.choices)}" ;;'
        for name, command in commands.items()
        for option in _options(command)
        if option.choices
    ]
    options = [
        f'            {name}) words="{" ".join(_words(name, command))}" ;;' for name, command in commands.items()
    ]
    return BASH % {"commands": " ".join(commands), "values": "\n".join(values), "options": "\n".join(options)}


def zsh() -> str:
    """The script for zsh."""
    return f"autoload -U +X bashcompinit && bashcompinit\n{bash()}"


def fish(language: Language) -> str:
    """The script for fish, with the options' help."""
    lines = []
    for name, command in _commands().items():
        told = shlex.quote(language.text(command.summary))
        lines.append(f"complete -c gdviz -n __fish_use_subcommand -a {name} -d {told}")
        seen = f"complete -c gdviz -n '__fish_seen_subcommand_from {name}'"
        names = [word for word in _words(name, command) if not word.startswith("-")]
        if names:
            lines.append(f"{seen} -a {shlex.quote(' '.join(names))}")
        for option in _options(command):
            values = f" -xa {shlex.quote(' '.join(option.choices))}" if option.choices else " -r" * bool(option.metavar)
            lines.append(f"{seen} -l {option.flag[2:]}{values} -d {shlex.quote(language.text(option.help))}")
    return "\n".join(lines) + "\n"


def main(parsed: Parsed, language: Language) -> int:
    """Print the script. Raises ExperimentError for another shell."""
    if not parsed.rest:
        raise ExperimentError("", message("say which shell: {known}", known=", ".join(SHELLS)))
    shell = parsed.rest[0]
    if shell not in SHELLS:
        raise ExperimentError("completion", unknown(shell, SHELLS))
    print(fish(language) if shell == "fish" else zsh() if shell == "zsh" else bash(), end="")
    return 0


COMMAND = Command(
    f"gdviz completion {'|'.join(SHELLS)}",
    mark("Prints a script by which the shell completes commands, options and names."),
    lambda: [lang_option()],
    main,
    examples=(
        "gdviz completion bash > ~/.local/share/bash-completion/completions/gdviz",
        "gdviz completion fish > ~/.config/fish/completions/gdviz.fish",
    ),
)
