# SPDX-License-Identifier: GPL-3.0-or-later
"""What a machine's sudden end leaves of a directory, by the journal of shim/power_loss.cc.

Everything in the journal is taken back, last change first, then what was synced is made again, and by
choice a part of the rest, as disks do: of each file any pages, of each directory the first so many changes.
"""
import collections
import os
import pathlib
import shutil
import struct

HEADER = struct.Struct("<BQQQQqqII")
WRITE, TRUNCATE, CREATE, MKDIR, RENAME, UNLINK, RMDIR, LINK, SYNC, SYNC_FAILED = range(1, 11)
PAGE = 4096

Change = collections.namedtuple("Change", "kind file directory other_directory target offset size first second")


class Switch:
    """The environment of a server that is to be followed, and the restoring afterwards."""

    def __init__(self, library, data, journal):
        self.library, self.data, self.journal = pathlib.Path(library), pathlib.Path(data), pathlib.Path(journal)

    def environment(self, ignore_sync=False, error=None, one_in=0, seed=0):
        """Begins a journal. The directory need not exist yet."""
        shutil.rmtree(self.journal, ignore_errors=True)
        self.journal.mkdir(parents=True)
        return {"LD_PRELOAD": str(self.library), "POWER_LOSS_DATA": os.path.realpath(self.data),
                "POWER_LOSS_JOURNAL": str(self.journal), "POWER_LOSS_IGNORE_SYNC": "1" if ignore_sync else "0",
                "POWER_LOSS_ERROR": error or "", "POWER_LOSS_ONE_IN": str(one_in), "POWER_LOSS_SEED": str(seed)}

    def cut(self, rng=None):
        """The power fails. rng: keeps some of what was not synced; None: nothing. Returns (synced, lost) changes."""
        changes = read_journal(self.journal / "journal")
        if not changes:
            return 0, 0
        files = Files(self.data, self.journal)
        for change in reversed(changes):
            files.undo(change)
        durable = find_durable(changes)
        kept = keep_some(changes, durable, rng) if rng else {}
        made = 0
        for number, change in enumerate(changes):
            if number in durable:
                files.redo(change, None)
                made += 1
            elif number in kept:
                files.redo(change, rng)
        total = sum(change.kind < SYNC for change in changes)
        return made, total - made


def read_journal(path):
    data = path.read_bytes() if path.exists() else b""
    changes, at = [], 0
    while at + HEADER.size <= len(data):
        *numbers, first, second = HEADER.unpack_from(data, at)
        at += HEADER.size
        if at + first + second > len(data):
            break  # it was being written
        changes.append(Change(*numbers, data[at:at + first], data[at + first:at + first + second]))
        at += first + second
    return changes


def find_durable(changes):
    """The numbers of the changes that were synced. What a failed sync left out stays out."""
    of_file, of_directory, missing, durable = {}, {}, {}, set()
    for number, change in enumerate(changes):
        if change.kind in (WRITE, TRUNCATE):
            of_file.setdefault(change.file, []).append(number)
        elif change.kind == SYNC:
            durable.update(of_file.pop(change.file, ()))
            for named in of_directory.pop(change.file, ()):
                missing[named] -= 1
                if missing[named] == 0:
                    durable.add(named)
        elif change.kind == SYNC_FAILED:
            of_file.pop(change.file, None)
        else:
            directories = {change.directory, change.other_directory} - {0}
            missing[number] = len(directories)
            for directory in directories:
                of_directory.setdefault(directory, []).append(number)
    return durable


def keep_some(changes, durable, rng):
    """Of what was not synced: of each directory the first so many changes; of files any."""
    by_directory = {}
    kept = set()
    for number, change in enumerate(changes):
        if number in durable or change.kind >= SYNC:
            continue
        if change.kind in (WRITE, TRUNCATE):
            if rng.random() < 0.5:
                kept.add(number)
        else:
            for directory in {change.directory, change.other_directory} - {0}:
                by_directory.setdefault(directory, []).append(number)
    refused = set()
    for numbers in by_directory.values():
        refused.update(numbers[rng.randint(0, len(numbers)):])
    kept.update(number for numbers in by_directory.values() for number in numbers if number not in refused)
    return kept


class Files:
    """The directory while it is put back. Every file that the journal speaks of has a link beside the journal."""

    def __init__(self, data, journal):
        self.journal = journal
        for folder, _, names in os.walk(data):
            for name in names:
                path = os.path.join(folder, name)
                self._keep(path, os.lstat(path).st_ino)

    def _kept(self, file):
        return str(self.journal / f"keep.{file}")

    def _keep(self, path, file):
        if not os.path.exists(self._kept(file)):
            os.link(path, self._kept(file))

    def undo(self, change):
        path = os.fsdecode(change.first) if change.kind not in (WRITE, TRUNCATE) else ""
        if change.kind in (WRITE, TRUNCATE):
            at = change.offset
            self._edit(change.file, [(at, change.first)], change.size)
        elif change.kind in (CREATE, LINK):
            remove_name(path, change.file)
        elif change.kind == MKDIR:
            shutil.rmtree(path, ignore_errors=True)
        elif change.kind == RENAME:
            self._undo_rename(path, os.fsdecode(change.second), change)
        elif change.kind == UNLINK:
            self._put(path, change.file)
        elif change.kind == RMDIR:
            os.makedirs(path, exist_ok=True)

    def _undo_rename(self, old, new, change):
        if os.path.isdir(new):
            os.rename(new, old)
            return
        if inode(new) == change.file:
            remove_name(new, change.file)
            if change.target:
                self._put(new, change.target)
        self._put(old, change.file)

    def redo(self, change, rng):
        """rng: writes may be torn. What stands in a directory that was lost is lost."""
        if change.kind == WRITE:
            self._edit(change.file, pages(change, rng), None)
            return
        if change.kind == TRUNCATE:
            self._edit(change.file, [], change.offset)
            return
        if change.kind == SYNC or change.kind == SYNC_FAILED:
            return
        path = os.fsdecode(change.first)
        if not os.path.isdir(os.path.dirname(path)):
            return
        if change.kind in (CREATE, LINK):
            self._put(path, change.file)
        elif change.kind == MKDIR:
            os.makedirs(path, exist_ok=True)
        elif change.kind == RENAME:
            self._redo_rename(path, os.fsdecode(change.second), change)
        elif change.kind == UNLINK:
            remove_name(path, change.file)
        elif change.kind == RMDIR:
            shutil.rmtree(path, ignore_errors=True)

    def _redo_rename(self, old, new, change):
        if os.path.isdir(old):
            os.rename(old, new)
        elif inode(old) == change.file and os.path.isdir(os.path.dirname(new)):
            os.rename(old, new)

    def _put(self, path, file):
        """The name `path` becomes one of `file`, which may never have come to be."""
        if os.path.exists(self._kept(file)) and inode(path) != file:
            if os.path.lexists(path):
                os.unlink(path)
            os.makedirs(os.path.dirname(path), exist_ok=True)  # its removal may be the one change without a record
            os.link(self._kept(file), path)

    def _edit(self, file, parts, size):
        # Drafts of folded parts now and then lose their last name unseen by the library. What such a file held
        # nobody can read; where one is missed, the checks say so.
        if not os.path.exists(self._kept(file)):
            return
        with open(self._kept(file), "r+b") as out:
            for offset, content in parts:
                out.seek(offset)
                out.write(content)
            if size is not None:
                out.truncate(size)


def pages(change, rng):
    """What of a write reaches the disk: all of it, or any of its pages."""
    if rng is None:
        return [(change.offset, change.second)]
    parts, at = [], change.offset
    end = change.offset + len(change.second)
    while at < end:
        stop = min(end, (at // PAGE + 1) * PAGE)
        if rng.random() < 0.7:
            parts.append((at, change.second[at - change.offset:stop - change.offset]))
        at = stop
    return parts


def inode(path):
    try:
        return os.lstat(path).st_ino
    except FileNotFoundError:
        return 0


def remove_name(path, file):
    if inode(path) == file:
        os.unlink(path)
