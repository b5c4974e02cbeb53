"""What ends an audit before its time. Every message is one Chinese line for the user."""

from __future__ import annotations


class AuditError(Exception):
    """The audit cannot go on."""


class ChangedError(AuditError):
    """A file changed while the audit ran."""


class WorkerError(AuditError):
    """A worker is not like the others: another version of the program, or it does not see the files."""


class ClusterError(AuditError):
    """There is no cluster, it has no workers, or it went away."""


class SpillError(AuditError):
    """What lies between reading and reporting cannot be written down."""
