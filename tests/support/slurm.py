"""A real Slurm cluster with virtual nodes, in a private directory: no systemd, no database, no /etc/slurm."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from support.apt import install_missing
from support.processes import eventually

DAEMONS = ("munged", "slurmctld", "slurmd")
COMMANDS = ("sbatch", "srun", "squeue", "scancel", "scontrol", "sinfo", "sacct", "sacctmgr")
NODES = {"cpu1": "cpu_queue", "cpu2": "cpu_queue", "ai1": "local_ai_queue", "media1": "media_queue"}
_ADOPT = Path(__file__).with_name("adopt.py")


def why_unavailable() -> str:
    """Install Slurm if possible; return why it is not available, or an empty text if it is."""
    if os.geteuid() != 0:
        return "the daemons of a private Slurm cluster need root"
    return install_missing(_missing, "slurm-wlm", "munge")


def _missing() -> str:
    return ", ".join(name for name in (*DAEMONS, "sbatch") if not shutil.which(name, path=_system_path()))


def _system_path() -> str:
    return "/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(frozen=True)
class ClusterJob:
    """A job as Slurm reports it."""

    id: str
    name: str
    partition: str
    state: str
    node: str
    comment: str


class Cluster:
    """A cluster: ``start`` it, submit jobs with its ``environment``, ``stop`` it."""

    def __init__(self, name: str) -> None:
        # The path of a socket may have at most 107 bytes, so it cannot be in pytest's directory.
        self.root = Path(tempfile.mkdtemp(prefix=f"reelmake-{name}-", dir="/tmp"))
        self.name = name
        self.host = socket.gethostname().split(".")[0]
        self.ports = _free_ports(1 + len(NODES))
        self.daemons: dict[str, subprocess.Popen[bytes]] = {}
        for part in ("state", "spool", "log", "run", "bin"):
            (self.root / part).mkdir()
        self.conf = self.root / "slurm.conf"
        self.conf.write_text(self._configuration(), encoding="ascii")
        (self.root / "cgroup.conf").write_text("CgroupPlugin=cgroup/v1\n", encoding="ascii")
        key = self.root / "munge.key"
        key.write_bytes(secrets.token_bytes(1024))
        key.chmod(0o600)
        for command in COMMANDS:
            # PATH alone must select the cluster: a job may lose SLURM_CONF.
            wrapper = self.root / "bin" / command
            wrapper.write_text(f'#!/bin/sh\nSLURM_CONF={self.conf} exec /usr/bin/{command} "$@"\n', encoding="ascii")
            wrapper.chmod(0o755)

    @property
    def environment(self) -> dict[str, str]:
        """Return the variables to add to an environment to use this cluster."""
        return {"PATH": f"{self.root / 'bin'}:{os.environ['PATH']}", "SLURM_CONF": str(self.conf)}

    def start(self) -> None:
        """Start every daemon and wait until all nodes are ready."""
        munge = [
            "munged",
            "--foreground",
            "--force",
            f"--socket={self.root}/run/munge",
            f"--key-file={self.root}/munge.key",
        ]
        files = [f"--{what}-file={self.root}/run/munge.{what}" for what in ("pid", "seed")]
        self._daemon("munged", [*munge, *files, f"--log-file={self.root}/log/munged.log"])
        eventually((self.root / "run/munge").exists)
        self.start_controller()
        for node in NODES:
            self.start_node(node)
        eventually(lambda: set(self.node_states().values()) == {"idle"})

    def start_controller(self) -> None:
        """Start the controller; it continues from its saved state."""
        self._daemon("slurmctld", ["slurmctld", "-D", "-f", str(self.conf)])

    def stop_controller(self) -> None:
        """Stop the controller; running jobs keep running."""
        self._end("slurmctld")

    def start_node(self, node: str) -> None:
        """Boot a node."""
        (self.root / "spool" / node).mkdir(exist_ok=True)
        self._daemon(node, [sys.executable, "-S", "-E", str(_ADOPT), "slurmd", "-D", "-f", str(self.conf), "-N", node])

    def crash_node(self, node: str) -> None:
        """Simulate a power failure: the node's daemon and all processes of its jobs get ``SIGKILL``."""
        for pid in self._processes_of(node):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.daemons.pop(node).wait()

    def stop(self) -> None:
        """End all processes of this cluster, and remove its directory."""
        if "slurmctld" in self.daemons:
            subprocess.run([self.root / "bin/scancel", "--user=root"], capture_output=True, check=False, timeout=20)
        for node in NODES:
            if node in self.daemons:
                self.crash_node(node)
        for name in list(self.daemons):
            self._end(name)
        shutil.rmtree(self.root, ignore_errors=True)

    def jobs(self) -> list[ClusterJob]:
        """Return every job this cluster has had, in order of submission."""
        output = self.run("squeue", "--noheader", "--states=all", "--sort=i", "--format=%i|%j|%P|%T|%N|%k")
        return [ClusterJob(*line.split("|")) for line in output.splitlines()]

    def node_states(self) -> dict[str, str]:
        """Return the short state of each node: idle, alloc, mix, drain, down …"""
        output = self.run("sinfo", "--noheader", "--Node", "--format=%N %t", check=False)
        return dict(line.split() for line in output.splitlines())

    def run(self, command: str, *arguments: str, check: bool = True) -> str:
        """Run one of Slurm's commands on this cluster and return its output."""
        done = subprocess.run(
            [self.root / "bin" / command, *arguments], capture_output=True, text=True, check=False, timeout=60
        )
        assert not check or done.returncode == 0, done.stderr
        return done.stdout

    def _daemon(self, name: str, command: list[str]) -> None:
        with (self.root / "log" / f"{name}.start.log").open("ab") as log:
            self.daemons[name] = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=_clean({"PATH": _system_path(), "LC_ALL": "C.UTF-8", "HOME": "/root"}),
            )

    def _end(self, name: str) -> None:
        process = self.daemons.pop(name)
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _processes_of(self, node: str) -> list[int]:
        """Return a node's daemon, its descendants, and all processes of its jobs."""
        marks = (f"SLURM_CONF={self.conf}".encode(), f"SLURMD_NODENAME={node}".encode())
        found = {self.daemons[node].pid}
        parents: dict[int, int] = {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            with contextlib.suppress(OSError):
                fields = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
                parents[int(entry.name)] = int(fields[1])
                variables = (entry / "environ").read_bytes().split(b"\0")
                if all(mark in variables for mark in marks):
                    found.add(int(entry.name))
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return sorted(found)

    def _configuration(self) -> str:
        lines = [
            f"ClusterName={self.name}",
            f"SlurmctldHost={self.host}(127.0.0.1)",
            f"SlurmctldPort={self.ports[0]}",
            "SlurmUser=root",
            "SlurmdUser=root",
            "AuthType=auth/munge",
            f"AuthInfo=socket={self.root}/run/munge,cred_expire=30",
            f"StateSaveLocation={self.root}/state",
            f"SlurmdSpoolDir={self.root}/spool/%n",
            f"SlurmctldPidFile={self.root}/run/slurmctld.pid",
            f"SlurmdPidFile={self.root}/run/%n.pid",
            f"SlurmctldLogFile={self.root}/log/slurmctld.log",
            f"SlurmdLogFile={self.root}/log/%n.log",
            "ProctrackType=proctrack/pgid",
            "TaskPlugin=task/none",
            "JobAcctGatherType=jobacct_gather/none",
            "AccountingStorageType=accounting_storage/none",
            "MpiDefault=none",
            "SwitchType=switch/none",
            "SelectType=select/cons_tres",
            "SelectTypeParameters=CR_Core_Memory",
            "SlurmdParameters=config_overrides",
            "SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0,bf_interval=1",
            "MinJobAge=86400",
            "SlurmctldTimeout=30",
            "SlurmdTimeout=10",
            "KillWait=2",
            "ReturnToService=2",
            "JobRequeue=1",
        ]
        partitions: dict[str, list[str]] = {}
        for number, (node, partition) in enumerate(NODES.items(), 1):
            place = f"NodeHostname={self.host} NodeAddr=127.0.0.1 Port={self.ports[number]}"
            lines.append(f"NodeName={node} {place} CPUs=4 RealMemory=16000 State=UNKNOWN")
            partitions.setdefault(partition, []).append(node)
        for partition, nodes in partitions.items():
            lines.append(f"PartitionName={partition} Nodes={','.join(nodes)} MaxTime=INFINITE State=UP")
        return "\n".join(lines) + "\n"


def _clean(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if not name.startswith("SLURM")}


def _free_ports(count: int) -> list[int]:
    """Return ports that are free now."""
    held = []
    for _ in range(count):
        handle = socket.socket()
        handle.bind(("127.0.0.1", 0))
        held.append(handle)
    ports = [handle.getsockname()[1] for handle in held]
    for handle in held:
        handle.close()
    time.sleep(0.05)
    return ports
