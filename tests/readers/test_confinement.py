"""A file that breaks its reader gets nowhere: tried with native calls, as root and as an ordinary user."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from factcheck.readers.confinement import NO_FILES, NO_FILTER, NOBODY, closed_folder, filter_program, missing
from factcheck.readers.sandbox import read_sandboxed
from factcheck.readers.system_calls import ALLOWED, BINDING, BOUNDED
from tests.readers.test_sandbox import children
from tests.readers.test_tables import csv_of

ROOT = Path(__file__).resolve().parents[2]
ORDINARY = 54321
#: Users to be: root and an ordinary one where we are root, else whoever we are.
USERS = [0] if os.geteuid() else [0, ORDINARY]


def run(code: str, *, module: bool = False, request: str = "") -> subprocess.CompletedProcess[str]:
    command = ["-m", code] if module else ["-c", code]
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, input=request, capture_output=True, text=True, timeout=60
    )


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody can reach, unlike tmp_path."""
    made = Path(tempfile.mkdtemp(prefix="factcheck-attack-"))
    yield made
    shutil.rmtree(made)


def attacks(folder: Path, *, uid: int, confined: bool, landlock: bool = True) -> dict[str, bool]:
    """Of each attack, whether it got through."""
    for name in ("secret", "other"):
        (folder / name).write_text("hush")
        (folder / name).chmod(0o600)
    where = str(folder / "listening")
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as beside:
        beside.bind(where)
        beside.listen()
        if uid:
            for path in (folder, *folder.iterdir()):
                os.chown(path, uid, uid)
        given = {"confined": confined, "landlock": landlock, "uid": uid, "home": str(folder)}
        given |= {"port": server.getsockname()[1], "socket": where}
        done = run("tests.readers.attack", module=True, request=json.dumps(given))
    assert done.stdout, done.stderr
    answers: dict[str, bool] = json.loads(done.stdout)
    return answers


def left_without_landlock(uid: int) -> set[str]:
    """To read what its user may read. Root's reader becomes nobody, who may read nothing here, but for one who has to
    read code in a folder of root's."""
    files, environments = {"read_a_secret", "list_a_folder"}, {"read_the_environment_of_another_process"}
    if uid:
        return files | environments  # the parent is another user's
    if os.geteuid():
        return files | environments | {"read_the_environment_of_the_parent"}
    return files if closed_folder(ROOT, sys.prefix, sys.base_prefix) else set()


@pytest.mark.parametrize("landlock", [True, False])
@pytest.mark.parametrize("uid", USERS)
def test_no_attack_gets_through(folder: Path, uid: int, landlock: bool) -> None:
    """Where the kernel has no Landlock, here or made so, those alone that the documents name."""
    answers = attacks(folder, uid=uid, confined=True, landlock=landlock)
    assert len(answers) > 20
    has_it = landlock and NO_FILES not in missing()
    remain = set() if has_it else left_without_landlock(uid)
    assert {name for name, got_through in answers.items() if got_through} == remain


@pytest.mark.parametrize("uid", USERS)
def test_each_attack_gets_through_where_nothing_is_confined(folder: Path, uid: int) -> None:
    """Otherwise the test above would hold nothing."""
    parents = {"read_the_environment_of_the_parent", "signal_the_parent"} if uid else set()  # another user's
    answers = attacks(folder, uid=uid, confined=False)
    assert {name for name, got_through in answers.items() if not got_through} == parents


def test_every_other_system_call_is_one_that_the_kernel_does_not_have() -> None:
    code = (
        "import ctypes, errno\n"
        "from factcheck.readers import confinement\n"
        "from factcheck.readers.system_calls import ALLOWED, BOUNDED\n"
        "machine = confinement._machine()\n"
        "allowed = {getattr(numbers, machine) for numbers in (*ALLOWED.values(), *BOUNDED.values())}\n"
        "libc = ctypes.CDLL(None, use_errno=True)\n"
        "confinement.confine(strict=not confinement.missing())\n"
        "wild = ctypes.c_long(-1)\n"
        # uretprobe and uprobe of x86-64 are never filtered, and end whoever calls them by hand.
        "others = {*range(600), 0x40000000 + 39} - allowed - {335, 336}\n"
        "call = lambda number: (libc.syscall(ctypes.c_long(number), *[wild] * 6), ctypes.get_errno())\n"
        "answers = {number: call(number) for number in others}\n"
        "print(len(answers), [number for number, answer in answers.items() if answer != (-1, errno.ENOSYS)])\n"
    )
    done = run(code)
    assert done.stdout.endswith(" []\n"), done.stdout + done.stderr
    assert int(done.stdout.split()[0]) > 500


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_numbers_of_system_calls_are_right(machine: str) -> None:
    lines = (Path(__file__).parent / "linux_system_calls.txt").read_text().splitlines()
    calls = {name: (int(first), int(second)) for name, first, second in (line.split() for line in lines[1:])}
    column = ("x86_64", "aarch64").index(machine)
    for name, numbers in (ALLOWED | BOUNDED | BINDING).items():
        assert numbers[column] == calls[name][column], name


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_filter_comes_to_an_end_whatever_is_called(machine: str) -> None:
    program = filter_program(machine)
    for place, (code, yes, no, _) in enumerate(program):
        is_jump = code & 0x07 == 0x05
        assert not is_jump or place + 1 + max(yes, no) < len(program)
    assert program[-1][0] == 0x06


def test_a_reader_is_bound_and_knows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hush")
    answers = read_sandboxed(csv_of(",", "utf-8") + b"\r\na,b,c,,,d,\r\n" * 100_000, name="s.csv")
    next(answers)
    watching, reader = children()
    assert reader.ppid() == watching.pid
    assert watching.uids().real == (NOBODY if not os.geteuid() else os.getuid())
    status = dict(line.split(":\t", 1) for line in Path(f"/proc/{reader.pid}/status").read_text().splitlines())
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")
    may_read = 1 << 2  # where the code lies in a folder of root's
    assert int(status["CapEff"], 16) in (0, may_read)
    if os.geteuid():
        # Not even its own user looks in.
        with pytest.raises(psutil.AccessDenied):
            reader.environ()
    else:
        assert status["Uid"].split() == [str(NOBODY)] * 4
        assert status["Groups"].split() == []
        environment = {"PYTHONPATH", "PYTHONHASHSEED", "PYTHONUTF8", "PYTHONDONTWRITEBYTECODE", "FACTCHECK_READER"}
        assert set(reader.environ()) - {"LC_CTYPE"} == environment
        assert sorted(os.listdir(f"/proc/{reader.pid}/fd")) == ["0", "1", "2"]
        flags = Path(f"/proc/{reader.pid}/fdinfo/0").read_text().split("flags:\t")[1].split()[0]
        assert int(flags, 8) & (os.O_WRONLY | os.O_RDWR) == 0
    answers.close()  # type: ignore[attr-defined]


#: Asks for a reader that somebody else has taken over: it holds on to what it has, and neither reads nor writes.
TAKEN_OVER = (
    "import os, signal, sys\n"
    "from factcheck.readers.base import Limits\n"
    "from factcheck.readers.confinement import confine\n"
    "from factcheck.readers.sandboxed_process import limit, watch\n"
    "import resource\n"
    "if uid := int(sys.argv[1]):\n"
    "    os.setgroups([]); os.setresgid(uid, uid, uid); os.setresuid(uid, uid, uid)\n"
    "asking = os.getpid()\n"
    "if os.fork(): signal.pause()\n"
    "parent = watch(asking)\n"
    "limit(Limits())\n"
    "confine(parent=parent)\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "print(parent, os.getpid(), flush=True)\n"
    "import time\n"
    "time.sleep(600)\n"
)


@pytest.mark.parametrize("uid", USERS)
@pytest.mark.parametrize("killed", ["who asked", "who watches", "nobody: told to end"])
def test_a_reader_outlives_nobody_who_asked_for_it(uid: int, killed: str) -> None:
    command = [sys.executable, "-c", TAKEN_OVER, str(uid)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as asking:
        assert asking.stdout is not None
        watching, reader = (psutil.Process(int(pid)) for pid in asking.stdout.readline().split())
        assert reader.is_running()
        if killed == "who asked":
            asking.kill()
        elif killed == "who watches":
            watching.kill()
        else:
            watching.terminate()
        ended, _ = psutil.wait_procs([reader], timeout=20)
        asking.kill()
        assert ended


LACKING = (
    "import sys\n"
    "from factcheck.readers import confinement as c\n"
    "from factcheck.readers.base import Limits\n"
    "from factcheck.readers.sandbox import read_sandboxed\n"
    "from tests.readers.lacking import take_landlock_away\n"
    "take_landlock_away()\n"
)


def test_system_without_landlock_is_told_and_refused_where_the_sandbox_is_required() -> None:
    code = LACKING + (
        "print(c.missing() == (c.NO_FILES,))\n"
        "for must in (False, True):\n"
        "    for item in read_sandboxed(b'The mayor said so. It was May.', limits=Limits(must_confine=must)):\n"
        "        print(getattr(item, 'text', ''), getattr(item, 'sentence', ''))\n"
    )
    done = run(code)
    told, read, refused = done.stdout.splitlines()
    assert told == "True"
    assert read.strip() == "The mayor said so. It was May."
    assert refused.strip().startswith("This system has no Landlock")
    assert refused.endswith("; SANDBOX=required refuses to read files here.")


def test_system_without_a_filter_is_told() -> None:
    """Within the filter itself neither can be had again."""
    code = "from factcheck.readers import confinement as c\nc._gain_nothing(); c._filter_calls(); print(c.missing())"
    assert run(code).stdout.strip() == str((NO_FILES, NO_FILTER))


def test_what_this_system_lacks_is_told_before_deployment() -> None:
    """Nothing, or Landlock; then what it leaves is tested above."""
    assert missing() in ((), (NO_FILES,))
    command = [sys.executable, "manage.py", "check", "--deploy"]
    done = subprocess.run(command, cwd=ROOT, env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, timeout=60)
    told = " ".join(done.stderr.split())
    assert [clause in told for clause in (NO_FILES, NO_FILTER)] == [NO_FILES in missing(), False]


def test_system_without_landlock_is_told_before_deployment() -> None:
    code = LACKING + (
        "import subprocess\n"
        "subprocess.run([sys.executable, 'manage.py', 'check', '--deploy'], env={'PATH': '/usr/bin:/bin'})\n"
    )
    output = " ".join(run(code).stderr.split())
    assert "(factcheck.W030) This system has no Landlock" in output
    assert "set SANDBOX=required to read no files here." in output
