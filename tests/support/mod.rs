//! Facts made by hand, for tests and benches of what comes after reading.

use attache::facts::{
    Claim, Entity, EntityId, EntityKind, Event, EventId, EventRole, Facts, Filler, Interval, Membership, Mention,
    MentionForm, Passage, PlaceKind, Provenance, Speech, SpeechForm, Status,
};
use attache::graph::store::Addition;
use attache::graph::{Mapped, Mint, map};
use attache::ingest::Document;
use attache::language::Analysis;
use attache::text::Span;

/// A document under construction and what it says.
pub struct Article {
    pub document: Document,
    pub facts: Facts,
}

impl Article {
    /// An article of a text, published on a day.
    pub fn new(id: &str, url: Option<&str>, date: &str, text: &str) -> Self {
        let mut document = Document::from_text(id, text);
        document.url = url.map(str::to_owned);
        document.date = date.parse().ok();
        document.language = Some("en".into());
        Self { document, facts: Facts::default() }
    }

    /// The span of words of the text (their first occurrence); the whole text where they do not occur.
    pub fn span(&self, words: &str) -> Span {
        let text = &self.document.text;
        text.find(words).map_or(Span::new(0, text.len()), |start| Span::new(start, start + words.len()))
    }

    pub fn passage(&self, words: &str) -> Passage {
        let span = self.span(words);
        Passage { span, text: span.of(&self.document.text).to_owned() }
    }

    /// An entity, mentioned where its name first occurs.
    pub fn entity(&mut self, kind: EntityKind, name: &str, aliases: &[&str]) -> EntityId {
        let id = EntityId(self.facts.entities.len() as u32);
        self.facts.entities.push(Entity {
            kind,
            name: name.to_owned(),
            aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
            place_kind: (kind == EntityKind::Place).then_some(PlaceKind::City),
            gender: None,
            wikidata: None,
            part_of: None,
        });
        if self.document.text.contains(name) {
            self.facts.mentions.push(Mention { span: self.span(name), entity: id, form: MentionForm::Name });
        }
        id
    }

    pub fn person(&mut self, name: &str) -> EntityId {
        self.entity(EntityKind::Person, name, &[])
    }

    pub fn place(&mut self, name: &str) -> EntityId {
        self.entity(EntityKind::Place, name, &[])
    }

    /// An event that one sentence tells.
    pub fn event(&mut self, class: &str, roles: &[(&str, EntityId)], status: Status, evidence: &str) -> EventId {
        let id = EventId(self.facts.events.len() as u32);
        let role = |&(role, id): &(&str, EntityId)| EventRole { role: role.to_owned(), filler: Filler::Entity(id) };
        let names: Vec<&str> = roles.iter().map(|&(_, id)| self.facts.entity(id).name.as_str()).collect();
        let label = format!("{class}: {}", names.join(", "));
        self.facts.events.push(Event {
            class: class.to_owned(),
            label,
            roles: roles.iter().map(role).collect(),
            places: vec![],
            time: None,
            purpose: None,
            purpose_event: None,
            speech: None,
            status,
        });
        self.claim(id, status, &[], evidence);
        id
    }

    pub fn claim(&mut self, event: EventId, status: Status, said_by: &[EntityId], evidence: &str) {
        let span = self.span(evidence);
        self.facts.claims.push(Claim {
            event,
            status,
            said_by: said_by.to_vec(),
            confidence: 0.9,
            provenance: Provenance { span, rule: "events/meeting#meet-verb".into() },
        });
    }

    pub fn when(&mut self, event: EventId, start: &str, end: Option<&str>) {
        self.facts.events[event.0 as usize].time =
            Some(Interval { start: Some(start.to_owned()), end: end.map(str::to_owned) });
    }

    pub fn at(&mut self, event: EventId, places: &[EntityId]) {
        self.facts.events[event.0 as usize].places = places.to_vec();
    }

    pub fn why(&mut self, event: EventId, words: &str) {
        self.facts.events[event.0 as usize].purpose = Some(self.passage(words));
    }

    pub fn says(&mut self, speaker: EntityId, words: &str, form: SpeechForm) -> EventId {
        let id = self.event("Statement", &[("speaker", speaker)], Status::Happened, words);
        self.facts.events[id.0 as usize].speech = Some(Speech { said: self.passage(words), form });
        id
    }

    pub fn post(&mut self, who: EntityId, role: &str, at: Option<EntityId>, evidence: &str) {
        let provenance = Provenance { span: self.span(evidence), rule: "roles#apposition".into() };
        let role = role.to_owned();
        self.facts.memberships.push(Membership {
            who,
            role,
            at,
            at_text: None,
            former: false,
            confidence: 0.8,
            provenance,
        });
    }

    pub fn mapped(&self) -> Mapped {
        map(&self.document, &Analysis::default(), &self.facts, &Mint::default())
    }

    /// The article as the store takes it; its text stands for its fingerprint.
    pub fn addition(&self) -> Addition {
        let fingerprint = format!("{:?} {}", self.document.date, self.document.text);
        Addition { mapped: self.mapped(), fingerprint }
    }
}

/// Article `number` of a big pile: two meetings, a visit, a statement and a post, among a thousand people.
pub fn one_of_many(number: usize) -> Article {
    let people: Vec<String> = (0..5).map(|place| person_name(number * 7 + place * 131)).collect();
    let city = ["Oslo", "Vienna", "Lisbon", "Nairobi", "Geneva", "Lima"][number % 6];
    let day = format!("2026-{:02}-{:02}", 1 + number / 28 % 12, 1 + number % 28);
    let text = format!(
        "{a}, the trade minister, met {b} in {city} on the {number}th day to discuss the price of grain. {c} met {d} \
         there for talks on fishing rights, and {e} visited {city} for the first time. “We agreed on the main points \
         and will go on next week,” {a} said in report {number}. The talks had been prepared for months.",
        a = people[0],
        b = people[1],
        c = people[2],
        d = people[3],
        e = people[4],
    );
    let url = format!("https://news.example/{number}");
    let mut article = Article::new(&format!("article-{number}"), Some(&url), &day, &text);
    let ids: Vec<EntityId> = people.iter().map(|name| article.person(name)).collect();
    let place = article.place(city);
    let first = article.event(
        "Meeting",
        &[("participant", ids[0]), ("participant", ids[1])],
        Status::Happened,
        text.split(". ").next().unwrap_or_default(),
    );
    article.when(first, &day, None);
    article.at(first, &[place]);
    article.why(first, "the price of grain");
    let evidence = text.split(". ").nth(1).unwrap_or_default();
    let roles = [("participant", ids[2]), ("participant", ids[3])];
    let second = article.event("Meeting", &roles, Status::Happened, evidence);
    article.when(second, &day, None);
    article.at(second, &[place]);
    article.why(second, "talks on fishing rights");
    let visit = article.event("Visit", &[("visitor", ids[4])], Status::Happened, evidence);
    article.at(visit, &[place]);
    article.says(ids[0], "We agreed on the main points", SpeechForm::Direct);
    article.post(ids[0], "trade minister", None, &format!("{}, the trade minister", people[0]));
    article
}

fn person_name(number: usize) -> String {
    const FIRST: [&str; 40] = [
        "Anna", "Jan", "Maria", "Peter", "Lena", "Omar", "Ines", "Tariq", "Yuki", "Paulo", "Nadia", "Erik", "Zofia",
        "Karim", "Aiko", "Bruno", "Carla", "Dmitri", "Elif", "Farid", "Greta", "Hugo", "Irina", "Jonas", "Kofi",
        "Laila", "Marek", "Noor", "Olga", "Pedro", "Rosa", "Samir", "Tove", "Umar", "Vera", "Wanda", "Xenia", "Yann",
        "Zara", "Abel",
    ];
    const LAST: [&str; 25] = [
        "Berg",
        "Kowalski",
        "Lopez",
        "Novak",
        "Haddad",
        "Tanaka",
        "Silva",
        "Petrov",
        "Yilmaz",
        "Okafor",
        "Lindqvist",
        "Moreau",
        "Rossi",
        "Weber",
        "Horvat",
        "Mensah",
        "Nielsen",
        "Popescu",
        "Ferreira",
        "Duval",
        "Eriksen",
        "Farah",
        "Gruber",
        "Ivanova",
        "Jansen",
    ];
    format!("{} {}", FIRST[number % 40], LAST[number / 40 % 25])
}
