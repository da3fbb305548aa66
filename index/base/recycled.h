// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_BASE_RECYCLED_H_
#define FACETWIRE_INDEX_BASE_RECYCLED_H_

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace facetwire {

// A T for a while, which then stays with the thread that lets it go and serves again there: for
// working memory too big to be made and cleared for each request. In what state it was left is for
// T's users to agree on. A thread keeps kKept of them.
template <typename T>
class Recycled {
 public:
  Recycled() {
    if (Kept().empty()) {
      value_ = std::make_unique<T>();
    } else {
      value_ = std::move(Kept().back());
      Kept().pop_back();
    }
  }

  Recycled(Recycled&&) noexcept = default;

  Recycled& operator=(Recycled&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }

  ~Recycled() {
    if (value_ != nullptr && Kept().size() < kKept) {
      Kept().push_back(std::move(value_));
    }
  }

  // False once it was moved from.
  bool held() const { return value_ != nullptr; }

  T& operator*() const { return *value_; }

  T* operator->() const { return value_.get(); }

 private:
  static constexpr std::size_t kKept = 4;

  static std::vector<std::unique_ptr<T>>& Kept() {
    thread_local std::vector<std::unique_ptr<T>> kept;
    return kept;
  }

  std::unique_ptr<T> value_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_BASE_RECYCLED_H_
