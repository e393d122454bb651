// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/cells/cell_stiffness.h>
#include <gammaflow/spaces/cells/lanes.h>

#include <deal.II/base/utilities.h>

namespace gammaflow
{
template <int dim>
CellStiffness<dim>::Derivative::Derivative(const Eigen::MatrixXd &M)
{
  const Eigen::Index last = M.rows() - 1, half = M.rows() / 2;
  for (Eigen::Index q = 0; q < M.rows() - half; ++q)
    for (Eigen::Index r = 0; r < half; ++r) of_differences.push_back((M(q, r) - M(q, last - r)) / 2);
  for (Eigen::Index q = 0; q < half; ++q) {
    for (Eigen::Index r = 0; r < half; ++r) of_sums.push_back((M(q, r) + M(q, last - r)) / 2);
    of_middle.push_back(M(q, half));
  }
}

template <int dim>
CellStiffness<dim>::CellStiffness(const unsigned degree, const std::size_t cells)
    : line_(GaussLobatto::shared(degree)),
      cell_size_(dealii::Utilities::pow(degree + 1, dim)),
      derivative_(line_.derivative()),
      transpose_(line_.derivative().transpose()),
      weights_{1.}
{
  points_.reserve(cells * cell_size_);
  metrics_.reserve((cells + lanes - 1) / lanes * lanes * cell_size_ * n_entries<dim>);
  for (int d = 0; d < dim; ++d) {
    std::vector<double> product;
    for (const double of_line : line_.weights())
      for (const double w : weights_) product.push_back(of_line * w);
    weights_ = product;
  }
}

template <int dim>
void CellStiffness<dim>::add(const std::size_t point, const CellMetric<dim> &metric)
{
  const std::size_t cell = points_.size() / cell_size_, q = points_.size() % cell_size_,
                    group = std::size_t(cell_size_) * n_entries<dim> * lanes;
  if (q == 0 && cell % lanes == 0) metrics_.resize(metrics_.size() + group, 0.);
  points_.push_back(std::uint32_t(point));
  for (int k = 0; k < n_entries<dim>; ++k)
    metrics_[cell / lanes * group + (q * n_entries<dim> + k) * lanes + cell % lanes] = metric.entries()[k];
}

template <int dim>
CellMetric<dim> CellStiffness<dim>::metric(const std::size_t cell, const unsigned q) const
{
  typename CellMetric<dim>::Entries entries;
  const std::size_t first = (cell / lanes * cell_size_ + q) * n_entries<dim> * lanes + cell % lanes;
  for (int k = 0; k < n_entries<dim>; ++k) entries[k] = metrics_[first + k * lanes];
  return CellMetric<dim>(entries);
}

// cell_stiffness_loops.cc instantiates the other members.
template CellStiffness<1>::CellStiffness(unsigned, std::size_t);
template CellStiffness<2>::CellStiffness(unsigned, std::size_t);
template CellStiffness<3>::CellStiffness(unsigned, std::size_t);
template void CellStiffness<1>::add(std::size_t, const CellMetric<1> &);
template void CellStiffness<2>::add(std::size_t, const CellMetric<2> &);
template void CellStiffness<3>::add(std::size_t, const CellMetric<3> &);
template CellMetric<1> CellStiffness<1>::metric(std::size_t, unsigned) const;
template CellMetric<2> CellStiffness<2>::metric(std::size_t, unsigned) const;
template CellMetric<3> CellStiffness<3>::metric(std::size_t, unsigned) const;

}  // namespace gammaflow
