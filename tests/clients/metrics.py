"""Reads what /metrics answers with the parsers of Debian's python3-prometheus-client, and prints it as JSON.

/usr/bin/python3 metrics.py openmetrics|prometheus FILE

{"NAME": {"type": "counter", "unit": "bytes", "help": "…", "samples": [["NAME_total", {"label": "value"}, 1.0]]}}
"""

import json
import sys

from prometheus_client import parser
from prometheus_client.openmetrics import parser as openmetrics_parser

read = {
    "openmetrics": openmetrics_parser.text_string_to_metric_families,
    "prometheus": parser.text_string_to_metric_families,
}[sys.argv[1]]
with open(sys.argv[2], encoding="utf-8", newline="") as file:
    families = {}
    for family in read(file.read()):
        assert family.name not in families, f"{family.name} is there twice"
        families[family.name] = {
            "type": family.type,
            "unit": family.unit,
            "help": family.documentation,
            "samples": [[sample.name, sample.labels, sample.value] for sample in family.samples],
        }
print(json.dumps(families))
