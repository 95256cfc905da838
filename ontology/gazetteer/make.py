#!/usr/bin/env python3
"""Makes the gazetteer's tables out of the public ones.

usage: make.py DATA   (the folder that holds mledoze_countries, dr5hn_csc, geonames, world_leaders,
                       congress_legislators, supranational_bodies and popular_names)

Each table is a list of lines `key<TAB>columns`, sorted by the bytes of the key, so that the program can search it
where it lies, without loading. Tables that others wrote keep their licence; it stands at the head of each file.
The tables in `own/` are written by hand and are not touched here.
"""
import csv
import json
import os
import re
import sys

import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
LATIN = re.compile(r"^[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿĀ-ž'’. -]+$")


def write(name, head, rows):
    """Writes a table: the head as comments, then the distinct rows in the order of their bytes."""
    lines = sorted({"\t".join(row) for row in rows}, key=lambda line: (line.split("\t")[0].encode(), line.encode()))
    with open(os.path.join(HERE, name), "w", encoding="utf-8", newline="\n") as out:
        for line in head.strip().split("\n"):
            out.write(f"# {line.strip()}\n")
        for line in lines:
            out.write(line + "\n")
    print(f"{name}: {len(lines)} rows")


def wikidata_of_countries(data):
    with open(f"{data}/dr5hn_csc/csv/countries.csv", encoding="utf-8-sig") as file:
        return {row["iso2"]: row["wikiDataId"] for row in csv.DictReader(file)}


def countries(data):
    ids = wikidata_of_countries(data)
    with open(f"{data}/dr5hn_csc/csv/countries.csv", encoding="utf-8-sig") as file:
        english = {row["iso2"]: row["name"] for row in csv.DictReader(file)}
    countries = json.load(open(f"{data}/mledoze_countries/countries.json", encoding="utf-8"))
    table, names = [], []
    for country in countries:
        code, common = country["cca2"], country["name"]["common"]
        capital = (country.get("capital") or [""])[0]
        table.append((code, common, ids.get(code, ""), capital))
        spellings = {common, country["name"]["official"], *country["altSpellings"], english.get(code, common)}
        for spelling in spellings:
            if len(spelling) > 3 and LATIN.match(spelling) and "," not in spelling:
                names.append((spelling, code, "name"))
        for demonym in set((country.get("demonyms") or {}).get("eng", {}).values()):
            for word in re.split(r",| or ", demonym):
                if len(word.strip()) > 2 and word.strip() not in spellings:
                    names.append((word.strip(), code, "demonym"))
    licence = """
        Countries: {}
        Source: github.com/mledoze/countries, Wikidata ids from github.com/dr5hn/countries-states-cities-database.
        Licence of this file: Open Database License (ODbL) 1.0, https://opendatacommons.org/licenses/odbl/1-0/
        Made by make.py; corrections belong in own/country-names.tsv."""
    write("countries.tsv", licence.format("ISO 3166-1 code, name, Wikidata id, capital."), table)
    write("country-names.tsv", licence.format("name or demonym, ISO 3166-1 code, which of the two."), names)


def regions(data):
    rows = []
    wanted = {"province", "region", "state", "governorate", "county", "republic", "department", "prefecture",
              "autonomous region", "territory", "autonomous republic", "oblast", "krai", "emirate", "canton",
              "Land", "country", "federal district", "union territory", "voivodeship", "autonomous community"}
    with open(f"{data}/dr5hn_csc/csv/states.csv", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            name = re.sub(r" (Province|Region|County|Governorate|Oblast|Krai|Department|Prefecture)$", "", row["name"])
            if LATIN.match(name) and (row["type"] in wanted or row["type"] == ""):
                rows.append((name, row["country_code"], row["wikiDataId"]))
    write("regions.tsv", """
        First-level divisions of countries: name, ISO 3166-1 code of the country, Wikidata id.
        Source: github.com/dr5hn/countries-states-cities-database.
        Licence of this file: Open Database License (ODbL) 1.0, https://opendatacommons.org/licenses/odbl/1-0/
        Made by make.py.""", rows)


def cities(data):
    divisions = {}
    for line in open(f"{data}/geonames/admin1Codes.txt", encoding="utf-8"):
        code, name, *_ = line.rstrip("\n").split("\t")
        divisions[code] = name
    people = set()
    with open(f"{data}/popular_names/common-forenames-by-country.csv", encoding="utf-8-sig") as file:
        people |= {row["Romanized Name"] for row in csv.DictReader(file)}
    with open(f"{data}/popular_names/common-surnames-by-country.csv", encoding="utf-8-sig") as file:
        people |= {row["Romanized Name"] for row in csv.DictReader(file)}
    country_names = {row.split("\t")[0] for row in open(f"{HERE}/country-names.tsv", encoding="utf-8")}
    rows, chosen = [], {}
    for line in open(f"{data}/geonames/cities15000.txt", encoding="utf-8"):
        f = line.rstrip("\n").split("\t")
        identifier, name, ascii_name, alternates, feature, country, division, population = (
            f[0], f[1], f[2], f[3].split(","), f[7], f[8], f[10], int(f[14]))
        if population < 50_000 and feature != "PPLC":
            continue
        if feature in ("PPLX", "PPLH", "PPLW"):
            continue
        columns = (name, country, divisions.get(f"{country}.{division}", ""), str(population), identifier)
        chosen[identifier] = (name, ascii_name, country, float(f[4]), float(f[5]))
        keys = {name, ascii_name}
        for suffix in (" City",):
            if name.endswith(suffix) and population > 500_000 and name[: -len(suffix)] not in country_names:
                keys.add(name[: -len(suffix)])
        if population >= 200_000 or feature == "PPLC":
            good = [a for a in alternates if len(a) > 4 and LATIN.match(a) and a.isascii() and a[1:].lower() == a[1:]
                    and a not in people and a not in country_names]
            keys |= set(good[:14])
        keys |= {a for a in alternates if a in KNOWN_ALTERNATES}
        rows += [(key, *columns) for key in keys]
    write("cities.tsv", """
        Cities of 50,000 people and more, and capitals: name, main name, ISO 3166-1 code of the country, division,
        population, GeoNames id.
        Source: GeoNames, https://www.geonames.org, dump of 2022-04-27.
        Licence of this file: CC BY 4.0, https://creativecommons.org/licenses/by/4.0/
        Made by make.py.""", rows)
    by_name = {}
    for identifier, (name, ascii_name, country, latitude, longitude) in chosen.items():
        for key in {name, ascii_name}:
            by_name.setdefault((key, country), []).append((latitude, longitude, identifier))
    links = {}
    with open(f"{data}/dr5hn_csc/cities_compact.tsv", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if not row["wikiDataId"]:
                continue
            for latitude, longitude, identifier in by_name.get((row["name"], row["country"]), []):
                if abs(latitude - float(row["lat"])) < 0.15 and abs(longitude - float(row["lon"])) < 0.15:
                    links.setdefault(identifier, set()).add(row["wikiDataId"])
    write("city-wikidata.tsv", """
        Cities in Wikidata: GeoNames id, Wikidata id.
        Source: github.com/dr5hn/countries-states-cities-database, matched by name, country and position.
        Licence of this file: Open Database License (ODbL) 1.0, https://opendatacommons.org/licenses/odbl/1-0/
        Made by make.py.""", [(i, next(iter(ids))) for i, ids in links.items() if len(ids) == 1])


# Spellings of capitals and great cities that English texts use and that the filter by form would lose.
KNOWN_ALTERNATES = {"Kiev", "Bombay", "Calcutta", "Madras", "Rangoon", "Peking", "Saigon", "Nur-Sultan", "Odessa",
                    "Sana'a", "Tel Aviv", "Jerusalem", "Washington DC", "Washington D.C.", "New York", "Geneva", "The Hague",
                    "Basel", "Bruges", "Ghent", "Bern", "Nuremberg", "Seville", "Zaragoza", "Turin", "Genoa", "Venice",
                    "Florence", "Naples", "Padua", "Leghorn", "Antwerp", "Cologne", "Gothenburg", "Salonica", "Lviv",
                    "Kharkiv", "Dnipro", "Donetsk", "Luhansk", "Mariupol", "Kherson", "Aleppo", "Homs", "Idlib", "Raqqa",
                    "Fallujah", "Tikrit", "Ramadi", "Basra", "Erbil", "Irbil", "Sirte", "Benghazi", "Aden", "Hodeidah"}


def bodies(data):
    rows = []
    for name, entry in yaml.safe_load(open(f"{data}/supranational_bodies/data/general_list.yaml", encoding="utf-8")).items():
        if not isinstance(entry, dict):
            continue
        identifier = str(entry.get("Wikidata_code") or "")
        identifier = identifier if re.match(r"^Q\d+$", identifier) else ""
        keys = {name}
        for field in ("Name_en", "Name_other_en", "Name_other_2_en", "Name_other_3_en", "Abbreviation_en"):
            for key in str(entry.get(field) or "").split(";"):
                if 1 < len(key.strip()) < 90 and "[" not in key:
                    keys.add(key.strip())
        keys |= {key.replace("Organisation", "Organization") for key in keys}
        keys |= {key.replace("Centre", "Center") for key in keys}
        main = str(entry.get("Name_en") or name)
        rows += [(re.sub(r"^[Tt]he ", "", key), main, identifier) for key in keys]
    write("bodies.tsv", """
        International bodies: name or abbreviation, main name, Wikidata id.
        Source: github.com/confirmordeny/supraverden.
        Licence of this file: CC BY-SA 4.0, https://creativecommons.org/licenses/by-sa/4.0/
        Made by make.py.""", rows)


def people(data):
    rows, rank = {}, {"prez": "president", "viceprez": "vice president", "sen": "senator", "rep": "representative"}
    ids = {v: k for k, v in wikidata_of_countries(data).items()}
    for path in (f"{data}/world_leaders/leaders_union.csv", f"{data}/world_leaders/data/wikidata.csv"):
        for row in csv.DictReader(open(path, encoding="utf-8")):
            if re.match(r"^Q\d+$", row["officeholderLabel"]) or " " not in row["officeholderLabel"]:
                continue
            rows.setdefault((row["officeholderLabel"], row["officeholder"]), ["", ids.get(row["countryid"], ""), row["positionLabel"]])
    for path in ("legislators-current.yaml", "executive.yaml"):
        for person in yaml.load(open(f"{data}/congress_legislators/{path}", encoding="utf-8"), Loader=yaml.CSafeLoader):
            identifier, name = person["id"].get("wikidata"), person["name"]
            last = person["terms"][-1]
            if not identifier or (path == "executive.yaml" and int(last["end"][:4]) < 1945):
                continue
            keys = {name.get("official_full"), f"{name['first']} {name['last']}"}
            if name.get("nickname"):
                keys.add(f"{name['nickname']} {name['last']}")
            for key in keys - {None}:
                rows.setdefault((key, identifier), [person["bio"].get("gender") or "", "US", rank[last["type"]]])
    counts = {}
    for name, _ in rows:
        counts[name] = counts.get(name, 0) + 1
    write("people.tsv", """
        People in public office: name, Wikidata id, gender (F, M or nothing), ISO 3166-1 code, office.
        A name that two of them share is left out.
        Source: Wikidata by way of github.com/every-politician-scrapers/world-leaders-2021, and
        github.com/unitedstates/congress-legislators.
        Licence of this file: CC0 1.0, https://creativecommons.org/publicdomain/zero/1.0/
        Made by make.py.""", [(n, q, *columns) for (n, q), columns in rows.items() if counts[n] == 1])


def personal_names(data):
    genders = {}
    with open(f"{data}/popular_names/common-forenames-by-country.csv", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            for name in {row["Romanized Name"].strip(), row["Localized Name"].strip()}:
                if LATIN.match(name) and " " not in name and len(name) > 1:
                    genders.setdefault(name, set()).add(row["Gender"])
    for person in yaml.load(open(f"{data}/congress_legislators/legislators-current.yaml", encoding="utf-8"), Loader=yaml.CSafeLoader):
        name = person["name"]["first"]
        if LATIN.match(name) and " " not in name and "." not in name:
            genders.setdefault(name, set()).add(person["bio"]["gender"])
    head = """
        {}
        Source: github.com/sigpwned/popular-names-by-country-dataset{}
        Licence of this file: CC0 1.0, https://creativecommons.org/publicdomain/zero/1.0/
        Made by make.py."""
    write("forenames.tsv", head.format("Forenames: name, gender (F, M, or FM for both).", ", github.com/unitedstates/congress-legislators."),
          [(n, "".join(sorted(g))) for n, g in genders.items()])
    surnames = set()
    with open(f"{data}/popular_names/common-surnames-by-country.csv", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            for name in {row["Romanized Name"].strip(), row["Localized Name"].strip()}:
                if LATIN.match(name) and " " not in name and len(name) > 1:
                    surnames.add((name,))
    write("surnames.tsv", head.format("Surnames.", "."), surnames)


def main():
    data = sys.argv[1]
    countries(data)
    regions(data)
    cities(data)
    bodies(data)
    people(data)
    personal_names(data)


main()
