# SPDX-License-Identifier: LGPL-2.1-or-later
"""Whether the schema asks for every field of a certificate: fields_of_certificate.py CERTIFICATE SCHEMA

Takes one field after the other away, and puts another kind of value in its place: the schema must refuse both.
Prints "found PART" for each part of the certificate in which it tried, and a line for each field that could go.
"""
import copy
import json
import sys

import jsonschema

# Fields that a certificate may be without: what they say there is not known, or does not apply.
OPTIONAL = {"proof", "functional_lower", "judged_distance", "transfer_energy", "rejected_steps", "bars_times", "shown",
            "order_is_given", "alternative_orders", "evaluated", "help", "threshold", "value of conditions", "kernel",
            "operator", "data of a family"}
PARTS = {"decay", "dissipation_in_time", "mosco", "rayleigh", "which_limit", "map", "data", "probes", "sequences",
         "limit_statement", "order_statement", "claims", "points"}


def shortened(value):
    """With the first two entries of every list."""
    if isinstance(value, dict):
        return {key: shortened(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [shortened(entry) for entry in value[:2]] if not value or isinstance(value[0], (dict, list)) else value
    return value


def paths(value, path=()):
    """Of all fields, once for each name and place."""
    if isinstance(value, dict):
        for key, entry in value.items():
            if path == () and key in ("parameters", "gammaflow"):
                continue
            yield path + (key,)
            yield from paths(entry, path + (key,))
    elif isinstance(value, list):
        for k, entry in enumerate(value):
            yield from paths(entry, path + (k,))


def optional(path):
    names = [p for p in path if isinstance(p, str)]
    return names[-1] in OPTIONAL or (names[-1] == "value" and "conditions" in names) or names == ["data"]


def changed(certificate, path, change):
    result = copy.deepcopy(certificate)
    place = result
    for key in path[:-1]:
        place = place[key]
    change(place, path[-1])
    return result


def take_away(place, key):
    del place[key]


def replace(place, key):
    place[key] = {"not": ["what", "belongs", "here"]}


certificate = json.load(open(sys.argv[1]))
certificate["cases"] = certificate["cases"][:1]
claims = certificate["cases"][0]["claims"]
certificate = shortened(certificate)
certificate["cases"][0]["claims"] = [shortened(claim) for claim in claims]
schema = jsonschema.Draft7Validator(json.load(open(sys.argv[2])))
schema.validate(certificate)
seen, tried = set(), set()
for path in paths(certificate):
    pattern = tuple("*" if isinstance(p, int) and path[i - 1] != "claims" else p for i, p in enumerate(path))
    if pattern in tried:
        continue
    tried.add(pattern)
    seen.update(part for part in path if part in PARTS)
    where = "/".join(map(str, path))
    if not optional(path) and schema.is_valid(changed(certificate, path, take_away)):
        print("may be missing:", where)
    if schema.is_valid(changed(certificate, path, replace)):
        print("may be anything:", where)
for part in sorted(seen):
    print("found", part)
