# SPDX-License-Identifier: MIT
"""Case number I of seed S for a program."""
import importlib

from trial import case_random, generator_name


def generate(program, seed, index):
    module = importlib.import_module(generator_name(program))
    case = module.generate(case_random(seed, program, index))
    case.argv = [word.replace(b'\0', b'') for word in case.argv]    # no word can hold a NUL
    return case
