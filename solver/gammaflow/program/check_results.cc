// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/markup.h>
#include <gammaflow/program/check_results.h>

#include <boost/algorithm/string.hpp>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
std::string shown(const Quantity &quantity)
{
  return quantity.word.empty() ? few_digits(quantity.value, 9) : quantity.word;
}

std::string sentence(const Comparison &c)
{
  return "expected " + shown(c.expected.quantity) +
         (c.expected.quantity.word.empty() ? " +- " + few_digits(c.allowed, 2) : "") + ", found " +
         (c.found ? shown(c.quantity) : "nothing");
}
}  // namespace

std::string junit_xml(const std::vector<CheckedCase> &cases)
{
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
  for (const auto &item : cases) {
    const auto failed = std::count_if(item.comparisons.begin(), item.comparisons.end(),
                                      [](const auto &c) { return !c.pass; });
    const bool whole = !item.pass && failed == 0;  // nothing computed, or a verdict of the study itself
    text += "  <testsuite name=\"" + escaped_markup(item.name) + "\" tests=\"" +
            std::to_string(item.comparisons.size() + 1) + "\" failures=\"" +
            std::to_string(failed + (whole ? 1 : 0)) + "\">\n    <testcase classname=\"" +
            escaped_markup(item.name) + "\" name=\"the case\"" +
            (whole ? "><failure message=\"" +
                         escaped_markup(item.failure.empty() ? "not as the study expects" : item.failure) +
                         "\"/></testcase>\n"
                   : "/>\n");
    for (const auto &c : item.comparisons)
      text += "    <testcase classname=\"" + escaped_markup(item.name) + "\" name=\"" +
              escaped_markup(c.expected.quantity.name) + "\"" +
              (c.pass ? "/>\n" : "><failure message=\"" + escaped_markup(sentence(c)) + "\"/></testcase>\n");
    text += "  </testsuite>\n";
  }
  return text + "</testsuites>\n";
}

std::string github_annotations(const std::vector<CheckedCase> &cases)
{
  const auto escaped = [](std::string text) {
    boost::replace_all(text, "%", "%25");
    boost::replace_all(text, "\r", "%0D");
    boost::replace_all(text, "\n", "%0A");
    return text;
  };
  const auto in_property = [&](const std::string &path) {
    std::string text = escaped(path);
    boost::replace_all(text, ":", "%3A");
    boost::replace_all(text, ",", "%2C");
    return text;
  };
  std::string text;
  for (const auto &item : cases) {
    const std::string start =
        "::error" + (item.expected_file.empty() ? "" : " file=" + in_property(item.expected_file)) + "::";
    bool any = false;
    for (const auto &c : item.comparisons) {
      if (c.pass) continue;
      any = true;
      text += start + escaped(item.name + ": " + c.expected.quantity.name + ": " + sentence(c)) + "\n";
    }
    if (!item.pass && !any)
      text += start + escaped(item.name + ": " + (item.failure.empty() ? "not as expected" : item.failure)) +
              "\n";
  }
  return text;
}

Update updated(const std::vector<Comparison> &comparisons, bool loosen)
{
  Update update;
  for (const auto &c : comparisons) {
    Expected entry = c.expected;
    const std::string &name = entry.quantity.name;
    if (!c.found) {
      ++update.refused;
      update.shown += "  " + name + ": was not found; take its line out by hand\n";
      update.entries.push_back(entry);
      continue;
    }
    const bool word = !entry.quantity.word.empty() || !c.quantity.word.empty();
    entry.quantity.word = c.quantity.word;
    entry.quantity.value = c.quantity.value;
    const double wanted = std::isfinite(c.quantity.abs_tol) ? c.quantity.abs_tol : 0;
    if (!word && wanted > c.allowed) {
      if (!loosen) {
        ++update.refused;
        update.shown += "  " + name + ": stays " + shown(c.expected.quantity) +
                        ": the error of what was found, " + few_digits(wanted, 2) +
                        ", is above the tolerance " + few_digits(c.allowed, 2) + " (--loosen)\n";
        update.entries.push_back(c.expected);
        continue;
      }
      update.shown += "  " + name + ": tolerance " + few_digits(c.allowed, 2) + " -> " +
                      few_digits(wanted, 2) + " LOOSENED\n";
      entry.quantity.abs_tol = wanted;
    }
    // a tolerance that would let zero pass tests nothing: then zero is what is expected
    if (!word && entry.quantity.value != 0 && entry.quantity.abs_tol >= std::abs(entry.quantity.value))
      entry.quantity.value = c.pass ? c.expected.quantity.value : 0;
    if (shown(entry.quantity) != shown(c.expected.quantity)) {
      ++update.changed;
      update.shown += "  " + name + ": " + shown(c.expected.quantity) + " -> " + shown(entry.quantity) + "\n";
      entry.origin = "earlier run";
    }
    update.entries.push_back(entry);
  }
  return update;
}

}  // namespace gammaflow
