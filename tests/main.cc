// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/program/session.h>

#include <gtest/gtest.h>

int main(int argc, char **argv)
{
  testing::InitGoogleTest(&argc, argv);
  // Trilinos and PETSc, which deal.II may be built with, abort without MPI.
  const gammaflow::Session session(1);
  return RUN_ALL_TESTS();
}
