"""Score findings against labels: recall by confidence, precision by severity.

    indicator-lint check --output-format json FILE... > findings.json
    python score.py findings.json labels.csv [--misses] [--extras]

Labels: a CSV with category, row (1-based in its category; empty or 0 = the table), field (a role), code, severity,
confidence (certain / likely / debatable) and, where several files are scored at once, file (its base name).
`alt=CODE` in a label's note names an equally good code for the same cell; `pair=ROW` another row that may carry it
instead; a note that begins with `repeat of row` marks a merged cell labelled again.
A finding matches a label when file, category, row and code agree; the role is compared apart, as location accuracy.
A debatable label is neither a miss nor, when found, a false alarm.
"""

import argparse
import csv
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

ROLES = {"target_value": "target", "value": "target"}


def squeeze(text):
    """Return text without white space, brackets unified."""
    return re.sub(r"\s+", "", text or "").replace("（", "(").replace("）", ")")


def read_labels(path):
    with Path(path).open(encoding="utf-8-sig", newline="") as handle:
        for line, raw in enumerate(csv.DictReader(handle), start=2):
            row = raw.get("row") or raw.get("row_no") or raw.get("row_no_in_category") or ""
            note = raw.get("note") or ""
            code = (raw.get("code") or "").replace("VAL", "TGT")
            if not code:
                continue
            yield {
                "line": line,
                "file": Path(raw.get("file") or "").name,
                "category": squeeze(raw.get("category")),
                "row": int(row) if str(row).strip().isdigit() else 0,
                "role": ROLES.get(raw.get("field") or "", raw.get("field") or ""),
                "codes": {code, *(c.replace("VAL", "TGT") for c in re.findall(r"alt=([A-Z]{3}\d{3})", note))},
                "code": code,
                "pair": {int(n) for n in re.findall(r"pair=\D*(\d+)", note)},
                "repeat": note.startswith("repeat of row"),
                "severity": raw.get("severity") or "",
                "confidence": raw.get("confidence") or "certain",
                "value": raw.get("value") or "",
            }


def read_findings(path):
    for item in json.loads(Path(path).read_text(encoding="utf-8"))["findings"]:
        yield {
            "file": Path(item.get("path") or "").name,
            "category": squeeze(item.get("category")),
            "row": item.get("row") or 0,
            "role": item.get("role") or "",
            "code": item["code"],
            "severity": item["severity"],
            "value": item.get("value") or "",
            "at": (item.get("location") or {}).get("display", ""),
            "rows": {r.get("row") for r in item.get("related") or [] if r.get("row")},
        }


def agrees(label, finding):
    if label["file"] and label["file"] != finding["file"]:
        return False
    if finding["code"] not in label["codes"]:
        return False
    # a document-level label or finding has no category, a rolled-up one no row
    somewhere = label["category"] and not label["category"].startswith("(") and finding["category"]
    if somewhere and label["category"] != finding["category"]:
        return False
    if not label["row"] or not finding["row"]:
        return True
    return finding["row"] in {label["row"], *label["pair"]} or label["row"] in finding["rows"]


def share(part, whole):
    return f"{part}/{whole} = {part / whole:.3f}" if whole else "0/0"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("findings")
    parser.add_argument("labels")
    parser.add_argument("--misses", action="store_true", help="list labels that were not found")
    parser.add_argument("--extras", action="store_true", help="list findings without a label")
    parser.add_argument("--ignore", default="", help="codes left out on both sides, comma separated")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    ignored = {code for code in options.ignore.split(",") if code}
    labels = [label for label in read_labels(options.labels) if label["code"] not in ignored]
    findings = [finding for finding in read_findings(options.findings) if finding["code"] not in ignored]

    found, matched, placed = set(), set(), 0
    for f, finding in enumerate(findings):
        for number, label in enumerate(labels):
            if agrees(label, finding):
                found.add(number)
                matched.add(f)
                placed += label["role"] in {finding["role"], "table", "category", ""}
    recall, precision = defaultdict(lambda: [0, 0]), defaultdict(lambda: [0, 0])
    by_code = defaultdict(lambda: [0, 0])
    for number, label in enumerate(labels):
        if label["repeat"]:
            continue
        recall[label["confidence"]][1] += 1
        recall[label["confidence"]][0] += number in found
        if label["confidence"] != "debatable":
            by_code[label["code"]][1] += 1
            by_code[label["code"]][0] += number in found
    for f, finding in enumerate(findings):
        precision[finding["severity"]][1] += 1
        precision[finding["severity"]][0] += f in matched

    if options.json:
        json.dump({"recall": recall, "precision": precision, "by_code": by_code}, sys.stdout, ensure_ascii=False)
        print()
        return
    for confidence in ("certain", "likely", "debatable"):
        print(f"recall {confidence:10} {share(*recall[confidence])}")
    for severity in ("error", "warning", "info"):
        print(f"precision {severity:7} {share(*precision[severity])}")
    print("certain + likely by code:", " ".join(f"{c} {a}/{b}" for c, (a, b) in sorted(by_code.items())))
    if options.misses:
        for number, label in enumerate(labels):
            if number not in found and label["confidence"] != "debatable" and not label["repeat"]:
                print(
                    "MISS ",
                    label["file"],
                    label["category"],
                    label["row"],
                    label["role"],
                    label["code"],
                    label["value"],
                )
    if options.extras:
        for f, finding in enumerate(findings):
            if f not in matched:
                print(
                    "EXTRA",
                    finding["severity"],
                    finding["file"],
                    finding["category"],
                    finding["row"],
                    finding["role"],
                    finding["code"],
                    finding["value"],
                    finding["at"],
                )
        print("extras by code:", dict(Counter(x["code"] for f, x in enumerate(findings) if f not in matched)))


if __name__ == "__main__":
    main()
