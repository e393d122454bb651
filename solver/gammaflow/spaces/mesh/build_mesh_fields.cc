// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/spaces/mesh/mesh_fields.h>
#include <gammaflow/spaces/mesh/mesh_space.h>

#include <Eigen/Eigenvalues>
#include <deal.II/base/quadrature_lib.h>
#include <deal.II/fe/fe_values.h>

#include <algorithm>
#include <limits>

namespace gammaflow
{
namespace
{
/// Of the sum of n n^T over the faces at a node: eigenvalues that are this small against the largest one come
/// from walls that turn by less than 25 degrees.
constexpr double of_one_wall = 0.05;
}  // namespace

template <int mesh_dim>
struct MeshFields::Builder {
  const MeshSpace<mesh_dim> &nodes, &points;
  MeshFields &fields;
  dealii::FEFaceValues<mesh_dim> faces;
  std::vector<Vector> moments = {};  ///< the sum of n_a n_b over the faces at a point, a <= b

  Builder(const MeshSpace<mesh_dim> &of, const MeshSpace<mesh_dim> &at, MeshFields &result)
      : nodes(of),
        points(at),
        fields(result),
        faces(points.mapping(), points.dofs().get_fe(),
              dealii::QGaussLobatto<mesh_dim - 1>(points.degree() + 1),
              dealii::update_normal_vectors | dealii::update_quadrature_points)
  {
  }

  void build()
  {
    fields.weights_ = as_eigen(points.weights());
    fields.inverse_mass_ = as_eigen(nodes.weights()).cwiseInverse();
    fields.hanging_points_ = points.hanging();
    fields.hanging_nodes_ = nodes.hanging();
    fields.per_cell_ = points.dofs().get_fe().n_dofs_per_cell();
    fields.nodes_per_cell_ = nodes.dofs().get_fe().n_dofs_per_cell();
    evaluate_shapes();
    moments.assign(mesh_dim * (mesh_dim + 1) / 2, points.zero());
    add_cells();
    make_walls();
  }

  /// The Gauss-Lobatto rule, its points in the numbering of the element.
  dealii::Quadrature<mesh_dim> rule() const
  {
    const dealii::QGaussLobatto<mesh_dim> lexicographic(points.degree() + 1);
    std::vector<double> weights(lexicographic.size());
    const std::vector<unsigned> at = points.lexicographic_nodes();
    for (unsigned l = 0; l < weights.size(); ++l) weights[at[l]] = lexicographic.weight(l);
    return {points.dofs().get_fe().get_unit_support_points(), weights};
  }

  void evaluate_shapes()
  {
    const auto &shapes = nodes.dofs().get_fe();
    const auto &at = points.dofs().get_fe().get_unit_support_points();
    fields.values_.resize(fields.per_cell_, fields.nodes_per_cell_);
    fields.slopes_.resize(mesh_dim * fields.per_cell_, fields.nodes_per_cell_);
    for (unsigned q = 0; q < fields.per_cell_; ++q)
      for (unsigned i = 0; i < fields.nodes_per_cell_; ++i) {
        fields.values_(q, i) = shapes.shape_value(i, at[q]);
        for (unsigned a = 0; a < mesh_dim; ++a)
          fields.slopes_(a * fields.per_cell_ + q, i) = shapes.shape_grad(i, at[q])[a];
      }
  }

  void add_cells()
  {
    dealii::FEValues<mesh_dim> values(
        points.mapping(), points.dofs().get_fe(), rule(),
        dealii::update_JxW_values | dealii::update_inverse_jacobians | dealii::update_quadrature_points);
    auto of_nodes = nodes.dofs().begin_active();
    for (const auto &cell : points.dofs().active_cell_iterators()) {
      const auto same_cell = of_nodes++;
      if (!cell->is_locally_owned()) continue;
      const std::vector<std::size_t> at = points.points_of(cell), functions = nodes.points_of(same_cell);
      fields.of_cells_.insert(fields.of_cells_.end(), at.begin(), at.end());
      fields.nodes_.insert(fields.nodes_.end(), functions.begin(), functions.end());
      values.reinit(cell);
      for (unsigned q = 0; q < at.size(); ++q)
        for (unsigned d = 0; d < mesh_dim; ++d)
          for (unsigned a = 0; a < mesh_dim; ++a)
            fields.factors_.push_back(values.JxW(q) * values.inverse_jacobian(q)[a][d]);
      for (const unsigned face : cell->face_indices())
        if (cell->face(face)->at_boundary() && !cell->has_periodic_neighbor(face))
          add_face(cell, face, at, values.get_quadrature_points());
    }
  }

  /// What a face of a wall gives to the moments of its points.
  template <class Cell>
  void add_face(const Cell &cell, const unsigned face, const std::vector<std::size_t> &at,
                const std::vector<dealii::Point<mesh_dim>> &places)
  {
    faces.reinit(cell, face);
    for (unsigned k = 0; k < faces.n_quadrature_points; ++k) {
      const auto nearest =
          std::min_element(places.begin(), places.end(), [&](const auto &one, const auto &other) {
            const auto &x = faces.quadrature_point(k);
            return one.distance_square(x) < other.distance_square(x);
          });
      const std::size_t point = at[std::size_t(nearest - places.begin())];
      if (points.hanging().hangs(point)) continue;  // what it hangs on lies on this wall, too
      const dealii::Tensor<1, mesh_dim> n = faces.normal_vector(k);
      for (unsigned a = 0, m = 0; a < mesh_dim; ++a)
        for (unsigned b = a; b < mesh_dim; ++b, ++m) moments[m].begin()[point] += n[a] * n[b];
    }
  }

  void make_walls()
  {
    for (Vector &moment : moments) moment.compress(dealii::VectorOperation::add);
    for (std::size_t point = 0; point < points.n_nodes(); ++point) {
      Eigen::Matrix<double, mesh_dim, mesh_dim> of;
      for (unsigned a = 0, m = 0; a < mesh_dim; ++a)
        for (unsigned b = a; b < mesh_dim; ++b, ++m) of(a, b) = of(b, a) = data(moments[m])[point];
      if (!(of.trace() > 0)) continue;
      const Eigen::SelfAdjointEigenSolver<Eigen::Matrix<double, mesh_dim, mesh_dim>> spectrum(of);
      Eigen::MatrixXd tangential = Eigen::MatrixXd::Zero(mesh_dim, mesh_dim);
      for (int k = 0; k < mesh_dim; ++k)
        if (spectrum.eigenvalues()[k] <= of_one_wall * spectrum.eigenvalues()[mesh_dim - 1])
          tangential += spectrum.eigenvectors().col(k) * spectrum.eigenvectors().col(k).transpose();
      fields.walls_.emplace_back(Eigen::Index(point), std::move(tangential));
    }
  }
};

std::shared_ptr<const MeshFields> MeshFields::of(const Space &space)
{
  const auto built = [&](const auto &mesh) {
    constexpr int mesh_dim = std::decay_t<decltype(mesh)>::dimension;
    const std::shared_ptr<MeshFields> fields(new MeshFields);
    fields->points_ = mesh.with_degree(mesh.degree() + 1);
    Builder<mesh_dim>(mesh, dynamic_cast<const MeshSpace<mesh_dim> &>(*fields->points_), *fields).build();
    return fields;
  };
  if (const auto *plane = dynamic_cast<const MeshSpace<2> *>(&space)) return built(*plane);
  if (const auto *solid = dynamic_cast<const MeshSpace<3> *>(&space)) return built(*solid);
  return nullptr;
}

}  // namespace gammaflow
