// SPDX-License-Identifier: LGPL-2.1-or-later
// Particles that `run` has written, as arrays.
#include "particles.h"

#include <gammaflow/particles/particle_file.h>

#include <nlohmann/json.hpp>

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

namespace py = pybind11;
using namespace gammaflow;

namespace
{
using Array = py::array_t<double>;

Array positions_of(const ParticleTrajectory &trajectory)
{
  const PointMeasure &first = trajectory.states.front();
  Array result(std::vector<std::size_t>{trajectory.times.size(), first.size(), first.dim()});
  double *to = result.mutable_data();
  for (const PointMeasure &state : trajectory.states)
    for (std::size_t i = 0; i < state.size(); ++i)
      for (unsigned d = 0; d < state.dim(); ++d) *to++ = state.coordinate(d)[i];
  return result;
}

Array weights_of(const ParticleTrajectory &trajectory)
{
  Array result(std::vector<std::size_t>{trajectory.times.size(), trajectory.states.front().size()});
  double *to = result.mutable_data();
  for (const PointMeasure &state : trajectory.states)
    to = std::copy(state.weights().begin(), state.weights().end(), to);
  return result;
}

/// Column by column.
py::dict ledger_of(const ParticleTrajectory &trajectory)
{
  const unsigned dim = trajectory.states.front().dim();
  const auto columns = particle_ledger_columns(dim);
  py::dict result;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    Array column(py::ssize_t(trajectory.ledger.size()));
    for (std::size_t i = 0; i < trajectory.ledger.size(); ++i)
      column.mutable_at(py::ssize_t(i)) = particle_ledger_values(trajectory.ledger[i], dim)[k];
    result[columns[k].c_str()] = column;
  }
  return result;
}

/// times, positions, weights, ledger, parameters
py::tuple particles_in(const std::string &file)
{
  StoredParticles stored;
  {
    const py::gil_scoped_release others;
    stored = read_stored_particles(file);
  }
  const ParticleTrajectory &trajectory = stored.trajectory;
  return py::make_tuple(Array(py::ssize_t(trajectory.times.size()), trajectory.times.data()),
                        positions_of(trajectory), weights_of(trajectory), ledger_of(trajectory),
                        stored.texts["parameters"]);
}
}  // namespace

void bind_particles(py::module_ &m)
{
  m.def("particles", &particles_in, py::arg("file"));
}
