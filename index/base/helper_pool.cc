// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/base/helper_pool.h"

#include <system_error>
#include <utility>

namespace facetwire {

HelperPool::~HelperPool() {
  std::vector<std::thread> threads;
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
    threads.swap(threads_);
    wake_.NotifyAll();
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
}

bool HelperPool::TryRun(std::function<void()> work) {
  const MutexLock lock(mutex_);
  if (stopping_ || at_work_ >= processors_) {
    return false;
  }
  if (idle_ <= waiting_.size() && !StartThread()) {
    return false;
  }
  waiting_.push_back(std::move(work));
  ++at_work_;
  wake_.NotifyOne();
  return true;
}

bool HelperPool::StartThread() {
  try {
    threads_.emplace_back([this] { Run(); });
    ++idle_;
    return true;
  } catch (const std::system_error&) {  // there are too many threads: somebody else has to work
    return false;
  }
}

bool HelperPool::crowded() const {
  const MutexLock lock(mutex_);
  return at_work_ > processors_;
}

void HelperPool::Begin() {
  const MutexLock lock(mutex_);
  ++at_work_;
}

void HelperPool::End() {
  const MutexLock lock(mutex_);
  --at_work_;
}

void HelperPool::Run() {
  std::function<void()> work;
  while (Next(work)) {
    work();
    work = nullptr;
    const MutexLock lock(mutex_);
    --at_work_;
    ++idle_;
  }
}

bool HelperPool::Next(std::function<void()>& work) {
  const MutexLock lock(mutex_);
  while (waiting_.empty() && !stopping_) {
    wake_.Wait(mutex_);
  }
  if (waiting_.empty()) {
    return false;
  }
  work = std::move(waiting_.front());
  waiting_.pop_front();
  --idle_;
  return true;
}

}  // namespace facetwire
