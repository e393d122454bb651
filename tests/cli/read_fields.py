# SPDX-License-Identifier: LGPL-2.1-or-later
"""The fields of a run, read by other people's readers: read_fields.py DIRECTORY

meshio reads fields.xdmf, VTK the VTU files that fields.pvd lists. Prints a line for each time: the time and
the smallest and the largest density. Fails where a reader does, or where the two do not read the same.
"""
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import meshio
import numpy
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkIOXML import vtkXMLUnstructuredGridReader

folder = Path(sys.argv[1])


def of_vtu(path):
    reader = vtkXMLUnstructuredGridReader()
    reader.SetFileName(str(path))
    reader.Update()
    grid = reader.GetOutput()
    assert grid.GetNumberOfCells() > 0, path
    return vtk_to_numpy(grid.GetPointData().GetArray("density"))


listed = [(float(entry.get("timestep")), folder / entry.get("file"))
          for entry in ElementTree.parse(folder / "fields.pvd").getroot().iter("DataSet")]
with meshio.xdmf.TimeSeriesReader(folder / "fields.xdmf") as series:
    points, cells = series.read_points_cells()
    assert sum(len(block.data) for block in cells) > 0
    assert max(block.data.max() for block in cells) < len(points)
    assert series.num_steps == len(listed) > 0
    for step, (time, path) in enumerate(listed):
        t, fields, _ = series.read_data(step)
        density, other = fields["density"], of_vtu(path)
        assert abs(t - time) < 1e-12 and len(density) == len(points)
        assert numpy.allclose([density.min(), density.max()], [other.min(), other.max()], rtol=1e-6)
        print(f"{t:g} {density.min():.6f} {density.max():.6f}")
