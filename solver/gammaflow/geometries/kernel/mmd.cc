#include <gammaflow/geometries/exact/spherical.h>
#include <gammaflow/geometries/kernel/kernel_inverse.h>

namespace gammaflow
{
namespace
{
/// The geometry of the maximum mean discrepancy: the metric is a kernel operator,
///   G v = (Kf + lambda) v,   K xi = (Kf + lambda)^-1 xi,   R(v) = 1/2 <v, Kf v> + lambda/2 |v|^2,
/// with lambda = 0 for MMD. K is unbounded or nearly so for small lambda: time steps are implicit and need G
/// alone.
class MaximumMeanDiscrepancyGeometry final : public Geometry
{
 public:
  MaximumMeanDiscrepancyGeometry(const Context &context, double lambda)
      : Geometry(context.space),
        lambda_(lambda),
        kernel_(context.kernel),
        inverse_(context.kernel, lambda, SolverOptions(context.parameters),
                 lambda > 0 ? "ridge MMD geometry" : "MMD geometry")
  {
  }

  unsigned onsager_apply(const Vector &, const Vector &xi, Vector &v) const override
  {
    return inverse_.apply(xi, v);
  }
  double primal_dissipation(const Vector &, const Vector &v) const override
  {
    Vector xi = space().zero();
    metric_apply(v, xi);
    return 0.5 * space().inner(v, xi);
  }
  double primal_dissipation_along(const Vector &u, const Vector &, const Vector &v) const override
  {
    return primal_dissipation(u, v);
  }

  StepKind step_kind() const override { return StepKind::metric; }
  void metric_apply(const Vector &v, Vector &xi) const override
  {
    kernel_->apply(v, xi);
    if (lambda_ > 0) xi.add(lambda_, v);
  }
  void metric_diagonal(Vector &d) const override
  {
    kernel_->diagonal(d);
    d.add(lambda_);
  }
  const KernelOperator *metric_kernel() const override { return lambda_ > 0 ? nullptr : kernel_.get(); }

 private:
  double lambda_;
  std::shared_ptr<const KernelOperator> kernel_;
  KernelInverse inverse_;
};

const char *const smooth = "force compatible with the boundary, kernel of unit integral and finite variance";
const std::vector<std::string> conditions = {"force level at walls",
                                             "kernel compatible with walls",
                                             "kernel of unit integral",
                                             "kernel of finite variance",
                                             "smooth data",
                                             "bandwidth below the data's lengths"};

const RegisterGeometry mmd(
    "MMD",
    {"Kf^-1 xi",
     StateDomain::signed_field,
     true,
     false,
     true,
     {{"bandwidth", "L2", "", 2, smooth, conditions}}},
    [](const Geometry::Context &context) {
      return std::make_unique<MaximumMeanDiscrepancyGeometry>(context, 0.);
    },
    Spherical::also);

const RegisterGeometry ridge_mmd(
    "ridge MMD",
    {"(Kf + lambda)^-1 xi, lambda = geometry/ridge",
     StateDomain::signed_field,
     true,
     false,
     true,
     {{"ridge",
       "MMD",
       "",
       1,
       "Kf^-2 xi exists: force in the range of the kernel applied twice",
       {"force level at walls", "kernel compatible with walls", "force in modes that move"}},
      {"bandwidth", "ridge L2", "", 2, smooth, conditions}}},
    [](const Geometry::Context &context) {
      return std::make_unique<MaximumMeanDiscrepancyGeometry>(context,
                                                              context.parameters.number("geometry", "ridge"));
    },
    Spherical::also);
}  // namespace
}  // namespace gammaflow
