import pytest

from config import env


@pytest.mark.parametrize(("word", "value"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("no", False)])
def test_a_flag_is_a_word_for_yes_or_no(monkeypatch, word, value) -> None:
    monkeypatch.setenv("SETTING", word)
    assert env.flag("SETTING", default=not value) is value


def test_an_empty_variable_is_as_good_as_none(monkeypatch) -> None:
    monkeypatch.setenv("SETTING", "  ")
    assert env.text("SETTING", "default") == "default"
    assert env.number("SETTING", 3) == 3
    assert env.flag("SETTING", default=True) is True


def test_words_are_separated_by_commas(monkeypatch) -> None:
    monkeypatch.setenv("SETTING", "a, b,,c ")
    assert env.words("SETTING") == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("read", "word"),
    [
        (env.flag, "maybe"),
        (lambda name: env.number(name, 1), "many"),
        (lambda name: env.number(name, 1, least=1), "0"),
        (lambda name: env.number(name, 1), "-1"),
        (lambda name: env.redis(name, ""), "localhost:6379"),
        (lambda name: env.redis(name, ""), "http://localhost"),
        (lambda name: env.redis(name, ""), "unix://"),
    ],
)
def test_a_value_of_another_type_stops_the_start_and_names_the_variable(monkeypatch, read, word) -> None:
    monkeypatch.setenv("SETTING", word)
    with pytest.raises(env.EnvironmentProblem, match="SETTING"):
        read("SETTING")


@pytest.mark.parametrize(
    ("url", "broker", "client"),
    [
        ("redis://:secret@redis:6379/2", "redis://:secret@redis:6379/2", "redis://:secret@redis:6379/2"),
        ("unix:///run/redis.sock?db=3", "redis+socket:///run/redis.sock?virtual_host=3", "unix:///run/redis.sock?db=3"),
        ("redis+socket:///redis.sock", "redis+socket:///redis.sock?virtual_host=0", "unix:///redis.sock?db=0"),
    ],
)
def test_a_redis_address_is_spelt_for_both_of_its_clients(monkeypatch, url, broker, client) -> None:
    monkeypatch.setenv("SETTING", url)
    assert env.redis("SETTING", "") == (broker, client)


class TestMail:
    def test_without_a_server_none_is_sent(self, monkeypatch) -> None:
        monkeypatch.delenv("EMAIL_URL", raising=False)
        sends, server = env.mail("EMAIL_URL")
        assert (sends, server["backend"].split(".")[-2]) == (False, "dummy")

    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("smtp://mail.example.org", ("mail.example.org", 25, "", "", False, False)),
            ("smtp://me:a%2Fb@mail.example.org:587", ("mail.example.org", 587, "me", "a/b", True, False)),
            ("smtp://mail.example.org:2525?tls=1", ("mail.example.org", 2525, "", "", True, False)),
            ("smtps://me:x@mail.example.org", ("mail.example.org", 465, "me", "x", False, True)),
        ],
    )
    def test_a_server_is_one_address(self, monkeypatch, url, expected) -> None:
        monkeypatch.setenv("EMAIL_URL", url)
        sends, server = env.mail("EMAIL_URL")
        assert sends
        assert tuple(server[name] for name in ("host", "port", "user", "password", "use_tls", "use_ssl")) == expected

    @pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://mail:port"])
    def test_what_is_no_server_is_named_without_its_password(self, monkeypatch, url) -> None:
        monkeypatch.setenv("EMAIL_URL", url)
        with pytest.raises(env.EnvironmentProblem, match="EMAIL_URL"):
            env.mail("EMAIL_URL")
