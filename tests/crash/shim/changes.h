// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_CRASH_SHIM_CHANGES_H_
#define FACETWIRE_TESTS_CRASH_SHIM_CHANGES_H_

#include <cstddef>
#include <string>
#include <sys/stat.h>
#include <sys/types.h>

// The changes themselves, journaled, each as the call that it stands for, errno included. What is
// said to need the Guard is called while it is held; the others take it.
namespace facetwire::shim {

struct stat StatusOf(int fd);

// Of an open file that is about to be truncated. Needs the Guard.
void JournalTruncate(int fd, off_t size);

// open and openat, wherever the path leads.
int Open(int at, const char* path, int flags, mode_t mode);

// pwrite to a file below the directory that is followed. Needs the Guard.
ssize_t Put(int fd, const void* bytes, std::size_t size, off_t offset);

// fsync and fdatasync; `real` where the file is not followed.
int Sync(int fd, int (*real)(int));

// Of paths below the directory that is followed.
int Rename(const std::string& from, const std::string& to);
int Unlink(const std::string& path);
int Rmdir(const std::string& path);

bool IsDirectory(const std::string& path);

// Ends the process where `path` is not empty: the call is not followed there.
void Refuse(const std::string& path, const char* call);

}  // namespace facetwire::shim

#endif  // FACETWIRE_TESTS_CRASH_SHIM_CHANGES_H_
