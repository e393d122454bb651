// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/io/report/plotly_part.h>
#include <gammaflow/io/share.h>

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <set>

using namespace gammaflow;

namespace
{
std::string whole_bundle()
{
  std::ifstream in(plotly_bundle(), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

const std::string head = "/* a library, MIT */\n(function(){})({";
std::string module(int number, const std::string &body, const std::string &needs)
{
  return std::to_string(number) + ":[function(_dereq_,module,exports){\n" + body + "\n},{" + needs + "}],";
}

/// A bundle of six modules: a core with one module of its own, two kinds of traces with one, an index, and
/// one with a bundle inside.
std::string small_bundle()
{
  return head + module(1, "own = 'of core';", "") + module(2, "one", "") + module(3, "two", "") +
         module(4, "core", "\"../own\":1") +
         module(5, "index", "\"./core\":4,\"./one\":2,\"./two\":3,\"./three\":6") +
         module(6, "({1:[function(_dereq_,module,exports){ }", "") + "},{},[5])(5)\n});\n";
}

/// Numbers of modules that a bundle asks for and does not have.
std::set<unsigned> missing(const std::string &bundle)
{
  std::set<unsigned> asked, there;
  const std::regex opening(R"((\d+):\[function\(_dereq_)"), needs(R"(\},\{("[^{}]*":\d+)\}\])"),
      number(R"(":(\d+))");
  const std::sregex_iterator end;
  for (std::sregex_iterator at(bundle.begin(), bundle.end(), opening); at != end; ++at)
    there.insert(unsigned(std::stoul((*at)[1])));
  for (std::sregex_iterator at(bundle.begin(), bundle.end(), needs); at != end; ++at) {
    const std::string list = (*at)[1];
    for (std::sregex_iterator one(list.begin(), list.end(), number); one != end; ++one)
      asked.insert(unsigned(std::stoul((*one)[1])));
  }
  for (const unsigned n : there) asked.erase(n);
  return asked;
}
}  // namespace

// Would catch: a module that is asked for and not taken (the page would stay without pictures), one that is
// taken and not asked for, a part without its licence. Must fail: a part from which a module was taken away.
TEST(PlotlyPart, HasWhatIsAskedForAndNoMore)
{
  const std::string part = plotly_part(small_bundle(), {"one"});
  EXPECT_EQ(part.compare(0, head.size(), head), 0);
  EXPECT_EQ(missing(part), std::set<unsigned>());
  for (const char *there : {"of core", "\none\n", "\ncore\n"}) EXPECT_NE(part.find(there), std::string::npos);
  for (const char *left_out : {"two", "index"}) EXPECT_EQ(part.find(left_out), std::string::npos);
  std::string broken = part;
  broken.erase(broken.find("1:["), broken.find("2:[") - broken.find("1:["));
  EXPECT_EQ(missing(broken), std::set<unsigned>({1}));
}

// A bundle that is built in another way is taken as a whole, and so is one without the kind that is asked
// for.
TEST(PlotlyPart, OtherFormatsStayWhole)
{
  for (const std::string &bundle : {std::string("!function(e,t){}()"), std::string(),
                                    small_bundle().substr(0, 200), head + module(2, "counts from 2", "")})
    EXPECT_EQ(plotly_part(bundle, {"one"}), bundle);
  EXPECT_EQ(plotly_part(small_bundle(), {"four"}), small_bundle());
  EXPECT_EQ(plotly_licence("!function(){}()"), "");
}

// Would catch: the installed bundle in a format that is no longer understood (pages would triple in size).
TEST(PlotlyPart, OfTheInstalledBundleIsAThird)
{
  const std::string whole = whole_bundle(), part = plotly_part(whole, {"heatmap", "contour", "bar"});
  EXPECT_LT(part.size(), 0.36 * whole.size());
  EXPECT_EQ(missing(part), std::set<unsigned>());
  EXPECT_NE(plotly_licence(whole).find("MIT"), std::string::npos);
}
