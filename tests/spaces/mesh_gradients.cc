// SPDX-License-Identifier: LGPL-2.1-or-later
// The weighted stiffness of meshes, cell by cell, against matrices and closed forms.
#include <gtest/gtest.h>

#include <string>
#include <tests/spaces/local_meshes.h>
#include <tests/spaces/stiffness_checks.h>
#include <tests/support/spaces.h>
#include <utility>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
std::string disk(unsigned dim, unsigned degree, bool hanging)
{
  return "domain/shape = mesh; domain/mesh generator = disk; domain/dimension = " + std::to_string(dim) +
         "; domain/degree = " + std::to_string(degree) +
         (hanging ? "; domain/local refinements = 1; domain/refine where = x - 0.6" : "");
}
}  // namespace

// A kernel of one degree that is another's, or evaluates another rule; a metric with the wrong transpose or
// without its determinant; a weight that is counted twice. Of degree 7 and 8 the kernels are not deal.II's
// compiled ones. Matrices with hanging nodes in 3D take the memory of (degree + 1)^8 and are left out there.
// Gradients of linear functions are those of the coordinates: on balls as good as the points at which two
// cells meet agree (1e-8), and where these hang on a curved face, not at all.
TEST(MeshGradients, AgreesWithMatricesAndClosedForms)
{
  for (const unsigned dim : {2u, 3u})
    for (unsigned degree = 1; degree <= 8; ++degree)
      for (const auto &[domain, linear] :
           {std::make_pair(disk(dim, degree, false), 1e-7), std::make_pair(disk(dim, degree, true), 10.),
            std::make_pair(refined_box(dim, degree), 1e-11)}) {
        SCOPED_TRACE(domain);
        const auto space = make_space_from(domain);
        const bool hanging = space->node_mesh().hanging.size() > 0;
        EXPECT_EQ(hanging, linear != 1e-7);
        const StiffnessErrors errors =
            stiffness_errors(*space, space->gradients(), dim == 2 || !hanging || degree <= 2);
        EXPECT_LT(errors.constants, 1e-12);
        EXPECT_LT(errors.mass, 1e-13);
        EXPECT_LT(errors.symmetry, 1e-13);
        EXPECT_LT(errors.linear, linear);
        EXPECT_LT(errors.product, 1e-13);
        const double round_off = degree <= 6 ? 1e-13 : 3e-13;
        EXPECT_LT(errors.matrix, round_off);
        EXPECT_LT(errors.derivative, round_off);
      }
}
