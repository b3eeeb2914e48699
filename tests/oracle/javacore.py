# SPDX-License-Identifier: MIT
"""How stackcollapse-ibmjava reads a javacore without native stacks (D65)."""
import re

PROGRAMS = ('stackcollapse-ibmjava',)
END = b'3XMTHREADINFO3           Native callstack:'
HEADER = re.compile(rb'^(?!#)(?=3XMTHREADINFO      "[^"\n]*[^\n]* state:[^\n]*, |[^\n]*3XMTHREADINFO      Anonymous native thread)', re.M)


def headers_end_threads(case, file_names):
    """Without any native stack each header ends the thread before it."""
    texts = [case.stdin] + [data for data in case.files.values() if data]
    if any(text.startswith(END) or b'\n' + END in text for text in texts):
        return case

    def ended(text):
        return text and HEADER.sub(END + b'\n', text)
    files = {name: ended(data) for name, data in case.files.items()}
    argv, stdin = list(case.argv), ended(case.stdin)
    if file_names(case):
        argv.append(b'the end')
        files[b'the end'] = END + b'\n'
    else:
        stdin += b'\n' + END + b'\n'
    return case.changed(argv=argv, stdin=stdin, files=files)
