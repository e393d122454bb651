// SPDX-License-Identifier: LGPL-2.1-or-later
// gammaflow._core: what the Python package needs of the library. Arrays go in and out as copies, in C order;
// while something is computed other Python threads run.
#include <gammaflow/base/errors.h>
#include <gammaflow/base/types.h>
#include <gammaflow/io/files.h>
#include <gammaflow/io/progress.h>
#include <gammaflow/parameters/parameters.h>
#include <gammaflow/program/program.h>
#include <gammaflow/study/references/stored_evolution.h>

#include "particles.h"
#include <algorithm>
#include <atomic>
#include <csignal>
#include <iostream>
#include <memory>
#include <mutex>
#include <pybind11/functional.h>
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <sstream>

namespace py = pybind11;
using namespace gammaflow;

namespace
{
using Array = py::array_t<double, py::array::c_style | py::array::forcecast>;

/// Thrown by the progress of a command, through code that deals with std::exception only.
struct Interruption {
};

std::atomic<bool> interrupted{false};

void note_interrupt(int)
{
  interrupted = true;
}

/// Ctrl-C is noted while this lives, whatever thread computes; Python's own handler only acts between two of
/// its instructions.
class NotedInterrupts
{
 public:
  NotedInterrupts()
  {
    interrupted = false;
    struct sigaction noted = {};
    noted.sa_handler = note_interrupt;
    sigaction(SIGINT, &noted, &before_);
  }
  ~NotedInterrupts() { sigaction(SIGINT, &before_, nullptr); }

 private:
  struct sigaction before_;
};

/// What is written to std::cout and std::cerr while this lives.
class CapturedStreams
{
 public:
  CapturedStreams() : out_before_(std::cout.rdbuf(out.rdbuf())), err_before_(std::cerr.rdbuf(err.rdbuf())) {}
  ~CapturedStreams()
  {
    std::cout.rdbuf(out_before_);
    std::cerr.rdbuf(err_before_);
  }
  std::ostringstream out, err;

 private:
  std::streambuf *const out_before_, *const err_before_;
};

class ObservedProgress
{
 public:
  explicit ObservedProgress(const py::object &callback)
  {
    Progress::observer = [this, &callback](double fraction, const std::string &what) {
      if (interrupted) throw Interruption();
      if (callback.is_none()) return;
      const std::lock_guard<std::mutex> guard(mutex_);
      const py::gil_scoped_acquire python;
      try {
        callback(fraction, what);
      } catch (py::error_already_set &error) {
        error_ = std::make_unique<py::error_already_set>(error);
        throw Interruption();
      }
    };
  }
  ~ObservedProgress() { Progress::observer = nullptr; }
  /// What the callback has thrown, or KeyboardInterrupt. With the GIL.
  [[noreturn]] void rethrow()
  {
    if (error_) throw py::error_already_set(*error_);
    PyErr_SetNone(PyExc_KeyboardInterrupt);
    throw py::error_already_set();
  }

 private:
  std::mutex mutex_;
  std::unique_ptr<py::error_already_set> error_;
};

/// A command of the program: exit code, what it prints, what it says about errors.
py::tuple command(const std::vector<std::string> &words, const py::object &progress)
{
  static std::mutex one_at_a_time;
  ObservedProgress *observed = nullptr;
  std::unique_ptr<ObservedProgress> observer;
  int code = 0;
  std::string out, err;
  bool ended = false;
  {
    const py::gil_scoped_release others;
    const std::lock_guard<std::mutex> guard(one_at_a_time);
    observer = std::make_unique<ObservedProgress>(progress);
    observed = observer.get();
    const NotedInterrupts notes;
    const CapturedStreams streams;
    try {
      code = run_command(words);
    } catch (const Interruption &) {
      ended = true;
    }
    Progress::observer = nullptr;
    out = streams.out.str();
    err = streams.err.str();
  }
  if (ended) observed->rethrow();
  return py::make_tuple(code, out, err);
}

Array array_of(const std::vector<double> &values)
{
  return Array(py::ssize_t(values.size()), values.data());
}
Array array_of(const Vector &values)
{
  return Array(py::ssize_t(size(values)), data(values));
}
Array array_of(const std::vector<Point> &points, unsigned dim)
{
  Array result({py::ssize_t(points.size()), py::ssize_t(dim)});
  auto to = result.mutable_unchecked<2>();
  for (std::size_t i = 0; i < points.size(); ++i)
    for (unsigned d = 0; d < dim; ++d) to(py::ssize_t(i), py::ssize_t(d)) = points[i][d];
  return result;
}
std::vector<Point> points_in(const Array &array, unsigned dim)
{
  if (array.ndim() != 2 || array.shape(1) != py::ssize_t(dim))
    throw InputError("points", "an array of " + std::to_string(array.ndim()) + " dimensions",
                     "has the wrong shape", "(n, " + std::to_string(dim) + ")");
  const auto from = array.unchecked<2>();
  std::vector<Point> result(std::size_t(array.shape(0)), Point{});
  for (std::size_t i = 0; i < result.size(); ++i)
    for (unsigned d = 0; d < dim; ++d) result[i][d] = from(py::ssize_t(i), py::ssize_t(d));
  return result;
}
std::vector<double> numbers_in(const Array &array)
{
  return std::vector<double>(array.data(), array.data() + array.size());
}

/// StoredEvolution: the states between the outputs are computed when they are asked for, so that every
/// function lets other threads run, one at a time.
class PyEvolution
{
 public:
  explicit PyEvolution(const std::string &directory)
  {
    const py::gil_scoped_release others;
    evolution_ = std::make_unique<StoredEvolution>(directory);
  }
  const StoredEvolution &operator*() const { return *evolution_; }
  const StoredEvolution *operator->() const { return evolution_.get(); }

  template <typename Work>
  auto locked(const Work &work) const
  {
    const py::gil_scoped_release others;
    const std::lock_guard<std::mutex> guard(*mutex_);
    return work(*evolution_);
  }

 private:
  std::unique_ptr<const StoredEvolution> evolution_;
  std::unique_ptr<std::mutex> mutex_ = std::make_unique<std::mutex>();
};

unsigned dimension(const PyEvolution &e)
{
  return e->space().dim();
}

void bind_evolution(py::module_ &m)
{
  py::class_<PyEvolution>(m, "Evolution")
      .def(py::init<const std::string &>(), py::arg("directory"))
      .def_property_readonly("title", [](const PyEvolution &e) { return e->title(); })
      .def_property_readonly("dimension", &dimension)
      .def_property_readonly("times", [](const PyEvolution &e) { return array_of(e->times()); })
      .def_property_readonly("parameters",
                             [](const PyEvolution &e) { return e->parameters().as_json().dump(); })
      .def_property_readonly(
          "box",
          [](const PyEvolution &e) {
            const auto corners = array_of({e->space().lower(), e->space().upper()}, dimension(e));
            return corners;
          })
      .def("nodes",
           [](const PyEvolution &e, double t) {
             const auto points = e.locked([t](const auto &one) { return one.space(t).nodes(); });
             return array_of(points, dimension(e));
           })
      .def("weights",
           [](const PyEvolution &e, double t) {
             return array_of(e.locked([t](const auto &one) { return one.space(t).weights(); }));
           })
      .def("state",
           [](const PyEvolution &e, double t) {
             return array_of(e.locked([t](const auto &one) { return one.state(t); }));
           })
      .def("target",
           [](const PyEvolution &e, double t) -> py::object {
             const auto target = e.locked([t](const auto &one) { return one.target(t); });
             return target ? py::object(array_of(*target)) : py::object(py::none());
           })
      .def("values",
           [](const PyEvolution &e, double t, const Array &points) {
             const auto at = points_in(points, dimension(e));
             return array_of(e.locked([&](const auto &one) { return one.values(t, at); }));
           })
      .def("error_bar",
           [](const PyEvolution &e, const std::string &norm, double t) {
             return e.locked([&](const auto &one) { return one.error_bar(norm, t); });
           })
      .def("integral",
           [](const PyEvolution &e, double t) {
             return e.locked([t](const auto &one) { return one.space(t).integrate(one.state(t)); });
           })
      .def("quantiles",
           [](const PyEvolution &e, double t, const Array &levels) {
             const auto at = numbers_in(levels);
             return array_of(e.locked([&](const auto &one) {
               const MassDistribution mass(one.space(t), one.state(t));
               std::vector<double> result;
               for (const double level : at) result.push_back(mass.quantile(level));
               return result;
             }));
           })
      .def("mass_left_of", [](const PyEvolution &e, double t, const Array &points) {
        const auto at = numbers_in(points);
        return array_of(e.locked([&](const auto &one) {
          const MassDistribution mass(one.space(t), one.state(t));
          std::vector<double> result;
          for (const double x : at) result.push_back(mass.mass_left_of(x));
          return result;
        }));
      });
}
}  // namespace

PYBIND11_MODULE(_core, m)
{
  m.doc() = "GammaFlow's library; use the package `gammaflow`.";
  py::register_exception<InputError>(m, "_InputError", PyExc_ValueError);
  py::register_exception<NumericalFailure>(m, "_NumericalFailure", PyExc_ArithmeticError);
  m.def("command", &command, py::arg("words"), py::arg("progress") = py::none());
  m.def("versions", [] { return versions().dump(); });
  bind_evolution(m);
  bind_particles(m);
}
