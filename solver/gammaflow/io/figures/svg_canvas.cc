// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/base/markup.h>
#include <gammaflow/io/figures/formats.h>

#include <deal.II/base/utilities.h>

#include <cmath>
#include <cstdio>

namespace gammaflow
{
namespace
{
/// Two decimals, without zeros that say nothing: a hundredth of a point is not seen.
std::string number_of(double value)
{
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", value);
  std::string result = text;
  result.erase(result.find_last_not_of('0') + 1);
  if (result.back() == '.') result.pop_back();
  return result == "-0" ? "0" : result;
}

std::string hexadecimal(const Colour &colour)
{
  char text[8];
  const auto byte = [](double c) { return unsigned(std::lround(255 * c)); };
  std::snprintf(text, sizeof text, "#%02x%02x%02x", byte(colour.r), byte(colour.g), byte(colour.b));
  return text;
}

class SvgCanvas : public Canvas
{
 public:
  SvgCanvas(double width, double height, const std::string &title)
      : text_("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + number_of(width) + "pt\" height=\"" +
              number_of(height) + "pt\" viewBox=\"0 0 " + number_of(width) + " " + number_of(height) +
              "\" font-family=\"DejaVu Sans, Arial, sans-serif\" role=\"img\">\n<title>" +
              escaped_markup(title) + "</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n")
  {
  }
  void line(const std::vector<PlanePoint> &points, const Stroke &stroke) override
  {
    std::string dashes;
    for (const double length : stroke.dashes) dashes += (dashes.empty() ? "" : " ") + number_of(length);
    text_ += "<polyline points=\"" + list(points) + "\" fill=\"none\" stroke=\"" +
             hexadecimal(stroke.colour) + "\" stroke-width=\"" + number_of(stroke.width) +
             "\" stroke-linejoin=\"round\"" + (dashes.empty() ? "" : " stroke-dasharray=\"" + dashes + "\"") +
             "/>\n";
  }
  void fill(const std::vector<PlanePoint> &points, const Colour &colour, double opacity) override
  {
    text_ += "<polygon points=\"" + list(points) + "\" fill=\"" + hexadecimal(colour) + "\" fill-opacity=\"" +
             number_of(opacity) + "\"/>\n";
  }
  void circle(const PlanePoint &centre, double radius, const Colour &colour, bool open) override
  {
    text_ += "<circle cx=\"" + number_of(centre.x) + "\" cy=\"" + number_of(centre.y) + "\" r=\"" +
             number_of(radius) + "\" stroke=\"" + hexadecimal(colour) + "\" fill=\"" +
             (open ? "#ffffff" : hexadecimal(colour)) + "\"/>\n";
  }
  void text(const PlanePoint &at, const std::string &words, double size, Anchor anchor, const Colour &colour,
            bool upright) override
  {
    const char *const where = anchor == Anchor::start ? "start" : anchor == Anchor::middle ? "middle" : "end";
    const std::string x = number_of(at.x), y = number_of(at.y);
    text_ += "<text x=\"" + x + "\" y=\"" + y + "\" font-size=\"" + number_of(size) + "\" text-anchor=\"" +
             where + "\" fill=\"" + hexadecimal(colour) + "\"" +
             (upright ? " transform=\"rotate(-90 " + x + " " + y + ")\"" : "") + ">" + escaped_markup(words) +
             "</text>\n";
  }
  void image(const PlanePoint &corner, double width, double height,
             const std::vector<std::vector<Colour>> &rows) override
  {
    const std::string png = png_of(rows);
    text_ += "<image x=\"" + number_of(corner.x) + "\" y=\"" + number_of(corner.y) + "\" width=\"" +
             number_of(width) + "\" height=\"" + number_of(height) +
             "\" preserveAspectRatio=\"none\" href=\"data:image/png;base64," +
             dealii::Utilities::encode_base64(std::vector<unsigned char>(png.begin(), png.end())) + "\"/>\n";
  }
  void clip(const PlanePoint &corner, double width, double height) override
  {
    const std::string name = "clip" + std::to_string(++clips_);
    text_ += "<clipPath id=\"" + name + "\"><rect x=\"" + number_of(corner.x) + "\" y=\"" +
             number_of(corner.y) + "\" width=\"" + number_of(width) + "\" height=\"" + number_of(height) +
             "\"/></clipPath>\n<g clip-path=\"url(#" + name + ")\">\n";
  }
  void release() override { text_ += "</g>\n"; }
  std::string finish() override { return text_ + "</svg>\n"; }

 private:
  static std::string list(const std::vector<PlanePoint> &points)
  {
    std::string result;
    for (const auto &p : points)
      result += (result.empty() ? "" : " ") + number_of(p.x) + "," + number_of(p.y);
    return result;
  }
  std::string text_;
  unsigned clips_ = 0;
};
}  // namespace

std::unique_ptr<Canvas> make_svg(double width, double height, const std::string &title)
{
  return std::make_unique<SvgCanvas>(width, height, title);
}

}  // namespace gammaflow
