//! The example sentences of the event rules: each must give what it promises, and no counter-example may give its
//! rule's class.

use attache::facts::events::{Expected, RuleError, Rules, load};
use attache::facts::{Facts, Filler, extract};
use attache::ingest::Document;
use attache::language::Reader;

fn read(reader: &Reader, text: &str) -> Facts {
    let document = Document::from_text("example", text);
    let analysis = reader.read(&document).expect("the sentence is read");
    extract(&document, &analysis)
}

/// What the facts say of an event, in the words that examples use.
fn says(facts: &Facts, index: usize, role: &str) -> Vec<String> {
    let event = &facts.events[index];
    match role {
        "status" => vec![event.status.name().to_owned()],
        "place" => event.places.iter().map(|&place| facts.entity(place).name.clone()).collect(),
        "purpose" => event.purpose.iter().map(|purpose| purpose.text.clone()).collect(),
        "time" => event.time.iter().flat_map(|time| time.start.clone()).collect(),
        _ => {
            let filled = event.roles.iter().filter(|filled| filled.role == role);
            filled
                .map(|filled| match &filled.filler {
                    Filler::Entity(id) => facts.entity(*id).name.clone(),
                    Filler::Text(passage) => passage.text.clone(),
                    Filler::Event(id) => facts.event(*id).label.clone(),
                })
                .collect()
        }
    }
}

fn is_told(facts: &Facts, expected: &Expected) -> bool {
    (0..facts.events.len()).filter(|&index| facts.events[index].class == expected.class).any(|index| {
        expected.values.iter().all(|(role, wanted)| {
            let said = says(facts, index, role);
            wanted.iter().all(|wanted| said.iter().any(|said| said.eq_ignore_ascii_case(wanted)))
        })
    })
}

/// Shown where an example fails: what was found instead.
fn found(facts: &Facts) -> String {
    let events = (0..facts.events.len()).map(|index| {
        let event = &facts.events[index];
        let roles: Vec<String> = event
            .roles
            .iter()
            .map(|role| format!("{}={}", role.role, says(facts, index, &role.role).join("+")))
            .collect();
        format!(
            "{} [{}] in {:?} {} why {:?}",
            event.class,
            roles.join(" "),
            says(facts, index, "place"),
            event.status.name(),
            says(facts, index, "purpose")
        )
    });
    events.collect::<Vec<_>>().join("; ")
}

#[test]
fn every_example_of_a_rule_gives_the_facts_it_promises() {
    let rules = Rules::embedded().expect("the embedded rules are valid");
    let reader = Reader::embedded().expect("the embedded model is valid");
    let mut failures = Vec::new();
    let mut count = 0;
    for rule in &rules.rules {
        for example in &rule.examples {
            let facts = read(&reader, &example.text);
            for expected in &example.expected {
                count += 1;
                if !is_told(&facts, expected) {
                    failures.push(format!("{}: \"{}\" gave {}", rule.id, example.text, found(&facts)));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} of {count} examples fail:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn no_counter_example_of_a_rule_gives_its_class() {
    let rules = Rules::embedded().expect("the embedded rules are valid");
    let reader = Reader::embedded().expect("the embedded model is valid");
    let mut failures = Vec::new();
    for rule in &rules.rules {
        let class = &rules.classes[rule.class].name;
        for text in &rule.counter_examples {
            let facts = read(&reader, text);
            if facts.events.iter().any(|event| &event.class == class) {
                failures.push(format!("{}: \"{text}\" gave {}", rule.id, found(&facts)));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_rule_has_an_example_and_a_counter_example() {
    let rules = Rules::embedded().expect("the embedded rules are valid");
    for rule in &rules.rules {
        assert!(!rule.examples.is_empty() && !rule.counter_examples.is_empty(), "{}", rule.id);
    }
}

const HEAD: &str = "@prefix att: <https://w3id.org/attache/ontology#> .
@prefix rule: <https://w3id.org/attache/ontology/rule#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix : <https://w3id.org/attache/ontology/events/feast#> .
att:Feast a owl:Class .
";

fn refused(rest: &str) -> RuleError {
    load(&[("feast", &format!("{HEAD}{rest}"))]).expect_err("the file is refused")
}

#[test]
fn an_unknown_relation_is_refused_with_file_and_line() {
    let error = refused(
        ":r a rule:Rule ; rule:evokes att:Feast ; rule:verb \"feast\" ;\n  rule:role [ rule:fills att:agent ;\n    rule:path \"nsubject\" ] .",
    );
    assert_eq!(error.to_string(), "ontology/events/feast.ttl:8: unknown relation nsubject in the path nsubject");
}

#[test]
fn an_unknown_class_is_refused_with_file_and_line() {
    let error = refused(":r a rule:Rule ; rule:verb \"dine\" ;\n  rule:evokes att:Banquet .");
    assert_eq!((error.file.as_str(), error.line), ("feast", 7));
    assert!(error.problem.contains("unknown class"), "{error}");
}

#[test]
fn an_unknown_property_semantic_role_or_filler_is_refused() {
    assert!(refused(":r rule:verbs \"dine\" .").problem.contains("unknown property"));
    let role = ":r a rule:Rule ; rule:evokes att:Feast ; rule:verb \"dine\" ; rule:role [ rule:fills att:agent ; rule:path \"ARG9\" ] .";
    assert!(refused(role).problem.contains("unknown PropBank role"));
    let filler = ":r a rule:Rule ; rule:evokes att:Feast ; rule:verb \"dine\" ; rule:role [ rule:fills att:agent ; rule:filler rule:Animal ] .";
    assert!(refused(filler).problem.contains("unknown type of filler"));
}

#[test]
fn bad_turtle_is_refused_with_its_line() {
    assert_eq!(refused("\n:r a rule:Rule ;; .;").line, 7);
}

#[test]
fn a_file_added_to_the_rules_adds_its_class() {
    let rest = ":r a rule:Rule ; rule:evokes att:Feast ; rule:verb \"dine\" ;\n  rule:role [ rule:fills att:agent ; rule:filler rule:Person ; rule:minimum 1 ; rule:path \"nsubj\" ] .";
    let rules = load(&[("feast", &format!("{HEAD}{rest}"))]).expect("the file is valid");
    assert_eq!(rules.classes[0].name, "Feast");
    assert_eq!(rules.rules[0].id, "events/feast#r");
}
