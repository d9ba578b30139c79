"""People come from a table: it is given, its columns are told, it is checked, and its good rows are taken."""

from regapp.web.organise.imports import columns, deciding, result, upload

__all__ = ["columns", "deciding", "result", "upload"]
