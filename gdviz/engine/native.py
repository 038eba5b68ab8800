"""The unrolled loop as machine code, by LLVM, where llvmlite is installed: the same operations, hence the same bits.

The symbols that gdviz.engine.tape wrote down become LLVM's intermediate representation, an instruction or a call each;
none is contracted or reordered, and functions are those of the C library, as Python's are. An update for which Python
would raise is not made: the loop ends before it, and Python goes on.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import struct
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from gdviz.engine.tape import CHOICES, RULE, NeedsNumber, Symbol, Written
from gdviz.frozen import frozen

LIBRARY = {f"{name}({{0}})": name for name in ("acos", "asin", "atan", "cos", "cosh", "exp", "log", "log10", "sin",
                                               "sinh", "tan", "tanh")}  # fmt: skip
POWERS = ("{0} ** {1}", "power({0}, {1})")
COMPUTED = {"{0} + {1}": "fadd", "{0} - {1}": "fsub", "{0} * {1}": "fmul"}
COMPARED = {"{0} < {1}": "olt", "{0} <= {1}": "ole", "{0} > {1}": "ogt", "{0} >= {1}": "oge", "{0} == {1}": "oeq",
            "{0} != {1}": "une"}  # fmt: skip
CHOSEN = {CHOICES["maximum"]: "ogt", CHOICES["minimum"]: "olt"}
"""The second of two numbers where it compares so with the first."""
LIMITED = {"maximum({0}, {1})": "oge", "minimum({0}, {1})": "ole"}
"""The first of two numbers where it compares so with the second, or is nan."""

LOOP = """\
declare double @llvm.sqrt.f64(double)
declare double @llvm.fabs.f64(double)

define i64 @loop(ptr %rows, ptr %rates, ptr %noise, i64 %count, i64 %made, ptr %path, ptr %constants) {{
entry:
{entry}
  br label %update
update:
  %i = phi i64 [0, %entry], [%next, %keep]
{phis}
  %next = add i64 %i, 1
  %number = add i64 %made, %next
  %k = sitofp i64 %number to double
{update}
  br i1 {bad}, label %stop, label %keep
keep:
{keep}
  %more = icmp slt i64 %next, %count
  br i1 %more, label %update, label %stop
stop:
  %done = phi i64 [%i, %update], [%next, %keep]
{ends}
{stop}
  ret i64 %done
}}
"""

Native = Callable[[int, int, int | None, int, int, int, int], int]
"""``(rows, rates, noise, count, made, path, constants)``, addresses and two numbers: how many updates were made.

`count` is 1 at least, and `made` how many were made before.
"""


@cache
def is_available() -> bool:
    """Whether llvmlite is installed, on a system where the functions of Python's math are those of the C library."""
    return os.name == "posix" and importlib.util.find_spec("llvmlite") is not None


@frozen
class Value:
    """The name of an instruction's result, and what Python would have: a float, an int (a double here) or a bool."""

    name: str
    kind: str = "float"


def source(rule: Written, loss: Written, path: list[str], dim: int, noisy: bool) -> str:
    """The loop in LLVM's language.

    `path` has the names of point, gradient and states, of which the first `dim` and the next are point and gradient.
    The results of `rule` are the changes of the point and the states after, those of `loss` are loss and gradient.
    Raises NeedsNumber where there is no instruction for an operation.
    """
    write = _Writer()
    names = list({**rule.constants, **loss.constants})
    known = {name: Value(write.load("%constants", str(i))) for i, name in enumerate(names)}
    first = [write.load("%path", str(i)) for i in range(len(path))]
    entry = write.taken()

    known |= {name: Value(f"%{name}") for name in path} | {"k": Value("%k", "int")}
    known["lr"] = Value(write.load("%rates", "%i"))
    point, grad = path[:dim], path[dim : 2 * dim]
    if noisy:
        at = write.put(f"mul i64 %i, {dim}")
        for i, name in enumerate(grad):
            error = write.load("%noise", write.put(f"add i64 {at}, {i}"))
            known[name] = Value(write.put(f"fadd double %{name}, {error}"))
    used = [known[name].name for name in grad]
    results = write.body(rule, known)
    deltas, states = results[:dim], results[dim:]
    moved = [write.put(f"fadd double %{x}, {delta}") for x, delta in zip(point, deltas, strict=True)]
    known |= {name: Value(value) for name, value in zip(point, moved, strict=True)}
    found, *next_grad = write.body(loss, known)
    bad = write.bad()
    update = write.taken()

    at = write.put(f"mul i64 %i, {2 * dim + 1}")
    for i, value in enumerate((*used, *moved, found)):
        write.store("%rows", write.put(f"add i64 {at}, {i}"), value)
    keep = write.taken()
    after = [*moved, *next_grad, *states]
    for i, name in enumerate(path):
        write.store("%path", str(i), f"%end_{name}")
    steps = list(zip(path, first, after, strict=True))
    return LOOP.format(
        entry=entry,
        phis="\n".join(f"  %{name} = phi double [{begun}, %entry], [{new}, %keep]" for name, begun, new in steps),
        update=update,
        bad=bad,
        keep=keep,
        ends="\n".join(f"  %end_{name} = phi double [%{name}, %update], [{new}, %keep]" for name, _, new in steps),
        stop=write.taken(),
    )


class _Writer:
    """Writes instructions, and collects the conditions under which an update does not count."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._count = 0
        self._wrong: list[str] = []

    def taken(self) -> str:
        """The instructions since the last time."""
        lines, self._lines = "\n".join(self._lines), []
        return lines

    def put(self, instruction: str) -> str:
        """The name of what an instruction gives."""
        self._count += 1
        self._lines.append(f"  %v{self._count} = {instruction}")
        return f"%v{self._count}"

    def load(self, array: str, index: str) -> str:
        """The number at an index of an array of doubles."""
        return self.put(f"load double, ptr {self.put(f'getelementptr double, ptr {array}, i64 {index}')}")

    def store(self, array: str, index: str, value: str) -> None:
        """Set the number at an index of an array of doubles."""
        place = self.put(f"getelementptr double, ptr {array}, i64 {index}")
        self._lines.append(f"  store double {value}, ptr {place}")

    def bad(self) -> str:
        """Whether the update does not count."""
        bad = "false"
        for wrong in self._wrong:
            bad = self.put(f"or i1 {bad}, {wrong}")
        return bad

    def body(self, written: Written, known: dict[str, Value]) -> list[str]:
        """The instructions for what a tape holds, where its variables are `known`; the names of its results."""
        values: dict[int, Value] = {}
        for symbol in written.symbols:
            parts = [values[id(part)] for part in symbol.parts]
            values[id(symbol)] = self._operation(symbol.template, parts) if parts else _leaf(symbol, known)
        results = [values[id(result)] for result in written.results]
        if any(result.kind != "float" for result in results):
            raise NeedsNumber("a result that is no float")
        return [result.name for result in results]

    def _operation(self, template: str, parts: list[Value]) -> Value:
        """The instructions of one operation."""
        if template == CHOICES["where"] and parts[0].kind == "bool":
            return self._choice(parts[0].name, parts[1], parts[2])
        numbers = [self._number(part) for part in parts]
        names = [number.name for number in numbers]
        both = ", ".join(names)
        integer = all(number.kind == "int" for number in numbers)
        if template in COMPUTED:
            name = self.put(f"{COMPUTED[template]} double {both}")
            if integer:
                name = self.put(f"fadd double {name}, 0.0")  # no integer is -0
            return Value(name, "int" if integer else "float")
        if template == "{0} / {1}":
            self._wrong.append(self.put(f"fcmp oeq double {names[1]}, 0.0"))
            return Value(self.put(f"fdiv double {both}"))
        if template == "-{0}":
            return Value(self.put(f"fsub double 0.0, {both}"), "int") if integer else Value(
                self.put(f"fneg double {both}"))  # fmt: skip
        if template in COMPARED:
            return Value(self.put(f"fcmp {COMPARED[template]} double {both}"), "bool")
        if template in CHOSEN:
            chosen = self.put(f"fcmp {CHOSEN[template]} double {names[1]}, {names[0]}")
            return self._choice(chosen, numbers[1], numbers[0])
        if template in LIMITED:
            first = self.put(f"fcmp {LIMITED[template]} double {both}")
            nan = self.put(f"fcmp uno double {names[0]}, {names[0]}")
            return self._choice(self.put(f"or i1 {first}, {nan}"), *numbers)
        if template == "abs({0})":
            return Value(self.put(f"call double @llvm.fabs.f64(double {both})"), numbers[0].kind)
        if template in (RULE["sign"], "sign({0})"):
            return self._sign(names[0], exact=template == RULE["sign"])
        return self._function(template, numbers)

    def _function(self, template: str, numbers: list[Value]) -> Value:
        """The call of a function; where it gives nan or infinity, Python would raise an exception."""
        arguments = ", ".join(f"double {number.name}" for number in numbers)
        if template == "sqrt({0})":
            name = self.put(f"call double @llvm.sqrt.f64({arguments})")
        elif template in LIBRARY:
            name = self.put(f"call double {_function_at(LIBRARY[template])}({arguments})")
        elif template in POWERS and numbers[0].kind == "float":
            name = self.put(f"call double {_function_at('pow')}({arguments})")
        else:
            raise NeedsNumber(f"no instruction for {template}")
        difference = self.put(f"fsub double {name}, {name}")  # nan where it is not finite
        self._wrong.append(self.put(f"fcmp uno double {difference}, {difference}"))
        return Value(name)

    def _sign(self, x: str, exact: bool) -> Value:
        """-1, 0 or 1: of a rule as an int, of a formula as a float, where that of 0 is 0 times x."""
        above, below = (self.put(f"fcmp {how} double {x}, 0.0") for how in ("ogt", "olt"))
        if exact:
            ones = [self.put(f"uitofp i1 {truth} to double") for truth in (above, below)]
            return Value(self.put(f"fsub double {ones[0]}, {ones[1]}"), "int")
        none = self.put(f"fmul double 0.0, {x}")
        lower = self.put(f"select i1 {below}, double -1.0, double {none}")
        return Value(self.put(f"select i1 {above}, double 1.0, double {lower}"))

    def _choice(self, condition: str, one: Value, other: Value) -> Value:
        if one.kind != other.kind or one.kind == "bool":
            raise NeedsNumber("a choice between an int and a float")
        return Value(self.put(f"select i1 {condition}, double {one.name}, double {other.name}"), one.kind)

    def _number(self, value: Value) -> Value:
        """What Python computes with: a truth value is 0 or 1."""
        return value if value.kind != "bool" else Value(self.put(f"uitofp i1 {value.name} to double"), "int")


def _leaf(symbol: Symbol, known: dict[str, Value]) -> Value:
    """A variable, or an int that stands in the source in brackets."""
    if symbol.template in known:
        return known[symbol.template]
    bits = struct.unpack("<Q", struct.pack("<d", int(symbol.template[1:-1])))[0]
    return Value(f"0x{bits:016X}", "int")


@cache
def _function_at(name: str) -> str:
    """A function of the C library, by its address: LLVM knows it by its name, and might replace it by other code.

    Raises NeedsNumber where this process does not have it under that name.
    """
    try:
        address = ctypes.cast(getattr(ctypes.CDLL(None), name), ctypes.c_void_p).value
    except AttributeError as error:
        raise NeedsNumber(f"no {name} in the C library") from error
    return f"inttoptr (i64 {address} to ptr)"


@lru_cache(maxsize=64)
def machine_code(text: str) -> Native:
    """Compile a `source`; it takes about 10 ms and half a megabyte, and the first one 70 ms more.

    Raises NeedsNumber where LLVM does not load, or is too old to read it.
    """
    binding = _llvm()
    try:
        module = binding.parse_assembly(text)
        machine = binding.Target.from_default_triple().create_target_machine(opt=2)
        engine = binding.create_mcjit_compiler(module, machine)
        engine.finalize_object()
    except RuntimeError as error:
        raise NeedsNumber(f"LLVM does not take it: {error}") from error
    arrays, numbers = ctypes.c_void_p, ctypes.c_int64
    prototype = ctypes.CFUNCTYPE(numbers, arrays, arrays, arrays, numbers, numbers, arrays, arrays)
    function = prototype(engine.get_function_address("loop"))
    function.engine = engine  # type: ignore[attr-defined]  # the code lives as long
    return function


@cache
def _llvm() -> Any:
    try:
        from llvmlite import binding
    except (ImportError, OSError) as error:  # installed for another system: Python computes as without it
        raise NeedsNumber(f"LLVM does not load: {error}") from error
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    return binding
