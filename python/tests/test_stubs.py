# SPDX-License-Identifier: LGPL-2.1-or-later
"""The stubs of the module say what is in it, and every public function of the package says its types."""
import ast
import inspect
from pathlib import Path

import gammaflow as gf
from gammaflow import _core


def of_stub(text):
    """Names of the module; "Class.member" for members."""
    names = set()
    for node in ast.parse(text).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        if isinstance(node, ast.ClassDef):
            for member in node.body:
                if isinstance(member, ast.FunctionDef):
                    names.add(f"{node.name}.{member.name}")
                elif isinstance(member, ast.AnnAssign):
                    names.add(f"{node.name}.{member.target.id}")
    return names


def of_module(module):
    names = set()
    for name, value in vars(module).items():
        if name.startswith("__"):
            continue
        names.add(name)
        if inspect.isclass(value) and not issubclass(value, Exception):
            members = [member for member in vars(value) if not member.startswith("__")] + ["__init__"]
            names |= {f"{name}.{member}" for member in members}
    return names


def without_types(function):
    """Its parameters (and "return") that have no annotation."""
    signature = inspect.signature(function)
    missing = [name for name, one in signature.parameters.items()
               if name != "self" and one.annotation is inspect.Parameter.empty]
    return missing + (["return"] if signature.return_annotation is inspect.Signature.empty else [])


def public_functions():
    for name in gf.__all__:
        value = getattr(gf, name)
        if inspect.isfunction(value):
            yield name, value
        elif inspect.isclass(value) and not issubclass(value, Exception):
            for member, function in vars(value).items():
                function = function.fget if isinstance(function, property) else function
                if inspect.isfunction(function) and not member.startswith("_"):
                    yield f"{name}.{member}", function


# Would catch: a function that is bound and not in the stub, one that is gone. Must fail: either of them.
def test_the_stub_is_the_module():
    text = (Path(gf.__file__).parent / "_core.pyi").read_text()
    assert of_stub(text) == of_module(_core)
    assert of_stub(text.replace("def quantiles(", "def quantile(")) ^ of_module(_core) == {
        "Evolution.quantile", "Evolution.quantiles"}


# As many parameters as pybind11 says that there are.
def test_parameters_of_the_stub():
    stub = ast.parse((Path(gf.__file__).parent / "_core.pyi").read_text())
    functions = [(node.name, getattr(_core, node.name), node)
                 for node in stub.body if isinstance(node, ast.FunctionDef)]
    for node in stub.body:
        if isinstance(node, ast.ClassDef) and node.name == "Evolution":
            functions += [(f"{node.name}.{member.name}", getattr(_core.Evolution, member.name), member)
                          for member in node.body if isinstance(member, ast.FunctionDef)]
    assert len(functions) > 10
    for name, function, node in functions:
        told = function.__doc__.splitlines()[0]  # "quantiles(self: ..., arg0: float, arg1: numpy.ndarray[...]) -> ..."
        inside = told[told.index("(") + 1:told.rindex(") ->")]
        assert inside.count(": ") == len([a for a in node.args.args if a.arg != "self"]) + ("self:" in inside), told


# Would catch: a public function without types, without words. Must fail: a function without.
def test_public_functions_have_types_and_words():
    found = dict(public_functions())
    assert {"compare", "study", "Evolution.quantiles", "Comparison.plot"} <= found.keys()
    assert {name: without_types(function) for name, function in found.items() if without_types(function)} == {}
    assert [name for name, function in found.items() if not function.__doc__] == []
    assert without_types(lambda x: x) == ["x", "return"]
    assert (Path(gf.__file__).parent / "py.typed").exists()
