"""What a script has its characters say."""

from reelmake.documents.spoken import spoken_parts


def test_lines_and_lyrics_are_spoken_and_nothing_else_is(w):
    elements = (
        w.action("Rain."),
        w.say("MARA", "(softly)", "*One.*", "[[why]]", "~La la", "[[only a note"),
        w.lyric("Nobody's song"),
    )
    parts = spoken_parts(w.script(w.scene("INT. BOX - NIGHT", *elements)))
    assert [(part.part, part.text, part.is_lyric) for part in parts] == [
        (1, "One.", False),
        (3, "La la", True),
    ]
    assert [part.id for part in parts] == [f"{parts[0].element.id}.0", f"{parts[0].element.id}.1"]
    assert (parts[0].speaker, parts[0].speaker_id, parts[0].scene.id) == ("MARA", "mara", "1")


def test_a_part_with_no_words_left_in_it_is_not_spoken(w):
    assert spoken_parts(w.script(w.scene("INT. BOX - NIGHT", w.say("MARA", "/* cut */", "   ")))) == ()
