// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/spaces/mesh_adaptation.h>
#include <gammaflow/study/candidates/comparison_space.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
constexpr std::size_t most_nodes[3] = {100000, 400000, 300000};

bool followed_the_state(const StoredEvolution &evolution, double time)
{
  return evolution.shared_space(time) != evolution.evolution().shared_space();
}

/// A mesh that followed the state, its cells halved where its nodes are further apart than `spacing`, as
/// often as the number of nodes allows.
std::shared_ptr<const Space> halved(const StoredEvolution &reference, const std::shared_ptr<const Space> &own,
                                    double spacing)
{
  const std::vector<double> lengths = cell_lengths(*own);
  const double nodes_in_length = *std::max_element(lengths.begin(), lengths.end()) / own->spacing();
  const unsigned dim = own->dim();
  for (int most = 8; most > 0; --most) {
    std::vector<int> halvings;
    double cells = 0;
    for (const double length : lengths) {
      const double wanted = std::ceil(std::log2(length / nodes_in_length / spacing) - 1e-9);
      halvings.push_back(int(std::clamp(wanted, 0., double(most))));
      cells += std::pow(2., int(dim) * halvings.back());
    }
    if (double(own->n_nodes()) * cells / double(lengths.size()) > double(most_nodes[dim - 1])) continue;
    const Wish wish = spread(reference.parameters(), own, halvings, 0);
    const unsigned deepest = unsigned(refinement_of(*own).size()) + unsigned(most);
    return make_refined_space(reference.parameters(), granted(reference.parameters(), {wish}, deepest));
  }
  return own;
}
}  // namespace

bool coarser_than(double spacing, const Space &space)
{
  return space.spacing() > spacing * (1 + 1e-9);
}

std::shared_ptr<const Space> comparison_space(const StoredEvolution &reference, double time, double spacing)
{
  const auto own = reference.shared_space(time);
  if (!coarser_than(spacing, *own)) return own;
  if (followed_the_state(reference, time)) return halved(reference, own, spacing);
  unsigned level = 0;
  while (own->spacing() / double(1u << level) > spacing * (1 + 1e-9) &&
         estimate_nodes(reference.parameters(), level + 1) <= most_nodes[own->dim() - 1])
    ++level;
  return level == 0 ? own : make_serial_space(reference.parameters(), level);
}

double spacing_of(const StoredEvolution &evolution, double time)
{
  const Space &space = evolution.space(time);
  if (!followed_the_state(evolution, time)) return space.spacing();
  const std::vector<double> lengths = cell_lengths(space);
  const auto [least, most] = std::minmax_element(lengths.begin(), lengths.end());
  return space.spacing() * *least / *most;
}

}  // namespace gammaflow
