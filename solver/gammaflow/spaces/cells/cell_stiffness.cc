// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/cells/cell_stiffness.h>

#include <deal.II/base/quadrature_lib.h>
#include <deal.II/base/utilities.h>
#include <deal.II/dofs/dof_handler.h>
#include <deal.II/fe/fe_q.h>
#include <deal.II/fe/mapping_q.h>
#include <deal.II/grid/grid_generator.h>
#include <deal.II/lac/affine_constraints.h>
#include <deal.II/matrix_free/fe_evaluation.h>
#include <deal.II/matrix_free/matrix_free.h>

namespace gammaflow
{
namespace
{
using Number = dealii::VectorizedArray<double, 1>;  // one cell at a time, whatever deal.II was built for
/// Of a degree that the compiler knows, or -1: then deal.II finds its kernel when it runs.
template <int dim, int degree>
using Evaluation = dealii::FEEvaluation<dim, degree, degree + 1, 1, double, Number>;
constexpr auto gradients = dealii::EvaluationFlags::gradients;
}  // namespace

template <int dim>
struct CellStiffness<dim>::Reference {
  dealii::Triangulation<dim> mesh;
  dealii::DoFHandler<dim> dofs;
  dealii::MatrixFree<dim, double, Number> cell;

  explicit Reference(unsigned degree) : dofs(mesh)
  {
    dealii::GridGenerator::hyper_cube(mesh);
    dofs.distribute_dofs(dealii::FE_Q<dim>(degree));
    typename dealii::MatrixFree<dim, double, Number>::AdditionalData data;
    data.tasks_parallel_scheme = decltype(data)::none;
    data.mapping_update_flags = dealii::update_gradients | dealii::update_JxW_values;
    cell.reinit(dealii::MappingQ<dim>(1), dofs, dealii::AffineConstraints<double>(),
                dealii::QGaussLobatto<1>(degree + 1), data);
  }

  /// deal.II's kernels that are found when the program runs end at degree 6; beyond, it falls back to loops
  /// that are slower by a factor of four. Below, degrees that the compiler knows gain nothing.
  template <class Visit>
  void evaluate(const Visit &visit) const
  {
    const unsigned degree = dofs.get_fe().degree;
    const auto on_cell = [&](auto evaluation) {
      evaluation.reinit(0);
      visit(evaluation);
    };
    if (degree == 7)
      on_cell(Evaluation<dim, 7>(cell));
    else if (degree == 8)
      on_cell(Evaluation<dim, 8>(cell));
    else
      on_cell(Evaluation<dim, -1>(cell));
  }
};

template <int dim>
CellStiffness<dim>::CellStiffness(const unsigned degree, const std::size_t cells)
    : cell_size_(dealii::Utilities::pow(degree + 1, dim)), reference_(std::make_unique<Reference>(degree))
{
  points_.reserve(cells * cell_size_);
  metrics_.reserve(cells * cell_size_);
}

template <int dim>
CellStiffness<dim>::CellStiffness(CellStiffness &&) noexcept = default;
template <int dim>
CellStiffness<dim>::~CellStiffness() = default;

template <int dim>
void CellStiffness<dim>::apply(const std::size_t begin, const std::size_t end, const double *part,
                               const PointValues &m, const PointValues &x, PointSums &sums) const
{
  reference_->evaluate([&](auto &cell) {
    const unsigned n = cell.dofs_per_cell;
    for (std::size_t c = begin; c < end; ++c) {
      const Number s = part ? part[c] : 1;
      if (s[0] == 0) continue;
      const std::uint32_t *point = points(c);
      const CellMetric<dim> *metric = metrics(c);
      Number *values = cell.begin_dof_values();
      for (unsigned i = 0; i < n; ++i) values[i] = x[point[i]];
      cell.evaluate(gradients);
      for (unsigned q = 0; q < n; ++q)  // with the weight w_q of the reference cell
        cell.submit_gradient(metric[q] * (cell.get_gradient(q) * (s * m[point[q]])), q);
      cell.integrate(gradients);
      for (unsigned i = 0; i < n; ++i) sums[point[i]] += values[i][0];
    }
  });
}

template <int dim>
void CellStiffness<dim>::product(const double *part, const PointValues &a, const PointValues &b,
                                 PointSums &sums) const
{
  reference_->evaluate([&](auto &cell) {
    const unsigned n = cell.dofs_per_cell;
    dealii::AlignedVector<dealii::Tensor<1, dim, Number>> of_a(n);
    for (std::size_t c = 0; c < size(); ++c) {
      const std::uint32_t *point = points(c);
      const CellMetric<dim> *metric = metrics(c);
      Number *values = cell.begin_dof_values();
      for (unsigned i = 0; i < n; ++i) values[i] = a[point[i]];
      cell.evaluate(gradients);
      for (unsigned q = 0; q < n; ++q) of_a[q] = cell.get_gradient(q);
      for (unsigned i = 0; i < n; ++i) values[i] = b[point[i]];
      cell.evaluate(gradients);
      const Number s = part ? part[c] : 1;
      for (unsigned q = 0; q < n; ++q)
        sums[point[q]] += (s * cell.JxW(q) * (of_a[q] * (metric[q] * cell.get_gradient(q))))[0];
    }
  });
}

template class CellStiffness<1>;
template class CellStiffness<2>;
template class CellStiffness<3>;

}  // namespace gammaflow
