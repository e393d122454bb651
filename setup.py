"""`pip install .`: configures and builds with CMake in build/ (or $GAMMAFLOW_BUILD), then packs library and module."""
import os
import re
import subprocess
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

root = Path(__file__).resolve().parent
version = re.search(r"project\(GammaFlow VERSION ([0-9.]+)", (root / "CMakeLists.txt").read_text()).group(1)


class CMakeBuild(build_ext):
    def build_extension(self, ext):
        build = Path(os.environ.get("GAMMAFLOW_BUILD", root / "build"))
        package = (Path(self.build_lib) / "gammaflow").resolve()
        run = lambda *words: subprocess.run([*map(str, words)], check=True)
        if not (build / "CMakeCache.txt").exists():
            run("cmake", "-G", "Ninja", "-S", root, "-B", build, "-DCMAKE_BUILD_TYPE=Release")
        run("ninja", "-C", build, "gammaflow_program", "gammaflow_python")
        run("cmake", "--install", build, "--prefix", package / "prefix")
        run("cmake", "--install", build, "--prefix", package, "--component", "python")
        for module in (package / "python").iterdir():
            module.replace(package / module.name)
        (package / "python").rmdir()


setup(version=version, ext_modules=[Extension("gammaflow._core", sources=[])], cmdclass={"build_ext": CMakeBuild})
