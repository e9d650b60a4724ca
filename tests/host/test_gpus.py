"""Against a stand-in that is called nvidia-smi, and the driver's own list."""

from __future__ import annotations

import os
import time

import pytest

from jupyterlab_remote_ide.host import gpus
from jupyterlab_remote_ide.host.gpus import Gpu, look

GIB = 2**30
TWO = "0, GPU-aaaa, NVIDIA A100-SXM4-40GB, 35, 1024, 40960\n1, GPU-bbbb, NVIDIA A100-SXM4-40GB, 0, 0, 40960\n"
A = Gpu("GPU-aaaa", "NVIDIA A100-SXM4-40GB", 0.35, GIB, 40 * GIB)
B = Gpu("GPU-bbbb", "NVIDIA A100-SXM4-40GB", 0.0, 0, 40 * GIB)


@pytest.fixture
def environ(tmp_path):
    """``environ(output, **more)``: an environment in which nvidia-smi prints that."""

    def inner(output, script="", **more):
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        program = folder / "nvidia-smi"
        program.write_text(f"#!/bin/sh\necho \"$@\" > {tmp_path}/asked\n{script}\ncat <<'END'\n{output}END\n")
        program.chmod(0o755)
        return {"PATH": f"{folder}:{os.environ['PATH']}", **more}

    return inner


@pytest.fixture
def driver(tmp_path):
    """The driver's list of two cards; ``dev`` holds the second alone."""
    for bus, minor, uuid in (("0000:07:00.0", 0, "GPU-aaaa"), ("0000:0a:00.0", 1, "GPU-bbbb")):
        folder = tmp_path / "proc/driver/nvidia/gpus" / bus
        folder.mkdir(parents=True)
        (folder / "information").write_text(
            f"Model: \t\t NVIDIA A100\nIRQ:   \t\t 44\nGPU UUID: \t {uuid}\nDevice Minor: \t {minor}\n"
        )
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev/nvidia1").write_text("")
    return tmp_path


def test_use_and_memory_of_each(environ, tmp_path):
    assert look(environ(TWO), tmp_path) == [A, B]
    assert (
        "--query-gpu=index,uuid,name,utilization.gpu,memory.used,memory.total"
        in (tmp_path / "asked").read_text()
    )


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"CUDA_VISIBLE_DEVICES": "1"}, [B]),
        ({"CUDA_VISIBLE_DEVICES": "1, 0"}, [B, A]),
        ({"CUDA_VISIBLE_DEVICES": "GPU-bb"}, [B]),
        ({"CUDA_VISIBLE_DEVICES": "GPU-"}, []),
        ({"CUDA_VISIBLE_DEVICES": "0,7,1"}, [A]),
        ({"CUDA_VISIBLE_DEVICES": "MIG-1234"}, []),
        ({"CUDA_VISIBLE_DEVICES": ""}, []),
        ({"CUDA_VISIBLE_DEVICES": "NoDevFiles"}, []),
        ({"SLURM_JOB_ID": "7"}, []),
        ({"SLURM_JOB_ID": "7", "CUDA_VISIBLE_DEVICES": "0"}, [A]),
    ],
)
def test_those_of_the_job_alone(environ, tmp_path, said, expected):
    assert look(environ(TWO, **said), tmp_path) == expected


def test_numbers_of_unlike_cards_are_cudas_own(environ, tmp_path):
    """CUDA counts the fastest first, nvidia-smi along the bus."""
    unlike = TWO.replace("A100-SXM4-40GB", "T400", 1)
    assert look(environ(unlike, CUDA_VISIBLE_DEVICES="0"), tmp_path) == []
    told = {"CUDA_VISIBLE_DEVICES": "1", "CUDA_DEVICE_ORDER": "PCI_BUS_ID"}
    assert look(environ(unlike, **told), tmp_path) == [B]


def test_a_card_cut_into_instances_is_nobodys_alone(environ, tmp_path):
    cut = TWO.replace("35, 1024", "[N/A], 1024")
    assert look(environ(cut), tmp_path) == [B]


def test_where_all_cards_are_cut_none_is_told(environ, driver):
    cut = TWO.replace("35, 1024", "[N/A], 1024").replace("0, 0, 40960", "[N/A], 0, 40960")
    assert look(environ(cut), driver) == []


@pytest.mark.parametrize(
    "script", ["exit 9", "echo 'NVIDIA-SMI has failed'; exit 0", "printf '\\377\\n'; exit 0"]
)
def test_one_that_fails(environ, tmp_path, script):
    assert look(environ(TWO, script=script), tmp_path) == []


def test_one_that_hangs(environ, tmp_path, monkeypatch):
    monkeypatch.setattr(gpus, "PATIENCE_SECONDS", 0.3)
    began = time.monotonic()
    assert look(environ(TWO, script="exec sleep 60"), tmp_path) == []
    assert time.monotonic() - began < 30


def test_a_wrapper_that_hangs_leaves_no_child(environ, tmp_path, monkeypatch):
    monkeypatch.setattr(gpus, "PATIENCE_SECONDS", 0.3)
    script = f"sleep 61 & echo $! > {tmp_path}/child; wait"
    assert look(environ(TWO, script=script), tmp_path) == []
    child = int((tmp_path / "child").read_text())
    for _ in range(1000):
        try:
            state = (tmp_path.__class__(f"/proc/{child}/stat")).read_text().rsplit(")", 1)[1].split()[0]
        except FileNotFoundError:
            return
        if state == "Z":  # ended; whoever takes orphans here is slow
            return
        time.sleep(0.01)
    raise AssertionError("it lives on")


def test_one_that_never_ends_to_write(environ, tmp_path):
    assert look(environ(TWO, script="exec yes"), tmp_path) == []


def test_without_it_the_drivers_list(driver):
    assert look({"PATH": "/nowhere"}, driver) == [Gpu("GPU-bbbb", "NVIDIA A100")]
    # Those whose device is not there are not counted.
    assert look({"PATH": "/nowhere", "CUDA_VISIBLE_DEVICES": "0"}, driver) == [Gpu("GPU-bbbb", "NVIDIA A100")]
    assert look({"PATH": "/nowhere", "CUDA_VISIBLE_DEVICES": "1"}, driver) == []


def test_one_that_cannot_be_read_hides_no_other(driver):
    (driver / "proc/driver/nvidia/gpus/0000:07:00.0/information").write_bytes(b"Model: \xff\n")
    assert look({"PATH": "/nowhere"}, driver) == [Gpu("GPU-bbbb", "NVIDIA A100")]


def test_no_gpu(tmp_path):
    assert look({"PATH": "/nowhere"}, tmp_path) == []
