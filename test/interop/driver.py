"""Drives the real blurb the way `blurb add` does, without its editor and with a given time.

usage: driver.py CASES ANSWERS

CASES is a JSON list of {"issue", "section", "body", "now"} (seconds since the epoch); ANSWERS
becomes a list of {"path", "content", "faithful"} or {"refusal"}. Every entry is written
to disk, and its bytes are read back from there.
"""

import json
import os
import sys
import tempfile
import time
from types import SimpleNamespace

from blurb import _add, _blurb_file
from blurb._utils.text import textwrap_body


def answer(case, root):
    typed = os.path.join(root, "typed.rst")
    template = _add._blurb_template_text(issue=case["issue"], section=case["section"])
    _blurb_file.time = SimpleNamespace(
        strftime=time.strftime, localtime=lambda: time.localtime(case["now"])
    )
    blurbs = _blurb_file.Blurbs()
    try:
        with open(typed, "w", encoding="utf-8", newline="") as file:
            file.write(template + case["body"])
        blurbs.load(typed)
        if len(blurbs) != 1:
            return {"refusal": "too many entries"}
        path = blurbs.save_next()
    except (_blurb_file.BlurbError, AssertionError, UnicodeEncodeError) as error:
        return {"refusal": str(error) or type(error).__name__}
    with open(path, "rb") as file:
        content = file.read().decode("utf-8")
    wrapped = blurbs[0][1]
    again = _blurb_file.Blurbs()
    try:
        again.load_next(path)
        read = again[0][1]
    except (_blurb_file.BlurbError, AssertionError):
        read = None
    return {
        "path": os.path.relpath(path, root),
        "content": content,
        "faithful": read == textwrap_body(textwrap_body(wrapped))
        and wrapped.split() == case["body"].split(),
    }


def main(cases_path, answers_path):
    with open(cases_path, encoding="utf-8") as file:
        cases = json.load(file)
    with tempfile.TemporaryDirectory() as root:
        _blurb_file.root = root
        answers = [answer(case, root) for case in cases]
    with open(answers_path, "w", encoding="utf-8") as file:
        json.dump(answers, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
