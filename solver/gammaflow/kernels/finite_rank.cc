// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/finite_rank.h>

#include <utility>

namespace gammaflow
{
namespace
{
/// Two passes over the nodes.
class MomentOperator final : public KernelOperator
{
 public:
  MomentOperator(std::shared_ptr<const Kernel> kernel, std::shared_ptr<const Space> space)
      : KernelOperator(std::move(kernel), std::move(space))
  {
  }
  void apply(const Vector &x, Vector &y) const override
  {
    const auto &nodes = space().nodes();
    const double *w = data(space().weights()), *values = data(x);
    const auto node = [&](std::size_t i) -> const Point & { return nodes[i]; };
    finite_rank().apply(
        nodes.size(), node, [&](std::size_t i) { return w[i] * values[i]; },
        [&](std::size_t i, double value) { data(y)[i] = value; });
  }
  void diagonal(Vector &d) const override
  {
    const auto &nodes = space().nodes();
    for (std::size_t i = 0; i < nodes.size(); ++i)
      data(d)[i] = finite_rank()(nodes[i], nodes[i]) * data(space().weights())[i];
  }
  std::string backend() const override
  {
    return "moments (" + std::to_string(finite_rank().rank()) + " of them)";
  }
  std::size_t memory() const override { return 0; }

 private:
  const FiniteRankKernel &finite_rank() const { return static_cast<const FiniteRankKernel &>(kernel()); }
};
}  // namespace

double FiniteRankKernel::operator()(const Point &x, const Point &y) const
{
  std::vector<double> at_x(rank()), at_y(rank());
  features(x, at_x.data());
  features(y, at_y.data());
  return std::inner_product(at_x.begin(), at_x.end(), at_y.begin(), 0.);
}

bool is_of_finite_rank(const Parameters &parameters, const std::string &section)
{
  return Registry<Kernel>::traits(parameters.text(kernel_section(parameters, section), "name")).finite_rank;
}

std::shared_ptr<const KernelOperator> make_finite_rank_operator(std::shared_ptr<const Kernel> kernel,
                                                                std::shared_ptr<const Space> space,
                                                                const KernelOperatorOptions &options)
{
  const std::string section = "section '" + options.section + "'",
                    the_kernel = "the kernel '" + kernel->name();
  if (options.backend != "auto")
    throw InputError(section + ", key 'operator'", options.backend, the_kernel + "' is applied by moments",
                     "auto");
  if (options.boundary != "none")
    throw InputError(section + ", key 'boundary'", options.boundary,
                     the_kernel + "' is of finite rank, which walls do not change", "none");
  for (unsigned d = 0; d < space->dim(); ++d)
    if (space->periodic(d))
      throw InputError(section + ", key 'name'", kernel->name(),
                       the_kernel + "' is not periodic, and the domain is",
                       "domain/boundary = no-flux; or a kernel of |x - y|, or an intrinsic one");
  return std::make_shared<const MomentOperator>(std::move(kernel), std::move(space));
}

}  // namespace gammaflow
