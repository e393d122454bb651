# SPDX-License-Identifier: LGPL-2.1-or-later
"""`pip install .` packs library, module and shared files, which work from where they are then."""
import os
import subprocess
import sys

import pytest

import gammaflow as gf


def test_pip_installs_what_works_elsewhere(source, tmp_path):
    build = os.environ.get("GAMMAFLOW_BINARY")
    if build is None or subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode:
        pytest.skip("needs pip, and a build that GAMMAFLOW_BINARY names")
    site = tmp_path / "site"
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--no-build-isolation", "--no-deps",
                    "--root-user-action=ignore", "--target", str(site), str(source)],
                   check=True, env={**os.environ, "GAMMAFLOW_BUILD": build})
    told = subprocess.run(
        [sys.executable, "-c",
         "import gammaflow as gf; print(gf.__file__); print(gf.run({'time/end': 0.1}).mass(0.0))"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(site)}, check=True, capture_output=True, text=True).stdout
    assert told.startswith(str(site / "gammaflow" / "__init__.py")) and not gf.__file__.startswith(str(site))
    assert (site / "gammaflow" / "prefix" / "share" / "gammaflow" / "studies" / "quickstart.prm").exists()
