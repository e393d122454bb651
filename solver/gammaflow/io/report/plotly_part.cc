// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/io/report/plotly_part.h>

#include <cctype>
#include <map>
#include <set>

namespace gammaflow
{
namespace
{
const std::string opening = ":[function(_dereq_,module,exports){";

/// `14:[function(_dereq_,module,exports){ ... },{"../src/core":481}],` with what it asks for.
struct Module {
  std::size_t begin, end;
  std::map<std::string, unsigned> needs;
};

/// The number whose digits end before `at`; `at` becomes where they begin. 0: there is none.
unsigned number_before(const std::string &text, std::size_t &at)
{
  const std::size_t end = at;
  while (at > 0 && std::isdigit(static_cast<unsigned char>(text[at - 1])) != 0) --at;
  return at == end || end - at > 6 ? 0 : unsigned(std::stoul(text.substr(at, end - at)));
}

/// {"name":number,...} from `at` on; false where it is anything else.
bool read_needs(const std::string &text, std::size_t at, std::map<std::string, unsigned> &needs)
{
  while (at < text.size() && text[at] != '}') {
    const std::size_t close = text.find("\":", at + 1);
    if (text[at] != '"' || close == std::string::npos || close - at > 200) return false;
    std::size_t end = close + 2;
    while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])) != 0) ++end;
    if (end == close + 2 || end - close > 8) return false;
    needs[text.substr(at + 1, close - at - 1)] =
        unsigned(std::stoul(text.substr(close + 2, end - close - 2)));
    at = end + (end < text.size() && text[end] == ',' ? 1 : 0);
  }
  return at < text.size();
}

/// All modules by their numbers, which count from 1; empty for another format.
std::map<unsigned, Module> modules_of(const std::string &bundle)
{
  std::map<unsigned, Module> modules;
  std::size_t from = bundle.find(opening);
  for (unsigned n = 1; from != std::string::npos; ++n) {
    Module module{from, bundle.size(), {}};
    if (number_before(bundle, module.begin) != n) return {};
    const std::string next = std::to_string(n + 1) + opening;
    const std::size_t after = bundle.find(next, from);  // bundles inside of a module count from 1 again
    if (after != std::string::npos) module.end = after;
    const std::size_t end = bundle.rfind("}],", module.end), map = bundle.rfind("},{", end);
    if (after != std::string::npos && (end == std::string::npos || map == std::string::npos || map < from ||
                                       !read_needs(bundle, map + 3, module.needs)))
      return {};
    modules[n] = module;  // the last one is never taken: where it ends is not known
    from = after == std::string::npos ? after : after + next.size() - opening.size();
  }
  return modules;
}

/// The module that asks for the core and for every kind of trace.
const Module *index_of(const std::map<unsigned, Module> &modules)
{
  for (const auto &[n, module] : modules)
    if (module.needs.count("./core") != 0) return &module;
  return nullptr;
}

void take(unsigned n, const std::map<unsigned, Module> &modules, std::set<unsigned> &taken)
{
  const auto found = modules.find(n);
  if (found == modules.end() || !taken.insert(n).second) return;
  for (const auto &[name, needed] : found->second.needs) take(needed, modules, taken);
}
}  // namespace

std::string plotly_licence(const std::string &bundle)
{
  const std::size_t end = bundle.find("*/");
  return bundle.compare(0, 2, "/*") == 0 && end < 2000 ? bundle.substr(0, end + 2) : "";
}

std::string plotly_part(const std::string &bundle, const std::vector<std::string> &kinds)
{
  const auto modules = modules_of(bundle);
  const Module *index = index_of(modules);
  if (index == nullptr) return bundle;
  const unsigned core = index->needs.at("./core");
  std::set<unsigned> taken;
  take(core, modules, taken);
  std::string registered, needs = "\"core\":" + std::to_string(core);
  for (const auto &kind : kinds) {
    const auto found = index->needs.find("./" + kind);
    if (found == index->needs.end()) return bundle;
    take(found->second, modules, taken);
    registered += (registered.empty() ? "" : ",") + ("_dereq_('" + kind + "')");
    needs += ",\"" + kind + "\":" + std::to_string(found->second);
  }
  if (taken.count(modules.rbegin()->first) != 0) return bundle;
  std::string part = bundle.substr(0, modules.begin()->second.begin);
  for (const unsigned n : taken)
    part += bundle.substr(modules.at(n).begin, modules.at(n).end - modules.at(n).begin);
  return part + "0" + opening + "\nvar core = _dereq_('core');\ncore.register([" + registered +
         "]);\nmodule.exports = core;\n},{" + needs + "}]},{},[0])(0)\n});\n";
}

}  // namespace gammaflow
