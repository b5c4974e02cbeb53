"""What is asked of a file: rules with their severities and options, from the command line, configurations, packs and pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

from indicator_lint.config import Settings
from indicator_lint.configuration import EMPTY, EVERYWHERE, Choice, Configuration, ConfigurationError, Origin
from indicator_lint.model.finding import Finding
from indicator_lint.model.rule import Rule, Severity
from indicator_lint.rulebook import RulebookError, Settled, codes_named, load_pack, load_rules, select_rules
from indicator_lint.selection.options import OptionError, fitted

ABOUT_FILES: Final = ("FIL", "LNT")
"""Asked whatever was selected: an unread file must not pass for a clean one. So is whether the configuration fits."""

FRAMED: Final = "CLS004"
WEIGHED: Final = "WGT001"


class SheetRuling(NamedTuple):
    """What holds for some sheets of a file: rules not asked there, other severities."""

    choice: Choice
    ignored: frozenset[str]
    severity: Mapping[str, str]

    def names(self, sheet: str) -> bool:
        """Whether a sheet is meant."""
        return self.choice.reach.names(sheet)


@dataclass(frozen=True, slots=True, eq=False)
class Ruling:
    """What is asked of a file. `told` are the rules about files themselves, `known` all rules there are.

    `severity` is what the configuration wants of a code. `mandatory` rules cannot be suppressed, and where suppressions are not
    `honoured` none can. `framework` is empty where the file tells.
    """

    rules: Sequence[Rule]
    told: Mapping[str, Rule]
    known: Mapping[str, Rule]
    severity: Mapping[str, str] = field(default_factory=dict)
    sheets: Sequence[SheetRuling] = ()
    mandatory: frozenset[str] = frozenset()
    honoured: bool = True
    framework: str = ""

    def settled(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings as the configuration wants them: some not at all, some with another severity."""
        return [
            finding if severity is finding.severity else replace(finding, severity=severity)
            for finding in findings
            if (severity := self.settle(finding.code, finding.severity, finding.location.container))
        ]

    def settle(self, code: str, severity: Severity, container: str) -> Severity | None:
        """How bad a finding of a rule in a sheet is, None where it is left out. A rule that is off and was found was asked by name."""
        wanted = self.severity.get(code, "off")
        wanted = str(severity) if wanted == "off" else wanted
        for sheet in self.sheets:
            if sheet.names(container):
                wanted = "off" if code in sheet.ignored else sheet.severity.get(code, wanted)
        return None if wanted == "off" else Severity(wanted)

    @property
    def codes(self) -> frozenset[str]:
        """The codes of all rules asked."""
        return frozenset(rule.code for rule in self.rules)


class Rulings:
    """The rulings of a run, made once for all files of which the same was said."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is resolved before it is asked for."""
        self._settings = settings
        self._made: dict[tuple[int, ...], Ruling] = {}

    def of(self, configuration: Configuration, path: str) -> Ruling:
        """The ruling for a file. Raises RulebookError or ConfigurationError where rules or packs are named that do not exist."""
        choices = configuration.chosen(path)
        key = tuple(map(id, choices))
        if key not in self._made:
            self._made[key] = _Wish(self._settings, choices).ruling()
        return self._made[key]


def check_names(settings: Settings, configuration: Configuration) -> None:
    """Raise ConfigurationError where a configuration names rules or options that do not exist, for whatever files it does."""
    for choice in configuration.choices:
        _Wish(settings, [choice._replace(reach=EVERYWHERE), choice]).ruling()


def rules_asked(settings: Settings, configuration: Configuration = EMPTY, path: str = "") -> list[Rule]:
    """The rules that a file is asked, in the language of the run. Raises RulebookError for what does not exist."""
    return list(Rulings(settings).of(configuration, path).rules)


@dataclass(slots=True)
class _Wish:
    """The settings of a run and what configurations say about one file, earlier words first."""

    settings: Settings
    choices: Sequence[Choice]
    rules: Mapping[str, Rule] = field(init=False)

    def __post_init__(self) -> None:
        self.rules = load_rules(self.settings.lang)

    def ruling(self) -> Ruling:
        pack = self.settings.pack or self._last("pack") or "default"
        ignore = [*(self._codes("ignore") - self._named_outright()), *self.settings.ignore]
        severity, settled = self._severity(self._whole()), self._settled()
        rules = select_rules(
            self.rules,
            pack=pack,
            select=self.settings.select or self._last_names("select"),
            ignore=ignore,
            extend_select=[*self._names("extend-select"), *self.settings.extend_select],
            settled=settled,
        )
        told = select_rules(self.rules, select=ABOUT_FILES, ignore=ignore, settled=settled)
        return Ruling(
            rules,
            {rule.code: rule for rule in told},
            self.rules,
            severity,
            [self._of_sheets(choice) for choice in self.choices if choice.reach.sheets],
            frozenset(codes_named(self.rules, ABOUT_FILES) | self._codes("mandatory")),
            load_pack(pack).get("suppressions") != "listed",
            self._last("framework") or "",
        )

    def _whole(self) -> list[Choice]:
        """The words about whole files."""
        return [choice for choice in self.choices if not choice.reach.sheets]

    def _last(self, key: str) -> Any:
        return next((choice.said[key] for choice in reversed(self._whole()) if key in choice.said), None)

    def _last_names(self, key: str) -> Sequence[str]:
        said = [choice for choice in self._whole() if key in choice.said][-1:]
        return [name for choice in said for name in self._checked(choice, key)]

    def _names(self, key: str) -> list[str]:
        """What every choice adds by a key."""
        return [name for choice in self._whole() if key in choice.said for name in self._checked(choice, key)]

    def _codes(self, key: str) -> set[str]:
        return codes_named(self.rules, self._names(key))

    def _checked(self, choice: Choice, key: str) -> Sequence[str]:
        self._known(choice.said[key], choice.origins[key])
        names: Sequence[str] = choice.said[key]
        return names

    def _named_outright(self) -> set[str]:
        """Rules that the command line names one by one: it knows better than what was configured once."""
        outright = {*self.settings.select, *self.settings.extend_select}
        return {code for code, rule in self.rules.items() if {code, rule.name} & outright}

    def _known(self, names: Iterable[str], origin: Origin) -> set[str]:
        try:
            return codes_named(self.rules, names)
        except RulebookError as fault:
            message = f"配置文件 {origin}：{fault}"
            raise ConfigurationError(message) from fault

    def _of_sheets(self, choice: Choice) -> SheetRuling:
        ignored = self._known(choice.said.get("ignore", ()), choice.origins.get("ignore", Origin("", 0)))
        return SheetRuling(choice, frozenset(ignored), self._severity([choice]))

    def _severity(self, choices: Iterable[Choice]) -> dict[str, str]:
        """By code; of one choice, what names fewer rules wins."""
        settled: dict[str, str] = {}
        for choice in choices:
            named = [
                (self._known([name], choice.origins[f"severity.{name}"]), level)
                for name, level in choice.said.get("severity", {}).items()
            ]
            for codes, level in sorted(named, key=lambda pair: -len(pair[0])):
                settled.update(dict.fromkeys(codes, level))
        return settled

    def _settled(self) -> Settled:
        options: dict[str, dict[str, object]] = {}
        for choice in self._whole():
            for code, said in self._options(choice):
                options.setdefault(code, {}).update(said)
        if framework := self._last("framework"):
            options.setdefault(FRAMED, {})["framework"] = framework
        return Settled(self._severity(self._whole()), options)

    def _options(self, choice: Choice) -> Iterable[tuple[str, dict[str, object]]]:
        if weights := choice.said.get("weights"):
            yield WEIGHED, {"schemes": list(weights)}
        for name, said in choice.said.get("options", {}).items():
            origin = choice.origins[f"options.{name}"]
            codes = self._known([name], origin)
            if len(codes) > 1:
                message = f"配置文件 {origin}：选项要写在一条规则名下，“{name}”是一组规则"
                raise ConfigurationError(message)
            for code in codes:
                try:
                    yield code, fitted(self.rules[code], said)
                except OptionError as fault:
                    message = f"配置文件 {choice.origins[f'options.{name}.{fault.name}']}：{fault}"
                    raise ConfigurationError(message) from fault
