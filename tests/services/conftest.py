from tests.standing import *  # noqa: F403 - fixtures are found by name
