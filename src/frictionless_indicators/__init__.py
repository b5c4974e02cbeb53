"""The rules as a check of Frictionless: `frictionless validate 表.csv --checks indicator-lint`.

Frictionless itself finds modules called so; importing this one costs next to nothing, for every run of Frictionless does.
"""

from __future__ import annotations

from frictionless import Check, Error, Plugin

TYPE = "indicator-lint"


class IndicatorsPlugin(Plugin):
    """Tells Frictionless of the check and its error."""

    def select_check_class(self, type: str | None = None) -> type[Check] | None:  # noqa: A002 - as Frictionless calls it
        """The check called indicator-lint."""
        if type != TYPE:
            return None
        from frictionless_indicators.check import IndicatorCheck  # noqa: PLC0415  # see above

        return IndicatorCheck

    def select_error_class(self, type: str | None = None) -> type[Error] | None:  # noqa: A002 - as Frictionless calls it
        """The error called indicator-lint."""
        if type != TYPE:
            return None
        from frictionless_indicators.check import IndicatorError  # noqa: PLC0415  # see above

        return IndicatorError
