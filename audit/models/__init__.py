"""What audits leave behind: runs, their visits, the faults found and those somebody decided to live with."""

from audit.models.fault import Fault
from audit.models.ignored import Ignored
from audit.models.run import Run
from audit.models.visit import Visit

__all__ = ["Fault", "Ignored", "Run", "Visit"]
