// SPDX-License-Identifier: LGPL-2.1-or-later
// Records of points, as a study that goes on finds them: whatever stands there, it is the record of a point,
// which the judge and the tables can use, or the point is computed again. The first byte chooses whether the
// rest is a whole record or a change of a good one (RFC 7386), whether it has its seal, and which point it
// is.
#include <gammaflow/base/json_text.h>
#include <gammaflow/study/claims/claims.h>
#include <gammaflow/study/points/record_check.h>
#include <gammaflow/study/points/study_files.h>
#include <gammaflow/time/evolve/evolve.h>

#include "../support/whole_record.h"
#include "scratch.h"

using namespace gammaflow;
using gammaflow::testing::whole_record;
using Json = nlohmann::json;

namespace
{
const CasePlan &plan()
{
  static const CasePlan one = plan_cases(Parameters::from_string(
      "subsection domain\n set cells = 2\n set degree = 1\nend\n"
      "subsection target\n set formula = exp(-x)\nend\nsubsection initial state\n set formula = 1\nend\n"
      "subsection time\n set end = 0.5\n set outputs = 2\nend\n"
      "subsection geometry\n set name = KRR Fisher-Rao\nend\n"
      "subsection kernel\n set name = intrinsic Matern\n set bandwidth = 0.1\nend\n"
      "subsection sweep\n set parameter = ridge\n set values = 0.1, 0.03, 0.01\nend\n",
      "a.prm"))[0];
  return one;
}

void judge(const Json &records)
{
  std::vector<PointRecord> points;
  for (const Json &record : records) {
    points.push_back(std::get<PointRecord>(outcome_from(record)));
    points.back().index = points.size() - 1;
  }
  for (const Claim &claim : judge_claims(plan(), points, {})) claim_json(claim);
  overall_verdict(judge_claims(plan(), points, {}));
  static const std::string folder = std::getenv("GAMMAFLOW_FUZZ_SCRATCH");
  write_tables(folder, plan(), points);
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
  static const Json points = {whole_record(plan(), 0), whole_record(plan(), 1), whole_record(plan(), 2)};
  static const std::string folder = std::getenv("GAMMAFLOW_FUZZ_SCRATCH");
  static const bool usable = is_whole_record(points[0], plan()) && is_whole_record(points[2], plan());
  if (!usable) std::abort();
  if (size == 0) return 0;
  const std::size_t i = (data[0] >> 2) % 3u;
  const std::string text(reinterpret_cast<const char *>(data + 1), size - 1);
  Json record;
  try {
    const Json given = parse_json(text, "a.json");
    record = points[i];
    if (data[0] & 1)
      record.merge_patch(given);
    else
      record = given;
  } catch (const InputError &) {
    return 0;
  }
  if (data[0] & 2) {  // through the file, as it is
    const SweepStep &step = plan().steps[i];
    if (std::FILE *file = std::fopen((folder + "/point-00.json").c_str(), "wb")) {
      const std::string whole = record.dump(-1, ' ', false, Json::error_handler_t::replace);
      std::fwrite(whole.data(), 1, whole.size(), file);
      std::fclose(file);
    }
    if (find_point(folder, 0, plan(), step)) std::abort();  // it has no seal
    return 0;
  }
  if (!record.is_object() || !is_sealed(sealed_record(record, "", "")) || !is_whole_record(record, plan()))
    return 0;
  if (record.contains("failure")) return 0;
  Json all = points;
  all[i] = record;
  judge(all);
  return 0;
}
