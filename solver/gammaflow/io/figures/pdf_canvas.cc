// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/io/figures/formats.h>

#include <cairo/cairo-pdf.h>
#include <cmath>
#include <stdexcept>

namespace gammaflow
{
namespace
{
cairo_status_t append(void *to, const unsigned char *bytes, unsigned length)
{
  static_cast<std::string *>(to)->append(reinterpret_cast<const char *>(bytes), length);
  return CAIRO_STATUS_SUCCESS;
}

struct Destroy {
  void operator()(cairo_surface_t *surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t *context) const { cairo_destroy(context); }
};
using Surface = std::unique_ptr<cairo_surface_t, Destroy>;
using Context = std::unique_ptr<cairo_t, Destroy>;

void require_success(cairo_status_t status)
{
  if (status != CAIRO_STATUS_SUCCESS)
    throw std::runtime_error(std::string("cairo: ") + cairo_status_to_string(status));
}

Surface surface_of(const std::vector<std::vector<Colour>> &rows)
{
  const int height = int(rows.size()), width = int(rows.front().size());
  Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height));
  require_success(cairo_surface_status(surface.get()));
  unsigned char *const pixels = cairo_image_surface_get_data(surface.get());
  const int stride = cairo_image_surface_get_stride(surface.get());
  const auto byte = [](double c) { return std::uint32_t(std::lround(255 * c)); };
  for (int j = 0; j < height; ++j)
    for (int i = 0; i < width; ++i) {
      const Colour &c = rows[std::size_t(j)][std::size_t(i)];
      reinterpret_cast<std::uint32_t *>(pixels + j * stride)[i] =
          byte(c.r) << 16 | byte(c.g) << 8 | byte(c.b);
    }
  cairo_surface_mark_dirty(surface.get());
  return surface;
}

class PdfCanvas : public Canvas
{
 public:
  PdfCanvas(double width, double height, const std::string &title)
      : surface_(cairo_pdf_surface_create_for_stream(append, &file_, width, height)),
        context_(cairo_create(surface_.get()))
  {
    require_success(cairo_status(context_.get()));
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
    // the same input gives the same bits
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
    cairo_select_font_face(context_.get(), "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_line_join(context_.get(), CAIRO_LINE_JOIN_ROUND);
  }
  void line(const std::vector<PlanePoint> &points, const Stroke &stroke) override
  {
    path(points);
    use(stroke.colour, 1);
    cairo_set_line_width(context_.get(), stroke.width);
    cairo_set_dash(context_.get(), stroke.dashes.data(), int(stroke.dashes.size()), 0);
    cairo_stroke(context_.get());
  }
  void fill(const std::vector<PlanePoint> &points, const Colour &colour, double opacity) override
  {
    path(points);
    use(colour, opacity);
    cairo_fill(context_.get());
  }
  void circle(const PlanePoint &centre, double radius, const Colour &colour, bool open) override
  {
    cairo_new_path(context_.get());
    cairo_arc(context_.get(), centre.x, centre.y, radius, 0, 2 * M_PI);
    use(open ? Colour{1, 1, 1} : colour, 1);
    cairo_fill_preserve(context_.get());
    use(colour, 1);
    cairo_set_line_width(context_.get(), 1);
    cairo_set_dash(context_.get(), nullptr, 0, 0);
    cairo_stroke(context_.get());
  }
  void text(const PlanePoint &at, const std::string &words, double size, Anchor anchor, const Colour &colour,
            bool upright) override
  {
    cairo_t *const c = context_.get();
    cairo_save(c);
    cairo_set_font_size(c, size);
    cairo_text_extents_t extents;
    cairo_text_extents(c, words.c_str(), &extents);
    const double part = anchor == Anchor::start ? 0 : anchor == Anchor::middle ? 0.5 : 1;
    cairo_translate(c, at.x, at.y);
    if (upright) cairo_rotate(c, -M_PI / 2);
    cairo_move_to(c, -part * extents.x_advance, 0);
    use(colour, 1);
    cairo_show_text(c, words.c_str());
    cairo_restore(c);
  }
  void image(const PlanePoint &corner, double width, double height,
             const std::vector<std::vector<Colour>> &rows) override
  {
    const Surface picture = surface_of(rows);
    cairo_t *const c = context_.get();
    cairo_save(c);
    cairo_translate(c, corner.x, corner.y);
    cairo_scale(c, width / double(rows.front().size()), height / double(rows.size()));
    cairo_set_source_surface(c, picture.get(), 0, 0);
    cairo_paint(c);
    cairo_restore(c);
  }
  void clip(const PlanePoint &corner, double width, double height) override
  {
    cairo_save(context_.get());
    cairo_rectangle(context_.get(), corner.x, corner.y, width, height);
    cairo_clip(context_.get());
  }
  void release() override { cairo_restore(context_.get()); }
  std::string finish() override
  {
    cairo_show_page(context_.get());
    require_success(cairo_status(context_.get()));
    context_.reset();
    cairo_surface_finish(surface_.get());
    require_success(cairo_surface_status(surface_.get()));
    return file_;
  }

 private:
  void path(const std::vector<PlanePoint> &points)
  {
    cairo_new_path(context_.get());
    for (const auto &p : points) cairo_line_to(context_.get(), p.x, p.y);
  }
  void use(const Colour &colour, double opacity)
  {
    cairo_set_source_rgba(context_.get(), colour.r, colour.g, colour.b, opacity);
  }
  std::string file_;
  Surface surface_;
  Context context_;
};
}  // namespace

std::unique_ptr<Canvas> make_pdf(double width, double height, const std::string &title)
{
  return std::make_unique<PdfCanvas>(width, height, title);
}

std::string png_of(const std::vector<std::vector<Colour>> &rows)
{
  const Surface picture = surface_of(rows);
  std::string file;
  require_success(cairo_surface_write_to_png_stream(picture.get(), append, &file));
  return file;
}

}  // namespace gammaflow
