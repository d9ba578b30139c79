import pytest

from regapp.web.signin.browsers import in_words

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (f"{WINDOWS} Chrome/142.0 Safari/537.36", "Chrome, Windows"),
        (f"{WINDOWS} Chrome/142.0 Safari/537.36 Edg/142.0", "Edge, Windows"),
        (f"{WINDOWS} Chrome/140.0 YaBrowser/25.10 Safari/537.36", "Yandex Browser, Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1 Safari/604.1",
            "Safari, iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("curl/8.9", ""),
        ("", ""),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_a_browser_is_told_by_its_name_and_system(told: str, words: str):
    assert in_words(told) == words
