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

CORE = """    case "$command $before" in
%(values)s
    *)
        case "$command $current" in
        " "*) known="%(commands)s" ;;
%(words)s
        esac
    esac
"""
"""For bash and zsh: sets `known` to what may stand for `current` after `before`; empty: a file, or any text."""

BASH = """_gdviz() {
    local known="" command="" current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
    [ "$COMP_CWORD" -gt 1 ] && command=${COMP_WORDS[1]}
    if [ "$before" = "=" ]; then  # --option=value is three words
        before=${COMP_WORDS[COMP_CWORD-2]}
    elif [ "$current" = "=" ]; then
        current=""
    fi
%(core)s    COMPREPLY=($(compgen -W "$known" -- "$current"))
}
complete -o bashdefault -o default -F _gdviz gdviz
"""

ZSH = """#compdef gdviz
_gdviz() {
    local known="" command="" current=${words[CURRENT]} before=${words[CURRENT-1]}
    [ "$CURRENT" -gt 2 ] && command=${words[2]}
    if [[ $current = --*=* ]]; then
        before=${current%%%%=*}
        current=${current#*=}
        compset -P '*='
    fi
%(core)s    local -a found=(${=known})
    [ ${#found} -gt 0 ] && compadd -a found || _files
}
if [ "${funcstack[1]}" = _gdviz ]; then  # found in $fpath, and called for the first time
    _gdviz "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
    compdef _gdviz gdviz
fi
"""


def _commands() -> dict[str, Command]:
    return {name: importlib.import_module(module).COMMAND for name, module in COMMANDS.items()}


def _names(command: str) -> list[str]:
    """The names that a command takes as its argument; the others take files."""
    if command == "list":
        from gdviz.commandline.listing import LISTS

        return list(LISTS)
    if command == "lesson":
        from gdviz.guided.catalogue import names
        from gdviz.lessons import catalogue

        return [*(known.name for known in catalogue()), *names()]
    return list(SHELLS) if command == "completion" else []


def _options(command: Command) -> list[Option]:
    return [*command.options(), HELP]


def _core() -> str:
    commands = _commands()
    values, words = [], []
    for name, command in commands.items():
        for option in _options(command):
            if option.metavar:
                values.append(f'    "{name} {option.flag}") known="{" ".join(option.choices)}" ;;')
        flags = " ".join(option.flag for option in _options(command))
        words.append(f'        "{name} -"*) known="{flags}" ;;')
        if names := _names(name):
            words.append(f'        "{name} "*) known="{" ".join(names)}" ;;')
    return CORE % {"commands": " ".join(commands), "values": "\n".join(values), "words": "\n".join(words)}


def bash() -> str:
    """The script for bash."""
    return BASH % {"core": _core()}


def zsh() -> str:
    """The script for zsh: to be sourced, or to be the file `_gdviz` in a folder of its $fpath."""
    return ZSH % {"core": _core()}


def fish(language: Language) -> str:
    """The script for fish, with the options' help."""
    lines = []
    for name, command in _commands().items():
        summary = shlex.quote(language.text(command.summary))
        lines.append(f"complete -c gdviz -n __fish_use_subcommand -a {name} -d {summary}")
        seen = f"complete -c gdviz -n '__fish_seen_subcommand_from {name}'"
        if names := _names(name):
            lines.append(f"{seen} -fa {shlex.quote(' '.join(names))}")
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
        "gdviz completion zsh > ~/.zfunc/_gdviz",
        "gdviz completion fish > ~/.config/fish/completions/gdviz.fish",
    ),
)
