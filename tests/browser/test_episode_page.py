"""The episode page in a real Chromium, opened from disk."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.browser import chromium, why_unavailable
from support.world import World

DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@pytest.fixture(scope="module", autouse=True)
def there_is_a_browser() -> None:
    if reason := why_unavailable():
        pytest.skip(reason)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = World(tmp_path_factory.mktemp("page") / "a world")
    world.write("episodes/ep01/stems/music.wav", b"RIFF")
    world.build("episodes/ep01/index.html")
    return world


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=chromium(), args=["--autoplay-policy=no-user-gesture-required"]
        )
        yield started
        started.close()


@pytest.fixture
def opened(browser: Any, world: World) -> Iterator[Any]:
    """Open the page and fail on any complaint of the browser, or on a request for anything but the film."""
    context = browser.new_context(viewport=DESK)
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((world.root / "episodes/ep01/index.html").as_uri())
    until(page, "document.getElementById('player').readyState >= 1")
    yield page
    here = (world.root / "episodes/ep01").as_uri()
    foreign = [url for url in asked if not url.startswith("data:") and url.rpartition("/")[0] != here]
    context.close()
    assert not problems and not foreign


def until(page: Any, expression: str) -> None:
    """Wait for something to become true. The page's policy forbids the driver's own way of waiting, which is eval."""
    deadline = time.monotonic() + 120
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, expression
        page.wait_for_timeout(50)


def shots_of(world: World) -> list[dict[str, Any]]:
    return world.document("episodes/ep01/shotlist.json")["shots"]  # type: ignore[return-value]


def time_of(page: Any) -> float:
    return float(page.evaluate("player.currentTime"))


def current(page: Any) -> str:
    return str(page.locator("[aria-current] span").first.inner_text())


@pytest.mark.spec("A3")
def test_the_film_plays_and_has_its_length(opened: Any, world: World) -> None:
    total = int(world.document("episodes/ep01/shotlist.json")["total_frames"])  # type: ignore[call-overload]
    assert abs(opened.evaluate("player.duration") - total / 24) < 0.1
    opened.locator("body").press("Space")
    until(opened, "player.currentTime > 0.2")
    opened.locator("body").press("k")
    assert opened.evaluate("player.paused")


@pytest.mark.spec("R5")
def test_captions_show_at_their_time_from_disk(opened: Any, world: World) -> None:
    assert opened.evaluate("player.textTracks[0].cues.length") == world.bytes_of("episodes/ep01/captions.vtt").count(
        b"-->"
    )
    assert opened.get_attribute("#captions", "aria-pressed") == "false", "they are burned in"
    opened.keyboard.press("c")
    assert opened.get_attribute("#captions", "aria-pressed") == "true"
    spoken = next(shot for shot in shots_of(world) if shot["lines"])
    at = (spoken["start"] + spoken["lines"][0]["offset"] + 2) / 24
    opened.evaluate(f"player.currentTime = {at}")
    until(opened, "player.textTracks[0].activeCues.length > 0")
    assert "six of them" in opened.evaluate("player.textTracks[0].activeCues[0].text")


def test_a_shot_of_the_strip_and_of_the_table_is_jumped_to(opened: Any, world: World) -> None:
    third, fourth = shots_of(world)[2:4]
    opened.locator(".strip button").nth(2).click()
    assert third["start"] / 24 < time_of(opened) < (third["start"] + 1) / 24
    assert current(opened) == third["id"]
    opened.locator("tbody button").nth(3).click()
    assert fourth["start"] / 24 < time_of(opened) < (fourth["start"] + 1) / 24
    assert opened.locator("tr.current th button").inner_text() == fourth["id"]


@pytest.mark.parametrize("focus", ["body", "#player"])
def test_the_keyboard_goes_from_shot_to_shot_and_through_time(opened: Any, world: World, focus: str) -> None:
    shots = shots_of(world)
    place = opened.locator(focus)
    place.press("n")
    place.press("Shift+ArrowRight")
    assert current(opened) == shots[2]["id"]
    place.press("p")
    assert current(opened) == shots[1]["id"]
    place.press("l")
    assert time_of(opened) == pytest.approx(
        min(shots[1]["start"] / 24 + 10, opened.evaluate("player.duration")), abs=0.1
    )
    place.press("j")
    before = time_of(opened)
    place.press("ArrowRight")
    assert time_of(opened) == pytest.approx(before + 5, abs=0.05)
    place.press("ArrowLeft")
    place.press(".")
    assert time_of(opened) == pytest.approx(before + 1 / 24, abs=0.01)
    place.press("m")
    assert opened.evaluate("player.muted")
    place.press("Space")
    assert not opened.evaluate("player.paused"), "the key plays once and does not pause again"


def test_a_question_mark_opens_help_that_closes_again(opened: Any) -> None:
    opened.keyboard.press("?")
    assert opened.locator("#help").is_visible()
    opened.keyboard.press("Escape")
    assert not opened.locator("#help").is_visible()
    opened.keyboard.press("?")
    opened.locator("#help button").click()
    assert not opened.locator("#help").is_visible()


def test_a_space_on_a_button_presses_the_button(opened: Any, world: World) -> None:
    opened.locator("#after").press("Space")
    assert current(opened) == shots_of(world)[1]["id"]
    assert opened.evaluate("player.paused")


def test_everything_has_its_landmark_and_its_name(opened: Any) -> None:
    for role in ("banner", "main", "navigation", "contentinfo"):
        assert opened.get_by_role(role).count() == 1, role
    assert opened.get_by_role("heading", level=1).inner_text() == "Small Hours"
    nameless = opened.evaluate(
        "[...document.querySelectorAll('button, a, video, audio')]"
        ".filter(item => !(item.getAttribute('aria-label') || item.textContent.trim())).length"
    )
    assert nameless == 0
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.className") == "skip"


def test_stems_and_downloads_that_are_there_are_offered(opened: Any, world: World) -> None:
    links = [link.get_attribute("href") for link in opened.locator(".files a").all()]
    assert {"render.mp4", "captions.srt", "captions.vtt", "stems/music.wav"} <= set(links)
    assert all((world.root / "episodes/ep01" / link).is_file() for link in links)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_sees_it_all_without_scrolling_sideways(browser: Any, world: World, scheme: str) -> None:
    page = browser.new_page(viewport=PHONE, color_scheme=scheme, has_touch=True)
    page.goto((world.root / "episodes/ep01/index.html").as_uri())
    until(page, "document.getElementById('player').readyState >= 1")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    box = page.locator("#player").bounding_box()
    assert box["width"] > 340 and box["y"] + box["height"] < PHONE["height"], "the film is in the first view"
    heights = [button.bounding_box()["height"] for button in page.locator(".bar button").all()]
    assert min(heights) >= 44, "large enough for a finger"
    page.locator(".strip button").nth(1).tap()
    assert current(page) == shots_of(world)[1]["id"]
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (colour == "rgb(20, 21, 29)") == (scheme == "dark")
    page.close()


def test_a_page_is_there_again_when_a_file_joins_it_and_costs_nothing_else(world: World, tmp_path: Path) -> None:
    copy = world.copy_built(tmp_path / "world")
    assert not copy.build("episodes/ep01/index.html").messages
    copy.write("episodes/ep01/papers/board.pdf", b"%PDF")
    dry, real = copy.build("episodes/ep01/index.html", "--dry-run"), copy.build("episodes/ep01/index.html")
    assert dry.messages == real.messages == ["ep01: laying out the page"]
    assert b"papers/board.pdf" in copy.bytes_of("episodes/ep01/index.html")
    assert not [
        name for name in copy.build("episodes/ep01/render.mp4", "--dry-run", "--forceall").messages if "page" in name
    ]
