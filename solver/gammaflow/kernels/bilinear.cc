// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/bilinear.h>

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
    BilinearKernel::Moments moments;
    for (std::size_t i = 0; i < nodes.size(); ++i)
      bilinear().add(nodes[i], data(space().weights())[i] * data(x)[i], moments);
    for (std::size_t i = 0; i < nodes.size(); ++i) data(y)[i] = bilinear().value(moments, nodes[i]);
  }
  void diagonal(Vector &d) const override
  {
    const auto &nodes = space().nodes();
    for (std::size_t i = 0; i < nodes.size(); ++i)
      data(d)[i] = bilinear()(nodes[i], nodes[i]) * data(space().weights())[i];
  }
  std::string backend() const override { return "moments (mass and first moments)"; }
  std::size_t memory() const override { return 0; }

 private:
  const BilinearKernel &bilinear() const { return static_cast<const BilinearKernel &>(kernel()); }
};
}  // namespace

BilinearKernel::BilinearKernel(const Context &context) : Kernel(bilinear_kernel, context)
{
  if (context.parameters.text(context.section, "normalization") != "as given")
    context.parameters.reject(context.section, "normalization",
                              "the kernel 'bilinear', 1 + x.y/bandwidth^2, has no integral", "as given");
}

double BilinearKernel::operator()(const Point &x, const Point &y) const
{
  Moments moments;
  add(y, 1, moments);
  return value(moments, x);
}

void BilinearKernel::add(const Point &y, const double m, Moments &moments) const
{
  moments.mass += m;
  for (unsigned d = 0; d < dim(); ++d) moments.first[d] += m * y[d] / (bandwidth() * bandwidth());
}

double BilinearKernel::value(const Moments &moments, const Point &x) const
{
  double sum = moments.mass;
  for (unsigned d = 0; d < dim(); ++d) sum += moments.first[d] * x[d];
  return sum;
}

bool is_bilinear(const Parameters &parameters, const std::string &section)
{
  return parameters.text(kernel_section(parameters, section), "name") == bilinear_kernel;
}

std::shared_ptr<const KernelOperator> make_bilinear_operator(std::shared_ptr<const Kernel> kernel,
                                                             std::shared_ptr<const Space> space,
                                                             const KernelOperatorOptions &options)
{
  const std::string section = "section '" + options.section + "'";
  if (options.backend != "auto")
    throw InputError(section + ", key 'operator'", options.backend,
                     "the kernel 'bilinear' is applied by moments", "auto");
  if (options.boundary != "none")
    throw InputError(section + ", key 'boundary'", options.boundary,
                     "the kernel 'bilinear' is a polynomial, which walls do not change", "none");
  for (unsigned d = 0; d < space->dim(); ++d)
    if (space->periodic(d))
      throw InputError(section + ", key 'name'", bilinear_kernel,
                       "1 + x.y/bandwidth^2 is not periodic, and the domain is",
                       "domain/boundary = no-flux; or a kernel of |x - y|, or an intrinsic one");
  return std::make_shared<const MomentOperator>(std::move(kernel), std::move(space));
}

namespace
{
const Register<Kernel> registered(bilinear_kernel,
                                  {"1 + x.y / sigma^2, of finite rank: for Stein Wasserstein alone"},
                                  [](const auto &context) {
                                    return std::make_unique<BilinearKernel>(context);
                                  });
}  // namespace
}  // namespace gammaflow
