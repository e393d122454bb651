// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/mesh/mesh_laplacian.h>
#include <gammaflow/spaces/solvers/rational_exponential.h>

#include <memory>
#include <vector>

namespace gammaflow
{
/// An operator that smooths: its diagonal is found by applying it to unit vectors.
class MeshSmoothingOperator : public SpectralOperator
{
 public:
  MeshSmoothingOperator(std::shared_ptr<const SparsePencil> pencil,
                        std::shared_ptr<const std::vector<Point>> nodes)
      : pencil_(std::move(pencil)), nodes_(std::move(nodes))
  {
  }
  void apply(const Vector &x, Vector &y) const override;
  /// Exact up to `exact_diagonal` nodes, one application per node. On larger meshes that many nodes are
  /// evaluated and every other node takes the value of the nearest one with about the same weight: for
  /// preconditioning.
  void diagonal(Vector &d) const override;

  static constexpr std::size_t exact_diagonal = 4096;

 protected:
  /// g(L) on each column.
  virtual Eigen::MatrixXd apply_columns(const Eigen::MatrixXd &x) const = 0;

  std::shared_ptr<const SparsePencil> pencil_;
  std::shared_ptr<const std::vector<Point>> nodes_;
};

/// (1 + l^2 L)^-s = ((M + l^2 A)^-1 M)^s.
class MeshMatern : public MeshSmoothingOperator
{
 public:
  MeshMatern(std::shared_ptr<const SparsePencil> pencil, std::shared_ptr<const std::vector<Point>> nodes,
             double length, int smoothness);
  double accuracy() const override { return accuracy_; }

 private:
  Eigen::MatrixXd apply_columns(const Eigen::MatrixXd &x) const override;

  int smoothness_;
  double accuracy_;
  std::shared_ptr<const SparseFactor> factor_;
};

/// exp(-tau L).
class MeshHeat : public MeshSmoothingOperator
{
 public:
  MeshHeat(std::shared_ptr<const SparsePencil> pencil, std::shared_ptr<const std::vector<Point>> nodes,
           double time);
  double accuracy() const override { return rational_.error; }

 private:
  Eigen::MatrixXd apply_columns(const Eigen::MatrixXd &x) const override;

  RationalExponential rational_;
  std::shared_ptr<const SparseFactor> factor_;
};

/// L^-1 on zero mean: A y = M (x - mean x), with the mean of y taken out.
class MeshPseudoInverse : public MeshSmoothingOperator
{
 public:
  MeshPseudoInverse(std::shared_ptr<const SparsePencil> pencil,
                    std::shared_ptr<const std::vector<Point>> nodes);
  double accuracy() const override { return 1e-10; }

 private:
  Eigen::MatrixXd apply_columns(const Eigen::MatrixXd &x) const override;

  std::shared_ptr<const SparseFactor> factor_;
};

/// (1 + l^2 L)^s, a differential operator.
class MeshInverseMatern : public SpectralOperator
{
 public:
  MeshInverseMatern(std::shared_ptr<const SparsePencil> pencil, double length, int smoothness)
      : pencil_(std::move(pencil)), length_(length), smoothness_(smoothness)
  {
  }
  void apply(const Vector &x, Vector &y) const override;
  /// (P^s)_ii = sum_j (P^a)_ij (P^(s-a))_ji with a = s/2, by sparse products.
  void diagonal(Vector &d) const override;
  double accuracy() const override { return 1e-14; }

 private:
  std::shared_ptr<const SparsePencil> pencil_;
  double length_;
  int smoothness_;
};

}  // namespace gammaflow
