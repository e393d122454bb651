// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/processes.h>
#include <gammaflow/densities/density.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/evolutions/geodesics/dense_geodesic.h>
#include <gammaflow/evolutions/geodesics/geodesic.h>
#include <gammaflow/evolutions/geodesics/hamiltonian.h>
#include <gammaflow/evolutions/geodesics/known_geodesic.h>
#include <gammaflow/parameters/formulas.h>
#include <gammaflow/time/evolve/adaptivity.h>

#include <deal.II/base/parameter_handler.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
const DeclareParameters declared("geodesic", [](dealii::ParameterHandler &prm) {
  using namespace dealii;
  prm.declare_entry("geometry", "none", Patterns::Selection("none|Fisher-Rao|Wasserstein"),
                    "With a geometry, `gammaflow run` and `gammaflow reference` compute its geodesic from "
                    "the initial state to the target instead of a gradient flow.");
  prm.declare_entry(
      "method", "closed form", Patterns::Selection("closed form|Hamiltonian"),
      "closed form: Fisher-Rao anywhere; Wasserstein on intervals, by quantiles. Hamiltonian: the system "
      "rho' = K(rho) xi, xi' = -dH/drho, until the density reaches zero or a shock.");
  prm.declare_entry(
      "potential", "", Patterns::Anything(),
      "Hamiltonian: the potential xi at the start, a formula in x, y, z; empty: the one that leads to "
      "the target at the end.");
});

bool describes_geodesic(const Parameters &parameters)
{
  return parameters.text("geodesic", "geometry") != "none";
}

/// What cannot be a geodesic, before anything is computed.
void check_section(const Parameters &p, const Space &space)
{
  refuse_adaptivity(p, "a geodesic");
  if (number_of_processes() > 1)
    p.reject("geodesic", "geometry", "a geodesic is computed by one process",
             "none, or a run without mpirun");
  const bool hamiltonian = p.text("geodesic", "method") == "Hamiltonian",
             potential = !p.text("geodesic", "potential").empty(),
             wasserstein = p.text("geodesic", "geometry") == "Wasserstein";
  if (potential && !hamiltonian)
    p.reject("geodesic", "potential", "starts the Hamiltonian system, and the method is the closed form",
             "empty, or method = Hamiltonian");
  if (wasserstein && !potential &&
      (space.dim() != 1 || space.tensor_grid() == nullptr || space.periodic(0))) {
    const std::string where = space.dim() != 1    ? std::to_string(space.dim()) + " dimensions"
                              : space.periodic(0) ? "a periodic domain"
                                                  : "a general mesh";
    if (hamiltonian)
      p.reject(
          "geodesic", "potential",
          "is empty: the potential that leads to the target comes from quantiles, and there are none in " +
              where,
          "a formula in x, y, z, or an interval (dimension = 1, shape = box, boundary = no-flux)");
    p.reject("geodesic", "method", "goes by quantiles, and there are none in " + where,
             "Hamiltonian with a potential, or an interval (dimension = 1, shape = box, boundary = no-flux)");
  }
  const std::string integrator = p.text("time", "integrator");
  if (hamiltonian && integrator != "auto" && integrator != "dopri5" && integrator != "fehlberg78")
    p.reject("time", "integrator", "is not for the Hamiltonian system of a geodesic, which has no stiff part",
             "auto, dopri5, fehlberg78");
}

class GeodesicEvolution final : public Evolution
{
 public:
  explicit GeodesicEvolution(const Context &context)
      : parameters_(context.parameters), hamiltonian_(parameters_.text("geodesic", "method") == "Hamiltonian")
  {
    const Parameters &p = parameters_;
    check_section(p, *context.space);
    data_.geometry = p.text("geodesic", "geometry") == "Wasserstein" ? HamiltonianGeometry::wasserstein
                                                                     : HamiltonianGeometry::fisher_rao;
    data_.space = context.space;
    data_.end = evolve_options(p).output_times.back();
    data_.rho0 = make_density(p, "initial state", space(), true);
    if (p.text("geodesic", "potential").empty()) {
      data_.rho1 = make_density(p, "target", space(), true);
      const double mass0 = space().integrate(data_.rho0), mass1 = space().integrate(*data_.rho1);
      if (wasserstein() && std::abs(mass1 - mass0) > 1e-6 * mass0)
        p.reject("target", "mass",
                 "the target has the mass " + few_digits(mass1, 8) + " on this mesh, and the initial state " +
                     few_digits(mass0, 8) + ": along a geodesic of Wasserstein it stays",
                 "the same number for target/mass and for initial state/mass");
      geodesic_ = wasserstein() ? wasserstein_geodesic(data_.space, data_.rho0, *data_.rho1)
                                : fisher_rao_geodesic(data_.rho0, *data_.rho1);
    } else {
      const Formula potential(p, "geodesic", "potential", space().dim());
      data_.xi0 = space().sample([&](const Point &x) { return potential.value(x); });
      if (!space().everywhere(std::isfinite(data_.xi0->l1_norm())))
        p.reject("geodesic", "potential", "is not finite on the whole domain", "a formula in x, y, z");
    }
  }

  const Parameters &parameters() const override { return parameters_; }
  std::shared_ptr<const Space> shared_space() const override { return data_.space; }
  const Vector &initial_state() const override { return data_.rho0; }
  bool positive() const override { return true; }
  bool conserves_mass() const override { return wasserstein(); }
  std::string title() const override
  {
    return "geodesic of " + parameters_.text("geodesic", "geometry") + ", " +
           parameters_.text("geodesic", "method");
  }
  std::vector<std::string> description() const override;
  void foresee() const override
  {
    if (hamiltonian_) system(evolve_options(parameters_))->check_breakdown();
  }

  Trajectory trajectory(const EvolveOptions &options) const override
  {
    if (hamiltonian_) return hamiltonian_geodesic(*system(options), shared_space(), options.output_times);
    Trajectory trajectory;
    trajectory.space = shared_space();
    trajectory.gradient_structure = false;
    const double energy = half_squared_speed();
    for (const double time : options.output_times) {
      trajectory.times.push_back(time);
      trajectory.states.push_back(geodesic_->state(time / data_.end));
      trajectory.ledger.push_back(geodesic_row(space(), time, trajectory.states.back(), energy));
      if (options.progress) options.progress(time / data_.end);
    }
    return trajectory;
  }

  std::unique_ptr<const DenseTrajectory> dense(const EvolveOptions &options,
                                               const Trajectory &trajectory) const override
  {
    if (hamiltonian_) return std::make_unique<const DenseHamiltonian>(system(options), trajectory);
    return std::make_unique<const DenseGeodesic>(*geodesic_, trajectory);
  }

  Vector target(const Trajectory &trajectory, std::size_t) const override
  {
    return data_.rho1 ? *data_.rho1 : trajectory.states.back();
  }
  std::function<double(const Vector &)> energy() const override { return {}; }
  std::string note_on_energy() const override { return "1/2 of the squared speed of the curve"; }
  std::optional<KnownSolution> known() const override;

  /// Of Wasserstein's system, rho contains two derivatives of xi; odd degrees win one order back.
  unsigned order_in_space() const override
  {
    const unsigned degree = space().degree();
    if (!wasserstein() || !hamiltonian_) return degree + 1;
    return std::max(1u, degree % 2 == 1 ? degree - 1 : degree - 2);
  }
  bool exact_in_time() const override { return !hamiltonian_; }
  /// The stages of fehlberg78, for rho and xi.
  double work_per_node() const override { return hamiltonian_ ? 350 : Evolution::work_per_node(); }

 private:
  bool wasserstein() const { return data_.geometry == HamiltonianGeometry::wasserstein; }

  /// At the end at t = end instead of 1: slower by that factor.
  Vector initial_potential() const
  {
    if (data_.xi0) return *data_.xi0;
    Vector xi = geodesic_->initial_potential();
    xi *= 1 / data_.end;
    return xi;
  }

  std::unique_ptr<const HamiltonianSystem> system(const EvolveOptions &options) const
  {
    return std::make_unique<const HamiltonianSystem>(data_.geometry, data_.space, data_.rho0,
                                                     initial_potential(), options);
  }

  double half_squared_speed() const
  {
    const Vector xi = initial_potential();
    Vector v = data_.rho0;
    if (wasserstein())
      space().gradients().apply(data_.rho0, xi, v);
    else
      v.scale(xi);
    return 0.5 * space().inner(xi, v);
  }

  const Parameters parameters_;
  const bool hamiltonian_;
  GeodesicData data_{};
  std::shared_ptr<const Geodesic> geodesic_;  ///< null with a potential
};

std::vector<std::string> GeodesicEvolution::description() const
{
  const Parameters &p = parameters_;
  const EvolveOptions options = evolve_options(p);
  std::vector<std::string> lines = {
      "geodesic: " + p.text("geodesic", "geometry") + ", " + p.text("geodesic", "method"),
      "space:    " + space().description(), "initial:  " + density_description(p, "initial state", space())};
  lines.push_back(data_.xi0 ? "potential: " + p.text("geodesic", "potential")
                            : "target:   " + density_description(p, "target", space()));
  std::string time = "time:     to " + few_digits(options.output_times.back(), 6) + ", " +
                     std::to_string(options.output_times.size() - 1) + " outputs";
  if (hamiltonian_)
    time += ", tolerance " + few_digits(options.tolerance) + ", integrator " + options.integrator;
  lines.push_back(time);
  lines.push_back(std::string("promises: ") + (wasserstein() && hamiltonian_ ? "" : "positivity, ") +
                  (wasserstein() ? "mass, " : "") + "constant speed");
  if (const auto solution = known()) lines.push_back("known:    " + solution->name);
  return lines;
}

std::optional<KnownSolution> GeodesicEvolution::known() const
{
  for (const auto &[name, entry] : Registry<KnownGeodesic>::entries()) {
    if (!entry.traits.applies(data_)) continue;
    const std::shared_ptr<const KnownGeodesic> known = entry.make({data_});
    const auto state = [known](double t) { return known->state(t); };
    return KnownSolution{name, !entry.traits.continuous, state,
                         [known, space = shared_space()](const std::vector<double> &times) {
                           Trajectory trajectory;
                           trajectory.space = space;
                           trajectory.gradient_structure = false;
                           for (const double time : times) {
                             trajectory.times.push_back(time);
                             trajectory.states.push_back(known->state(time));
                             trajectory.ledger.push_back(
                                 geodesic_row(*space, time, trajectory.states.back(), known->energy()));
                           }
                           return trajectory;
                         }};
  }
  return {};
}

std::vector<KnownExamples> known_geodesics()
{
  std::vector<KnownExamples> all;
  for (const auto &[name, entry] : Registry<KnownGeodesic>::entries())
    all.push_back({name, entry.traits.summary, entry.traits.examples});
  return all;
}

const Register<Evolution> registered(
    "geodesic", {"a shortest curve, of section geodesic", describes_geodesic, known_geodesics},
    [](const auto &context) { return std::make_unique<GeodesicEvolution>(context); });
}  // namespace
}  // namespace gammaflow
