import pytest

from factcheck.loading import drafts


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are looked at to the end however busy the machine is; what happens when time is up has tests of its own."""
    monkeypatch.setattr(drafts, "SAMPLE_SECONDS", 600.0)
