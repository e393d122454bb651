#include <gammaflow/comparison/distance.h>
#include <gammaflow/densities/density.h>
#include <gammaflow/discretization/mesh_adaptation.h>
#include <gammaflow/study/error_budget.h>
#include <gammaflow/study/sampled_data.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace gammaflow
{
namespace
{
const std::size_t most_points = 20000;  ///< on meshes the cell of each has to be found
const double round_off = 1e-13;

/// A degree whose nodes are between those of the given one and of its halved cells: from 3 on they are
/// irrational.
unsigned other_degree(unsigned degree)
{
  return degree == 8 ? 7 : std::max(3u, degree + 1);
}

/// The mesh of a level, k levels below that of the run, with the nodes of another degree.
std::shared_ptr<const Space> other_nodes(const CertifiedEvolution &run, unsigned k)
{
  Parameters p = run.parameters;
  p.set("domain", "degree", std::to_string(other_degree(run.degree())), "reference");
  const Space &own = *run.levels[k]->space_of(0);
  if (run.levels[k]->adapted()) return make_refined_space(p, refinement_of(own));
  p.set("domain", "mesh refinements", std::to_string(p.integer("domain", "mesh refinements") - long(k)),
        "reference");
  return make_space(p);
}

/// int |u0 - u0_h| / int |u0| at these nodes, or at some of them.
double missed_at(const Parameters &parameters, const Space &nodes, const Space &own, const Vector &u0,
                 bool positive)
{
  const Vector exact = make_density(parameters, "initial state", nodes, positive);
  Vector variable = u0;
  if (positive)
    for (double &value : variable) value = std::log(value);
  const bool box = own.tensor_grid() != nullptr;
  const std::size_t stride = box ? 1 : 1 + nodes.n_nodes() / most_points;
  double missed = 0, all = 0;
  for (std::size_t i = 0; i < nodes.n_nodes(); i += stride) {
    const double w = data(nodes.weights())[i], at = own.evaluate(variable, nodes.nodes()[i]);
    missed += w * std::abs(data(exact)[i] - (positive ? std::exp(at) : at));
    all += w * std::abs(data(exact)[i]);
  }
  return all > 0 ? missed / all : missed;
}
}  // namespace

double SampledData::contraction(const unsigned degree) const
{
  if (missed.size() < 2 || !(missed.front() > round_off)) return 0;
  const double levels = double(missed.size() - 1), r = std::pow(missed.front() / missed.back(), 1 / levels);
  return r > std::pow(2., -0.7 * (degree + 1)) ? std::min(r, 0.9) : 0;
}

double SampledData::unseen() const
{
  return !missed.empty() && missed.front() > round_off + 4 * seen ? missed.front() : 0;
}

SampledData sampled_data(const CertifiedEvolution &run)
{
  SampledData result;
  const Trajectory &fine = run.evolution();
  const auto own = fine.space_of(0);
  if (own->distributed()) return result;
  const bool positive = own->minimum(fine.states[0]) > 0;
  for (unsigned k = 0; k < run.levels.size() && k < 3; ++k) {
    const Trajectory &level = *run.levels[k];
    result.missed.push_back(
        missed_at(run.parameters, *other_nodes(run, k), *level.space_of(0), level.states[0], positive));
  }
  if (run.levels.size() < 2) return result;
  const Vector coarse = carried(run.parameters, run.levels[1]->states[0], *run.levels[1]->space_of(0), *own);
  const auto l1 = Registry<Distance>::make("L1", {own, nullptr});
  const double all = l1->between(fine.states[0], own->zero()),
               difference = l1->between(fine.states[0], coarse);
  result.seen = all > 0 ? difference / all : difference;
  return result;
}

}  // namespace gammaflow
