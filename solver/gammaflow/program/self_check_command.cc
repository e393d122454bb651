// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/did_you_mean.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/base/shortened.h>
#include <gammaflow/kernels/self_check.h>
#include <gammaflow/program/command.h>
#include <gammaflow/program/table.h>

#include <algorithm>
#include <iostream>

namespace gammaflow
{
namespace
{
/// A row per property; whether all hold.
bool add_rows(Table &table, const std::string &name, const Arguments &arguments, unsigned dim)
{
  Parameters parameters;
  parameters.set("kernel", "name", name, "self-check");
  for (const auto &assignment : arguments.settings) parameters.assign(assignment, "--set");
  bool all = true;
  std::string label = name + ", " + std::to_string(dim) + "D";
  for (const SelfCheck &check : self_check(*make_kernel(parameters, "kernel", dim))) {
    table.add({label, check.property, Table::number(check.declared, 10), Table::number(check.found, 10),
               Table::number(check.error, 2), check.passed() ? "holds" : "FAILS: " + check.consequence});
    label.clear();
    all = all && check.passed();
  }
  return all;
}

int check(const Arguments &arguments)
{
  const auto known = Registry<Kernel>::names();
  std::vector<std::string> names = arguments.operands;
  for (const auto &name : names)
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw InputError("gammaflow self-check", shortened(name), "is no kernel" + did_you_mean(name, known),
                       Registry<Kernel>::selection());
  if (names.empty()) names = known;
  Table table({"kernel", "property", "declared", "found", "error", ""});
  bool all = true;
  for (const auto &name : names)
    for (unsigned dim = 1; dim <= 3; ++dim) {
      try {
        all = add_rows(table, name, arguments, dim) && all;
      } catch (const InputError &refusal) {  // of this dimension: an integral that does not exist
        if (!arguments.operands.empty() && dim == 1) throw;
        const std::string text = refusal.what();
        table.add({name + ", " + std::to_string(dim) + "D", "refused", "", "", "",
                   text.substr(0, text.find('\n'))});
      }
    }
  if (!arguments.quiet) std::cout << table.text(Progress::colours(1));
  if (all) return exit_done;
  std::cerr << "error: a kernel is not what it declares" << std::endl;
  return exit_refuted;
}
}  // namespace

Command self_check_command()
{
  return {"self-check",
          "[KERNEL ...]",
          "whether kernels are what they declare: integral, second moment, symbol, positivity",
          "Compares what a kernel declares with its own profile (or symbol) by quadrature, in 1D to 3D: "
          "integral, "
          "second\n"
          "moment, Fourier symbol and its sign, radius; of intrinsic kernels g(0), 0 <= g <= 1, the second "
          "moment "
          "and the\n"
          "inverse symbol. For authors of kernels. Exit code 1 where one is not what it declares.\n\n"
          "  gammaflow self-check\n"
          "  gammaflow --plugin libmine.so self-check 'my kernel' --set \"kernel/bandwidth = 0.3\"\n",
          Command::set + Command::quiet,
          0,
          1000,
          true,
          check};
}

}  // namespace gammaflow
