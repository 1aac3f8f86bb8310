"""Made-up dispatches with their records: as long, as varied and as full of facts as those that OnRecord reads.

About 300 words each, whose frequencies follow Zipf's law over twenty thousand made-up words and a few hundred of
diplomacy. The same ones at every run; they say nothing true of anybody.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from onrecord import Dispatch, Record
from onrecord.record import sha256_of

SEED = 20220110
Json = dict[str, Any]


def listed(words: str) -> list[str]:
    """The words of a line."""
    return words.split()


FUNCTION = listed(
    "the of to and in a that on for with is by as at from has was will be not it its which have an are this their "
    "were between after about who but would been more than also over under against no all other could into during"
)
DIPLOMACY = listed(
    "talks government minister president ministry foreign border agreement security council ceasefire troops meeting "
    "sanctions treaty envoy ambassador negotiations delegation summit proposal peace forces statement officials "
    "parliament military alliance territory sovereignty visit relations cooperation dialogue conflict crisis region "
    "withdrawal embassy consulate diplomat diplomats mediator mediators mediation negotiators negotiation concessions "
    "guarantees observers mission mandate resolution veto charter convention protocol communique declaration accord "
    "pact deal draft framework roadmap timetable deadline demand demands offer offers concession threat threats "
    "warning protest protests accusation denial claim claims report reports source spokesman spokeswoman chancellor "
    "premier secretary chairman commissioner deputy senior adviser experts working group commission committee session "
    "assembly vote ballot election opposition coalition cabinet party leader leaders capital city province district "
    "frontier checkpoint crossing corridor convoy humanitarian aid relief refugees prisoners exchange hostages release "
    "detention arrest expulsion persona visa airspace waters strait harbour port fleet vessel patrol exercise drills "
    "missile artillery drone aircraft battalion brigade garrison base deployment buildup mobilisation reserve command "
    "general colonel navy army police guard militia rebels fighters attack strike shelling explosion clash clashes "
    "casualties wounded killed civilians village bridge pipeline gas oil grain wheat fishing quota tariff tariffs "
    "trade embargo export exports import imports currency loan debt budget bank energy nuclear enrichment inspectors "
    "inspection verification compliance breach violation violations dispute disputes arbitration tribunal court ruling "
    "appeal judges law constitution referendum autonomy independence recognition annexation occupation settlement "
    "settlements demarcation map maps river dam water climate emissions health vaccine migration asylum extradition "
    "intelligence espionage cyber network satellite media newspaper television channel interview briefing conference "
    "press week month year Monday morning evening neighbour neighbours partner partners allies rival rivals stability "
    "escalation restraint confidence measures progress deadlock breakthrough setback optimism concern hope"
)
ACTS = {
    "said": "say", "announced": "announce", "warned": "warn", "denied": "deny", "demanded": "demand",
    "proposed": "propose", "promised": "promise", "rejected": "reject", "confirmed": "confirm", "predicted": "predict",
}  # fmt: skip
TYPES = listed(
    "CONSULT AGREE REQUEST ACCUSE REJECT THREATEN SUPPORT COOPERATE AID PROTEST SANCTION MOBILIZE COERCE ASSAULT"
)
STATUSES = listed("occurred occurred occurred ongoing scheduled scheduled proposed hypothetical cancelled historical")
COUNTRIES = listed("NOR ISL FIN SWE DNK EST LVA LTU POL DEU FRA ESP PRT ITA CHE AUT HUN KEN GHA CHL PER NZL AUS JPN")
UNITS = listed("troops people tonnes vessels vehicles USD EUR percent prisoners aircraft kilometres observers")
KINDS = ("person", "person", "person", "person", "government", "organisation", "media", "group")
FIRST_DAY = datetime.date(2021, 1, 1)
DAYS = 3650


class Zipf:
    """Things drawn at random with frequencies after Zipf's law (in Mandelbrot's form): the first most often."""

    def __init__(self, things: list[str]) -> None:
        self.things = things
        self._bounds = list(accumulate(1 / (rank + 2.7) for rank in range(1, len(things) + 1)))

    def draw(self, rng: random.Random, count: int) -> list[str]:
        """So many of them, some perhaps several times."""
        return rng.choices(self.things, cum_weights=self._bounds, k=count)


def made_up(rng: random.Random, count: int, syllables: tuple[int, int]) -> list[str]:
    """So many different made-up words."""
    parts = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "il", "ost", "und")]
    words: dict[str, None] = {}
    while len(words) < count:
        words["".join(rng.choices(parts, k=rng.randint(*syllables)))] = None
    return list(words)


class World:
    """What the made-up dispatches are made of: their words, and the names of those they tell of."""

    def __init__(self) -> None:
        rng = random.Random(SEED)
        self.vocabulary = Zipf([*FUNCTION, *DIPLOMACY, *made_up(rng, 20_000, (2, 4))])
        given = made_up(rng, 400, (1, 2))
        family = made_up(rng, 6000, (2, 3))
        self.names = Zipf([f"{rng.choice(given).title()} {name.title()}" for name in family])

    def dispatches(self, count: int) -> Iterator[tuple[Dispatch, Record]]:
        """So many dispatches and their records."""
        for i in range(count):
            yield Draft(self, i).finished()


class Draft:
    """One made-up dispatch while it is written: its text so far, and the facts whose spans are known."""

    def __init__(self, world: World, number: int) -> None:
        self.world, self.number = world, number
        self.rng = random.Random(SEED + number)
        self.text = ""
        names = list(dict.fromkeys(world.names.draw(self.rng, 16)))[:12]
        self.actors: list[Json] = [self._actor(i, name) for i, name in enumerate(names)]
        self.layers: dict[str, list[Json]] = {
            layer: [] for layer in ("statements", "events", "times", "figures", "conditions", "disputes", "inferred")
        }
        self.published = FIRST_DAY + datetime.timedelta(days=self.rng.randrange(DAYS))

    def finished(self) -> tuple[Dispatch, Record]:
        """The dispatch and its record."""
        title = self._write(" ".join(self.world.vocabulary.draw(self.rng, 8)).capitalize())
        self._write("\n\n")
        start, place = len(self.text), self._write("OSTMARA")
        self._write(f", {self.published:%B} {self.published.day}. ")
        dateline = {"span": [start, len(self.text)], "place": {"span": place, "name": "Ostmara"}}
        for i in range(10):
            self._sentence(i)
        key, published = f"wire-{self.number}", self.published.isoformat() if self.rng.random() < 0.9 else None
        uri = f"https://wire.example/{self.number}"
        outlet = f"Wire {self.number % 40}"
        article = {
            "id": key, "text": self.text, "sha256": sha256_of(self.text), "uri": uri, "title": title,
            "dateline": dateline, "published": published, "outlet": outlet,
        }  # fmt: skip
        facts = {layer: tuple(found) for layer, found in self.layers.items()}
        record = Record.from_dict({"article": article, "actors": self.actors, **facts})
        return Dispatch(id=key, text=self.text, uri=uri, published=published, outlet=outlet), record

    def _actor(self, i: int, name: str) -> Json:
        drawn = random.Random(name)  # one name is of one kind and country everywhere
        kind = drawn.choice(KINDS)
        return {
            "id": f"a{i + 1}", "name": name, "kind": kind, "country": drawn.choice(COUNTRIES), "sector": ["GOV"],
            "titles": [], "mentions": [],
        }  # fmt: skip

    def _write(self, words: str) -> list[int]:
        start = len(self.text)
        self.text += words
        return [start, len(self.text)]

    def _words(self, count: int) -> list[int]:
        return self._write(" ".join(self.world.vocabulary.draw(self.rng, count)))

    def _mention(self, i: int) -> Json:
        actor = self.actors[i % len(self.actors)]
        actor["mentions"].append(self._write(actor["name"]))
        return actor

    def _time(self) -> Json:
        day = self.published + datetime.timedelta(days=self.rng.randint(-40, 30))
        found = {"span": self._write(f"{day:%B} {day.day}"), "type": "DATE", "value": day.isoformat()}
        self.layers["times"].append(found)
        self.layers["inferred"].append({"of": f"/times/{len(self.layers['times']) - 1}/value", "from": [found["span"]],
                                        "why": "the year is that of the day of publication"})  # fmt: skip
        return {"span": found["span"], "value": found["value"]}

    def _sentence(self, i: int) -> None:
        """One statement, and within its content most often an event, a time and a figure; some thirty words."""
        rng, layers, key = self.rng, self.layers, f"s{i + 1}"
        speaker = self._mention(i)
        cue, act = rng.choice(list(ACTS.items()))
        self._write(", the ")
        title = self._words(2)
        speaker["titles"].append({"text": self.text[slice(*title)], "span": title})
        self._write(", ")
        statement = {
            "id": key, "kind": "indirect", "act": act, "source": [[speaker["mentions"][-1][0], title[1]]],
            "cue": [self._write(cue)], "speakers": [speaker["id"]],
        }  # fmt: skip
        self._write(" that ")
        start = len(self.text)
        actor = self._mention(i + 1 + rng.randrange(3))
        self._write(" ")
        self._words(7)
        self._write(" ")
        trigger, when, place = self._words(1), None, None
        self._write(" ")
        if i < 8:
            self._write("on ")
            when = self._time()
            self._write(" in ")
            country = rng.choice(COUNTRIES)
            place = {"span": self._write(country.title()), "name": country.title(), "country": country}
            layers["events"].append({
                "id": f"e{i + 1}", "type": rng.choice(TYPES), "trigger": [trigger], "actors": [actor["id"]],
                "recipients": [self.actors[(i + 5) % len(self.actors)]["id"]], "place": place, "when": when,
                "status": rng.choice(STATUSES), "said_in": key,
            })  # fmt: skip
            self._write(" ")
        if i % 3 == 0:
            number, unit = rng.randint(2, 9000), rng.choice(UNITS)
            span = self._write(f"{number} {unit}")
            layers["figures"].append({"id": f"f{i + 1}", "span": span, "value": number, "unit": unit, "said_in": key})
            self._write(" ")
        consequent = self._words(8)
        statement["content"] = [[start, len(self.text)]]
        layers["statements"].append(statement)
        if i == 9:
            self._write(" if ")
            antecedent = self._words(5)
            condition = {"kind": "if", "antecedent": [antecedent], "consequent": [consequent], "said_in": key}
            layers["conditions"].append({"id": "c1"} | condition)
            layers["disputes"].append(
                {"id": "d1", "kind": "denies", "statement": key, "against": "s3", "target": [consequent]}
            )
        self._write(".\n\n" if i % 2 else ". ")
