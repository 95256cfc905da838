//! An article of one meeting, for tests.

use crate::support::Article;
use attache::facts::{EntityKind, SpeechForm, Status};

/// The meeting that most tests are about, as an article of a given day tells it.
pub fn berg_meets_kowalski(id: &str, published: &str, status: Status) -> Article {
    let verb = match status {
        Status::Happened => "met",
        _ => "will meet",
    };
    let text = format!(
        "Foreign Minister Anna Berg {verb} Jan Kowalski in Oslo on 3 March to discuss fishing rights. \
         “We are close,” Berg said. This is what {id} tells."
    );
    let mut article = Article::new(id, Some(&format!("https://news.example/{id}")), published, &text);
    let berg = article.entity(EntityKind::Person, "Anna Berg", &["Berg"]);
    let kowalski = article.person("Jan Kowalski");
    let oslo = article.place("Oslo");
    let sentence = text.split(" “").next().unwrap_or_default().to_owned();
    let roles = [("participant", berg), ("participant", kowalski)];
    let meeting = article.event("Meeting", &roles, status, &sentence);
    article.when(meeting, "2026-03-03", None);
    article.at(meeting, &[oslo]);
    article.why(meeting, "fishing rights");
    article.says(berg, "We are close,", SpeechForm::Direct);
    article.post(berg, "Foreign Minister", None, "Foreign Minister Anna Berg");
    article
}
