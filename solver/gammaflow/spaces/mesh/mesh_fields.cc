// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/spaces/cells/with_ghosts.h>
#include <gammaflow/spaces/mesh/mesh_fields.h>

namespace gammaflow
{
Eigen::VectorXd MeshFields::in_cell(const PointValues &x, const std::size_t cell) const
{
  Eigen::VectorXd values(nodes_per_cell_);
  for (unsigned i = 0; i < nodes_per_cell_; ++i) values[i] = x[nodes_of(cell)[i]];
  return values;
}

MeshFields::Field MeshFields::gradient(const Vector &x) const
{
  const WithGhosts ghosts(x);
  const PointValues of_x(hanging_nodes_, x);
  const unsigned n = dim();
  std::vector<Vector> moments(n, points_->zero());
  std::vector<std::unique_ptr<PointSums>> sums;
  for (Vector &of : moments) sums.push_back(std::make_unique<PointSums>(hanging_points_, of));
  for (std::size_t cell = 0; cell < cells(); ++cell) {
    const Eigen::VectorXd slope = slopes_ * in_cell(of_x, cell);
    const double *factor = factors_.data() + cell * per_cell_ * n * n;
    for (unsigned q = 0; q < per_cell_; ++q)
      for (unsigned d = 0; d < n; ++d)
        for (unsigned a = 0; a < n; ++a)
          (*sums[d])[points_of(cell)[q]] += *factor++ * slope[a * per_cell_ + q];
  }
  Field g;
  for (unsigned d = 0; d < n; ++d) {
    sums[d]->to_nodes();
    moments[d].compress(dealii::VectorOperation::add);
    g.emplace_back(as_eigen(moments[d]).cwiseQuotient(weights_));
  }
  make_tangential(g);
  return g;
}

/// The transpose of gradient(), step by step.
void MeshFields::divergence(const Field &field, Vector &x) const
{
  Field f = field;
  make_tangential(f);
  const unsigned n = dim();
  std::vector<Vector> components(n, points_->zero());
  std::vector<std::unique_ptr<PointValues>> of;
  for (unsigned d = 0; d < n; ++d) {
    as_eigen(components[d]) = f[d];
    components[d].update_ghost_values();
    of.push_back(std::make_unique<PointValues>(hanging_points_, components[d]));
  }
  x.zero_out_ghost_values();
  x = 0.;
  PointSums sums(hanging_nodes_, x);
  for (std::size_t cell = 0; cell < cells(); ++cell) {
    Eigen::VectorXd flux = Eigen::VectorXd::Zero(n * per_cell_);
    const double *factor = factors_.data() + cell * per_cell_ * n * n;
    for (unsigned q = 0; q < per_cell_; ++q)
      for (unsigned d = 0; d < n; ++d)
        for (unsigned a = 0; a < n; ++a) flux[a * per_cell_ + q] += *factor++ * (*of[d])[points_of(cell)[q]];
    const Eigen::VectorXd given = slopes_.transpose() * flux;
    for (unsigned i = 0; i < nodes_per_cell_; ++i) sums[nodes_of(cell)[i]] += given[i];
  }
  sums.to_nodes();
  x.compress(dealii::VectorOperation::add);
  as_eigen(x).array() *= inverse_mass_.array();
}

MeshFields::Field MeshFields::interpolate(const Vector &x) const
{
  const WithGhosts ghosts(x);
  const PointValues of_x(hanging_nodes_, x);
  Component result(weights_.size());
  for (std::size_t cell = 0; cell < cells(); ++cell) {
    const Eigen::VectorXd at_points = values_ * in_cell(of_x, cell);
    for (unsigned q = 0; q < per_cell_; ++q)
      if (const auto point = Eigen::Index(points_of(cell)[q]); point < result.size())
        result[point] = at_points[q];
  }
  return Field(dim(), result);
}

void MeshFields::make_tangential(Field &f) const
{
  Eigen::VectorXd v(dim());
  for (const auto &[point, projection] : walls_) {
    for (unsigned d = 0; d < dim(); ++d) v[d] = f[d][point];
    v = (projection * v).eval();
    for (unsigned d = 0; d < dim(); ++d) f[d][point] = v[d];
  }
}

}  // namespace gammaflow
