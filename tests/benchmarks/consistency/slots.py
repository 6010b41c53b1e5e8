"""What templates are filled with: made-up people and places, and numbers that agree or don't."""

from __future__ import annotations

import datetime as dt
import random
import re

_GIVEN_HE = ["Walter", "Colin", "Martin", "Hugo", "Russell", "Trevor", "Felix", "Edwin", "Oscar", "Gareth"]
_GIVEN_SHE = ["Nora", "Judith", "Bridget", "Sylvia", "Harriet", "Elaine", "Miriam", "Vera", "Deborah", "Paula"]
_SURNAMES = """Abernathy Bellweather Castellano Drummond Eastwick Fairbanks Galloway Hollister Ingersoll Jankowski
Kowalczyk Lindqvist Macallister Northcott Ostrander Pemberton Quillfeather Rutherford Sorensen
Thackeray Underhill Valdivia Whitcombe Yarborough Zimmermann Haverford Mukherjee Okonkwo Delacroix
Bertrand Crowther Dunleavy Fitzwilliam Gunderson Hightower Kensington Lockhart Montague Pettigrew
Ravenscroft Standish Templeton Vandermeer Wexford""".split()  # noqa: SIM905
_CITIES = ["Ashford", "Millbrook", "Port Ellis", "Carrowmore", "Eastham", "Sandhaven", "Wexley", "Norbridge"]
_ACRONYMS = ["NCRB", "TWAG", "SFDA", "BRLC", "PWTU", "KLMA", "RFSB", "HCTC", "VDPO", "GWRA"]
_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905


def misspelled(name: str, rng: random.Random) -> str:
    """The name with one letter left out, doubled, replaced or swapped with its neighbor, never the first."""
    while True:
        at = rng.randrange(1, len(name) - 1)
        kind = rng.randrange(4)
        letter = rng.choice("aeioulnrst")
        changed = (
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[:at] + letter + name[at + 1 :],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        )[kind]
        if changed != name and changed.isalpha() and changed != name + "s":
            return changed


def slots(rng: random.Random, published_on: dt.date) -> dict[str, str]:
    """A value for every word that templates have in { }."""
    surname, other = rng.sample(_SURNAMES, 2)
    given, other_given = rng.choice(_GIVEN_HE + _GIVEN_SHE), rng.choice(_GIVEN_HE + _GIVEN_SHE)
    city, second_city = rng.sample(_CITIES, 2)
    n1, n2, n3 = rng.sample(range(12, 90), 3)
    k1, k2 = rng.sample(range(3, 8), 2)
    wrong = rng.choice([-9, -7, -6, -5, -4, -3, 3, 4, 5, 6, 8, 10])
    small = rng.choice([-2, -1, 1, 2])
    f = rng.choice([120, 160, 200, 240, 300, 400])
    good = rng.choice([15, 20, 25, 30, 35, 45, 55])
    t = f * (100 + good) // 100
    good = round(100 * (t - f) / f)
    fall = round(100 * (t - f) / t)
    whole = rng.choice([40, 60, 80, 120, 160, 200])
    part = rng.randrange(whole // 5, whole - whole // 5)
    share = round(100 * part / whole)
    q1 = rng.randrange(30, 44)
    qd = rng.randrange(3, 8)
    day = dt.date(rng.randrange(published_on.year - 12, published_on.year), rng.randrange(1, 13), rng.randrange(1, 29))
    y1 = rng.randrange(1950, 1990)
    span = rng.randrange(5, 18)
    ago = rng.randrange(5, 30)
    age = rng.randrange(24, 70)
    born = rng.randrange(1940, 1985)
    real_age = published_on.year - born
    n9 = n1 + rng.choice([2, 3, 5, 7, 9, 11])
    factor = rng.choice([0.6, 0.7, 1.4, 1.5, 1.8])
    fahr = rng.choice([32, 50, 68, 86, 95, 104])
    cel = rng.choice([5, 10, 20, 25, 30])
    values: dict[str, object] = {
        "A": f"{given} {surname}",
        "a": surname,
        "A1": given,
        "a~": misspelled(surname, rng),
        "A1~": misspelled(given, rng),
        "B": f"{other_given} {other}",
        "b": other,
        "C": city,
        "D": second_city,
        "acr": rng.choice(_ACRONYMS),
        "n1": n1,
        "n2": n2,
        "n3": n3,
        "n9": n9,
        "sum2": n1 + n2,
        "sum3": n1 + n2 + n3,
        "bad2": n1 + n2 + wrong,
        "bad3": n1 + n2 + n3 + wrong,
        "k1": _WORDS[k1],
        "k2": _WORDS[k2],
        "kbad2": _WORDS[k1 + k2 + small],
        "f": f,
        "t": t,
        "good": good,
        "bad": good + rng.choice([-9, -6, -4, 4, 7, 11, 15]),
        "badfall": fall + rng.choice([-8, -6, 5, 9, 12]),
        "less": int(f * rng.choice([1.4, 1.5, 1.7])),
        "more": int(f * 2.2),
        "part": part,
        "whole": whole,
        "share": share,
        "badshare": share + rng.choice([-9, -6, -4, 4, 6, 9]),
        "tenthbad": whole // 10 + rng.choice([2, 3, 5]),
        "q1": q1,
        "q2": q1 + qd,
        "qd": qd,
        "qbad": qd + rng.choice([2, 3, 4]),
        "mdy": f"{_MONTHS[day.month - 1]} {day.day}, {day.year}",
        "goodday": _DAYS[day.weekday()],
        "badday": _DAYS[(day.weekday() + rng.randrange(1, 7)) % 7],
        "y1": y1,
        "y2": y1 + span,
        "span1": span,
        "badspan": span + rng.choice([3, 4, 6, 9]),
        "ago": ago,
        "agoyear": published_on.year - ago,
        "badago": ago + rng.choice([-3, 3, 4, 6, 10]),
        "g": age,
        "g2": age + rng.choice([-5, -3, -2, 2, 4, 6, 9]),
        "gnext": age + 1,
        "born": born,
        "badage": real_age + rng.choice([-9, -6, -4, 3, 5, 8]),
        "borngood": published_on.year - age,
        "q:word": "everybody",
        "q:other": "everyone",
        "km": round(n1 * 1.609),
        "kmbad": round(n1 * 1.609 * factor),
        "litbad": round(n1 * 3.785 * factor),
        "kgbad": round(n1 * 0.4536 * factor),
        "kg": round(n1 * 0.4536),
        "kgbad2": round(n1 * 907 * factor),
        "kgbad3": rng.choice(["2", "3.6", "4.1"]),
        "habad": round(n1 * 4.047 * factor),
        "m": round(n1 * 0.3048, 1),
        "mbad": round(n1 * 0.3048 * factor + 2),
        "cmbad": round(n1 * 2.54 * factor),
        "mibad": round(n1 * 0.621 * factor),
        "sqbad": round(n1 * 2.59 * factor),
        "ftbad": round(n1 * 3.281 * factor),
        "fahr": fahr,
        "celgood": round((fahr - 32) / 1.8),
        "celbad": round((fahr - 32) / 1.8) + rng.choice([6, 8, 12]),
        "cel": cel,
        "fahrbad": round(cel * 1.8 + 32) + rng.choice([9, 14, 20]),
    }
    return {name: str(value) for name, value in values.items()}


def filled(template: str, values: dict[str, str]) -> str:
    """A template with its words put in; a number at the start of a sentence stays in figures, as in headlines."""
    return re.sub(r"\{([^{}]+)\}", lambda match: values[match[1]], template)
