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
from collections.abc import Callable, Iterable, Mapping
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

WIDTH = 8
"""The numbers that are computed side by side, where many paths are followed."""
WIDE = f"<{WIDTH} x double>"

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
    is_wide: bool = False
    """Whether it is one of these in each of the WIDTH lanes of a register."""


def source(rule: Written, loss: Written, path: list[str], dim: int, noisy: bool) -> str:
    """The loop in LLVM's language.

    `path` has the names of point, gradient and states, of which the first `dim` and the next are point and gradient.
    The results of `rule` are the changes of the point and the states after, those of `loss` are loss and gradient.
    Raises NeedsNumber where there is no instruction for an operation.
    """
    write = Writer()
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
    results = write.floats(rule, known)
    deltas, states = results[:dim], results[dim:]
    moved = [write.put(f"fadd double %{x}, {delta}") for x, delta in zip(point, deltas, strict=True)]
    known |= {name: Value(value) for name, value in zip(point, moved, strict=True)}
    found, *next_grad = write.floats(loss, known)
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


class Writer:
    """Writes instructions, and collects the conditions under which an update does not count.

    An instruction of which one number is wide is made in all lanes; the others are the same in each of them.
    """

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

    def load(self, array: str, index: str, of: str = "double") -> str:
        """The number at an index of an array of doubles, or as many as there are lanes from it on."""
        return self.put(f"load {of}, ptr {self._place(array, index)}, align 8")

    def store(self, array: str, index: str, value: str, of: str = "double") -> None:
        """Set the number at an index of an array of doubles, or as many as there are lanes from it on."""
        self._lines.append(f"  store {of} {value}, ptr {self._place(array, index)}, align 8")

    def _place(self, array: str, index: str) -> str:
        return self.put(f"getelementptr double, ptr {array}, i64 {index}")

    def bad(self) -> str:
        """The name of a value that is true where the update does not count."""
        bad = "false"
        for wrong in self._wrong:
            bad = self.put(f"or i1 {bad}, {wrong}")
        return bad

    def wide(self, value: Value) -> Value:
        """The same number in all lanes."""
        if value.is_wide:
            return value
        one = self.put(f"insertelement {WIDE} poison, double {value.name}, i64 0")
        all_lanes = f"<{WIDTH} x i32> zeroinitializer"
        name = self.put(f"shufflevector {WIDE} {one}, {WIDE} poison, {all_lanes}")
        return Value(name, value.kind, is_wide=True)

    def floats(self, written: Written, known: Mapping[str, Value]) -> list[str]:
        """The names of the results of what a tape holds. Raises NeedsNumber where one is no float."""
        values = self.values(written.symbols, known)
        results = [values[id(result)] for result in written.results]
        if any(result.kind != "float" for result in results):
            raise NeedsNumber("a result that is no float")
        return [result.name for result in results]

    def values(
        self, symbols: Iterable[Symbol], known: Mapping[str, Value], values: dict[int, Value] | None = None
    ) -> dict[int, Value]:
        """The instructions for `symbols`, by their ids, where the variables are `known` and some `values` are made."""
        values = {} if values is None else dict(values)
        for symbol in symbols:
            if id(symbol) not in values:
                parts = [values[id(part)] for part in symbol.parts]
                values[id(symbol)] = self._operation(symbol.template, parts) if parts else _leaf(symbol, known)
        return values

    def _operation(self, template: str, parts: list[Value]) -> Value:
        """The instructions of one operation."""
        if template == CHOICES["where"] and parts[0].kind == "bool":
            return self._choice(parts[0], parts[1], parts[2])
        numbers = self._alike([self.number(part) for part in parts])
        names = [number.name for number in numbers]
        both = ", ".join(names)
        wide = numbers[0].is_wide
        of = _type(wide)
        integer = all(number.kind == "int" for number in numbers)
        kind = "int" if integer else "float"
        if template in COMPUTED:
            name = self.put(f"{COMPUTED[template]} {of} {both}")
            if integer:
                name = self.put(f"fadd {of} {name}, {_literal(0.0, wide)}")  # no integer is -0
            return Value(name, kind, wide)
        if template == "{0} / {1}":
            self._refuse(f"fcmp oeq {of} {names[1]}, {_literal(0.0, wide)}", wide)
            return Value(self.put(f"fdiv {of} {both}"), is_wide=wide)
        if template == "-{0}":
            opposite = f"fsub {of} {_literal(0.0, wide)}, {both}" if integer else f"fneg {of} {both}"
            return Value(self.put(opposite), kind, wide)
        if template in COMPARED:
            return Value(self.put(f"fcmp {COMPARED[template]} {of} {both}"), "bool", wide)
        if template in CHOSEN:
            chosen = self.put(f"fcmp {CHOSEN[template]} {of} {names[1]}, {names[0]}")
            return self._choice(Value(chosen, "bool", wide), numbers[1], numbers[0])
        if template in LIMITED:
            first = self.put(f"fcmp {LIMITED[template]} {of} {both}")
            nan = self.put(f"fcmp uno {of} {names[0]}, {names[0]}")
            either = self.put(f"or {_type(wide, 'i1')} {first}, {nan}")
            return self._choice(Value(either, "bool", wide), *numbers)
        if template == "abs({0})":
            return Value(self._intrinsic("fabs", numbers[0]), numbers[0].kind, wide)
        if template in (RULE["sign"], "sign({0})"):
            return self._sign(numbers[0], exact=template == RULE["sign"])
        return self._function(template, numbers)

    def _function(self, template: str, numbers: list[Value]) -> Value:
        """The call of a function; where it gives nan or infinity, Python would raise an exception."""
        wide = numbers[0].is_wide
        if template == "sqrt({0})":
            name = self._intrinsic("sqrt", numbers[0])
        elif template in LIBRARY:
            name = self._call(_function_at(LIBRARY[template]), numbers)
        elif template in POWERS and numbers[0].kind == "float":
            name = self._call(_function_at("pow"), numbers)
        else:
            raise NeedsNumber(f"no instruction for {template}")
        if not wide:
            difference = self.put(f"fsub double {name}, {name}")  # nan where it is not finite
            self._refuse(f"fcmp uno double {difference}, {difference}")
        return Value(name, is_wide=wide)

    def _call(self, function: str, numbers: list[Value]) -> str:
        """A call of a function of the C library, in each lane for wide numbers."""
        if not numbers[0].is_wide:
            return self.put(f"call double {function}({', '.join(f'double {number.name}' for number in numbers)})")
        name = "poison"
        for lane in range(WIDTH):
            each = (self.put(f"extractelement {WIDE} {number.name}, i64 {lane}") for number in numbers)
            found = self.put(f"call double {function}({', '.join(f'double {one}' for one in each)})")
            name = self.put(f"insertelement {WIDE} {name}, double {found}, i64 {lane}")
        return name

    def _intrinsic(self, name: str, number: Value) -> str:
        of = _type(number.is_wide)
        suffix = f"v{WIDTH}f64" if number.is_wide else "f64"
        return self.put(f"call {of} @llvm.{name}.{suffix}({of} {number.name})")

    def _refuse(self, condition: str, wide: bool = False) -> None:
        """An update of one path does not count under this condition; paths side by side go on, as arrays do."""
        if not wide:
            self._wrong.append(self.put(condition))

    def _sign(self, number: Value, exact: bool) -> Value:
        """-1, 0 or 1: of a rule as an int, of a formula as a float, where that of 0 is 0 times x.

        Of nan a rule has 0 from Python, which the run does not see, as it ends there; side by side it is nan, so that
        the path is lost.
        """
        x, wide = number.name, number.is_wide
        of, truths = _type(wide), _type(wide, "i1")
        above, below = (self.put(f"fcmp {how} {of} {x}, {_literal(0.0, wide)}") for how in ("ogt", "olt"))
        if exact:
            ones = [self.put(f"uitofp {truths} {truth} to {of}") for truth in (above, below)]
            sign = self.put(f"fsub {of} {ones[0]}, {ones[1]}")
            if wide:
                is_nan = self.put(f"fcmp uno {of} {x}, {x}")
                sign = self.put(f"select {truths} {is_nan}, {of} {x}, {of} {sign}")
            return Value(sign, "int", wide)
        none = self.put(f"fmul {of} {_literal(0.0, wide)}, {x}")
        lower = self.put(f"select {truths} {below}, {of} {_literal(-1.0, wide)}, {of} {none}")
        return Value(self.put(f"select {truths} {above}, {of} {_literal(1.0, wide)}, {of} {lower}"), is_wide=wide)

    def _choice(self, condition: Value, one: Value, other: Value) -> Value:
        if one.kind != other.kind or one.kind == "bool":
            raise NeedsNumber("a choice between an int and a float")
        if condition.is_wide:
            one, other = self.wide(one), self.wide(other)
        one, other = self._alike([one, other])
        of = _type(one.is_wide)
        chosen = f"select {_type(condition.is_wide, 'i1')} {condition.name}, {of} {one.name}, {of} {other.name}"
        return Value(self.put(chosen), one.kind, one.is_wide)

    def _alike(self, values: list[Value]) -> list[Value]:
        """All of them wide where one is."""
        return [self.wide(value) for value in values] if any(value.is_wide for value in values) else values

    def number(self, value: Value) -> Value:
        """What Python computes with: a truth value is 0 or 1."""
        if value.kind != "bool":
            return value
        converted = f"uitofp {_type(value.is_wide, 'i1')} {value.name} to {_type(value.is_wide)}"
        return Value(self.put(converted), "int", value.is_wide)


def _type(wide: bool, of: str = "double") -> str:
    return f"<{WIDTH} x {of}>" if wide else of


def _literal(value: float, wide: bool) -> str:
    """A number in the source, in all lanes where it is `wide`."""
    return f"<{', '.join([f'double {value}'] * WIDTH)}>" if wide else str(value)


def _leaf(symbol: Symbol, known: Mapping[str, Value]) -> Value:
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
    arrays, numbers = ctypes.c_void_p, ctypes.c_int64
    return assembled(text).function("loop", numbers, arrays, arrays, arrays, numbers, numbers, arrays, arrays)


class Assembled:
    """Compiled functions, which live as long as this."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    def function(self, name: str, *types: Any) -> Callable[..., Any]:
        """One of them, where `types` are those of its result and its arguments; others run while it does."""
        function = ctypes.CFUNCTYPE(*types)(self._engine.get_function_address(name))
        function.code = self  # type: ignore[attr-defined]
        return function


def assembled(text: str, for_this_processor: bool = False) -> Assembled:
    """Compile LLVM's language, for all processors of the kind or with all that this one has.

    Raises NeedsNumber where LLVM does not load, or is too old to read it.
    """
    binding = _llvm()
    own = {}
    if for_this_processor:
        own = {"cpu": binding.get_host_cpu_name(), "features": binding.get_host_cpu_features().flatten()}
    try:
        module = binding.parse_assembly(text)
        machine = binding.Target.from_default_triple().create_target_machine(opt=2, **own)
        engine = binding.create_mcjit_compiler(module, machine)
        engine.finalize_object()
    except RuntimeError as error:
        raise NeedsNumber(f"LLVM does not take it: {error}") from error
    return Assembled(engine)


@cache
def _llvm() -> Any:
    try:
        from llvmlite import binding
    except (ImportError, OSError) as error:  # installed for another system: Python computes as without it
        raise NeedsNumber(f"LLVM does not load: {error}") from error
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    return binding
