"""What the worker does for each kind of job."""

from regapp.services.bulk import doing
from regapp.services.imports import working
from regapp.services.jobs.running import Works
from regapp.vocabulary import JobKind

WORKS: Works = {JobKind.BULK: doing.WORK, JobKind.IMPORT: working.WORK}
