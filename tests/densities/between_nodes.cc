// SPDX-License-Identifier: LGPL-2.1-or-later
// Spikes that all nodes miss are found, and smooth functions are not taken for spikes.
#include <gammaflow/densities/between_nodes.h>
#include <gammaflow/densities/roughness.h>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <tests/support/spaces.h>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
SpatialFormula formula(const std::string &text)
{
  return {Expression(text, {"x", "y", "z", "t"}, {{"pi", M_PI}})};
}
UnseenPart unseen(const std::string &text, unsigned dim, unsigned cells, unsigned degree,
                  double tolerance = 1e-7)
{
  const auto space = make_box(dim, cells, degree), coarser = make_box(dim, cells / 2, degree);
  return unseen_part(formula(text), *space, *coarser, tolerance);
}
}  // namespace

// A spike between all nodes, of any width, smooth or not: found, with its place and what it holds. Must fail:
// the same function without it, and with one that the nodes see.
TEST(BetweenNodesOfFormulas, Spikes)
{
  for (const unsigned cells : {64u, 16u})
    for (const double width : {2e-4, 1e-5, 1e-7}) {
      const std::string w = std::to_string(width * 1e7) + "e-7";
      const UnseenPart part =
          unseen("exp(0.5*cos(pi*x))+20*exp(-((x-0.5208802591)/" + w + ")^2)", 1, cells, 4);
      EXPECT_TRUE(part.matters(1e-7) && part.decided);
      EXPECT_NEAR(part.where[0], 0.5208802591, 2 * width);
      EXPECT_GT(part.found, 7);
      EXPECT_GT(part.l1, 20 * width * std::sqrt(M_PI) * 0.9);
      EXPECT_LT(part.l1, 20 * width * std::sqrt(M_PI) * 6);
      EXPECT_LT(part.length, 10 * width);
    }
  EXPECT_TRUE(unseen("if(abs(x - 0.5208802591) < 1e-6, 2, 1)", 1, 64, 4).matters(1e-7));
  EXPECT_TRUE(unseen("1 + max(0, 1 - abs(x - 0.5208802591)/1e-4)", 1, 64, 4).matters(1e-7));
  EXPECT_TRUE(unseen("exp(-((x-0.5208802591)/1e-5)^2)", 1, 64, 4).matters(1e-7));   // zero at all nodes
  EXPECT_TRUE(unseen("1 + 1e-4*tanh((x-0.5208)/1e-6)^2", 1, 64, 4).matters(1e-7));  // a narrow hole
  EXPECT_TRUE(unseen("x + y + exp(-((x-0.52088)^2+(y-0.4134)^2)/0.001^2)", 2, 16, 3).matters(1e-6));
  EXPECT_TRUE(unseen("x + exp(-((x-0.52088)^2+(y-0.413)^2+(z-0.7135)^2)/0.004^2)", 3, 4, 2).matters(1e-4));
  EXPECT_FALSE(unseen("exp(0.5*cos(pi*x))", 1, 64, 4).matters(1e-7));
  EXPECT_FALSE(unseen("exp(0.5*cos(pi*x))+20*exp(-((x-0.5208802591)/0.02)^2)", 1, 64, 4).matters(1e-7));
}

// Smooth functions, resolved or not, steep ones, kinks and jumps are not taken for spikes: what the nodes do
// not show of them they show the size of.
TEST(BetweenNodesOfFormulas, OtherFunctions)
{
  for (const unsigned degree : {1u, 2u, 4u, 8u})
    for (const unsigned cells : {8u, 64u, 512u})
      for (const char *text :
           {"exp(0.5*cos(pi*x))", "exp(0.913*cos(pi*x)-0.77*cos(2*pi*x)+0.16*cos(3*pi*x))",
            "1 + 0.5*sin(40*pi*x)", "exp(-((x-0.5)/0.05)^2/2)", "1/(1+25*(x-0.5)^2)", "tanh((x-0.5)/0.02)",
            "if(x<0.3,1,0)", "abs(x-0.3)", "max(0,1-4*(x-0.4)^2)^0.5", "x*log(x+1e-3)", "sqrt(x)"}) {
        if (degree * cells == 8 && std::string(text).find("40*pi") != std::string::npos)
          continue;  // all nodes of both meshes see 1
        const UnseenPart part = unseen(text, 1, cells, degree);
        EXPECT_FALSE(part.matters(1e-7))
            << text << ", degree " << degree << ", " << cells << " cells: L1 " << part.l1 << " ("
            << part.seen_l1 << "), L2 " << part.l2 << " (" << part.seen_l2 << "), Linf " << part.linf << " ("
            << part.seen_linf << ") at " << part.where[0];
      }
  for (const char *text :
       {"exp(0.5*cos(pi*x)*cos(2*pi*y))", "1 + 0.5*sin(20*pi*x)*y", "exp(-((x-0.5)^2+(y-0.4)^2)/0.005)",
        "tanh((x+y-0.5)/0.05)", "if(x^2+y^2<0.3,1,0)", "abs(x-0.3*y)"}) {
    const UnseenPart part = unseen(text, 2, 32, 4);
    EXPECT_FALSE(part.matters(1e-6)) << text << ": L1 " << part.l1 << " (" << part.seen_l1 << "), Linf "
                                     << part.linf << " (" << part.seen_linf << ")";
  }
}

// Jumps and kinks are told from the formula, wherever they lie in their cells; at vertices a kink is no kink
// of the functions in the cells. Must fail: steep but smooth functions are neither.
TEST(BetweenNodesOfFormulas, Roughness)
{
  const auto line = make_box(1, 16, 4), square = make_box(2, 8, 2);
  const auto of = [&](const std::string &text, const Space &space) {
    return roughness(formula(text), space).contraction;
  };
  for (const char *place : {"0.3", "0.575057", "0.71", "0.5000001"}) {
    const std::string a = place;
    EXPECT_EQ(of("1 + if(x < " + a + ", 1, 0)", *line), 0.5) << a;
    EXPECT_EQ(of("floor(x + " + a + ")", *line), 0.5) << a;
    EXPECT_EQ(of("abs(x - " + a + ")", *line), 0.25) << a;
    EXPECT_NEAR(of("max(0, 1 - 4*(x - " + a + ")^2)^0.5", *line), std::pow(0.5, 1.5), 0.06) << a;
    EXPECT_EQ(of("if(x + y < " + a + ", 1, 0)", *square), 0.5) << a;
    EXPECT_EQ(of("abs(x + 0.3*y - " + a + ")", *square), 0.25) << a;
    EXPECT_EQ(of("tanh((x - " + a + ")/1e-5)", *line), 0) << a;
  }
  EXPECT_EQ(of("abs(x - 0.5)", *line), 0);
  for (const double exponent : {0.3, 0.5, 0.75}) {
    const Roughness cusp = roughness(formula("1 + abs(x - 0.3137)^" + std::to_string(exponent)), *line);
    EXPECT_NEAR(cusp.exponent, exponent, 1. / 12);
    EXPECT_NEAR(cusp.contraction_in("L1"), std::exp2(-1 - exponent), 0.03);
    EXPECT_NEAR(cusp.contraction_in("Linf"), std::exp2(-exponent), 0.05);
  }
  EXPECT_EQ(of("exp(sin(20*x))/(1 + x^2)", *line), 0);
}
