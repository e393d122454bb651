// SPDX-License-Identifier: LGPL-2.1-or-later
// The same step in another formulation and by another implementation: Cahn-Hilliard for (u, mu) with the
// mixed finite elements of deal.II, assembled cell by cell and solved densely.
#include <gammaflow/base/eigen.h>

#include <Eigen/Dense>
#include <deal.II/base/quadrature_lib.h>
#include <deal.II/dofs/dof_handler.h>
#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_q.h>
#include <deal.II/fe/fe_values.h>
#include <deal.II/fe/mapping_q1.h>
#include <deal.II/grid/grid_generator.h>
#include <deal.II/grid/tria.h>

#include "tests/flows/stage_checks.h"
#include <map>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
constexpr double kappa = 0.02, step = 0.004;
constexpr unsigned degree = 3, cells = 3;
double mobility(double u)
{
  return 1.2 - u * u / 2;
}

/// FE_Q x FE_Q on the unit square, integrals by the Gauss-Lobatto rule of the nodes.
class MixedStep
{
 public:
  MixedStep() : element_(degree), rule_(degree + 1), handler_(triangulation_)
  {
    dealii::GridGenerator::subdivided_hyper_cube(triangulation_, cells);
    handler_.distribute_dofs(element_);
    dealii::MappingQ1<2> mapping;
    std::vector<dealii::Point<2>> points(handler_.n_dofs());
    dealii::DoFTools::map_dofs_to_support_points(mapping, handler_, points);
    for (const auto &point : points) nodes_.push_back({{point[0], point[1], 0}});
  }
  const std::vector<Point> &nodes() const { return nodes_; }

  /// (u - u0, v) + h (m(u) grad mu, grad v),  (mu, w) - kappa (grad u, grad w) - (f'(u), w) for all v, w.
  Eigen::VectorXd residual(const Eigen::VectorXd &u0, const Eigen::VectorXd &x) const
  {
    const Eigen::Index n = u0.size();
    Eigen::VectorXd r = Eigen::VectorXd::Zero(2 * n);
    dealii::FEValues<2> values(element_, rule_,
                               dealii::update_values | dealii::update_gradients | dealii::update_JxW_values);
    std::vector<dealii::types::global_dof_index> dofs(element_.n_dofs_per_cell());
    for (const auto &cell : handler_.active_cell_iterators()) {
      values.reinit(cell);
      cell->get_dof_indices(dofs);
      for (const unsigned q : values.quadrature_point_indices()) {
        double u = 0, before = 0, mu = 0;
        dealii::Tensor<1, 2> grad_u, grad_mu;
        for (const unsigned i : values.dof_indices()) {
          const auto at = Eigen::Index(dofs[i]);
          u += x[at] * values.shape_value(i, q);
          before += u0[at] * values.shape_value(i, q);
          mu += x[n + at] * values.shape_value(i, q);
          grad_u += x[at] * values.shape_grad(i, q);
          grad_mu += x[n + at] * values.shape_grad(i, q);
        }
        for (const unsigned i : values.dof_indices()) {
          const auto at = Eigen::Index(dofs[i]);
          const double test = values.shape_value(i, q);
          const auto &grad = values.shape_grad(i, q);
          r[at] += ((u - before) * test + step * mobility(u) * (grad_mu * grad)) * values.JxW(q);
          r[n + at] += ((mu - u * u * u + u) * test - kappa * (grad_u * grad)) * values.JxW(q);
        }
      }
    }
    return r;
  }

  /// Implicit Euler by Newton's method with differences of the residual.
  Eigen::VectorXd solve(const Eigen::VectorXd &u0) const
  {
    Eigen::VectorXd x = Eigen::VectorXd::Zero(2 * u0.size());
    x.head(u0.size()) = u0;
    for (unsigned newton = 0; newton < 30; ++newton) {
      const Eigen::VectorXd r = residual(u0, x);
      Eigen::MatrixXd jacobian(x.size(), x.size());
      for (Eigen::Index j = 0; j < x.size(); ++j) {
        Eigen::VectorXd moved = x;
        moved[j] += 1e-6;
        jacobian.col(j) = (residual(u0, moved) - r) / 1e-6;
      }
      const Eigen::VectorXd correction = jacobian.partialPivLu().solve(r);
      x -= correction;
      if (correction.head(u0.size()).lpNorm<Eigen::Infinity>() < 1e-13) return x.head(u0.size());
    }
    ADD_FAILURE() << "the mixed step is not solved";
    return x.head(u0.size());
  }

 private:
  dealii::Triangulation<2> triangulation_;
  const dealii::FE_Q<2> element_;
  const dealii::QGaussLobatto<2> rule_;
  dealii::DoFHandler<2> handler_;
  std::vector<Point> nodes_;
};

/// The index of the node of `space` at each of the points.
std::vector<std::size_t> indices(const Space &space, const std::vector<Point> &points)
{
  std::map<std::pair<long, long>, std::size_t> known;
  const auto key = [](const Point &x) {
    return std::make_pair(std::lround(1e6 * x[0]), std::lround(1e6 * x[1]));
  };
  for (std::size_t i = 0; i < space.n_nodes(); ++i) known[key(space.nodes()[i])] = i;
  std::vector<std::size_t> result;
  for (const Point &x : points) result.push_back(known.at(key(x)));
  return result;
}

Flow cahn_hilliard(const std::string &more)
{
  return flow_of(
      "domain/dimension = 2; domain/cells = 3; domain/degree = 3; energy/name = Ginzburg-Landau; "
      "energy/kappa = 0.02; geometry/name = H-1; geometry/mobility = 1.2 - u^2/2; initial "
      "state/formula = 0.1 + 0.5*cos(3.14159265*x)*cos(6.2831853*y) + 0.2*x*y; " +
      more);
}

/// max |u - mixed u| after one step of implicit Euler.
double disagreement(const Flow &flow)
{
  const MixedStep mixed;
  const auto node = indices(flow.space(), mixed.nodes());
  const Vector &initial = flow.initial_state();
  Eigen::VectorXd u0(Eigen::Index(node.size()));
  for (std::size_t i = 0; i < node.size(); ++i) u0[Eigen::Index(i)] = data(initial)[node[i]];
  const Eigen::VectorXd expected = mixed.solve(u0);

  DiffusiveStage stage(flow, 1e-13, 1000);
  Vector rate = flow.space().zero();
  EXPECT_TRUE(stage.solve(0, initial, step, rate));
  double largest = 0;
  for (std::size_t i = 0; i < node.size(); ++i)
    largest = std::max(largest, std::abs(data(stage.state())[node[i]] - expected[Eigen::Index(i)]));
  return largest;
}
}  // namespace

// A weak form, a quadrature or a boundary term that is not that of the equation: both formulations have the
// same discrete solution, on the box and on the same cells as a general mesh. Must fail: another kappa.
TEST(MixedFormulation, HasTheSameSolution)
{
  EXPECT_LT(disagreement(cahn_hilliard("")), 1e-11);
  EXPECT_LT(disagreement(cahn_hilliard("domain/shape = mesh; domain/mesh generator = box")), 1e-11);
  EXPECT_GT(disagreement(cahn_hilliard("energy/kappa = 0.021")), 1e-4);
}
