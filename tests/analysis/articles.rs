//! Articles with known facts, put into a store: what the reading would find, without the reading.

use attache::facts::{
    Claim, Entity, EntityId, EntityKind, Event, EventId, EventRole, Facts, Filler, Interval, Passage, PlaceKind,
    Provenance, Status,
};
use attache::graph::store::Addition;
use attache::graph::{Mint, Store, map};
use attache::ingest::Document;
use attache::language::{Analysis, Sentence};
use attache::text::Span;

/// A sentence that tells of an event.
pub struct Telling {
    pub sentence: &'static str,
    pub class: &'static str,
    pub who: &'static [&'static str],
    pub place: Option<&'static str>,
    pub start: Option<&'static str>,
    pub why: Option<&'static str>,
    pub status: Status,
}

/// A meeting that happened.
pub const MEETING: Telling =
    Telling { sentence: "", class: "Meeting", who: &[], place: None, start: None, why: None, status: Status::Happened };

/// Adds an article of these sentences.
pub fn add(store: &Store, id: &str, date: &str, source: &str, tellings: &[Telling]) {
    let text = tellings.iter().map(|telling| telling.sentence).collect::<Vec<_>>().join("\n");
    let mut document = Document::from_text(id, text);
    document.date = Some(date.parse().unwrap());
    document.source = Some(source.to_owned());
    document.title = Some(format!("Article {id}"));
    document.url = Some(format!("https://news.example.org/{id}"));
    let mut facts = Facts::default();
    let mut sentences = Vec::new();
    let mut begin = 0;
    for telling in tellings {
        let span = Span::new(begin, begin + telling.sentence.len());
        begin = span.end + 1;
        sentences.push(Sentence { span, tokens: 0..0, begins_paragraph: true, certainty: 1.0 });
        tell(&mut facts, telling, span);
    }
    let analysis = Analysis { sentences, ..Analysis::default() };
    let mapped = map(&document, &analysis, &facts, &Mint::default());
    store.add(vec![Addition { mapped, fingerprint: id.to_owned() }]).unwrap();
}

fn entity(facts: &mut Facts, name: &str, kind: EntityKind) -> EntityId {
    let known = facts.entities.iter().position(|entity| entity.name == name);
    let number = known.unwrap_or_else(|| {
        facts.entities.push(Entity {
            kind,
            name: name.to_owned(),
            aliases: name
                .split_whitespace()
                .last()
                .filter(|last| *last != name)
                .map(str::to_owned)
                .into_iter()
                .collect(),
            place_kind: (kind == EntityKind::Place).then_some(PlaceKind::City),
            gender: None,
            wikidata: None,
            part_of: None,
        });
        facts.entities.len() - 1
    });
    EntityId(number as u32)
}

fn tell(facts: &mut Facts, telling: &Telling, span: Span) {
    let roles = telling
        .who
        .iter()
        .map(|name| {
            let kind = if name.starts_with("Ministry") { EntityKind::Organisation } else { EntityKind::Person };
            EventRole { role: "participant".to_owned(), filler: Filler::Entity(entity(facts, name, kind)) }
        })
        .collect();
    let places = telling.place.map(|place| entity(facts, place, EntityKind::Place)).into_iter().collect();
    let purpose = telling.why.and_then(|why| {
        let at = telling.sentence.find(why)?;
        Some(Passage { span: Span::new(span.start + at, span.start + at + why.len()), text: why.to_owned() })
    });
    let event = EventId(facts.events.len() as u32);
    facts.events.push(Event {
        class: telling.class.to_owned(),
        label: format!("{} meet", telling.who.join(" and ")),
        roles,
        places,
        time: telling.start.map(|start| Interval { start: Some(start.to_owned()), end: None }),
        purpose,
        purpose_event: None,
        speech: None,
        status: telling.status,
    });
    facts.claims.push(Claim {
        event,
        status: telling.status,
        said_by: Vec::new(),
        confidence: 0.9,
        provenance: Provenance { span, rule: "events/meeting#meet-verb".to_owned() },
    });
}

/// Four articles: Ana Ruiz meets Jon Berg four times and then no more, Jon Berg meets Zoë Lind, who meets Tariq Haddad;
/// Mika Tanaka and Ines Moreau meet each other only; Pia Holm is denied to have met Ana Ruiz.
pub fn small_world(store: &Store) {
    let happened = |sentence, who, place, start, why| Telling {
        sentence,
        who,
        place: Some(place),
        start: Some(start),
        why: Some(why),
        ..MEETING
    };
    add(
        store,
        "first",
        "2025-04-20",
        "Example Wire",
        &[
            happened(
                "Ana Ruiz met Jon Berg in Oslo on 3 January to discuss cod quotas.",
                &["Ana Ruiz", "Jon Berg"],
                "Oslo",
                "2025-01-03",
                "cod quotas",
            ),
            happened(
                "Ana Ruiz met Jon Berg in Bergen on 3 February to discuss herring.",
                &["Ana Ruiz", "Jon Berg"],
                "Bergen",
                "2025-02-03",
                "herring",
            ),
            happened(
                "Ana Ruiz met Jon Berg in Oslo on 1 March to discuss cod again.",
                &["Ana Ruiz", "Jon Berg"],
                "Oslo",
                "2025-03-01",
                "cod again",
            ),
            happened(
                "Ana Ruiz met Jon Berg in Oslo on 2 April to sign a treaty.",
                &["Ana Ruiz", "Jon Berg"],
                "Oslo",
                "2025-04-02",
                "sign a treaty",
            ),
        ],
    );
    add(
        store,
        "second",
        "2026-03-10",
        "Example Wire",
        &[
            happened(
                "Jon Berg met Zoë Lind in Lima on 5 March to talk about ports.",
                &["Jon Berg", "Zoë Lind"],
                "Lima",
                "2026-03-05",
                "talk about ports",
            ),
            Telling {
                sentence: "Zoë Lind will meet Tariq Haddad in Lima on 20 March.",
                who: &["Zoë Lind", "Tariq Haddad"],
                place: Some("Lima"),
                start: Some("2026-03-20"),
                status: Status::Planned,
                ..MEETING
            },
        ],
    );
    add(
        store,
        "third",
        "2026-03-12",
        "The Daily Example",
        &[
            happened(
                "Mika Tanaka met Ines Moreau in Busan on 11 March over steel.",
                &["Mika Tanaka", "Ines Moreau"],
                "Busan",
                "2026-03-11",
                "steel",
            ),
            Telling {
                sentence: "Pia Holm denied that she had met Ana Ruiz.",
                who: &["Pia Holm", "Ana Ruiz"],
                status: Status::Denied,
                ..MEETING
            },
            Telling {
                sentence: "Kofi Ruiz met the Ministry of Ports in Lima.",
                who: &["Kofi Ruiz", "Ministry of Ports"],
                place: Some("Lima"),
                ..MEETING
            },
        ],
    );
}
