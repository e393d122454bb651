// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/io/figures/figure.h>
#include <gammaflow/io/figures/formats.h>
#include <gammaflow/io/files.h>

#include <filesystem>

namespace gammaflow
{
void write_figure(const Figure &figure, const std::string &directory)
{
  namespace fs = std::filesystem;
  constexpr double width = 300;  // a column of most journals
  const double height = height_for(figure, width);
  std::error_code error;
  fs::create_directories(directory, error);  // write_file() says what fails
  const std::string title = figure.caption.empty() ? figure.name : figure.caption;
  for (const auto &[ending, canvas] : {std::pair(".svg", &make_svg), std::pair(".pdf", &make_pdf)}) {
    const auto sheet = canvas(width, height, title);
    draw(figure, *sheet, width, height);
    write_file((fs::path(directory) / (figure.name + ending)).string(), sheet->finish());
  }
}

}  // namespace gammaflow
