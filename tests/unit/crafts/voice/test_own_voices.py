"""A project's own file of voices for Kokoro: what of it is believed, who gets which voice, and how they sound."""

from __future__ import annotations

import io
import os
import pickle
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelmake.crafts.voice import kokoro_engine, kokoro_tool
from reelmake.crafts.voice.cast import cast_of
from reelmake.crafts.voice.engines import engines_with
from reelmake.crafts.voice.kokoro_engine import KokoroEngine, OwnVoices, voices_with
from reelmake.crafts.voice.kokoro_phonemes import accent_of, sentences_of
from reelmake.crafts.voice.port import EngineVoice, VoiceSettings
from reelmake.crafts.voice.roster import Roster
from reelmake.crafts.voice.voice_licences import with_voice_licences
from reelmake.crafts.voice.voices_file import SHAPE, BadVoices, style_of, voices_in
from reelmake.documents.library import Licence
from reelmake.documents.plan import Source
from reelmake.documents.voice import LineStatus, VoiceFile
from reelmake.kernel.digest import digest_file
from unit.crafts.voice.test_cast import canon
from unit.crafts.voice.test_kokoro import installed

LINE = "The water was very cold there."
HERS = Licence(license_type="CC-BY-4.0", attribution="Jane Voice", expires="2031-01-31")


def style(value: float = 0.1) -> Any:
    return numpy.full(SHAPE, value, dtype="<f4")


def packed(voices: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    numpy.savez(buffer, **voices)
    return buffer.getvalue()


def zipped(name: str, data: bytes, packing: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def own_of(path: Path, *names: str) -> OwnVoices:
    return OwnVoices(VoiceFile(path=str(path), digest=digest_file(path), licence=HERS), names or voices_in(path))


@pytest.mark.spec("R4")
def test_the_voices_of_a_file_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "voices.bin"
    path.write_bytes(packed({"bf_emma": style(0.5), "af_heart": style(-0.25)}))
    assert voices_in(path) == ("af_heart", "bf_emma")
    assert (style_of(path, "bf_emma") == 0.5).all() and style_of(path, "af_heart").shape == SHAPE
    with pytest.raises(BadVoices, match="no voice am_adam"):
        style_of(path, "am_adam")


class Thief:
    """What a pickle could do if it were read."""

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return os.mkdir, ("stolen",)


def forged(data: bytes, **fields: int) -> bytes:
    """Return an archive of one entry whose list of contents lies: a larger or smaller size than there is."""
    found = data.rfind(b"PK\x01\x02")
    return data[: found + 24] + fields["size"].to_bytes(4, "little") + data[found + 28 :]


def array_bytes(array: Any) -> bytes:
    buffer = io.BytesIO()
    numpy.lib.format.write_array(buffer, array)
    return buffer.getvalue()


STRANGE = {
    "is no .npz": b"these are no voices",
    "a part of it is missing": packed({"af_heart": style()})[:-40],
    "holds no voice": packed({}),
    "510 x 256 of float32": packed({"af_heart": style()[:, 0]}),
    "1 x 256 of float32": packed({"af_heart": style()[:1, 0]}),
    "of float64; a voice is 510 x 1 x 256 of float32": packed({"af_heart": style()[:200].astype("<f8")}),
    "510 x 1 x 256 of float32; a voice": packed({"af_heart": style().astype(">f4")}),
    "of int32": packed({"af_heart": style().astype("<i4")}),
    "one of float32": packed({"af_heart": numpy.float32(1)}),
    "holds numbers that are none": packed({"am_adam": style(), "af_heart": style(float("nan"))}),
    "numbers that are none": packed({"af_heart": style(float("inf"))}),
    "no array of numbers": packed({"af_heart": numpy.array([Thief()], dtype=object)}),
    "'af_heart.pkl', which is no": zipped("af_heart.pkl", pickle.dumps(Thief())),
    "which is no voice's array": zipped("../af_heart.npy", array_bytes(style())),
    "is larger than a voice": zipped("af_heart.npy", b"\0" * 8_000_000, zipfile.ZIP_DEFLATED),
    "packed in a way": zipped("af_heart.npy", array_bytes(style()), zipfile.ZIP_LZMA),
    "it is damaged": forged(zipped("af_heart.npy", array_bytes(style())), size=1000),
    "257 arrays": packed({f"v{number}": numpy.float32(0) for number in range(257)}),
    "more than voices": packed({"af_heart": style()}) + b"PK\x01\x02" * 5000,
}


@pytest.mark.spec("E10")
@pytest.mark.parametrize("expected", STRANGE)
def test_a_file_that_is_not_one_of_voices_is_refused_and_nothing_in_it_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected: str
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "voices.npz"
    path.write_bytes(STRANGE[expected])
    with pytest.raises(BadVoices) as refusal:
        voices_in(path)
    assert expected in str(refusal.value)
    assert not (tmp_path / "stolen").exists()


def test_a_file_larger_than_voices_can_be_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "voices.npz"
    with path.open("wb") as file:
        file.truncate(1 << 30)
    with pytest.raises(BadVoices, match="larger than"):
        voices_in(path)


SMALL = packed({"af_heart": style()})


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 700), st.binary(min_size=1, max_size=8), st.booleans())
def test_a_damaged_file_is_refused_or_read_and_never_anything_else(at: int, junk: bytes, at_the_end: bool) -> None:
    import tempfile

    place = len(SMALL) - 1 - at if at_the_end else at
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "voices.npz"
        path.write_bytes((SMALL[:place] + junk + SMALL[place + len(junk) :])[: len(SMALL)])
        try:
            assert all(voices_in(path))
        except BadVoices as refusal:
            assert "\n" not in str(refusal)


FILE = VoiceFile(path="voices/v.npz", digest="0" * 64, licence=HERS)
WHEEL = (EngineVoice("jm_kumo", "low"), EngineVoice("jf_alpha", "high"))


@pytest.mark.spec("R4")
def test_a_file_s_english_voices_are_given_out_and_all_others_are_had_by_name() -> None:
    voices = voices_with(OwnVoices(FILE, ("am_adam", "anna", "bf_emma", "ff_siwis", "jf_alpha")), WHEEL)
    told = [(one.id, one.register, one.by_name_only, one.file is not None) for one in voices]
    assert told == [
        ("am_adam", "low", False, True),
        ("anna", "", False, True),
        ("bf_emma", "high", False, True),
        ("ff_siwis", "high", True, True),
        ("jf_alpha", "high", True, True),
        ("jm_kumo", "low", True, False),
    ]
    assert voices_with(None, WHEEL) == WHEEL
    foreign = voices_with(OwnVoices(FILE, ("ff_siwis",)), WHEEL)
    assert [one.by_name_only for one in foreign] == [True, False, False], "somebody has to speak"


def test_characters_get_voices_of_the_file_and_one_who_asks_gets_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KokoroEngine, "action_for", lambda *_: None)
    own = OwnVoices(FILE, ("af_heart", "am_adam", "ff_siwis"))
    roster = Roster(engines_with(own), "kokoro", "en")
    people = cast_of(canon("ann", "ben", "cy", "dee", ann={"id": "ff_siwis"}, ben={"id": "jm_kumo"}), roster).voices
    assert people["ann"].settings.voice == "ff_siwis" and people["ben"].settings.voice == "jm_kumo"
    assert {people["cy"].settings.voice, people["dee"].settings.voice} == {"af_heart", "am_adam"}
    assert not any(part.flag for part in people.values())


@installed
@pytest.mark.spec("E5")
def test_a_line_s_key_holds_what_the_file_holds_and_not_where_it_lies(tmp_path: Path) -> None:
    def action(name: str, value: float, voice: str = "af_heart") -> Any:
        path = tmp_path / name
        path.write_bytes(packed({"af_heart": style(value)}))
        return KokoroEngine(own_of(path)).action_for(LINE, VoiceSettings(voice=voice))

    one, moved, other = action("a.npz", 0.1), action("b.bin", 0.1), action("c.npz", 0.2)
    assert one.key == moved.key != other.key
    assert one.inputs["voices.npz"].licence_expires == "2031-01-31"
    plain = KokoroEngine().action_for(LINE, VoiceSettings(voice="jm_kumo"))
    assert action("d.npz", 0.3, "jm_kumo").key == plain.key, "the wheel's own voices are what they were"


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> OwnVoices:
    """A file of a voice between two of the wheel's, under an American's and a Briton's name."""
    model = kokoro_tool.installed_model()
    assert model is not None
    with numpy.load(model.voices) as voices:
        between = (voices["jf_alpha"] + voices["jf_nezumi"]) / 2
    path = tmp_path_factory.mktemp("voices") / "voices.npz"
    path.write_bytes(packed({"af_mix": between, "bf_mix": between}))
    return own_of(path)


@installed
@pytest.mark.slow
@pytest.mark.spec("R4", "E5")
def test_a_voice_of_the_file_speaks_alone_as_in_a_batch_and_in_its_own_accent(mixed: OwnVoices, tmp_path: Path) -> None:
    engine, sounds = KokoroEngine(mixed), {}
    speaker = engine.open()
    for voice in ("af_mix", "bf_mix", "jf_alpha"):
        place = tmp_path / voice
        (place / "in").mkdir(parents=True)
        (place / "in" / "voices.npz").symlink_to(mixed.file.path)
        (place / "line.txt").write_text(LINE, encoding="utf-8")
        speaker.speak(engine.action_for(LINE, VoiceSettings(voice=voice)), place)
        sounds[voice] = (place / "out.wav").read_bytes()
    assert len(set(sounds.values())) == 3
    place = tmp_path / "af_mix"
    (place / "out.wav").unlink()
    argv = engine.action_for(LINE, VoiceSettings(voice="af_mix")).pipeline[0].argv
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "1", "HOME": str(place)}
    subprocess.run([*kokoro_engine.kokoro().start, *argv], cwd=place, check=True, env=environment)
    assert (place / "out.wav").read_bytes() == sounds["af_mix"]


@installed
@pytest.mark.slow
@pytest.mark.spec("E10")
def test_a_voice_of_numbers_the_model_cannot_bear_is_stood_in_for(world: Any, tmp_path: Path) -> None:
    path = tmp_path / "voices.npz"
    wild = numpy.random.default_rng(1).normal(0, 100, SHAPE).astype("<f4")
    path.write_bytes(packed({"af_wild": wild}))
    mine = own_of(path)
    people = canon("mara", mara={"engine": "kokoro", "id": "af_wild"})
    (line,) = world.speak(
        world.script(("mara", "Yes.")), canon=people, project=world.project(engine="piper"), own=mine
    ).lines
    assert (line.status, line.engine, line.voice_file) == (LineStatus.SPOKEN, "piper", None)
    assert "is not a sound" in line.flag and "piper is used instead" in line.flag


def test_words_are_written_in_the_accent_of_the_voice() -> None:
    from piper.phonemize_espeak import EspeakPhonemizer

    known = frozenset("abdefhijklmnopqstuvwzæðŋɑɒɔəɛɜɡɪɹɾʃʊʌʒʤʧθᵊˈˌAIOQWYː ;.,")
    phonemizer = EspeakPhonemizer()
    american, british, again = (
        sentences_of(phonemizer, known, "No water here, nor there.", accent)  # type: ignore[arg-type]
        for accent in ("american", "british", "american")
    )
    assert american == again == ["nˈO wˈɔɾəɹ hˈɪɹ, nˈɔɹ ðˈɛɹ."]
    assert british == ["nˈQ wˈɔːtə hˈɪə, nˈɔː ðˈɛː."]
    names = ("bm_george", "af_heart", "jf_alpha", "bella", "b")
    assert [accent_of(name) for name in names] == ["british", *["american"] * 4]


@pytest.mark.spec("A2")
def test_whoever_made_the_file_is_named_beside_the_engine(world: Any) -> None:
    engine = world.engine(name="kokoro", voices=(EngineVoice("anna", file=FILE),))
    voice = world.speak(world.script(("mara", "Yes.")), engine)
    (line,) = voice.lines
    assert line.voice_file == FILE
    spoken = Source(need_id="voice_line/e0.0", status="spoken", digest=line.digest)
    sources = with_voice_licences((spoken,), voice)
    named = [(source.path, source.licence.attribution) for source in sources if source.licence]
    assert named == [("", "Kokoro-82M by hexgrad"), ("voices/v.npz", "Jane Voice")]
    assert {source.need_id for source in sources} == {"voice_line/e0.0"}
