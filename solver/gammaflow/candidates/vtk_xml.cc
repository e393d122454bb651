// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/shortened.h>
#include <gammaflow/candidates/vtk_xml.h>

#include <algorithm>
#include <charconv>
#include <expat.h>
#include <map>
#include <memory>
#include <optional>

namespace gammaflow
{
namespace
{
constexpr std::size_t deepest = 16, most_tags = 1000000;
using Attributes = std::map<std::string, std::string>;

/// The callbacks of expat. What is wrong is kept until the parser has stopped: nothing may be thrown through
/// a library of C.
class Document
{
 public:
  Document(const std::string &content, const std::string &name) : content_(content), name_(name) {}

  VtkXml read()
  {
    const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> owner(XML_ParserCreate(nullptr),
                                                                             XML_ParserFree);
    if (!owner) throw NumericalFailure("no memory to read " + name_);
    parser_ = owner.get();
    XML_SetUserData(parser_, this);
    XML_SetElementHandler(
        parser_,
        [](void *self, const char *tag, const char **pairs) {
          Attributes attributes;
          for (; *pairs != nullptr; pairs += 2) attributes[pairs[0]] = pairs[1];
          static_cast<Document *>(self)->open(tag, attributes);
        },
        [](void *self, const char *) { static_cast<Document *>(self)->path_.pop_back(); });
    XML_SetCharacterDataHandler(parser_, [](void *self, const char *text, int size) {
      static_cast<Document *>(self)->collect(text, std::size_t(size));
    });
    XML_SetStartDoctypeDeclHandler(parser_, [](void *self, const char *, const char *, const char *, int) {
      static_cast<Document *>(self)->refuse("", "declares a document type", "a file that VTK has written");
    });
    parse();
    return std::move(xml_);
  }

 private:
  void parse()
  {
    constexpr std::size_t block = 1u << 26;
    for (std::size_t from = 0; from <= content_.size(); from += block) {
      const std::size_t size = std::min(block, content_.size() - from);
      const bool last = from + size == content_.size();
      if (XML_Parse(parser_, content_.data() + from, int(size), last) == XML_STATUS_OK) {
        if (last) break;
        continue;
      }
      if (error_) throw *error_;
      if (finished_) return find_appended();
      throw InputError(name_ + ": line " + std::to_string(XML_GetCurrentLineNumber(parser_)), "",
                       std::string("is no XML: ") + XML_ErrorString(XML_GetErrorCode(parser_)),
                       "a file of VTK that is whole");
    }
    if (xml_.kind.empty()) throw InputError(name_, "", "holds no VTKFile", "a file of VTK that is whole");
  }

  void refuse(const std::string &given, const std::string &why, const std::string &allowed)
  {
    if (!error_)
      error_.emplace(name_ + ": line " + std::to_string(XML_GetCurrentLineNumber(parser_)), shortened(given),
                     why, allowed);
    XML_StopParser(parser_, XML_FALSE);
  }

  void open(const std::string &tag, const Attributes &attributes)
  {
    const std::string parent = path_.empty() ? "" : path_.back();
    path_.push_back(tag);
    if (path_.size() > deepest || ++tags_ > most_tags)
      return refuse(tag, "has too many tags", "what VTK writes");
    if (path_.size() == 1) return begin(tag, attributes);
    if (tag == "Piece") return piece(attributes);
    if (tag == "DataSet" && parent == "Collection")
      xml_.files.emplace_back(text(attributes, "timestep"), text(attributes, "file"));
    if (tag == "DataArray") array(parent, attributes);
    if (tag == "AppendedData") {
      finished_ = true;
      xml_.raw = text(attributes, "encoding") == "raw";
      from_ = std::size_t(XML_GetCurrentByteIndex(parser_));
      XML_StopParser(parser_, XML_FALSE);
    }
  }

  void begin(const std::string &tag, const Attributes &attributes)
  {
    if (tag != "VTKFile") return refuse(tag, "is no VTKFile", "a file of VTK");
    xml_.kind = text(attributes, "type");
    xml_.big_endian = choice(attributes, "byte_order", "LittleEndian", "BigEndian");
    xml_.header = choice(attributes, "header_type", "UInt32", "UInt64") ? 8 : 4;
    const std::string compressor = text(attributes, "compressor");
    xml_.compressed = !compressor.empty();
    if (xml_.compressed && compressor != "vtkZLibDataCompressor")
      refuse(compressor, "is a way to compress that is not read", "vtkZLibDataCompressor, or none");
  }

  void piece(const Attributes &attributes)
  {
    if (attributes.count("Source") != 0) xml_.sources.push_back(text(attributes, "Source"));
    xml_.pieces.emplace_back();
    xml_.pieces.back().points = number(attributes, "NumberOfPoints");
    xml_.pieces.back().cells = number(attributes, "NumberOfCells");
    for (const char *kind : {"NumberOfLines", "NumberOfPolys", "NumberOfStrips"})
      if (number(attributes, kind) > 0) xml_.pieces.back().lines = true;
  }

  void array(const std::string &parent, const Attributes &attributes)
  {
    std::vector<VtkArray> *place = parent == "FieldData" ? &xml_.fields : nullptr;
    if (!xml_.pieces.empty()) {
      VtkPiece &piece = xml_.pieces.back();
      if (parent == "Points") place = &piece.coordinates;
      if (parent == "PointData") place = &piece.data;
      if (parent == "Cells" && text(attributes, "Name") == "types") place = &piece.types;
      if (parent == "CellData") piece.cell_data = true;
    }
    VtkArray found;
    found.name = text(attributes, "Name");
    found.type = text(attributes, "type");
    found.format = text(attributes, "format");
    found.components =
        attributes.count("NumberOfComponents") != 0 ? number(attributes, "NumberOfComponents") : 1;
    found.offset = number(attributes, "offset");
    if (found.format == "appended") xml_.offsets.push_back(found.offset);
    inside_ = 0;
    if (place == nullptr) return;
    place->push_back(std::move(found));
    text_ = &place->back().text;
    inside_ = path_.size();
  }

  /// The text of the array itself, not that of tags within it.
  void collect(const char *text, std::size_t size)
  {
    if (inside_ > 0 && path_.size() == inside_ && path_.back() == "DataArray") text_->append(text, size);
  }

  void find_appended()
  {
    const std::size_t tag = content_.find('>', from_);
    const std::size_t start = tag == std::string::npos ? tag : content_.find_first_not_of(" \t\r\n", tag + 1);
    if (start == std::string::npos || content_[start] != '_')
      throw InputError(name_, "", "has no appended data behind an underscore", "a file of VTK that is whole");
    xml_.appended = std::string_view(content_).substr(start + 1);
    std::sort(xml_.offsets.begin(), xml_.offsets.end());
  }

  static std::string text(const Attributes &attributes, const std::string &key)
  {
    const auto found = attributes.find(key);
    return found == attributes.end() ? "" : found->second;
  }
  /// Whether it is the second word; the first one where it is not said.
  bool choice(const Attributes &attributes, const std::string &key, const char *first, const char *second)
  {
    const std::string given = text(attributes, key);
    if (!given.empty() && given != first && given != second)
      refuse(given, "is no " + key, std::string(first) + ", " + second);
    return given == second;
  }
  /// 0 where it is not said.
  std::size_t number(const Attributes &attributes, const std::string &key)
  {
    const std::string given = text(attributes, key);
    if (given.empty()) return 0;
    std::size_t value = 0;
    const auto read = std::from_chars(given.data(), given.data() + given.size(), value);
    if (read.ec != std::errc() || read.ptr != given.data() + given.size() || value > (std::size_t(1) << 48)) {
      refuse(given, "is no " + key, "a whole number");
      return 0;
    }
    return value;
  }

  const std::string &content_, &name_;
  XML_Parser parser_ = nullptr;
  VtkXml xml_;
  std::vector<std::string> path_;
  std::size_t inside_ = 0, tags_ = 0, from_ = 0;
  std::string *text_ = nullptr;
  bool finished_ = false;
  std::optional<InputError> error_;
};
}  // namespace

std::size_t VtkXml::next_offset(std::size_t offset) const
{
  const auto next = std::upper_bound(offsets.begin(), offsets.end(), offset);
  return next == offsets.end() ? std::string::npos : *next;
}

VtkXml parse_vtk_xml(const std::string &content, const std::string &name)
{
  return Document(content, name).read();
}

}  // namespace gammaflow
