//! The IRIs that Attaché writes: the field's vocabularies, and its own for what they lack. Only this room knows them.

use oxigraph::model::NamedNodeRef;

/// Namespace of Attaché's ontology.
pub const ATT: &str = "https://w3id.org/attache/ontology#";

/// Namespace of what analyses find.
pub const ANALYSIS: &str = "https://w3id.org/attache/ontology/analysis#";

/// Base of the IRIs minted for things that have none of their own, unless `--base` says otherwise.
pub const DEFAULT_BASE: &str = "https://w3id.org/attache/id/";

/// Namespace of Wikidata's entities.
pub const WIKIDATA: &str = "http://www.wikidata.org/entity/";

/// Prefixes, in alphabetical order, of everything that is written or asked.
pub const PREFIXES: &[(&str, &str)] = &[
    ("analysis", ANALYSIS),
    ("att", ATT),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("gaf", "http://groundedannotationframework.org/gaf#"),
    ("grasp", "http://groundedannotationframework.org/grasp#"),
    ("graspf", "http://groundedannotationframework.org/grasp/factuality#"),
    ("nif", "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"),
    ("org", "http://www.w3.org/ns/org#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("schema", "https://schema.org/"),
    ("sem", "http://semanticweb.cs.vu.nl/2009/11/sem/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("time", "http://www.w3.org/2006/time#"),
    ("wd", WIKIDATA),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

macro_rules! terms {
    ($($(#[$doc:meta])* $name:ident = $iri:expr;)*) => {
        $($(#[$doc])* pub const $name: NamedNodeRef<'static> = NamedNodeRef::new_unchecked($iri);)*
    };
}

/// RDF, RDFS, OWL and SKOS.
#[allow(missing_docs)]
pub mod rdf {
    use super::NamedNodeRef;
    terms! {
        TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
        LABEL = "http://www.w3.org/2000/01/rdf-schema#label";
        SAME_AS = "http://www.w3.org/2002/07/owl#sameAs";
        PREF_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel";
    }
}

/// XML Schema's datatypes.
#[allow(missing_docs)]
pub mod xsd {
    use super::NamedNodeRef;
    terms! {
        DATE = "http://www.w3.org/2001/XMLSchema#date";
        YEAR_MONTH = "http://www.w3.org/2001/XMLSchema#gYearMonth";
        YEAR = "http://www.w3.org/2001/XMLSchema#gYear";
        DECIMAL = "http://www.w3.org/2001/XMLSchema#decimal";
        INTEGER = "http://www.w3.org/2001/XMLSchema#integer";
    }
}

/// The Simple Event Model.
#[allow(missing_docs)]
pub mod sem {
    use super::NamedNodeRef;
    terms! {
        EVENT = "http://semanticweb.cs.vu.nl/2009/11/sem/Event";
        HAS_ACTOR = "http://semanticweb.cs.vu.nl/2009/11/sem/hasActor";
        HAS_PLACE = "http://semanticweb.cs.vu.nl/2009/11/sem/hasPlace";
        HAS_TIME = "http://semanticweb.cs.vu.nl/2009/11/sem/hasTime";
        BEGIN = "http://semanticweb.cs.vu.nl/2009/11/sem/hasBeginTimeStamp";
        END = "http://semanticweb.cs.vu.nl/2009/11/sem/hasEndTimeStamp";
    }
}

/// Schema.org.
#[allow(missing_docs)]
pub mod schema {
    use super::NamedNodeRef;
    terms! {
        PERSON = "https://schema.org/Person";
        ORGANIZATION = "https://schema.org/Organization";
        PLACE = "https://schema.org/Place";
        CITY = "https://schema.org/City";
        COUNTRY = "https://schema.org/Country";
        REGION = "https://schema.org/AdministrativeArea";
        BUILDING = "https://schema.org/CivicStructure";
        THING = "https://schema.org/Thing";
        NAME = "https://schema.org/name";
        ALTERNATE_NAME = "https://schema.org/alternateName";
        GENDER = "https://schema.org/gender";
        FEMALE = "https://schema.org/Female";
        MALE = "https://schema.org/Male";
        CONTAINED_IN = "https://schema.org/containedInPlace";
        NEWS_ARTICLE = "https://schema.org/NewsArticle";
        HEADLINE = "https://schema.org/headline";
        DATE_PUBLISHED = "https://schema.org/datePublished";
        URL = "https://schema.org/url";
        PUBLISHER = "https://schema.org/publisher";
        IN_LANGUAGE = "https://schema.org/inLanguage";
        IDENTIFIER = "https://schema.org/identifier";
    }
}

/// The organization ontology of W3C.
#[allow(missing_docs)]
pub mod org {
    use super::NamedNodeRef;
    terms! {
        MEMBERSHIP = "http://www.w3.org/ns/org#Membership";
        MEMBER = "http://www.w3.org/ns/org#member";
        ORGANIZATION = "http://www.w3.org/ns/org#organization";
        ROLE = "http://www.w3.org/ns/org#role";
        ROLE_CLASS = "http://www.w3.org/ns/org#Role";
    }
}

/// OWL-Time.
#[allow(missing_docs)]
pub mod time {
    use super::NamedNodeRef;
    terms! {
        INSTANT = "http://www.w3.org/2006/time#Instant";
        PROPER_INTERVAL = "http://www.w3.org/2006/time#ProperInterval";
        HAS_BEGINNING = "http://www.w3.org/2006/time#hasBeginning";
        HAS_END = "http://www.w3.org/2006/time#hasEnd";
        IN_DATE = "http://www.w3.org/2006/time#inXSDDate";
    }
}

/// The NLP Interchange Format.
#[allow(missing_docs)]
pub mod nif {
    use super::NamedNodeRef;
    terms! {
        CONTEXT = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#Context";
        PHRASE = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#Phrase";
        SENTENCE = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#Sentence";
        IS_STRING = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#isString";
        BEGIN_INDEX = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#beginIndex";
        END_INDEX = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#endIndex";
        ANCHOR_OF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#anchorOf";
        REFERENCE_CONTEXT = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#referenceContext";
        IN_SENTENCE = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#sentence";
        SOURCE_URL = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#sourceUrl";
    }
}

/// The Grounded Annotation Framework and GRaSP: word → thing, and how certain a telling is.
#[allow(missing_docs)]
pub mod gaf {
    use super::NamedNodeRef;
    terms! {
        DENOTED_BY = "http://groundedannotationframework.org/gaf#denotedBy";
        VALUE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#value";
        CERTAIN = "http://groundedannotationframework.org/grasp/factuality#CERTAIN";
        PROBABLE = "http://groundedannotationframework.org/grasp/factuality#PROBABLE";
        POSSIBLE = "http://groundedannotationframework.org/grasp/factuality#POSSIBLE";
        POSITIVE = "http://groundedannotationframework.org/grasp/factuality#POSITIVE";
        NEGATIVE = "http://groundedannotationframework.org/grasp/factuality#NEGATIVE";
    }
}

/// PROV-O.
#[allow(missing_docs)]
pub mod prov {
    use super::NamedNodeRef;
    terms! {
        WAS_DERIVED_FROM = "http://www.w3.org/ns/prov#wasDerivedFrom";
        WAS_ATTRIBUTED_TO = "http://www.w3.org/ns/prov#wasAttributedTo";
        WAS_GENERATED_BY = "http://www.w3.org/ns/prov#wasGeneratedBy";
        WAS_ASSOCIATED_WITH = "http://www.w3.org/ns/prov#wasAssociatedWith";
        USED = "http://www.w3.org/ns/prov#used";
        ENTITY = "http://www.w3.org/ns/prov#Entity";
        ACTIVITY = "http://www.w3.org/ns/prov#Activity";
        SOFTWARE_AGENT = "http://www.w3.org/ns/prov#SoftwareAgent";
    }
}

/// What analyses find; each property is named after the column of the report (`ontology/analysis.ttl`).
#[allow(missing_docs)]
pub mod analysis {
    use super::NamedNodeRef;
    terms! {
        FINDING = "https://w3id.org/attache/ontology/analysis#Finding";
        DOCUMENT = "https://w3id.org/attache/ontology/analysis#document";
    }
}

/// Attaché's own.
#[allow(missing_docs)]
pub mod att {
    use super::NamedNodeRef;
    terms! {
        CLAIM = "https://w3id.org/attache/ontology#Claim";
        GROUP = "https://w3id.org/attache/ontology#Group";
        PEOPLE = "https://w3id.org/attache/ontology#People";
        ABOUT = "https://w3id.org/attache/ontology#about";
        STATUS = "https://w3id.org/attache/ontology#status";
        CURRENT_STATUS = "https://w3id.org/attache/ontology#currentStatus";
        BEST_CLAIM = "https://w3id.org/attache/ontology#bestClaim";
        BEST_DOCUMENT = "https://w3id.org/attache/ontology#bestDocument";
        EVIDENCE = "https://w3id.org/attache/ontology#evidence";
        CURRENT_LABEL = "https://w3id.org/attache/ontology#currentLabel";
        CURRENT_PLACE = "https://w3id.org/attache/ontology#currentPlace";
        CURRENT_PURPOSE = "https://w3id.org/attache/ontology#currentPurpose";
        SOURCES = "https://w3id.org/attache/ontology#sources";
        CONFIDENCE = "https://w3id.org/attache/ontology#confidence";
        PURPOSE = "https://w3id.org/attache/ontology#purpose";
        PURPOSE_EVENT = "https://w3id.org/attache/ontology#purposeEvent";
        PLACE_NAME = "https://w3id.org/attache/ontology#placeName";
        PURPOSE_AT = "https://w3id.org/attache/ontology#purposeAt";
        SAID_AT = "https://w3id.org/attache/ontology#saidAt";
        SAID = "https://w3id.org/attache/ontology#said";
        FORM = "https://w3id.org/attache/ontology#form";
        HELD_AT = "https://w3id.org/attache/ontology#heldAt";
        HELD_AT_NAME = "https://w3id.org/attache/ontology#heldAtName";
        ROLE_NAME = "https://w3id.org/attache/ontology#roleName";
        FORMER = "https://w3id.org/attache/ontology#former";
        PART_OF = "https://w3id.org/attache/ontology#partOf";
        MAIN_NAME = "https://w3id.org/attache/ontology#mainName";
        SENTENCES = "https://w3id.org/attache/ontology#sentences";
        FINGERPRINT = "https://w3id.org/attache/ontology#fingerprint";
        UNSETTLED = "https://w3id.org/attache/ontology#unsettled";
        STORE_VERSION = "https://w3id.org/attache/ontology#storeVersion";
        GENERATION = "https://w3id.org/attache/ontology#generation";
        BASE = "https://w3id.org/attache/ontology#base";
    }
}
