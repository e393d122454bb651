#include <gammaflow/io/hdf5_text.h>

#include <algorithm>

namespace gammaflow
{
bool write_texts(hid_t file, const std::string &group, const std::map<std::string, std::string> &texts)
{
  const Hdf5Handle in{H5Gcreate2(file, group.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), &H5Gclose};
  bool good = in.id >= 0;
  for (const auto &[name, text] : texts) {
    const Hdf5Handle space{H5Screate(H5S_SCALAR), &H5Sclose}, type{H5Tcopy(H5T_C_S1), &H5Tclose};
    H5Tset_size(type.id, text.size() + 1);
    H5Tset_cset(type.id, H5T_CSET_UTF8);
    const Hdf5Handle dataset{
        H5Dcreate2(in.id, name.c_str(), type.id, space.id, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), &H5Dclose};
    good = good && H5Dwrite(dataset.id, type.id, H5S_ALL, H5S_ALL, H5P_DEFAULT, text.c_str()) >= 0;
  }
  return good;
}

std::map<std::string, std::string> read_texts(hid_t file, const std::string &group)
{
  std::map<std::string, std::string> texts;
  const Hdf5Handle in{H5Gopen2(file, group.c_str(), H5P_DEFAULT), &H5Gclose};
  H5G_info_t info;
  if (in.id < 0 || H5Gget_info(in.id, &info) < 0) return texts;
  for (hsize_t i = 0; i < info.nlinks; ++i) {
    std::string name(256, '\0');  // ours are shorter
    const auto length =
        H5Lget_name_by_idx(in.id, ".", H5_INDEX_NAME, H5_ITER_INC, i, name.data(), name.size(), H5P_DEFAULT);
    if (length <= 0 || std::size_t(length) >= name.size()) continue;
    name.resize(std::size_t(length));
    const Hdf5Handle dataset{H5Dopen2(in.id, name.c_str(), H5P_DEFAULT), &H5Dclose};
    const Hdf5Handle type{dataset.id < 0 ? -1 : H5Dget_type(dataset.id), &H5Tclose};
    const Hdf5Handle space{dataset.id < 0 ? -1 : H5Dget_space(dataset.id), &H5Sclose};
    if (type.id < 0 || space.id < 0 || H5Tget_class(type.id) != H5T_STRING ||
        H5Tis_variable_str(type.id) != 0 || H5Sget_simple_extent_npoints(space.id) != 1)
      continue;
    // a length that was damaged may claim anything: no more than what the file stores
    const std::size_t size = H5Tget_size(type.id);
    if (size == 0 || size > H5Dget_storage_size(dataset.id)) continue;
    std::string text(size, '\0');
    if (H5Dread(dataset.id, type.id, H5S_ALL, H5S_ALL, H5P_DEFAULT, text.data()) < 0) continue;
    text.resize(std::min(text.find('\0'), size));
    texts[name] = text;
  }
  return texts;
}

}  // namespace gammaflow
