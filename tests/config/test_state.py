import stat

from config import state


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path) -> None:
    key = state.secret_key(tmp_path)
    assert len(key) >= 50
    assert state.secret_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_a_socket_lies_in_the_folder(tmp_path) -> None:
    assert state.redis_socket(tmp_path / "short") == tmp_path / "short" / "redis.sock"


def test_a_socket_whose_path_would_be_too_long_lies_elsewhere(tmp_path) -> None:
    deep, other = (tmp_path / ("x" * 120) / name for name in "ab")
    socket = state.redis_socket(deep)
    assert len(str(socket)) <= state.SOCKET_PATH_LIMIT
    assert socket == state.redis_socket(deep) != state.redis_socket(other)
    assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
