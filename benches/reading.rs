//! How fast a text is read, in words a second: segmentation alone, and all of it on one thread and on all.

use attache::ingest::Document;
use attache::language::{Reader, segment};
use divan::Bencher;
use divan::counter::ItemsCount;

const PARAGRAPH: &str = "The foreign ministers of Norway and Kenya met in Oslo on Monday to discuss a trade deal. “We don’t \
    expect a quick result,” said Jane Roe, who leads the Norwegian delegation. The talks, which began in 2024, had \
    stalled after Kenya's government rejected two proposals that would have opened its market to imported fish, a \
    matter of dispute between the two countries for more than a decade. They will go on in Nairobi.\n\n";

fn main() {
    divan::main();
}

fn document() -> Document {
    Document::from_text("bench", PARAGRAPH.repeat(30))
}

#[divan::bench]
fn segmentation(bencher: Bencher) {
    let document = document();
    let words = segment(&document).words.len();
    bencher.counter(ItemsCount::new(words)).bench(|| segment(&document));
}

#[divan::bench(args = [1, 0], sample_count = 5, sample_size = 1)]
fn reading(bencher: Bencher, threads: usize) {
    let document = document();
    let words = segment(&document).words.len();
    let reader = if threads == 0 { Reader::embedded() } else { Reader::with_threads(threads) }.expect("the model");
    bencher.counter(ItemsCount::new(words)).bench(|| reader.read(&document));
}
