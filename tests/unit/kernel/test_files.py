"""Files appear whole or not at all, and are never overwritten by a later publisher."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest

from reelmake.kernel.files import (
    clone_or_copy,
    copy_atomic,
    publish,
    sweep_temporaries,
    temporary_beside,
    write_atomic,
    write_if_changed,
)


def names_in(directory):
    return sorted(path.name for path in directory.iterdir())


def test_writing_creates_directories_and_leaves_no_other_file(tmp_path):
    write_atomic(tmp_path / "a" / "b.json", b"new")
    assert (tmp_path / "a" / "b.json").read_bytes() == b"new"
    assert names_in(tmp_path / "a") == ["b.json"]


@pytest.mark.spec("E4")
def test_readers_see_the_old_content_or_the_new_never_a_part(tmp_path):
    path = tmp_path / "file"
    contents = [bytes([digit]) * 200_000 for digit in b"ab"]
    write_atomic(path, contents[0])
    done = threading.Event()
    seen = set()

    def read():
        while not done.is_set():
            seen.add(path.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for turn in range(60):
        write_atomic(path, contents[turn % 2])
    done.set()
    reader.join()
    assert seen <= set(contents)


@pytest.mark.spec("E4")
def test_a_writer_that_is_killed_leaves_the_old_file(tmp_path):
    path = tmp_path / "file"
    write_atomic(path, b"old")
    code = (
        "import os, signal, sys, pathlib, reelmake.kernel.files as files\n"
        "files.os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)\n"
        "files.write_atomic(pathlib.Path(sys.argv[1]), b'new')\n"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == -9
    assert path.read_bytes() == b"old"
    write_atomic(path, b"newer")
    assert path.read_bytes() == b"newer"


def test_a_failed_write_leaves_no_temporary_file(tmp_path):
    (tmp_path / "target").mkdir()
    with pytest.raises(IsADirectoryError):
        write_atomic(tmp_path / "target", b"a directory is in the way")
    assert names_in(tmp_path) == ["target"]


def test_equal_content_is_not_written_again(tmp_path):
    path = tmp_path / "file"
    assert write_if_changed(path, b"one")
    os.utime(path, ns=(1, 1))
    assert not write_if_changed(path, b"one")
    assert path.stat().st_mtime_ns == 1
    assert write_if_changed(path, b"two")
    assert path.read_bytes() == b"two"


@pytest.mark.spec("E7")
def test_publishing_never_replaces_an_existing_file(tmp_path):
    for name, content in (("first", b"1"), ("second", b"2")):
        (tmp_path / name).write_bytes(content)
    assert publish(tmp_path / "first", tmp_path / "store" / "object")
    assert not publish(tmp_path / "second", tmp_path / "store" / "object")
    assert (tmp_path / "store" / "object").read_bytes() == b"1"
    assert names_in(tmp_path) == ["store"], "what was published or came too late is gone from its own place"


@pytest.mark.spec("E7")
def test_of_many_publishers_exactly_one_wins(tmp_path):
    sources = [tmp_path / f"source{index}" for index in range(8)]
    for index, source in enumerate(sources):
        source.write_bytes(str(index).encode())
    won = []
    threads = [
        threading.Thread(target=lambda source=source: won.append((publish(source, tmp_path / "object"), source.name)))
        for source in sources
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = [name for result, name in won if result]
    assert (tmp_path / "object").read_bytes().decode() == winner.removeprefix("source")


def test_a_copy_has_its_content_and_mode_and_replaces_what_was_there(tmp_path):
    source, target = tmp_path / "source", tmp_path / "deep" / "target"
    source.write_bytes(b"x" * 3_000_000)
    source.chmod(0o444)
    copy_atomic(source, target)
    source.chmod(0o644)
    source.write_bytes(b"changed")
    assert target.read_bytes() == b"x" * 3_000_000, "a copy is no link"
    assert target.stat().st_mode & 0o777 == 0o644
    copy_atomic(source, target)
    assert target.read_bytes() == b"changed"


def test_a_clone_does_not_overwrite(tmp_path):
    (tmp_path / "a").write_bytes(b"a")
    (tmp_path / "b").write_bytes(b"b")
    with pytest.raises(FileExistsError):
        clone_or_copy(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == b"b"


def test_a_temporary_name_is_unused_hidden_short_and_cleaned_up(tmp_path):
    with temporary_beside(tmp_path / ("n" * 250)) as temporary:
        assert temporary.parent == tmp_path and temporary.name.startswith(".")
        temporary.write_bytes(b"x")
    assert names_in(tmp_path) == []


def test_only_the_temporary_files_of_killed_writers_are_swept(tmp_path):
    left, late = tmp_path / "a/.film.mp4.0123456789ab.tmp", tmp_path / "a/.film.mp4.ba9876543210.tmp"
    kept = [tmp_path / "a/film.mp4", tmp_path / "a/notes.tmp", late]
    for path in (left, *kept):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    os.utime(left, ns=(5, 5))
    sweep_temporaries(tmp_path, late.stat().st_mtime_ns)
    assert sorted(tmp_path.rglob("*.*")) == sorted(kept)
    sweep_temporaries(tmp_path / "nowhere", 1)
