// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/io/figures/canvas.h>

#include <memory>

namespace gammaflow
{
/// SVG whose words are text: small, searched and read aloud by what shows it. `title` names the picture.
std::unique_ptr<Canvas> make_svg(double width, double height, const std::string &title);
/// PDF with its fonts in it, by cairo.
std::unique_ptr<Canvas> make_pdf(double width, double height, const std::string &title);
/// A PNG of these rows, by cairo.
std::string png_of(const std::vector<std::vector<Colour>> &rows);

}  // namespace gammaflow
