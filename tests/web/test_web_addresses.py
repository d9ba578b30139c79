"""What is taken for the address of a web page."""

import pytest

from regapp.web.web_addresses import is_web_address


@pytest.mark.parametrize(
    "text",
    [
        "https://dku.kz",
        "http://localhost:8000/",
        "https://us02web.zoom.us/j/84684484087?pwd=a.b-c_d~e%20f&x=[1]#success",
        "https://дку.қаз/оқу?тіл=қазақ",
        "https://xn--80aqf2ac.xn--80ao21a/",
        "https://my_host.example/a|b",
        "https://[2001:db8::1]:8443/",
        "https://192.0.2.1/",
        "https://dku.kz/it's",
    ],
)
def test_an_address_that_a_browser_opens_is_one(text: str) -> None:
    assert is_web_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "dku.kz",
        "javascript:alert(1)",
        "ftp://dku.kz/",
        "https://",
        "https://./",
        "https://a b.example/",
        'https://evil"onclick=x',
        'https://evil.example/"onclick=x',
        "https://evil'onclick=x",
        "https://evil=x/",
        "https://a,b.example/",
        "https://<script>.example/",
        "https://dku.kz/<b>",
        "https://dku.kz\\@evil.example/",
        "https://dku%2ekz/",
        "https://[2001:db8::zz]/",
        "https://dku.kz:port/",
    ],
)
def test_what_is_none_is_refused(text: str) -> None:
    assert not is_web_address(text)
