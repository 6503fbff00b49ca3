"""The example series as it is heard: an ear that does not know the script has to find the script's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy
import pytest

from reelmake.crafts.captions.build import caption_cues
from reelmake.crafts.story.screenplay import parse_screenplay
from reelmake.documents.canon import Canon
from reelmake.documents.project import CaptionConfig, ProjectConfig
from reelmake.documents.voice import LineStatus, SpokenLine
from reelmake.documents.yaml.files import load_yaml
from reelmake.kernel.frames import Rate
from support.hearing import aligned, recognised, sound_at, word_errors, words_in
from support.studio import make_line, make_shot, make_shotlist
from unit.crafts.voice.conftest import World

ROOT = Path(__file__).parents[4]
pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Series:
    """The spoken lines of all episodes, and their sounds by key."""

    world: World
    lines: tuple[SpokenLine, ...]
    sounds: dict[str, Any]
    names: str


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> Series:
    world = World(tmp_path_factory.mktemp("series"))
    canon = load_yaml(Canon, ROOT / "story/canon.yaml")
    project = load_yaml(ProjectConfig, ROOT / "config/project.yaml")
    lines: list[SpokenLine] = []
    for path in sorted((ROOT / "story").glob("ep*.fountain")):
        script = parse_screenplay(
            path.read_bytes(),
            path=path.name,
            episode=path.stem,
            series=project.series.id,
            character_ids=canon.character_ids(),
            location_ids=canon.location_ids(),
        )
        lines += world.speak(script, project=project, canon=canon).lines
    assert all(line.status is LineStatus.SPOKEN for line in lines)
    sounds = {line.key: sound_at(world.root / f"{line.key}.wav") for line in lines}
    names = ", ".join(person.name.title() for person in canon.characters.values())
    return Series(world, tuple(lines), sounds, names)


def said(*lines: SpokenLine) -> list[str]:
    return [word for line in lines for word in words_in(line.spoken)]


@pytest.mark.spec("R4")
def test_an_ear_that_does_not_know_the_script_hears_its_words(series: Series) -> None:
    heard = recognised((series.sounds[line.key] for line in series.lines), series.names)
    words = said(*series.lines)
    assert len(words) > 300
    assert word_errors(words, heard) <= 0.05 * len(words), " ".join(heard)


def test_a_word_that_is_spoken_wrongly_is_found_out(series: Series) -> None:
    line = max(series.lines, key=lambda line: line.samples)
    longest = max(re.findall("[A-Za-z]+", line.spoken), key=len)
    wrong = re.sub(rf"\b{longest}\b", "elephant", line.spoken, flags=re.IGNORECASE)
    assert wrong != line.spoken
    (changed,) = series.world.speak(series.world.script((line.speaker_id, wrong))).lines
    rightly = recognised([series.sounds[line.key]], series.names)
    wrongly = recognised([sound_at(series.world.root / f"{changed.key}.wav")], series.names)
    assert "elephant" in wrongly and "elephant" not in rightly
    assert word_errors(said(line), wrongly) > word_errors(said(line), rightly)


@pytest.mark.spec("R5")
def test_captions_begin_when_an_aligner_hears_their_first_word(series: Series) -> None:
    rate, lead = Rate.parse("24"), 48
    config = CaptionConfig(speakers="none")
    errors: list[float] = []
    for line in series.lines:
        starts = aligned(series.sounds[line.key], said(line))
        if starts is None:
            continue
        shown = make_line(line.id, line.text, lead, line.frames)
        shotlist = make_shotlist(make_shot(frames=lead + line.frames, lines=(shown,)))
        first = 0
        for cue in caption_cues(shotlist, config, {line.id: line.words}):
            errors.append(float(1000 * Fraction(cue.start - lead) / rate.value) - starts[first])
            first += len(words_in(" ".join(cue.rows)))
        assert first == len(starts)
    assert len(errors) > 50
    assert numpy.abs(errors).mean() <= 100, f"milliseconds, over {len(errors)} captions"


@pytest.mark.spec("R5")
def test_words_begin_where_an_aligner_finds_them(series: Series) -> None:
    errors: list[float] = []
    for line in series.lines:
        written = [words_in(word.text) for word in line.words]
        if [word for words in written for word in words] != said(line) or any(len(words) != 1 for words in written):
            continue
        starts = aligned(series.sounds[line.key], said(line))
        if starts is not None:
            errors += [start - word.start_ms for start, word in zip(starts, line.words, strict=True)]
    assert len(errors) > 0.8 * len(said(*series.lines)), "nearly all words have to take part"
    assert numpy.abs(errors).mean() <= 100, f"milliseconds, over {len(errors)} words"
    assert numpy.abs(numpy.array(errors) + 200).mean() > 100, "words 200 ms early would be found out"
    assert numpy.abs(numpy.array(errors) - 200).mean() > 100, "and words as late"
