"""What scripts/run.py does on a Python that is new enough: set up, find the display, go on as gdviz."""

from __future__ import annotations

import sys

import displays
import setup_environment as environment

PICTURE = "worked-example.png"
USAGE = """python3 scripts/run.py [--fast] [--gpu] [--setup-only] [gdviz's own arguments]
    --fast        add llvmlite: paths in few dimensions are computed some ten times as fast
    --gpu         add CuPy for the NVIDIA driver of this machine
    --setup-only  stop when everything is in place
"""


OWN = ("--fast", "--gpu", "--setup-only")


def split(arguments: list[str]) -> tuple[set[str], list[str]]:
    """This script's own options, and what goes on to gdviz."""
    return set(OWN) & set(arguments), [argument for argument in arguments if argument not in OWN]


def wants_window(arguments: list[str]) -> bool:
    """Whether gdviz, given `arguments`, opens its window: `gui`, a file, or nothing."""
    return not arguments or arguments[0] == "gui" or arguments[0].lower().endswith(".json")


def try_platform(platform: str) -> str | None:
    """Try Qt on `platform` unless the stamp says that it was tried; None, or what the user must do."""
    stamp = environment.Stamp.read()
    if stamp is not None and platform in stamp.platforms:
        return None
    from system_packages import ensure_qt

    problem = ensure_qt(platform)
    if problem is None and stamp is not None:
        stamp.platforms.append(platform)
        stamp.write()
    return problem


def launch(arguments: list[str]) -> None:
    """Set up, then go on as gdviz."""
    own, rest = split(arguments)
    if rest[:1] in (["-h"], ["--help"]):
        print(USAGE, flush=True)
    locks = ["run", *(["fast"] if "--fast" in own else [])]
    if "--gpu" in own:
        import gpu_driver

        locks += filter(None, [gpu_driver.wanted_lock()])
    environment.prepare(locks)
    env = environment.child_environment()
    platform = displays.platform(env)
    problem = try_platform("offscreen") if sys.platform.startswith("linux") else None
    if problem:
        print(problem, file=sys.stderr, flush=True)
    if "--setup-only" in own:
        sys.exit(1 if problem else 0)
    if not wants_window(rest):
        environment.become(["-P", "-m", "gdviz", *rest], env)
    if platform is not None:
        if problem := try_platform(platform):
            print(problem, file=sys.stderr, flush=True)
            sys.exit(1)
        _say_gpu()
    elif not rest:
        print(
            "There is no display here, so gdviz runs its worked example without a window "
            "(to see the window, start it on a desktop, or over ssh -X).",
            flush=True,
        )
        env["QT_QPA_PLATFORM"] = "offscreen"
        environment.become([str(environment.ROOT / "scripts" / "worked_example.py"), PICTURE], env)
    environment.become(["-P", "-m", "gdviz", *rest], env)


def _say_gpu() -> None:
    from gpu_driver import hint

    if line := hint():
        print(line, flush=True)


def main() -> None:
    """Launch with the arguments of the command line; an error is reported in one sentence."""
    environment.make_streams_safe()
    with environment.sentences():
        launch(sys.argv[1:])
